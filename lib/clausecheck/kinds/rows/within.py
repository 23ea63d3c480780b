"""`within`: one time comes within a limit of another."""

import dataclasses
from datetime import date
from typing import Any, ClassVar, Literal

from clausecheck.nouns.model import say
from clausecheck.nouns.periods import When
from clausecheck.nouns.records import dataclass
from clausecheck.procedure.numbers import STRICT

from ..case import Case, meets
from ..conditions import wanted
from ..in_time import in_time
from ..language import Column, Columns, Limit, Start, Where
from ..limits import span
from ..outcome import Outcome, combine, passed, ruled, unknown
from ..sure import RowValues, Settle, Sure, View, all_of, filled
from ..telling import Kind, told, where_met
from ..timing import met_as, time_limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """`end` comes within `limit` of `start`, for rows that meet `where`; `with_filled` must be filled in by then too.
    `before_start`: what an `end` before `start` comes to."""

    __pydantic_config__: ClassVar[Any] = STRICT
    part: Literal["within"]
    start: Start
    end: Column
    limit: Limit
    with_filled: Columns = ()
    where: Where = dataclasses.field(default_factory=dict)
    before_start: Literal["undetermined", "fail"] = "undetermined"


def judge(part: Within, case: Case) -> Outcome:
    """While `end` is missing: pending until the limit has run out, then a fail."""
    applies = meets(case.row, part.where) if case.row else True
    if applies is False:
        return passed()
    if applies is not True:
        return case.unusable(*part.where) or unknown("unreadable")
    timed = time_limit(case, part.start, part.end, part.limit, part.before_start)
    return combine([timed, *(_with(name, part, case) for name in part.with_filled)])


def _with(name: str, part: Within, case: Case) -> Outcome:
    """A cell that belongs to the step: while the limit runs it may still come, afterwards it must be there."""
    if unusable := case.unusable(name):
        return unusable
    if case.get(name) is not None:
        return passed(cells=case.cells(name))
    start, field, number = case.get(part.start), case.name(name), case.number(part.limit)
    seen = span(start, None, number, case.rule, case.as_of, case.calendar) if isinstance(start, When) else None
    verdict, reason, _ = met_as(seen.met if seen else None, missing=True)
    found, mend = say("blank", field=field), say("mend.fill", field=field)
    reason = "blank" if verdict == "fail" else reason
    return ruled(verdict, reason, found, mend, cells=case.cells(name), numbers=(part.limit,))


def settle(part: Within, view: View) -> Settle:
    """Surely in time, with its cells; or surely none of the rows that it is about."""
    asked = all_of([in_time(view, part.start, part.end, part.limit), *map(filled, part.with_filled)])
    if not part.where:
        return asked
    about, free = wanted(part.where), Sure()

    def within(values: RowValues, on: date) -> Sure | None:
        applies = about(values)
        return asked(values, on) if applies else free if applies is False else None

    return within


TOLD = told(
    """
    scope ~where
    pass | {end}不晚于{start}后 {limit.counted} | {end} is not later than {limit.counted} after {start}
    fail | {end}晚于该时限 | {end} is later than that
    fail | 时限已过，{end}仍为空 | the limit has run out and {end} is blank
    fail ?before_start=fail | =before_start
    undetermined ?before_start=undetermined | =before_start
    pending | {end}为空，时限未过 | {end} is blank and the limit has not run out
    pass | {with_filled}已填写 | {with_filled} is filled in
    fail | 时限已过，{with_filled}仍为空 | the limit has run out and {with_filled} is blank
    undetermined ?by_clock | =open.day_only
    """,
    by_clock=lambda part, voice: not voice.by_day(part.limit),
)
KIND = Kind(Within, judge, TOLD, given=where_met, old={"also_filled": "with_filled", "only_if": "where"}, settle=settle)
