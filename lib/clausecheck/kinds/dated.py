"""`dated`: for each calendar period something is due by a day. The obligation is generated first, then evidence is sought."""

import dataclasses
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, Any, Literal

from clausecheck.evidence import Evidence, Table
from clausecheck.evidence.facts import COMMITTEE
from clausecheck.nouns.model import Row, Say, Unknown, say
from clausecheck.nouns.periods import Period, When, after, containing, day_of_month, touching
from clausecheck.nouns.records import dataclass
from clausecheck.procedure.numbers import STRICT, Number
from clausecheck.procedure.rule import Rule

from . import language
from .case import Case, column_absent, meets
from .conditions import counting
from .dues import DUES
from .dues.counts import Counts
from .language import Check, Column, Due, EachUnit, Means, Months, OneOf, Times, Values, Where, uses
from .outcome import (
    PROJECT,
    Cells,
    Outcome,
    cells_of,
    combine,
    judged,
    not_applicable,
    pending,
    undetermined,
    unknown,
)
from .telling import Kind, Voice, told

WIDEST_GAP = timedelta(days=400)
"""A due date lies at most so far from the period it covers."""
DuePart = Annotated[Any, OneOf("part", lambda: [kind.shape for kind in DUES.values()])]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """What makes a period one for which something is due: rows of `table` dated in it (by `date`; by default the table's
    key date) that meet `where`. With `months_after`: that period and so many months after each such date."""

    __pydantic_config__ = STRICT
    table: language.Table
    date: Annotated[str, Means("column", of="table")] = ""
    where: Annotated[Values, Means("column", of="table")] = dataclasses.field(default_factory=dict)
    months_after: Months = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated(Check):
    """For `each` calendar period something is `due` (a number of the rule) by a day; its evidence is the row of `table`
    about that period (`period_field`) that meets `where`, held to the `parts`.

    `earliest`: of several rows for a period take the one with the earliest of this column; otherwise the first.
    `first_periods`: only the first so many since the take-over. `needs_committee`: asked only where there is an owners'
    committee. `wait_until_over`: nothing is judged before the period has ended.
    """

    kind: Literal["dated"]
    each: EachUnit
    due: Due = "due"
    table: language.Table
    period_field: Column
    where: Where = dataclasses.field(default_factory=dict)
    earliest: Column = ""
    first_periods: Times = ""
    trigger: Trigger | None = None
    needs_committee: bool = False
    wait_until_over: bool = False
    parts: tuple[DuePart, ...]


def judge(rule: Rule, check: Dated, evidence: Evidence) -> Iterator[Outcome]:
    """One judgement for each covered period whose due date lies in the audit's period and in service (G3, G6)."""
    yield from _unclear_trigger(check, evidence)
    periods = [(*item, _triggered(rule, check, item[0], evidence)) for item in _due_in_period(rule, check, evidence)]
    if all(triggered is False for _, _, triggered in periods):
        yield from _undated_trigger(check, bool(periods), evidence)
    for covered, due, triggered in periods:
        if triggered is False:
            continue
        if check.needs_committee and (excuse := _no_committee(covered, due, evidence)):
            yield excuse
            continue
        if isinstance(triggered, Unknown):
            cells = _trigger_cells(check, covered, evidence)
            yield undetermined(str(covered), "trigger", cells, on=covered.start, what=_what_triggers(check, evidence))
            continue
        yield _judge(rule, check, covered, due, evidence)


def _no_committee(covered: Period, due: date, evidence: Evidence) -> Outcome | None:
    committee, cells = evidence.facts.committee_on(due), evidence.facts.cell(COMMITTEE)
    if isinstance(committee, Unknown):
        return undetermined(str(covered), "fact", cells, on=covered.start, facts=(evidence.facts.said(COMMITTEE),))
    return None if committee else not_applicable(str(covered), "no_committee", cells, on=covered.start)


def _due_in_period(rule: Rule, check: Dated, evidence: Evidence) -> Iterator[tuple[Period, date]]:
    period = evidence.period
    allowed = _first_periods(rule, check, evidence) if check.first_periods else None
    for covered in touching(check.each, period.start - WIDEST_GAP, period.end):
        due = due_day(rule, check.due, covered)
        if due is None or due not in period or not exists(covered, due, evidence):
            continue
        if allowed is None or covered.start in allowed:
            yield covered, due


def exists(covered: Period, due: date, evidence: Evidence) -> bool:
    """An obligation exists if its covered period shares a day with service and it falls due in service (G6)."""
    return evidence.facts.in_service(covered) is not None and evidence.facts.serves(due)


def due_day(rule: Rule, name: str, covered: Period) -> date | None:
    """The due date of an obligation about a period, by the number in force on the period's first day (G13)."""
    number = rule.number(name, covered.start)
    return None if number is None else _day(number, covered)


def _day(number: Number, covered: Period) -> date:
    if number.unit == "day_of_first_month":
        return day_of_month(covered.start, number.amount)
    if number.unit == "days_after_end":
        return covered.end + timedelta(days=number.amount)
    return day_of_month(covered.end + timedelta(days=1), number.amount)


def _first_periods(rule: Rule, check: Dated, evidence: Evidence) -> set[date]:
    """The first so many periods since the take-over for which something was due (RPT07)."""
    takeover = evidence.facts.takeover
    assert takeover is not None, "the take-over is known here: scope has seen to it"
    covered, found = containing(check.each, takeover), set[date]()
    for _ in range(24):
        number = rule.number(check.first_periods, covered.start)
        due = due_day(rule, check.due, covered)
        if number is None or len(found) >= number.amount:
            break
        if due is not None and exists(covered, due, evidence):
            found.add(covered.start)
        covered = after(check.each, covered)
    return found


# --- what makes a period one for which something is due --------------------------------------------------------------


def _triggered(rule: Rule, check: Dated, covered: Period, evidence: Evidence) -> bool | Unknown:
    trigger = check.trigger
    if trigger is None:
        return True
    table = evidence.tables[trigger.table]
    if trigger.months_after:
        return any(_months_after(rule, trigger, row, covered, table) for row in table.rows)
    doubt: Unknown | None = None
    key = _date(trigger, table)
    for row in table.near(key, covered):
        if not isinstance(row.get(key), When):
            continue
        meeting = meets(row, trigger.where)
        if meeting is True:
            return True
        doubt = doubt or (meeting if isinstance(meeting, Unknown) else None)
    return doubt or False


def _trigger_cells(check: Dated, covered: Period, evidence: Evidence) -> Cells:
    """The cells that leave open whether a period has a trigger; for an absent column those of its rows' dates."""
    assert check.trigger is not None, "only what has a trigger can be in doubt about it"
    table, wanted = evidence.tables[check.trigger.table], check.trigger.where
    key = _date(check.trigger, table)
    rows = [row for row, sure in counting(table, wanted, covered, key) if not sure]
    dated = [row for row in rows if isinstance(row.get(key), When)]
    return tuple(cell for row in dated for cell in cells_of(row, *wanted) or cells_of(row, key))


def _date(trigger: Trigger, table: Table) -> str:
    return trigger.date or table.spec.key_date


def _months_after(rule: Rule, trigger: Trigger, row: Row, covered: Period, table: Table) -> bool:
    """Whether a period touches the months from a row's date (a handover) on."""
    handover = row.get(_date(trigger, table))
    if not isinstance(handover, When):
        return False
    months = rule.number(trigger.months_after, handover.day)
    assert months is not None, "the loader has seen to it"
    index = handover.day.year * 12 + handover.day.month - 1 + months.amount
    end = day_of_month(date(index // 12, index % 12 + 1, 1), handover.day.day)
    return covered.start < end and handover.day <= covered.end


def _unclear_trigger(check: Dated, evidence: Evidence) -> Iterator[Outcome]:
    """An unreadable handover date: the rule is undetermined for the project beside its quarters (reading 40)."""
    if check.trigger is None or not check.trigger.months_after:
        return
    table = evidence.tables[check.trigger.table]
    field = _date(check.trigger, table)
    if cells := tuple(row.cell(field) for row in table.rows if isinstance(row.get(field), Unknown)):
        yield undetermined(PROJECT, "handover", cells)


def _undated_trigger(check: Dated, something_due: bool, evidence: Evidence) -> Iterator[Outcome]:
    """Nothing surely made anything due, but a row whose date cannot be read may have."""
    if check.trigger is None or check.trigger.months_after or not something_due:
        return
    table, wanted = evidence.tables[check.trigger.table], check.trigger.where
    key = _date(check.trigger, table)
    rows = [row for row in table.rows if isinstance(row.get(key), Unknown) and meets(row, wanted) is not False]
    if rows:
        yield undetermined(
            PROJECT, "trigger", tuple(row.cell(key) for row in rows), what=_what_triggers(check, evidence)
        )


def _what_triggers(check: Dated, evidence: Evidence) -> Say:
    assert check.trigger is not None
    sheet = evidence.tables[check.trigger.table].spec.said
    return say("trigger.some" if check.trigger.where else "trigger.all", table=sheet)


# --- evidence --------------------------------------------------------------------------------------------------------


def _judge(rule: Rule, check: Dated, covered: Period, due: date, evidence: Evidence) -> Outcome:
    table, subject, on = evidence.tables[check.table], str(covered), covered.start
    row, unclear = _evidence(check, table, covered, due)
    case = Case(evidence, rule, table, row, on, covered, due, check.due)
    used = (row,) if row else ()
    if check.wait_until_over and evidence.as_of < covered.end:
        waiting = pending(say("period_open", period=case.period), cells=case.cells(check.period_field))
        return judged(subject, [_columns_absent(check, table) or waiting], on=on, used=used, row=row, due=due)
    if row is None and unclear:
        found = say("undetermined.period_unclear", period=case.period)
        part = unknown("unreadable", found, cells=tuple(one.cell(check.period_field) for one in unclear))
        return judged(subject, [part], on=on, used=unclear, due=due)
    parts = [DUES[part.part].judge(part, case) for part in check.parts]
    whole = combine(parts)
    if whole.verdict == "not_applicable":
        return not_applicable(subject, whole.reason, whole.cells, on=on)
    counts = (part for part in check.parts if isinstance(part, Counts))
    counted = [one for part in counts for one, _ in counting(evidence.tables[part.table], part.where, covered)]
    return judged(subject, parts, on=on, used=[*used, *counted], row=row, due=due)


def _columns_absent(check: Dated, table: Table) -> Outcome | None:
    """A needed column that is absent makes the subject undetermined even before anything is due (reading 3)."""
    needed = [name for part in check.parts for name in _looked_at(part, check)]
    absent = tuple(name for name in needed if name in table.absent)
    return column_absent(table, absent, (check.period_field,)) if absent else None


def _looked_at(part: Any, check: Dated) -> list[str]:
    """The columns of the check's table that a part looks at."""
    return [name for use in uses(part, check.table) if use.is_of(check.table) for name in use.names]


def _evidence(check: Dated, table: Table, covered: Period, due: date) -> tuple[Row | None, tuple[Row, ...]]:
    """The row about a period: the first, or the one with the earliest of a column; and rows that might be about it."""
    sure: list[Row] = []
    unclear: list[Row] = []
    for row in table.rows:
        value, matching = row.get(check.period_field), meets(row, check.where)
        if matching is False or (isinstance(value, Period) and value != covered):
            continue
        (unclear if isinstance(value, Unknown) or matching is not True else sure).append(row)
    return _pick(sure, check.earliest, due) if sure else None, tuple(unclear)


def _pick(rows: list[Row], field: str, due: date) -> Row:
    """The first row, or the earliest by `field`; an unreadable date counts before one that is late."""
    if not field:
        return rows[0]
    readable = [row for row in rows if isinstance(row.get(field), When)]
    earliest = min(readable, key=lambda row: row.get(field).day, default=None)
    if earliest is not None and earliest.get(field).day <= due:
        return earliest
    unclear = next((row for row in rows if isinstance(row.get(field), Unknown)), None)
    return unclear or earliest or rows[0]


def _early(check: Dated, voice: Voice) -> list[str]:
    """Which of the dates a check looks at cannot lie before the period (reading 68)."""
    bound = voice.spec(check.table).not_before
    looked_at = {name for part in check.parts for name in _looked_at(part, check)}
    return [name for name in bound.fields if name in looked_at] if bound else []


def words(check: Dated, voice: Voice, table: str) -> dict[str, str]:
    trigger, bound, told = check.trigger, voice.spec(table).not_before, dict[str, str]()
    if trigger:
        key = trigger.date or voice.spec(trigger.table).key_date
        told = {
            "other": voice.table(trigger.table),
            "key": voice.field(trigger.table, key),
            "condition": "" if trigger.months_after else voice.condition(trigger.table, trigger.where),
            "months": voice.number(trigger.months_after) if trigger.months_after else "",
        }
    return {
        "unit": voice.say(f"unit.{check.each}"),
        "match": voice.condition(table, check.where),
        "early": voice.fields(table, _early(check, voice)),
        "years": str(bound.years) if bound and bound.years else "",
        "other": "",
        **told,
    }


def _plain(check: Dated, _: Voice) -> bool:
    return bool(check.trigger and not check.trigger.where and not check.trigger.months_after)


def _trigger_blanks(check: Dated) -> tuple[str, Values]:
    trigger = check.trigger
    return (trigger.table, trigger.where) if trigger and not trigger.months_after else ("", {})


TOLD = told(
    """
    scope | 服务期内的每个{unit}各一项，期限为{due}；期限在核查期间和服务期内的才核查 | one for each {unit} in service, due by {due}; judged if that day lies in the period and in service
    scope ?trigger | 只有该{unit}与{other}某一批{key}起的 {months} 有重叠时才有此项义务 | due only if that {unit} touches the {months} from {key} of a row of {other}
    scope | 只有{other}中有{key}在该{unit}内且{condition}的行时才有此项义务 | due only if {other} has a row whose {key} lies in that {unit} and where {condition}
    scope ?plain | 只有{other}中有{key}在该{unit}内的行时才有此项义务 | due only if {other} has a row whose {key} lies in that {unit}
    scope ~triggering
    undetermined | 不能确定{other}中有无这样的行 | whether {other} has such a row cannot be told
    scope | 只核查接管后的前 {first_periods} | only the first {first_periods} since the take-over
    scope | 证据是{table}中{period_field}为该{unit}的行；有几行时取{earliest}最早的一行 | its evidence is the row of {table} whose {period_field} is that {unit}; of several the one with the earliest {earliest}
    scope ?!earliest | 证据是{table}中{period_field}为该{unit}的行；有几行时取第一行 | its evidence is the row of {table} whose {period_field} is that {unit}; of several the first
    scope | 该行的{match} | in that row {match}
    undetermined | 没有该{unit}的行，但有{period_field}无法读取的行 | no row for that {unit}, but a row whose {period_field} cannot be read
    undetermined | {early}早于所属年度前 {years} 年 1 月 1 日的，不作证据（另报 DAT06） | {early}: a date before 1 January, {years} year(s) before the one covered, is no evidence for it (and is DAT06)
    undetermined ?no_years | {early}早于所属期间第一天的，不作该期的证据（另报 DAT06） | {early}: a date before the first day of the period covered is no evidence for it (and is DAT06)
    not_applicable ?needs_committee | 截止日当天没有业主委员会 | no owners' committee on the due date
    undetermined ?needs_committee | =open.committee
    pending ?wait_until_over | =dated.wait
    not_applicable | =none.case
    """,
    plain=_plain,
    triggering=_trigger_blanks,
    no_years=lambda check, voice: not words(check, voice, check.table)["years"],
)
OLD = {"match": "where", "pick": "earliest", "first": "first_periods", "committee_needed": "needs_committee"}
KIND = Kind(Dated, judge, TOLD, words, old=OLD)
