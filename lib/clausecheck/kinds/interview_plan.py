"""`interview_plan`: a plan for each year, made in time, that adds up to the households that must be covered (reading 69)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Literal

from clausecheck.evidence import Evidence, Table
from clausecheck.nouns.model import Row, Say, Unknown, say
from clausecheck.nouns.periods import Period, month_end, touching
from clausecheck.nouns.records import dataclass
from clausecheck.procedure.rule import Rule

from . import language
from .case import Case, column_absent, last_of
from .coverage import share_of_year
from .language import Check, Column, Days, Deadline, Households, Percent
from .limits import by_day
from .outcome import Outcome, cells_of, judged, passed, ruled, unknown
from .telling import Kind, told
from .windows import months_in_service


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewPlan(Check):
    """A plan for the year (`year`), `made` by the end of its first month in service, whose `planned` households add up
    to a share of all: `share_up_to` for projects up to `size`, else `share_above`; by months in service in a part year
    (`monthly_share_days` as for coverage)."""

    kind: Literal["interview_plan"]
    table: language.Table
    year: Column
    made: Deadline
    planned: Column
    monthly_share_days: Days
    size: Households
    share_up_to: Percent
    share_above: Percent


def judge(rule: Rule, check: InterviewPlan, evidence: Evidence) -> Iterator[Outcome]:
    """For each year whose plan falls due in the period: every row made in time, adding up to what must be covered."""
    names = (check.size, check.share_up_to, check.share_above, check.monthly_share_days)
    for year in touching("year", evidence.period.start, evidence.period.end):
        served = evidence.facts.in_service(year)
        if served is None:
            continue
        due = month_end(served.start)
        if due in evidence.period and evidence.facts.serves(due):
            required = required_of(rule, check, year, served, evidence)
            yield replace(_judge(rule, check, year, required, due, evidence), on=served.start, numbers=names)


def required_of(rule: Rule, check: InterviewPlan, year: Period, served: Period, evidence: Evidence) -> int:
    """What coverage requires of a year; the edition in force on 1 January or the take-over counts, as there (reading 69)."""
    size = evidence.flats.count_on(min(evidence.as_of, year.end))
    assert size is not None, "scope has seen to it"
    names = (check.size, check.share_up_to, check.share_above, check.monthly_share_days)
    bound, small, large, least = (rule.number(name, served.start) for name in names)
    assert bound and small and large and least, "the loader has seen to it"
    months = len(months_in_service(year, evidence, least.amount))
    share = small if size <= bound.amount else large
    return share_of_year(share.amount, size, 12 if served.days == year.days else months)


def _judge(rule: Rule, check: InterviewPlan, year: Period, required: int, due: date, evidence: Evidence) -> Outcome:
    table = evidence.tables[check.table]
    rows, unclear = of_year(table, check.year, year)
    last = last_of(due, rule)
    if not rows and unclear:
        found = say("undetermined.period_unclear", period=Say(f"period:{year}"))
        part = unknown("unreadable", found, cells=tuple(row.cell(check.year) for row in unclear))
        return judged(str(year), [part], used=unclear, due=due)
    parts = [_made(check, Case(evidence, rule, table, row, due), last) for row in rows]
    parts.append(_adds_up(check, rows, bool(unclear), table, required, last, evidence.as_of))
    if not rows and check.made in table.absent:
        parts.append(column_absent(table, (check.made,), (check.year,)))
    return judged(str(year), parts, used=rows, due=due)


def of_year(table: Table, field: str, year: Period) -> tuple[list[Row], list[Row]]:
    """The rows of a year, and those whose year cannot be read."""
    rows = [row for row in table.rows if row.get(field) == year]
    return rows, [row for row in table.rows if isinstance(row.get(field), Unknown)]


def _made(check: InterviewPlan, case: Case, last: date) -> Outcome:
    if unusable := case.unusable(check.made):
        return unusable
    value, field, cells = case.get(check.made), case.name(check.made), case.cells(check.made)
    stand, words = by_day(value, last, case.as_of, case.rule.boundary), {"field": field, "due": last.isoformat()}
    if stand.verdict == "pass":
        return passed(cells=cells, due=last)
    found = say("missing", **words)
    if value is not None:
        found = say(stand.key, **words, day=str(value.day), over=stand.over)
    mend = say("mend.by", field=field, day=words["due"])
    return ruled(stand.verdict, "late" if value else "missing", found, mend, cells=cells, due=last)


def _adds_up(
    check: InterviewPlan, rows: list[Row], more: bool, table: Table, required: int, last: date, as_of: date
) -> Outcome:
    planned = [row.get(check.planned) for row in rows]
    total = sum(n for n in planned if isinstance(n, int))
    cells = tuple(cell for row in rows for cell in cells_of(row, check.planned))
    cells = cells or table.header_cells([check.planned])
    words = {"plan": table.spec.said, "planned": total, "required": required, "short": required - total}
    if total >= required and rows:
        return passed(say("plan_enough", **words), cells=cells, due=last)
    if more or any(isinstance(n, Unknown) for n in planned):
        return unknown("uncertain_rows", say("plan_unclear", **words), cells=cells, due=last)
    found = say("plan_short" if rows else "plan_none", **words, due=last.isoformat())
    mend = say("mend.plan", required=required, day=last.isoformat())
    if as_of <= last:
        return ruled("pending", "open", found, mend, cells=cells, due=last)
    return ruled("fail", "short" if rows else "missing", found, mend, cells=cells, due=last)


TOLD = told(
    """
    scope | 核查期间内到期的每个年度各一项；截止日为当年第一个服务月的最后一天 | one for each year whose due date lies in the period: the last day of that year's first month in service
    scope | =handed_over
    scope | 应访户数：{size}及以下为 {share_up_to}，以上为 {share_above}，向上取整；不满全年的按服务月数折算（当月服务满 {monthly_share_days}才算一个月） | required: {share_up_to} of the households up to {size}, {share_above} above, rounded up; by months in service in a part year (a month counts from {monthly_share_days})
    pass | 该年度每一行的编制日期不晚于截止日，计划户数之和不少于应访户数 | every plan row of the year was made by then and planned households add up to what is required
    fail | 截止日已过：有一行的编制日期晚于截止日或为空、没有该年度的计划，或计划户数之和不足 | after the due date: a row made late or undated, no plan for the year, or too few households
    pending | 截止日未过，计划还不齐 | the plan is not complete and the due date has not passed
    undetermined | 有年度或计划户数无法读取的行，会影响结论 | rows whose year or number cannot be read would decide
    not_applicable | =none.case
    undetermined | =open.size
    """
)
KIND = Kind(InterviewPlan, judge, TOLD, sized=lambda _rule, _check: True)
