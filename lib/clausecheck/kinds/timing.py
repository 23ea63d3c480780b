"""One time within a limit of another: what the parts that hang on a limit share."""

from dataclasses import replace

from clausecheck.nouns.model import Say, say
from clausecheck.nouns.periods import When

from .case import Case
from .limits import by_limit_alone, is_by_day, last_day, limit_itself, span
from .outcome import Outcome, Reason, Verdict, unknown

Met = tuple[Verdict, Reason, str]


def met_as(met: bool | None, missing: bool) -> Met:
    """Verdict, reason and how it is called, for a limit that was met, broken, or cannot be told."""
    if met is None:
        return "undetermined", "day_only", "open_day_only" if missing else "day_only"
    if missing:
        return ("pending", "open", "open") if met else ("fail", "missing", "missing")
    return ("pass", "", "met") if met else ("fail", "late", "late")


def time_limit(case: Case, start_field: str, end_field: str, limit: str, before: Verdict = "undetermined") -> Outcome:
    """How one time stands to a limit after another, with the arithmetic in words. `before`: what an end before the start
    comes to."""
    if unusable := case.unusable(start_field, end_field):
        return unusable
    start, end, number = case.get(start_field), case.get(end_field), case.number(limit)
    names = {"start_field": case.name(start_field), "end_field": case.name(end_field)}
    cells, at = case.cells(start_field, end_field), case.cells(end_field)
    whole = unknown("calendar", say("calendar_ends"), cells=cells, numbers=(limit,), at=at)
    if case.impossible(start_field, end_field):
        found = say("before_start", **names, start=str(start), end=str(end))
        if before == "undetermined":
            found = say("impossible_order", what=found)
        wrong = say("mend.write", field=names["end_field"])
        return replace(whole, verdict=before, reason="impossible_order", found=(found,), mend=wrong)
    seen = span(start, end, number, case.rule, case.as_of, case.calendar)
    if seen is None:
        return whole
    verdict, reason, called = met_as(seen.met, end is None)
    words = {**names, "start": str(start), "limit": case.said(limit), "deadline": seen.deadline}
    words |= {"end": str(end), "as_of": case.as_of.isoformat(), "over": seen.over}
    found = say(f"within.{called}", **words)
    if verdict == "fail" and by_limit_alone(start, end, number, case.rule, case.as_of, case.calendar):
        at_limit = found if is_by_day(number) else say("within.at_limit", **words)  # by the clock late by nothing
        found = say("all", parts=(at_limit, limit_itself(number)))
    mend = None if verdict in ("pass", "pending") else say("mend.by", field=names["end_field"], day=seen.deadline)
    if reason == "day_only":
        mend = say("mend.time", field=without_time(case, start_field, end_field))
    due = last_day(start, number, case.rule.boundary, case.calendar)
    return replace(whole, verdict=verdict, reason=reason, found=(found,), mend=mend, due=due)


def without_time(case: Case, *fields: str) -> tuple[Say, ...]:
    """The fields given only to the day: what would have to be known."""
    seen = [(name, case.get(name)) for name in fields]
    return tuple(case.name(name) for name, value in seen if isinstance(value, When) and value.clock is None)
