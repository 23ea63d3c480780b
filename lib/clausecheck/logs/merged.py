"""Cells merged downwards: their value holds for each line they cover, and some lines are nothing but their lower part."""

from collections.abc import Collection

from clausecheck.logs.cells import SheetCells
from clausecheck.logs.layout import Stretch
from clausecheck.logs.norecords import Columns, Line

Filled = dict[int, set[int]]
"""Row number -> the columns that were filled from the merged cell above."""


def holds_own(line: Line, filled: Filled, columns: Columns) -> bool:
    """Whether a known cell of a line is filled by the line itself."""
    from_above = filled.get(line.number, ())
    return any(line.cells[column] != "" and column not in from_above for column in columns.at)


def continues(line: Line, filled: Filled, columns: Columns) -> bool:
    """Whether a line is only the lower part of merged cells: all its cells are, or its identifier in a table in which a
    record has one line. (In the others a further line is settled with its record.)"""
    if line.number not in filled:
        return False
    if not holds_own(line, filled, columns):
        return True
    if columns.spec.same_case or not columns.spec.id:
        return False
    return any(columns.at.get(column) == columns.spec.id for column in filled[line.number])


def fill_merges(sheet: SheetCells, stretch: Stretch, columns: Collection[int]) -> Filled:
    """Puts the value of a cell merged downwards, or over two columns, into each cell it covers, in these columns; says
    which were filled."""
    filled: Filled = {}
    wanted = [
        (first, left, last, column)
        for first, left, last, right in sheet.merges or ()
        for column in (left, right)[: 1 + (right == left + 1)]  # wider ones are banners
        if column in columns and (last > first or column > left)
    ]
    if not wanted or stretch.body >= stretch.end:
        return filled
    rows = dict(sheet.rows[stretch.body : stretch.end])
    reached: dict[int, int] = {}
    for first, left, last, column in sorted(wanted):
        value = rows[first][left] if first in rows else ""
        if value == "" or first <= reached.get(column, 0):  # merged cells that overlap are no Excel's: the first counts
            continue
        reached[column] = last
        for number in range(first + (column == left), min(last, sheet.rows[-1][0]) + 1):
            if number in rows and rows[number][column] == "":
                rows[number][column] = value
                filled.setdefault(number, set()).add(column)
    return filled
