"""`counts`: a number equals what the logs count."""

import dataclasses
from dataclasses import replace
from typing import Annotated, Any, ClassVar, Literal

from clausecheck.evidence import Table
from clausecheck.nouns.model import Say, say
from clausecheck.nouns.records import dataclass
from clausecheck.procedure.numbers import STRICT

from ..case import Case
from ..conditions import counting
from ..language import Column, CountedTable, Means, Values
from ..outcome import SILENT, Outcome, failed, passed, pending, unknown
from ..steps import missing
from ..telling import Kind, Voice, told


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """A number equals the rows of `table` that meet `where` in the covered period. `optional`: where it is given."""

    __pydantic_config__: ClassVar[Any] = STRICT
    part: Literal["counts"]
    field: Column
    table: CountedTable
    where: Annotated[Values, Means("column", of="table")] = dataclasses.field(default_factory=dict)
    optional: bool = False


def judge(part: Counts, case: Case) -> Outcome:
    """A number equals what the logs count in the covered period; rows that only may count leave room (STA01, CMP13)."""
    assert case.covered is not None, "an obligation covers a period"
    if unusable := case.unusable(part.field):
        return unusable
    stated, field, cells = case.get(part.field), case.name(part.field), case.cells(part.field)
    if stated is None and part.optional:
        return passed()
    if stated is None:
        absent = missing(case, part.field)
        return replace(absent, mend=absent.mend and say("mend.fill", field=field))
    if part.optional and case.as_of < case.covered.end:
        return pending(say("period_open", period=case.period), cells=cells)
    table = case.evidence.tables[part.table]
    name = table.spec.said
    if not table.handed_in or table.lacks_required:
        return unknown("sheet_absent", say("undetermined.sheet_absent", sheets=(name,)), cells=cells)
    sure = [certain for _, certain in counting(table, part.where, case.covered)]
    low, high = sum(sure), len(sure)
    words = {"field": field, "stated": stated, "counted": low, "possible": high, "table": name, "period": case.period}
    if stated < low or stated > high:
        if silence := _silence(table, case):
            return unknown(SILENT, say("count_silent", **words, silence=silence), cells=cells)
        mend = say("mend.number", field=field, table=name)
        return failed("mismatch", say("mismatch" if low == high else "mismatch_range", **words), mend, cells=cells)
    if low != high:
        return unknown("uncertain_rows", say("count_unclear", **words), cells=cells)
    return passed(say("count_equal", **words), cells=cells)


def _silence(table: Table, case: Case) -> Say | None:
    """From when a log runs, where it does not reach back to the covered period's first month in service (reading 47)."""
    assert case.covered is not None, "an obligation covers a period"
    served = case.evidence.facts.in_service(case.covered) or case.covered
    return case.evidence.silence(table.spec.name, served.start)


def words(part: Counts, voice: Voice, table: str) -> dict[str, str]:
    return {"condition": voice.condition(part.table, part.where)}


def _optional(part: Counts, _: Any) -> bool:
    return part.optional


TOLD = told(
    """
    pass | {field}等于{table}中该{unit}里{condition}的行数 | {field} equals the rows of {table} in that {unit} where {condition}
    scope ~blank_columns
    pass ?!where | {field}等于{table}中该{unit}的行数 | {field} equals the rows of {table} in that {unit}
    fail | {field}与实有的数不一致 | {field} differs from what is counted
    undetermined ?optional | 填了{field}，而未提供{table} | {field} is filled in, and {table} is not handed in
    scope ?optional | {field}为空时不核对 | a blank {field} is not compared
    pending ?optional | =dated.wait
    fail ?!optional | 截止日已过，{field}仍为空 | {field} is blank after the due date
    undetermined | =open.rows
    undetermined | 该{unit}在核查期间之前开始，而{table}没有该{unit}第一个服务月或更早、且在核查期间之前的行：数字不同时无法比对 | the {unit} begins before the period, and {table} has no row before the period in or before the {unit}'s first month in service: numbers that differ cannot be compared
    """,
    blank_columns=lambda part: (part.table, part.where),
    optional=_optional,
)
KIND = Kind(Counts, judge, TOLD, words)
