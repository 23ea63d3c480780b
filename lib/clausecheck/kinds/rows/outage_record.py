"""`outage_record`: while the system is down, written into another table; entered after recovery."""

from typing import Annotated, Any, ClassVar, Literal

from clausecheck.evidence import Table as Records
from clausecheck.nouns.model import Row, Say, Unknown, say
from clausecheck.nouns.periods import When
from clausecheck.nouns.records import dataclass
from clausecheck.nouns.text import same_key
from clausecheck.procedure.numbers import STRICT

from ..case import Case, column_absent
from ..language import Column, Limit, Means, Table
from ..limits import by_limit_alone, is_by_day, last_day, limit_itself, span
from ..outcome import Outcome, cells_of, combine, failed, passed, pending, ruled, unknown
from ..telling import Kind, Voice, told
from ..timing import met_as

OfRecords = Annotated[str, Means("column", of="records")]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutageRecord:
    """The row names (`record`) a row of `records` that was `written` while the system was down (`down`, `up`); it was
    `entered` after that, within `limit` (CMP02)."""

    __pydantic_config__: ClassVar[Any] = STRICT
    part: Literal["outage_record"]
    record: Column
    entered: Column
    records: Table
    written: OfRecords
    down: OfRecords
    up: OfRecords
    limit: Limit


def judge(part: OutageRecord, case: Case) -> Outcome:
    """The record the complaint names was written during the outage; the entry came after recovery, within the limit."""
    table = case.evidence.tables[part.records]
    record = _record(part, case, table)
    if isinstance(record, Outcome):
        return record
    at = Case(case.evidence, case.rule, table, record, case.on)
    if at.impossible(part.down, part.up):
        found = say("impossible", field=at.name(part.up), other=at.name(part.down))
        return unknown("impossible_order", found, cells=at.cells(part.down, part.up))
    return combine([_written_during(part, at), _entered_after(part, case, at)])


def _record(part: OutageRecord, case: Case, table: Records) -> Row | Outcome:
    """The record named; used twice, the first counts (reading 40)."""
    wanted, id_ = case.get(part.record), table.spec.id
    key = same_key(wanted) if isinstance(wanted, str) else ""
    if any(id_ in block.absent for block in table.blocks):
        return column_absent(table, (id_,), (part.written,))
    known = table.by_id
    if key in known.rows:
        return known.rows[key]
    if known.unreadable:
        return unknown("unreadable", say("record_unclear", id=wanted), cells=cells_of(known.unreadable, id_))
    mend = say("mend.record", id=wanted)
    if key in known.aside:
        row, why = known.aside[key]
        found = say("record_aside", id=wanted, why=why)
        return failed("no_record", found, mend, cells=cells_of(row, id_, part.written))
    cells = (*case.cells(part.record), *table.header_cells((id_,)))
    return failed("no_record", say("no_record", id=wanted), mend, cells=cells)


def _written_during(part: OutageRecord, at: Case) -> Outcome:
    recorded, start, end = at.get(part.written), at.get(part.down), at.get(part.up)
    field, cells = at.name(part.down), at.cells(part.written, part.down, part.up)
    if start is None:
        return failed("blank", say("blank", field=field), say("mend.fill", field=field), cells=cells)
    if isinstance(recorded, When) and (
        (isinstance(start, When) and recorded.surely_before(start))
        or (isinstance(end, When) and end.surely_before(recorded))
    ):
        words = {"at": str(recorded), "start": _as_read(start), "end": _as_read(end)}
        return failed("outside_outage", say("outside_outage", **words), say("mend.during"), cells=cells)
    if unusable := at.unusable(part.written, part.down, part.up):
        return unusable
    begun = start.latest <= recorded.earliest or start.same_as(recorded)
    if not (begun and (end is None or recorded.latest <= end.earliest or recorded.same_as(end))):
        return unknown("day_only", say("outage_day_only", at=str(recorded)), cells=cells)
    return passed(cells=cells)


def _as_read(value: When | Unknown | None) -> str:
    """A time to be said: as it stands where it cannot be read."""
    return (value.raw or "?") if isinstance(value, Unknown) else str(value or "…")


def _entered_after(part: OutageRecord, case: Case, at: Case) -> Outcome:
    entered, recovered = case.get(part.entered), at.get(part.up)
    field, cells = case.name(part.entered), (*case.cells(part.entered), *at.cells(part.up))
    if unusable := at.unusable(part.up) or case.unusable(part.entered):
        return unusable
    if recovered is None:
        if entered is None:
            return pending(say("not_recovered"), cells=cells)
        return unknown("not_recovered", say("entered_unrecovered", at=str(entered)), cells=cells)
    if entered is not None and entered.surely_before(recovered):
        found = say("before_recovery", field=field, at=str(entered), recovered=str(recovered))
        return unknown("impossible_order", found, say("mend.write", field=field), cells=cells)
    number = case.number(part.limit)
    seen = span(recovered, entered, number, case.rule, case.as_of, case.calendar)
    if seen is None:
        return unknown("calendar", say("calendar_ends"), cells=cells, numbers=(part.limit,))
    words = {"field": field, "recovered": str(recovered), "limit": case.said(part.limit), "deadline": seen.deadline}
    verdict, reason, called = met_as(seen.met, entered is None)
    mend = say("mend.by", field=field, day=seen.deadline)
    if seen.met is None:
        called, mend = "day_only", say("mend.time", field=_by_day(part, case, at))
    elif entered is None:
        words |= {"over": seen.over}
    else:
        words |= {"at": str(entered), "over": seen.over}
    found = say(f"entry.{called}", **words)
    if (
        verdict == "fail"
        and entered
        and by_limit_alone(recovered, entered, number, case.rule, case.as_of, case.calendar)
    ):
        late = found if is_by_day(number) else say("entry.at_limit", **words)
        found = say("all", parts=(late, limit_itself(number)))
    due = last_day(recovered, number, case.rule.boundary, case.calendar)
    return ruled(verdict, reason, found, mend, cells=cells, numbers=(part.limit,), due=due)


def _by_day(part: OutageRecord, case: Case, at: Case) -> tuple[Say, ...]:
    """Which of the two times is given only to the day."""
    times = ((case.name(part.entered), case.get(part.entered)), (at.name(part.up), at.get(part.up)))
    return tuple(name for name, value in times if value and value.clock is None)


def words(part: OutageRecord, voice: Voice, table: str) -> dict[str, str]:
    return {"id": voice.field(part.records, voice.spec(part.records).id)}


TOLD = told(
    """
    pass | {record}所指的{records}行存在，{written}在故障期间内，且{entered}不晚于{up}后 {limit.counted} | the row of {records} named by {record} exists, its {written} lies in the outage, and {entered} is within {limit.counted} of {up}
    fail | {records}中没有这个编号，{down}为空，或{written}不在故障期间内 | {records} has no such row, {down} is blank, or {written} lies outside the outage
    fail | {entered}晚于时限，或时限已过仍为空 | {entered} is later than the limit, or blank when it has run out
    pending | 系统未恢复或时限未过，{entered}为空 | {entered} is blank and the system is not back, or the limit has not run out
    undetermined | 已补录而{up}为空，补录早于恢复，或{records}缺少{id}列 | entered while {up} is blank, entered before it, or {records} has no column {id}
    undetermined | =open.day_only
    """
)
KIND = Kind(OutageRecord, judge, TOLD, words)
