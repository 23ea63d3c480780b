"""The interview plan of a year (ITV01): a dated obligation of the audit period that holds its due date (reading 69)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from clausecheck.evidence import Evidence, Table, field_name
from clausecheck.nouns.model import Row, Say, Unknown, say
from clausecheck.nouns.periods import Period, touching
from clausecheck.procedure.rule import Rule

from . import shapes as spec
from .coverage import required_for_year
from .outcome import Judgement, Part, cannot_use, cells_of, judged


def judge_interview_plan(rule: Rule, check: spec.InterviewPlan, evidence: Evidence) -> Iterator[Judgement]:
    """For each year whose plan falls due in the period: every row made in time, adding up to what must be covered."""
    names = (check.size, check.share_up_to, check.share_above, check.monthly_share_days)
    for year in touching("year", evidence.period.start, evidence.period.end):
        size = evidence.flats.count_on(min(evidence.as_of, year.end))
        assert size is not None, "scope has seen to it"
        needed = required_for_year(rule, names, year, size, evidence)
        if needed is None:
            continue
        served, required, due = needed
        if due not in evidence.period or not evidence.facts.serves(due):
            continue
        judgement = _interview_plan(rule, year, required, due, evidence)
        yield replace(judgement, on=served.start, numbers=names)


def _interview_plan(rule: Rule, year: Period, required: int, due: date, evidence: Evidence) -> Judgement:
    table = evidence.tables["interview_plan"]
    rows, unclear = of_year(table, year)
    last = due - timedelta(days=rule.boundary == "exclusive")
    if not rows and unclear:
        cells = tuple(row.cell("year") for row in unclear)
        part = Part(
            "undetermined", "unreadable", say("undetermined.period_unclear", period=Say(f"period:{year}")), None, cells
        )
        return judged(str(year), [part], used=unclear, due=due)
    parts = [_made(row, table, due, last, evidence.as_of) for row in rows]
    parts.append(_adds_up(rows, bool(unclear), table, required, last, evidence.as_of))
    if not rows and "made_on" in table.absent:
        found = say("undetermined.column_absent", fields=(field_name(table.spec, "made_on"),))
        parts.append(Part("undetermined", "column_absent", found, None, table.header_cells(["year"])))
    return judged(str(year), parts, used=rows, due=due)


def of_year(table: Table, year: Period) -> tuple[list[Row], list[Row]]:
    """The rows of a year, and those whose year cannot be read."""
    rows = [row for row in table.rows if row.get("year") == year]
    return rows, [row for row in table.rows if isinstance(row.get("year"), Unknown)]


def _made(row: Row, table: Table, due: date, last: date, as_of: date) -> Part:
    value, field, cells = row.get("made_on"), field_name(table.spec, "made_on"), cells_of(row, "made_on")
    if isinstance(value, Unknown):
        return cannot_use(row, table.spec, "made_on", value)
    mend = say("mend.by", field=field, day=last.isoformat())
    if value is None:
        verdict = "fail" if as_of > last else "pending"
        return Part(verdict, "missing", say("missing", field=field, due=last.isoformat()), mend, cells, due=last)
    if value.day > last:
        over = say("days", n=(value.day - last).days)
        key = "late_boundary" if value.day == due else "late"
        found = say(key, field=field, day=str(value.day), due=last.isoformat(), over=over)
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
