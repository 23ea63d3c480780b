"""`filled`: cells are filled in."""

import dataclasses
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from clausecheck.nouns.model import Unknown, say
from clausecheck.nouns.records import dataclass
from clausecheck.procedure.numbers import STRICT

from ..case import Case, meets
from ..conditions import wanted
from ..language import Columns, Means, Values
from ..outcome import Outcome, combine, failed, passed, unknown
from ..sure import RowValues, Settle, Sure, View, remembered
from ..telling import Kind, Voice, told


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """The cells are filled in; `unless` frees one where other cells say there is nothing to write."""

    __pydantic_config__: ClassVar[Any] = STRICT
    part: Literal["filled"]
    fields: Columns
    unless: Annotated[dict[str, Values], Means("column")] = dataclasses.field(default_factory=dict)


def judge(part: Filled, case: Case) -> Outcome:
    """Every cell is filled in (ITV08, INF08)."""
    return combine([_filled(part, case, name) for name in part.fields])


def _filled(part: Filled, case: Case, name: str) -> Outcome:
    value, field, cells = case.get(name), case.name(name), case.cells(name)
    unless = part.unless.get(name, {})
    free = meets(case.row, unless) if case.row and unless and case.get(next(iter(unless))) else False
    if free is True:
        return passed(cells=case.cells(name, *unless))
    if unusable := case.unusable(name):
        return unusable
    if value is not None:
        return passed(cells=cells)
    if free is not False:
        return case.unusable(*unless) or unknown("unreadable")
    return failed("blank", say("blank", field=field), say("mend.fill", field=field), cells=cells)


def settle(part: Filled, view: View) -> Settle:
    """Every cell is there, or surely freed."""
    frees = {name: (next(iter(unless)), wanted(unless)) for name, unless in part.unless.items()}
    fields = [(name, frees.get(name)) for name in part.fields]

    def cited(free: tuple[str, ...]) -> Sure:
        cells = [(name, *(part.unless[name] if name in free else ())) for name in part.fields]
        return Sure(tuple(dict.fromkeys(name for names in cells for name in names)))

    sure = remembered(cited)

    def filled(values: RowValues, on: date) -> Sure | None:
        free: tuple[str, ...] = ()
        for name, unless in fields:
            freed = unless[1](values) if unless and values.get(unless[0]) else False
            value = values.get(name)
            if freed:
                free = (*free, name)
            elif freed is None or value is None or type(value) is Unknown:
                return None
        return sure(free)

    return filled


def freed(part: Filled, voice: Voice, table: str) -> list[dict[str, str]]:
    """The cells that may be blank, each with the condition."""
    return [
        {"field": voice.field(table, field), "condition": voice.condition(table, condition)}
        for field, condition in part.unless.items()
    ]


TOLD = told(
    """
    pass | {fields}都已填写 | {fields} are all filled in
    fail | {fields}中有空的 | one of {fields} is blank
    scope *freed | {field}可以为空，只要{condition} | {field} may be blank where {condition}
    """,
    freed=freed,
)
KIND = Kind(Filled, judge, TOLD, settle=settle)
