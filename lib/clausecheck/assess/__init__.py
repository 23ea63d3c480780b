"""Rulebook × evidence → findings: every rule judged, every fault of the logs listed, every row accounted for."""

from clausecheck.checks import judge_rule
from clausecheck.evidence import Evidence
from clausecheck.model import Finding, Logs, SetAside, SheetCount
from clausecheck.rulebook import Rulebook

from .faults import faults_as_findings
from .findings import Editions, finding_of
from .notes import notes_on
from .rows import count_rows, free_cells

__all__ = ["assess", "free_cells", "notes_on"]


def assess(book: Rulebook, logs: Logs, evidence: Evidence) -> tuple[list[Finding], list[SheetCount], list[SetAside]]:
    """All findings in a stable order (rules as in the procedure, then subjects), the row equation of every sheet, and
    the rows set aside with their reasons."""
    findings: list[Finding] = []
    used: set[tuple[str, str, int]] = set()
    editions: Editions = {}
    for rule in book.rules.values():
        if not rule.checks:
            continue
        judgements = judge_rule(rule, book, evidence)
        used.update(row.key for item in judgements for row in item.used)
        findings.extend(sorted((finding_of(rule, item, evidence, editions) for item in judgements), key=_by_subject))
    findings.extend(faults_as_findings(book, logs, evidence))
    counts, aside = count_rows(logs, evidence, used)
    return findings, counts, aside


def _by_subject(finding: Finding) -> tuple[bool, str]:
    return finding.subject != "project", finding.subject
