"""Which cells of a workbook are marked, in which colour, with which comment."""

import re
from collections import defaultdict
from collections.abc import Sequence

from clausecheck.marks import Mark
from clausecheck.nouns.model import FileRead

from .sheets import FILLS, ui
from .told import Told

WORST_FIRST = ("fail", "logs", "undetermined", "at_risk", "waived", "remark")
"""Verdicts that are marked: a cell has the colour of the worst."""
MOST_ON_A_CELL = 8
"""Findings spelled out in one comment; the others are counted and stand on 核查结果."""


def marks_of(told: Sequence[Told], file: FileRead, lang: str) -> list[Mark]:
    """The marks of one workbook: one for each cell that a finding offends at, worst colour, texts joined."""
    on_cell: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for one in told:
        if one.shown_as in WORST_FIRST:
            for cell in one.places:
                if cell.file == file.file:
                    on_cell[cell.sheet, cell.cell].append(one)
    marks = []
    for place in sorted(on_cell, key=_by_place):
        here = sorted(on_cell[place], key=lambda one: WORST_FIRST.index(one.shown_as))
        text = _text(here, lang)
        if here[0].below:
            text = f"{ui('rows_missing', lang)}\n\n{text}"
        marks.append(Mark(*place, FILLS[here[0].shown_as], text))
    return marks


def _text(here: list[Told], lang: str) -> str:
    said = [_one(one, lang) for one in here[:MOST_ON_A_CELL]]
    if len(here) > MOST_ON_A_CELL:
        said.append(ui("more_on_sheet", lang, n=len(here) - MOST_ON_A_CELL))
    return "\n\n".join(said)


def _one(one: Told, lang: str) -> str:
    """Code, verdict and subject; requirement; what was found and by how much; what would have passed; what to do now."""
    code = one.finding.code
    lines = [f"{code} {one.verdict} · {one.about}"]
    if one.finding.required:
        lines.append(f"{ui('required', lang)}{one.required}")
    lines.append(f"{ui('found', lang)}{one.found}")
    if one.finding.mend:
        lines.append(f"{ui('mend', lang)}{one.mend}")
    if one.finding.action:
        lines.append(f"{ui('correct' if code.startswith('DAT') else 'action', lang)}{one.action}")
    return "\n".join(lines)


def _by_place(place: tuple[str, str]) -> tuple[str, int, int, str]:
    sheet, cell = place
    letters, digits = re.fullmatch(r"([A-Z]+)(\d+)", cell).groups()  # type: ignore[union-attr]
    return sheet, int(digits), len(letters), letters
