"""Workbooks that this program wrote itself: told by the mark inside, or by their sheets where another program dropped it."""

import re
import zipfile
from collections.abc import Iterable

COPY, FINDINGS, TRENDS = "annotated_copy", "findings_workbook", "trends_workbook"
PRODUCTS = (COPY, FINDINGS, TRENDS)
"""Notes on files that hold our results; they are no logs when found in a folder."""
RESTORED = "restored_copy"
"""Note on a workbook that `unmark` wrote: the original again, and a log like it."""
COPY_MARK = b"urn:clausecheck:marks:"
"""In the custom part that every annotated copy carries."""
PROPERTY = re.compile(rb"""<(?:\w+:)?property\b[^>]*\bname=["']clausecheck["'][^>]*>\s*<[^>]*>\s*([a-z_]+)""")
"""The document property of every other workbook of ours, which says what it is."""
RESTORED_COMMENT = b"clausecheck: restored"
"""The comment of the zip that `unmark` writes: the parts stay those of the original, byte by byte."""
RESULTS = (
    ("核查结果", "核查依据", "行数核对", "未改动部分"),
    ("Audit results", "Assumptions", "Rows accounted for", "Untouched parts"),
)
STUDY = (
    {"说明", "月度", "构成", "楼栋月份", "及时性", "用时", "存量", "控制图", "重复投诉", "明细"},
    {"About", "Monthly", "Make-up", "Buildings", "In time", "Times", "Backlog", "Control charts", "Repeats", "Rows"},
)
"""The sheets of our workbooks in either language; a test holds them against the words they are written with."""
_NUMBERED = re.compile(r" \(\d+\)$")


def made_here(archive: zipfile.ZipFile) -> str:
    """What of ours a package says it is: one of PRODUCTS, RESTORED, or "" for somebody else's."""
    names = archive.namelist()
    custom = [name for name in names if name.lower().startswith("customxml/item") and name.lower().endswith(".xml")]
    if any(COPY_MARK in _beginning(archive, name) for name in custom):
        return COPY
    if "docProps/custom.xml" in names:
        found = PROPERTY.search(_beginning(archive, "docProps/custom.xml"))
        if found and found[1].decode() in PRODUCTS:
            return found[1].decode()
    return RESTORED if archive.comment == RESTORED_COMMENT else ""


def made_of(sheets: Iterable[str]) -> str:
    """What of ours a workbook is by the names of its sheets: our results with two sheets that go with them, or the
    sheets of a study; "" for anything else."""
    names = {_NUMBERED.sub("", name) for name in sheets}
    for first, *others in RESULTS:
        if first in names and sum(other in names for other in others) >= 2:
            return COPY if names - {first, *others} else FINDINGS
    return TRENDS if any(len(names & study) >= 6 for study in STUDY) else ""


def _beginning(archive: zipfile.ZipFile, part: str) -> bytes:
    with archive.open(part) as stream:
        return stream.read(65_536)
