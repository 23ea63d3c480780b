"""What the pictures of a report are drawn from: how interviews and complaints went against what the rules ask."""

from collections import Counter
from collections.abc import Iterable

from clausecheck.evidence import Evidence
from clausecheck.nouns.model import Coverage, Handling, NumberUsed
from clausecheck.procedure.rule import Rule, used

from . import shapes as spec
from .coverage import coverage_by_day
from .handled import took_days
from .outcome import Judgement
from .scope import applies, lacking, size_unknown, takeover_unknown


def coverages(rules: Iterable[Rule], evidence: Evidence) -> list[Coverage]:
    """The households reached, day by day, for every rule that asks for a share of them in a year."""
    return [
        grown
        for rule in rules
        for check in rule.checks
        if isinstance(check, spec.Coverage) and check.each == "year"
        if not applies(check, evidence) and not _hindered(check, evidence)
        for grown in coverage_by_day(rule, check, evidence)
    ]


def _hindered(check: spec.Coverage, evidence: Evidence) -> bool:
    return any(test(check, evidence) for test in (lacking, takeover_unknown, size_unknown))


def handlings(rule: Rule, judgements: Iterable[Judgement], evidence: Evidence) -> list[Handling]:
    """How long the complaints of each class took, for a rule that sets each class a limit; else nothing."""
    parts = [part for check in rule.checks if isinstance(check, spec.EachRow) for part in check.parts]
    handled = next((part for part in parts if isinstance(part, spec.Handled)), None)
    if handled is None:
        return []
    took: dict[str, Counter[tuple[int, str]]] = {klass: Counter() for klass in handled.limits}
    left_out = dict.fromkeys(handled.limits, 0)
    limits: dict[str, dict[NumberUsed, int | None]] = {klass: {} for klass in handled.limits}
    for item in judgements:
        klass = item.row.get("klass") if item.row else None
        if item.row is None or klass not in took or item.verdict == "not_applicable":
            continue
        days = took_days(handled, item.row, evidence.as_of)
        if days is None:
            left_out[klass] += 1
            continue
        took[klass][days, item.reason if item.verdict == "fail" else item.verdict] += 1
        received = item.row.get("received_at").day
        number, name = rule.number(handled.limits[klass], received), used(rule, handled.limits[klass], received)
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
