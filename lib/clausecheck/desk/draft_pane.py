# ipywidgets gives no types:
# mypy: allow-untyped-calls
"""The papers that the procedure asks for, drafted from the logs of the audit on the screen: which one, its period, and once
it is written the document with its prompts marked."""

from typing import Any

import ipywidgets as w
from markupsafe import Markup

from clausecheck.desk.checking import Checked
from clausecheck.desk.files_pane import FilesPane
from clausecheck.desk.parts import Action, box, button, field, html, shown
from clausecheck.desk.session import Session
from clausecheck.desk.texts import text
from clausecheck.papers.drafts import KINDS, draft_of_logs, listed
from clausecheck.rulebook import Procedure


class DraftPane:
    """Kind and period; `write` drafts it."""

    def __init__(self, session: Session, lang: str, write: Action) -> None:
        self.lang = lang
        self._kind = field(w.Dropdown(options=[], description=text("draft_kind", lang)))
        self._period = field(
            w.Text(placeholder=text("draft_period_hint", lang), description=text("draft_period", lang))
        )
        self._mask = w.Checkbox(description=text("draft_mask", lang), indent=False)
        self._files = FilesPane(session, lang)
        self._shown = html("", "ccw-draft")
        heading = html(Markup("<h4>{}</h4>").format(text("draft", lang)), "cc")
        go = button(text("draft_write", lang), write, "ccw-small")
        fields = box([self._kind, self._period, self._mask, go], "ccw-fields")
        note = html(Markup('<p class="dim small">{}</p>').format(text("draft_note", lang)), "cc")
        self._made: Any = box([self._files.widget, self._shown], "ccw-column")
        self.widget: Any = box([heading, fields, note, self._made], "ccw-card", "ccw-column")
        shown(self._made, False)

    def offer(self, book: Procedure) -> None:
        """Offers the documents that a procedure asks for, and shows no draft: the logs are judged anew."""
        asked = [one for one in listed(self.lang) if set(KINDS[one[0]].tables) <= set(book.tables)]
        chosen = self._kind.value
        self._kind.options = [(f"{title} ({form})", name) for name, title, form in asked]
        if chosen in (name for name, *_ in asked):
            self._kind.value = chosen
        shown(self.widget, bool(asked))
        self._shown.value = ""
        shown(self._made, False)

    def write(self, checked: Checked) -> None:
        """Drafts what is chosen from the logs of an audit and shows it. Raises InputFault as `draft`."""
        request = checked.request
        made = draft_of_logs(
            self._kind.value, checked.logs, checked.book, self._period.value.strip(), request.as_of, request.out,
            lang=self.lang, mask=self._mask.value, beside=request.paths,
        )  # fmt: skip
        files = [("file_draft", made.file), *(("file_draft_beside", file) for file in made.beside)]
        self._files.show(files, made.file.parent)
        left = text("draft_prompts", self.lang, n=made.prompts)
        self._shown.value = Markup("<div class=cc><p>{}</p></div>{}").format(left, Markup(made.piece))
        shown(self._made, True)
