"""`flags`: each cell of an obligation says 有."""

from typing import Any, ClassVar, Literal

from clausecheck.nouns.model import say
from clausecheck.nouns.records import dataclass
from clausecheck.procedure.numbers import STRICT

from ..case import Case
from ..language import Columns
from ..outcome import Outcome, combine, open_or_fail, passed, ruled
from ..steps import missing
from ..telling import Kind, one, several, told


@dataclass(frozen=True, slots=True, kw_only=True)
class Flags:
    """Each cell says 有."""

    __pydantic_config__: ClassVar[Any] = STRICT
    part: Literal["flags"]
    fields: Columns


def judge(part: Flags, case: Case) -> Outcome:
    """Every cell says 有; 无 or blank counts from the due date on."""
    return combine([_flag(field, case) for field in part.fields])


def _flag(field: str, case: Case) -> Outcome:
    if unusable := case.unusable(field):
        return unusable
    name, cells = case.name(field), case.cells(field)
    if case.get(field) == "有":
        return passed(cells=cells, numbers=(case.due_by,))
    if case.row is None:
        return missing(case, field)
    found, mend = say("flag_missing", field=name, due=case.last.isoformat()), say("mend.flag", field=name)
    verdict, reason = open_or_fail(case.over, "missing")
    return ruled(verdict, reason, found, mend, cells=cells, numbers=(case.due_by,), due=case.last)


TOLD = told(
    """
    pass ?several | {fields}都是“有” | {fields} are marked 有
    pass ?one | {fields}是“有” | {fields} is marked 有
    fail ?several | 截止日已过，{fields}中有“无”或空的 | after the due date one of {fields} is 无 or blank
    fail ?one | 截止日已过，{fields}为“无”或空 | after the due date {fields} is 无 or blank
    pending ?several | {fields}中有“无”或空的，截止日未过 | one of {fields} is 无 or blank and the due date has not passed
    pending ?one | {fields}为“无”或空，截止日未过 | {fields} is 无 or blank and the due date has not passed
    """,
    several=several,
    one=one,
)
KIND = Kind(Flags, judge, TOLD)
