"""Kinds of check, a file each, and the register that says which function judges which kind.

Every kind is a pure function of rule, check and evidence: no clock, no file; `as_of` comes with the evidence.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from clausecheck.evidence import Evidence
from clausecheck.procedure.rule import Rule

from .attested import judge_attested, unknown_codes
from .coverage import judge_coverage
from .dated import judge_dated
from .each_row import judge_rows
from .outcome import PROJECT, SILENT, WORST_FIRST, Judgement, not_applicable
from .plans import judge_interview_plan
from .progress import coverages, handlings
from .publicity import carried_out, judge_publicity_plan
from .quota import judge_quota
from .references import NUMBER_FIELDS, has_last_day
from .scope import applies, lacking, size_unknown, takeover_unknown
from .shapes import CHECKS, AnyCheck
from .standing import judge_standing

__all__ = [
    "CHECKS",
    "KINDS",
    "PROJECT",
    "SILENT",
    "AnyCheck",
    "Judgement",
    "carried_out",
    "coverages",
    "handlings",
    "has_last_day",
    "judge_rule",
    "unknown_codes",
]

KINDS: dict[str, Callable[[Rule, Any, Evidence], Iterator[Judgement]]] = {
    "each_row": judge_rows,
    "dated": judge_dated,
    "quota": judge_quota,
    "coverage": judge_coverage,
    "interview_plan": judge_interview_plan,
    "publicity_plan": judge_publicity_plan,
    "standing": judge_standing,
}


def judge_rule(rule: Rule, rules: Mapping[str, Rule], evidence: Evidence) -> list[Judgement]:
    """Every judgement of one rule, one for each subject; `project` not applicable when there is no case (reading 2)."""
    found: dict[str, Judgement] = {}
    excuses: list[Judgement] = []
    for check in rule.checks:
        if check.kind == "attested":
            on_site = [code for code, other in rules.items() if other.on_site]
            found.update({item.subject: item for item in judge_attested(on_site, rules, evidence)})
            continue
        excuse = applies(check, evidence)
        if excuse is not None and excuse.verdict == "not_applicable":
            excuses.append(excuse)
            continue
        for item in [excuse] if excuse else _judge(rule, check, evidence):
            found[item.subject] = _worse(found.get(item.subject), item)
    if found:
        return list(found.values())
    return [excuses[0] if excuses and len(excuses) == len(rule.checks) else not_applicable(PROJECT, "no_case")]


def _judge(rule: Rule, check: AnyCheck, evidence: Evidence) -> Iterable[Judgement]:
    """Sheet absent -> take-over unknown -> judged (reading 31). Why a rule does not apply to one of its subjects (no
    committee, another size) is part of judging; that it cannot apply to the project is settled before."""
    hindered = lacking(check, evidence) or takeover_unknown(check, evidence) or size_unknown(check, evidence)
    return [hindered] if hindered else _citing(check, KINDS[check.kind](rule, check, evidence))


def _citing(check: AnyCheck, items: Iterable[Judgement]) -> Iterator[Judgement]:
    """What a check says of a window or an obligation rests on every number that makes it one, or none (G10)."""
    trigger = getattr(check, "trigger", None)
    named = [getattr(check, field, "") for field in NUMBER_FIELDS] + ([trigger.months_after] if trigger else [])
    names = [name for name in named if name]
    for item in items:
        yield replace(item, numbers=tuple(dict.fromkeys((*item.numbers, *names)))) if names else item


def _worse(known: Judgement | None, new: Judgement) -> Judgement:
    """Two checks of a rule may speak of one subject: the worse verdict stands."""
    if known is None:
        return new
    return min(known, new, key=lambda item: WORST_FIRST.index(item.verdict))
