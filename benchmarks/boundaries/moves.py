"""How the value of a cell can be moved: for dates two bounds to search between, for everything else the neighbours."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from clausecheck.procedure.tables import FieldSpec

FAR = (400, 120, 40, 12, 3, 1, 4000)
"""Days to either side among which a boundary is looked for: within a year or so, the farthest first; else, for what has
stood for years, far beyond."""
NOBODY, NOTHING = "查无此人", "另一处"
QUARTERS = 4
OTHERS = 24
"""So many of a column's other values are tried."""


def steps_of(value: Any) -> timedelta:
    """The smallest step of a date or a moment."""
    return timedelta(minutes=1) if isinstance(value, datetime) else timedelta(days=1)


def far_from(value: date, later: bool) -> Iterator[date]:
    """Ends of a search, in the order of FAR."""
    for days in FAR:
        yield value + timedelta(days=days if later else -days)


def between(kept: date, lost: date) -> date | None:
    """The middle of two dates, or None where nothing lies between."""
    step = steps_of(kept)
    count = (lost - kept) // step
    return kept + step * int(count / 2) if abs(count) > 1 else None


def neighbours(spec: FieldSpec, value: Any, column: list[Any]) -> Iterator[Any]:
    """The values nearest to one that is no date, the smallest step first; blank last. `column`: what else stands in it."""
    if spec.type == "count":
        number = int(value or 0)
        yield from (number - 1, number + 1) if number else (number + 1,)
    elif spec.type in ("month", "quarter", "year", "span"):
        yield from _beside(str(value)) if value else ()
    elif spec.type == "contents" and value:
        parts = str(value).split("、")
        yield from ("、".join(parts[:i] + parts[i + 1 :]) for i in range(len(parts)) if len(parts) > 1)
    elif spec.type == "list":
        yield from (choice for choice, _ in spec.choices if choice != value)
    else:
        yield from islice((one for one in dict.fromkeys(column) if one not in (None, value)), OTHERS)
        yield NOBODY if spec.holds == "person" else NOTHING
    if value is not None:
        yield None


def _beside(value: str) -> Iterator[str | int]:
    """The period before and the one after, as people write it."""
    if value.isdecimal():
        yield from (int(value) - 1, int(value) + 1)
    elif "Q" in value:
        year, quarter = value.replace("-", "").split("Q")
        for index in (int(year) * QUARTERS + int(quarter) - 2, int(year) * QUARTERS + int(quarter)):
            yield f"{index // QUARTERS}Q{index % QUARTERS + 1}"
    else:
        first = date.fromisoformat(f"{value}-01")
        yield from (f"{first - timedelta(days=1):%Y-%m}", f"{first + timedelta(days=32):%Y-%m}")
