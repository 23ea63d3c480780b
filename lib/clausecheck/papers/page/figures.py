"""The numbers of the page, counted from the findings. Exact: integers only, rates rounded down."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from clausecheck.nouns.model import VERDICTS, Finding, NumberUsed

SECTIONS = ("INF", "RPT", "CMP", "ITV", "SUR", "ENG", "STA", "ATT", "DAT")
LISTED = ("fail", "waived", "at_risk", "undetermined", "pending")
SEVERITIES = ("严重", "一般", "轻微")
STATES = ("met", "late", "missing", "unmet", "waived", "unknown", "waiting")
SEVERE = SEVERITIES[0]


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule in the table by clause."""

    code: str
    clause: str
    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class DueLine:
    """One rule among what was due: how many obligations in which state, and the span of their due dates."""

    code: str
    first: date
    last: date
    states: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.states.values())


def section_of(code: str) -> str:
    """The section of a code: its letters. A code of nobody's (a company's own rule) keeps its own letters."""
    return code.rstrip("0123456789") or code


def section_key(section: str) -> str:
    """The word key of a section's name."""
    return f"section_{section}" if section in SECTIONS else "section_other"


def code_order(code: str) -> tuple[int, str, str]:
    """Sorts codes as the procedure runs; sections that it does not know come before the faults of the logs."""
    section = section_of(code)
    place = SECTIONS.index(section) if section in SECTIONS else len(SECTIONS) - 2
    return (place, section, code)


def is_data(finding: Finding) -> bool:
    """Whether a finding is about the logs themselves."""
    return section_of(finding.code) == "DAT"


def is_fault(finding: Finding) -> bool:
    """Whether a finding is a fault of the logs, and not only a remark on them."""
    return finding.shown_as == "logs"


def requirements(findings: Iterable[Finding]) -> list[Finding]:
    """The findings about the procedure, without those about the logs themselves."""
    return [finding for finding in findings if not is_data(finding)]


def counts_of(findings: Iterable[Finding]) -> dict[str, int]:
    """How many findings have which verdict, remarks left out; every verdict is there."""
    counted = dict.fromkeys(VERDICTS, 0)
    for finding in findings:
        counted[finding.verdict] += not finding.remark
    return counted


def rate(counts: dict[str, int]) -> int | None:
    """Passes per thousand of what was decided, rounded down; None when nothing was decided."""
    decided = counts["pass"] + counts["fail"] + counts["waived"]
    return counts["pass"] * 1000 // decided if decided else None


def rate_text(per_mille: int | None) -> str:
    """A rate as it is written: 87.5%, 100%, or a dash."""
    if per_mille is None:
        return "–"
    return f"{per_mille // 10}%" if per_mille in (0, 1000) else f"{per_mille // 10}.{per_mille % 10}%"


def rule_lines(findings: Iterable[Finding]) -> list[RuleLine]:
    """One line per code, in the procedure's order."""
    grouped: dict[str, list[Finding]] = {}
    for finding in findings:
        if not finding.remark:
            grouped.setdefault(finding.code, []).append(finding)
    return [RuleLine(code, some[0].clause, counts_of(some)) for code, some in sorted(grouped.items(), key=_by_code)]


def _by_code(item: tuple[str, list[Finding]]) -> tuple[int, str, str]:
    return code_order(item[0])


def codes(findings: Iterable[Finding]) -> list[tuple[str, int]]:
    """The codes of findings with their number, most frequent first, ties in the procedure's order."""
    counted = Counter(finding.code for finding in findings)
    return sorted(counted.items(), key=lambda item: (-item[1], code_order(item[0])))


def state(finding: Finding) -> str | None:
    """What became of a dated obligation; None for one that does not apply."""
    if finding.verdict == "not_applicable":
        return None
    if finding.verdict == "fail":
        return finding.reason if finding.reason in ("late", "missing") else "unmet"
    return {"pass": "met", "waived": "waived", "undetermined": "unknown"}.get(finding.verdict, "waiting")


def due_lines(findings: Iterable[Finding]) -> list[DueLine]:
    """What was due, one line per code, in the procedure's order."""
    grouped: dict[str, list[tuple[date, str]]] = {}
    for finding in requirements(findings):
        became = state(finding)
        if finding.due is not None and became is not None:
            grouped.setdefault(finding.code, []).append((finding.due, became))
    lines = []
    for code in sorted(grouped, key=code_order):
        days = [day for day, _ in grouped[code]]
        counted = Counter(became for _, became in grouped[code])
        lines.append(DueLine(code, min(days), max(days), {name: counted.get(name, 0) for name in STATES}))
    return lines


def due_points(findings: Iterable[Finding], most: int = 400) -> tuple[str, list[tuple[str, date, str, int]]]:
    """The dots of the calendar (code, day, state, number) by day, week or month: the finest with few enough dots."""
    dated = [
        (finding.code, finding.due, became)
        for finding in requirements(findings)
        if finding.due is not None and (became := state(finding)) is not None
    ]
    for unit in ("day", "week", "month"):
        counted = Counter((code, _start(unit, day), became) for code, day, became in dated)
        if len(counted) <= most:
            break
    order = {name: place for place, name in enumerate(STATES)}
    points = [(code, day, became, n) for (code, day, became), n in counted.items()]
    return unit, sorted(points, key=lambda point: (code_order(point[0]), point[1], order[point[2]]))


def _start(unit: str, day: date) -> date:
    if unit == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if unit == "month" else day


def listed(findings: Iterable[Finding]) -> list[Finding]:
    """What the page lists one by one: all that is neither passed nor not applicable, gravest first, then by code."""
    chosen = [finding for finding in requirements(findings) if finding.verdict in LISTED]
    return sorted(chosen, key=lambda one: (LISTED.index(one.verdict), gravity(one), code_order(one.code)))


def gravity(finding: Finding) -> int:
    """The place of a finding's severity, gravest first; without one it comes last."""
    return SEVERITIES.index(finding.severity) if finding.severity in SEVERITIES else len(SEVERITIES)


def numbers_used(findings: Iterable[Finding]) -> list[tuple[NumberUsed, int]]:
    """Every number that a judgement used, with how often, in the procedure's order."""
    counted: Counter[NumberUsed] = Counter()
    for finding in findings:
        counted.update(finding.numbers)
    return sorted(counted.items(), key=lambda item: (code_order(item[0].rule), item[0].name, item[0].since or date.min))


def assumed(findings: Iterable[Finding]) -> int:
    """How many judgements rest on at least one assumption (what does not apply rests on nothing)."""
    return sum(
        1
        for finding in findings
        if finding.verdict != "not_applicable" and any(number.source == "assumption" for number in finding.numbers)
    )
