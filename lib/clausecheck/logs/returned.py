"""Copies of ours that came back: which of a log and its copies is the one to audit (reading 67)."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import field
from datetime import datetime
from pathlib import PurePosixPath

from clausecheck.logs.broken import Broken
from clausecheck.logs.cells import SheetCells, WorkbookCells
from clausecheck.logs.openers import Opening
from clausecheck.logs.own import COPY, about_in, kind_of
from clausecheck.logs.passed_over import TEXTS
from clausecheck.logs.sources import Source, source_bytes
from clausecheck.nouns.errors import Fault, InputFault
from clausecheck.nouns.model import Unread, say
from clausecheck.nouns.own_sheets import OWN_SHEETS, bare
from clausecheck.nouns.records import dataclass

ZIP = b"PK\x03\x04"
ALIKE = 0.5
"""So much of the smaller of two workbooks stands in the other where both are states of one log."""
_OURS = {name for own in OWN_SHEETS for name in own.names}


@dataclass(slots=True)
class Held:
    """A file that was opened before its turn."""

    sha256: str
    cells: WorkbookCells


@dataclass(frozen=True, slots=True)
class Chosen:
    """The files to read, those that are not read with the reason, and what was opened already."""

    sources: Sequence[Source]
    unread: Sequence[Unread] = ()
    held: dict[str, Held] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _State:
    """One file as a state of a log: its rows by sheet, whether it is a copy of ours, of what, and when it was saved."""

    source: Source
    sha256: str
    copy: bool
    origin: str
    origin_sha256: str
    modified: datetime | None
    rows: dict[str, Counter[tuple[str, ...]]]


def choose(sources: Sequence[Source], opener: Opening, password: str | None = None) -> Chosen:
    """Of every log that was handed in with copies of it: the newest, by what the files themselves say. Where contents are
    the same, the log itself. Raises InputFault naming the files where none of them says when it was saved."""
    if len(sources) < 2:
        return Chosen(sources)
    looks = {source.file: look for source in sources if (look := _look(source, opener, password))}
    copies = [source for source in sources if source.file in looks and looks[source.file].copy]
    if not copies:
        return Chosen(sources)
    held: dict[str, Held] = {}
    states = _states(sources, copies, looks, opener, password, held)
    unread, faults = [], []
    for group in _groups(states):
        left, asked = _settle(group)
        unread += left
        faults += asked
    if faults:
        raise InputFault(*faults)
    gone = {one.file for one in unread}
    return Chosen([source for source in sources if source.file not in gone], unread, held)


@dataclass(frozen=True, slots=True)
class _Look:
    copy: bool
    sheets: frozenset[str]
    modified: datetime | None


def _look(source: Source, opener: Opening, password: str | None) -> _Look | None:
    """What a look at a file tells. None for texts, and for what cannot be opened: that is said when it is read."""
    if source.path.suffix.lower() in (".csv", *TEXTS):
        return None
    try:
        data = source_bytes(source)
        if data.startswith(ZIP):
            seen = opener.peek(data)
            made, names, modified = seen.made, seen.sheets, seen.modified
        else:
            cells = opener.open(data, PurePosixPath(source.file).name, password)
            made = next((note for note in cells.notes if note == COPY), "")
            names, modified = tuple(sheet.name for sheet in cells.sheets), None
    except Broken:
        return None
    return _Look(made == COPY, frozenset(name for name in names if bare(name) not in _OURS), modified)


def _states(
    sources: Sequence[Source],
    copies: Sequence[Source],
    looks: dict[str, _Look],
    opener: Opening,
    password: str | None,
    held: dict[str, Held],
) -> list[_State]:
    """The copies, and every file that may be the log of one: it has a sheet of the same name."""
    names = frozenset(name for copy in copies for name in looks[copy.file].sheets)
    states = []
    for source in sources:
        look = looks.get(source.file)
        if look is None or not (look.copy or look.sheets & names):
            continue
        try:
            data = source_bytes(source)
            cells = opener.open(data, PurePosixPath(source.file).name, password)
        except Broken:
            continue  # said when it is read
        held[source.file] = Held(hashlib.sha256(data).hexdigest(), cells)
        about = about_in(cells.sheets) if look.copy else {}
        rows = {sheet.name: _rows(sheet) for sheet in cells.sheets if not kind_of(sheet)}
        states.append(
            _State(
                source,
                held[source.file].sha256,
                look.copy,
                about.get("origin", ""),
                about.get("origin_sha256", ""),
                look.modified,
                rows,
            )
        )
    return states


def _rows(sheet: SheetCells) -> Counter[tuple[str, ...]]:
    """The rows of a sheet, whatever column it begins in."""
    return Counter(row for _, cells in sheet.rows if (row := tuple(str(cell) for cell in cells if cell != "")))


def _groups(states: Sequence[_State]) -> list[list[_State]]:
    """Each log with its copies; copies whose log was not handed in, with each other."""
    groups: list[list[_State]] = []
    for copy in (state for state in states if state.copy):
        others = [state for state in states if not state.copy and _same_log(copy, state)]
        log = max(others, key=lambda one: (one.sha256 == copy.origin_sha256, _likeness(copy, one)), default=None)
        home = next((each for each in groups if (log in each if log else _same_log(copy, each[0]))), None)
        if home is None:
            home = [log] if log else []
            groups.append(home)
        home.append(copy)
    return [group for group in groups if len(group) > 1]


def _same_log(copy: _State, other: _State) -> bool:
    """Whether two files are states of one log."""
    if copy.origin_sha256 and copy.origin_sha256 in (other.sha256, other.origin_sha256):
        return True
    return _likeness(copy, other) >= ALIKE


def _likeness(one: _State, other: _State) -> float:
    """How much of the smaller of two stands in the other, sheet by sheet."""
    both = one.rows.keys() & other.rows.keys()
    shared = sum((one.rows[name] & other.rows[name]).total() for name in both)
    smaller = min(sum(rows.total() for rows in state.rows.values()) for state in (one, other))
    return shared / smaller if smaller else 0.0


def _settle(group: Sequence[_State]) -> tuple[list[Unread], list[Fault]]:
    """Which of a group are not read, and why; a fault where that cannot be told."""
    contents: list[list[_State]] = []
    for state in group:
        same = next((each for each in contents if each[0].rows == state.rows), None)
        if same is None:
            contents.append([state])
        else:
            same.append(state)
    firsts = [min(each, key=lambda state: state.copy) for each in contents]
    times = [max((one.modified for one in each if one.modified), default=None) for each in contents]
    known = [time for time in times if time is not None]
    newest = max(known, default=None)
    if len(contents) > 1 and (len(known) < len(times) or times.count(newest) > 1):
        return [], [_asked([one.source.file for one in firsts])]
    used = firsts[times.index(newest)] if len(contents) > 1 else firsts[0]
    same = next(each for each in contents if used in each)
    return [_named(state, used, state in same) for state in group if state is not used], []


def _named(state: _State, used: _State, same: bool) -> Unread:
    key = "unread.annotated_copy" if same and state.copy else "unread.same_log" if same else "unread.older_state"
    return Unread(state.source.file, say(key, file=used.source.file))


def _asked(files: Sequence[str]) -> Fault:
    named = "、".join(files)
    zh = f"这些文件是同一份台账（原件和标注副本），内容不同，又看不出哪个保存得更晚：{named}；请只留下或只给出要核查的那一个"
    en = (
        f"these are one log (the original and copies that this program annotated), differ, and do not tell which was saved "
        f"last: {', '.join(files)}; keep or name only the one to audit"
    )
    return Fault(files[0], zh, en)
