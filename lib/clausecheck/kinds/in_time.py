"""A time within a limit after another, where no reading of the two can put it later."""

from collections.abc import Callable
from datetime import date, timedelta

from clausecheck.nouns.periods import When
from clausecheck.procedure.numbers import Number

from .limits import day_limits, last_day
from .sure import RowValues, Settle, Sure, View, remembered

InTime = Callable[[When, When], bool]


def in_time(view: View, start: str, end: str, limit: str) -> Settle:
    """Both times are there, in an order that can be, and the second surely within the limit."""
    numbers, rule, calendar = view.number(limit), view.rule, view.evidence.calendar

    def due(values: RowValues, on: date) -> date | None:
        number = numbers(on)
        return last_day(values[start], number, rule.boundary, calendar) if number else None

    def kept(on: date) -> InTime:
        number = numbers(on)
        return _kept(number, view) if number else _never

    sure, kept_on = Sure((start, end), (limit,), due), remembered(kept)

    def settle(values: RowValues, on: date) -> Sure | None:
        first, then = values.get(start), values.get(end)
        if type(first) is not When or type(then) is not When:
            return None
        return sure if kept_on(on)(first, then) else None

    return settle


def _never(start: When, end: When) -> bool:
    return False


def _kept(number: Number, view: View) -> InTime:
    if number.unit in ("days", "working_days"):
        return _by_day(number, view)
    return _by_clock(timedelta(**{number.unit: number.amount}) // timedelta(minutes=1))


def _by_day(number: Number, view: View) -> InTime:
    """Up to the last day; where no calendar tells the last day of working days, nothing is sure."""
    boundary, calendar = view.rule.boundary, view.evidence.calendar

    def until(start: date) -> date:
        first, last = day_limits(start, number, boundary, calendar)
        return first if last else date.min

    last_of = remembered(until)

    def kept(start: When, end: When) -> bool:
        if not start.day <= end.day <= last_of(start.day):
            return False
        return start.day < end.day or not end.surely_before(start)

    return kept


def _by_clock(limit: int) -> InTime:
    """More than a minute before the limit: nearer to it seconds count, and what the last moment means."""

    def kept(start: When, end: When) -> bool:
        begun, done = start.clock, end.clock
        if begun is None or done is None:
            return False
        minutes = (done.hour - begun.hour) * 60 + done.minute - begun.minute
        if start.day != end.day:
            minutes += (end.day - start.day).days * 1440
        return 0 <= minutes < limit - 1 and (minutes > 0 or not end.surely_before(start))

    return kept
