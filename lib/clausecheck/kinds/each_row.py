"""`each_row`: every row of a table that belongs to the period, held to the parts its rule names."""

import dataclasses
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Literal

from clausecheck.evidence import Evidence
from clausecheck.nouns.model import Row, Unknown, say
from clausecheck.nouns.periods import When
from clausecheck.nouns.records import dataclass
from clausecheck.procedure.rule import Rule

from .case import Case, meets
from .language import Check, Columns, OneOf, Table, Where
from .outcome import Outcome, cannot_use, cells_of, judged, not_applicable, unknown
from .rows import ROWS
from .rows.follow_up import FollowUp, due_of
from .telling import Kind, Voice, told

RowPart = Annotated[Any, OneOf("part", lambda: [kind.shape for kind in ROWS.values()])]


@dataclass(frozen=True, slots=True, kw_only=True)
class EachRow(Check):
    """Every row of `table` that belongs to the period is judged by the `parts`.

    `rows`: column -> values: rows for which the rule speaks at all; others give no finding. `rows_filled`: rows in which
    one of these is filled in; the first is what makes them one. `applies_to`: column -> values: rows to which it
    applies; for others it is not applicable, as where one of `when_filled` is blank or one of `when_blank` is filled in.
    `period_of_due`: a row belongs to the period of its due date, not of its event (reading 27). `incomplete_too`: rows
    with a blank required cell are judged too.
    """

    kind: Literal["each_row"]
    table: Table
    rows: Where = dataclasses.field(default_factory=dict)
    rows_filled: Columns = ()
    applies_to: Where = dataclasses.field(default_factory=dict)
    when_filled: Columns = ()
    when_blank: Columns = ()
    period_of_due: bool = False
    incomplete_too: bool = False
    parts: tuple[RowPart, ...]


def judge(rule: Rule, check: EachRow, evidence: Evidence) -> Iterator[Outcome]:
    """One judgement for each row of the period for which the rule speaks."""
    table = evidence.tables[check.table]
    for row in (*table.rows, *table.incomplete) if check.incomplete_too else table.rows:
        if outcome := judge_row(rule, check, row, evidence):
            yield outcome


def judge_row(rule: Rule, check: EachRow, row: Row, evidence: Evidence) -> Outcome | None:
    """The judgement of one row; None where it is not of the period, or the rule does not speak of it."""
    table = evidence.tables[check.table]
    case = Case(evidence, rule, table, row, trigger_day(check, row, evidence))
    if not _in_period(check, case):
        return None
    speaks = _speaks(check, row)
    return None if speaks is False else _judge(check, case, row, speaks)


def trigger_day(check: EachRow, row: Row, evidence: Evidence) -> date:
    """The day whose numbers are in force: the event's, or the period's first where it cannot be read (G13)."""
    key = evidence.tables[check.table].spec.key_date
    value = row.get(key) if key else None
    return value.day if isinstance(value, When) else evidence.period.start


def _in_period(check: EachRow, case: Case) -> bool:
    """By the day of the event, or of the due date; an unreadable or unknown day is taken to be in (readings 9, 37)."""
    if check.period_of_due:
        day = _due_day(check, case)
    else:
        value = case.get(case.table.spec.key_date)
        day = value.day if isinstance(value, When) else None
    return day is None or (day in case.evidence.period and case.evidence.facts.serves(day))


def _due_day(check: EachRow, case: Case) -> date | None:
    part = next((part for part in check.parts if isinstance(part, FollowUp)), None)
    due = due_of(part, case) if part else None
    return due[0] if isinstance(due, tuple) else None


def _speaks(check: EachRow, row: Row) -> bool | Unknown:
    """Whether the rule speaks of the row at all. A blank that is no answer does not trigger anything."""
    doubt = _something_filled(check.rows_filled, row)
    if doubt is False:
        return False
    wanted = {field: values for field, values in check.rows.items() if row.get(field) is not None}
    if len(wanted) < len(check.rows):
        return False
    answer = meets(row, wanted)
    return answer if answer is not True else doubt


def _something_filled(fields: tuple[str, ...], row: Row) -> bool | Unknown:
    """Whether one of the fields is filled in, were it with what cannot be used; where the first has no column and nothing
    else is filled in, nobody can tell."""
    values = [row.get(field) for field in fields]
    gone = [isinstance(value, Unknown) and value.absent for value in values]
    if not fields or any(value is not None and not absent for value, absent in zip(values, gone, strict=True)):
        return True
    return values[0] if isinstance(values[0], Unknown) else False


def _judge(check: EachRow, case: Case, row: Row, speaks: bool | Unknown) -> Outcome:
    subject, deciding = case.evidence.subject(row), (*check.applies_to, *check.when_filled, *check.when_blank)
    if isinstance(speaks, Unknown):
        return judged(subject, [_doubtful(case, row, (*check.rows, *check.rows_filled))], on=case.on, row=row)
    applies = _applies(check, row)
    if applies is False:
        excuse = not_applicable(subject, "row", cells_of(row, *deciding), fields=tuple(map(case.name, deciding)))
        return replace(excuse, row=row, used=(row,), on=case.on)
    if isinstance(applies, Unknown):
        return judged(subject, [_doubtful(case, row, deciding)], on=case.on, row=row)
    return judged(subject, [ROWS[part.part].judge(part, case) for part in check.parts], on=case.on, row=row)


def _applies(check: EachRow, row: Row) -> bool | Unknown:
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
    for (
        field,
        values,
    ) in check.applies_to.items():  # in order: a class left out says nothing of what its subtype would mean
        answer = meets(row, {field: values})
        if answer is not True:
            return answer
    return doubt or True


def _doubtful(case: Case, row: Row, fields: tuple[str, ...]) -> Outcome:
    """Whether the rule applies hangs on a cell that is blank or cannot be used."""
    for field in fields:
        value = case.get(field)
        if value is None and field not in row.columns:
            value = Unknown("DAT05", field)
        if isinstance(value, Unknown):
            return cannot_use(row, case.table.spec, field, value)
    for field in fields:
        if case.get(field) is None:
            name = case.name(field)
            found = say("undetermined.applies_blank", field=name)
            return unknown("blank", found, say("mend.fill", field=name), cells=case.cells(field))
    return unknown("unreadable")


def _by_event(check: EachRow, voice: Voice) -> bool:
    """Whether a row belongs to the period of its event."""
    return not check.period_of_due and bool(voice.spec(check.table).key_date)


def _set_aside(check: EachRow, voice: Voice) -> str:
    """What is set aside: rows with a blank required cell, and those dated after the as-of day; or neither."""
    spec = voice.spec(check.table)
    if check.incomplete_too:
        return ""
    return "late" if spec.key_date and not spec.fields[spec.key_date].future else "blank"


def words(check: EachRow, voice: Voice, table: str) -> dict[str, str]:
    spec = voice.spec(table)
    return {
        "key": voice.field(table, spec.key_date) if spec.key_date else "",
        "required": voice.fields(table, spec.required),
        "only": voice.condition(table, check.rows),
    }


def _wanted(check: EachRow, voice: Voice, table: str) -> list[dict[str, str]]:
    """Each column whose values make the rule apply."""
    named = ((voice.field(table, field), voice.values(values)) for field, values in check.applies_to.items())
    return [{"field": field, "values": values} for field, values in named]


def _undecided(check: EachRow, voice: Voice, table: str) -> list[dict[str, str]]:
    """Those of which a blank means nothing."""
    fields = voice.spec(table).fields
    return [{"field": voice.field(table, field)} for field in check.applies_to if not fields[field].blank]


def _each(name: str) -> Any:
    return lambda check, voice, table: [{"field": voice.field(table, field)} for field in getattr(check, name)]


TOLD = told(
    """
    scope ?by_event | 逐行核查{table}中{key}在核查期间和服务期内的行；日期读不出来的也核查 | every row of {table} whose {key} lies in the period and in service, or cannot be read
    scope ?by_due | 逐行核查{table}，每行归入其期限所在的期间 | every row of {table}, in the period that holds its due date
    scope | 只看{only} 的行 | only rows where {only}
    scope | 只看{rows_filled}中有一项已填写的行 | only rows where one of {rows_filled} is filled in
    scope ?incomplete_too | 必填列为空的行也核查 | rows with a blank required cell are judged too
    scope ?late_aside | 必填列（{required}）为空或{key}晚于核查截止日的行不用 | a row with a blank required cell ({required}) or with {key} after the as-of date is set aside
    scope ?aside | 必填列（{required}）为空的行不用 | a row with a blank required cell ({required}) is set aside
    scope ~blank_columns
    not_applicable *wanted | {field}不是 {values} | {field} is not {values}
    undetermined *undecided | {field}为空，不能确定是否适用 | {field} is blank, so that it cannot be told whether the rule applies
    not_applicable *when_filled | {field}为空 | {field} is blank
    not_applicable *when_blank | {field}已填写 | {field} is filled in
    not_applicable | =none.case
    """,
    by_event=_by_event,
    by_due=lambda check, voice: not _by_event(check, voice),
    late_aside=lambda check, voice: _set_aside(check, voice) == "late",
    aside=lambda check, voice: _set_aside(check, voice) == "blank",
    blank_columns=lambda check: ("", (*check.rows, *check.applies_to)),
    wanted=_wanted,
    undecided=_undecided,
    when_filled=_each("when_filled"),
    when_blank=_each("when_blank"),
)
OLD = {"only": "rows", "only_filled": "rows_filled", "when": "applies_to", "by_due": "period_of_due"}
KIND = Kind(EachRow, judge, TOLD, words, old=OLD, takeover=False)
