"""Logs and results at URLs for the commands over many projects: what they read is at hand here, what they write is sent."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

from clausecheck.disk.writing import scratch
from clausecheck.nouns.errors import InputFault
from clausecheck.nouns.records import dataclass
from clausecheck.portfolio.place_names import Called, is_url, local, renamed_fault

from .console import complain, ui
from .usage import misuse

if TYPE_CHECKING:
    from clausecheck.portfolio.model import Night, Project
    from clausecheck.portfolio.remote.results import Store
    from clausecheck.portfolio.run import Tell

NO_LEDGER = "none"


@dataclass(slots=True)
class AtHand:
    """What a night reads and writes, on this machine. `place`: what the output folder is called; `bases`: the URLs of the
    folders that fetched files came from; `lost`: what could not be fetched of a folder."""

    source: Path
    register: Path | None
    out: Path
    place: str
    ledger: str
    scratch: Path
    called: Called = ()
    bases: dict[Path, str] = field(default_factory=dict)
    lost: dict[str, InputFault] = field(default_factory=dict)
    store: "Store | None" = None

    def base(self, file: Path) -> str:
        """The URL of the folder that a file was fetched from; "" for one of this machine."""
        return self.bases.get(file.parent, "")

    def gathered(self, projects: "list[Project]") -> "list[Project]":
        """The projects with their logs on this machine, and those that could not be fetched."""
        if self.lost:
            from clausecheck.portfolio.remote.logs import with_faults

            projects = with_faults(projects, self.lost)
        if not any(project.url for project in projects):
            return projects
        from clausecheck.portfolio.remote.logs import fetch_logs

        found, called = fetch_logs(projects, self.scratch / "projects")
        self.called += called
        return found

    def sending(self, night: "Night", tell: "Tell") -> "Tell":
        """Sends what each project came to, before it is told of."""
        return self.store.sending(night, tell) if self.store else tell

    def send(self, night: "Night") -> None:
        """Sends what is owed, and portfolio.json last."""
        if self.store:
            self.store.finish(night)


@contextmanager
def at_hand(source: str, register: str, out: str, ledger: str, period: str) -> Iterator[AtHand]:
    """What a night of a period is to read and to write. Raises InputFault where something elsewhere cannot be had."""
    with ExitStack() as ends:
        own = ends.enter_context(scratch("elsewhere")).resolve()
        here = AtHand(local(source), local(register) if register else None, local(out), out, ledger, own)
        if is_url(out):
            here.out, here.ledger = own / "out", ledger or NO_LEDGER
            if not ledger:
                complain(ui("remote_no_ledger"))
        for folder, text in (("source", source), ("register", register)):
            if is_url(text):
                _fetch(here, folder, text, own / folder)
        if is_url(out):
            from clausecheck.portfolio.remote.results import store

            here.store = ends.enter_context(store(out, here.out, period))
            here.place = here.store.place.url
            if not here.store.alone:
                complain(ui("remote_not_alone", place=here.place))
            here.called += ((str(here.out), here.place),)
        try:
            yield here
        except InputFault as error:
            raise renamed_fault(error, here.called) from None


@contextmanager
def results_at_hand(text: str, more: str = "") -> "Iterator[tuple[Path, Store | None]]":
    """An output folder of `portfolio` to read from, on this machine, and what sends to it where it is elsewhere; `more`: a folder
    in it that is wanted whole."""
    if not is_url(text):
        yield local(text), None
        return
    from clausecheck.portfolio.remote.results import fetch_results

    with scratch("elsewhere") as own:
        here = own.resolve()
        store = fetch_results(text, here, more)
        try:
            yield here, store
        except InputFault as error:
            raise renamed_fault(error, ((str(here), store.place.url),)) from None


def _fetch(here: AtHand, which: str, url: str, target: Path) -> None:
    from clausecheck.portfolio.remote.logs import fetch_source

    path, called, lost = fetch_source(url, target)
    here.called += called
    here.lost |= lost
    if path.is_file():
        here.bases[path.parent] = url.rstrip("/").rpartition("/")[0]
    if which == "source":
        here.source = path
    else:
        here.register = path


def refuse_notebooks(notebooks: bool, *places: str) -> None:
    """A notebook names the folders it was run with: those of a run of this kind are gone afterwards."""
    if notebooks and any(map(is_url, places)):
        raise misuse("--notebooks", *(ui("remote_notebooks", lang) for lang in ("zh", "en")))
