"""Dated obligations, in words: what is due for whom by when, what makes it due, and the parts it is judged by."""

from collections.abc import Callable
from typing import Any

from clausecheck.kinds import shapes as spec
from clausecheck.procedure.tables import tables

from .voice import Told, Voice


def dated(check: spec.Dated, voice: Voice) -> Told:
    """The obligations, the row that is their evidence, and each part."""
    unit = voice.say(f"unit.{check.each}")
    yield "scope", voice.say("dated.each", unit=unit, due=voice.number(check.due))
    yield from _trigger(check, unit, voice)
    if check.first:
        yield "scope", voice.say("dated.first", first=voice.number(check.first))
    yield from _evidence(check, unit, voice)
    if check.committee_needed:
        yield "not_applicable", voice.say("dated.committee")
        yield "undetermined", voice.say("open.committee")
    if check.wait_until_over:
        yield "pending", voice.say("dated.wait", unit=unit)
    yield "not_applicable", voice.say("none.case")
    for part in check.parts:
        yield from PARTS[part.part](part, check.table, unit, voice)


def _trigger(check: spec.Dated, unit: str, voice: Voice) -> Told:
    trigger = check.trigger
    if trigger is None:
        return
    table = voice.table(trigger.table)
    if trigger.months_after:
        handover = voice.field(trigger.table, "handover_date")
        months = voice.number(trigger.months_after)
        words = {"unit": unit, "table": table, "handover": handover, "months": months}
        yield "scope", voice.say("dated.trigger_months", **words)
    else:
        key = voice.field(trigger.table, tables()[trigger.table].key_date)
        condition = voice.condition(trigger.table, trigger.where)
        name = "dated.trigger_where" if trigger.where else "dated.trigger"
        yield "scope", voice.say(name, unit=unit, table=table, key=key, condition=condition)
        yield from voice.blanks(trigger.table, trigger.where)
    yield "undetermined", voice.say("dated.unclear_trigger", table=table)


def _evidence(check: spec.Dated, unit: str, voice: Voice) -> Told:
    table, period = voice.table(check.table), voice.field(check.table, check.period_field)
    if check.pick:
        pick = voice.field(check.table, check.pick)
        yield "scope", voice.say("dated.row_pick", table=table, period=period, unit=unit, pick=pick)
    else:
        yield "scope", voice.say("dated.row", table=table, period=period, unit=unit)
    if check.match:
        yield "scope", voice.say("dated.match", condition=voice.condition(check.table, check.match))
    yield "undetermined", voice.say("dated.unclear", unit=unit, period=period)
    yield from _early(check, voice)


def _early(check: spec.Dated, voice: Voice) -> Told:
    """Which of the dates a check looks at cannot lie before the period (reading 68)."""
    bound = tables()[check.table].not_before
    looked_at = {name for part in check.parts for name in (*getattr(part, "fields", ()), *getattr(part, "then", ()))}
    looked_at |= {getattr(part, "field", "") for part in check.parts}
    fields = [name for name in bound.fields if name in looked_at] if bound else []
    if bound and fields:
        key = "dated.early_years" if bound.years else "dated.early"
        yield "undetermined", voice.say(key, fields=voice.fields(check.table, fields), years=bound.years)


def _three(key: str, fields: tuple[str, ...], table: str, voice: Voice) -> Told:
    """The sentences of a part that is met, missed, or still open."""
    named = voice.fields(table, fields)
    ending = "_one" if len(fields) == 1 else ""
    for verdict in ("pass", "fail", "pending"):
        yield verdict, voice.say(f"{key}.{verdict}{ending}", fields=named)


def _by_due(part: spec.ByDue, table: str, unit: str, voice: Voice) -> Told:
    return _three("by_due", part.fields, table, voice)


def _present(part: spec.Present, table: str, unit: str, voice: Voice) -> Told:
    return _three("present", part.fields, table, voice)


def _flags(part: spec.Flags, table: str, unit: str, voice: Voice) -> Told:
    return _three("flags", part.fields, table, voice)


def _in_order(part: spec.InOrder, table: str, unit: str, voice: Voice) -> Told:
    named = voice.fields(table, part.fields)
    yield "pass", voice.say("in_order.pass", fields=named)
    yield "fail", voice.say("in_order.fail", fields=named)
    if part.at_least:
        yield "not_applicable", voice.say("in_order.few", fields=named, n=part.at_least)
        yield "pending", voice.say("in_order.few_yet", fields=named, n=part.at_least)


def _before(part: spec.Before, table: str, unit: str, voice: Voice) -> Told:
    words = {"field": voice.field(table, part.field), "then": voice.fields(table, part.then)}
    told = [
        ("pass", voice.say("before.pass", **words)),
        ("fail", voice.say("before.order", **words)),
        ("fail", voice.say("before.missing", **words)),
        ("pending", voice.say("before.pending", **words)),
    ]
    if part.by_due_if_alone:
        told.insert(1, ("pass", voice.say("before.alone", **words)))
        told.append(("fail", voice.say("before.alone_late", **words)))
    if not part.only_with_committee:
        yield from told
        return
    condition = voice.say("before.committee")
    yield "undetermined", voice.say("open.committee")
    for verdict, said in told:
        yield verdict, voice.say("when.prefix", condition=condition, said=said)


def _counts(part: spec.Counts, table: str, unit: str, voice: Voice) -> Told:
    words = {"field": voice.field(table, part.field), "table": voice.table(part.table), "unit": unit}
    if part.where:
        condition = voice.condition(part.table, part.where)
        yield "pass", voice.say("counts.pass_where", **words, condition=condition)
        yield from voice.blanks(part.table, part.where)
    else:
        yield "pass", voice.say("counts.pass", **words)
    yield "fail", voice.say("counts.fail", **words)
    if part.optional:
        yield "undetermined", voice.say("counts.open_table", **words)
        yield "scope", voice.say("counts.optional", **words)
        yield "pending", voice.say("dated.wait", unit=unit)
    else:
        yield "fail", voice.say("counts.missing", **words)
    yield "undetermined", voice.say("counts.open", **words)
    yield "undetermined", voice.say("counts.silent", **words)


PARTS: dict[str, Callable[[Any, str, str, Voice], Told]] = {
    "by_due": _by_due,
    "present": _present,
    "flags": _flags,
    "in_order": _in_order,
    "before": _before,
    "counts": _counts,
}
