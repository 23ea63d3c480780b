"""`before`: a step of an obligation comes before others."""

from typing import Any, ClassVar, Literal

from clausecheck.evidence.facts import COMMITTEE
from clausecheck.nouns.model import Unknown, say
from clausecheck.nouns.periods import When
from clausecheck.nouns.records import dataclass
from clausecheck.procedure.numbers import STRICT

from ..case import Case
from ..language import Column, Columns
from ..outcome import Outcome, failed, passed, unknown
from ..steps import dates_of, done_by, missing, wrong_order
from ..telling import Kind, Voice, told


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """A step is there and not after those that must follow it (`then`); one that follows while it is blank fails at once.
    `by_due_if_alone`: while nothing follows it, it must be done by the due date. `if_committee`: asked only where there
    is an owners' committee."""

    __pydantic_config__: ClassVar[Any] = STRICT
    part: Literal["before"]
    field: Column
    then: Columns
    by_due_if_alone: bool = False
    if_committee: bool = False


def judge(part: Before, case: Case) -> Outcome:
    """A step that must come first (RPT03, RPT04, RPT09, CMP12): what follows while it is blank, or earlier than it,
    fails at once; alone, it waits for the due date."""
    if part.if_committee and (excused := _without_committee(case)):
        return excused
    if unusable := case.unusable(part.field):
        return unusable
    value, following = case.get(part.field), dates_of(part.then, case)
    if value is None:
        return _blank(part, case, following)
    for step in following:
        if broken := wrong_order([(part.field, value), step], case):
            return broken
    if unusable := case.unusable(*part.then):
        return unusable
    if not following and part.by_due_if_alone:
        return done_by(case, part.field)
    return passed(cells=case.cells(part.field, *(name for name, _ in following)), numbers=(case.due_by,))


def _without_committee(case: Case) -> Outcome | None:
    """What to say where there is no owners' committee on the due date, or nobody can tell."""
    assert case.due is not None, "only an obligation is due"
    committee = case.evidence.facts.committee_on(case.due)
    if isinstance(committee, Unknown):
        found = say("undetermined.fact", facts=(case.evidence.facts.said(COMMITTEE),))
        return unknown("fact", found, cells=case.evidence.facts.cell(COMMITTEE))
    return None if committee else passed()


def _blank(part: Before, case: Case, following: list[tuple[str, When]]) -> Outcome:
    if following:
        name, then = following[0]
        found = say("followed_blank", field=case.name(part.field), other=case.name(name), other_day=str(then.day))
        mend = say("mend.by", field=case.name(part.field), day=str(then.day))
        return failed("not_approved", found, mend, cells=case.cells(part.field, name))
    absent = missing(case, part.field)
    return absent if absent.verdict == "fail" else case.unusable(*part.then) or absent


def given(part: Before, voice: Voice, table: str) -> str:
    return voice.say("before.committee") if part.if_committee else ""


TOLD = told(
    """
    pass | {field}已填写，且{then}（已填写的）不早于它 | {field} is filled in and not later than {then}, where that is filled in
    pass ?by_due_if_alone | {then}为空时，{field}不晚于截止日 | while {then} is blank, {field} is not later than the due date
    fail | {then}早于{field}，或已填写而{field}为空（立即不合格） | {then} is before {field}, or there while {field} is blank (fails at once)
    fail | 截止日已过，{field}仍为空 | {field} is blank after the due date
    pending | {field}为空，{then}也为空，截止日未过 | {field} is blank, {then} too, and the due date has not passed
    fail ?by_due_if_alone | {then}为空时，{field}晚于截止日 | while {then} is blank, {field} is later than the due date
    undetermined ?if_committee always | =open.committee
    """
)
KIND = Kind(Before, judge, TOLD, given=given, old={"only_with_committee": "if_committee"})
