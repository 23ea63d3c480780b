"""`follow_up`: a measure is set, and carried out by its date."""

from datetime import date, timedelta
from typing import Annotated, Any, ClassVar, Literal

from clausecheck.nouns.model import say
from clausecheck.nouns.periods import When
from clausecheck.nouns.records import dataclass
from clausecheck.procedure.numbers import STRICT

from ..case import Case, last_of
from ..language import Column, number
from ..limits import by_day
from ..outcome import Outcome, combine, open_or_fail, passed, ruled, unknown
from ..sure import RowValues, Settle, Sure, View, usable
from ..telling import Kind, Voice, told


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """A measure is set and `done` by its `due` date; where that is blank, by `default` days after `start`."""

    __pydantic_config__: ClassVar[Any] = STRICT
    part: Literal["follow_up"]
    measure: Column = ""
    due: Column
    default: Annotated[str, number("days", turns=True)]
    start: Column
    done: Column


def judge(part: FollowUp, case: Case) -> Outcome:
    """Set and carried out by its date (ITV06, CMP11); without a date, the default number of days."""
    due = due_of(part, case)
    if isinstance(due, Outcome):
        return due
    last, numbers = due
    if case.impossible(part.start, part.done) and part.measure:
        found = say("impossible", field=case.name(part.done), other=case.name(part.start))
        done = unknown("impossible_order", found, cells=case.cells(part.start, part.done))
    else:
        done = _done_by(part.done, case, last, numbers)
    return combine([done, *([_set(part.measure, case, last, numbers)] if part.measure else [])])


def due_of(part: FollowUp, case: Case) -> tuple[date, tuple[str, ...]] | Outcome:
    """The last day of a measure and the numbers it rests on, or what to say when it cannot be known."""
    if unusable := case.unusable(part.due):
        return unusable
    given = case.get(part.due)
    if given is not None:
        return last_of(given.day, case.rule), ()
    if unusable := case.unusable(part.start):
        return unusable
    start, due = case.get(part.start), case.name(part.due)
    if start is None:
        found = say("no_due", field=due, other=case.name(part.start))
        return unknown("no_due", found, say("mend.fill", field=due), cells=case.cells(part.due, part.start))
    return last_of(start.day + timedelta(days=case.number(part.default).amount), case.rule), (part.default,)


def _done_by(name: str, case: Case, last: date, numbers: tuple[str, ...]) -> Outcome:
    if unusable := case.unusable(name):
        return unusable
    value, field = case.get(name), case.name(name)
    stand = by_day(value, last, case.as_of, case.rule.boundary)
    words = {"field": field, "due": str(last)} | ({"day": str(value.day)} if value else {})
    mend = None if stand.verdict == "pass" else say("mend.by", field=field, day=str(last))
    found = say(stand.key, **words, **({} if stand.verdict == "pass" else {"over": stand.over}))
    return ruled(stand.verdict, stand.reason, found, mend, cells=case.cells(name), numbers=numbers, due=last)


def _set(name: str, case: Case, last: date, numbers: tuple[str, ...]) -> Outcome:
    if unusable := case.unusable(name):
        return unusable
    field, cells = case.name(name), case.cells(name)
    if case.get(name) is not None:
        return passed(cells=cells)
    found, mend = say("blank", field=field), say("mend.fill", field=field)
    verdict, reason = open_or_fail(case.as_of > last, "blank")
    return ruled(verdict, reason, found, mend, cells=cells, numbers=numbers, due=last)


def settle(part: FollowUp, view: View) -> Settle:
    """Set, and surely carried out by its date."""
    numbers, shorter = view.number(part.default), view.rule.boundary == "exclusive"
    fields = (part.done, part.measure) if part.measure else (part.done,)

    def last(values: RowValues, on: date) -> date | None:
        given, start, number = values.get(part.due), values.get(part.start), numbers(on)
        if type(given) is When:
            return given.day - timedelta(days=shorter)
        if given is None and type(start) is When and number:
            return start.day + timedelta(days=number.amount - shorter)
        return None

    by_date, by_default = Sure(fields, (), last), Sure(fields, (part.default,), last)

    def follow_up(values: RowValues, on: date) -> Sure | None:
        done, start = values.get(part.done), values.get(part.start)
        if type(done) is not When or (part.measure and not usable(values.get(part.measure))):
            return None
        until = last(values, on)
        if until is None or done.day > until or (type(start) is When and done.surely_before(start)):
            return None
        return by_default if values.get(part.due) is None else by_date

    return follow_up


def words(part: FollowUp, voice: Voice, table: str) -> dict[str, str]:
    return {"end": voice.field(table, part.done)}


TOLD = told(
    """
    scope | 期限取{due}；为空时取{start}后 {default} | due on {due}; without it, {default} after {start}
    pass | {done}不晚于期限 | {done} is not later than the due date
    fail | {done}晚于期限，或期限已过仍为空 | {done} is later, or blank after the due date
    pending | {done}为空，期限未过 | {done} is blank and the due date has not passed
    pass | {measure}已填写 | {measure} is filled in
    fail | 期限已过，{measure}仍为空 | {measure} is blank after the due date
    undetermined ?measure | =before_start
    undetermined | {due}和{start}都为空，期限不能确定 | neither {due} nor {start} is filled in, so that the due date is not known
    """
)
KIND = Kind(FollowUp, judge, TOLD, words, settle=settle)
