"""`has_role`: the person named held one of some roles at that time."""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from clausecheck.evidence.staff import FROM, ROLE, UNTIL, Person, held_role, posts, was_in_post
from clausecheck.nouns.model import say
from clausecheck.nouns.periods import When
from clausecheck.nouns.records import dataclass
from clausecheck.procedure.numbers import STRICT

from ..case import Case
from ..language import Column, Limit
from ..limits import span
from ..outcome import Outcome, cells_of, failed, passed, pending, unknown
from ..people import everybody, one_of, unclear
from ..sure import Settle, View
from ..telling import Kind, Voice, told


@dataclass(frozen=True, slots=True, kw_only=True)
class HasRole:
    """The person named held one of the roles at that time. `blank`: what it means that nobody is named; for `open` the
    name may be missing until `limit` after `start` has run out."""

    __pydantic_config__: ClassVar[Any] = STRICT
    part: Literal["has_role"]
    person: Column
    roles: tuple[str, ...]
    at: Column
    blank: Literal["fail", "open"] = "fail"
    start: Column = ""
    limit: Limit = ""


def judge(part: HasRole, case: Case) -> Outcome:
    """One of those named held one of the roles on that day (CMP05, CMP06, CMP08)."""
    name = case.get(part.person)
    if unusable := case.unusable(part.person):
        return unusable
    if name is None:
        return _nobody(part, case)
    if case.get(part.at) is None and part.blank == "open":
        return passed(cells=case.cells(part.person))  # the time of it is missing, which the limit judges
    if unusable := case.unusable(part.at):
        return unusable
    return one_of([_has_role(person, part, case) for person in case.evidence.staff.named(name)])


def _has_role(person: Person, part: HasRole, case: Case) -> Outcome:
    said = case.evidence.procedure.said
    name, field, when, cells = person.name, case.name(part.person), case.get(part.at), case.cells(part.person)
    if not person.listed:
        return unknown("not_on_staff", say("role_unknown", name=name), say("mend.staff", name=name), cells=cells)
    has = held_role(person, part.roles, when)
    if has is None or not person.rows:
        return _role_unclear(person, part, case)
    held = tuple(dict.fromkeys(said("role", str(post.role)) for post in posts(person, when) if post.sure))
    if has:
        return passed(say("role_is", name=name, roles=held), cells=cells)
    roles = tuple(said("role", role) for role in part.roles)
    found = say("wrong_role", field=field, name=name, held=held, roles=roles)
    return failed("wrong_role", found, say("mend.role", field=field, roles=roles), cells=cells)


def _role_unclear(person: Person, part: HasRole, case: Case) -> Outcome:
    """On the staff list, but not in post that day (reading 25), or nobody can tell in which role."""
    when, field = case.get(part.at), case.name(part.person)
    listed = tuple(cell for row in person.listed for cell in cells_of(row, ROLE, FROM, UNTIL))
    cells = (*case.cells(part.person), *listed)
    if not person.rows or was_in_post(person, when) is not False:
        return unclear(person, field, cells)
    found = say("role_then_unknown", what=say("not_in_post", field=field, name=person.name, at=str(when)))
    return unknown("not_in_post", found, say("mend.in_post", name=person.name), cells=cells)


def _nobody(part: HasRole, case: Case) -> Outcome:
    """Nobody is named: a breach at once, or (`blank: open`) once the limit has run out."""
    field, cells = case.name(part.person), case.cells(part.person)
    found, mend = say("blank", field=field), say("mend.fill", field=field)
    if part.blank == "open":
        start = case.get(part.start)
        if not isinstance(start, When):
            return case.unusable(part.start) or unknown("unreadable")
        seen = span(start, None, case.number(part.limit), case.rule, case.as_of, case.calendar)
        if seen is None or seen.met is None:
            return unknown("day_only", found, mend, cells=cells, numbers=(part.limit,))
        if seen.met:
            return pending(found, mend, cells=cells, numbers=(part.limit,))
    return failed("nobody", found, mend, cells=cells)


def wrong(part: HasRole) -> Iterator[tuple[str, str, str]]:
    """A name that may still be missing needs something to count from."""
    if part.blank == "open" and not (part.start and part.limit):
        yield "blank", "blank 为 open 时要有 start 和 limit", "`blank: open` needs `start` and `limit`"


def settle(part: HasRole, view: View) -> Settle:
    """Everybody named surely held one of the roles."""
    return everybody(part.person, part.at, lambda person, when: held_role(person, part.roles, when), view)


def words(part: HasRole, voice: Voice, table: str) -> dict[str, str]:
    return {"roles": voice.terms("role", part.roles)}


TOLD = told(
    """
    pass | {person}在{at}当天的岗位是 {roles}；写了几个人的，有一人如此即可 | {person} was {roles} on the day of {at}; of several named one is enough
    fail | {person}当天的岗位不是 {roles} | {person} was not {roles} that day
    fail ?blank=fail | {person}为空（立即不合格） | {person} is blank (fails at once)
    fail ?blank=open | {limit}已过，{person}仍为空 | {person} is blank {limit} after the event
    pending ?blank=open | {person}为空，{limit}未过 | {person} is blank, {limit} not over yet
    undetermined | {person}不在人员表中，或当天不在岗，岗位不能确定 | {person} is not on the staff list or was not in post that day, so that the role is not known
    """
)
KIND = Kind(HasRole, judge, TOLD, words, wrong=wrong, settle=settle)
