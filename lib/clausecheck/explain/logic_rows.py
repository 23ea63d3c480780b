"""Checks on each row of a table, in words: which rows, and the parts that each row is judged by."""

from collections.abc import Callable
from typing import Any

from clausecheck.kinds import shapes as spec
from clausecheck.procedure.tables import tables

from .voice import Told, Voice, field_of


def each_row(check: spec.EachRow, voice: Voice) -> Told:
    """The rows that are judged, those to which the rule does not apply, and each part."""
    table = check.table
    yield from _which(check, voice)
    yield from voice.blanks(table, (*check.only, *check.when))
    for field, values in check.when.items():
        named = voice.field(table, field)
        yield "not_applicable", voice.say("rows.when", field=named, values=voice.values(values))
        if not field_of(table, field).blank:
            yield "undetermined", voice.say("rows.when_open", field=named)
    for fields, key in ((check.when_filled, "rows.when_filled"), (check.when_blank, "rows.when_blank")):
        for field in fields:
            yield "not_applicable", voice.say(key, field=voice.field(table, field))
    yield "not_applicable", voice.say("none.case")
    for part in check.parts:
        yield from PARTS[part.part](part, table, voice)


def _which(check: spec.EachRow, voice: Voice) -> Told:
    table, about = check.table, tables()[check.table]
    named = voice.table(table)
    if check.by_due or not about.key_date:
        yield "scope", voice.say("rows.by_due", table=named)
    else:
        yield "scope", voice.say("rows.every", table=named, key=voice.field(table, about.key_date))
    if check.only:
        yield "scope", voice.say("rows.only", condition=voice.condition(table, check.only))
    if check.only_filled:
        yield "scope", voice.say("rows.only_filled", fields=voice.fields(table, check.only_filled))
    if check.incomplete_too:
        yield "scope", voice.say("rows.incomplete")
    else:
        yield from _set_aside(table, voice)


def _set_aside(table: str, voice: Voice) -> Told:
    about = tables()[table]
    fields = voice.fields(table, about.required)
    if about.key_date and not about.fields[about.key_date].future:
        key = voice.field(table, about.key_date)
        yield "scope", voice.say("rows.aside_late", fields=fields, key=key)
    else:
        yield "scope", voice.say("rows.aside", fields=fields)


def _where(told: Told, condition: str, voice: Voice) -> Told:
    """The same, but only where a condition holds."""
    for verdict, said in told:
        yield verdict, voice.say("when.prefix", condition=condition, said=said) if verdict != "scope" else said


def _within(part: spec.Within, table: str, voice: Voice) -> Told:
    told = _within_limit(part, table, voice)
    if part.only_if:
        yield from voice.blanks(table, part.only_if)
        told = _where(told, voice.condition(table, part.only_if), voice)
    yield from told


def _within_limit(part: spec.Within, table: str, voice: Voice) -> Told:
    start, end, limit = voice.field(table, part.start), voice.field(table, part.end), voice.limit(part.limit)
    yield "pass", voice.say("within.pass", start=start, end=end, limit=limit)
    yield "fail", voice.say("within.late", end=end)
    yield "fail", voice.say("within.missing", end=end)
    yield part.before_start, voice.say("within.before", start=start, end=end)
    yield "pending", voice.say("within.open", end=end)
    if part.also_filled:
        fields = voice.fields(table, part.also_filled)
        yield "pass", voice.say("within.also", fields=fields)
        yield "fail", voice.say("within.also_missing", fields=fields)
    if not voice.by_day(part.limit):
        yield "undetermined", voice.say("open.day_only")


def _listed(part: spec.Listed, table: str, voice: Voice) -> Told:
    field = voice.field(table, part.field)
    choices = voice.values(value for value, _ in field_of(table, part.field).choices)
    told = [
        ("pass", voice.say("listed.pass", field=field, choices=choices)),
        ("fail", voice.say("listed.fail", field=field)),
    ]
    condition = voice.condition(table, part.only_if)
    yield from _where(iter(told), condition, voice) if part.only_if else told


def _in_post(part: spec.InPost, table: str, voice: Voice) -> Told:
    person, at = voice.field(table, part.person), voice.field(table, part.at)
    yield "pass", voice.say("in_post.pass", person=person, at=at)
    yield "fail", voice.say("in_post.fail", person=person)
    yield "undetermined", voice.say("in_post.open")


def _has_role(part: spec.HasRole, table: str, voice: Voice) -> Told:
    person, at, roles = voice.field(table, part.person), voice.field(table, part.at), voice.roles(part.roles)
    yield "pass", voice.say("has_role.pass", person=person, at=at, roles=roles)
    yield "fail", voice.say("has_role.fail", person=person, roles=roles)
    if part.blank == "fail":
        yield "fail", voice.say("has_role.blank", person=person)
    else:
        limit = voice.number(part.limit)
        yield "fail", voice.say("has_role.blank_late", person=person, limit=limit)
        yield "pending", voice.say("has_role.blank_open", person=person, limit=limit)
    yield "undetermined", voice.say("has_role.open", person=person)


def _filled(part: spec.Filled, table: str, voice: Voice) -> Told:
    fields = voice.fields(table, part.fields)
    yield "pass", voice.say("filled.pass", fields=fields)
    yield "fail", voice.say("filled.fail", fields=fields)
    for field, condition in part.unless.items():
        free = voice.condition(table, condition)
        yield "scope", voice.say("filled.unless", field=voice.field(table, field), condition=free)


def _follow_up(part: spec.FollowUp, table: str, voice: Voice) -> Told:
    due, done, start = (voice.field(table, name) for name in (part.due, part.done, part.start))
    yield "scope", voice.say("follow_up.due", due=due, start=start, default=voice.number(part.default))
    yield "pass", voice.say("follow_up.pass", done=done)
    yield "fail", voice.say("follow_up.fail", done=done)
    yield "pending", voice.say("follow_up.pending", done=done)
    if part.measure:
        measure = voice.field(table, part.measure)
        yield "pass", voice.say("follow_up.measure", measure=measure)
        yield "fail", voice.say("follow_up.no_measure", measure=measure)
        yield "undetermined", voice.say("within.before", end=done, start=start)
    yield "undetermined", voice.say("follow_up.open", due=due, start=start)


def _not_after(part: spec.NotAfter, table: str, voice: Voice) -> Told:
    words = {"field": voice.field(table, part.field), "event": voice.field(table, part.event)}
    yield "pass", voice.say("not_after.pass", **words)
    yield "fail", voice.say("not_after.fail", **words)


def _sequence(part: spec.Sequence, table: str, voice: Voice) -> Told:
    fields, start = voice.fields(table, part.fields), voice.field(table, part.start)
    yield "pass", voice.say("sequence.pass", fields=fields, start=start, limit=voice.limit(part.limit))
    yield "fail", voice.say("sequence.order")
    yield "fail", voice.say("sequence.late")
    yield "pending", voice.say("sequence.pending")
    yield "undetermined", voice.say("within.before", end=voice.field(table, part.fields[0]), start=start)


def _notice(part: spec.Notice, table: str, voice: Voice) -> Told:
    names = ("notice", "start", "emergency")
    words = {name: voice.field(table, getattr(part, name)) for name in names}
    yield from voice.blanks(table, (part.emergency,))
    yield "pass", voice.say("notice.planned", **words, lead=voice.number(part.lead))
    yield "pass", voice.say("notice.urgent", **words, limit=voice.number(part.limit))
    yield "fail", voice.say("notice.late", **words)
    yield "fail", voice.say("notice.missing", **words)
    yield "pending", voice.say("notice.pending", **words)
    if not (voice.by_day(part.lead) and voice.by_day(part.limit)):
        yield "undetermined", voice.say("open.day_only")


def _handled(part: spec.Handled, table: str, voice: Voice) -> Told:
    closed, plan, measures = (voice.field(table, name) for name in ("closed_at", "plan_at", "measures"))
    for klass, limit in part.limits.items():
        ends = voice.say("handled.either", first=plan, second=closed) if klass in part.plan_for else closed
        yield "pass", voice.say("handled.pass", klass=klass, ends=ends, limit=voice.limit(limit))
    yield "pass", voice.say("handled.measures", measures=measures)
    yield "scope", voice.say("handled.extended", to=voice.field(table, "extended_to"))
    yield "fail", voice.say("handled.late")
    yield "fail", voice.say("handled.no_measures", measures=measures)
    yield "pending", voice.say("handled.pending")
    yield "undetermined", voice.say("handled.open", klass=voice.field(table, "klass"))
    if not all(voice.by_day(limit) for limit in part.limits.values()):
        yield "undetermined", voice.say("open.day_only")


def _outage_record(part: spec.OutageRecord, table: str, voice: Voice) -> Told:
    records = "daily_records"
    words = {
        "table": voice.table(records), "id": voice.field(table, "outage_record"),
        "entered": voice.field(table, "recorded_at"), "recorded": voice.field(records, "recorded_at"),
        "from": voice.field(records, "outage_from"), "until": voice.field(records, "outage_until"),
        "record": voice.field(records, "id"), "limit": voice.limit(part.limit),
    }  # fmt: skip
    yield "pass", voice.say("outage.pass", **words)
    yield "fail", voice.say("outage.none", **words)
    yield "fail", voice.say("outage.late", **words)
    yield "pending", voice.say("outage.pending", **words)
    yield "undetermined", voice.say("outage.open", **words)
    yield "undetermined", voice.say("open.day_only")


PARTS: dict[str, Callable[[Any, str, Voice], Told]] = {
    "within": _within,
    "listed": _listed,
    "in_post": _in_post,
    "has_role": _has_role,
    "filled": _filled,
    "follow_up": _follow_up,
    "not_after": _not_after,
    "sequence": _sequence,
    "notice": _notice,
    "handled": _handled,
    "outage_record": _outage_record,
}
