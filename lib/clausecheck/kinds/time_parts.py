"""Parts of a check on one row that hang on a limit: within, follow-up, notice, handled (CMP10), outage record (CMP02)."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from clausecheck.nouns.model import Say, say
from clausecheck.nouns.periods import END_OF_DAY, When
from clausecheck.procedure.numbers import Number

from . import shapes as spec
from .limits import by_limit_alone, duration, is_by_day, last_day, limit_itself, span
from .outcome import Part, combine
from .row_case import RowCase, meets


def within(part: spec.Within, case: RowCase) -> Part:
    """`end` within a limit of `start`; while it is missing: pending until the limit has run out, then fail."""
    applies = meets(case.row, part.only_if)
    if applies is False:
        return Part("pass")
    if applies is not True:
        return case.unusable(*part.only_if) or Part("undetermined", "unreadable")
    timed = time_limit(case, part.start, part.end, part.limit, part.before_start)
    return combine([timed, *(_with(name, part, case) for name in part.also_filled)])


def time_limit(case: RowCase, start_field: str, end_field: str, limit: str, before_start: str = "undetermined") -> Part:
    """How one time stands to a limit after another, with the arithmetic in words."""
    if unusable := case.unusable(start_field, end_field):
        return unusable
    start, end, number = case.get(start_field), case.get(end_field), case.number(limit)
    names = {"start_field": case.name(start_field), "end_field": case.name(end_field)}
    whole = Part("undetermined", cells=case.cells(start_field, end_field), numbers=(limit,), at=case.cells(end_field))
    if case.impossible(start_field, end_field):
        found = say("before_start", **names, start=str(start), end=str(end))
        if before_start == "undetermined":
            found = say("impossible_order", what=found)
        wrong = say("mend.write", field=names["end_field"])
        return replace(whole, verdict=before_start, reason="impossible_order", found=found, mend=wrong)
    seen = span(start, end, number, case.rule, case.as_of, case.calendar)
    if seen is None:
        return replace(whole, reason="calendar", found=say("calendar_ends"))
    verdict, reason, key = _met(seen.met, end is None)
    words = {**names, "start": str(start), "limit": case.said(limit), "deadline": seen.deadline}
    words |= {"end": str(end), "as_of": case.as_of.isoformat(), "over": seen.over}
    found = say(key, **words)
    if verdict == "fail" and by_limit_alone(start, end, number, case.rule, case.as_of, case.calendar):
        at = key if is_by_day(number) else "within.at_limit"  # by the clock it is late by nothing
        found = say("all", parts=(say(at, **words), limit_itself(number)))
    mend = None if verdict in ("pass", "pending") else say("mend.by", field=names["end_field"], day=seen.deadline)
    if reason == "day_only":
        mend = say("mend.time", field=_without_time(case, start_field, end_field))
    due = last_day(start, number, case.rule.boundary, case.calendar)
    return replace(whole, verdict=verdict, reason=reason, found=found, mend=mend, due=due)


def _without_time(case: RowCase, *fields: str) -> tuple[Say, ...]:
    """The fields given only to the day: what would have to be known."""
    seen = [(name, case.get(name)) for name in fields]
    return tuple(case.name(name) for name, value in seen if isinstance(value, When) and value.clock is None)


def _met(met: bool | None, missing: bool) -> tuple[str, str, str]:
    """Verdict, reason and sentence for a limit that was met, broken, or cannot be told."""
    if met is None:
        return "undetermined", "day_only", "within.open_day_only" if missing else "within.day_only"
    if missing:
        return ("pending", "open", "within.open") if met else ("fail", "missing", "within.missing")
    return ("pass", "", "within.met") if met else ("fail", "late", "within.late")


def _with(name: str, part: spec.Within, case: RowCase) -> Part:
    """A cell that belongs to the step: while the limit runs it may still come, afterwards it must be there."""
    if unusable := case.unusable(name):
        return unusable
    if case.get(name) is not None:
        return Part("pass", cells=case.cells(name))
    start, field = case.get(part.start), case.name(name)
    number = case.number(part.limit)
    seen = span(start, None, number, case.rule, case.as_of, case.calendar) if isinstance(start, When) else None
    verdict, reason, _ = _met(seen.met if seen else None, missing=True)
    found, mend = say("blank", field=field), say("mend.fill", field=field)
    return Part(verdict, "blank" if verdict == "fail" else reason, found, mend, case.cells(name), (part.limit,))


def follow_up(part: spec.FollowUp, case: RowCase) -> Part:
    """A measure set and carried out by its date (ITV06, CMP11); without a date, the default number of days."""
    due = follow_up_due(part, case)
    if isinstance(due, Part):
        return due
    last, numbers = due
    if case.impossible(part.start, part.done) and part.measure:
        found = say("impossible", field=case.name(part.done), other=case.name(part.start))
        done = Part("undetermined", "impossible_order", found, None, case.cells(part.start, part.done))
    else:
        done = _done_by(part.done, case, last, numbers)
    parts = [done]
    if part.measure:
        parts.append(_set(part.measure, case, last, numbers))
    return combine(parts)


def follow_up_due(part: spec.FollowUp, case: RowCase) -> tuple[date, tuple[str, ...]] | Part:
    """The last day of a measure and the numbers it rests on, or the part to give when it cannot be known."""
    if unusable := case.unusable(part.due):
        return unusable
    given = case.get(part.due)
    if given is not None:
        return given.day - timedelta(days=case.rule.boundary == "exclusive"), ()
    if unusable := case.unusable(part.start):
        return unusable
    start = case.get(part.start)
    if start is None:
        found = say("no_due", field=case.name(part.due), other=case.name(part.start))
        return Part(
            "undetermined",
            "no_due",
            found,
            say("mend.fill", field=case.name(part.due)),
            case.cells(part.due, part.start),
        )
    days = case.number(part.default).amount - (case.rule.boundary == "exclusive")
    return start.day + timedelta(days=days), (part.default,)


def _done_by(name: str, case: RowCase, last: date, numbers: tuple[str, ...]) -> Part:
    if unusable := case.unusable(name):
        return unusable
    value, field, cells = case.get(name), case.name(name), case.cells(name)
    mend = say("mend.by", field=field, day=str(last))
    if value is None:
        verdict, reason = ("pending", "open") if case.as_of <= last else ("fail", "missing")
        over = say("days", n=(case.as_of - last).days)
        key = "missing" if verdict == "pending" else "missing_over"
        return Part(verdict, reason, say(key, field=field, due=str(last), over=over), mend, cells, numbers, last)
    if value.day > last:
        over = say("days", n=(value.day - last).days)
        itself = case.rule.boundary == "exclusive" and over == say("days", n=1)
        found = say("late_boundary" if itself else "late", field=field, day=str(value.day), due=str(last), over=over)
        return Part("fail", "late", found, mend, cells, numbers, last)
    return Part(
        "pass",
        found=say("in_time", field=field, day=str(value.day), due=str(last)),
        cells=cells,
        numbers=numbers,
        due=last,
    )


def _set(name: str, case: RowCase, last: date, numbers: tuple[str, ...]) -> Part:
    if unusable := case.unusable(name):
        return unusable
    field, cells = case.name(name), case.cells(name)
    if case.get(name) is not None:
        return Part("pass", cells=cells)
    verdict, reason = ("pending", "open") if case.as_of <= last else ("fail", "blank")
    return Part(verdict, reason, say("blank", field=field), say("mend.fill", field=field), cells, numbers, last)


def notice(part: spec.Notice, case: RowCase) -> Part:
    """INF04: before a planned outage by the lead time, after an emergency's start within the limit."""
    if unusable := case.unusable(part.emergency):
        return unusable
    if case.get(part.emergency) == "是":
        if case.impossible(part.start, part.notice):
            return Part(
                "pass", found=say("notice.early"), cells=case.cells(part.start, part.notice), numbers=(part.limit,)
            )
        return time_limit(case, part.start, part.notice, part.limit)
    if unusable := case.unusable(part.start, part.notice):
        return unusable
    return _lead(part, case)


def _lead(part: spec.Notice, case: RowCase) -> Part:
    start, given, number = case.get(part.start), case.get(part.notice), case.number(part.lead)
    met, deadline = _ahead(start, given, number, case)
    shown = str(When(deadline.date(), None if is_by_day(number) else deadline.time()))
    words = {"start": str(start), "lead": case.said(part.lead), "deadline": shown, "notice": str(given or "")}
    mend = say("mend.by", field=case.name(part.notice), day=shown)
    whole = Part("pass", cells=case.cells(part.start, part.notice), numbers=(part.lead,), at=case.cells(part.notice))
    whole = replace(whole, due=deadline.date())
    if met is None:
        mend = say("mend.time", field=_without_time(case, part.start, part.notice))
        return replace(
            whole, verdict="undetermined", reason="day_only", found=say("notice.day_only", **words), mend=mend
        )
    if met:
        verdict, key = ("pass", "notice.met") if given else ("pending", "notice.open")
        return replace(whole, verdict=verdict, reason="" if given else "open", found=say(key, **words))
    if given is None:
        return replace(whole, verdict="fail", reason="missing", found=say("notice.missing", **words), mend=mend)
    over = (
        say("days", n=(given.day - deadline.date()).days) if is_by_day(number) else duration(given.earliest - deadline)
    )
    found = say("notice.late", **words, over=over)
    if case.rule.boundary == "exclusive" and _at_lead(start, given, number):
        at = found if is_by_day(number) else say("notice.at_limit", **words)
        found = say("all", parts=(at, limit_itself(number)))
    return replace(whole, verdict="fail", reason="late", found=found, mend=mend)


def _at_lead(start: When, given: When, number: Number) -> bool:
    """Whether a notice was given on the last day, or at the last moment, that the lead time allows."""
    if is_by_day(number):
        return (start.day - given.day).days == number.amount
    return given.earliest <= start.latest - timedelta(**{number.unit: number.amount})


def _ahead(start: When, given: When | None, number: Number, case: RowCase) -> tuple[bool | None, datetime]:
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
