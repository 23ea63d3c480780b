"""Whether cells hold wanted values; every different value is asked once, and what is not certain is asked with care."""

from collections.abc import Callable
from typing import Any

from clausecheck.evidence import Table
from clausecheck.nouns.model import Row, Unknown
from clausecheck.nouns.periods import Period, When

from .case import holds, meets
from .language import Values
from .sure import RowValues, remembered

Holds = Callable[[RowValues], bool | None]


def wanted(conditions: Values) -> Holds:
    """Whether every field holds one of its values: True, a definite False, or None where one is blank or unusable (a
    later field may still say no for certain: whoever looks with care asks it)."""
    asked = [(name, _one(values)) for name, values in conditions.items()]
    if len(asked) == 1:
        name, one = asked[0]
        return lambda row: one(row.get(name))

    def ask(row: RowValues) -> bool | None:
        for name, one in asked:
            answer = one(row.get(name))
            if not answer:
                return answer
        return True

    return ask


def asking(where: Values) -> Callable[[Row], bool | Unknown]:
    """As `meets` of one condition and many rows."""
    if not where:
        return lambda row: True
    sure = wanted(where)

    def ask(row: Row) -> bool | Unknown:
        answer = sure(row.values)
        return meets(row, where) if answer is None else answer

    return ask


def asking_filled(where: Values) -> Callable[[Row], bool | Unknown]:
    """As `asking`, but a blank cell is no match: it is not one of the values."""
    if not where:
        return lambda row: True
    sure = wanted(where)

    def ask(row: Row) -> bool | Unknown:
        answer = sure(row.values)
        if answer is not None:
            return answer
        return False if any(row.get(name) is None for name in where) else meets(row, where)

    return ask


def _one(values: tuple[str, ...]) -> Callable[[Any], bool | None]:
    return remembered(lambda value: None if value is None or isinstance(value, Unknown) else holds(value, values))


def counting(table: Table, where: Values, covered: Period, date: str = "") -> list[tuple[Row, bool]]:
    """The rows that may fall in a period (by a column, or their key date) and meet conditions, each with whether it
    surely does."""
    found, meeting_of, key = [], asking(where), date or table.spec.key_date
    for row in table.near(key, covered):
        meeting = meeting_of(row)
        if meeting is not False:
            found.append((row, meeting is True and isinstance(row.get(key), When)))
    return found
