"""`in_post`: the person named is on the staff list and was in post at that time."""

from dataclasses import replace
from typing import Any, ClassVar, Literal

from clausecheck.evidence.staff import FROM, NAME, UNTIL, Person, was_in_post
from clausecheck.nouns.model import say
from clausecheck.nouns.records import dataclass
from clausecheck.procedure.numbers import STRICT

from ..case import Case
from ..language import Column
from ..outcome import Outcome, cells_of, failed, passed
from ..people import everybody, one_of, unclear, unless_unread
from ..sure import Settle, View
from ..telling import Kind, told


@dataclass(frozen=True, slots=True, kw_only=True)
class InPost:
    """The person named is on the staff list and was in post at that time."""

    __pydantic_config__: ClassVar[Any] = STRICT
    part: Literal["in_post"]
    person: Column
    at: Column


def judge(part: InPost, case: Case) -> Outcome:
    """One of those named is in post at that time, and nobody named beside is unknown to the staff list (CMP04)."""
    name, field, cells = case.get(part.person), case.name(part.person), case.cells(part.person)
    if unusable := case.unusable(part.person):
        return unusable
    if name is None:
        return failed("nobody", say("blank", field=field), say("mend.fill", field=field), cells=cells)
    parts = [_in_post(person, part, case) for person in case.evidence.staff.named(name)]
    stranger = next((one for one in parts if one.reason == "not_on_staff"), None)
    whole = one_of(parts)
    if stranger is None or whole.verdict != "pass":
        return whole
    return replace(whole, verdict="undetermined", reason=stranger.reason, mend=stranger.mend)


def _in_post(person: Person, part: InPost, case: Case) -> Outcome:
    staff, name, field, cells = case.evidence.staff, person.name, case.name(part.person), case.cells(part.person)
    if not person.listed:
        found = say("not_on_staff", field=field, name=name)
        return unless_unread(staff, failed("not_on_staff", found, say("mend.staff", name=name), cells=cells))
    when = case.get(part.at)
    held = was_in_post(person, when)
    posts = tuple(cell for row in person.listed for cell in cells_of(row, NAME, FROM, UNTIL))
    if held is None or not person.rows:
        if person.rows and (unusable := case.unusable(part.at)):
            return unusable
        return unclear(person, field, (*cells, *posts))
    if not held:
        found, mend = say("not_in_post", field=field, name=name, at=str(when)), say("mend.in_post", name=name)
        return unless_unread(staff, failed("not_in_post", found, mend, cells=(*cells, *posts), at=cells))
    return passed(say("in_post", name=name), cells=cells)


def settle(part: InPost, view: View) -> Settle:
    """Everybody named was surely in post."""
    return everybody(part.person, part.at, was_in_post, view)


TOLD = told(
    """
    pass | {person}在人员表中，且在{at}当天在岗（到岗、离岗当天都算）；写了几个人的，须都在人员表中，有一人当天在岗即可 | {person} is on the staff list and in post on the day of {at} (first and last day included); of several named all are on the list and one was in post
    fail | {person}为空、不在人员表中，或当天不在岗；写了几个人的，须都如此 | {person} is blank, not on the staff list, or was not in post that day; of several named all of them
    undetermined | 到岗或离岗日期无法读取，当天是否在岗不能确定；或不能确定指的是谁；或有人在岗，同格另一人不在人员表 | a date of the staff list cannot be read, so that it is not known who was in post; or who is meant is not clear; or one was in post and another in the same cell is not on the list
    """
)
KIND = Kind(InPost, judge, TOLD, settle=settle)
