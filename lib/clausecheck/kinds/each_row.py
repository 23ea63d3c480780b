"""Every row of a table that belongs to the period, judged by the parts its rule names."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from clausecheck.evidence import Evidence, Table
from clausecheck.nouns.model import Row, Unknown, say
from clausecheck.nouns.periods import When
from clausecheck.procedure.rule import Rule

from . import row_parts, time_parts
from . import shapes as spec
from .handled import handled
from .outage import outage_record
from .outcome import Judgement, Part, cannot_use, cells_of, judged, not_applicable
from .row_case import RowCase, meets

PARTS: dict[str, Callable[[Any, RowCase], Part]] = {
    "within": time_parts.within,
    "listed": row_parts.listed,
    "in_post": row_parts.in_post,
    "has_role": row_parts.has_role,
    "filled": row_parts.filled,
    "follow_up": time_parts.follow_up,
    "not_after": row_parts.not_after,
    "sequence": row_parts.sequence,
    "notice": time_parts.notice,
    "handled": handled,
    "outage_record": outage_record,
}


def judge_rows(rule: Rule, check: spec.EachRow, evidence: Evidence) -> Iterator[Judgement]:
    """One judgement for each row of the period for which the rule speaks."""
    table = evidence.tables[check.table]
    for row in _rows(check, table):
        case = RowCase(evidence, rule, row, _trigger_day(check, row, evidence))
        if not _in_period(check, case):
            continue
        speaks = _speaks(check, row)
        if speaks is False:
            continue
        yield _judge(check, case, speaks)


def _rows(check: spec.EachRow, table: Table) -> Iterable[Row]:
    return [*table.rows, *table.incomplete] if check.incomplete_too else table.rows


def _trigger_day(check: spec.EachRow, row: Row, evidence: Evidence) -> date:
    """The day whose numbers are in force: the event's, or the period's first where it cannot be read (G13)."""
    key = evidence.tables[check.table].spec.key_date
    value = row.get(key) if key else None
    return value.day if isinstance(value, When) else evidence.period.start


def _in_period(check: spec.EachRow, case: RowCase) -> bool:
    """By the day of the event, or of the due date; an unreadable or unknown day is taken to be in (readings 9, 37)."""
    day = _due_day(check, case) if check.by_due else _event_day(case)
    return day is None or (day in case.evidence.period and case.evidence.facts.serves(day))


def _event_day(case: RowCase) -> date | None:
    value = case.get(case.spec.key_date)
    return value.day if isinstance(value, When) else None


def _due_day(check: spec.EachRow, case: RowCase) -> date | None:
    for part in check.parts:
        if isinstance(part, spec.FollowUp):
            due = time_parts.follow_up_due(part, case)
            return None if isinstance(due, Part) else due[0]
    return None


def _speaks(check: spec.EachRow, row: Row) -> bool | Unknown:
    """Whether the rule speaks of the row at all. A blank that is no answer does not trigger anything."""
    doubt = _something_filled(check.only_filled, row)
    if doubt is False:
        return False
    wanted = {field: values for field, values in check.only.items() if row.get(field) is not None}
    if len(wanted) < len(check.only):
        return False
    answer = meets(row, wanted)
    return answer if answer is not True else doubt


def _something_filled(fields: tuple[str, ...], row: Row) -> bool | Unknown:
    """Whether one of the fields is filled in, were it with what cannot be used; where the first has no column and nothing
    else is filled in, nobody can tell."""
    values = [row.get(field) for field in fields]
    absent = [isinstance(value, Unknown) and value.code == "DAT05" for value in values]
    if not fields or any(value is not None and not gone for value, gone in zip(values, absent, strict=True)):
        return True
    return values[0] if isinstance(values[0], Unknown) else False


def _judge(check: spec.EachRow, case: RowCase, speaks: bool | Unknown) -> Judgement:
    subject = case.evidence.subject(case.row)
    row = case.row
    if isinstance(speaks, Unknown):
        return judged(subject, [_doubtful(case, [*check.only, *check.only_filled])], on=case.on, row=row)
    applies = _applies(check, row)
    if applies is False:
        fields = (*check.when, *check.when_filled, *check.when_blank)
        verdict = not_applicable(subject, "row", cells_of(row, *fields), fields=tuple(case.name(f) for f in fields))
        return Judgement(**{**_asdict(verdict), "row": row, "used": (row,), "on": case.on})
    if isinstance(applies, Unknown):
        fields = (*check.when, *check.when_filled, *check.when_blank)
        return judged(subject, [_doubtful(case, list(fields))], on=case.on, row=row)
    parts = [PARTS[part.part](part, case) for part in check.parts]
    return judged(subject, parts, on=case.on, row=row)


def _asdict(judgement: Judgement) -> dict[str, Any]:
    return {name: getattr(judgement, name) for name in Judgement.__slots__}


def _applies(check: spec.EachRow, row: Row) -> bool | Unknown:
    doubt: Unknown | None = None
    for fields, filled in ((check.when_filled, True), (check.when_blank, False)):
        for field in fields:
            value = row.get(field)
            if isinstance(value, Unknown):
                doubt = value
            elif filled and field not in row.columns:
                doubt = Unknown("DAT05", field)  # without the column nothing says that the rule does not apply
            elif (value is not None) is not filled:
                return False
    for field, values in check.when.items():  # in order: a class left out says nothing of what its subtype would mean
        answer = meets(row, {field: values})
        if answer is not True:
            return answer
    return doubt or True


def _doubtful(case: RowCase, fields: list[str]) -> Part:
    """Whether the rule applies hangs on a cell that is blank or cannot be used."""
    for field in fields:
        value = case.get(field)
        if value is None and field not in case.row.columns:
            value = Unknown("DAT05", field)
        if isinstance(value, Unknown):
            return cannot_use(case.row, case.spec, field, value)
    for field in fields:
        if case.get(field) is None:
            found = say("undetermined.applies_blank", field=case.name(field))
            return Part("undetermined", "blank", found, say("mend.fill", field=case.name(field)), case.cells(field))
    return Part("undetermined", "unreadable")
