"""What an opened workbook is before anything is understood: sheets of plain cells, each row with its Excel number."""

from dataclasses import field
from datetime import datetime
from typing import Any

from clausecheck.nouns.records import dataclass

Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column: rows as numbered in Excel, columns as indexes into a row's cells."""


@dataclass(slots=True)
class SheetCells:
    """One sheet. Blank rows are left out; `left` is the column (0 = A) of the first cell of every row.

    A cell is text, float, bool, datetime, date, time, timedelta, or "" when blank.
    `errors`: row number -> column index -> the error shown, or "" for a formula without a stored value.
    """

    name: str
    rows: list[tuple[int, list[Any]]]
    left: int = 0
    hidden: bool = False
    worksheet: bool = True
    merges: list[Merge] | None = None
    """None where the format does not tell."""
    errors: dict[int, dict[int, str]] = field(default_factory=dict)
    struck: set[int] | None = None
    """Numbers of the rows whose filled cells are all struck through; None where that was not looked for.
    No frozenset: pickled fast, as the worker does, each leaves a mark behind, and fifty of them an error (CPython 3.11)."""

    def column(self, index: int) -> str:
        return column_letters(self.left + index)


@dataclass(slots=True)
class WorkbookCells:
    """One opened file: its real format, whether it counts days from 1904, its sheets, and what the format hides."""

    format: str
    sheets: list[SheetCells]
    from_1904: bool = False
    notes: list[str] = field(default_factory=list)
    content: str = ""
    """A digest of the parts of a package, the same however they are packed; "" where there are none."""


@dataclass(frozen=True, slots=True)
class Peek:
    """What a look into a package tells: what of ours it is, the names of its sheets, and when it says it was saved."""

    made: str
    sheets: tuple[str, ...]
    modified: datetime | None


def column_letters(index: int) -> str:
    """0 -> A, 25 -> Z, 26 -> AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
