"""Distinct households interviewed in each window (ITV02-ITV05). A household counts once, whatever way its number is
written; one that is not on the register never counts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from clausecheck.evidence import Evidence, field_name
from clausecheck.nouns.model import Coverage, Row, Unknown
from clausecheck.nouns.periods import Period, When, containing, month_end
from clausecheck.procedure.rule import Rule

from . import shapes as spec
from .outcome import Judgement, cells_of, judged, not_applicable, undetermined
from .quota import Progress, meets_or_blank, months_in_service, part_of, windows

TABLE = "interviews"


@dataclass(frozen=True, slots=True)
class _Counting:
    """A row that counts: surely or possibly, and the households it names (None: unreadable, may be any one)."""

    row: Row
    sure: bool
    flats: tuple[str, ...] | None


def judge_coverage(rule: Rule, check: spec.Coverage, evidence: Evidence) -> Iterator[Judgement]:
    """One judgement a window; not applicable where the project is of another size or too short in service."""
    for window in windows(check.each, evidence):
        yield _excuse(rule, check, window, evidence) or _judge(rule, check, window, evidence)


def households(check: spec.Coverage, window: Period, evidence: Evidence) -> int | None:
    """How many households count: those handed over by the window's whole end or the as-of date (readings 20, 39)."""
    return evidence.flats.count_on(min(evidence.as_of, _whole(check.each, window).end))


def _whole(each: str, window: Period) -> Period:
    return containing(each, window.start)


def _excuse(rule: Rule, check: spec.Coverage, window: Period, evidence: Evidence) -> Judgement | None:
    """Why the project or its service is not of the size asked in a window, or None."""
    facts, on = evidence.facts, window.start
    if check.min_days:
        least = rule.number(check.min_days, window.start)
        if least is not None and window.days < least.amount:
            cells = facts.cell("takeover_date", "exit_date")
            return not_applicable(window.label, "short_service_days", cells, on=on, days=window.days)
    if check.monthly_share_days and not _months(rule, check.monthly_share_days, window, evidence):
        return not_applicable(window.label, "short_service", facts.cell("takeover_date", "exit_date"), on=on, months=0)
    size = households(check, window, evidence)
    for name, fits in ((check.up_to, True), (check.more_than, False)):
        bound = rule.number(name, window.start) if name else None
        if bound is not None and size is not None and (size <= bound.amount) is not fits:
            sizes = {"households": size, "bound": bound.amount}
            return not_applicable(window.label, "size", facts.cell("households"), on=on, **sizes)
    return None


def _months(rule: Rule, name: str, window: Period, evidence: Evidence) -> int:
    least = rule.number(name, window.start)
    assert least is not None, "the loader has seen to it"
    return len(months_in_service(window, evidence, least.amount))


def _judge(rule: Rule, check: spec.Coverage, window: Period, evidence: Evidence) -> Judgement:
    table = evidence.tables[TABLE]
    needed = ["held_at", "household", "interviewer", *check.where]
    absent = [name for name in needed if name in table.absent]
    if absent:
        fields = tuple(field_name(table.spec, name) for name in absent)
        return undetermined(window.label, "column_absent", table.header_cells(table.spec.fields), fields=fields)
    counting = _counting(check, window, evidence)
    required = _required(rule, check, window, evidence)
    count = _matched if check.one_per_row else _distinct
    sure = count([item for item in counting if item.sure and item.flats is not None])
    progress = Progress(required, sure, max(sure, count(counting)), window)
    rows = [item.row for item in counting]
    cells = tuple(cell for row in rows for cell in cells_of(row, "household")) or table.header_cells(needed)
    numbers = tuple(name for name in (check.at_least, check.up_to, check.more_than, check.monthly_share_days) if name)
    headers = table.header_cells(["household"])
    silence = evidence.silence(TABLE, window.start)
    part = part_of(progress, evidence.as_of, cells, headers, numbers, "households", silence)
    return judged(window.label, [part], on=window.start, used=rows)


def coverage_by_day(rule: Rule, check: spec.Coverage, evidence: Evidence) -> Iterator[Coverage]:
    """How the number of households grew in each window that the rule judges; nothing where it cannot be judged."""
    table = evidence.tables[TABLE]
    if any(name in table.absent for name in ("held_at", "household", "interviewer", *check.where)):
        return
    for window in windows(check.each, evidence):
        if _excuse(rule, check, window, evidence) or households(check, window, evidence) is None:
            continue
        first: dict[str, date] = {}
        for item in _counting(check, window, evidence):
            if item.sure:
                day = item.row.get("held_at").day
                first |= {flat: min(day, first.get(flat, day)) for flat in item.flats or ()}
        days = sorted(first.values())
        reached = {day: n for n, day in enumerate(days, 1)}
        yield Coverage(rule.code, window, _required(rule, check, window, evidence), tuple(reached.items()))


def _required(rule: Rule, check: spec.Coverage, window: Period, evidence: Evidence) -> int:
    number = rule.number(check.at_least, window.start)
    assert number is not None, "the loader has seen to it"
    size = households(check, window, evidence)
    if number.unit != "percent":
        return min(number.amount, size) if check.capped and size is not None else number.amount
    assert size is not None, "judge_coverage has seen to it"
    months = _months(rule, check.monthly_share_days, window, evidence) if check.monthly_share_days else 12
    return share_of_year(number.amount, size, 12 if _whole(check.each, window).days == window.days else months)


def share_of_year(percent: int, size: int, months: int) -> int:
    """ceil(percent × households × months / 12), rounded once, in integers (G12)."""
    return -(-percent * size * months // 1200)


def _counting(check: spec.Coverage, window: Period, evidence: Evidence) -> list[_Counting]:
    found = []
    for row in evidence.tables[TABLE].rows:
        when = row.get("held_at")
        if isinstance(when, When) and when.day not in window:
            continue
        meeting = meets_or_blank(row, check.where)
        held = _has_role(check, row, evidence)
        if meeting is False or held is False:
            continue
        flats = _flats(check, row, window, evidence)
        if flats == ():
            continue
        found.append(_Counting(row, meeting is True and held is True and isinstance(when, When), flats))
    return found


def _flats(check: spec.Coverage, row: Row, window: Period, evidence: Evidence) -> tuple[str, ...] | None:
    """The flats a row names; for coverage only those handed over by then (reading 20). None: perhaps one, perhaps none,
    as for a name without a number (听雨轩, 物业中心) where no register tells."""
    flats = evidence.flats.of(row)
    if isinstance(row.get("household"), Unknown) or (evidence.flats.register is None and not flats):
        return None
    if check.one_per_row:
        return flats
    day = min(evidence.as_of, _whole(check.each, window).end)
    return tuple(flat for flat in flats if evidence.flats.is_handed_over(flat, day))


def _has_role(check: spec.Coverage, row: Row, evidence: Evidence) -> bool | None:
    if not check.roles:
        return True
    person = row.get("interviewer")
    if isinstance(person, Unknown):
        return None
    return evidence.staff.has_role(person, check.roles, row.get("held_at"))


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


def required_for_year(
    rule: Rule, names: tuple[str, str, str, str], year: Period, size: int, evidence: Evidence
) -> tuple[Period, int, date] | None:
    """The days in service of a year, what ITV02/03 require of it (prorated), and the end of its first month in service;
    None without service.

    `names`: the rule's numbers for size, share up to it, share above it, and days from which a month counts; those of
    the edition in force on 1 January or the take-over count, as for ITV02/03 themselves (reading 69).
    """
    cut = evidence.facts.in_service(year)
    if cut is None:
        return None
    bound, small, large, least = (rule.number(name, cut.start) for name in names)
    assert bound and small and large and least, "the loader has seen to it"
    months = len(months_in_service(year, evidence, least.amount))
    share = small if size <= bound.amount else large
    return cut, share_of_year(share.amount, size, 12 if cut.days == year.days else months), month_end(cut.start)
