"""What the pictures of a report are drawn from: how interviews and complaints went against what the rules ask."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from clausecheck.evidence import Evidence
from clausecheck.nouns.model import Coverage as Grown
from clausecheck.nouns.model import Handling, NumberUsed, Row
from clausecheck.procedure.rule import Rule, used

from . import coverage
from .rows.handled import Handled, took_days
from .scope import applies, hindered


def coverages(rules: Iterable[Rule], evidence: Evidence) -> list[Grown]:
    """The households reached, day by day, for every rule that asks for a share of them in a year."""
    return [
        grown
        for rule in rules
        for check in rule.checks
        if isinstance(check, coverage.Coverage) and check.each == "year"
        if not applies(coverage.KIND, check, evidence) and not hindered(coverage.KIND, rule, check, evidence)
        for grown in coverage.by_day(rule, check, evidence)
    ]


Judged = tuple[Row | None, str, str]
"""A row that was judged, its verdict and reason."""


def handlings(rule: Rule, judged: Iterable[Judged], evidence: Evidence) -> list[Handling]:
    """How long the complaints of each class took, for a rule that sets each class a limit; else nothing."""
    parts = [part for check in rule.checks for part in getattr(check, "parts", ()) if isinstance(part, Handled)]
    if not parts:
        return []
    handled = parts[0]
    took: dict[str, Counter[tuple[int, str]]] = {klass: Counter() for klass in handled.limits}
    left_out = dict.fromkeys(handled.limits, 0)
    limits: dict[str, dict[NumberUsed, int | None]] = {klass: {} for klass in handled.limits}
    asked: set[tuple[str, date]] = set()
    for row, verdict, reason in judged:
        klass = row.get(handled.klass) if row else None
        if row is None or klass not in took or verdict == "not_applicable":
            continue
        days = took_days(handled, row, evidence.as_of)
        if days is None:
            left_out[klass] += 1
            continue
        took[klass][days, reason if verdict == "fail" else verdict] += 1
        received, limit = row.get(handled.received).day, handled.limits[klass]
        if (klass, received) in asked:
            continue
        asked.add((klass, received))
        number, name = rule.number(limit, received), used(rule, limit, received)
        if number and name:
            limits[klass][name] = number.amount if number.unit == "days" else None
    return [
        Handling(
            rule.code,
            klass,
            tuple(limits[klass]),
            tuple(days for days in limits[klass].values() if days is not None),
            tuple((days, became, n) for (days, became), n in sorted(counted.items())),
            left_out[klass],
        )
        for klass, counted in took.items()
        if counted
    ]
