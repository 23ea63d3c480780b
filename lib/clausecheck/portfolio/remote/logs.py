"""Fetching what is to be audited: a folder of projects, a register, and the logs that its lines lead to.

All is fetched anew each night: hashes of the files themselves say what is unchanged, whatever a store thinks of them. What is
missing or denied is a fault of its project; a place that cannot be reached ends the night before it has changed anything.
"""

import shutil
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from clausecheck.logs.passed_over import SETTINGS
from clausecheck.nouns.errors import InputFault
from clausecheck.nouns.wordlists import LANGS

from ..listing import HOME
from ..model import Both, Project
from ..place_names import Called
from .place import Place, fetch, in_words, names_in, open_place, told

Names = dict[str, int | None]
Faults = dict[str, InputFault]
"""What could not be fetched of a folder, by its first name below it."""


def fetch_source(url: str, scratch: Path) -> tuple[Path, Called, Faults]:
    """A folder of projects, or a workbook with the settings beside it, on this machine: where, and how that is called.

    Raises InputFault where there is none, or it cannot be reached.
    """
    place = open_place(url)
    names = names_in(place)
    if "" in names:
        try:
            file, called = _file(place, names[""], scratch)
        except (FileNotFoundError, PermissionError) as error:
            raise in_words(error, place.url) from None
        return file, called, {}
    if not names:
        raise in_words(FileNotFoundError(place.url), place.url)
    target = scratch / (place.root.rpartition("/")[2] or "logs")
    faults: Faults = {}
    for first, part in _by_first(names).items():
        try:
            fetch(place, part, target)
        except (FileNotFoundError, PermissionError) as error:
            faults[first] = in_words(error, f"{place.url}/{first}")
            _drop(target / first)
    target.mkdir(parents=True, exist_ok=True)
    return target, ((str(target), place.url),), faults


def with_faults(projects: list[Project], faults: Faults) -> list[Project]:
    """The projects of a folder and those that could not be fetched, in their order."""
    lost = [Project(id=name, code=name, path=None, fault=_both(error)) for name, error in faults.items()]
    return sorted([*projects, *lost], key=lambda one: one.id) if lost else projects


def fetch_logs(projects: Iterable[Project], scratch: Path) -> tuple[list[Project], Called]:
    """Projects whose logs lie elsewhere with these on this machine; the others as they are. Raises InputFault where a place
    cannot be reached."""
    found: list[Project] = []
    called: Called = ()
    for number, project in enumerate(projects, 1):
        if not project.url or project.fault or not project.enabled:
            found.append(project)
            continue
        place = open_place(project.url)
        try:
            path, more = _logs(place, scratch / f"{number}")
        except (FileNotFoundError, PermissionError) as error:
            found.append(replace(project, fault=_both(in_words(error, place.url))))
            continue
        found.append(replace(project, path=path))
        called += more
    return found, called


def _logs(place: Place, scratch: Path) -> tuple[Path, Called]:
    """The logs of one project, a folder or a workbook."""
    names = names_in(place)
    if "" in names:
        return _file(place, names[""], scratch)
    if not names:
        raise FileNotFoundError(place.url)
    target = scratch / (place.root.rpartition("/")[2] or "logs")
    fetch(place, names, target)
    return target, ((str(target), place.url),)


def _file(place: Place, size: int | None, scratch: Path) -> tuple[Path, Called]:
    """A workbook and the settings beside it, in a folder that is called as its own. Raises FileNotFoundError and
    PermissionError, and InputFault."""
    above, _, name = place.root.rpartition("/")
    target = scratch / (above.rpartition("/")[2] or "logs")
    beside = Place(place.fs, above, place.url.rpartition("/")[0])
    with told(place.url):
        settings: Names = {one: None for one in SETTINGS if place.fs.exists(beside.at(one))}
    fetch(beside, {name: size, **settings}, target)
    return target / name, ((str(target), beside.url),)


def _by_first(names: Names) -> dict[str, Names]:
    """Files by the first part of their names: those of one project together. Results of a portfolio are none's logs."""
    parts: dict[str, Names] = {}
    for name, size in names.items():
        if not name.startswith("."):
            parts.setdefault(name.partition("/")[0], {})[name] = size
    return {first: part for first, part in parts.items() if not any(n.startswith(f"{first}/{HOME}/") for n in part)}


def _drop(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _both(error: InputFault) -> Both:
    return {lang: error.say(lang) for lang in LANGS}
