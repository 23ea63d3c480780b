"""`listed`: a cell holds one of the values of its list."""

import dataclasses
from datetime import date
from typing import Any, ClassVar, Literal

from clausecheck.nouns.model import Unknown, say
from clausecheck.nouns.records import dataclass
from clausecheck.procedure.numbers import STRICT

from ..case import Case, meets
from ..conditions import wanted
from ..language import Column, Where
from ..outcome import Outcome, failed, passed, unknown
from ..sure import RowValues, Settle, Sure, View, filled
from ..telling import Kind, Voice, told, where_met


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The cell holds one of the values of its list, in rows that meet `where`."""

    __pydantic_config__: ClassVar[Any] = STRICT
    part: Literal["listed"]
    field: Column
    where: Where = dataclasses.field(default_factory=dict)


def judge(part: Listed, case: Case) -> Outcome:
    """Blank or another value fails (CMP03)."""
    if case.row is None or meets(case.row, part.where) is not True:
        return passed()  # whether it must be filled hangs on a cell that is judged by its own part
    value, field, cells = case.get(part.field), case.name(part.field), case.cells(part.field)
    if isinstance(value, Unknown) and not value.unlisted:
        return case.unusable(part.field) or unknown("unreadable")
    if value is None:
        return failed("blank", say("blank", field=field), say("mend.fill", field=field), cells=cells)
    if isinstance(value, Unknown):
        found = say("not_listed", field=field, raw=value.raw)
        return failed("not_listed", found, say("mend.list", field=field), cells=cells)
    return passed(say("is", field=field, value=value), cells=cells)


def settle(part: Listed, view: View) -> Settle:
    """A value that is there and can be used is of the list; a row may surely be none of those that need one."""
    there, free, about = filled(part.field), Sure(), wanted(part.where)

    def listed(values: RowValues, on: date) -> Sure | None:
        applies = about(values)
        return there(values, on) if applies else free if applies is False else None

    return listed


def words(part: Listed, voice: Voice, table: str) -> dict[str, str]:
    return {"choices": voice.values(value for value, _ in voice.spec(table).fields[part.field].choices)}


TOLD = told(
    """
    scope ~where
    pass | {field}是可选值之一（{choices}） | {field} is one of its values ({choices})
    fail | {field}为空，或不在可选值内 | {field} is blank or not one of its values
    """
)
KIND = Kind(Listed, judge, TOLD, words, where_met, old={"only_if": "where"}, settle=settle)
