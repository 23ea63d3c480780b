"""An output folder elsewhere: what earlier nights left there is fetched, what this one writes is sent, project by project.

Of a project the old record goes first, then the old manifest; the new manifest comes after all other files, the new record
last, and portfolio.json after all projects: so nothing half sent is ever taken for done. Before all that a note says what of
the folder is ours (`underway`).
"""

import json
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import field
from pathlib import Path

from clausecheck.disk.writing import write_whole
from clausecheck.nouns.errors import Fault, InputFault
from clausecheck.nouns.records import dataclass
from clausecheck.nouns.wordlists import LANGS

from ..listing import HOME, PORTFOLIO
from ..model import Night, Result, say
from ..records import FINDINGS, MANIFEST, SCHEMA, of_period, record_file
from ..run import FAULTS, Tell
from .place import Place, fetch, in_words, names_in, open_place, remove, send, told
from .underway import Ours, both_states, note_of, ours_in, settle

LOCK = f"{HOME}/running.json"
"""The file that says that a run is writing there."""
PAPERS = ("report.html", FINDINGS, MANIFEST)
"""Of each project what the papers of a month are made of."""
Wanted = Callable[[str], bool]


@dataclass(slots=True)
class Store:
    """An output folder elsewhere and its copy here. `there`: what lies there; `before`: the files of ours in
    the folders there; `told`: the results so far;
    `sent`: the projects whose results are there."""

    place: Place
    here: Path
    there: set[str] = field(default_factory=set)
    before: dict[str, Ours] = field(default_factory=dict)
    told: list[Result] = field(default_factory=list)
    sent: set[str] = field(default_factory=set)
    alone: bool = True
    """Whether it is sure that no other run writes there: not every file system can tell."""

    def sending(self, night: Night, tell: Tell | None) -> Tell:
        """Sends the results of each project before it is told of."""

        def told_of(result: Result, done: int, total: int) -> None:
            self.told.append(result)
            self._send(result, night)
            if tell:
                tell(result, done, total)

        return told_of

    def finish(self, night: Night) -> None:
        """Sends what is still owed after a run that was broken off, and last portfolio.json. Raises InputFault."""
        for result in self.told:
            self._send(result, night)
        faults = [path.relative_to(self.here).as_posix() for path in sorted((self.here / FAULTS).glob("*.txt"))]
        send(self.place, self.here, faults)
        of_this = (of_period(self.here, str(night.period)) / PORTFOLIO).relative_to(self.here).as_posix()
        for name in (of_this, PORTFOLIO):
            if (self.here / name).is_file():  # not where it was broken off before it began
                send(self.place, self.here, [name])

    def _send(self, result: Result, night: Night) -> None:
        project = result.project.id
        if result.state != "audited" or result.record is None or project in self.sent:
            return
        record = record_file(self.here, str(night.period), project).relative_to(self.here).as_posix()
        folder = str(result.record["folder"])
        note = self._note(record, folder)
        self._remove([record])
        self.send_folder(folder)
        send(self.place, self.here, [record])
        self.there.add(record)
        self._remove([note])
        self.sent.add(project)

    def _note(self, record: str, folder: str) -> str:
        """Leaves word that a folder is being sent, before anything there is touched."""
        note = note_of(record)
        ours = both_states(self.before.get(folder, {}), ours_in(self.here / folder))
        (self.here / note).parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps({"schema": SCHEMA, "folder": folder, "ours": ours}, ensure_ascii=False)
        write_whole(self.here / note, text)
        send(self.place, self.here, [note])
        self.there.add(note)
        return note

    def send_folder(self, folder: str) -> None:
        """Sends a folder as it is here, its manifest last; what is no longer here goes there too. A person's files that came from
        there are not sent back: they may have been changed meanwhile. Raises InputFault."""
        manifest, ours = f"{folder}/{MANIFEST}", ours_in(self.here / folder)
        files = [path.relative_to(self.here).as_posix() for path in _files(self.here / folder)]
        new = [one for one in files if not ours or one.removeprefix(f"{folder}/") in ours or one not in self.there]
        self._remove([manifest])
        self._remove(sorted(one for one in self.there if one.startswith(f"{folder}/") and one not in files))
        send(self.place, self.here, [one for one in new if one != manifest])
        send(self.place, self.here, [one for one in files if one == manifest])
        self.there.update(files)

    def _remove(self, names: list[str]) -> None:
        gone = [name for name in names if name in self.there]
        remove(self.place, gone)
        self.there.difference_update(gone)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@contextmanager
def store(url: str, here: Path, night_period: str) -> Iterator[Store]:
    """An output folder elsewhere for a night of a period, with what earlier nights left; nobody else writes there meanwhile
    (`alone`: as far as the file system can tell).

    Raises InputFault where another run writes there, or did and was killed, and where the place refuses.
    """
    place = open_place(url)
    names_in(place)  # a bucket that is not there must not be made
    with _alone(place) as held:
        names = names_in(place)
        kept = of_period(here, night_period)
        _fetched(place, names, here, lambda name: name.startswith(f"{HOME}/") and name != LOCK)
        folders = {one for name in names if (one := _folder(name, kept.name))}
        _fetched(place, names, here, lambda name: _folder(name, kept.name) in folders)
        before = {folder: ours_in(here / folder) for folder in folders}
        yield Store(place, here, set(names), before | settle(here, kept / "sending"), alone=held)


def _folder(name: str, period: str) -> str:
    """The folder of a project's results of a period that a file lies in; "" for any other."""
    parts = name.split("/")
    return "/".join(parts[:2]) if len(parts) > 2 and parts[0] != HOME and parts[1] == period else ""


def fetch_results(url: str, here: Path, more: str = "") -> Store:
    """The results of all nights in an output folder elsewhere, as far as papers and exports need them; `more`: a folder that is
    wanted whole. Raises InputFault."""
    place = open_place(url)
    names = names_in(place)
    kept = (f"{HOME}/", f"{more}/") if more else (f"{HOME}/",)
    _fetched(
        place,
        names,
        here,
        lambda name: name != LOCK and (name.startswith(kept) or name == PORTFOLIO or name.rpartition("/")[2] in PAPERS),
    )
    return Store(place, here, set(names))


def _fetched(place: Place, names: dict[str, int | None], here: Path, wanted: Wanted) -> None:
    try:
        fetch(place, {name: size for name, size in names.items() if name and wanted(name)}, here)
    except (FileNotFoundError, PermissionError) as error:
        raise in_words(error, place.url) from None


@contextmanager
def _alone(place: Place) -> Iterator[bool]:
    """Holds the place by a file that only one run can make, where the file system knows how to make one so."""
    mine = json.dumps({"host": socket.gethostname(), "process": os.getpid()})
    held = _take(place, mine)
    try:
        yield held
    except InputFault as error:
        if held:
            _release(place, error)
        raise
    except BaseException:
        if held:
            remove(place, [LOCK])
        raise
    if held:
        remove(place, [LOCK])


def _take(place: Place, mine: str) -> bool:
    """Whether the file system can say that nobody else has it. Raises InputFault where somebody has."""
    with told(place.url, but=(FileExistsError, NotImplementedError)):
        place.fs.makedirs(place.at(HOME), exist_ok=True)
        try:
            place.fs.pipe_file(place.at(LOCK), mine.encode(), mode="create")
        except (NotImplementedError, TypeError):
            return False
        except FileExistsError:
            theirs = place.fs.cat_file(place.at(LOCK)).decode("utf-8", "replace")
            said = (say("remote_running", lang, who=" ".join(theirs.split())) for lang in LANGS)
            raise InputFault(Fault(f"{place.url}/{LOCK}", *said)) from None
    return True


def _release(place: Place, error: InputFault) -> None:
    """Lets go after a fault; where that fails too, both are told."""
    try:
        remove(place, [LOCK])
    except InputFault as second:
        raise InputFault(*error.faults, *second.faults) from None
