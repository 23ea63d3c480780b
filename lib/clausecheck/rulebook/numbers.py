"""The numbers of a rule: each with its unit, its source, and the first day it is in force (G10, G13)."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Unit = Literal[
    "minutes", "hours", "days", "working_days",
    "day_of_next_month", "days_after_end", "day_of_first_month",
    "times", "households", "percent", "months", "text",
]  # fmt: skip
LIMIT_UNITS = ("minutes", "hours", "days", "working_days")
DUE_UNITS = ("day_of_next_month", "days_after_end", "day_of_first_month")
Source = Literal["procedure", "assumption", "company"]


class Strict(BaseModel):
    """Refuses what it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(Strict):
    zh: str
    en: str


def _one_or_many(value: object) -> object:
    return value if isinstance(value, list) else [value]


def iso_day(value: object) -> object:
    """A date written like 2026-07-01; anything else is left for pydantic to refuse, a bare number of seconds too."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return f"{value} "


class Number(Strict):
    """A number in force from `since` (none: from the beginning) until the next one's `since`."""

    value: int | str
    unit: Unit
    source: Source
    since: Annotated[date | None, BeforeValidator(iso_day)] = None
    why: Text | None = None

    @property
    def amount(self) -> int:
        if not isinstance(self.value, int):
            raise TypeError(f"{self.value!r} is a text, not an amount")
        return self.value


Dated = Annotated[list[Number], BeforeValidator(_one_or_many), Field(min_length=1)]


def in_force(numbers: list[Number], day: date) -> Number | None:
    """The number in force on a day, or None before the first one: a number is never taken to be 0."""
    valid = [number for number in numbers if number.since is None or number.since <= day]
    return max(valid, key=lambda number: number.since or date.min) if valid else None
