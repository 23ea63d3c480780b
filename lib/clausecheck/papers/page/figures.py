"""The numbers of the page, counted from the findings. Exact: integers only, rates rounded down."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from clausecheck.nouns.model import VERDICTS, Finding, NumberUsed, RulebookId
from clausecheck.nouns.records import dataclass
from clausecheck.wording import LOGS, code_order, section_of

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


def is_data(finding: Finding) -> bool:
    """Whether a finding is about the logs themselves."""
    return section_of(finding.code) == LOGS


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


def rule_lines(findings: Iterable[Finding], about: RulebookId) -> list[RuleLine]:
    """One line per code, in the procedure's order."""
    grouped: dict[str, list[Finding]] = {}
    for finding in findings:
        if not finding.remark:
            grouped.setdefault(finding.code, []).append(finding)
    codes = sorted(grouped, key=lambda code: code_order(code, about))
    return [RuleLine(code, grouped[code][0].clause, counts_of(grouped[code])) for code in codes]


def codes(findings: Iterable[Finding], about: RulebookId) -> list[tuple[str, int]]:
    """The codes of findings with their number, most frequent first, ties in the procedure's order."""
    counted = Counter(finding.code for finding in findings)
    return sorted(counted.items(), key=lambda item: (-item[1], code_order(item[0], about)))


def state(finding: Finding) -> str | None:
    """What became of a dated obligation; None for one that does not apply."""
    if finding.verdict == "not_applicable":
        return None
    if finding.verdict == "fail":
        return finding.reason if finding.reason in ("late", "missing") else "unmet"
    return {"pass": "met", "waived": "waived", "undetermined": "unknown"}.get(finding.verdict, "waiting")


def due_lines(findings: Iterable[Finding], about: RulebookId) -> list[DueLine]:
    """What was due, one line per code, in the procedure's order."""
    grouped: dict[str, list[tuple[date, str]]] = {}
    for finding in requirements(findings):
        became = state(finding)
        if finding.due is not None and became is not None:
            grouped.setdefault(finding.code, []).append((finding.due, became))
    lines = []
    for code in sorted(grouped, key=lambda code: code_order(code, about)):
        days = [day for day, _ in grouped[code]]
        counted = Counter(became for _, became in grouped[code])
        lines.append(DueLine(code, min(days), max(days), {name: counted.get(name, 0) for name in STATES}))
    return lines


def due_points(
    findings: Iterable[Finding], about: RulebookId, most: int = 400
) -> tuple[str, list[tuple[str, date, str, int]]]:
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
    return unit, sorted(points, key=lambda point: (code_order(point[0], about), point[1], order[point[2]]))


def _start(unit: str, day: date) -> date:
    if unit == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if unit == "month" else day


def listed(findings: Iterable[Finding], about: RulebookId) -> list[Finding]:
    """What the page lists one by one: all that is neither passed nor not applicable, gravest first, then by code."""
    chosen = [finding for finding in requirements(findings) if finding.verdict in LISTED]
    return sorted(chosen, key=lambda one: (LISTED.index(one.verdict), gravity(one), code_order(one.code, about)))


def gravity(finding: Finding) -> int:
    """The place of a finding's severity, gravest first; without one it comes last."""
    return SEVERITIES.index(finding.severity) if finding.severity in SEVERITIES else len(SEVERITIES)


def numbers_used(findings: Iterable[Finding], about: RulebookId) -> list[tuple[NumberUsed, int]]:
    """Every number that a judgement used, with how often, in the procedure's order."""
    counted: Counter[NumberUsed] = Counter()
    for finding in findings:
        counted.update(finding.numbers)
    return sorted(
        counted.items(), key=lambda item: (code_order(item[0].rule, about), item[0].name, item[0].since or date.min)
    )


def assumed(findings: Iterable[Finding]) -> int:
    """How many judgements rest on at least one assumption (what does not apply rests on nothing)."""
    return sum(
        1
        for finding in findings
        if finding.verdict != "not_applicable" and any(number.source == "assumption" for number in finding.numbers)
    )
