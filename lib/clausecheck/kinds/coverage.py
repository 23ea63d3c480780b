"""`coverage`: distinct households in each window. A household counts once, whatever way its number is written; one that is
not on the register never counts."""

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import Literal, NamedTuple

from clausecheck.evidence import Evidence, field_name
from clausecheck.evidence.facts import HOUSEHOLDS, SERVICE
from clausecheck.nouns.model import Coverage as Grown
from clausecheck.nouns.model import Row, Unknown
from clausecheck.nouns.periods import Period, When, containing
from clausecheck.nouns.records import dataclass
from clausecheck.procedure.rule import Rule

from .conditions import asking_filled
from .language import Amount, Check, Column, Days, EachUnit, Households, Table, Where
from .outcome import Outcome, cells_of, judged, not_applicable, undetermined
from .sure import remembered
from .telling import Kind, Voice, told
from .windows import COUNTED_TOLD, WINDOWS_TOLD, Progress, months_in_service, part_of, windows, words_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage(Check):
    """Distinct households (`household`) of the rows of `table` in each window, by `date`; with `roles` those where
    `person` held one of them.

    `at_least`: in households, or in percent of all; `at_most_all`: never more than there are. `more_than`, `up_to`: the
    size of project it speaks to. `once_a_row`: a row that names several counts once. `min_days`: days in service that a
    window needs; `monthly_share_days`: days in service from which a month counts, for a year not wholly in service.
    """

    kind: Literal["coverage"]
    each: EachUnit
    table: Table
    date: Column
    household: Column
    person: Column
    at_least: Amount
    min_days: Days = ""
    monthly_share_days: Days = ""
    more_than: Households = ""
    up_to: Households = ""
    at_most_all: bool = False
    roles: tuple[str, ...] = ()
    where: Where = dataclasses.field(default_factory=dict)
    once_a_row: bool = False


Flats = tuple[str, ...]


class _Counting(NamedTuple):
    """A row that counts: surely or possibly, and the households it names (None: unreadable, may be any one)."""

    row: Row
    sure: bool
    flats: Flats | None


def judge(rule: Rule, check: Coverage, evidence: Evidence) -> Iterator[Outcome]:
    """One judgement a window; not applicable where the project is of another size or too short in service."""
    for window in windows(check.each, evidence):
        yield _excuse(rule, check, window, evidence) or _judge(rule, check, window, evidence)


def households(check: Coverage, window: Period, evidence: Evidence) -> int | None:
    """How many households count: those handed over by the window's whole end or the as-of date (readings 20, 39)."""
    return evidence.flats.count_on(min(evidence.as_of, containing(check.each, window.start).end))


def _excuse(rule: Rule, check: Coverage, window: Period, evidence: Evidence) -> Outcome | None:
    """Why the project or its service is not of the size asked in a window, or None."""
    facts, label, on = evidence.facts, window.label, window.start
    if check.min_days:
        least = rule.number(check.min_days, on)
        if least is not None and window.days < least.amount:
            return not_applicable(label, "short_service_days", facts.cell(*SERVICE), on=on, days=window.days)
    if check.monthly_share_days and not _months(rule, check.monthly_share_days, window, evidence):
        return not_applicable(label, "short_service", facts.cell(*SERVICE), on=on, months=0)
    size = households(check, window, evidence)
    for name, fits in ((check.up_to, True), (check.more_than, False)):
        bound = rule.number(name, on) if name else None
        if bound is not None and size is not None and (size <= bound.amount) is not fits:
            return not_applicable(label, "size", facts.cell(HOUSEHOLDS), on=on, households=size, bound=bound.amount)
    return None


def _months(rule: Rule, name: str, window: Period, evidence: Evidence) -> int:
    least = rule.number(name, window.start)
    assert least is not None, "the loader has seen to it"
    return len(months_in_service(window, evidence, least.amount))


def _needed(check: Coverage) -> list[str]:
    return [check.date, check.household, check.person, *check.where]


def _judge(rule: Rule, check: Coverage, window: Period, evidence: Evidence) -> Outcome:
    table, needed = evidence.tables[check.table], _needed(check)
    if absent := [name for name in needed if name in table.absent]:
        fields = tuple(field_name(table.spec, name) for name in absent)
        return undetermined(window.label, "column_absent", table.header_cells(table.spec.fields), fields=fields)
    counting = _counting(check, window, evidence)
    required = _required(rule, check, window, evidence)
    count = _matched if check.once_a_row else _distinct
    sure = count([item for item in counting if item.sure and item.flats is not None])
    progress = Progress(required, sure, max(sure, count(counting)), window)
    rows = [item.row for item in counting]
    cells = tuple(cell for row in rows for cell in cells_of(row, check.household)) or table.header_cells(needed)
    numbers = tuple(name for name in (check.at_least, check.up_to, check.more_than, check.monthly_share_days) if name)
    headers, silence = table.header_cells([check.household]), evidence.silence(check.table, window.start)
    part = part_of(progress, evidence.as_of, cells, headers, numbers, "households", silence)
    return judged(window.label, [part], on=window.start, used=rows)


def by_day(rule: Rule, check: Coverage, evidence: Evidence) -> Iterator[Grown]:
    """How the number of households grew in each window that the rule judges; nothing where it cannot be judged."""
    if any(name in evidence.tables[check.table].absent for name in _needed(check)):
        return
    for window in windows(check.each, evidence):
        if _excuse(rule, check, window, evidence) or households(check, window, evidence) is None:
            continue
        days = sorted(row.get(check.date).day for row in reached(check, window, evidence).values())
        grown = {day: n for n, day in enumerate(days, 1)}
        yield Grown(rule.code, window, _required(rule, check, window, evidence), tuple(grown.items()))


def most_reached(check: Coverage, window: Period, evidence: Evidence) -> int:
    """How many households were reached in a window at most: those of rows that only may count, too."""
    return _distinct(_counting(check, window, evidence))


def reached(check: Coverage, window: Period, evidence: Evidence) -> dict[str, Row]:
    """The households that surely count in a window, each with the earliest row that reached it."""
    first: dict[str, Row] = {}
    for item in _counting(check, window, evidence):
        if item.sure:
            day = item.row.get(check.date).day
            for flat in item.flats or ():
                if flat not in first or day < first[flat].get(check.date).day:
                    first[flat] = item.row
    return first


def _required(rule: Rule, check: Coverage, window: Period, evidence: Evidence) -> int:
    number = rule.number(check.at_least, window.start)
    assert number is not None, "the loader has seen to it"
    size = households(check, window, evidence)
    if number.unit != "percent":
        return min(number.amount, size) if check.at_most_all and size is not None else number.amount
    assert size is not None, "scope has seen to it"
    months = _months(rule, check.monthly_share_days, window, evidence) if check.monthly_share_days else 12
    whole = containing(check.each, window.start).days == window.days
    return share_of_year(number.amount, size, 12 if whole else months)


def share_of_year(percent: int, size: int, months: int) -> int:
    """ceil(percent × households × months / 12), rounded once, in integers (G12)."""
    return -(-percent * size * months // 1200)


def _counting(check: Coverage, window: Period, evidence: Evidence) -> list[_Counting]:
    found, by = [], min(evidence.as_of, containing(check.each, window.start).end)
    meeting_of, handed_over = asking_filled(check.where), remembered(partial(_handed_over, by=by, evidence=evidence))
    for row in evidence.tables[check.table].near(check.date, window):
        meeting = meeting_of(row)
        held = meeting is not False and _has_role(check, row, evidence)
        if held is False:
            continue
        when = row.get(check.date)
        flats = _flats(check, row, handed_over, evidence)
        if flats == ():
            continue
        found.append(_Counting(row, meeting is True and held is True and isinstance(when, When), flats))
    return found


def _flats(check: Coverage, row: Row, handed_over: Callable[[Flats], Flats], evidence: Evidence) -> Flats | None:
    """The flats a row names; for coverage only those handed over by then (reading 20). None: perhaps one, perhaps none,
    as for a name without a number (听雨轩, 物业中心) where no register tells."""
    flats = evidence.flats.of(row)
    if isinstance(row.get(check.household), Unknown) or (evidence.flats.register is None and not flats):
        return None
    return flats if check.once_a_row else handed_over(flats)


def _handed_over(flats: Flats, by: date, evidence: Evidence) -> Flats:
    return tuple(flat for flat in flats if evidence.flats.is_handed_over(flat, by))


def _has_role(check: Coverage, row: Row, evidence: Evidence) -> bool | None:
    if not check.roles:
        return True
    person = row.get(check.person)
    if person is None or isinstance(person, Unknown):  # nobody named: it may have been anybody
        return None
    return evidence.staff.has_role(person, check.roles, row.get(check.date))


def _distinct(counting: Sequence[_Counting]) -> int:
    """Distinct households; an unreadable one may be any, so it adds one at most."""
    unreadable = sum(1 for item in counting if item.flats is None)
    return len({flat for item in counting for flat in item.flats or ()}) + unreadable


def _matched(counting: Sequence[_Counting]) -> int:
    """Distinct households where one row counts once (ITV05): the most rows that can each have a household of their own,
    rows that name the same set of flats being one (reading 71)."""
    holder: dict[str, int] = {}
    sets = list(dict.fromkeys(frozenset(item.flats) if item.flats else i for i, item in enumerate(counting)))

    def place(i: int, tried: set[str]) -> bool:
        named = sets[i]
        for flat in (f"?{named}",) if isinstance(named, int) else named:
            if flat not in tried:
                tried.add(flat)
                if flat not in holder or place(holder[flat], tried):
                    holder[flat] = i
                    return True
        return False

    return sum(place(i, set()) for i in range(len(sets)))


def words(check: Coverage, voice: Voice, table: str) -> dict[str, str]:
    required = voice.number(check.at_least)
    if voice.unit(check.at_least) == "percent":
        required = voice.say("coverage.share", share=required)
    elif check.at_most_all:
        required = voice.say("coverage.at_most_all", n=required)
    condition, roles = voice.condition(table, check.where), voice.terms("role", check.roles)
    return {**words_of(check, voice), "required": required, "condition": condition, "roles": roles}


def _bounded(check: Coverage, _: Voice) -> bool:
    return bool(check.up_to or check.more_than)


def _shared(check: Coverage, voice: Voice) -> bool:
    return _bounded(check, voice) or voice.unit(check.at_least) == "percent"


def _sized(rule: Rule, check: Coverage) -> bool:
    """Whether it speaks to projects of a size, or asks for a share of all households."""
    shares = (number.unit == "percent" for number in rule.numbers[check.at_least])
    return bool(check.up_to or check.more_than) or any(shares)


TOLD = (
    *told(
        """
    scope | 户数在 {up_to}及以下的项目 | projects of up to {up_to}
    scope | 户数在 {more_than}以上的项目 | projects of more than {more_than}
    not_applicable ?bounded | 户数不在此范围 | the project is of another size
    undetermined ?sized | =open.size
    """,
        bounded=_bounded,
        sized=_shared,
    ),
    *WINDOWS_TOLD,
    *told(
        """
    scope | 计{table}中不同的{household}；同一户只算一次，不在户册的不算 | counts every different {household} of {table}, each once; one that is not on the register never counts
    scope | {person}当天的岗位为 {roles} | {person} then was {roles}
    scope ?!roles | {person}不限岗位 | whoever {person} was
    scope | 只看{condition} 的行 | only rows where {condition}
    scope ~where
    scope ?once_a_row | 一行写了几户的只算一户；写同样几户的几行只算一次 | a row that names several flats counts once, and so do rows that name the same ones
    scope ?!once_a_row | =handed_over
    """
    ),
    *COUNTED_TOLD,
    *told(
        """
    scope | 不满全年服务的按服务月数 ÷ 12 折算，当月服务满 {monthly_share_days}才算一个月 | in a year not wholly in service, × months in service / 12; a month counts from {monthly_share_days}
    not_applicable ?monthly_share_days | 当年没有一个服务月 | no month in service that year
    not_applicable | 该{unit}服务不足 {min_days} | fewer than {min_days} in service that {unit}
    """
    ),
)
KIND = Kind(Coverage, judge, TOLD, words, old={"capped": "at_most_all", "one_per_row": "once_a_row"}, sized=_sized)
