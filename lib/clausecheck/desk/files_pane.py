# ipywidgets gives no types:
# mypy: allow-untyped-calls
"""The files for download. On the web page they are links to the server, which streams a file of any size; in
JupyterLab, where there is no such server, a file is fetched into a link when it is asked for."""

import base64
from pathlib import Path
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from clausecheck.desk.parts import Action, box, button, html, shown, size_text
from clausecheck.desk.session import Session
from clausecheck.desk.texts import joined, text


class FilesPane:
    """Links to the files; `again` makes those anew that can be out of date. `below`: what stands under the links."""

    def __init__(self, session: Session, lang: str, again: Action | None = None, *below: Any) -> None:
        self.session, self.lang = session, lang
        self._links = box([], "ccw-row", "ccw-downloads")
        self._where = html("", "ccw-dim")
        stale = html(Markup("<b>{}</b>").format(text("files_stale", lang)))
        renew = [stale, button(text("files_again", lang), again, "ccw-small")] if again else []
        self._stale = box(renew, "ccw-row", "ccw-stale" if again else "ccw-never-stale")
        heading = html(Markup("<h4>{}</h4>").format(text("downloads", lang)), "cc")
        self.widget = box(
            [heading, self._links, self._stale, self._where, *below], "ccw-card", "ccw-row", "ccw-files-card"
        )
        self.stale(False)

    def show(self, files: list[tuple[str, Path]], folder: Path) -> None:
        """Offers files, each with the key of its name."""
        self._links.children = [self._offer(name, path) for name, path in files]
        inside = folder.is_relative_to(self.session.folder)
        said = "" if inside else text("files_written", self.lang, folder=folder.resolve())
        self._where.value = Markup.escape(said)

    def stale(self, yes: bool) -> None:
        """Says that the files are out of date."""
        shown(self._stale, yes)

    def _offer(self, name: str, path: Path) -> Any:
        if self.session.files_url:
            inside = path.relative_to(self.session.made).as_posix()
            return html(self._link(name, text(name, self.lang), path, f"{self.session.files_url}/{quote(inside)}"))
        slot = box([])
        said = text("file_prepare", self.lang, name=text(name, self.lang), size=size_text(path.stat().st_size))
        slot.children = [button(said, lambda: self._fetch(slot, name, path), "ccw-small")]
        return slot

    def _fetch(self, slot: Any, name: str, path: Path) -> None:
        data = base64.b64encode(path.read_bytes()).decode("ascii")
        words = text("file_save", self.lang, name=text(name, self.lang))
        slot.children = [html(self._link(name, words, path, f"data:application/octet-stream;base64,{data}"))]

    def _link(self, name: str, words: str, path: Path, address: str) -> Markup:
        said = text("file_size", self.lang, name=path.name, size=size_text(path.stat().st_size))
        pieces = [Markup("<b>{}</b>").format(words), Markup("<small>{}</small>").format(said)]
        return Markup("<a class='ccw-download {}' href='{}' download='{}'>{}</a>").format(
            name, address, path.name, joined(pieces)
        )
