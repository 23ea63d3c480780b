"""Rows settled in bulk: what surely passes, or surely does not apply, is said at once; the rest is judged with care."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from clausecheck.evidence import Evidence
from clausecheck.nouns.model import Row, Unknown
from clausecheck.nouns.periods import When
from clausecheck.procedure.rule import Rule

from .conditions import wanted
from .each_row import EachRow, judge_row
from .outcome import Outcome
from .rows import ROWS
from .sure import RowValues, Settle, Sure, View, all_of, never

Answer = Sure | Outcome | None
"""Of a row: what is sure of it, what care found, or None: the rule does not speak of it."""
CAREFULLY = Sure(verdict="")
"""Nothing is sure of the row."""
OUT = Sure(verdict="out")
Speaks = Callable[[RowValues, Row], Sure | None]
"""Of a row: OUT, CAREFULLY, that the rule surely does not apply to it, or None: it does."""


def settle_rows(rule: Rule, check: EachRow, rows: Iterable[Row], evidence: Evidence) -> list[Answer]:
    """What the check says of each row."""
    settle = settler_of(rule, check, evidence)
    return [
        judge_row(rule, check, row, evidence) if (said := settle(row)) is CAREFULLY else None if said is OUT else said
        for row in rows
    ]


def settler_of(rule: Rule, check: EachRow, evidence: Evidence) -> Callable[[Row], Sure]:
    """Asked with a row: what is sure of it, OUT where it surely is none of the check's, or CAREFULLY."""
    if check.period_of_due:
        return lambda row: CAREFULLY  # the day it belongs to is what a part says
    view = View(rule, evidence)
    passes = all_of([_settler(part, view) for part in check.parts])
    (first, last), key, speaks = _days(evidence), evidence.tables[check.table].spec.key_date, _speaks(check)

    def settle(row: Row) -> Sure:
        values = row.values
        when = values.get(key)
        if type(when) is not When or row.elsewhere:
            return CAREFULLY  # an unreadable day may be in; a value from another line is cited there
        day = when.day
        if not first <= day <= last:
            return OUT
        if speaks and (said := speaks(values, row)):
            return said
        return passes(values, day) or CAREFULLY

    return settle


def _settler(part: Any, view: View) -> Settle:
    make = ROWS[part.part].settle
    return make(part, view) if make else never


def _days(evidence: Evidence) -> tuple[date, date]:
    """The first and last day that are both of the period and in service."""
    period, facts = evidence.period, evidence.facts
    return max(period.start, facts.takeover or period.start), min(period.end, facts.exit or period.end)


def _speaks(check: EachRow) -> Speaks | None:
    """Whether the rule speaks of a row, and applies to it; None where it always does."""
    asked = [
        *([_some_filled(check.rows_filled)] if check.rows_filled else []),
        *(_only(name, values) for name, values in check.rows.items()),
        *_applies(check),
    ]
    if not asked:
        return None
    if len(asked) == 1:
        return asked[0]

    def speaks(values: RowValues, row: Row) -> Sure | None:
        for ask in asked:
            if said := ask(values, row):
                return said
        return None

    return speaks


def _some_filled(fields: tuple[str, ...]) -> Speaks:
    def ask(values: RowValues, row: Row) -> Sure | None:
        there = [value for name in fields if (value := values.get(name)) is not None]
        if any(type(value) is Unknown for value in there):
            return CAREFULLY
        return None if there else OUT

    return ask


def _only(name: str, values: tuple[str, ...]) -> Speaks:
    """A blank is no answer, and triggers nothing."""
    holds = wanted({name: values})

    def ask(row_values: RowValues, row: Row) -> Sure | None:
        if row_values.get(name) is None:
            return OUT
        answer = holds(row_values)
        return None if answer else OUT if answer is False else CAREFULLY

    return ask


def _applies(check: EachRow) -> Iterator[Speaks]:
    """What a row must hold for the rule to apply to it; otherwise it does not, and the cells say so."""
    excused = Sure((*check.applies_to, *check.when_filled, *check.when_blank), verdict="not_applicable")
    for name in check.when_filled:
        yield _has(name, True, excused)
    for name in check.when_blank:
        yield _has(name, False, excused)
    for name, values in check.applies_to.items():
        yield _one_of(name, values, excused)


def _has(name: str, filled: bool, excused: Sure) -> Speaks:
    def ask(values: RowValues, row: Row) -> Sure | None:
        value = values.get(name)
        if type(value) is Unknown or (filled and name not in row.columns):
            return CAREFULLY
        return None if (value is not None) is filled else excused

    return ask


def _one_of(name: str, values: tuple[str, ...], excused: Sure) -> Speaks:
    holds = wanted({name: values})

    def ask(row_values: RowValues, row: Row) -> Sure | None:
        answer = holds(row_values)
        return None if answer else excused if answer is False else CAREFULLY

    return ask
