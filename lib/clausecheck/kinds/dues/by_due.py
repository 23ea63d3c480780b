"""`by_due`: each step of an obligation is done by the due date."""

from typing import Any, ClassVar, Literal

from clausecheck.nouns.records import dataclass
from clausecheck.procedure.numbers import STRICT

from ..case import Case
from ..language import Columns
from ..outcome import Outcome, combine
from ..steps import done_by
from ..telling import Kind, one, several, told


@dataclass(frozen=True, slots=True, kw_only=True)
class ByDue:
    """Each step done by the due date."""

    __pydantic_config__: ClassVar[Any] = STRICT
    part: Literal["by_due"]
    fields: Columns


def judge(part: ByDue, case: Case) -> Outcome:
    """Every step done by the due date; each missing or late one is named."""
    return combine([done_by(case, field) for field in part.fields])


TOLD = told(
    """
    pass ?several | {fields}不晚于截止日 | {fields}: done by the due date
    pass ?one | {fields}不晚于截止日 | {fields} is not later than the due date
    fail ?several | {fields}中有晚于截止日的，或截止日已过仍为空（没有该行也一样） | {fields}: one is later, or blank after the due date (or there is no row)
    fail ?one | {fields}晚于截止日，或截止日已过仍为空（没有该行也一样） | {fields} is later, or blank after the due date (or there is no row)
    pending ?several | {fields}中有空的，截止日未过 | {fields}: one is blank and the due date has not passed
    pending ?one | {fields}为空，截止日未过 | {fields} is blank and the due date has not passed
    """,
    several=several,
    one=one,
)
KIND = Kind(ByDue, judge, TOLD)
