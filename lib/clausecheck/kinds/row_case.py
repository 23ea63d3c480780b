"""One row under one rule: what the parts of a row check look at, and the questions they all ask."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from clausecheck.evidence import Evidence, field_name
from clausecheck.nouns.model import Cell, Row, Say, Unknown
from clausecheck.nouns.periods import When
from clausecheck.nouns.workdays import Workdays
from clausecheck.procedure.numbers import Number
from clausecheck.procedure.rule import Rule, in_words
from clausecheck.procedure.tables import TableSpec

from .language import Values
from .outcome import Part, cannot_use, cells_of


@dataclass(frozen=True, slots=True)
class RowCase:
    """A row, the rule it is judged by, and the day whose numbers are in force for it."""

    evidence: Evidence
    rule: Rule
    row: Row
    on: date

    @property
    def as_of(self) -> date:
        return self.evidence.as_of

    @property
    def calendar(self) -> Workdays:
        return self.evidence.calendar

    @property
    def spec(self) -> TableSpec:
        return self.evidence.tables[self.row.table].spec

    def get(self, field: str) -> Any:
        return self.row.get(field)

    def name(self, field: str) -> Say:
        return field_name(self.spec, field)

    def cells(self, *fields: str) -> tuple[Cell, ...]:
        return cells_of(self.row, *fields)

    def number(self, name: str) -> Number:
        """The number in force on the row's day. The loader guarantees one from the beginning on."""
        number = self.rule.number(name, self.on)
        assert number is not None, f"{self.rule.code}.{name} has no value on {self.on}"
        return number

    def said(self, name: str) -> Say:
        """The number in force on the row's day, in words."""
        zh, en = in_words(self.number(name))
        return Say("text:", (("zh", zh), ("en", en)))

    def unusable(self, *fields: str) -> Part | None:
        """The part to give when one of the fields cannot be used."""
        for field in fields:
            value = self.get(field)
            if isinstance(value, Unknown):
                return cannot_use(self.row, self.spec, field, value)
        return None

    def impossible(self, first: str, later: str) -> bool:
        """Whether two dates stand in an order that no reading allows (DAT06)."""
        start, end = self.get(first), self.get(later)
        return isinstance(start, When) and isinstance(end, When) and end.surely_before(start)


def _without_stop(value: Any) -> Any:
    return value.rstrip("。.！! ") or value if isinstance(value, str) else value


def meets(row: Row, wanted: Values) -> bool | Unknown:
    """Whether a row's fields hold one of the wanted values each. A definite no outweighs an unusable neighbour; a blank
    that means nothing by itself (a class left out) is as unusable as an unreadable one."""
    doubt: Unknown | None = None
    for field, values in wanted.items():
        value = row.get(field)
        if value is None or isinstance(value, Unknown):
            doubt = doubt or value or Unknown("blank", field)
        elif not (set(value) & set(values) if isinstance(value, tuple) else _without_stop(value) in values):
            return False
    return doubt or True
