"""Parts of a check on one row: values of a list, cells filled in, people in post and in role, steps in order."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from clausecheck.evidence import Staff
from clausecheck.evidence.staff import Person, held_role, posts, was_in_post
from clausecheck.nouns.model import Cell, Say, Unknown, say
from clausecheck.nouns.periods import When

from . import shapes as spec
from .limits import Span, by_limit_alone, last_day, limit_itself, span
from .outcome import Part, cells_of, combine
from .row_case import RowCase, meets


def listed(part: spec.Listed, case: RowCase) -> Part:
    """CMP03: the cell holds one of the values of its list; blank or another value fails."""
    applies = meets(case.row, part.only_if)
    cells = case.cells(part.field)
    if applies is not True:
        return Part("pass", cells=())  # whether it must be filled hangs on a cell that is judged by its own part
    value = case.get(part.field)
    field = case.name(part.field)
    if isinstance(value, Unknown) and value.code != "DAT07":
        return case.unusable(part.field) or Part("undetermined")
    if value is None:
        return Part("fail", "blank", say("blank", field=field), say("mend.fill", field=field), cells)
    if isinstance(value, Unknown):
        return Part(
            "fail", "not_listed", say("not_listed", field=field, raw=value.raw), say("mend.list", field=field), cells
        )
    return Part("pass", found=say("is", field=field, value=value), cells=cells)


def filled(part: spec.Filled, case: RowCase) -> Part:
    """Every cell is filled in (ITV08, INF08)."""
    return combine([_filled(part, case, name) for name in part.fields])


def _filled(part: spec.Filled, case: RowCase, name: str) -> Part:
    value, field, cells = case.get(name), case.name(name), case.cells(name)
    free = (
        meets(case.row, part.unless[name]) if name in part.unless and case.get(next(iter(part.unless[name]))) else False
    )
    if free is True:
        return Part("pass", cells=case.cells(name, *part.unless[name]))
    if unusable := case.unusable(name):
        return unusable
    if value is not None:
        return Part("pass", cells=cells)
    if free is not False:
        return case.unusable(*part.unless[name]) or Part("undetermined")
    return Part("fail", "blank", say("blank", field=field), say("mend.fill", field=field), cells)


def in_post(part: spec.InPost, case: RowCase) -> Part:
    """CMP04: one of those named is in post at that time, and nobody named beside is unknown to the staff list."""
    name, field = case.get(part.person), case.name(part.person)
    if unusable := case.unusable(part.person):
        return unusable
    if name is None:
        return Part("fail", "nobody", say("blank", field=field), say("mend.fill", field=field), case.cells(part.person))
    parts = [_in_post(person, part, case) for person in case.evidence.staff.named(name)]
    stranger = next((one for one in parts if one.reason == "not_on_staff"), None)
    whole = _one_of(parts)
    if stranger is None or whole.verdict != "pass":
        return whole
    return replace(whole, verdict="undetermined", reason=stranger.reason, mend=stranger.mend)


def _in_post(person: Person, part: spec.InPost, case: RowCase) -> Part:
    staff, name, field, cells = case.evidence.staff, person.name, case.name(part.person), case.cells(part.person)
    if not person.listed:
        found = say("not_on_staff", field=field, name=name)
        return _absent(staff, Part("fail", "not_on_staff", found, say("mend.staff", name=name), cells))
    when = case.get(part.at)
    held = was_in_post(person, when)
    posts = tuple(cell for row in person.listed for cell in cells_of(row, "name", "from", "until"))
    if held is None or not person.rows:
        if person.rows and (unusable := case.unusable(part.at)):
            return unusable
        return _unclear(person, field, (*cells, *posts))
    if not held:
        found = say("not_in_post", field=field, name=name, at=str(when))
        mend = say("mend.in_post", name=name)
        return _absent(staff, Part("fail", "not_in_post", found, mend, (*cells, *posts), at=cells))
    return Part("pass", found=say("in_post", name=name), cells=cells)


def _one_of(parts: Sequence[Part]) -> Part:
    """Of several people named one who passes is enough; all must fail for a fail (reading 52). What is to be said of
    the others is said too."""
    if len(parts) == 1:
        return parts[0]
    verdicts = {part.verdict for part in parts}
    verdict = "pass" if "pass" in verdicts else "fail" if verdicts == {"fail"} else "undetermined"
    first = sorted(parts, key=lambda part: part.verdict != verdict)
    mend = None if verdict == "pass" else first[0].mend
    whole = combine([replace(part, verdict=verdict) for part in first])
    return replace(whole, reason=first[0].reason, mend=whole.mend if verdict == "fail" else mend)


def _unclear(person: Person, field: Say, cells: tuple[Cell, ...]) -> Part:
    """Whether somebody was in post, or who is meant, cannot be told."""
    if person.rows:
        return Part("undetermined", "post_unclear", say("post_unclear", name=person.name), None, cells)
    found = say("name_unclear", field=field, name=person.name)
    return Part("undetermined", "name_unclear", found, say("mend.names_apart"), cells)


def _absent(staff: Staff, fails: Part) -> Part:
    """Who is not found fails, unless the list has a name that cannot be read: that may be this one's row."""
    if staff.complete:
        return fails
    return replace(fails, verdict="undetermined", found=say("staff_unclear", what=fails.found))


def has_role(part: spec.HasRole, case: RowCase) -> Part:
    """One of those named held one of the roles on that day (CMP05, CMP06, CMP08)."""
    name, cells = case.get(part.person), case.cells(part.person)
    if unusable := case.unusable(part.person):
        return unusable
    if name is None:
        return _nobody(part, case)
    if case.get(part.at) is None and part.blank == "open":
        return Part("pass", cells=cells)  # the time of it is missing, which the limit judges
    if unusable := case.unusable(part.at):
        return unusable
    return _one_of([_has_role(person, part, case) for person in case.evidence.staff.named(name)])


def _has_role(person: Person, part: spec.HasRole, case: RowCase) -> Part:
    name, field, when, cells = person.name, case.name(part.person), case.get(part.at), case.cells(part.person)
    if not person.listed:
        return Part("undetermined", "not_on_staff", say("role_unknown", name=name), say("mend.staff", name=name), cells)
    roles = tuple(Say(f"role:{role}") for role in part.roles)
    has = held_role(person, part.roles, when)
    if has is None or not person.rows:
        return _role_unclear(person, part, case)
    held = tuple(dict.fromkeys(Say(f"role:{post.role}") for post in posts(person, when) if post.sure))
    if has:
        return Part("pass", found=say("role_is", name=name, roles=held), cells=cells)
    found = say("wrong_role", field=field, name=name, held=held, roles=roles)
    return Part("fail", "wrong_role", found, say("mend.role", field=field, roles=roles), cells)


def _role_unclear(person: Person, part: spec.HasRole, case: RowCase) -> Part:
    """On the staff list, but not in post that day (reading 25), or nobody can tell in which role."""
    when, field = case.get(part.at), case.name(part.person)
    cells = (
        *case.cells(part.person),
        *(c for row in person.listed for c in cells_of(row, "role", "from", "until")),
    )
    if not person.rows or was_in_post(person, when) is not False:
        return _unclear(person, field, cells)
    found = say("role_then_unknown", what=say("not_in_post", field=field, name=person.name, at=str(when)))
    return Part("undetermined", "not_in_post", found, say("mend.in_post", name=person.name), cells)


def _nobody(part: spec.HasRole, case: RowCase) -> Part:
    """Nobody is named: a breach at once, or (`blank: open`) once the limit has run out."""
    field, cells = case.name(part.person), case.cells(part.person)
    found, mend = say("blank", field=field), say("mend.fill", field=field)
    if part.blank == "open":
        start = case.get("received_at")
        if not isinstance(start, When):
            return case.unusable("received_at") or Part("undetermined", "unreadable")
        seen = span(start, None, case.number(part.limit), case.rule, case.as_of, case.calendar)
        if seen is None or seen.met is None:
            return Part("undetermined", "day_only", found, mend, cells, (part.limit,))
        if seen.met:
            return Part("pending", "open", found, mend, cells, (part.limit,))
    return Part("fail", "nobody", found, mend, cells)


def not_after(part: spec.NotAfter, case: RowCase) -> Part:
    """SUR01: the review is there, on the first day of the survey at the latest."""
    if unusable := case.unusable(part.field):
        return unusable
    done, event = case.get(part.field), case.get(part.event)
    field, cells = case.name(part.field), case.cells(part.field, part.event)
    if done is None:
        mend = (
            say("mend.by", field=field, day=str(event.day))
            if isinstance(event, When)
            else say("mend.fill", field=field)
        )
        return Part("fail", "missing", say("blank", field=field), mend, cells)
    if unusable := case.unusable(part.event):
        return unusable
    params = {"field": field, "day": str(done.day), "other": case.name(part.event), "limit": str(event.day)}
    last = event.day - timedelta(days=case.rule.boundary == "exclusive")
    if done.day > last:
        over, mend = say("days", n=(done.day - last).days), say("mend.by", field=field, day=str(last))
        found = say("after_other", **params, over=over)
        if done.day == event.day:
            found = say("late_boundary", field=field, day=str(done.day), due=str(last), over=over)
        return Part("fail", "late", found, mend, cells)
    return Part("pass", found=say("in_time", field=field, day=str(done.day), due=str(last)), cells=cells)


def sequence(part: spec.Sequence, case: RowCase) -> Part:
    """STA02: every step there, in order, the last within the limit; only missing steps wait for the due date."""
    start, ordered = case.get(part.start), in_order(part.fields, case)
    if not isinstance(start, When):
        unusable = case.unusable(part.start) or Part("undetermined", "unreadable")
        return ordered if ordered.verdict == "fail" else unusable
    today = span(start, None, case.number(part.limit), case.rule, case.as_of, case.calendar)
    parts = [_step(name, part, case, start, today) for name in part.fields]
    parts.append(ordered)
    return combine(parts)


def _step(name: str, part: spec.Sequence, case: RowCase, start: When, today: Span | None) -> Part:
    """One step of a sequence; `today` says how the as-of day stands to the limit, None where no calendar tells."""
    value, field, cells = case.get(name), case.name(name), case.cells(name)
    due = last_day(start, case.number(part.limit), case.rule.boundary, case.calendar)
    if unusable := case.unusable(name):
        return unusable
    open_calendar = Part("undetermined", "calendar", say("calendar_ends"), cells=cells, numbers=(part.limit,))
    if value is None:
        return _step_missing(field, today, part, cells, due) if today else open_calendar
    if case.impossible(part.start, name) and name == part.fields[0]:
        return Part(
            "undetermined", "impossible_order", say("impossible", field=field, other=case.name(part.start)), None, cells
        )
    if name == part.fields[-1]:
        number = case.number(part.limit)
        seen = span(start, value, number, case.rule, case.as_of, case.calendar)
        if seen is None:
            return open_calendar
        if seen.met is False:
            found = say("late", field=field, day=str(value.day), due=seen.deadline, over=seen.over)
            if by_limit_alone(start, value, number, case.rule, case.as_of, case.calendar):
                found = say("all", parts=(found, limit_itself(number)))
            mend = say("mend.by", field=field, day=seen.deadline)
            return Part("fail", "late", found, mend, cells, (part.limit,), due)
    return Part("pass", cells=cells, numbers=(part.limit,), due=due)


def _step_missing(field: Say, today: Span, part: spec.Sequence, cells: tuple[Cell, ...], due: date | None) -> Part:
    late = today.met is False
    verdict, reason, key = ("fail", "missing", "missing_over") if late else ("pending", "open", "missing")
    found = say(key, field=field, due=today.deadline, over=today.over)
    return Part(verdict, reason, found, say("mend.by", field=field, day=today.deadline), cells, (part.limit,), due)


def in_order(fields: tuple[str, ...], case: RowCase) -> Part:
    """The dates that are there never decrease; a decrease is a breach at once."""
    there = [(name, case.get(name).day) for name in fields if isinstance(case.get(name), When)]
    for (first, before), (then, after) in pairwise(there):
        if after < before:
            found = say(
                "out_of_order",
                field=case.name(then),
                day=str(after),
                other=case.name(first),
                other_day=str(before),
                over=say("days", n=(before - after).days),
            )
            mend = say("mend.order", field=case.name(then), other=case.name(first))
            return Part("fail", "order", found, mend, case.cells(first, then))
    return case.unusable(*fields) or Part("pass", cells=case.cells(*(name for name, _ in there)))
