"""From findings to marks. Exact: fractions throughout; nothing is rounded before it is written."""

from collections.abc import Iterable
from fractions import Fraction

from clausecheck.nouns.model import VERDICTS, Audit
from clausecheck.nouns.records import dataclass
from clausecheck.procedure.score import Group, Section
from clausecheck.rulebook import Procedure, Rule, ScoreTable

OPEN = ("at_risk", "pending")
"""Verdicts of what is not decided yet: neither earned nor lost."""


ENOUGH = Fraction(2, 3)
"""The share of the marks that must have been judged: below it a score says nothing (reading 66)."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Marks that could be had, surely lost, lost at most, and held by cases for which evidence is lacking.

    What is surely lost are the fails; if nothing of what is undetermined passes, `at_most` is lost.
    """

    attainable: Fraction
    deducted: Fraction
    at_most: Fraction
    held: Fraction

    @property
    def highest(self) -> Fraction:
        """The score if all of what is undetermined passes."""
        return self.attainable - self.deducted

    @property
    def lowest(self) -> Fraction:
        """The score if none of it passes."""
        return self.attainable - self.at_most

    @property
    def exact(self) -> bool:
        """Whether the score does not hang on what is undetermined."""
        return self.lowest == self.highest

    @property
    def rates(self) -> tuple[Fraction, Fraction] | None:
        """Lowest and highest score as shares of what could be had; None where there was nothing to be had."""
        return (self.lowest / self.attainable, self.highest / self.attainable) if self.attainable else None

    @property
    def enough(self) -> bool:
        """Whether so much was judged that the score says something."""
        return self.attainable - self.held >= ENOUGH * self.attainable


@dataclass(frozen=True, slots=True)
class RuleScore:
    """One rule: its share of the section's marks, its cases by verdict, and what it loses."""

    code: str
    zh: str
    en: str
    severity: str
    weight: int
    marks: Fraction
    factor: Fraction
    counts: dict[str, int]
    deducted: Fraction
    deducted_unwaived: Fraction
    at_most: Fraction
    at_most_unwaived: Fraction
    held: Fraction
    capped: bool
    """Whether the fails would cost more than the rule has (reading 66)."""

    @property
    def cases(self) -> int:
        """What was judged or could not be: all but the not applicable and the open ones."""
        return sum(self.counts[verdict] for verdict in ("pass", "fail", "waived", "undetermined"))

    @property
    def fails_unwaived(self) -> int:
        return self.counts["fail"] + self.counts["waived"]


@dataclass(frozen=True, slots=True)
class SectionScore:
    """One section: `full` marks by the table, and the marks with waivers accepted and with waived cases as fails."""

    clause: str
    zh: str
    en: str
    full: Fraction
    with_waivers: Marks
    without_waivers: Marks
    rules: tuple[RuleScore, ...]


@dataclass(frozen=True, slots=True)
class Apart:
    """Findings that carry no marks (on-site confirmation, faults of the logs): only counted."""

    clause: str
    zh: str
    en: str
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Score:
    """The score of an audit, by section and in all."""

    sections: tuple[SectionScore, ...]
    apart: tuple[Apart, ...]
    table: ScoreTable

    @property
    def full(self) -> Fraction:
        return sum((section.full for section in self.sections), Fraction(0))

    @property
    def with_waivers(self) -> Marks:
        return _sum(section.with_waivers for section in self.sections)

    @property
    def waived(self) -> bool:
        """Whether a waiver plays a part in it."""
        return any(rule.counts["waived"] for section in self.sections for rule in section.rules)

    @property
    def without_waivers(self) -> Marks:
        return _sum(section.without_waivers for section in self.sections)


def score_of(audit: Audit, book: Procedure) -> Score:
    """The score of an audit by the weights, severities and table of marks of the rulebook it was made with.

    Raises ValueError for a code that the rulebook does not know: audit and rulebook must belong together.
    """
    counts, table = _counted(audit), book.score
    if strangers := [code for code in counts if code not in book.rules]:
        raise ValueError(f"not in the rulebook: {', '.join(strangers)}")
    sections = tuple(_section(section, book, counts) for section in table.sections)
    return Score(sections, tuple(_apart(group, counts) for group in table.apart), table)


def _counted(audit: Audit) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for finding in audit.findings:
        if (counted := counts.get(finding.code)) is None:
            counted = counts[finding.code] = dict.fromkeys(VERDICTS, 0)
        counted[finding.verdict] += not finding.remark
    return counts


def _section(section: Section, book: Procedure, counts: dict[str, dict[str, int]]) -> SectionScore:
    rules = [rule for code, rule in book.rules.items() if code.startswith(tuple(section.rules))]
    weights = sum(rule.weight for rule in rules)
    full = Fraction(section.full)
    scored = tuple(
        _rule(rule, full * rule.weight / weights, counts[rule.code], book.score)
        for rule in rules
        if weights and rule.code in counts
    )
    attainable = sum((rule.marks for rule in scored if rule.cases), Fraction(0))
    held = _all(rule.held for rule in scored)
    with_waivers = Marks(attainable, _all(r.deducted for r in scored), _all(r.at_most for r in scored), held)
    unwaived, at_most = _all(r.deducted_unwaived for r in scored), _all(r.at_most_unwaived for r in scored)
    without_waivers = Marks(attainable, unwaived, at_most, held)
    return SectionScore(section.clause, section.zh, section.en, full, with_waivers, without_waivers, scored)


def _rule(rule: Rule, marks: Fraction, counts: dict[str, int], table: ScoreTable) -> RuleScore:
    cases = sum(counts[verdict] for verdict in VERDICTS if verdict not in (*OPEN, "not_applicable"))
    factor = Fraction(table.factors[rule.severity])
    fails, waived, open_ones = counts["fail"], counts["waived"], counts["undetermined"]

    def lost(how_many: int) -> Fraction:
        return min(marks, marks * factor * _share(how_many, cases, table)) if how_many else Fraction(0)

    return RuleScore(
        code=rule.code,
        zh=rule.title.zh,
        en=rule.title.en,
        severity=rule.severity,
        weight=rule.weight,
        marks=marks,
        factor=factor,
        counts=counts,
        deducted=lost(fails),
        deducted_unwaived=lost(fails + waived),
        at_most=lost(fails + open_ones),
        at_most_unwaived=lost(fails + waived + open_ones),
        held=marks * open_ones / cases if cases else Fraction(0),
        capped=factor * _share(fails, cases, table) > 1,
    )


def _share(fails: int, cases: int, table: ScoreTable) -> Fraction:
    """The share of a rule's marks that its fails cost: so much each, not less than in proportion, up to the maximum."""
    if not fails:
        return Fraction(0)
    most = Fraction(table.maximum_per_rule)
    each = Fraction(table.per_finding) * fails
    in_proportion = most * fails / cases if table.in_proportion else Fraction(0)
    return min(most, max(each, in_proportion))


def _apart(group: Group, counts: dict[str, dict[str, int]]) -> Apart:
    there = [counted for code, counted in counts.items() if code.startswith(tuple(group.rules))]
    summed = {verdict: sum(counted[verdict] for counted in there) for verdict in VERDICTS}
    return Apart(group.clause, group.zh, group.en, summed)


def _all(some: Iterable[Fraction]) -> Fraction:
    return sum(some, Fraction(0))


def _sum(some: Iterable[Marks]) -> Marks:
    listed = list(some)
    return Marks(
        _all(marks.attainable for marks in listed),
        _all(marks.deducted for marks in listed),
        _all(marks.at_most for marks in listed),
        _all(marks.held for marks in listed),
    )
