"""`in_order`: the dates of an obligation that are there never decrease."""

from typing import Any, ClassVar, Literal

from clausecheck.nouns.model import Unknown, say
from clausecheck.nouns.records import dataclass
from clausecheck.procedure.numbers import STRICT

from ..case import Case
from ..language import Columns
from ..outcome import Outcome, passed, pending, ruled
from ..steps import dates_of, wrong_order
from ..telling import Kind, Voice, told


@dataclass(frozen=True, slots=True, kw_only=True)
class InOrder:
    """The dates that are there never decrease. With fewer than `at_least` of them there is nothing to judge."""

    __pydantic_config__: ClassVar[Any] = STRICT
    part: Literal["in_order"]
    fields: Columns
    at_least: int = 0


def judge(part: InOrder, case: Case) -> Outcome:
    """A decrease fails at once. A date before the covered period is left out (reading 68): it is no evidence for any
    order."""
    there = dates_of(part.fields, case)
    if broken := wrong_order(there, case):
        return broken
    early = [name for name in part.fields if isinstance(value := case.get(name), Unknown) and value.code == "DAT06"]
    if unusable := case.unusable(*(field for field in part.fields if field not in early)):
        return unusable
    if len(there) >= part.at_least:
        return passed(say("in_order"), cells=case.cells(*(field for field, _ in there)))
    cells, numbers = case.cells(*part.fields), (case.due_by,)
    if case.over:
        few = say("not_applicable.too_few")
        return ruled("not_applicable", "too_few", few, cells=cells, numbers=numbers, due=case.last)
    return pending(say("too_few_yet"), cells=cells, numbers=numbers, due=case.last)


def words(part: InOrder, voice: Voice, table: str) -> dict[str, str]:
    return {"n": str(part.at_least or "")}


TOLD = told(
    """
    pass | {fields}中已填写的日期依次不减 | the dates there are among {fields} never decrease
    fail | {fields}中有一步早于前一步（立即不合格） | one of {fields} is before the one it follows (fails at once)
    not_applicable | 截止日已过，{fields}中已填写的不足 {n} 个 | after the due date fewer than {n} of {fields} are filled in
    pending | {fields}中已填写的不足 {n} 个，截止日未过 | fewer than {n} of {fields} are filled in and the due date has not passed
    """
)
KIND = Kind(InOrder, judge, TOLD, words)
