"""`publicity_plan`: each topic is planned often enough in the year, and each planned item carried out in its month."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Literal

from clausecheck.evidence import Evidence, Facts
from clausecheck.nouns.model import Row, Say, Unknown, say
from clausecheck.nouns.periods import Period, When, touching
from clausecheck.nouns.records import dataclass
from clausecheck.procedure.rule import Rule

from .case import Case, column_absent, last_of
from .interview_plan import of_year
from .language import Check, Column, Deadline, Months, Table, Times
from .limits import by_day
from .outcome import Outcome, failed, judged, open_or_fail, passed, pending, ruled, unknown
from .telling import Kind, Voice, told
from .windows import SERVICE_MONTH_DAYS, SHORT_YEAR_TOLD, short_service


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicityPlan(Check):
    """The plan for the `year` has each `topics` (in column `topic`) `at_least` so often, and every planned item is `done`
    by the end of its `month`. Years with fewer than `min_months` in service are left out."""

    kind: Literal["publicity_plan"]
    table: Table
    year: Column
    topic: Column
    month: Deadline
    done: Column
    topics: tuple[str, ...]
    at_least: Times
    min_months: Months


@dataclass(frozen=True, slots=True)
class _Year:
    """The plan of one year."""

    check: PublicityPlan
    rule: Rule
    evidence: Evidence
    year: Period

    def case(self, row: Row | None) -> Case:
        return Case(self.evidence, self.rule, self.evidence.tables[self.check.table], row, self.year.start)


def judge(rule: Rule, check: PublicityPlan, evidence: Evidence) -> Iterator[Outcome]:
    """For every year that the period touches and that has a day in service (G3, G6)."""
    for year in touching("year", evidence.period.start, evidence.period.end):
        served = evidence.facts.in_service(year)
        if served:
            short = short_service(rule, check.min_months, year, str(year), evidence)
            yield short or _judge(_Year(check, rule, evidence, year), served.start)


def carried_out(check: PublicityPlan, row: Row, year: Period, facts: Facts) -> bool | Unknown:
    """Whether an item was carried out: on a day of the plan's year, not before the take-over. Any other day is as none
    (reading 70)."""
    done = row.get(check.done)
    if isinstance(done, Unknown):
        return done
    return isinstance(done, When) and done.day in year and (facts.takeover is None or facts.takeover <= done.day)


def _judge(plan: _Year, begins: date) -> Outcome:
    check, rule, year, table = plan.check, plan.rule, plan.year, plan.evidence.tables[plan.check.table]
    rows, unclear = of_year(table, check.year, year)
    rows = [row for row in rows if _in_service(row, plan)]
    unclear = [row for row in unclear if _in_service(row, plan) and _may_be_of(row, plan)]
    number = rule.number(check.at_least, year.start)
    assert number is not None, "the loader has seen to it"
    parts = [_topic(topic, number.amount, rows, unclear, begins, plan) for topic in check.topics]
    parts += [_item(plan, row) for row in rows]
    parts += [_maybe_item(plan, row) for row in unclear]
    if check.done in table.absent:
        parts.append(column_absent(table, (check.done,), (check.topic,)))
    whole = judged(str(year), parts, on=year.start, used=[*rows, *unclear])
    return replace(whole, numbers=(check.at_least, check.min_months))


def _in_service(row: Row, plan: _Year) -> bool:
    """Planned months before the take-over's month and after the exit's are ignored (readings 22, 40)."""
    month = row.get(plan.check.month)
    return not isinstance(month, Period) or plan.evidence.facts.in_service(month) is not None


def _may_be_of(row: Row, plan: _Year) -> bool:
    """Whether an item whose year cannot be read may be of the year: its month, where it can be read, says so."""
    month = row.get(plan.check.month)
    return not isinstance(month, Period) or month.start in plan.year


def _topic(topic: str, required: int, items: list[Row], unclear: list[Row], begins: date, plan: _Year) -> Outcome:
    """A topic that is not planned often enough fails at once, when the year in service has begun. Whether what is planned
    was carried out, each item says: so a topic without a failing item was carried out as often as it was planned."""
    field, table = plan.check.topic, plan.evidence.tables[plan.check.table]
    planned = [row for row in items if not isinstance(row.get(field), Unknown) and topic in row.get(field)]
    doubtful = [row for row in items if isinstance(row.get(field), Unknown)]
    doubtful += [row for row in unclear if isinstance(row.get(field), Unknown) or topic in row.get(field)]
    cells = tuple(row.cell(field) for row in planned) or table.header_cells([field])
    words = {"topic": plan.evidence.procedure.said("topic", topic), "planned": len(planned), "required": required}
    if len(planned) >= required:
        return passed(cells=cells)
    if len(planned) + len(doubtful) >= required:
        return unknown("uncertain_rows", say("topic_unclear", **words), cells=cells)
    found, mend = say("topic_missing", **words), say("mend.topic", topic=words["topic"])
    if plan.evidence.as_of < begins:
        return pending(found, cells=cells, due=begins)
    return failed("not_planned", found, mend, cells=cells, due=begins)


def _maybe_item(plan: _Year, row: Row) -> Outcome:
    """An item whose year cannot be read may be this year's: that matters unless it was carried out in time anyway."""
    part = _item(plan, row)
    return part if part.verdict == "pass" else plan.case(row).unusable(plan.check.year) or part


def _item(plan: _Year, row: Row) -> Outcome:
    """A planned item is carried out by the end of its month. What it says names the item by its topic."""
    check, case, as_of, month = plan.check, plan.case(row), plan.evidence.as_of, row.get(plan.check.month)
    carried = carried_out(check, row, plan.year, plan.evidence.facts)
    if unusable := case.unusable(check.done):
        return unusable
    if unusable := case.unusable(check.month):
        return unusable if carried or as_of < plan.year.end else _not_done(plan, case, plan.year.end)
    last = last_of(month.end, plan.rule)
    if not carried:
        return _not_done(plan, case, last)
    done, field, cells = row.get(check.done), case.name(check.done), case.cells(check.done)
    stand = by_day(done, last, as_of, plan.rule.boundary)
    if stand.verdict == "pass":
        return passed(cells=cells, due=last)
    found = say(stand.key, field=field, day=str(done.day), due=last.isoformat(), over=stand.over)
    mend = _of_topic(plan, row, say("mend.by", field=field, day=last.isoformat()))
    return failed("late", _of_topic(plan, row, found), mend, cells=cells, due=last)


def _not_done(plan: _Year, case: Case, last: date) -> Outcome:
    """Nothing that counts was done: a breach from the end of the last day on."""
    assert case.row is not None, "an item is a row"
    done, field, cells = case.get(plan.check.done), case.name(plan.check.done), case.cells(plan.check.done)
    stand, words = by_day(None, last, case.as_of), {"field": field, "due": last.isoformat()}
    found = say(stand.key, **words, over=stand.over)
    if done is not None:
        found = say("done_other_time", **words, day=str(done.day))
    mend = _of_topic(plan, case.row, say("mend.by", field=field, day=last.isoformat()))
    verdict, reason = open_or_fail(case.as_of >= last, "missing")
    return ruled(verdict, reason, _of_topic(plan, case.row, found), mend, cells=cells, due=last)


def _of_topic(plan: _Year, row: Row, what: Say) -> Say:
    """What is said of an item, with its topic before it: in Chinese and English where the rule knows the topic."""
    written, topics = row.get(plan.check.topic), plan.check.topics
    if isinstance(written, Unknown):
        return what
    said = plan.evidence.procedure.said
    return say("of_topic", topic=tuple(said("topic", one) if one in topics else one for one in written), what=what)


def words(check: PublicityPlan, voice: Voice, table: str) -> dict[str, str]:
    return {"named": voice.terms("topic", check.topics), "service_days": str(SERVICE_MONTH_DAYS)}


TOLD = (
    *told(
        """
    scope | 核查期间涉及的每个年度，计宣传计划中该年度的行；接管月之前和退出月之后的计划月份不计 | every calendar year the period touches, by the rows of the publicity plan for it; months before the take-over's or after the exit's do not count
    pass | {named} 各至少计划 {at_least} | {named}: each planned at least {at_least} time(s)
    pass | 到期的每一项，实际开展日期在该年度内、不早于接管日期、不晚于计划月份的最后一天 | every item due was carried out in the plan's year, not before the take-over, and by the last day of its month
    fail | 有主题没有计划够（年度和服务开始后立即不合格） | a topic is not planned often enough (fails at once when the year and the service have begun)
    fail | 有一项晚于计划月份才开展，或到该月最后一天终了仍未开展（其他年度或接管以前的日期等于没有开展） | an item was late, or not carried out at the end of its month's last day (a day of another year or before the take-over is as none)
    pending | 还有未到期的项目，或年度、服务尚未开始 | items are not due yet, or the year or the service has not begun
    undetermined | 有年度、主题等无法读取的行，会影响结论；计划月份无法读取的，年内已开展，或年度未过 | rows whose year or topic cannot be read would decide; an item whose month cannot be read was carried out in the year, or the year is not over
    """
    ),
    *SHORT_YEAR_TOLD,
)
KIND = Kind(PublicityPlan, judge, TOLD, words)
