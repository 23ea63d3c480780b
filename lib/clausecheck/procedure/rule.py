"""A rule of the procedure: its clause, its words, its numbers, how it is checked; and a number in words."""

from dataclasses import field
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from clausecheck.nouns.model import NumberUsed
from clausecheck.nouns.records import dataclass

from .numbers import STRICT, Bound, Number, Text, in_force

SEVERITIES = ("严重", "一般", "轻微")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One requirement of the procedure: its clause, its words, its numbers, and how it is checked."""

    __pydantic_config__: ClassVar[Any] = STRICT
    code: str
    clause: str
    title: Text
    requirement: Text
    severity: Literal["严重", "一般", "轻微"]
    role: str
    weight: Annotated[int, Bound("ge", 0)]
    waivable: bool = True
    on_site: bool = False
    """Whether eyes on site must confirm it as well (reading 46)."""
    boundary: Literal["inclusive", "exclusive"] = "inclusive"
    """Whether the last day of a limit still counts (G4)."""
    numbers: dict[str, Annotated[list[Number], Bound("min_length", 1)]] = field(default_factory=dict)
    checks: tuple[Any, ...] = ()
    """Each of a shape of `clausecheck.kinds`."""

    def number(self, name: str, day: date) -> Number | None:
        """The number of that name in force on a day."""
        return in_force(self.numbers[name], day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One numbered clause of the procedure and what checks it, or why nothing does."""

    __pydantic_config__: ClassVar[Any] = STRICT
    id: str
    text: Text
    how: Literal["automated", "partly", "attestation", "none"]
    rules: tuple[str, ...] = ()
    reason: Text | None = None


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
    found: set[str] = {check.each for check in rule.checks if getattr(check, "due", "") == name}
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
