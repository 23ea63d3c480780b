"""One case over several lines (reading 50): a line that goes on with the record above joins it."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import field
from datetime import time
from typing import Any

from clausecheck.logs.flat_numbers import Parts, identity_of, lacking_from, parts_of
from clausecheck.logs.names import bare
from clausecheck.logs.norecords import says_nothing
from clausecheck.logs.records.setting_aside import first_cell
from clausecheck.logs.records.whose import Project, other_project
from clausecheck.nouns.model import CONTRADICTED, Block, Remark, Row, Say, Unknown, Yearless, say
from clausecheck.nouns.periods import When
from clausecheck.nouns.records import dataclass
from clausecheck.nouns.text import same_key
from clausecheck.procedure.tables import TableSpec
from clausecheck.procedure.words import Words

JOINED, EARLIEST, LATEST = "joined", "earliest", "latest"
_BETWEEN_FLATS = re.compile(r"[、，,;；\r\n]+")
JOINT, PEOPLE = "；", "、"
"""PEOPLE: what stands between several people in one cell."""


@dataclass(slots=True)
class _Case:
    """A record and the lines that joined it so far."""

    row: Row
    last: int
    """Number of its last line."""
    reach: int
    """Number of the last line that stands between it and what may go on with it: its own, or another project's."""
    texts: dict[str, list[str]] = field(default_factory=dict)
    """Of the fields whose texts are joined, every text in the order of the lines."""


def join_lines(block: Block, spec: TableSpec, project: Project, words: Words) -> Iterator[Remark]:
    """Joins the further lines of a block to their records, and says of each line what became of it.

    Lines of other projects between those of one case do not part them: an export is sorted by time.
    """
    rows: list[Row] = []
    open_cases: dict[str, _Case] = {}
    ends = sorted(block.ended)
    whose = ""
    for row in block.rows:
        named = "project_name" in row.values or "project_code" in row.values
        whose = other_project(row, project) if named else whose
        case = open_cases.get(whose)
        ended = case is not None and bisect_right(ends, case.last) < bisect_right(ends, row.number)
        if case is None or ended or not _goes_on(case, row, spec, words):
            open_cases[whose] = _Case(row, row.number, row.number)
            rows.append(row)
        else:
            yield _join(case, row, spec, words)
        if whose and (ours := open_cases.get("")) and ours.reach == row.number - 1:
            ours.reach = row.number
    block.rows = rows


def _goes_on(case: _Case, line: Row, spec: TableSpec, words: Words) -> bool:
    """Whether a line is a further one of the record: nothing in it contradicts whose case it is, and something ties it."""
    record = case.row.values
    if any(
        key in line.values and key in record and not _same(key, record[key], line.values[key], spec, words)
        for key in spec.apart
    ):
        return False
    tied = blank = 0
    for key in spec.same_case:
        value = line.values.get(key)
        if value is None:
            blank += 1
        elif not _same(key, record.get(key), value, spec, words):
            return False
        elif key in (spec.id, "household"):
            tied += 1
        elif key == spec.key_date:
            tied += _has_clock(value) and _has_clock(record[key])
    if blank == len(spec.same_case):
        return line.number == case.reach + 1 and _says_something(line, spec)
    return tied > 0


def _says_something(line: Row, spec: TableSpec) -> bool:
    """Whether a line without any key holds more than list values: those are filled in beforehand in many forms."""
    return any(key in spec.fields and spec.fields[key].type != "list" for key in line.values)


def _same(key: str, mine: Any, other: Any, spec: TableSpec, words: Words) -> bool:
    if mine == other:
        return True
    if isinstance(mine, When | Yearless) and isinstance(other, When | Yearless):
        return _same_day(mine, other) and (None in (mine.clock, other.clock) or _minute(mine) == _minute(other))
    if not (isinstance(mine, str) and isinstance(other, str)):
        return False
    if same_key(mine) == same_key(other):
        return True
    if spec.fields[key].between == PEOPLE:
        return _same_person(mine, other, words)
    if spec.fields[key].type != "household":
        return False
    flats = _flats(mine)
    return bool(flats) and flats == _flats(other)


def _flats(text: str) -> frozenset[str]:
    """The flats of a cell by meaning, in whatever order; none where anything else stands there too."""
    numbers: list[Parts] = []
    for piece in filter(None, map(str.strip, _BETWEEN_FLATS.split(text))):
        number = parts_of(piece)
        if not number:
            return frozenset()
        numbers.append(lacking_from(numbers[-1] if numbers else (), number) or number)
    return frozenset(map(identity_of, numbers))


def _same_day(mine: When | Yearless, other: When | Yearless) -> bool:
    """Whether two days are one as written: 8月3日 is the third of August of whatever year stands above it."""
    if isinstance(mine, When) and isinstance(other, When):
        return mine.day == other.day
    return _month_and_day(mine) == _month_and_day(other)


def _month_and_day(value: When | Yearless) -> tuple[int, int]:
    return (value.day.month, value.day.day) if isinstance(value, When) else (value.month, value.day)


def _same_person(mine: str, other: str, words: Words) -> bool:
    """赵经理 and 项目经理赵经理, 孙客服 and 孙客服（客服）: a title or brackets beside a name are no other person (reading 52)."""
    shorter, longer = sorted((same_key(bare(mine)), same_key(bare(other))), key=len)
    return shorter == longer or any(
        rest != longer and rest in words.title
        for rest in (longer.removeprefix(shorter), longer.removesuffix(shorter))
        if len(shorter) > 1
    )


def _minute(moment: When | Yearless) -> tuple[int, int] | None:
    return (moment.clock.hour, moment.clock.minute) if moment.clock else None


def _has_clock(value: Any) -> bool:
    return isinstance(value, When | Yearless) and value.clock is not None


def _join(case: _Case, line: Row, spec: TableSpec, words: Words) -> Remark:
    """Adds a line to its record: what that lacks, texts, the earliest or latest date; other contradictions are unknown."""
    told: dict[str, list[Say]] = {"added": [], "left": [], "against": []}
    for key in line.values:
        how = _add(case, line, key, spec, words) if key in spec.fields else _add_about(case.row, line, key)
        if how:
            told[how].append(spec.field(key).said)
    case.row.further = (*case.row.further, line.number)
    case.last = case.reach = line.number
    parts = tuple(say(f"further.{how}", fields=tuple(fields)) for how, fields in told.items() if fields)
    told_of = say("all", parts=parts) if parts else say("further.same")
    return Remark("further_line", first_cell(line), say("remark.further_line", row=case.row.number, what=told_of))


def _add_about(record: Row, line: Row, key: str) -> str:
    """Whose a case is and whether it counts: what its record says decides, else the first line that says anything."""
    mine = record.values.get(key)
    if mine is None:
        record.values[key] = line.values[key]
        return "added"
    return "" if same_key(mine) == same_key(line.values[key]) else "left"


def _add(case: _Case, line: Row, key: str, spec: TableSpec, words: Words) -> str:
    """Adds one cell of a line to its record: `added`, `left` (not needed), `against` (contradicts), "" (says the same)."""
    record, value = case.row, line.values[key]
    mine = record.values.get(key)
    how = _how(mine, value, spec.fields[key].further, mine is not None and _same(key, mine, value, spec, words))
    if how == JOINED:
        return _add_text(case, line, key, words)
    if how == "added":
        _take(record, line, key)
    elif how == "against":
        record.raw.pop(key, None)
        record.values[key] = Unknown(CONTRADICTED, f"{_shown(mine)} / {_shown(value)}")
    return how


def _how(mine: Any, value: Any, further: str, same: bool) -> str:
    if mine is None:
        return "added"
    if further in (EARLIEST, LATEST) and not same and (unread := _unread(mine, value, further)):
        return unread
    if isinstance(value, Unknown) or same:
        more_exact = (
            isinstance(mine, When) and isinstance(value, When) and mine.clock is None and value.clock is not None
        )
        return "added" if more_exact else ""
    if isinstance(mine, Unknown):
        return "against" if mine.code == CONTRADICTED else "added"
    if further == JOINED:
        return JOINED
    if further in (EARLIEST, LATEST) and mine.__class__ is value.__class__:
        earlier = _moment(value) < _moment(mine)
        return "added" if earlier == (further == EARLIEST) else "left"
    return "against"


def _unread(mine: Any, value: Any, further: str) -> str:
    """Of two dates one of which cannot be read: lines follow one another in time, so the record's own may be the
    earliest, and the line's the latest. It stays or becomes unreadable; the readable one could be the wrong one."""
    if isinstance(mine, Unknown) and mine.code != CONTRADICTED and not isinstance(value, Unknown):
        return "left" if further == EARLIEST else "added"
    if isinstance(value, Unknown) and not isinstance(mine, Unknown):
        return "added" if further == LATEST else "left"
    return ""


def _take(record: Row, line: Row, key: str) -> None:
    """The line's value, with what its cell shows and where it stands."""
    record.values[key] = line.values[key]
    record.elsewhere = {**record.elsewhere, key: line.elsewhere.get(key, line.number)}
    record.raw.pop(key, None)
    if key in line.raw:
        record.raw[key] = line.raw[key]


def _add_text(case: _Case, line: Row, key: str, words: Words) -> str:
    """Texts in the order of the lines; words for nothing only where nothing else is said."""
    mine, value = str(case.row.values[key]), str(line.values[key])
    if says_nothing(value, words):
        return "left"
    if says_nothing(mine, words):
        _take(case.row, line, key)
        return "added"
    texts = case.texts.setdefault(key, [mine])
    if value in texts:
        return ""
    texts.append(value)
    case.row.raw.pop(key, None)
    case.row.values[key] = JOINT.join(texts)
    return "added"


def _moment(value: Any) -> tuple[Any, ...]:
    """By which the dates of two lines are put in order; a day without time comes before its hours."""
    day = value.day if isinstance(value, When) else (value.month, value.day)
    return (day, value.clock or time.min)


def _shown(value: Any) -> str:
    if isinstance(value, Unknown):
        return value.raw
    return JOINT.join(value) if isinstance(value, tuple) else str(value)
