"""Plans for a year: the interview plan (ITV01) and the publicity plan (INF06)."""

from collections.abc import Iterator
from datetime import date, timedelta

from clausecheck.evidence import Evidence, Table, field_name
from clausecheck.model import Row, Say, Unknown, say
from clausecheck.periods import Period, When, touching
from clausecheck.rulebook import Rule
from clausecheck.rulebook import checks as spec

from .coverage import required_for_year
from .outcome import Judgement, Part, cannot_use, cells_of, judged, not_applicable
from .quota import SERVICE_MONTH_DAYS, months_in_service


def judge_interview_plan(rule: Rule, check: spec.InterviewPlan, evidence: Evidence) -> Iterator[Judgement]:
    """For each year whose plan falls due in the period: every row made in time, adding up to what must be covered."""
    names = (check.size, check.share_up_to, check.share_above, check.monthly_share_days)
    for year in touching("year", evidence.period.start, evidence.period.end):
        size = evidence.flats.count_on(min(evidence.as_of, year.end))
        assert size is not None, "scope has seen to it"
        needed = required_for_year(rule, names, year, size, evidence)
        if needed is None:
            continue
        required, due = needed
        if due not in evidence.period or not evidence.facts.serves(due):
            continue
        yield _interview_plan(rule, year, required, due, names, evidence)


def _interview_plan(
    rule: Rule, year: Period, required: int, due: date, names: tuple[str, ...], evidence: Evidence
) -> Judgement:
    table = evidence.tables["interview_plan"]
    rows, unclear = of_year(table, year)
    last = due - timedelta(days=rule.boundary == "exclusive")
    if not rows and unclear:
        cells = tuple(row.cell("year") for row in unclear)
        part = Part("undetermined", "unreadable", say("undetermined.period_unclear", period=str(year)), None, cells)
        return judged(str(year), [part], on=year.start, used=unclear, due=due)
    parts = [_made(row, table, last, evidence.as_of) for row in rows]
    parts.append(_adds_up(rows, bool(unclear), table, required, last, evidence.as_of))
    if not rows and "made_on" in table.absent:
        found = say("undetermined.column_absent", fields=(field_name(table.spec, "made_on"),))
        parts.append(Part("undetermined", "column_absent", found, None, table.header_cells(["year"])))
    judgement = judged(str(year), parts, on=year.start, used=rows, due=due)
    return Judgement(**{**{n: getattr(judgement, n) for n in Judgement.__slots__}, "numbers": names})


def of_year(table: Table, year: Period) -> tuple[list[Row], list[Row]]:
    """The rows of a year, and those whose year cannot be read."""
    rows = [row for row in table.rows if row.get("year") == year]
    return rows, [row for row in table.rows if isinstance(row.get("year"), Unknown)]


def _made(row: Row, table: Table, last: date, as_of: date) -> Part:
    value, field, cells = row.get("made_on"), field_name(table.spec, "made_on"), cells_of(row, "made_on")
    if isinstance(value, Unknown):
        return cannot_use(row, table.spec, "made_on", value)
    mend = say("mend.by", field=field, day=last.isoformat())
    if value is None:
        verdict = "fail" if as_of > last else "pending"
        return Part(verdict, "missing", say("missing", field=field, due=last.isoformat()), mend, cells, due=last)
    if value.day > last:
        over = say("days", n=(value.day - last).days)
        found = say("late", field=field, day=str(value.day), due=last.isoformat(), over=over)
        return Part("fail", "late", found, mend, cells, due=last)
    return Part("pass", cells=cells, due=last)


def _adds_up(rows: list[Row], more: bool, table: Table, required: int, last: date, as_of: date) -> Part:
    planned = [row.get("households") for row in rows]
    total = sum(n for n in planned if isinstance(n, int))
    cells = tuple(cell for row in rows for cell in cells_of(row, "households")) or table.header_cells(["households"])
    words = {"planned": total, "required": required, "short": required - total}
    if total >= required and rows:
        return Part("pass", found=say("plan_enough", **words), cells=cells, due=last)
    if more or any(isinstance(n, Unknown) for n in planned):
        return Part("undetermined", "uncertain_rows", say("plan_unclear", **words), None, cells, due=last)
    verdict, reason = ("fail", "short" if rows else "missing") if as_of > last else ("pending", "open")
    key = "plan_short" if rows else "plan_none"
    return Part(
        verdict,
        reason,
        say(key, **words, due=last.isoformat()),
        say("mend.plan", required=required, day=last.isoformat()),
        cells,
        due=last,
    )


def _years_served(evidence: Evidence) -> list[Period]:
    """The years the period touches that have a day in service (G3, G6)."""
    years = touching("year", evidence.period.start, evidence.period.end)
    return [year for year in years if evidence.facts.in_service(year)]


def _short_year(rule: Rule, check: spec.PublicityPlan, year: Period, evidence: Evidence) -> Judgement | None:
    least = rule.number(check.min_months, year.start)
    served = months_in_service(year, evidence, SERVICE_MONTH_DAYS)
    if least is None or len(served) >= least.amount:
        return None
    cells = evidence.facts.cell("takeover_date", "exit_date")
    return not_applicable(str(year), "short_service", cells, on=year.start, months=len(served))


def judge_publicity_plan(rule: Rule, check: spec.PublicityPlan, evidence: Evidence) -> Iterator[Judgement]:
    """For every year the period touches: each topic planned often enough, each planned item carried out in its month."""
    for year in _years_served(evidence):
        yield _short_year(rule, check, year, evidence) or _publicity(rule, check, year, evidence)


def _publicity(rule: Rule, check: spec.PublicityPlan, year: Period, evidence: Evidence) -> Judgement:
    table = evidence.tables["publicity_plan"]
    rows, unclear = ([row for row in found if _in_service(row, evidence)] for found in of_year(table, year))
    number = rule.number(check.at_least, year.start)
    assert number is not None, "the loader has seen to it"
    parts = [_topic(topic, number.amount, rows, unclear, table, year, evidence) for topic in check.topics]
    parts.extend(_item(row, table, check.topics, evidence) for row in rows)
    parts.extend(_maybe_item(row, table, check.topics, evidence) for row in unclear)
    numbers = (check.at_least, check.min_months)
    judgement = judged(str(year), parts, on=year.start, used=[*rows, *unclear])
    return Judgement(**{**{n: getattr(judgement, n) for n in Judgement.__slots__}, "numbers": numbers})


def _in_service(row: Row, evidence: Evidence) -> bool:
    """Planned months before the take-over's month and after the exit's are ignored (readings 22, 40)."""
    month = row.get("month")
    return not isinstance(month, Period) or evidence.facts.in_service(month) is not None


def _topic(
    topic: str, required: int, items: list[Row], unclear: list[Row], table: Table, year: Period, evidence: Evidence
) -> Part:
    """A topic that is not planned fails at once, once the year has begun."""
    planned = [row for row in items if not isinstance(row.get("topic"), Unknown) and topic in row.get("topic")]
    doubtful = [row for row in items if isinstance(row.get("topic"), Unknown)]
    doubtful += [row for row in unclear if isinstance(row.get("topic"), Unknown) or topic in row.get("topic")]
    cells = tuple(row.cell("topic") for row in planned) or table.header_cells(["topic"])
    words = {"topic": Say(f"topic:{topic}"), "planned": len(planned), "required": required}
    if len(planned) >= required:
        return Part("pass", cells=cells)
    if doubtful:
        return Part("undetermined", "uncertain_rows", say("topic_unclear", **words), None, cells)
    found, mend = say("topic_missing", **words), say("mend.topic", topic=words["topic"])
    if evidence.as_of < year.start:
        return Part("pending", "open", found, None, cells, due=year.start)
    return Part("fail", "not_planned", found, mend, cells, due=year.start)


def _maybe_item(row: Row, table: Table, topics: list[str], evidence: Evidence) -> Part:
    """An item whose year cannot be read may be this year's: that matters unless it was carried out in time anyway."""
    part = _item(row, table, topics, evidence)
    return part if part.verdict == "pass" else cannot_use(row, table.spec, "year", row.get("year"))


def _item(row: Row, table: Table, topics: list[str], evidence: Evidence) -> Part:
    """A planned item is carried out by the end of its month. What it says names the item by its topic."""
    for name in ("month", "done_on"):
        value = row.get(name)
        if isinstance(value, Unknown):
            return cannot_use(row, table.spec, name, value)
    month, done = row.get("month"), row.get("done_on")
    cells, field = cells_of(row, "done_on"), field_name(table.spec, "done_on")
    due = month.end.isoformat()
    mend = _of_topic(row, topics, say("mend.by", field=field, day=due))
    if done is None:
        verdict, reason = ("fail", "missing") if evidence.as_of >= month.end else ("pending", "open")
        over = (evidence.as_of - month.end).days
        found = say("missing_over" if over > 0 else "missing", field=field, due=due, over=say("days", n=over))
        return Part(verdict, reason, _of_topic(row, topics, found), mend, cells, due=month.end)
    if isinstance(done, When) and done.day > month.end:
        over = say("days", n=(done.day - month.end).days)
        found = say("late", field=field, day=str(done.day), due=due, over=over)
        return Part("fail", "late", _of_topic(row, topics, found), mend, cells, due=month.end)
    return Part("pass", cells=cells, due=month.end)


def _of_topic(row: Row, topics: list[str], what: Say) -> Say:
    """What is said of an item, with its topic before it: in Chinese and English where the rule knows the topic."""
    written = row.get("topic")
    if isinstance(written, Unknown):
        return what
    return say("of_topic", topic=tuple(Say(f"topic:{one}") if one in topics else one for one in written), what=what)
