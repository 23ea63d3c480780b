"""The header lines of a table: one row, or up to three read together, group titles over the columns they span."""

from collections.abc import Container, Sequence
from typing import Any

from clausecheck.logs.cells import SheetCells
from clausecheck.logs.names import Header, is_latin, squeeze

LIKELY = 20
"""So far down the header of an unknown sheet is looked for."""
ENOUGH = 2
"""A line of translations or numbers below the headers fills so many cells at least, and half of the columns."""
LONGEST_NUMBER = 6


def header_lines(sheet: SheetCells, top: int, bottom: int, lettered: Container[str]) -> list[Header]:
    """The headers of the rows from `top` to `bottom` (indexes); empty when they cannot be one header.

    `lettered`: letters of columns that a project's map names, which are headers whatever stands there.
    """
    if top < 0 or bottom >= len(sheet.rows):
        return []
    rows = sheet.rows[top : bottom + 1]
    numbers = [number for number, _ in rows]
    if len(rows) > 1 and (
        numbers[-1] - numbers[0] != bottom - top
        or any(not isinstance(cell, str) for _, cells in rows for cell in cells)
    ):
        return []
    lines = _spread(sheet, rows)
    headers = []
    for column in range(max(len(cells) for _, cells in rows)):
        written = [(number, line[column]) for number, line in zip(numbers, lines, strict=True) if _said(line, column)]
        own = next((number for number, cells in reversed(rows) if _said(cells, column)), 0)
        letters = sheet.column(column)
        if own:
            headers.append(_header(column, [pair for pair in written if pair[0] <= own], letters, lettered))
        elif letters in lettered:
            headers.append(Header(column, (), "", numbers[-1], letters))
    return headers


def _said(cells: Sequence[Any], column: int) -> bool:
    return column < len(cells) and isinstance(cells[column], str) and bool(cells[column].strip())


def _header(column: int, written: list[tuple[int, str]], letters: str, lettered: Container[str]) -> Header:
    """The header of a column: its lowest text, and that with one or all of the titles above it, the longest first."""
    row, own = written[-1]
    names = {own: row}
    for number, over in reversed(written[:-1]):
        names = {over + own: number, **names}
    if len(written) > 2:
        names = {"".join(text for _, text in written): written[0][0], **names}
    return Header(column, tuple(names), own, row, letters if letters in lettered else "", tuple(names.values()))


def _spread(sheet: SheetCells, rows: list[tuple[int, list[Any]]]) -> list[list[Any]]:
    """The header lines with each group title over all the columns it spans: those it is merged over, and the blank ones
    up to the next title (a title centred over a group is often not merged at all)."""
    lines = [list(cells) for _, cells in rows]
    for level, (number, _) in enumerate(rows[:-1]):
        line, below = lines[level], [cells for _, cells in rows[level + 1 :]]
        for first, left, last, right in sheet.merges or ():
            if first <= number <= last and 0 <= left < len(line) and right > left:
                line[left : right + 1] = [line[left]] * (min(right + 1, len(line)) - left)
        group = ""
        for column in range(len(line)):
            over = any(_said(cells, column) for cells in below)
            if level and column and lines[level - 1][column] != lines[level - 1][column - 1]:
                group = ""  # a title within a group ends with it
            if _said(line, column) or not over:
                group = line[column] if over else ""
            elif group:
                line[column] = group
    return lines


def belongs_to_header(sheet: SheetCells, header: int, columns: Sequence[Header]) -> bool:
    """Whether the row below a header (its index) only says the headers again in Latin letters, or counts the columns."""
    if header + 1 >= len(sheet.rows) or sheet.rows[header + 1][0] != sheet.rows[header][0] + 1:
        return False
    cells = sheet.rows[header + 1][1]
    filled = [column for column, cell in enumerate(cells) if cell != ""]
    known = {one.column for one in columns if not is_latin(one.title)}
    if len(known.intersection(filled)) < max(ENOUGH, len(known) / 2):
        return False
    written = [cells[column] for column in filled]
    return all(isinstance(cell, str) and is_latin(cell) for cell in written) or _counts(written)


def _counts(cells: list[Any]) -> bool:
    """Whether cells are 1, 2, 3 … from left to right: the numbers of the columns."""
    texts = [f"{cell:g}" if isinstance(cell, float) else str(cell)[:LONGEST_NUMBER] for cell in cells]
    numbers = [squeeze(text).strip("()") for text in texts]
    return len(cells) > ENOUGH and numbers == [str(number) for number in range(1, len(cells) + 1)]


def likely_header(sheet: SheetCells) -> int:
    """The index of what looks most like the header of a sheet we do not know: the first line with nearly the most texts."""
    texts = [sum(isinstance(cell, str) and bool(cell.strip()) for cell in cells) for _, cells in sheet.rows[:LIKELY]]
    return next((index for index, number in enumerate(texts) if number >= 0.7 * max(texts)), 0)
