"""One row, or one obligation, under one rule: what the parts of a check look at, and the questions they all ask."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from clausecheck.evidence import Evidence, Table, field_name
from clausecheck.nouns.model import Row, Say, Unknown, say
from clausecheck.nouns.periods import Period, When
from clausecheck.nouns.records import dataclass
from clausecheck.nouns.workdays import Workdays
from clausecheck.procedure.numbers import Number
from clausecheck.procedure.rule import Rule, in_words

from .language import Values
from .outcome import Cells, Outcome, cannot_use, cells_of, unknown


@dataclass(frozen=True, slots=True)
class Case:
    """A row (None: there is none for an obligation), the rule, and the day whose numbers are in force.

    Of an obligation besides: the period it covers, the day it is due, and the name of the number that says so.
    """

    evidence: Evidence
    rule: Rule
    table: Table
    row: Row | None
    on: date
    covered: Period | None = None
    due: date | None = None
    due_by: str = ""

    @property
    def as_of(self) -> date:
        return self.evidence.as_of

    @property
    def calendar(self) -> Workdays:
        return self.evidence.calendar

    @property
    def last(self) -> date:
        """The last day that is in time for an obligation (G4)."""
        assert self.due is not None, "only an obligation is due"
        return last_of(self.due, self.rule)

    @property
    def over(self) -> bool:
        """Whether the due date has passed."""
        return self.as_of > self.last

    @property
    def period(self) -> Say:
        """The period an obligation covers, to be said."""
        return Say(f"period:{self.covered}")

    def get(self, field: str) -> Any:
        if self.row is not None:
            return self.row.get(field)
        return Unknown("DAT05", field) if field in self.table.absent else None

    def name(self, field: str) -> Say:
        return field_name(self.table.spec, field)

    def cells(self, *fields: str) -> Cells:
        """The cells of the row; for a row that is missing, the header cells that were searched (G9)."""
        return cells_of(self.row, *fields) if self.row else self.table.header_cells(fields)

    def number(self, name: str) -> Number:
        """The number in force on the row's day. The loader guarantees one from the beginning on."""
        number = self.rule.number(name, self.on)
        assert number is not None, f"{self.rule.code}.{name} has no value on {self.on}"
        return number

    def said(self, name: str) -> Say:
        """The number in force on the row's day, in words."""
        zh, en = in_words(self.number(name))
        return Say("text:", (("zh", zh), ("en", en)))

    def unusable(self, *fields: str) -> Outcome | None:
        """What to say when one of the fields cannot be used."""
        for field in fields:
            value = self.get(field)
            if isinstance(value, Unknown):
                if self.row is not None:
                    return cannot_use(self.row, self.table.spec, field, value)
                return column_absent(self.table, (field,), self.table.spec.required)
        return None

    def impossible(self, first: str, later: str) -> bool:
        """Whether two dates stand in an order that no reading allows (DAT06)."""
        start, end = self.get(first), self.get(later)
        return isinstance(start, When) and isinstance(end, When) and end.surely_before(start)


def last_of(due: date, rule: Rule) -> date:
    """The last day that is in time for what is due on a day (G4)."""
    return due - timedelta(days=rule.boundary == "exclusive")


def column_absent(table: Table, fields: tuple[str, ...], searched: tuple[str, ...]) -> Outcome:
    """Columns that are not there leave it open; it rests on header cells that were searched."""
    names = tuple(field_name(table.spec, name) for name in fields)
    return unknown("column_absent", say("undetermined.column_absent", fields=names), cells=table.header_cells(searched))


def meets(row: Row, wanted: Values) -> bool | Unknown:
    """Whether a row's fields hold one of the wanted values each. A definite no outweighs an unusable neighbour; a blank
    that means nothing by itself (a class left out) is as unusable as an unreadable one."""
    doubt: Unknown | None = None
    for field, values in wanted.items():
        value = row.get(field)
        if value is None or isinstance(value, Unknown):
            doubt = doubt or value or Unknown("blank", field)
        elif not holds(value, values):
            return False
    return doubt or True


def holds(value: Any, values: Sequence[str]) -> bool:
    """Whether a value that is there is one of some values, or has one among its several."""
    if isinstance(value, tuple):
        return not set(values).isdisjoint(value)
    return (value.rstrip("。.！! ") or value if isinstance(value, str) else value) in values
