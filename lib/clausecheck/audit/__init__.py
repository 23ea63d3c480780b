"""Procedure × evidence → findings: every rule judged, every fault of the logs listed, every row accounted for."""

from dataclasses import dataclass

from clausecheck.evidence import Evidence
from clausecheck.kinds import coverages, handlings, judge_rule
from clausecheck.nouns.model import Cell, Coverage, Finding, Handling, Logs, RowKey, Say, SetAside, SheetCount
from clausecheck.nouns.text import natural
from clausecheck.rulebook import Procedure

from .actions import completed
from .faults import faults_as_findings
from .findings import Editions, finding_of
from .notes import calendar_notes, notes_on
from .rows import count_rows, free_cells
from .texts import texts_of

__all__ = ["assess", "calendar_notes", "texts_of"]


@dataclass(frozen=True, slots=True)
class Assessment:
    """All findings in a stable order (rules as in the procedure, then subjects), the row equation of every sheet, the
    rows set aside with their reasons, what the reader must know besides, what the pictures of a report are drawn from,
    and where missing rows belong."""

    findings: list[Finding]
    counts: list[SheetCount]
    aside: list[SetAside]
    notes: list[Say]
    coverage: list[Coverage]
    handling: list[Handling]
    below: dict[Cell, Cell | None]


def assess(book: Procedure, logs: Logs, evidence: Evidence) -> Assessment:
    """Judges the evidence by every rule of the book."""
    findings: list[Finding] = []
    handling: list[Handling] = []
    used: set[RowKey] = set()
    cited: set[Cell] = set()
    editions: Editions = {}
    for rule in book.rules.values():
        if not rule.checks:
            continue
        judgements = judge_rule(rule, book.rules, evidence)
        used.update(row.key for item in judgements for row in item.used)
        cited.update(cell for item in judgements for cell in item.cells)
        findings.extend(sorted((finding_of(rule, item, evidence, editions) for item in judgements), key=_by_subject))
        handling.extend(handlings(rule, judgements, evidence))
    findings.extend(faults_as_findings(book, logs, evidence))
    findings = [completed(finding) for finding in findings]
    counts, aside = count_rows(book, logs, evidence, used, cited)
    notes, below = notes_on(logs, evidence), free_cells(logs)
    return Assessment(findings, counts, aside, notes, coverages(book.rules.values(), evidence), handling, below)


def _by_subject(finding: Finding) -> tuple[bool, list[tuple[int, str]], str]:
    """The project first; numbers inside subjects by their size, so that #2 stands before #10."""
    return finding.subject != "project", natural(finding.subject), finding.subject
