"""Steps that are done by a day, and steps in order: what the parts about dates share."""

from collections.abc import Iterable
from itertools import pairwise

from clausecheck.nouns.model import say
from clausecheck.nouns.periods import When

from .case import Case
from .limits import by_day
from .outcome import Outcome, failed, passed, pending, ruled


def missing(case: Case, field: str) -> Outcome:
    """A step of an obligation that is not there: pending until the due date, then overdue by so many days."""
    name, last = case.name(field), case.last.isoformat()
    stand, cells = by_day(None, case.last, case.as_of), case.cells(field)
    words = {"field": name, "due": last, "period": case.period}
    if stand.verdict == "pending":
        return pending(say("missing", **words), cells=cells, numbers=(case.due_by,), due=case.last)
    found = say("missing_over" if case.row else "no_row_over", **words, over=stand.over)
    mend = say("mend.by", field=name, day=last)
    return failed("missing", found, mend, cells=cells, numbers=(case.due_by,), due=case.last)


def done_by(case: Case, field: str) -> Outcome:
    """One step of an obligation, on the due date at the latest (G7)."""
    if unusable := case.unusable(field):
        return unusable
    value = case.get(field)
    if value is None:
        return missing(case, field)
    stand = by_day(value, case.last, case.as_of, case.rule.boundary)
    words = {"field": case.name(field), "day": value.day.isoformat(), "due": case.last.isoformat()}
    if stand.verdict == "pass":
        found = say("in_time_boundary" if value.day == case.due else "in_time", **words)
        return passed(found, cells=case.cells(field), numbers=(case.due_by,), due=case.last)
    mend, found = say("mend.by", field=words["field"], day=words["due"]), say(stand.key, **words, over=stand.over)
    return ruled(
        stand.verdict, stand.reason, found, mend, cells=case.cells(field), numbers=(case.due_by,), due=case.last
    )


def dates_of(fields: Iterable[str], case: Case) -> list[tuple[str, When]]:
    """The dates that are there, with their fields."""
    return [(name, value) for name in fields if isinstance(value := case.get(name), When)]


def wrong_order(steps: Iterable[tuple[str, When]], case: Case) -> Outcome | None:
    """A step dated before the one it follows is a breach at once; None where dates never decrease."""
    for (first, before), (then, after) in pairwise(steps):
        if after.day < before.day:
            words = {"field": case.name(then), "day": str(after.day)}
            words |= {"other": case.name(first), "other_day": str(before.day)}
            found = say("out_of_order", **words, over=say("days", n=(before.day - after.day).days))
            mend = say("mend.order", field=words["field"], other=words["other"])
            return failed("order", found, mend, cells=case.cells(first, then))
    return None
