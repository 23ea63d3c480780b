"""Workbooks that this program wrote itself: told by the mark inside, or by their sheets where another program dropped it."""

import re
from collections.abc import Iterable

from clausecheck.logs.cells import SheetCells
from clausecheck.nouns.own_sheets import FIRST_ROWS, OWN_SHEETS, TRAIL, bare, kind_of_own

COPY, FINDINGS, TRENDS, DRAFT = "annotated_copy", "findings_workbook", "trends_workbook", "draft"
PRODUCTS = (COPY, FINDINGS, TRENDS, DRAFT)
"""Notes on files that hold our results; they are no logs when found in a folder."""
RESTORED = "restored_copy"
"""Note on a workbook that `unmark` wrote: the original again, and a log like it."""
COPY_MARK = b"urn:clausecheck:marks:"
"""In the custom part that every annotated copy carries."""
PROPERTY = re.compile(rb"""<(?:\w+:)?property\b[^>]*\bname=["']clausecheck["'][^>]*>\s*<[^>]*>\s*([a-z_]+)""")
"""The document property of every other workbook of ours, which says what it is."""
RESTORED_COMMENT = b"clausecheck: restored"
"""The comment of the zip that `unmark` writes: the parts stay those of the original, byte by byte."""
_TRAIL = next(own.names[0] for own in OWN_SHEETS if own.kind == TRAIL)
RESULTS = (
    ("核查结果", "核查依据", "行数核对", "未改动部分", "扣分表", "整改对照"),
    ("Audit results", "Assumptions", "Rows accounted for", "Untouched parts", "Score sheet", "Comparison"),
)
STUDY = (
    {"说明", "月度", "构成", "楼栋月份", "及时性", "用时", "存量", "控制图", "重复投诉", "明细"},
    {"About", "Monthly", "Make-up", "Buildings", "In time", "Times", "Backlog", "Control charts", "Repeats", "Rows"},
)
"""The sheets of our workbooks in either language; a test holds them against the words they are written with."""


def made_of(sheets: Iterable[str]) -> str:
    """What of ours a workbook is by the names of its sheets: our results with two sheets that go with them, or the
    sheets of a study; "" for anything else."""
    listed = list(sheets)
    names = {bare(name) for name in listed}
    for first, *others in RESULTS:
        if first in names and sum(other in names for other in others) >= 2:
            return COPY if names - {first, *others, _TRAIL} else FINDINGS
    if _TRAIL in names and any(first in names for first, *_ in RESULTS):
        return COPY
    return TRENDS if any(len(names & study) >= 6 for study in STUDY) else ""


def kind_of(sheet: SheetCells) -> str:
    """Which of our sheets this is, "" for a sheet of people's."""
    return kind_of_own(sheet.name, lambda: [cells for _, cells in sheet.rows[:FIRST_ROWS]])


def about_in(sheets: Iterable[SheetCells]) -> dict[str, str]:
    """What the hidden sheet of a copy says of the audit that made it; empty where there is none."""
    for sheet in sheets:
        if kind_of(sheet) == TRAIL:
            return {str(cells[1]): str(cells[2]) for _, cells in sheet.rows if len(cells) > 2 and cells[0] == "about"}
    return {}
