"""Limits in time: days compare days, hours and minutes look at the time of day, at the coarser precision of the two; a
day without time proves nothing about minutes (readings 10, 11, 58; logs.md)."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from clausecheck.nouns.model import Say, say
from clausecheck.nouns.periods import END_OF_DAY, When
from clausecheck.nouns.records import dataclass
from clausecheck.nouns.workdays import Workdays
from clausecheck.procedure.numbers import Number
from clausecheck.procedure.rule import Rule

from .outcome import Reason, Verdict


@dataclass(frozen=True, slots=True)
class Stand:
    """How one thing done, or not done yet, stands to its last day: verdict, reason, the usual sentence, and by how long
    it is late."""

    verdict: Verdict
    reason: Reason
    key: str
    over: Say


def by_day(done: When | None, last: date, as_of: date, boundary: str = "inclusive") -> Stand:
    """One date against one last day: pending while it may still come, missing after it, late or in time."""
    over = ((done.day if done else as_of) - last).days
    said = say("days", n=over)
    if done is None:
        return Stand("fail", "missing", "missing_over", said) if over > 0 else Stand("pending", "open", "missing", said)
    if over <= 0:
        return Stand("pass", "", "in_time", said)
    itself = boundary == "exclusive" and over == 1  # the day that no longer counts
    return Stand("fail", "late", "late_boundary" if itself else "late", said)


@dataclass(frozen=True, slots=True)
class Span:
    """How an event stands to a limit: met, not met, or None where the readings of a day differ."""

    met: bool | None
    deadline: str
    over: Say | None = None


def day_limits(start: date, number: Number, boundary: str, calendar: Workdays) -> tuple[date, date | None]:
    """The last day of a limit in days or working days: the earliest and the latest that it can be. One and the same
    where the calendar is known; None where nothing can be said of the latest."""
    amount = number.amount - (boundary == "exclusive")
    if number.unit == "days":
        last = start + timedelta(days=amount)
        return last, last
    return calendar.after(start, amount)


def last_day(start: When, number: Number, boundary: str, calendar: Workdays) -> date | None:
    """The day on which a limit runs out at the latest; past the known calendar the earliest that it can be, None where
    that is not known either."""
    if is_by_day(number):
        first, last = day_limits(start.day, number, boundary, calendar)
        return first if last else None
    return (start.latest + timedelta(**{number.unit: number.amount})).date()


def is_by_day(number: Number) -> bool:
    return number.unit in ("days", "working_days")


def span(start: When, end: When | None, number: Number, rule: Rule, as_of: date, calendar: Workdays) -> Span | None:
    """How `end` (or, while it is missing, the end of the as-of day) stands to the limit after `start`.

    None where possible calendars of working days differ on it (reading 61).
    """
    if not is_by_day(number):
        seen = _exact(start, end, number, rule, as_of)
        return seen if end or seen.over is None else replace(seen, over=_roughly(seen.over))
    first, last = day_limits(start.day, number, rule.boundary, calendar)
    day = end.day if end else as_of
    if first == last:
        return Span(day <= first, first.isoformat(), _days_over(day, first))
    if last is None or first < day <= last:
        return None
    over = say("at_least", over=_days_over(day, last)) if day > last else None
    return Span(day <= first, f"{first}…{last}", over)


def _roughly(over: Say) -> Say:
    """The largest unit of a length of time: the end of the as-of day is no moment to count minutes from."""
    params = dict(over.params)
    if over.key == "length":
        whole: Say = params["parts"][0]
        return whole
    return say("at_least", over=_roughly(params["over"])) if over.key == "at_least" else over


def by_limit_alone(start: When, end: When | None, number: Number, rule: Rule, as_of: date, calendar: Workdays) -> bool:
    """Whether what is late is so only because the limit itself is no longer in time (`boundary: exclusive`)."""
    if rule.boundary != "exclusive":
        return False
    seen = span(start, end, number, replace(rule, boundary="inclusive"), as_of, calendar)
    return seen is not None and seen.met is not False


def limit_itself(number: Number) -> Say:
    """That the limit's own day, or its own moment, is no longer in time."""
    return say("boundary_day" if is_by_day(number) else "boundary_moment")


def _exact(start: When, end: When | None, number: Number, rule: Rule, as_of: date) -> Span:
    length = timedelta(**{number.unit: number.amount})
    seen = end or When(as_of, END_OF_DAY)
    (first, last), (early, late) = start.readings_beside(seen), seen.readings_beside(start)
    best, worst = early - last, late - first
    exclusive = rule.boundary == "exclusive" and end is not None
    deadline = _deadline(start, first, length)
    if (worst < length) if exclusive else (worst <= length):
        return Span(True, deadline)
    if (best >= length) if exclusive else (best > length):
        over = duration(best - length)
        return Span(False, deadline, over if best == worst else say("at_least", over=over))
    return Span(None, deadline)


def _deadline(start: When, first: datetime, length: timedelta) -> str:
    if start.clock is None:  # the last of that day's moments: one that nobody could have kept is past it
        return str(_moment(start.latest + timedelta(seconds=1) + length))
    return str(_moment(first + length))


def _moment(moment: datetime) -> When:
    return When(moment.date(), moment.time().replace(microsecond=0))


def _days_over(day: date, last: date) -> Say | None:
    return say("days", n=(day - last).days) if day > last else None


def duration(length: timedelta) -> Say:
    """A length of time in days, hours and minutes, those that are not nought; below a minute in seconds."""
    minutes = int(length.total_seconds() // 60)
    if not minutes:
        return say("seconds", n=int(length.total_seconds()))
    counts = (("days", minutes // 1440), ("hours", minutes // 60 % 24), ("minutes", minutes % 60))
    return say("length", parts=tuple(say(unit, n=n) for unit, n in counts if n))
