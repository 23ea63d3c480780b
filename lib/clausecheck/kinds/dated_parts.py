"""Parts of a dated obligation: steps done by the due date, presence, order, what must come before what, and counts."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from clausecheck.evidence import Evidence, Table, field_name
from clausecheck.nouns.model import Cell, Row, Say, Unknown, say
from clausecheck.nouns.periods import Period, When
from clausecheck.procedure.rule import Rule

from . import shapes as spec
from .language import Values
from .outcome import SILENT, Part, cannot_use, cells_of, combine
from .row_case import meets


@dataclass(frozen=True, slots=True)
class Duty:
    """What is due about a period: the row that is its evidence (None: there is none) and the day it is due."""

    rule: Rule
    evidence: Evidence
    table: Table
    covered: Period
    due: date
    row: Row | None
    number: str

    @property
    def last(self) -> date:
        """The last day that is in time (G4)."""
        return self.due - timedelta(days=self.rule.boundary == "exclusive")

    @property
    def over(self) -> bool:
        """Whether the due date has passed."""
        return self.evidence.as_of > self.last

    def get(self, field: str) -> Any:
        if self.row is not None:
            return self.row.get(field)
        return Unknown("DAT05", field) if field in self.table.absent else None

    def name(self, field: str) -> Say:
        return field_name(self.table.spec, field)

    def cells(self, *fields: str) -> tuple[Cell, ...]:
        """The cells of the row; for a row that is missing, the header cells that were searched (G9)."""
        return cells_of(self.row, *fields) if self.row else self.table.header_cells(fields)

    def unusable(self, *fields: str) -> Part | None:
        for field in fields:
            value = self.get(field)
            if isinstance(value, Unknown):
                if self.row is not None:
                    return cannot_use(self.row, self.table.spec, field, value)
                found = say("undetermined.column_absent", fields=(self.name(field),))
                searched = self.table.header_cells(self.table.spec.required)
                return Part("undetermined", "column_absent", found, None, searched)
        return None


def _missing(duty: Duty, field: str) -> Part:
    """A step that is not there: pending until the due date, then overdue by so many days."""
    words = {"field": duty.name(field), "due": duty.last.isoformat(), "period": Say(f"period:{duty.covered}")}
    mend = say("mend.by", field=duty.name(field), day=duty.last.isoformat())
    cells = duty.cells(field)
    if not duty.over:
        return Part("pending", "open", say("missing", **words), None, cells, (duty.number,), duty.last)
    over = say("days", n=(duty.evidence.as_of - duty.last).days)
    key = "missing_over" if duty.row else "no_row_over"
    return Part("fail", "missing", say(key, **words, over=over), mend, cells, (duty.number,), duty.last)


def _done_by(duty: Duty, field: str) -> Part:
    """One step, on the due date at the latest (G7)."""
    if unusable := duty.unusable(field):
        return unusable
    value = duty.get(field)
    if value is None:
        return _missing(duty, field)
    words = {"field": duty.name(field), "day": value.day.isoformat(), "due": duty.last.isoformat()}
    if value.day > duty.last:
        over = say("days", n=(value.day - duty.last).days)
        mend = say("mend.by", field=duty.name(field), day=duty.last.isoformat())
        key = "late_boundary" if value.day == duty.due else "late"
        return Part("fail", "late", say(key, **words, over=over), mend, duty.cells(field), (duty.number,), duty.last)
    key = "in_time_boundary" if value.day == duty.due else "in_time"
    return Part("pass", "", say(key, **words), None, duty.cells(field), (duty.number,), duty.last)


def by_due(part: spec.ByDue, duty: Duty) -> Part:
    """Every step done by the due date; each missing or late one is named."""
    return combine([_done_by(duty, field) for field in part.fields])


def present(part: spec.Present, duty: Duty) -> Part:
    """Every date there (RPT07): missing counts from the due date on, late does not."""
    parts = []
    for field in part.fields:
        unusable = duty.unusable(field)
        there = duty.get(field) is not None
        parts.append(
            unusable
            or (Part("pass", cells=duty.cells(field), numbers=(duty.number,)) if there else _missing(duty, field))
        )
    return combine(parts)


def flags(part: spec.Flags, duty: Duty) -> Part:
    """Every cell says 有; 无 or blank counts from the due date on."""
    parts = []
    for field in part.fields:
        if unusable := duty.unusable(field):
            parts.append(unusable)
        elif duty.get(field) == "有":
            parts.append(Part("pass", cells=duty.cells(field), numbers=(duty.number,)))
        elif duty.row is None:
            parts.append(_missing(duty, field))
        else:
            found = say("flag_missing", field=duty.name(field), due=duty.last.isoformat())
            verdict, reason = ("fail", "missing") if duty.over else ("pending", "open")
            mend = say("mend.flag", field=duty.name(field))
            parts.append(Part(verdict, reason, found, mend, duty.cells(field), (duty.number,), duty.last))
    return combine(parts)


def in_order(part: spec.InOrder, duty: Duty) -> Part:
    """The dates that are there never decrease; a decrease fails at once. One before the covered period is left out
    (reading 68): it is no evidence for any order."""
    there = [(field, duty.get(field)) for field in part.fields if isinstance(duty.get(field), When)]
    for (first, before), (then, after) in pairwise(there):
        if after.day < before.day:
            words = {
                "other": duty.name(first),
                "other_day": str(before.day),
                "field": duty.name(then),
                "day": str(after.day),
                "over": say("days", n=(before.day - after.day).days),
            }
            mend = say("mend.order", field=duty.name(then), other=duty.name(first))
            return Part("fail", "order", say("out_of_order", **words), mend, duty.cells(first, then))
    early = [field for field in part.fields if isinstance(value := duty.get(field), Unknown) and value.code == "DAT06"]
    if unusable := duty.unusable(*(field for field in part.fields if field not in early)):
        return unusable
    if len(there) >= part.at_least:
        return Part("pass", found=say("in_order"), cells=duty.cells(*(field for field, _ in there)))
    cells = duty.cells(*part.fields)
    if duty.over:
        return Part("not_applicable", "too_few", say("not_applicable.too_few"), None, cells, (duty.number,), duty.last)
    return Part("pending", "open", say("too_few_yet"), None, cells, (duty.number,), duty.last)


def before(part: spec.Before, duty: Duty) -> Part:
    """A step that must come first (RPT03, RPT04, RPT09, CMP12): what follows while it is blank, or earlier than it,
    fails at once; alone, it waits for the due date."""
    if part.only_with_committee:
        committee = duty.evidence.facts.committee_on(duty.due)
        if isinstance(committee, Unknown):
            fact = (Say("field:project.committee_since"),)
            return Part(
                "undetermined",
                "fact",
                say("undetermined.fact", facts=fact),
                None,
                duty.evidence.facts.cell("committee_since"),
            )
        if not committee:
            return Part("pass")
    if unusable := duty.unusable(part.field):
        return unusable
    value = duty.get(part.field)
    following = [(name, duty.get(name)) for name in part.then if isinstance(duty.get(name), When)]
    if value is None:
        return _blank_before(part, duty, following)
    for name, then in following:
        if then.day < value.day:
            words = {
                "field": duty.name(name),
                "day": str(then.day),
                "other": duty.name(part.field),
                "other_day": str(value.day),
                "over": say("days", n=(value.day - then.day).days),
            }
            mend = say("mend.order", field=duty.name(name), other=duty.name(part.field))
            return Part("fail", "order", say("out_of_order", **words), mend, duty.cells(part.field, name))
    if unusable := duty.unusable(*part.then):
        return unusable
    if not following and part.by_due_if_alone:
        return _done_by(duty, part.field)
    return Part("pass", cells=duty.cells(part.field, *(name for name, _ in following)), numbers=(duty.number,))


def _blank_before(part: spec.Before, duty: Duty, following: list[tuple[str, When]]) -> Part:
    if following:
        name, then = following[0]
        found = say("followed_blank", field=duty.name(part.field), other=duty.name(name), other_day=str(then.day))
        mend = say("mend.by", field=duty.name(part.field), day=str(then.day))
        return Part("fail", "not_approved", found, mend, duty.cells(part.field, name))
    missing = _missing(duty, part.field)
    if missing.verdict == "fail":
        return missing
    return duty.unusable(*part.then) or missing


def counts(part: spec.Counts, duty: Duty) -> Part:
    """A number equals what the logs count in the covered period; rows that only may count leave room (STA01, CMP13)."""
    if unusable := duty.unusable(part.field):
        return unusable
    stated = duty.get(part.field)
    if stated is None:
        if part.optional:
            return Part("pass", cells=())
        missing = _missing(duty, part.field)
        return replace(missing, mend=missing.mend and say("mend.fill", field=duty.name(part.field)))
    if part.optional and duty.evidence.as_of < duty.covered.end:
        return Part(
            "pending", "open", say("period_open", period=Say(f"period:{duty.covered}")), None, duty.cells(part.field)
        )
    table = duty.evidence.tables[part.table]
    if not table.handed_in or table.lacks_required:
        found = say("undetermined.sheet_absent", sheets=(Say(f"table:{part.table}"),))
        return Part("undetermined", "sheet_absent", found, None, duty.cells(part.field))
    sure, possible = counted(table, part.where, duty.covered)
    words = {
        "field": duty.name(part.field),
        "stated": stated,
        "counted": sure,
        "possible": possible,
        "table": Say(f"table:{part.table}"),
        "period": Say(f"period:{duty.covered}"),
    }
    mend = say("mend.number", field=duty.name(part.field), table=words["table"])
    if stated < sure or stated > possible:
        if silence := _silence(table, duty):
            found = say("count_silent", **words, silence=silence)
            return Part("undetermined", SILENT, found, None, duty.cells(part.field))
        return Part(
            "fail",
            "mismatch",
            say("mismatch" if sure == possible else "mismatch_range", **words),
            mend,
            duty.cells(part.field),
        )
    if sure != possible:
        return Part("undetermined", "uncertain_rows", say("count_unclear", **words), None, duty.cells(part.field))
    return Part("pass", "", say("count_equal", **words), None, duty.cells(part.field))


def _silence(table: Table, duty: Duty) -> Say | None:
    """From when a log runs, where it does not reach back to the covered period's first month in service (reading 47)."""
    served = duty.evidence.facts.in_service(duty.covered) or duty.covered
    return duty.evidence.silence(table.spec.name, served.start)


def counted(table: Table, where: Values, covered: Period) -> tuple[int, int]:
    """How many rows of a table surely, and at most, fall in a period and meet the conditions."""
    rows = counting(table, where, covered)
    return sum(sure for _, sure in rows), len(rows)


def counting(table: Table, where: Values, covered: Period) -> list[tuple[Row, bool]]:
    """The rows that may fall in a period and meet the conditions, each with whether it surely does."""
    found = []
    for row in table.rows:
        when = row.get(table.spec.key_date)
        if isinstance(when, When) and when.day not in covered:
            continue
        meeting = meets(row, where)
        if meeting is not False:
            found.append((row, meeting is True and isinstance(when, When)))
    return found
