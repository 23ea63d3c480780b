"""Lossless annotation of Excel workbooks: fills, comments and own sheets in a copy that is otherwise the same bytes."""

from clausecheck.marks.model import (
    AnnotationRefused,
    Column,
    Link,
    Mark,
    Note,
    Receipt,
    Sheet,
    SheetOfHashes,
    UnmarkReport,
    Value,
)
from clausecheck.marks.restore import unmark
from clausecheck.marks.returned import Filled, ResultRow, Returned, results_of
from clausecheck.marks.verification import verify
from clausecheck.marks.write import annotate, findings_workbook

__all__ = [
    "AnnotationRefused",
    "Column",
    "Filled",
    "Link",
    "Mark",
    "Note",
    "Receipt",
    "ResultRow",
    "Returned",
    "Sheet",
    "SheetOfHashes",
    "UnmarkReport",
    "Value",
    "annotate",
    "findings_workbook",
    "results_of",
    "unmark",
    "verify",
]
