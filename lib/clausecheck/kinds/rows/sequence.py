"""`sequence`: steps in order, the last within a limit."""

from typing import Any, ClassVar, Literal

from clausecheck.nouns.model import say
from clausecheck.nouns.periods import When
from clausecheck.nouns.records import dataclass
from clausecheck.procedure.numbers import STRICT

from ..case import Case
from ..language import Columns, Limit, Start
from ..limits import Span, by_limit_alone, last_day, limit_itself, span
from ..outcome import Outcome, combine, failed, passed, ruled, unknown
from ..steps import dates_of, wrong_order
from ..telling import Kind, Voice, told
from ..timing import met_as


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence:
    """Steps in order, each there by a limit from `start`; the last one not later."""

    __pydantic_config__: ClassVar[Any] = STRICT
    part: Literal["sequence"]
    fields: Columns
    start: Start
    limit: Limit


def judge(part: Sequence, case: Case) -> Outcome:
    """Every step there, in order, the last within the limit; only missing steps wait for the due date (STA02)."""
    start, ordered = case.get(part.start), _in_order(part, case)
    if not isinstance(start, When):
        unusable = case.unusable(part.start) or unknown("unreadable")
        return ordered if ordered.verdict == "fail" else unusable
    today = span(start, None, case.number(part.limit), case.rule, case.as_of, case.calendar)
    return combine([*(_step(name, part, case, start, today) for name in part.fields), ordered])


def _in_order(part: Sequence, case: Case) -> Outcome:
    there = dates_of(part.fields, case)
    held = passed(cells=case.cells(*(name for name, _ in there)))
    return wrong_order(there, case) or case.unusable(*part.fields) or held


def _step(name: str, part: Sequence, case: Case, start: When, today: Span | None) -> Outcome:
    """One step of a sequence; `today` says how the as-of day stands to the limit, None where no calendar tells."""
    value, field, cells, number = case.get(name), case.name(name), case.cells(name), case.number(part.limit)
    due = last_day(start, number, case.rule.boundary, case.calendar)
    if unusable := case.unusable(name):
        return unusable
    open_calendar = unknown("calendar", say("calendar_ends"), cells=cells, numbers=(part.limit,))
    if value is None:
        if today is None:
            return open_calendar
        verdict, reason, called = met_as(today.met is not False, missing=True)
        key = "missing_over" if called == "missing" else "missing"
        found, mend = (
            say(key, field=field, due=today.deadline, over=today.over),
            say("mend.by", field=field, day=today.deadline),
        )
        return ruled(verdict, reason, found, mend, cells=cells, numbers=(part.limit,), due=due)
    if case.impossible(part.start, name) and name == part.fields[0]:
        found = say("impossible", field=field, other=case.name(part.start))
        return unknown("impossible_order", found, cells=cells)
    if name == part.fields[-1]:
        seen = span(start, value, number, case.rule, case.as_of, case.calendar)
        if seen is None:
            return open_calendar
        if seen.met is False:
            found = say("late", field=field, day=str(value.day), due=seen.deadline, over=seen.over)
            if by_limit_alone(start, value, number, case.rule, case.as_of, case.calendar):
                found = say("all", parts=(found, limit_itself(number)))
            mend = say("mend.by", field=field, day=seen.deadline)
            return failed("late", found, mend, cells=cells, numbers=(part.limit,), due=due)
    return passed(cells=cells, numbers=(part.limit,), due=due)


def words(part: Sequence, voice: Voice, table: str) -> dict[str, str]:
    return {"end": voice.field(table, part.fields[0])}


TOLD = told(
    """
    pass | {fields}都已填写、依次不早于前一步，最后一步不晚于{start}后 {limit.counted} | {fields} are all there, none before the one it follows, the last within {limit.counted} of {start}
    fail | 有一步早于前一步（立即不合格） | a step is dated before the one it follows (fails at once)
    fail | 最后一步晚于时限，或时限已过仍有步骤为空 | the last step is late, or a step is blank after the limit
    pending | 时限未过，还有步骤为空 | steps are blank and the limit has not run out
    undetermined | =before_start
    """
)
KIND = Kind(Sequence, judge, TOLD, words)
