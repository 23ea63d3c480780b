"""A rulebook: the procedure as data. Rules by code, the ledger of clauses, and what the whole is called."""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from clausecheck.nouns.model import NumberUsed, RulebookId
from clausecheck.nouns.workdays import Workdays
from clausecheck.procedure.words import Words

from .checks import AnyCheck, Dated
from .numbers import Dated as DatedNumbers
from .numbers import Number, Strict, Text, in_force
from .score_table import ScoreTable

SEVERITIES = ("严重", "一般", "轻微")


class Rule(Strict):
    """One requirement of the procedure: its clause, its words, its numbers, and how it is checked."""

    code: str
    clause: str
    title: Text
    requirement: Text
    severity: Literal["严重", "一般", "轻微"]
    role: str
    weight: Annotated[int, Field(ge=0)]
    waivable: bool = True
    on_site: bool = False
    """Whether eyes on site must confirm it as well (reading 46)."""
    boundary: Literal["inclusive", "exclusive"] = "inclusive"
    """Whether the last day of a limit still counts (G4)."""
    numbers: dict[str, DatedNumbers] = {}
    checks: list[AnyCheck] = []

    def number(self, name: str, day: date) -> Number | None:
        """The number of that name in force on a day."""
        return in_force(self.numbers[name], day)


class Clause(Strict):
    """One numbered clause of the procedure and what checks it, or why nothing does."""

    id: str
    text: Text
    how: Literal["automated", "partly", "attestation", "none"]
    rules: list[str] = []
    reason: Text | None = None


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Rules by code in the order of the procedure, its clauses, its table of marks, and its identity."""

    rules: dict[str, Rule]
    clauses: tuple[Clause, ...]
    score: ScoreTable
    identity: RulebookId
    words: Words
    """The words that logs are read with: the procedure's, and a company's own."""
    workdays: Workdays = field(default_factory=Workdays)
    """A company's own working days, of the calendar.yaml beside its rulebook."""


UNIT_WORDS = {
    "minutes": ("{} 分钟", "{} minutes"),
    "hours": ("{} 小时", "{} hours"),
    "days": ("{} 天", "{} days"),
    "working_days": ("{} 个工作日", "{} working days"),
    "times": ("{} 次", "{}"),
    "households": ("{} 户", "{} households"),
    "percent": ("{}%", "{}%"),
    "months": ("{} 个月", "{} months"),
    "text": ("{}", "{}"),
}


DUE_WORDS = {
    "day_of_next_month": {
        "month": ("次月{day}前", "the {ordinal} of the next month"),
        "quarter": ("次季度首月{day}前", "the {ordinal} of the month after the quarter"),
        "year": ("次年1月{day}前", "the {ordinal} of January of the next year"),
        "": ("期间结束后的次月{day}前", "the {ordinal} of the month after the period"),
    },
    "days_after_end": {
        "month": ("当月结束后{n}日内", "the {ordinal} day after the month's end"),
        "quarter": ("季度结束后{n}日内", "the {ordinal} day after the quarter's end"),
        "year": ("年度结束后{n}日内", "the {ordinal} day after the year's end"),
        "": ("期间结束后{n}日内", "the {ordinal} day after the period's end"),
    },
    "day_of_first_month": {
        "month": ("当月{day}前", "the {ordinal} of the month"),
        "quarter": ("季度首月{day}前", "the {ordinal} of the quarter's first month"),
        "year": ("1月{day}前", "the {ordinal} of January"),
        "": ("期间首月{day}前", "the {ordinal} of the period's first month"),
    },
}
"""Due dates in words, by what the obligation covers ("" where one number serves obligations of several kinds)."""
LONGEST_MONTH = 31


def in_words(number: Number, covers: str = "") -> tuple[str, str]:
    """A number with its unit, in Chinese and English. `covers`: of a due date, the unit of time it is about."""
    if number.unit in DUE_WORDS:
        return _due_in_words(number, covers)
    zh, en = UNIT_WORDS[number.unit]
    return zh.format(number.value), en.format(number.value)


def _due_in_words(number: Number, covers: str) -> tuple[str, str]:
    zh, en = DUE_WORDS[number.unit][covers]
    last = number.unit != "days_after_end" and number.value == LONGEST_MONTH
    words = {
        "n": number.value,
        "day": ("底" if "1月{day}" in zh else "月底") if last else f"{number.value}日",
        "ordinal": "last day" if last else _ordinal(number.value),
    }
    return zh.format(**words), en.format(**words)


def covered_by(rule: Rule, name: str) -> str:
    """What the obligations due by a number cover: `month`, `quarter` or `year`; nothing where they differ."""
    found = {check.each for check in rule.checks if isinstance(check, Dated) and check.due == name}
    return found.pop() if len(found) == 1 else ""


def _ordinal(value: int | str) -> str:
    ending = {"1": "st", "2": "nd", "3": "rd"}.get(str(value)[-1], "th")
    return f"{value}{'th' if str(value) in ('11', '12', '13') else ending}"


def used(rule: Rule, name: str, day: date) -> NumberUsed | None:
    """How a number stands in a finding: what it was on that day, from which source, since when."""
    number = rule.number(name, day)
    if number is None:
        return None
    zh, en = in_words(number, covered_by(rule, name))
    why, why_en = (number.why.zh, number.why.en) if number.why else ("", "")
    return NumberUsed(rule.code, name, zh, en, number.source, number.since, why, why_en)
