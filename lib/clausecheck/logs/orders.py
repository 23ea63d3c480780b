"""Dates whose day, month and year are all numbers, in a column whose order a project's map states (columns.yaml)."""

import re
from typing import Any, Literal

from clausecheck.logs.values import Reader

Order = Literal["mdy", "dmy", "ymd"]
_NUMBERS = re.compile(r"\s*(\d{1,4})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{1,4})(?!\d)")
LONGEST = 60


def in_order(read: Reader, order: Order) -> Reader:
    """A reader of dates for which 03/04/2026 and 3/4/26 have one reading: that of the stated order. What cannot be a
    date in that order (13/04/2026 where the month comes first) is left as it is: two readings, or none."""

    def reading(cell: Any) -> tuple[Any, str]:
        written = _iso(cell, order) if cell.__class__ is str and len(cell) <= LONGEST else ""
        if not written:
            return read(cell)
        value, _ = read(written)
        return value, cell.strip()

    return reading


def _iso(text: str, order: Order) -> str:
    found = _NUMBERS.match(text)
    if not found:
        return ""
    numbers = dict(zip(order, (found[1], found[3], found[4]), strict=True))
    year = numbers["y"] if len(numbers["y"]) == 4 else f"20{numbers['y']}" if len(numbers["y"]) == 2 else ""
    if not year or len(numbers["m"]) > 2 or len(numbers["d"]) > 2 or not 1 <= int(numbers["m"]) <= 12:
        return ""
    return f"{year}-{int(numbers['m']):02}-{int(numbers['d']):02}{text[found.end() :]}"
