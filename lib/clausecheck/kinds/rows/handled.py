"""`handled`: a complaint handled within the limit of its class, extensions and handling plans included."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated, Any, ClassVar, Literal

from clausecheck.nouns.model import Row, Unknown, say
from clausecheck.nouns.periods import When
from clausecheck.nouns.records import dataclass
from clausecheck.procedure.numbers import LIMIT_UNITS, STRICT

from ..case import Case, last_of
from ..in_time import in_time
from ..language import Column, Start, number
from ..limits import by_day, day_limits, is_by_day
from ..outcome import Outcome, Verdict, combine, failed, passed, ruled, unknown
from ..sure import RowValues, Settle, Sure, View, joined, remembered
from ..telling import Kind, Voice, told
from ..timing import time_limit

BEST_FIRST: tuple[Verdict, ...] = ("pass", "undetermined", "pending", "fail")
"""A class with handling plans passes by plan or by closing (reading 26)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handled:
    """What was received is closed within the limit of its class (`limits`: class -> limit; a class without one has none), with its measures filled in;
    of the classes in `plan_for` a handling plan is enough. An extension told in time replaces the limit (CMP10)."""

    __pydantic_config__: ClassVar[Any] = STRICT
    part: Literal["handled"]
    received: Start
    klass: Column
    closed: Column
    plan: Column
    measures: Column
    extended_to: Column
    extension_told: Column
    limits: Annotated[dict[str, str], number(*LIMIT_UNITS, turns=True)]
    plan_for: tuple[str, ...]

    def ends(self, klass: str) -> tuple[str, ...]:
        """What ends the limit of a class."""
        return (self.plan, self.closed) if klass in self.plan_for else (self.closed,)


def judge(part: Handled, case: Case) -> Outcome:
    """Within the limit of its class, and with measures once it is closed. Without a class nothing of it is judged
    (reading 16)."""
    if unusable := case.unusable(part.klass):
        return unusable
    if case.get(part.klass) is None:
        field = case.name(part.klass)
        found, mend = say("undetermined.applies_blank", field=field), say("mend.fill", field=field)
        return unknown("no_class", found, mend, cells=case.cells(part.klass))
    return combine([_in_time(part, case), _measures(part, case)])


def took_days(part: Handled, row: Row, as_of: date) -> int | None:
    """Days from receipt to what ends the limit (to the as-of day while nothing does); None where the dates cannot be used."""
    received = row.get(part.received)
    ends = [value for end in part.ends(row.get(part.klass)) if (value := row.get(end)) is not None]
    if not all(isinstance(value, When) for value in (received, *ends)):
        return None
    days = min((value.day for value in ends), default=as_of) - received.day
    return days.days if days.days >= 0 else None


def _in_time(part: Handled, case: Case) -> Outcome:
    klass = case.get(part.klass)
    if klass not in part.limits:
        return passed(cells=case.cells(part.klass))
    ways = [_one_way(part, end, part.limits[klass], case) for end in part.ends(klass)]
    best = min(ways, key=lambda way: (BEST_FIRST.index(way.verdict), way.reason == "missing"))
    if best.verdict == "pass":
        return best
    cells = tuple(dict.fromkeys(cell for way in ways for cell in way.cells))
    ends = tuple(dict.fromkeys(cell for way in ways for cell in way.at)) if best.verdict == "fail" else ()
    return replace(best, cells=cells, at=ends)  # what fails is what ends the limit, not the receipt it counts from


def _one_way(part: Handled, end: str, limit: str, case: Case) -> Outcome:
    """By closing, or by a plan: within the limit, or within the extension that was told in time."""
    base = time_limit(case, part.received, end, limit)
    if base.verdict == "pass" or (base.verdict == "undetermined" and base.reason != "calendar"):
        return base
    first, last = _limit_days(part, case, limit)
    extended = _extended_to(part, case, first, last)
    if base.reason == "calendar":
        return _where_calendars_differ(part, end, extended, base, case)
    if extended is None or (base.verdict == "pending" and isinstance(extended, Unknown)):
        return base
    last, to = last or first, case.get(part.extended_to)
    if not isinstance(extended, Unknown):
        return _by_extension(part, end, max(last, extended), base, case)
    if isinstance(to, When):
        at_best = _by_extension(part, end, max(last, last_of(to.day, case.rule)), base, case)
        if at_best.verdict == "fail":
            return base  # late with the extension as well, whether or not it counts
    unusable = case.unusable(part.extended_to, part.extension_told)
    return unusable or _extension_unclear(part, extended, limit, case)


def _limit_days(part: Handled, case: Case, limit: str) -> tuple[date, date | None]:
    """The day on which a limit runs out: the earliest and the latest that it can be."""
    number, received = case.number(limit), case.get(part.received)
    if is_by_day(number):
        return day_limits(received.day, number, case.rule.boundary, case.calendar)
    day = (received.latest + timedelta(**{number.unit: number.amount})).date()
    return day, day


def _where_calendars_differ(
    part: Handled, end: str, extended: date | Unknown | None, base: Outcome, case: Case
) -> Outcome:
    """Past the known calendar an extension that surely counts may still decide: the limit is no shorter than it."""
    if extended is None or isinstance(extended, Unknown):
        return base
    by_extension = _by_extension(part, end, extended, base, case)
    return by_extension if by_extension.verdict in ("pass", "pending") else base


def _extension_unclear(part: Handled, extended: Unknown, limit: str, case: Case) -> Outcome:
    told = part.extension_told
    if extended.code == "calendar":
        cells = case.cells(part.extended_to, told)
        return unknown("calendar", say("calendar_ends"), cells=cells, numbers=(limit,))
    found = say("impossible", field=case.name(told), other=case.name(part.received))
    return unknown("impossible_order", found, cells=case.cells(told, part.received), numbers=(limit,))


def _extended_to(part: Handled, case: Case, first: date, last: date | None) -> date | Unknown | None:
    """The day an extension runs to, if it was told on or before the last day of the limit, which is `first` at the
    earliest and `last` at the latest."""
    to, told = case.get(part.extended_to), case.get(part.extension_told)
    if to is None or told is None:
        return None
    if isinstance(told, When) and last is not None and told.day > last:
        return None
    if isinstance(to, Unknown) or isinstance(told, Unknown):
        return to if isinstance(to, Unknown) else told
    if case.impossible(part.received, part.extension_told):
        return Unknown("DAT06", str(told))
    return Unknown("calendar", str(told)) if told.day > first else last_of(to.day, case.rule)


def _by_extension(part: Handled, end: str, last: date, base: Outcome, case: Case) -> Outcome:
    value, field = case.get(end), case.name(end)
    stand = by_day(value, last, case.as_of, case.rule.boundary)
    words = {"field": field, "due": last.isoformat(), "day": str(value or case.as_of)}
    found, mend = say("extended.met", **words), None
    if stand.verdict != "pass":
        found, mend = say(stand.key, **words, over=stand.over), say("mend.by", field=field, day=last.isoformat())
    cells = (*base.cells, *case.cells(part.extended_to, part.extension_told))
    at = case.cells(end) if stand.verdict == "fail" else ()
    return ruled(stand.verdict, stand.reason, found, mend, cells=cells, numbers=base.numbers, due=last, at=at)


def _measures(part: Handled, case: Case) -> Outcome:
    """Measures are filled in once the complaint is closed; without their column nothing can be proved (reading 3)."""
    unusable, closed = case.unusable(part.measures), case.get(part.closed)
    if unusable and (unusable.reason == "column_absent" or closed is not None):
        return unusable
    if closed is None:
        return passed()
    if case.get(part.measures) is not None:
        return passed(cells=case.cells(part.measures))
    if unusable := case.unusable(part.closed):
        return unusable
    field = case.name(part.measures)
    found, mend = say("closed_without", field=field, day=str(closed)), say("mend.fill", field=field)
    return failed("no_measures", found, mend, cells=case.cells(part.measures, part.closed))


def settle(part: Handled, view: View) -> Settle:
    """Surely in time by the first way that was taken, with measures once it is closed. A plan that is late, or an
    extension, is looked at with care."""
    ways: dict[Any, list[tuple[str, Settle]]] = {
        klass: [(end, in_time(view, part.received, end, limit)) for end in part.ends(klass)]
        for klass, limit in part.limits.items()
    }
    measures = Sure((part.measures,))

    def joined_with(sure: Sure) -> Sure:
        return joined((sure, measures))

    with_measures = remembered(joined_with)

    def handled(values: RowValues, on: date) -> Sure | None:
        sure = _first(ways.get(values.get(part.klass), ()), values, on)
        told, closed = values.get(part.measures), values.get(part.closed)
        if sure is None or type(told) is Unknown or type(closed) is Unknown:
            return None
        if closed is None:
            return sure
        return with_measures(sure) if told is not None else None

    return handled


def _first(ways: Sequence[tuple[str, Settle]], values: RowValues, on: date) -> Sure | None:
    """The first way that is surely in time; one before it that was begun might pass too, and would then be the one that
    counts."""
    for end, timed in ways:
        sure = timed(values, on)
        if sure or values.get(end) is not None:
            return sure
    return None


def classes(part: Handled, voice: Voice, table: str) -> list[Mapping[str, str]]:
    """For each class what ends its limit."""
    told: list[Mapping[str, str]] = []
    for klass, limit in part.limits.items():
        ends = [voice.field(table, end) for end in part.ends(klass)]
        either = voice.say("handled.either", first=ends[0], second=ends[-1]) if len(ends) > 1 else ends[0]
        told.append({"one": klass, "ends": either, "within": voice.counted(limit)})
    return told


TOLD = told(
    """
    pass *classes | {one}：{ends}不晚于受理后 {within} | {one}: {ends} within {within} of receipt
    pass | 已办结的，{measures}已填写 | {measures} is filled in once closed
    scope | 在时限最后一天（含）之前把延期告知了客户的，时限改为{extended_to}，但不缩短 | where the customer was told by the last day of the limit, {extended_to} takes its place; it never shortens it
    fail | 晚于时限，或时限已过仍未完成 | later than the limit, or not done when it has run out
    fail | 已办结，但{measures}为空 | closed but {measures} is blank
    pending | 未完成，时限未过 | not done and the limit has not run out
    undetermined | {klass}为空、不在可选值内或无法读取 | {klass} is blank, not one of its values, or unreadable
    undetermined ?by_clock | =open.day_only
    """,
    classes=classes,
    by_clock=lambda part, voice: not all(map(voice.by_day, part.limits.values())),
)
KIND = Kind(Handled, judge, TOLD, settle=settle)
