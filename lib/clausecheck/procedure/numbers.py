"""The numbers of a rule: each with its unit, its source, and the first day it is in force (G10, G13)."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar, Literal

from clausecheck.nouns.records import dataclass

Unit = Literal[
    "minutes", "hours", "days", "working_days",
    "day_of_next_month", "days_after_end", "day_of_first_month",
    "times", "households", "percent", "months", "text",
]  # fmt: skip
LIMIT_UNITS = ("minutes", "hours", "days", "working_days")
DUE_UNITS = ("day_of_next_month", "days_after_end", "day_of_first_month")
Source = Literal["procedure", "assumption", "company"]
STRICT = {"extra": "forbid"}
"""As `__pydantic_config__` of a shape: the loader refuses keys that it does not know."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A bound that the loader holds a value to, by pydantic's name for it (`ge`, `min_length`)."""

    name: str
    least: int

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        return {**handler(source), self.name: self.least}


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Words in both languages."""

    __pydantic_config__: ClassVar[Any] = STRICT
    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number in force from `since` (none: from the beginning) until the next one's `since`."""

    __pydantic_config__: ClassVar[Any] = STRICT
    value: int | str
    unit: Unit
    source: Source
    since: date | None = None
    why: Text | None = None

    @property
    def amount(self) -> int:
        if not isinstance(self.value, int):
            raise TypeError(f"{self.value!r} is a text, not an amount")
        return self.value


def in_force(numbers: Sequence[Number], day: date) -> Number | None:
    """The number in force on a day, or None before the first one: a number is never taken to be 0."""
    valid = [number for number in numbers if number.since is None or number.since <= day]
    return max(valid, key=lambda number: number.since or date.min) if valid else None
