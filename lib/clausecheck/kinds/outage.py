"""CMP02: while the call-centre system is down, written into the Daily Work Record, and entered after recovery."""

from clausecheck.evidence import field_name
from clausecheck.nouns.model import Row, Unknown, say
from clausecheck.nouns.periods import When
from clausecheck.nouns.text import same_key

from . import shapes as spec
from .limits import by_limit_alone, is_by_day, last_day, limit_itself, span
from .outcome import Part, cells_of, combine
from .row_case import RowCase

TABLE = "daily_records"


def outage_record(part: spec.OutageRecord, case: RowCase) -> Part:
    """The record the complaint names was written during the outage; the entry came after recovery, within the limit."""
    record = _record(case)
    if isinstance(record, Part):
        return record
    at = RowCase(case.evidence, case.rule, record, case.on)
    if at.impossible("outage_from", "outage_until"):
        found = say("impossible", field=at.name("outage_until"), other=at.name("outage_from"))
        return Part("undetermined", "impossible_order", found, None, at.cells("outage_from", "outage_until"))
    return combine([_written_during(at), _entered_after(part, case, at)])


def _record(case: RowCase) -> Row | Part:
    """The daily record named; used twice, the first counts (reading 40)."""
    wanted = case.get("outage_record")
    key = same_key(wanted) if isinstance(wanted, str) else ""
    table = case.evidence.tables[TABLE]
    if any("id" in block.absent for block in table.blocks):
        found = say("undetermined.column_absent", fields=(field_name(table.spec, "id"),))
        return Part("undetermined", "column_absent", found, None, table.header_cells(("recorded_at",)))
    known = table.by_id
    if key in known.rows:
        return known.rows[key]
    if known.unreadable:
        cells = cells_of(known.unreadable, "id")
        return Part("undetermined", "unreadable", say("record_unclear", id=wanted), None, cells)
    if key in known.aside:
        row, why = known.aside[key]
        found = say("record_aside", id=wanted, why=why)
        return Part("fail", "no_record", found, say("mend.record", id=wanted), cells_of(row, "id", "recorded_at"))
    cells = (*case.cells("outage_record"), *table.header_cells(("id",)))
    return Part("fail", "no_record", say("no_record", id=wanted), say("mend.record", id=wanted), cells)


def _written_during(at: RowCase) -> Part:
    recorded, start, end = at.get("recorded_at"), at.get("outage_from"), at.get("outage_until")
    field, cells = at.name("outage_from"), at.cells("recorded_at", "outage_from", "outage_until")
    if start is None:
        return Part("fail", "blank", say("blank", field=field), say("mend.fill", field=field), cells)
    if isinstance(recorded, When) and (
        (isinstance(start, When) and recorded.surely_before(start))
        or (isinstance(end, When) and end.surely_before(recorded))
    ):
        words = {"at": str(recorded), "start": _as_read(start), "end": _as_read(end)}
        return Part("fail", "outside_outage", say("outside_outage", **words), say("mend.during"), cells)
    if unusable := at.unusable("recorded_at", "outage_from", "outage_until"):
        return unusable
    begun = start.latest <= recorded.earliest or start.same_as(recorded)
    if not (begun and (end is None or recorded.latest <= end.earliest or recorded.same_as(end))):
        return Part("undetermined", "day_only", say("outage_day_only", at=str(recorded)), None, cells)
    return Part("pass", cells=cells)


def _as_read(value: When | Unknown | None) -> str:
    """A time to be said: as it stands where it cannot be read."""
    return (value.raw or "?") if isinstance(value, Unknown) else str(value or "…")


def _entered_after(part: spec.OutageRecord, case: RowCase, at: RowCase) -> Part:
    entered, recovered = case.get("recorded_at"), at.get("outage_until")
    field = case.name("recorded_at")
    cells = (*case.cells("recorded_at"), *at.cells("outage_until"))
    if unusable := at.unusable("outage_until") or case.unusable("recorded_at"):
        return unusable
    if recovered is None:
        if entered is None:
            return Part("pending", "open", say("not_recovered"), None, cells)
        return Part("undetermined", "not_recovered", say("entered_unrecovered", at=str(entered)), None, cells)
    if entered is not None and entered.surely_before(recovered):
        found = say("before_recovery", field=field, at=str(entered), recovered=str(recovered))
        return Part("undetermined", "impossible_order", found, say("mend.write", field=field), cells)
    seen = span(recovered, entered, case.number(part.limit), case.rule, case.as_of, case.calendar)
    if seen is None:
        return Part("undetermined", "calendar", say("calendar_ends"), None, cells, (part.limit,))
    words = {
        "field": field,
        "recovered": str(recovered),
        "limit": case.said(part.limit),
        "deadline": seen.deadline,
    }
    mend = say("mend.by", field=field, day=seen.deadline)
    due = last_day(recovered, case.number(part.limit), case.rule.boundary, case.calendar)
    if seen.met is None:
        moments = ((field, entered), (at.name("outage_until"), recovered))
        mend = say("mend.time", field=tuple(name for name, value in moments if value and value.clock is None))
        return Part("undetermined", "day_only", say("entry.day_only", **words), mend, cells, (part.limit,), due)
    if entered is None:
        verdict, reason, key = ("pending", "open", "entry.open") if seen.met else ("fail", "missing", "entry.missing")
        return Part(verdict, reason, say(key, **words, over=seen.over), mend, cells, (part.limit,), due)
    number, words = case.number(part.limit), {**words, "at": str(entered), "over": seen.over}
    if seen.met:
        return Part("pass", "", say("entry.met", **words), mend, cells, (part.limit,), due)
    found = say("entry.late", **words)
    if by_limit_alone(recovered, entered, number, case.rule, case.as_of, case.calendar):
        late = found if is_by_day(number) else say("entry.at_limit", **words)
        found = say("all", parts=(late, limit_itself(number)))
    return Part("fail", "late", found, mend, cells, (part.limit,), due)
