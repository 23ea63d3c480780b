"""`notice`: notice before a planned outage, or soon after an emergency has begun."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Annotated, Any, ClassVar, Literal

from clausecheck.nouns.model import say
from clausecheck.nouns.periods import END_OF_DAY, When
from clausecheck.nouns.records import dataclass
from clausecheck.procedure.numbers import STRICT, Number

from ..case import Case
from ..language import Column, Limit, Start, number
from ..limits import duration, is_by_day, limit_itself
from ..outcome import Outcome, passed
from ..telling import Kind, told
from ..timing import time_limit, without_time


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Notice before a planned outage by the lead time; after an emergency's start within the limit (INF04)."""

    __pydantic_config__: ClassVar[Any] = STRICT
    part: Literal["notice"]
    notice: Column
    start: Start
    emergency: Column
    lead: Annotated[str, number("minutes", "hours", "days", turns=True)]
    limit: Limit


def judge(part: Notice, case: Case) -> Outcome:
    """Before a planned outage by the lead time, after an emergency's start within the limit."""
    if unusable := case.unusable(part.emergency):
        return unusable
    if case.get(part.emergency) == "是":
        if case.impossible(part.start, part.notice):
            return passed(
                say("notice.early", emergency=case.name(part.emergency), starts=case.name(part.start)),
                cells=case.cells(part.start, part.notice),
                numbers=(part.limit,),
            )
        return time_limit(case, part.start, part.notice, part.limit)
    return case.unusable(part.start, part.notice) or _lead(part, case)


def _lead(part: Notice, case: Case) -> Outcome:
    start, given, number = case.get(part.start), case.get(part.notice), case.number(part.lead)
    met, deadline = _ahead(start, given, number, case)
    shown = str(When(deadline.date(), None if is_by_day(number) else deadline.time()))
    words = {
        "starts": case.name(part.start),
        "start": str(start),
        "lead": case.said(part.lead),
        "deadline": shown,
        "notice": str(given or ""),
    }
    mend = say("mend.by", field=case.name(part.notice), day=shown)
    whole = passed(
        cells=case.cells(part.start, part.notice),
        numbers=(part.lead,),
        due=deadline.date(),
        at=case.cells(part.notice),
    )
    if met is None:
        mend = say("mend.time", field=without_time(case, part.start, part.notice))
        found = say("notice.day_only", **words)
        return replace(whole, verdict="undetermined", reason="day_only", found=(found,), mend=mend)
    if met and given:
        return replace(whole, found=(say("notice.met", **words),))
    if met:
        return replace(whole, verdict="pending", reason="open", found=(say("notice.open", **words),))
    if given is None:
        return replace(whole, verdict="fail", reason="missing", found=(say("notice.missing", **words),), mend=mend)
    over = duration(given.earliest - deadline)
    if is_by_day(number):
        over = say("days", n=(given.day - deadline.date()).days)
    found = say("notice.late", **words, over=over)
    if case.rule.boundary == "exclusive" and _at_lead(start, given, number):
        at = found if is_by_day(number) else say("notice.at_limit", **words)
        found = say("all", parts=(at, limit_itself(number)))
    return replace(whole, verdict="fail", reason="late", found=(found,), mend=mend)


def _at_lead(start: When, given: When, number: Number) -> bool:
    """Whether a notice was given on the last day, or at the last moment, that the lead time allows."""
    if is_by_day(number):
        return (start.day - given.day).days == number.amount
    return given.earliest <= start.latest - timedelta(**{number.unit: number.amount})


def _ahead(start: When, given: When | None, number: Number, case: Case) -> tuple[bool | None, datetime]:
    """Whether a notice (or, while there is none, the end of the as-of day) lies the lead time before the start; None
    where the readings of a day differ. And the latest moment that is in time."""
    exclusive = case.rule.boundary == "exclusive"
    if is_by_day(number):
        deadline = datetime.combine(start.day - timedelta(days=number.amount + exclusive), time.min)
        return (given.day if given else case.as_of) <= deadline.date(), deadline
    length = timedelta(**{number.unit: number.amount})
    seen = given or When(case.as_of, END_OF_DAY)
    early, late = (moment - length for moment in start.readings_beside(seen))
    first, last = seen.readings_beside(start)
    surely, possibly = last <= early, first <= late
    if exclusive and given:
        surely, possibly = last < early, first < late
    return (True if surely else None if possibly else False), early


TOLD = told(
    """
    scope ~emergency
    pass | {emergency}为“否”：{notice}比{start}至少早 {lead} | {emergency} is 否: {notice} is at least {lead} before {start}
    pass | {emergency}为“是”：{notice}不晚于{start}后 {limit}（此前已通知也算） | {emergency} is 是: {notice} is within {limit} of {start} (a notice before it counts too)
    fail | {notice}晚于应通知的时刻 | {notice} is later than that
    fail | 应通知的时刻已过，{notice}仍为空 | the moment for the notice has passed and {notice} is blank
    pending | {notice}为空，应通知的时刻未到 | {notice} is blank and the moment for the notice has not come
    undetermined ?by_clock | =open.day_only
    """,
    by_clock=lambda part, voice: not (voice.by_day(part.lead) and voice.by_day(part.limit)),
)
KIND = Kind(Notice, judge, TOLD)
