"""A sample project while it is being made: its rows, and the breaches planted in them.

A row is a plain dict, field -> value. Chance comes from `random.Random(seed).random()` alone, the one number that
Python promises never to change, so that the samples come out the same everywhere.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from types import ModuleType
from typing import Any, TypeVar

from clausecheck.simulate import words

T = TypeVar("T")
Row = dict[str, Any]


@dataclass(frozen=True)
class Planted:
    """One breach put in on purpose, or what follows from it. `subject`: a text; a row (its id or number); a row and a
    field (its cell)."""

    code: str
    subject: "str | Row | tuple[Row, str]"
    verdict: str
    why_zh: str
    why_en: str
    way: str = ""
    """How it was broken, as `CMP10.late`; empty in the samples, which are made by hand."""
    amount: str = ""
    """By how much: `3 days`, `4 households`."""
    follows: bool = False
    """It was not planted itself, but follows of necessity from what was."""


@dataclass
class Draft:
    """One project: facts, rows by table, breaches, and the way its files look."""

    code: str
    name: str
    about_zh: str
    about_en: str
    period: str
    as_of: date
    facts: Row
    tables: dict[str, list[Row]]
    rng: Random
    words: ModuleType = words
    """What people complain and talk about here."""
    planted: list[Planted] = field(default_factory=list)
    touched: list[Row] = field(default_factory=list)
    """Rows that already carry a breach."""
    without: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Columns that are not there at all, by table."""

    @property
    def manager(self) -> str:
        return self.names("经理")[0]

    def names(self, *roles: str, on: date | None = None) -> list[str]:
        """Everyone who has one of the roles and has not left, or was in post on a day."""
        return [row["name"] for row in self.tables["staff"] if row["role"] in roles and _in_post(row, on)]


def _in_post(row: Row, on: date | None) -> bool:
    last = row.get("until")
    return not last if on is None else row["from"] <= on and (not last or on <= last)


def choose(draft: Draft, table: str, start: date, end: date, key: str, **wanted: Any) -> Row:
    """A row of the table dated in [start, end] whose fields are as wanted and that carries no breach yet."""
    for row in draft.tables[table]:
        day = day_of(row[key])
        fits = start <= day <= end and all(row.get(name) == value for name, value in wanted.items())
        if fits and not any(row is other for other in draft.touched):
            draft.touched.append(row)
            return row
    raise LookupError(f"{draft.name}: no {table} row from {start} to {end} with {wanted}")


def pick(rng: Random, items: Sequence[T]) -> T:
    return items[int(rng.random() * len(items))]


def between(rng: Random, low: int, high: int) -> int:
    """A whole number from low to high, both included."""
    return low + int(rng.random() * (high - low + 1))


def shuffled(rng: Random, items: Sequence[T]) -> list[T]:
    keyed = [(rng.random(), position) for position in range(len(items))]
    return [items[position] for _, position in sorted(keyed)]


def chance(rng: Random, share: float) -> bool:
    return rng.random() < share


def building_of(flat: str) -> str:
    """The building of a flat as the register writes it: 3 of 3栋1单元101, A of A座1203."""
    return re.split("[栋座]", flat, maxsplit=1)[0]


def day_of(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value


def at(rng: Random, day: date, first: int = 9, last: int = 17) -> datetime:
    """A minute of that day between two hours."""
    return datetime.combine(day, time(between(rng, first, last), between(rng, 1, 59)))


def days_later(value: date | datetime, days: int) -> date:
    return day_of(value) + timedelta(days=days)


def until(value: Any, as_of: date) -> Any:
    """The value, or nothing where it lies after the day of the audit: it has not happened yet."""
    return value if value is not None and day_of(value) <= as_of else None


def months(first: date, last: date) -> list[date]:
    """The first day of every month that shares a day with [first, last]."""
    found, current = [], first.replace(day=1)
    while current <= last:
        found.append(current)
        current = next_month(current)
    return found


def next_month(day: date, count: int = 1) -> date:
    index = day.year * 12 + day.month - 1 + count
    return date(index // 12, index % 12 + 1, 1)


def month_name(day: date) -> str:
    return f"{day:%Y-%m}"
