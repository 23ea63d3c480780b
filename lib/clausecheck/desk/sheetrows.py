"""The rows around a finding's cells as they stand in the sheet: raw values with their column letters and row numbers.

The file is opened as the audit opened it: where it can be, in a process of its own, so that no file can hang this one; read with
python-calamine, without its trimming of blank edges, so that addresses are right.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from clausecheck.logs.broken import Broken, words_for
from clausecheck.logs.cells import SheetCells, column_letters
from clausecheck.logs.openers import opener
from clausecheck.nouns.model import Block, Cell, FileRead, Finding
from clausecheck.nouns.records import dataclass

AROUND = 2
"""Rows shown above and below a cited one."""
MOST_CITED = 6
"""Cited rows of one sheet that are shown with their surroundings; the others are counted."""
MOST_COLUMNS = 8
FIRST_COLUMNS = 1
BESIDE = 1
"""Where a sheet is wider than that: its first column, and so many at each side of a cited one."""
_ADDRESS = re.compile(r"([A-Z]+)(\d+)")


@dataclass(frozen=True, slots=True)
class SheetText:
    """What a sheet shows, of the rows that findings cite and those around them: row -> column (0 = A) -> text."""

    rows: Mapping[int, Mapping[int, str]]
    last: int


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of a sheet. A row number or column of None is a gap. `hits` offend, `seen` were looked at."""

    file: str
    sheet: str
    columns: tuple[int | None, ...]
    rows: tuple[int | None, ...]
    headers: frozenset[int]
    text: Mapping[int, Mapping[int, str]]
    hits: frozenset[tuple[int, int]]
    seen: frozenset[tuple[int, int]]
    left_out: int


def place_of(cell: Cell) -> tuple[int, int]:
    """Row (as numbered) and column (0 = A) of a cell."""
    found = _ADDRESS.fullmatch(cell.cell)
    if found is None:
        raise ValueError(f"not an A1 address: {cell.cell!r}")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column - 1


def read_sheets(file: FileRead, findings: Iterable[Finding], blocks: Iterable[Block]) -> dict[str, SheetText]:
    """The rows of one file that its findings need, by sheet; the rest is forgotten, a log may have 250,000 rows.

    Raises InputFault when the file is no longer there, was changed since, or cannot be opened any more.
    """
    wanted = _wanted(file.file, findings, blocks)
    try:
        data = Path(file.path).read_bytes()
        if hashlib.sha256(data).hexdigest() != file.sha256:
            raise Broken("changed")  # its rows are others than those that were judged
        with opener() as opened:
            cells = opened.open(data, Path(file.path).name)
    except OSError as error:
        raise words_for(file.file, "unreadable", error.strerror or str(error)) from None
    except Broken as broken:
        raise words_for(file.file, broken.key, broken.detail) from None
    return {sheet.name: _texts(sheet, wanted.get(sheet.name, set())) for sheet in cells.sheets}


def _wanted(file: str, findings: Iterable[Finding], blocks: Iterable[Block]) -> dict[str, set[int]]:
    wanted: dict[str, set[int]] = {}
    for block in blocks:
        if block.file == file:
            wanted.setdefault(block.sheet, set()).add(block.written_on)
    for finding in findings:
        for cell in (*finding.at, *finding.cells):
            if cell.file == file:
                row, _ = place_of(cell)
                wanted.setdefault(cell.sheet, set()).update(range(row - AROUND, row + AROUND + 1))
    return wanted


def _texts(sheet: SheetCells, wanted: set[int]) -> SheetText:
    rows = {}
    for number, cells in sheet.rows:
        if number in wanted:
            wrong = sheet.errors.get(number, {})
            shown = {sheet.left + at: wrong.get(at) or written(value) for at, value in enumerate(cells)}
            rows[number] = {column: said for column, said in shown.items() if said}
    return SheetText(rows, sheet.rows[-1][0] if sheet.rows else 0)


def written(value: Any) -> str:
    """A value as a sheet shows it: whole numbers without .0, days without midnight."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    if isinstance(value, datetime):
        if value.time() == time.min:
            return value.date().isoformat()
        return value.isoformat(" ", "seconds" if value.second else "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def excerpts(finding: Finding, sheets: Mapping[str, Mapping[str, SheetText]], blocks: Sequence[Block]) -> list[Excerpt]:
    """A piece of every sheet that a finding cites, those with offending cells first."""
    places = dict.fromkeys((cell.file, cell.sheet) for cell in (*finding.at, *finding.cells))
    return [
        _excerpt(finding, file, sheet, sheets[file][sheet], blocks)
        for file, sheet in places
        if sheet in sheets.get(file, {})
    ]


def _excerpt(finding: Finding, file: str, sheet: str, shown: SheetText, blocks: Sequence[Block]) -> Excerpt:
    here = (file, sheet)
    hits = {place_of(cell) for cell in finding.at if (cell.file, cell.sheet) == here}
    seen = {place_of(cell) for cell in finding.cells if (cell.file, cell.sheet) == here} - hits
    cited = list(dict.fromkeys(row for row, _ in (*sorted(hits), *sorted(seen))))
    kept = cited[:MOST_CITED]
    heads = {block.written_on for block in blocks if (block.file, block.sheet) == here and block.written_on}
    above = {max((head for head in heads if head <= row), default=row) for row in kept}
    last = max([shown.last, *kept])
    around = {n for row in kept for n in range(row - AROUND, row + AROUND + 1) if 1 <= n <= last}
    rows = sorted(above | around)
    marked = {column for row, column in hits | seen if row in kept}
    return Excerpt(
        file=file,
        sheet=sheet,
        columns=_columns({column for row in rows for column in shown.rows.get(row, {})}, marked),
        rows=_with_gaps(rows),
        headers=frozenset(heads),
        text=shown.rows,
        hits=frozenset(hits),
        seen=frozenset(seen),
        left_out=len(cited) - len(kept),
    )


def _columns(used: set[int], marked: set[int]) -> tuple[int | None, ...]:
    """All columns from A to the last one used, or of a wide sheet its first ones and those beside a cited one."""
    last = max(used | marked, default=0)
    if last < MOST_COLUMNS:
        return tuple(range(last + 1))
    near = {at for column in marked for at in range(column - BESIDE, column + BESIDE + 1)}
    return _with_gaps(sorted(at for at in near | set(range(FIRST_COLUMNS)) if 0 <= at <= last))


def _with_gaps(numbers: Sequence[int]) -> tuple[int | None, ...]:
    made: list[int | None] = []
    for number in numbers:
        if made and made[-1] is not None and number != made[-1] + 1:
            made.append(None)
        made.append(number)
    return tuple(made)


def letters(column: int) -> str:
    """A, B, … AA of a column (0 = A)."""
    return column_letters(column)
