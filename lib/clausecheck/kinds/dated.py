"""For each calendar period something is due by a day: the obligation is generated first, then evidence is sought."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from clausecheck.evidence import Evidence, Table, field_name
from clausecheck.nouns.model import Cell, Row, Say, Unknown, say
from clausecheck.nouns.periods import Period, When, after, containing, day_of_month, touching
from clausecheck.procedure.numbers import Number
from clausecheck.procedure.rule import Rule

from . import dated_parts
from . import shapes as spec
from .outcome import PROJECT, Judgement, Part, cells_of, combine, judged, not_applicable, undetermined
from .row_case import meets

PARTS: dict[str, Callable[[Any, dated_parts.Duty], Part]] = {
    "by_due": dated_parts.by_due,
    "present": dated_parts.present,
    "flags": dated_parts.flags,
    "in_order": dated_parts.in_order,
    "before": dated_parts.before,
    "counts": dated_parts.counts,
}
WIDEST_GAP = timedelta(days=400)
"""A due date lies at most so far from the period it covers."""


def judge_dated(rule: Rule, check: spec.Dated, evidence: Evidence) -> Iterator[Judgement]:
    """One judgement for each covered period whose due date lies in the audit's period and in service (G3, G6)."""
    yield from _unclear_trigger(check, evidence)
    periods = [(*item, _triggered(rule, check, item[0], evidence)) for item in _due_in_period(rule, check, evidence)]
    if all(triggered is False for _, _, triggered in periods):
        yield from _undated_trigger(check, bool(periods), evidence)
    for covered, due, triggered in periods:
        if triggered is False:
            continue
        if check.committee_needed and (excuse := _no_committee(covered, due, evidence)):
            yield excuse
            continue
        if isinstance(triggered, Unknown):
            cells = _trigger_cells(check, covered, evidence)
            yield undetermined(str(covered), "trigger", cells, on=covered.start, what=_what_triggers(check))
            continue
        yield _judge(rule, check, covered, due, evidence)


def _no_committee(covered: Period, due: date, evidence: Evidence) -> Judgement | None:
    committee, cells = evidence.facts.committee_on(due), evidence.facts.cell("committee_since")
    if isinstance(committee, Unknown):
        fact = Say("field:project.committee_since")
        return undetermined(str(covered), "fact", cells, on=covered.start, facts=(fact,))
    return None if committee else not_applicable(str(covered), "no_committee", cells, on=covered.start)


def _due_in_period(rule: Rule, check: spec.Dated, evidence: Evidence) -> Iterator[tuple[Period, date]]:
    period = evidence.period
    allowed = _first_periods(rule, check, evidence) if check.first else None
    for covered in touching(check.each, period.start - WIDEST_GAP, period.end):
        due = due_day(rule, check.due, covered)
        if due is None or due not in period or not exists(covered, due, evidence):
            continue
        if allowed is None or covered.start in allowed:
            yield covered, due


def exists(covered: Period, due: date, evidence: Evidence) -> bool:
    """An obligation exists if its covered period shares a day with service and it falls due in service (G6)."""
    return evidence.facts.in_service(covered) is not None and evidence.facts.serves(due)


def due_day(rule: Rule, name: str, covered: Period) -> date | None:
    """The due date of an obligation about a period, by the number in force on the period's first day (G13)."""
    number = rule.number(name, covered.start)
    return None if number is None else _day(number, covered)


def _day(number: Number, covered: Period) -> date:
    if number.unit == "day_of_first_month":
        return day_of_month(covered.start, number.amount)
    if number.unit == "days_after_end":
        return covered.end + timedelta(days=number.amount)
    return day_of_month(covered.end + timedelta(days=1), number.amount)


def _first_periods(rule: Rule, check: spec.Dated, evidence: Evidence) -> set[date]:
    """The first so many periods since the take-over for which something was due (RPT07)."""
    takeover = evidence.facts.takeover
    assert takeover is not None, "the take-over is known here: scope has seen to it"
    covered, found = containing(check.each, takeover), set[date]()
    for _ in range(24):
        number = rule.number(check.first, covered.start)
        due = due_day(rule, check.due, covered)
        if number is None or len(found) >= number.amount:
            break
        if due is not None and exists(covered, due, evidence):
            found.add(covered.start)
        covered = after(check.each, covered)
    return found


# --- what makes a period one for which something is due --------------------------------------------------------------


def _triggered(rule: Rule, check: spec.Dated, covered: Period, evidence: Evidence) -> bool | Unknown:
    trigger = check.trigger
    if trigger is None:
        return True
    table = evidence.tables[trigger.table]
    if trigger.months_after:
        return any(_first_year(rule, trigger, row, covered) for row in table.rows)
    doubt: Unknown | None = None
    for row in table.rows:
        day = row.get(table.spec.key_date)
        if not isinstance(day, When) or day.day not in covered:
            continue
        meeting = meets(row, trigger.where)
        if meeting is True:
            return True
        doubt = doubt or (meeting if isinstance(meeting, Unknown) else None)
    return doubt or False


def _trigger_cells(check: spec.Dated, covered: Period, evidence: Evidence) -> tuple[Cell, ...]:
    """The cells that leave open whether a period has a trigger; for an absent column those of its rows' dates."""
    assert check.trigger is not None, "only what has a trigger can be in doubt about it"
    table, wanted = evidence.tables[check.trigger.table], check.trigger.where
    rows = [row for row, sure in dated_parts.counting(table, wanted, covered) if not sure]
    dated = [row for row in rows if isinstance(row.get(table.spec.key_date), When)]
    return tuple(cell for row in dated for cell in cells_of(row, *wanted) or cells_of(row, table.spec.key_date))


def _first_year(rule: Rule, trigger: spec.Trigger, row: Row, covered: Period) -> bool:
    """Whether a period touches [handover, handover + 12 months) of a phase."""
    handover = row.get("handover_date")
    if not isinstance(handover, When):
        return False
    months = rule.number(trigger.months_after, handover.day)
    assert months is not None, "the loader has seen to it"
    index = handover.day.year * 12 + handover.day.month - 1 + months.amount
    end = day_of_month(date(index // 12, index % 12 + 1, 1), handover.day.day)
    return covered.start < end and handover.day <= covered.end


def _unclear_trigger(check: spec.Dated, evidence: Evidence) -> Iterator[Judgement]:
    """An unreadable handover date: the rule is undetermined for the project beside its quarters (reading 40)."""
    if check.trigger is None or not check.trigger.months_after:
        return
    table = evidence.tables[check.trigger.table]
    unreadable = [row for row in table.rows if isinstance(row.get("handover_date"), Unknown)]
    if unreadable:
        cells = tuple(row.cell("handover_date") for row in unreadable)
        yield undetermined(PROJECT, "handover", cells)


def _undated_trigger(check: spec.Dated, something_due: bool, evidence: Evidence) -> Iterator[Judgement]:
    """Nothing surely made anything due, but a row whose date cannot be read may have."""
    if check.trigger is None or check.trigger.months_after or not something_due:
        return
    table = evidence.tables[check.trigger.table]
    key = table.spec.key_date
    rows = [
        row for row in table.rows if isinstance(row.get(key), Unknown) and meets(row, check.trigger.where) is not False
    ]
    if rows:
        yield undetermined(PROJECT, "trigger", tuple(row.cell(key) for row in rows), what=_what_triggers(check))


def _what_triggers(check: spec.Dated) -> Say:
    return say("trigger.some" if check.trigger and check.trigger.where else "trigger.all")


# --- evidence --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Found:
    row: Row | None
    unclear: tuple[Row, ...]


def _judge(rule: Rule, check: spec.Dated, covered: Period, due: date, evidence: Evidence) -> Judgement:
    table = evidence.tables[check.table]
    found = _evidence(check, table, covered, due)
    duty = dated_parts.Duty(rule, evidence, table, covered, due, found.row, check.due)
    if check.wait_until_over and evidence.as_of < covered.end:
        open_yet, cells = say("period_open", period=Say(f"period:{covered}")), duty.cells(check.period_field)
        waiting = _columns_absent(check, table) or Part("pending", "open", open_yet, cells=cells)
        return judged(str(covered), [waiting], on=covered.start, used=_rows(found), row=found.row, due=due)
    if found.row is None and found.unclear:
        cells = tuple(row.cell(check.period_field) for row in found.unclear)
        part = Part(
            "undetermined",
            "unreadable",
            say("undetermined.period_unclear", period=Say(f"period:{covered}")),
            None,
            cells,
        )
        return judged(str(covered), [part], on=covered.start, used=found.unclear, due=due)
    parts = [PARTS[part.part](part, duty) for part in check.parts]
    whole = combine(parts)
    if whole.verdict == "not_applicable":
        return not_applicable(str(covered), whole.reason, whole.cells, on=covered.start)
    counted = [
        row for part in check.parts if isinstance(part, spec.Counts) for row in _counted(part, covered, evidence)
    ]
    return judged(str(covered), parts, on=covered.start, used=[*_rows(found), *counted], row=found.row, due=due)


def _counted(part: spec.Counts, covered: Period, evidence: Evidence) -> list[Row]:
    return [row for row, _ in dated_parts.counting(evidence.tables[part.table], part.where, covered)]


def _columns_absent(check: spec.Dated, table: Table) -> Part | None:
    """A needed column that is absent makes the subject undetermined even before anything is due (reading 3)."""
    needed = [name for part in check.parts for name in (*getattr(part, "fields", ()), getattr(part, "field", ""))]
    fields = tuple(field_name(table.spec, name) for name in needed if name in table.absent)
    if not fields:
        return None
    found = say("undetermined.column_absent", fields=fields)
    return Part("undetermined", "column_absent", found, None, table.header_cells([check.period_field]))


def _rows(found: _Found) -> Iterable[Row]:
    return (found.row,) if found.row else ()


def _evidence(check: spec.Dated, table: Table, covered: Period, due: date) -> _Found:
    """The row about a period: the first, or the one with the earliest of `pick`; and rows that might be about it."""
    sure: list[Row] = []
    unclear: list[Row] = []
    for row in table.rows:
        value = row.get(check.period_field)
        matching = meets(row, check.match)
        if matching is False or (isinstance(value, Period) and value != covered):
            continue
        (unclear if isinstance(value, Unknown) or matching is not True else sure).append(row)
    if not sure:
        return _Found(None, tuple(unclear))
    return _Found(_pick(sure, check.pick, due), tuple(unclear))


def _pick(rows: list[Row], field: str, due: date) -> Row:
    """The first row, or the earliest by `field`; an unreadable date counts before one that is late."""
    if not field:
        return rows[0]
    readable = [row for row in rows if isinstance(row.get(field), When)]
    earliest = min(readable, key=lambda row: row.get(field).day, default=None)
    if earliest is not None and earliest.get(field).day <= due:
        return earliest
    unclear = next((row for row in rows if isinstance(row.get(field), Unknown)), None)
    return unclear or earliest or rows[0]
