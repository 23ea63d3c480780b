"""CMP10: a complaint handled within its class's limit, extensions and handling plans included, with its measures."""

from datetime import date, timedelta

from clausecheck.nouns.model import Row, Say, Unknown, say
from clausecheck.nouns.periods import When

from . import shapes as spec
from .limits import day_limits, is_by_day
from .outcome import Part, combine
from .row_case import RowCase
from .time_parts import time_limit

BEST_FIRST = ("pass", "undetermined", "pending", "fail")
"""Class 2 passes by plan or by closing (reading 26)."""


def handled(part: spec.Handled, case: RowCase) -> Part:
    """Within the limit of its class, and with measures once it is closed."""
    if unclassed := _class_unknown(case):
        return unclassed
    return combine([_in_time(part, case), _measures(case)])


def took_days(part: spec.Handled, row: Row, as_of: date) -> int | None:
    """Days from receipt to what ends the limit (to the as-of day while nothing does); None where the dates cannot be used."""
    ends = ["plan_at", "closed_at"] if row.get("klass") in part.plan_for else ["closed_at"]
    values = [row.get("received_at"), *(value for end in ends if (value := row.get(end)) is not None)]
    if not all(isinstance(value, When) for value in values):
        return None
    days = [(value.day - values[0].day).days for value in values[1:]] or [(as_of - values[0].day).days]
    return min(days) if min(days) >= 0 else None


def _class_unknown(case: RowCase) -> Part | None:
    """Without a class nothing of it is judged (reading 16)."""
    if unusable := case.unusable("klass"):
        return unusable
    if case.get("klass") is not None:
        return None
    field = case.name("klass")
    return Part(
        "undetermined",
        "no_class",
        say("undetermined.applies_blank", field=field),
        say("mend.fill", field=field),
        case.cells("klass"),
    )


def _in_time(part: spec.Handled, case: RowCase) -> Part:
    klass = case.get("klass")
    limit = part.limits[klass]
    ends = ["plan_at", "closed_at"] if klass in part.plan_for else ["closed_at"]
    ways = [_one_way(end, limit, case) for end in ends]
    best = min(ways, key=lambda way: (BEST_FIRST.index(way.verdict), way.reason == "missing"))
    return best if best.verdict == "pass" else _with_all_cells(best, ways)


def _with_all_cells(best: Part, ways: list[Part]) -> Part:
    cells = tuple(dict.fromkeys(cell for way in ways for cell in way.cells))
    return Part(best.verdict, best.reason, best.found, best.mend, cells, best.numbers, best.due)


def _one_way(end: str, limit: str, case: RowCase) -> Part:
    """By closing, or by a plan: within the limit, or within the extension that was told in time."""
    base = time_limit(case, "received_at", end, limit)
    if base.verdict == "pass" or (base.verdict == "undetermined" and base.reason != "calendar"):
        return base
    first, last = _limit_days(case, limit)
    extended = _extended_to(case, first, last)
    if base.reason == "calendar":
        return _where_calendars_differ(end, extended, base, case)
    if extended is None or (base.verdict == "pending" and isinstance(extended, Unknown)):
        return base
    last = last or first
    to = case.get("extended_to")
    if (
        isinstance(extended, Unknown)
        and isinstance(to, When)
        and _by_extension(end, max(last, _last_of(to, case)), base, case).verdict == "fail"
    ):
        return base  # late with the extension as well, whether or not it counts
    if isinstance(extended, Unknown):
        return case.unusable("extended_to", "extension_told_at") or _extension_unclear(extended, limit, case)
    return _by_extension(end, max(last, extended), base, case)


def _limit_days(case: RowCase, limit: str) -> tuple[date, date | None]:
    """The day on which a limit runs out: the earliest and the latest that it can be."""
    number, received = case.number(limit), case.get("received_at")
    if is_by_day(number):
        return day_limits(received.day, number, case.rule.boundary, case.calendar)
    day = (received.latest + timedelta(**{number.unit: number.amount})).date()
    return day, day


def _where_calendars_differ(end: str, extended: date | Unknown | None, base: Part, case: RowCase) -> Part:
    """Past the known calendar an extension that surely counts may still decide: the limit is no shorter than it."""
    if extended is None or isinstance(extended, Unknown):
        return base
    by_extension = _by_extension(end, extended, base, case)
    return by_extension if by_extension.verdict in ("pass", "pending") else base


def _extension_unclear(extended: Unknown, limit: str, case: RowCase) -> Part:
    if extended.code == "calendar":
        cells = case.cells("extended_to", "extension_told_at")
        return Part("undetermined", "calendar", say("calendar_ends"), None, cells, (limit,))
    return Part(
        "undetermined", "impossible_order",
        say("impossible", field=case.name("extension_told_at"), other=case.name("received_at")),
        None, case.cells("extension_told_at", "received_at"), (limit,),
    )  # fmt: skip


def _extended_to(case: RowCase, first: date, last: date | None) -> date | Unknown | None:
    """The day an extension runs to, if it was told on or before the last day of the limit, which is `first` at the
    earliest and `last` at the latest."""
    to, told = case.get("extended_to"), case.get("extension_told_at")
    if to is None or told is None:
        return None
    if isinstance(told, When) and last is not None and told.day > last:
        return None
    if isinstance(to, Unknown) or isinstance(told, Unknown):
        return to if isinstance(to, Unknown) else told
    if case.impossible("received_at", "extension_told_at"):
        return Unknown("DAT06", str(told))
    if told.day > first:
        return Unknown("calendar", str(told))
    return _last_of(to, case)


def _last_of(to: When, case: RowCase) -> date:
    """The last day that an extension allows (G4)."""
    last: date = to.day - timedelta(days=case.rule.boundary == "exclusive")
    return last


def _by_extension(end: str, last: date, base: Part, case: RowCase) -> Part:
    value, field = case.get(end), case.name(end)
    cells = (*base.cells, *case.cells("extended_to", "extension_told_at"))
    day = value.day if value else case.as_of
    words = {"field": field, "due": last.isoformat(), "day": str(value or day)}
    mend = say("mend.by", field=field, day=last.isoformat())
    over: Say = say("days", n=(day - last).days)
    if value is None:
        verdict, key = ("pending", "missing") if day <= last else ("fail", "missing_over")
        return Part(
            verdict,
            "open" if verdict == "pending" else "missing",
            say(key, **words, over=over),
            mend,
            cells,
            base.numbers,
            last,
        )
    if day <= last:
        return Part("pass", "", say("extended.met", **words), None, cells, base.numbers, last)
    key = "late_boundary" if case.rule.boundary == "exclusive" and (day - last).days == 1 else "late"
    return Part("fail", "late", say(key, **words, over=over), mend, cells, base.numbers, last)


def _measures(case: RowCase) -> Part:
    """Measures are filled in once the complaint is closed; without their column nothing can be proved (reading 3)."""
    unusable = case.unusable("measures")
    if unusable and (unusable.reason == "column_absent" or case.get("closed_at") is not None):
        return unusable
    if case.get("closed_at") is None:
        return Part("pass")
    if case.get("measures") is not None:
        return Part("pass", cells=case.cells("measures"))
    if unusable := case.unusable("closed_at"):
        return unusable
    field = case.name("measures")
    found = say("closed_without", field=field, day=str(case.get("closed_at")))
    return Part("fail", "no_measures", found, say("mend.fill", field=field), case.cells("measures", "closed_at"))
