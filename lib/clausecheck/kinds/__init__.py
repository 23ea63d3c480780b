"""What a rule may ask, a file each: a kind of check here, the parts of `each_row` in `rows`, those of `dated` in `dues`.

A file holds a kind whole: its shape, how it judges, the sentences that explain it, and last its `KIND`. Every kind is a
pure function of rule, check and evidence: no clock, no file; `as_of` comes with the evidence.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Annotated, Any

from clausecheck.evidence import Evidence
from clausecheck.procedure.rule import Rule

from . import attested, coverage, dated, each_row, interview_plan, publicity_plan, quota, standing
from .attested import on_site, unknown_codes
from .dues import DUES
from .language import OneOf, uses, whole
from .outcome import PROJECT, SILENT, WORST_FIRST, Outcome, not_applicable
from .progress import coverages, handlings
from .rows import ROWS
from .scope import applies, hindered, own_tables
from .settled import Answer, settle_rows
from .sure import Sure
from .telling import Kind

__all__ = [
    "KINDS",
    "OLD_KEYS",
    "PROJECT",
    "SILENT",
    "Answer",
    "AnyCheck",
    "Kind",
    "Outcome",
    "Sure",
    "coverages",
    "handlings",
    "has_last_day",
    "judge_rule",
    "kind_of",
    "on_site",
    "own_tables",
    "settle_rule",
    "unknown_codes",
]

CHECKS = (each_row, dated, quota, coverage, interview_plan, publicity_plan, standing, attested)
KINDS: dict[str, Kind] = {module.KIND.name: module.KIND for module in CHECKS}
"""`kind` of a check -> the kind, whole."""
AnyCheck = Annotated[Any, OneOf("kind", lambda: [kind.shape for kind in KINDS.values()])]
OLD_KEYS: dict[str, Mapping[str, str]] = {
    name: kind.old for known in (KINDS, ROWS, DUES) for name, kind in known.items() if kind.old
}
"""Kind or part -> the names that its keys had before, and those that they have now. The old ones are still accepted."""


def kind_of(shape: Any) -> Kind:
    """What a check or a part is."""
    if hasattr(shape, "part"):
        return ROWS.get(shape.part) or DUES[shape.part]
    return KINDS[shape.kind]


def has_last_day(check: Any) -> bool:
    """Whether there is a day or moment at which a check turns, and that may count as in time or as late (G4)."""
    return any(use.means.turns for shape in whole(check) for use in uses(shape, check.table))


def judge_rule(rule: Rule, rules: Mapping[str, Rule], evidence: Evidence) -> list[Outcome]:
    """Every judgement of one rule, one for each subject; `project` not applicable when there is no case (reading 2).
    `rules`: all of them."""
    found: dict[str, Outcome] = {}
    excuses: list[Outcome] = []
    for check in rule.checks:
        excuse = applies(KINDS[check.kind], check, evidence)
        if excuse is not None and excuse.verdict == "not_applicable":
            excuses.append(excuse)
            continue
        for item in [excuse] if excuse else _judge(rule, check, rules, evidence):
            found[item.subject] = _worse(found.get(item.subject), item)
    if found:
        return list(found.values())
    return [excuses[0] if excuses and len(excuses) == len(rule.checks) else not_applicable(PROJECT, "no_case")]


def settle_rule(rule: Rule, evidence: Evidence) -> list[Answer] | None:
    """As `judge_rule`, where it can be done in bulk: the answer to each row of the table's roll, in its order. None for a
    rule that is no single check of rows, that is hindered, or in whose table two rows go by one name."""
    check = rule.checks[0]
    if len(rule.checks) > 1 or not isinstance(check, each_row.EachRow):
        return None
    if applies(each_row.KIND, check, evidence) or hindered(each_row.KIND, rule, check, evidence):
        return None
    roll = evidence.roll(check.table)
    answers = settle_rows(rule, check, roll.rows if check.incomplete_too else roll.usable, evidence)
    return answers if roll.told_apart and any(answers) else None


def _judge(rule: Rule, check: Any, rules: Mapping[str, Rule], evidence: Evidence) -> Iterable[Outcome]:
    """Sheet absent -> take-over unknown -> judged (reading 31). Why a rule does not apply to one of its subjects (no
    committee, another size) is part of judging; that it cannot apply to the project is settled before."""
    if isinstance(check, attested.Attested):  # its subjects are rules: it says of each that the sheet is absent
        return attested.judge(check, rules, evidence)
    kind = KINDS[check.kind]
    hindrance = hindered(kind, rule, check, evidence)
    return [hindrance] if hindrance else _citing(check, kind.judge(rule, check, evidence))


def _citing(check: Any, items: Iterable[Outcome]) -> Iterator[Outcome]:
    """What a check says of a window or an obligation rests on every number that makes it one, or none (G10)."""
    names = [name for use in uses(check, check.table) if use.means.what == "number" for name in use.names]
    for item in items:
        yield replace(item, numbers=tuple(dict.fromkeys((*item.numbers, *names)))) if names else item


def _worse(known: Outcome | None, new: Outcome) -> Outcome:
    """Two checks of a rule may speak of one subject: the worse verdict stands."""
    if known is None:
        return new
    return min(known, new, key=lambda item: WORST_FIRST.index(item.verdict))
