"""Procedure × evidence → findings: every rule judged, every fault of the logs listed, every row accounted for."""

from dataclasses import field
from itertools import compress
from typing import cast

from clausecheck.evidence import Evidence, by_subject
from clausecheck.kinds import Answer, Outcome, Sure, coverages, handlings, judge_rule, settle_rule
from clausecheck.nouns.model import Cell, Coverage, Finding, Handling, Logs, Say, SetAside, SheetCount
from clausecheck.nouns.records import dataclass
from clausecheck.procedure.rule import Rule
from clausecheck.rulebook import Procedure

from .actions import completed
from .certain import Certain, Ground
from .faults import faults_as_findings
from .findings import editions_of, finding_of
from .lines import Lines, told_apart
from .notes import calendar_notes, notes_on
from .rows import count_rows, free_cells
from .texts import texts_of

__all__ = ["assess", "calendar_notes", "texts_of"]


@dataclass(frozen=True, slots=True)
class Assessment:
    """All findings in a stable order (rules as in the procedure, then subjects), the row equation of every sheet, the
    rows set aside with their reasons, what the reader must know besides, what the pictures of a report are drawn from,
    where missing rows belong, and what the rows say."""

    findings: list[Finding]
    counts: list[SheetCount]
    aside: list[SetAside]
    notes: list[Say]
    coverage: list[Coverage]
    handling: list[Handling]
    below: dict[Cell, Cell | None]
    lines: Lines


def assess(book: Procedure, logs: Logs, evidence: Evidence, *, in_bulk: bool = True) -> Assessment:
    """Judges the evidence by every rule of the book. `in_bulk`: what is certain of rows is said without looking at each with
    care; the findings are the same."""
    taken = Taken(Lines(evidence))
    for rule in book.rules.values():
        if rule.checks:
            answers = settle_rule(rule, evidence) if in_bulk else None
            if answers is None:
                _judged(rule, judge_rule(rule, book.rules, evidence), evidence, taken)
            else:
                _settled(rule, answers, evidence, taken)
    findings = told_apart([*taken.findings, *map(completed, faults_as_findings(book, logs, evidence, taken.lines))])
    counts, aside = count_rows(book, logs, evidence, taken.used, taken.cited)
    notes, below = notes_on(logs, evidence), free_cells(logs)
    coverage = coverages(book.rules.values(), evidence)
    return Assessment(findings, counts, aside, notes, coverage, taken.handling, below, taken.lines)


@dataclass(slots=True)
class Taken:
    """What judging has come to so far: what the rows say, findings, rows judged (by `id`), cells cited by what was judged
    with care."""

    lines: Lines
    findings: list[Finding] = field(default_factory=list)
    handling: list[Handling] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    cited: set[Cell] = field(default_factory=set)


def _judged(rule: Rule, judgements: list[Outcome], evidence: Evidence, taken: Taken) -> None:
    """The findings of a rule that was judged with care, in the order of their subjects."""
    edition_on = editions_of(rule)
    taken.used.update(id(row) for item in judgements for row in item.used)
    taken.cited.update(cell for item in judgements for cell in item.cells)
    findings = [completed(finding_of(rule, item, evidence, edition_on, taken.lines)) for item in judgements]
    taken.findings.extend(sorted(findings, key=lambda finding: by_subject(finding.subject)))
    taken.handling.extend(handlings(rule, ((item.row, item.verdict, item.reason) for item in judgements), evidence))


def _settled(rule: Rule, answers: list[Answer], evidence: Evidence, taken: Taken) -> None:
    """The findings of a rule whose rows were settled in bulk; a row cites no cells but its own."""
    roll, edition_on = evidence.roll(rule.checks[0].table), editions_of(rule)
    grounds = {
        sure: Ground(rule, sure, evidence, edition_on) for sure in {one for one in answers if isinstance(one, Sure)}
    }
    taken.cited.update(cell for one in answers if isinstance(one, Outcome) for cell in one.cells)
    rows, subjects = roll.rows, roll.subjects
    answers += [None] * (len(rows) - len(answers))  # the incomplete rows, of which most rules do not speak
    taken.findings += [
        cast(Finding, Certain(grounds[answer], subjects[place], rows[place]))
        if isinstance(answer, Sure)
        else completed(finding_of(rule, answer, evidence, edition_on, taken.lines))
        for place in roll.order
        if (answer := answers[place])
    ]
    taken.used.update(map(id, compress(roll.rows, answers)))
    spoken = ((row, one) for row, one in zip(roll.rows, answers, strict=True) if one)
    judged = ((row, one.verdict, "" if isinstance(one, Sure) else one.reason) for row, one in spoken)
    taken.handling.extend(handlings(rule, judged, evidence))
