"""`present`: each date of an obligation is there."""

from typing import Any, ClassVar, Literal

from clausecheck.nouns.records import dataclass
from clausecheck.procedure.numbers import STRICT

from ..case import Case
from ..language import Columns
from ..outcome import Outcome, combine, passed
from ..steps import missing
from ..telling import Kind, told


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """Each date there; missing counts from the due date on, late does not."""

    __pydantic_config__: ClassVar[Any] = STRICT
    part: Literal["present"]
    fields: Columns


def judge(part: Present, case: Case) -> Outcome:
    """Every date there (RPT07): missing counts from the due date on, late does not."""
    return combine([_present(field, case) for field in part.fields])


def _present(field: str, case: Case) -> Outcome:
    if unusable := case.unusable(field):
        return unusable
    if case.get(field) is None:
        return missing(case, field)
    return passed(cells=case.cells(field), numbers=(case.due_by,))


TOLD = told(
    """
    pass | {fields}都已填写（晚于截止日也算） | {fields} are filled in (late counts too)
    fail | 截止日已过，{fields}中仍有空的 | one of {fields} is blank after the due date
    pending | {fields}中有空的，截止日未过 | one of {fields} is blank and the due date has not passed
    """
)
KIND = Kind(Present, judge, TOLD)
