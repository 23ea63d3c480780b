"""At least so many in each window: reached passes at once, a window that is over and short fails, an open one is behind
the linear pace or not (G8). Rows that only may count are counted both ways (reading 5)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from clausecheck.evidence import Evidence, field_name
from clausecheck.nouns.model import Cell, Row, Say, Unknown, say
from clausecheck.nouns.periods import Period, When, touching
from clausecheck.procedure.rule import Rule

from . import shapes as spec
from .language import Values
from .outcome import SILENT, Judgement, Part, cells_of, judged, not_applicable, undetermined
from .row_case import meets


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a quota has come: what surely counts, what possibly counts (this includes the sure)."""

    required: int
    sure: int
    possible: int
    window: Period


def stand(progress: Progress, as_of: date) -> str:
    """The verdict of a quota as at a day; undetermined when the doubtful rows would decide it."""
    low, high = (
        _verdict(progress.required, done, progress.window, as_of) for done in (progress.sure, progress.possible)
    )
    return low if low == high else "undetermined"


def _verdict(required: int, done: int, window: Period, as_of: date) -> str:
    if done >= required:
        return "pass"
    if as_of >= window.end:
        return "fail"
    return "at_risk" if done < pace(required, window, as_of) else "pending"


def pace(required: int, window: Period, as_of: date) -> int:
    """required × days elapsed / days in the window, rounded down."""
    elapsed = max(0, (as_of - window.start).days + 1)
    return required * elapsed // window.days


def part_of(
    progress: Progress,
    as_of: date,
    cells: tuple[Cell, ...],
    headers: tuple[Cell, ...],
    numbers: tuple[str, ...],
    unit: str,
    silence: Say | None = None,
) -> Part:
    """A quota's part, with the arithmetic in words. What is short is marked at the headers: no row is to blame.
    `silence`: the log does not reach back to the window, so what is counted is a lower bound (reading 47)."""
    verdict = stand(progress, as_of)
    if silence and verdict in ("fail", "at_risk"):
        return _lower_bound(progress, silence, cells, numbers, unit, headers)
    window = progress.window
    words: dict[str, Any] = {
        "done": progress.sure, "possible": progress.possible, "required": progress.required,
        "start": window.start.isoformat(), "end": window.end.isoformat(), "unit": Say(f"unit:{unit}"),
        "short": progress.required - progress.sure, "pace": pace(progress.required, window, min(as_of, window.end)),
    }  # fmt: skip
    words["lag"] = words["pace"] - progress.sure
    reason = {"fail": "short", "at_risk": "behind", "pending": "open", "undetermined": "uncertain_rows"}.get(
        verdict, ""
    )
    key = (
        f"quota.{verdict}_none"
        if not progress.sure and verdict in ("fail", "at_risk", "pending")
        else f"quota.{verdict}"
    )
    return Part(verdict, reason, say(key, **words), None, cells, numbers, window.end, headers)


def _lower_bound(
    progress: Progress,
    silence: Say,
    cells: tuple[Cell, ...],
    numbers: tuple[str, ...],
    unit: str,
    headers: tuple[Cell, ...],
) -> Part:
    """Short by what the log holds, but the log does not hold the whole window: it may have been reached all the same."""
    window = progress.window
    found = say(
        "quota.silent", done=progress.sure, required=progress.required, unit=Say(f"unit:{unit}"),
        start=window.start.isoformat(), end=window.end.isoformat(), silence=silence,
    )  # fmt: skip
    return Part("undetermined", SILENT, found, None, cells, numbers, window.end, headers)


def windows(each: str, evidence: Evidence) -> Iterator[Period]:
    """The windows to be judged: every year the period touches (G3), and the quarters or months whose cut window ends in
    the period. A window without a day in service does not exist (G6)."""
    period = evidence.period
    for whole in touching(each, period.start, period.end):
        cut = evidence.facts.in_service(whole)
        if cut is not None and (each == "year" or cut.end in period):
            yield cut


def months_in_service(window: Period, evidence: Evidence, least_days: int) -> list[Period]:
    """The calendar months of a window with at least so many days in service (readings 6, 30)."""
    found = []
    for month in touching("month", window.start, window.end):
        cut = evidence.facts.in_service(month)
        if cut is not None and cut.days >= least_days:
            found.append(month)
    return found


SERVICE_MONTH_DAYS = 15
"""A calendar month counts as a month in service from so many days (reading 30)."""


def judge_quota(rule: Rule, check: spec.Quota, evidence: Evidence) -> Iterator[Judgement]:
    """One judgement a window, or one for each role in each window."""
    for window in windows(check.each, evidence):
        label = window.label
        if excuse := _excuse(rule, check, window, evidence):
            yield excuse
            continue
        for role in check.roles or [""]:
            subject = f"{label}/{role}" if role else label
            yield _judge(rule, check, window, role, subject, evidence)


def _excuse(rule: Rule, check: spec.Quota, window: Period, evidence: Evidence) -> Judgement | None:
    """Too short in service, or no committee: not applicable for the window."""
    facts = evidence.facts
    if check.min_months:
        least = rule.number(check.min_months, window.start)
        served = months_in_service(window, evidence, SERVICE_MONTH_DAYS)
        if least is not None and len(served) < least.amount:
            cells = facts.cell("takeover_date", "exit_date")
            return not_applicable(window.label, "short_service", cells, on=window.start, months=len(served))
    if check.committee_needed:
        committee = facts.committee_on(_whole_end(check.each, window))
        cells = facts.cell("committee_since")
        if isinstance(committee, Unknown):
            fact = Say("field:project.committee_since")
            return undetermined(window.label, "fact", cells, on=window.start, facts=(fact,))
        if not committee:
            return not_applicable(window.label, "no_committee", cells, on=window.start)
    return None


def _whole_end(each: str, window: Period) -> date:
    return next(touching(each, window.start, window.start)).end


def _judge(rule: Rule, check: spec.Quota, window: Period, role: str, subject: str, evidence: Evidence) -> Judgement:
    table = evidence.tables[check.table]
    needed = [check.date, *check.where, *([check.person] if check.person else [])]
    absent = [name for name in needed if name in table.absent]
    if absent:
        fields = tuple(field_name(table.spec, name) for name in absent)
        return undetermined(subject, "column_absent", table.header_cells(table.spec.fields), fields=fields)
    sure, possible = _counting(check, window, role, evidence)
    number = rule.number(check.at_least, window.start)
    assert number is not None, "the loader has seen to it"
    progress = Progress(number.amount, len(sure), len(possible), window)
    rows = possible or table.rows[:0]
    headers = table.header_cells([check.date])
    cells = tuple(cell for row in rows for cell in cells_of(row, check.date)) or table.header_cells(needed)
    silence = evidence.silence(check.table, window.start)
    part = part_of(progress, evidence.as_of, cells, headers, (check.at_least,), "times", silence)
    return judged(subject, [part], on=window.start, used=rows)


def _counting(check: spec.Quota, window: Period, role: str, evidence: Evidence) -> tuple[list[Row], list[Row]]:
    """The rows that surely count, and all that may."""
    sure, possible = [], []
    for row in evidence.tables[check.table].rows:
        when = row.get(check.date)
        if when is None or (isinstance(when, When) and when.day not in window):
            continue
        meeting = meets_or_blank(row, check.where)
        held = _held(check, role, row, evidence) if role else True
        if meeting is False or held is False:
            continue
        possible.append(row)
        if meeting is True and held is True and isinstance(when, When):
            sure.append(row)
    return sure, possible


def meets_or_blank(row: Row, where: Values) -> bool | Unknown:
    """As `meets`, but a blank cell is no match: it is not one of the values."""
    if any(row.get(field) is None for field in where):
        return False
    return meets(row, where)


def _held(check: spec.Quota, role: str, row: Row, evidence: Evidence) -> bool | None:
    """Whether the person of a row surely held the role then; None when it cannot be known."""
    person = row.get(check.person)
    if isinstance(person, Unknown):
        return None
    return evidence.staff.has_role(person, [role], row.get(check.date))
