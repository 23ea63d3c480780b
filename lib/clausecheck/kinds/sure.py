"""What can be said of a row for certain and at once: that it surely passes, or that a rule surely does not apply to it.

A settler is the short half of a part: it answers only where there is no doubt, and gives up (None) for everything else;
then the part judges with care, and it alone makes any other verdict. A part without a settler is always judged with care.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from clausecheck.evidence import Evidence
from clausecheck.nouns.model import Unknown
from clausecheck.nouns.records import dataclass
from clausecheck.procedure.numbers import Number
from clausecheck.procedure.rule import Rule

RowValues = Mapping[str, Any]
K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
Due = Callable[[RowValues, date], date | None]


@dataclass(frozen=True, slots=True, eq=False)
class Sure:
    """What surely holds of a row: the verdict, the fields it rests on in the order they are cited, the numbers used, and
    how the last day follows from the row. Thousands of rows share one of these."""

    fields: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    due: Due | None = None
    verdict: str = "pass"


Settle = Callable[[RowValues, date], Sure | None]
"""Asked with a row's values and the day whose numbers are in force; None: look with care."""


@dataclass(frozen=True, slots=True)
class View:
    """What a settler may look at when it is made: once for a rule and the evidence, not once a row."""

    rule: Rule
    evidence: Evidence

    def number(self, name: str) -> Callable[[date], Number | None]:
        """The number in force on a day, each day asked once."""
        numbers = self.rule.numbers[name]
        if len(numbers) == 1 and numbers[0].since is None:
            return lambda _: numbers[0]
        return remembered(lambda on: self.rule.number(name, on))


def remembered(ask: Callable[[K], V]) -> Callable[[K], V]:
    """The same answers, each asked once: rows share their days, people and words."""
    known: dict[K, V] = {}

    def answer(key: K) -> V:
        try:
            return known[key]
        except KeyError:
            found = known[key] = ask(key)
            return found

    return answer


def never(values: RowValues, on: date) -> Sure | None:
    """The settler of a part that has none: no pass of it is sure."""
    return None


def all_of(parts: Sequence[Settle]) -> Settle:
    """A row passes where it surely passes each part."""
    if len(parts) == 1:
        return parts[0]
    join: dict[tuple[Sure, ...], Sure] = {}

    def settle(values: RowValues, on: date) -> Sure | None:
        found = []
        for part in parts:
            sure = part(values, on)
            if sure is None:
                return None
            found.append(sure)
        key = tuple(found)
        return join.get(key) or join.setdefault(key, joined(key))

    return settle


def joined(parts: Sequence[Sure]) -> Sure:
    """Several passes as one: everything they cite, each once, and the latest of their last days."""
    dues = [part.due for part in parts if part.due]

    def latest(values: RowValues, on: date) -> date | None:
        return max((day for due in dues if (day := due(values, on))), default=None)

    return Sure(
        tuple(dict.fromkeys(name for part in parts for name in part.fields)),
        tuple(dict.fromkeys(name for part in parts for name in part.numbers)),
        latest if dues else None,
    )


def usable(value: object) -> bool:
    """Whether a value is there and can be used."""
    return value is not None and type(value) is not Unknown


def filled(name: str) -> Settle:
    """A cell is there and can be used."""
    there = Sure((name,))
    return lambda values, _: there if usable(values.get(name)) else None
