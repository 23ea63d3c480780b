"""Why no rule judged a row: it lies before the take-over, or belongs to another period, which is named."""

from datetime import date

from clausecheck.evidence import Evidence, Table
from clausecheck.kinds.case import meets
from clausecheck.kinds.dated import Dated, due_day
from clausecheck.nouns import periods
from clausecheck.nouns.model import Row, Say, say
from clausecheck.nouns.periods import Period, When
from clausecheck.rulebook import Procedure

PERIODS = ("month", "quarter", "span", "year")
"""Types of the fields that say which period a row is about; a month says more than the year beside it."""


def why_unused(book: Procedure, table: Table, row: Row, evidence: Evidence) -> Say:
    """The reason for a row that no rule needed."""
    when = row.get(table.spec.key_date) if table.spec.key_date else None
    if isinstance(when, When):
        return _by_day(when.day, evidence)
    covered = _covered(table, row)
    if covered is None:
        return say("aside.unused")
    due = _due(book, table, row, covered)
    if due is not None and due not in evidence.period:
        return say("aside.due_in", period=_like(evidence.period, due), due=due.isoformat())
    if covered.cut(evidence.period.start, evidence.period.end) is None:
        return _by_service(covered.end, evidence) or say("aside.belongs_to", period=Say(f"period:{covered}"))
    return _by_service(covered.end, evidence) or say("aside.unused")


def _by_day(day: date, evidence: Evidence) -> Say:
    if reason := _by_service(day, evidence):
        return reason
    if day in evidence.period:
        return say("aside.unused")
    return say("aside.belongs_to", period=_like(evidence.period, day))


def _by_service(day: date, evidence: Evidence) -> Say | None:
    """Before the take-over, or after the exit: no audit needs such a row."""
    facts = evidence.facts
    if facts.takeover is not None and day < facts.takeover:
        return say("aside.before_takeover", day=facts.takeover.isoformat())
    if facts.exit is not None and day > facts.exit:
        return say("aside.after_exit", day=facts.exit.isoformat())
    return None


def _covered(table: Table, row: Row) -> Period | None:
    found = [row.get(key) for key, spec in table.spec.fields.items() if spec.type in PERIODS]
    return min((value for value in found if isinstance(value, Period)), key=lambda value: value.days, default=None)


def _due(book: Procedure, table: Table, row: Row, covered: Period) -> date | None:
    """The first day on which a rule asks for what a row is about."""
    days = []
    for rule in book.rules.values():
        for check in rule.checks:
            if not isinstance(check, Dated) or check.table != table.spec.name or check.trigger:
                continue
            if row.get(check.period_field) == covered and meets(row, check.where) is True:
                days.append(due_day(rule, check.due, covered))
    return min((day for day in days if day is not None), default=None)


def _like(period: Period, day: date) -> Say:
    """The month, quarter or year that holds a day: as long as the audit's period is, and apart from it."""
    fitting = [unit for unit, longest in (("year", 366), ("quarter", 184), ("month", 31)) if period.days <= longest]
    for unit in [*(fitting or ["year"])[-1:], "quarter", "month"]:
        around = periods.containing(unit, day)
        if around.cut(period.start, period.end) is None:
            return Say(f"period:{around}")
    return Say(f"period:{day.isoformat()}")
