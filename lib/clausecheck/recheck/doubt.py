"""Was it mended, or made to fit? What changed between two audits of a finding that passes now, and whether the change is
doubtful: a date, time, month, count, 是/否 or 有/无 that was filled in or altered afterwards with a value from before the
centre was told (or without a day), a row of such days for an obligation that was missing, or a fact that was altered."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from clausecheck.audit.lines import FREE, PERSONAL, UNREADABLE, Shown
from clausecheck.logs.dates import from_text
from clausecheck.nouns.errors import InputFault
from clausecheck.nouns.model import Line, Say, say
from clausecheck.nouns.periods import Period, When, parse_period
from clausecheck.nouns.records import dataclass
from clausecheck.procedure.tables import FieldSpec, Tables

from .model import CellChange

DATED = ("when", "day")
SPANS = ("month", "quarter", "year", "span")
TICKED = ({"是", "否"}, {"有", "无"})
HANDED_IN = ("sheet_absent", "column_absent", "column_ambiguous", "silent")
"""Reasons of what lacked evidence as a whole: a sheet or column that is handed in afterwards is what was asked for."""
MISREAD = ("DAT01", "DAT02", "DAT03", "DAT05", "DAT07", "DAT08", "DAT10")
"""Faults of writing: whoever writes such a cell legibly does what was asked, whatever day it says. (DAT04, DAT06 and DAT09
contradict something, and are altered to fit.)"""


@dataclass(frozen=True, slots=True)
class Altered:
    """A cell that differs: the field as `table.field`, the cell with its texts, and what it means now."""

    field: str
    cell: CellChange
    means: str


def altered_row(
    was: Sequence[Shown], then: Line, now: Line, cited: Sequence[Shown], cells: Mapping[str, Shown]
) -> list[Altered]:
    """The fields in which a row differs, of those that the finding cites then or now. `was`: the cells as they were cited;
    `cells`: the row's cells now by field."""
    said, says = dict(then.said), dict(now.said)
    about = {one.field for one in (*was, *cited)}
    names = [name for name in sorted({**said, **says}) if f"{now.table}.{name}" in about]
    wanted = [name for name in names if not says_same(said.get(name, ""), says.get(name, ""))]
    shown = {one.field: one.shown for one in was}
    found = []
    for name in wanted:
        field = f"{now.table}.{name}"
        here = cells.get(field)
        if here and not says_same(shown.get(field, UNREADABLE), here.shown):
            before = shown.get(field, _told(said.get(name, "")))
            found.append(Altered(field, CellChange(*here.cell, before, here.shown), here.means))
    return found


def says_same(one: str, other: str) -> bool:
    """Whether two values say the same: what could not be used then and can be now is no other value for that."""
    return one == other or _meaning(one.removeprefix(UNREADABLE)) == _meaning(other.removeprefix(UNREADABLE))


def _told(said: str) -> str | None:
    """What a row said, where it is not kept as a digest."""
    return None if said[:1] in (FREE, PERSONAL) else said.removeprefix(UNREADABLE)


def altered_cells(was: Sequence[Shown], now: Sequence[Shown]) -> list[Altered]:
    """The values that are cited now and were not before, of the fields that were cited then (of all, where none was): a
    cell filled in, altered, or of a new row. Values are known by what they mean; where they stand does not count."""
    fields = {one.field for one in was if one.field}
    before = Counter((one.field, _meaning(one.shown)) for one in was)
    freed: dict[str, list[Shown]] = {}
    for one in was:
        freed.setdefault(one.field, []).append(one)
    found = []
    for one in now:
        if not one.field or (fields and one.field not in fields):
            continue
        known = next(
            (value for value in ((one.field, one.means), (one.field, _meaning(one.shown))) if before[value]), None
        )
        if known:
            before[known] -= 1
        else:
            found.append(one)
    return [Altered(one.field, CellChange(*one.cell, _before(one, freed), one.shown), one.means) for one in found]


def _before(now: Shown, was: Mapping[str, list[Shown]]) -> str | None:
    """What stood in the very cell before, as far as it was cited."""
    same = [one.shown for one in was.get(now.field, ()) if one.cell == now.cell]
    return same[0] if same else None


def _meaning(text: str) -> str:
    """A text as a date where it is one, so that a date that was only typed anew is none that changed."""
    read = from_text(text) if text[:1].isdigit() else None
    return str(read) if isinstance(read, When) else text


def altered_facts(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """The facts that say another thing than before; one that was not there is no fact that changed."""
    return [name for name, value in now.items() if before.get(name) not in (None, "None", "", value)]


def doubt(changed: Sequence[Altered], tables: Tables, told_on: date) -> Say | None:
    """Why a mending is doubtful; None where nothing of it is."""
    for one in changed:
        table, _, name = one.field.partition(".")
        spec = tables[table].fields.get(name) if table in tables else None
        if spec is None or not one.means:
            continue
        words = {
            "field": spec.said,
            "before": one.cell.before or "",
            "after": one.cell.after or "",
            "told_on": told_on.isoformat(),
        }
        if spec.type in DATED and _dated_before(one.means, told_on):
            return say("recheck.altered" if one.cell.before else "recheck.filled", **words)
        if spec.type in SPANS and _over_before(one.means, told_on):
            return say("recheck.altered" if one.cell.before else "recheck.filled", **words)
        if spec.type == "count" or _is_tick(spec):
            return say("recheck.undated", **words)
    return None


def _is_tick(spec: FieldSpec) -> bool:
    return spec.type == "list" and {value for value, _ in spec.choices} in TICKED


def _dated_before(means: str, told_on: date) -> bool:
    """Whether a date lies before the day; one that cannot be read says no day, and is doubtful too."""
    read: Any = from_text(means)
    return read.day < told_on if isinstance(read, When) else True


def _over_before(means: str, told_on: date) -> bool:
    try:
        period: Period = parse_period(means)
    except InputFault:
        return True
    return period.end < told_on
