"""A judgement becomes a finding: with its rule's words, the numbers in force, and a fingerprint that outlives moved rows."""

import hashlib
from bisect import bisect_right
from collections.abc import Callable
from datetime import date
from typing import Any

from clausecheck.evidence import Evidence
from clausecheck.kinds import Outcome
from clausecheck.nouns.model import BareMonth, Finding, NumberUsed, Row, Say, Several, Unknown, Yearless
from clausecheck.nouns.records import dataclass
from clausecheck.rulebook import Rule, used

from .lines import Lines
from .two_columns import named_apart

BARE = ("pass", "not_applicable")
"""Verdicts of findings that have no identity of their own: most of them, and nobody asks."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A rule as it stood on a day: its numbers in force, and its requirement with those numbers put in."""

    numbers: dict[str, NumberUsed]
    required: Say


def finding_of(
    rule: Rule,
    judgement: Outcome,
    evidence: Evidence,
    edition_on: Callable[[date], Edition],
    lines: Lines | None = None,
) -> Finding:
    """The finding of one judgement. `edition_on`: the rule as it stands on a day; `lines`: what the rows say, for the
    identity of what does not pass."""
    judgement = named_apart(judgement, evidence)
    by_row = judgement.row is not None and judgement.subject == evidence.subject(judgement.row)
    row = judgement.row if by_row else None
    known = lines is not None and judgement.verdict not in BARE
    edition = edition_on(judgement.on or judgement.due or evidence.period.start)
    return Finding(
        code=rule.code,
        clause=rule.clause,
        subject=judgement.subject,
        verdict=judgement.verdict,
        reason=judgement.reason,
        due=judgement.due,
        severity=rule.severity,
        role=rule.role,
        required=edition.required,
        found=judgement.found,
        mend=judgement.mend,
        cells=judgement.cells,
        at=judgement.at or judgement.cells,
        numbers=tuple(edition.numbers[name] for name in judgement.numbers if name in edition.numbers),
        fingerprint=fingerprint(evidence, rule.code, judgement.row, judgement.subject),
        by_row=by_row,
        identity=lines.identity(rule.code, row, judgement.subject) if lines and known else "",
        row=row,
    )


def editions_of(rule: Rule) -> Callable[[date], Edition]:
    """A rule as it stands on each day: every edition is made once, thousands of rows share a few."""
    days = sorted({number.since for numbers in rule.numbers.values() for number in numbers if number.since})
    made: dict[int, Edition] = {}

    def edition_on(day: date) -> Edition:
        place = bisect_right(days, day)
        if place not in made:
            made[place] = edition_of(rule, day)
        return made[place]

    return edition_on


def edition_of(rule: Rule, on: date) -> Edition:
    """A rule as it stands on a day."""
    numbers = {name: number for name in rule.numbers if (number := used(rule, name, on))}
    zh = rule.requirement.zh.format_map({name: number.zh for name, number in numbers.items()})
    en = rule.requirement.en.format_map({name: number.en for name, number in numbers.items()})
    return Edition(numbers, Say("text:", (("zh", zh), ("en", en))))


def fingerprint(evidence: Evidence, code: str, row: Row | None, subject: str) -> str:
    """Made of project, code and the row's identifier, or else its content; obligations have no row but their period."""
    what = subject if row is None or "#" not in subject else content(row)
    text = "\x1f".join((str(evidence.facts.get("code")), code, what))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def content(row: Row) -> str:
    """What a row says, whatever its place in the sheet."""
    said = {name: _plain(value) for name, value in row.values.items() if name in row.columns}
    return "\x1e".join(f"{name}={said[name]}" for name in sorted(said))


def _plain(value: Any) -> str:
    if isinstance(value, Unknown | Yearless | Several | BareMonth):
        return value.raw
    if isinstance(value, tuple):
        return "、".join(value)
    return value.isoformat() if isinstance(value, date) else str(value)
