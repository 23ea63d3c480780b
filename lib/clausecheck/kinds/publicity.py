"""The publicity plan of a year (INF06): each topic planned and carried out often enough, each item in its month."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from clausecheck.evidence import Evidence, Facts, Table, field_name
from clausecheck.nouns.model import Row, Say, Unknown, say
from clausecheck.nouns.periods import Period, When, touching
from clausecheck.procedure.rule import Rule

from . import shapes as spec
from .outcome import Judgement, Part, cannot_use, cells_of, judged, not_applicable
from .plans import of_year
from .quota import SERVICE_MONTH_DAYS, months_in_service

TABLE = "publicity_plan"


def judge_publicity_plan(rule: Rule, check: spec.PublicityPlan, evidence: Evidence) -> Iterator[Judgement]:
    """For every year that the period touches and that has a day in service (G3, G6)."""
    for year in touching("year", evidence.period.start, evidence.period.end):
        served = evidence.facts.in_service(year)
        if served:
            yield _short_year(rule, check, year, evidence) or _publicity(rule, check, year, served, evidence)


def carried_out(row: Row, year: Period, facts: Facts) -> bool | Unknown:
    """Whether an item was carried out: on a day of the plan's year, not before the take-over. Any other day is as none
    (reading 70)."""
    done = row.get("done_on")
    if isinstance(done, Unknown):
        return done
    return isinstance(done, When) and done.day in year and (facts.takeover is None or facts.takeover <= done.day)


def _short_year(rule: Rule, check: spec.PublicityPlan, year: Period, evidence: Evidence) -> Judgement | None:
    least = rule.number(check.min_months, year.start)
    served = months_in_service(year, evidence, SERVICE_MONTH_DAYS)
    if least is None or len(served) >= least.amount:
        return None
    cells = evidence.facts.cell("takeover_date", "exit_date")
    return not_applicable(str(year), "short_service", cells, on=year.start, months=len(served))


def _publicity(rule: Rule, check: spec.PublicityPlan, year: Period, served: Period, evidence: Evidence) -> Judgement:
    table = evidence.tables[TABLE]
    rows, unclear = of_year(table, year)
    rows = [row for row in rows if _in_service(row, evidence)]
    unclear = [row for row in unclear if _in_service(row, evidence) and _may_be_of(row, year)]
    number = rule.number(check.at_least, year.start)
    assert number is not None, "the loader has seen to it"
    parts = [_topic(topic, number.amount, rows, unclear, served.start, evidence) for topic in check.topics]
    parts += [_item(rule, row, check.topics, year, evidence) for row in rows]
    parts += [_maybe_item(rule, row, check.topics, year, evidence) for row in unclear]
    if "done_on" in table.absent:
        found = say("undetermined.column_absent", fields=(field_name(table.spec, "done_on"),))
        parts.append(Part("undetermined", "column_absent", found, None, table.header_cells(["topic"])))
    judgement = judged(str(year), parts, on=year.start, used=[*rows, *unclear])
    return replace(judgement, numbers=(check.at_least, check.min_months))


def _in_service(row: Row, evidence: Evidence) -> bool:
    """Planned months before the take-over's month and after the exit's are ignored (readings 22, 40)."""
    month = row.get("month")
    return not isinstance(month, Period) or evidence.facts.in_service(month) is not None


def _may_be_of(row: Row, year: Period) -> bool:
    """Whether an item whose year cannot be read may be of a year: its month, where it can be read, says so."""
    month = row.get("month")
    return not isinstance(month, Period) or month.start in year


def _topic(topic: str, required: int, items: list[Row], unclear: list[Row], begins: date, evidence: Evidence) -> Part:
    """A topic that is not planned often enough fails at once, when the year in service has begun. Whether what is planned
    was carried out, each item says: so a topic without a failing item was carried out as often as it was planned."""
    table = evidence.tables[TABLE]
    planned = [row for row in items if not isinstance(row.get("topic"), Unknown) and topic in row.get("topic")]
    doubtful = [row for row in items if isinstance(row.get("topic"), Unknown)]
    doubtful += [row for row in unclear if isinstance(row.get("topic"), Unknown) or topic in row.get("topic")]
    cells = tuple(row.cell("topic") for row in planned) or table.header_cells(["topic"])
    words = {"topic": Say(f"topic:{topic}"), "planned": len(planned), "required": required}
    if len(planned) >= required:
        return Part("pass", cells=cells)
    if len(planned) + len(doubtful) >= required:
        return Part("undetermined", "uncertain_rows", say("topic_unclear", **words), None, cells)
    found, mend = say("topic_missing", **words), say("mend.topic", topic=words["topic"])
    if evidence.as_of < begins:
        return Part("pending", "open", found, None, cells, due=begins)
    return Part("fail", "not_planned", found, mend, cells, due=begins)


def _maybe_item(rule: Rule, row: Row, topics: tuple[str, ...], year: Period, evidence: Evidence) -> Part:
    """An item whose year cannot be read may be this year's: that matters unless it was carried out in time anyway."""
    part = _item(rule, row, topics, year, evidence)
    table = evidence.tables[TABLE]
    return part if part.verdict == "pass" else cannot_use(row, table.spec, "year", row.get("year"))


def _item(rule: Rule, row: Row, topics: tuple[str, ...], year: Period, evidence: Evidence) -> Part:
    """A planned item is carried out by the end of its month. What it says names the item by its topic."""
    table, month, carried = evidence.tables[TABLE], row.get("month"), carried_out(row, year, evidence.facts)
    if isinstance(carried, Unknown):
        return cannot_use(row, table.spec, "done_on", carried)
    if isinstance(month, Unknown):
        if carried or evidence.as_of < year.end:
            return cannot_use(row, table.spec, "month", month)
        return _not_done(row, topics, year.end, table, evidence.as_of)
    last = month.end - timedelta(days=rule.boundary == "exclusive")
    if not carried:
        return _not_done(row, topics, last, table, evidence.as_of)
    done, field, cells = row.get("done_on"), field_name(table.spec, "done_on"), cells_of(row, "done_on")
    if done.day <= last:
        return Part("pass", cells=cells, due=last)
    key = "late_boundary" if done.day == month.end else "late"
    words = {
        "field": field,
        "day": str(done.day),
        "due": last.isoformat(),
        "over": say("days", n=(done.day - last).days),
    }
    mend = _of_topic(row, topics, say("mend.by", field=field, day=last.isoformat()))
    return Part("fail", "late", _of_topic(row, topics, say(key, **words)), mend, cells, due=last)


def _not_done(row: Row, topics: tuple[str, ...], last: date, table: Table, as_of: date) -> Part:
    """Nothing that counts was done: a breach from the end of the last day on."""
    done, field, cells = row.get("done_on"), field_name(table.spec, "done_on"), cells_of(row, "done_on")
    over = (as_of - last).days
    words = {"field": field, "due": last.isoformat(), "over": say("days", n=over)}
    found = say("missing_over" if over > 0 else "missing", **words)
    if done is not None:
        found = say("done_other_time", field=field, day=str(done.day), due=last.isoformat())
    mend = _of_topic(row, topics, say("mend.by", field=field, day=last.isoformat()))
    verdict, reason = ("fail", "missing") if as_of >= last else ("pending", "open")
    return Part(verdict, reason, _of_topic(row, topics, found), mend, cells, due=last)


def _of_topic(row: Row, topics: tuple[str, ...], what: Say) -> Say:
    """What is said of an item, with its topic before it: in Chinese and English where the rule knows the topic."""
    written = row.get("topic")
    if isinstance(written, Unknown):
        return what
    return say("of_topic", topic=tuple(Say(f"topic:{one}") if one in topics else one for one in written), what=what)
