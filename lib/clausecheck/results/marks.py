"""Which cells of a workbook are marked, in which colour, with which comment."""

import re
from collections import defaultdict

from clausecheck.marks import Mark
from clausecheck.nouns.model import Audit, FileRead, Finding
from clausecheck.wording import subject_in_words, term, word

from .findings_json import found
from .places import places_of, row_below
from .sheets import FILLS, ui

WORST_FIRST = ("fail", "logs", "undetermined", "at_risk", "waived", "remark")
"""Verdicts that are marked: a cell has the colour of the worst."""
MOST_ON_A_CELL = 8
"""Findings spelled out in one comment; the others are counted and stand on 核查结果."""


def marks_of(audit: Audit, file: FileRead, lang: str) -> list[Mark]:
    """The marks of one workbook: one for each cell that a finding offends at, worst colour, texts joined."""
    on_cell: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in audit.findings:
        if finding.shown_as in WORST_FIRST:
            for cell in places_of(finding, audit):
                if cell.file == file.file:
                    on_cell[cell.sheet, cell.cell].append(finding)
    marks = []
    for place in sorted(on_cell, key=_by_place):
        findings = sorted(on_cell[place], key=lambda finding: WORST_FIRST.index(finding.shown_as))
        text = _text(findings, audit, lang)
        if row_below(findings[0], audit):
            text = f"{ui('rows_missing', lang)}\n\n{text}"
        marks.append(Mark(*place, FILLS[findings[0].shown_as], text))
    return marks


def _text(findings: list[Finding], audit: Audit, lang: str) -> str:
    said = [_one(finding, audit, lang) for finding in findings[:MOST_ON_A_CELL]]
    if len(findings) > MOST_ON_A_CELL:
        said.append(ui("more_on_sheet", lang, n=len(findings) - MOST_ON_A_CELL))
    return "\n\n".join(said)


def _one(finding: Finding, audit: Audit, lang: str) -> str:
    """Code, verdict and subject; requirement; what was found and by how much; what would have passed; what to do now."""
    about = subject_in_words(finding, audit.rulebook, lang)
    lines = [f"{finding.code} {term('verdict', finding.shown_as, lang)} · {about}"]
    if finding.required:
        lines.append(f"{ui('required', lang)}{word(finding.required, lang)}")
    lines.append(f"{ui('found', lang)}{found(finding, lang)}")
    if finding.mend:
        lines.append(f"{ui('mend', lang)}{word(finding.mend, lang)}")
    if finding.action:
        key = "correct" if finding.code.startswith("DAT") else "action"
        lines.append(f"{ui(key, lang)}{word(finding.action, lang)}")
    return "\n".join(lines)


def _by_place(place: tuple[str, str]) -> tuple[str, int, int, str]:
    sheet, cell = place
    letters, digits = re.fullmatch(r"([A-Z]+)(\d+)", cell).groups()  # type: ignore[union-attr]
    return sheet, int(digits), len(letters), letters
