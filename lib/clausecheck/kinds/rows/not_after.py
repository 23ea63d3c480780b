"""`not_after`: a step is there, and not later than the day of an event."""

from datetime import date, timedelta
from typing import Annotated, Any, ClassVar, Literal

from clausecheck.nouns.model import say
from clausecheck.nouns.periods import When
from clausecheck.nouns.records import dataclass
from clausecheck.procedure.numbers import STRICT

from ..case import Case, last_of
from ..language import Column, Means
from ..limits import by_day
from ..outcome import Outcome, failed, passed
from ..sure import RowValues, Settle, Sure, View
from ..telling import Kind, told


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAfter:
    """`field` is there, and not later than the day of `event`."""

    __pydantic_config__: ClassVar[Any] = STRICT
    part: Literal["not_after"]
    field: Column
    event: Annotated[str, Means("column", filled=True, turns=True)]


def judge(part: NotAfter, case: Case) -> Outcome:
    """The review is there, on the first day of the survey at the latest (SUR01)."""
    if unusable := case.unusable(part.field):
        return unusable
    done, event = case.get(part.field), case.get(part.event)
    field, cells = case.name(part.field), case.cells(part.field, part.event)
    if done is None:
        mend = say("mend.fill", field=field)
        if isinstance(event, When):
            mend = say("mend.by", field=field, day=str(event.day))
        return failed("missing", say("blank", field=field), mend, cells=cells)
    if unusable := case.unusable(part.event):
        return unusable
    last = last_of(event.day, case.rule)
    stand = by_day(done, last, case.as_of, case.rule.boundary)
    words = {"field": field, "day": str(done.day), "due": str(last)}
    if stand.verdict == "pass":
        return passed(say("in_time", **words), cells=cells)
    found = say(stand.key, **words, over=stand.over)
    if stand.key == "late":
        other = {"other": case.name(part.event), "limit": str(event.day)}
        found = say("after_other", field=field, day=words["day"], **other, over=stand.over)
    return failed("late", found, say("mend.by", field=field, day=str(last)), cells=cells)


def settle(part: NotAfter, view: View) -> Settle:
    """Both days are there, surely in their order."""
    sure, shorter = Sure((part.field, part.event)), timedelta(days=view.rule.boundary == "exclusive")

    def not_after(values: RowValues, on: date) -> Sure | None:
        done, event = values.get(part.field), values.get(part.event)
        if type(done) is not When or type(event) is not When:
            return None
        return sure if done.day <= event.day - shorter else None

    return not_after


TOLD = told(
    """
    pass | {field}已填写，且不晚于{event} | {field} is filled in and not later than {event}
    fail | {field}为空，或晚于{event} | {field} is blank or later than {event}
    """
)
KIND = Kind(NotAfter, judge, TOLD, settle=settle)
