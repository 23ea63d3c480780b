"""What is counted in windows of time: reached passes at once, a window that is over and short fails, an open one is behind
the linear pace or not (G8). Rows that only may count are counted both ways (reading 5)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from clausecheck.evidence import Evidence
from clausecheck.evidence.facts import SERVICE
from clausecheck.nouns.model import Say, say
from clausecheck.nouns.periods import Period, touching
from clausecheck.nouns.records import dataclass
from clausecheck.procedure.rule import Rule

from .outcome import SILENT, Cells, Outcome, Reason, Verdict, not_applicable, ruled, unknown
from .telling import Voice, told

SERVICE_MONTH_DAYS = 15
"""A calendar month counts as a month in service from so many days (reading 30)."""
REASONS: dict[Verdict, Reason] = {
    "fail": "short", "at_risk": "behind", "pending": "open", "undetermined": "uncertain_rows",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a quota has come: what surely counts, what possibly counts (this includes the sure)."""

    required: int
    sure: int
    possible: int
    window: Period


def stand(progress: Progress, as_of: date) -> Verdict:
    """The verdict of a quota as at a day; undetermined when the doubtful rows would decide it."""
    low, high = (
        _verdict(progress.required, done, progress.window, as_of) for done in (progress.sure, progress.possible)
    )
    return low if low == high else "undetermined"


def _verdict(required: int, done: int, window: Period, as_of: date) -> Verdict:
    if done >= required:
        return "pass"
    if as_of >= window.end:
        return "fail"
    return "at_risk" if done < pace(required, window, as_of) else "pending"


def pace(required: int, window: Period, as_of: date) -> int:
    """required × days elapsed / days in the window, rounded down."""
    elapsed = max(0, (as_of - window.start).days + 1)
    return required * elapsed // window.days


def part_of(
    progress: Progress,
    as_of: date,
    cells: Cells,
    headers: Cells,
    numbers: tuple[str, ...],
    unit: str,
    silence: Say | None = None,
) -> Outcome:
    """What a quota comes to, with the arithmetic in words. What is short is marked at the headers: no row is to blame.
    `silence`: the log does not reach back to the window, so what is counted is a lower bound (reading 47)."""
    verdict, window = stand(progress, as_of), progress.window
    words: dict[str, Any] = {
        "done": progress.sure, "possible": progress.possible, "required": progress.required,
        "start": window.start.isoformat(), "end": window.end.isoformat(), "unit": Say(f"unit:{unit}"),
        "short": progress.required - progress.sure, "pace": pace(progress.required, window, min(as_of, window.end)),
    }  # fmt: skip
    if silence and verdict in ("fail", "at_risk"):
        silent = {name: words[name] for name in ("done", "required", "unit", "start", "end")}
        found = say("quota.silent", **silent, silence=silence)
        return unknown(SILENT, found, cells=cells, numbers=numbers, due=window.end, at=headers)
    words["lag"] = words["pace"] - progress.sure
    none = "_none" if not progress.sure and verdict in ("fail", "at_risk", "pending") else ""
    found = say(f"quota.{verdict}{none}", **words)
    return ruled(verdict, REASONS.get(verdict, ""), found, cells=cells, numbers=numbers, due=window.end, at=headers)


def windows(each: str, evidence: Evidence) -> Iterator[Period]:
    """The windows to be judged: every year the period touches (G3), and the quarters or months whose cut window ends in
    the period. A window without a day in service does not exist (G6)."""
    period = evidence.period
    for whole in touching(each, period.start, period.end):
        cut = evidence.facts.in_service(whole)
        if cut is not None and (each == "year" or cut.end in period):
            yield cut


def months_in_service(window: Period, evidence: Evidence, least_days: int) -> list[Period]:
    """The calendar months of a window with at least so many days in service (readings 6, 30)."""
    found = []
    for month in touching("month", window.start, window.end):
        cut = evidence.facts.in_service(month)
        if cut is not None and cut.days >= least_days:
            found.append(month)
    return found


def short_service(rule: Rule, name: str, window: Period, label: str, evidence: Evidence) -> Outcome | None:
    """Not applicable to a window with fewer months in service than a number of the rule says."""
    least = rule.number(name, window.start)
    served = months_in_service(window, evidence, SERVICE_MONTH_DAYS)
    if least is None or len(served) >= least.amount:
        return None
    cells = evidence.facts.cell(*SERVICE)
    return not_applicable(label, "short_service", cells, on=window.start, months=len(served))


def words_of(check: Any, voice: Voice) -> dict[str, str]:
    """What the sentences on windows are filled with."""
    return {"unit": voice.say(f"unit.{check.each}"), "service_days": str(SERVICE_MONTH_DAYS)}


WINDOWS_TOLD = told(
    """
    scope ?each=year | 核查期间涉及的每个年度 | every calendar year the period touches
    scope ?!each=year | 在服务期内、于核查期间内结束的每个{unit} | every {unit} that ends in the period, cut to the days in service
    """
)
COUNTED_TOLD = told(
    """
    pass | 达到 {required}，达到即合格 | {required}: passes as soon as it is reached
    fail | 该{unit}最后一天终了时不足 {required} | fewer than {required} at the end of the {unit}'s last day
    at_risk | 尚未结束，但少于按天数折算的进度（舍去小数） | not over, but behind the pace by days elapsed (rounded down)
    pending | 尚未结束，不少于按天数折算的进度 | not over, and not behind the pace by days elapsed
    undetermined | =open.rows
    undetermined | 该{unit}在核查期间之前开始，而{table}没有该{unit}第一个服务月或更早、且在核查期间之前的行：没有达到的不能断定未达到 | the {unit} begins before the period, and {table} has no row before the period in or before the {unit}'s first month in service: what is not reached cannot be called short
    """
)
SHORT_YEAR_TOLD = told(
    """
    not_applicable | 当年服务不足 {min_months}（当月服务满 {service_days} 天才算一个月） | fewer than {min_months} in service that year (a month counts from {service_days} days)
    """
)
