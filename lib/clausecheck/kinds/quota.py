"""`quota`: at least so many rows in each window."""

import dataclasses
from collections.abc import Iterator
from typing import Literal

from clausecheck.evidence import Evidence, field_name
from clausecheck.evidence.facts import COMMITTEE
from clausecheck.nouns.model import Row, Unknown
from clausecheck.nouns.periods import Period, When, containing
from clausecheck.nouns.records import dataclass
from clausecheck.procedure.rule import Rule

from .conditions import asking_filled
from .language import Check, Column, EachUnit, Months, Table, Times, Where
from .outcome import Outcome, cells_of, judged, not_applicable, undetermined
from .telling import Kind, Voice, told
from .windows import COUNTED_TOLD, SHORT_YEAR_TOLD, WINDOWS_TOLD, Progress, part_of, short_service, windows, words_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota(Check):
    """At least so many rows of `table` in each window, by their `date`. With `roles` each role has its own quota and
    subject: `person` must have held it. `needs_committee`: asked only where there is an owners' committee."""

    kind: Literal["quota"]
    each: EachUnit
    table: Table
    date: Column
    where: Where = dataclasses.field(default_factory=dict)
    at_least: Times
    min_months: Months = ""
    person: Column = ""
    roles: tuple[str, ...] = ()
    needs_committee: bool = False


def judge(rule: Rule, check: Quota, evidence: Evidence) -> Iterator[Outcome]:
    """One judgement a window, or one for each role in each window."""
    for window in windows(check.each, evidence):
        if excuse := _excuse(rule, check, window, evidence):
            yield excuse
            continue
        for role in check.roles or [""]:
            subject = f"{window.label}/{role}" if role else window.label
            yield _judge(rule, check, window, role, subject, evidence)


def _excuse(rule: Rule, check: Quota, window: Period, evidence: Evidence) -> Outcome | None:
    """Too short in service, or no committee: not applicable for the window."""
    facts, label, on = evidence.facts, window.label, window.start
    if check.min_months and (short := short_service(rule, check.min_months, window, label, evidence)):
        return short
    if check.needs_committee:
        committee, cells = facts.committee_on(containing(check.each, on).end), facts.cell(COMMITTEE)
        if isinstance(committee, Unknown):
            return undetermined(label, "fact", cells, on=on, facts=(evidence.facts.said(COMMITTEE),))
        if not committee:
            return not_applicable(label, "no_committee", cells, on=on)
    return None


def _judge(rule: Rule, check: Quota, window: Period, role: str, subject: str, evidence: Evidence) -> Outcome:
    table = evidence.tables[check.table]
    needed = [check.date, *check.where, *([check.person] if check.person else [])]
    if absent := [name for name in needed if name in table.absent]:
        fields = tuple(field_name(table.spec, name) for name in absent)
        return undetermined(subject, "column_absent", table.header_cells(table.spec.fields), fields=fields)
    sure, possible = _counting(check, window, role, evidence)
    number = rule.number(check.at_least, window.start)
    assert number is not None, "the loader has seen to it"
    progress = Progress(number.amount, len(sure), len(possible), window)
    cells = tuple(cell for row in possible for cell in cells_of(row, check.date)) or table.header_cells(needed)
    headers, silence = table.header_cells([check.date]), evidence.silence(check.table, window.start)
    part = part_of(progress, evidence.as_of, cells, headers, (check.at_least,), "times", silence)
    return judged(subject, [part], on=window.start, used=possible)


def _counting(check: Quota, window: Period, role: str, evidence: Evidence) -> tuple[list[Row], list[Row]]:
    """The rows that surely count, and all that may."""
    sure, possible, meeting_of = [], [], asking_filled(check.where)
    for row in evidence.tables[check.table].near(check.date, window):
        when = row.get(check.date)
        if when is None:
            continue
        meeting = meeting_of(row)
        held = meeting is not False and (_held(check, role, row, evidence) if role else True)
        if held is False:
            continue
        possible.append(row)
        if meeting is True and held is True and isinstance(when, When):
            sure.append(row)
    return sure, possible


def _held(check: Quota, role: str, row: Row, evidence: Evidence) -> bool | None:
    """Whether the person of a row surely held the role then; None when it cannot be known."""
    person = row.get(check.person)
    if person is None or isinstance(person, Unknown):  # nobody named: it may have been anybody
        return None
    return evidence.staff.has_role(person, [role], row.get(check.date))


def wrong(check: Quota) -> Iterator[tuple[str, str, str]]:
    """A role is held by somebody."""
    if check.roles and not check.person:
        yield "roles", "写了 roles 就要有 person", "`roles` needs `person`"


def words(check: Quota, voice: Voice, table: str) -> dict[str, str]:
    times = voice.number(check.at_least)
    if voice.lang == "en" and voice.unit(check.at_least) == "times":
        times += " time(s)"  # requirements say the bare number
    roles, condition = voice.terms("role", check.roles), voice.condition(table, check.where)
    return {**words_of(check, voice), "required": times, "roles": roles, "condition": condition}


TOLD = (
    *WINDOWS_TOLD,
    *told(
        """
    scope | 计{table}中{date}在该{unit}内且{condition}的行 | counts rows of {table} whose {date} lies in that {unit} and where {condition}
    scope ?!where | 计{table}中{date}在该{unit}内的行 | counts rows of {table} whose {date} lies in that {unit}
    scope | {person}当天的岗位为 {roles}，每个岗位分别核查 | {person} then held the role; each of {roles} is judged by itself
    """
    ),
    *COUNTED_TOLD,
    *SHORT_YEAR_TOLD,
    *told(
        """
    not_applicable ?needs_committee | 该{unit}最后一天没有业主委员会 | no owners' committee on the {unit}'s last day
    undetermined ?needs_committee | =open.committee
    """
    ),
)
KIND = Kind(Quota, judge, TOLD, words, old={"committee_needed": "needs_committee"}, wrong=wrong)
