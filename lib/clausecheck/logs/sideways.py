"""A table that lies on its side: the headers in one column, a record in each column beside it (months across).

It is turned, read like any other, and every address is turned back (reading 79).
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from clausecheck.logs.body import Body, read_body
from clausecheck.logs.cells import SheetCells, column_letters
from clausecheck.logs.layout import find_tables
from clausecheck.logs.names import Names, squeeze
from clausecheck.logs.titles import stated_year
from clausecheck.logs.values import Reader
from clausecheck.nouns.model import Cell, Row
from clausecheck.nouns.records import dataclass
from clausecheck.procedure.tables import TableSpec
from clausecheck.procedure.words import Words

LINES, COLUMNS = 60, 12
"""So far down and to the right the headers of such a table are looked for."""
NAMED, UNNAMED = 2, 3
"""So many headers in one column make it one, with and without the sheet's name."""
_PERIODS = {
    "month": re.compile(r"(?:\d{4}[年./-])?(?:\d{1,2}|[一二三四五六七八九十]{1,2})月份?|\d{4}[./-]\d{1,2}"),
    "quarter": re.compile(r"(?:\d{4}[年./-]?)?(?:第?[1-4一二三四]季度?|[Qq][1-4])"),
    "year": re.compile(r"\d{4}年?度?"),
}
_LONGEST = 20


@dataclass(frozen=True, slots=True)
class Side:
    """Where the headers of such a table stand: the column (index), and the table they are of."""

    table: str
    column: int


def sideways(sheet: SheetCells, tables: dict[str, TableSpec], names: Names, named: dict[str, float]) -> Side | None:
    """The table that lies on its side on a sheet: one column holds its headers, and no row holds two of them."""
    down: dict[tuple[str, int], set[str]] = {}
    across: dict[str, int] = {}
    for _, cells in sheet.rows[:LINES]:
        row: dict[str, set[str]] = {}
        for column, cell in enumerate(cells[:COLUMNS]):
            for meaning in names.find(cell):
                if meaning.table in tables and "." not in meaning.field:
                    down.setdefault((meaning.table, column), set()).add(meaning.field)
                    row.setdefault(meaning.table, set()).add(meaning.field)
        for table, fields in row.items():
            across[table] = max(across.get(table, 0), len(fields))
    found = [
        (len(fields), table in named, Side(table, column))
        for (table, column), fields in down.items()
        if across[table] == 1 and len(fields) >= (NAMED if table in named else UNNAMED)
    ]
    if not found or (max(across.values()) > 1 and not any(named for _, named, _ in found)):
        return None
    return max(found, key=lambda one: one[:2])[2]


def read_sideways(
    file: str,
    sheet: SheetCells,
    side: Side,
    spec: TableSpec,
    names: Names,
    readers: Callable[[str], Reader],
    words: Words,
) -> Body | None:
    """Its records, or None where the table is none whose rows are named by their period, or cannot be made out."""
    if not spec.sideways:
        return None
    turned = _turned(sheet, side, spec)
    found = find_tables(turned, {spec.name: spec}, names, {spec.name: 1.0})
    if len(found.stretches) != 1:
        return None
    return _back(read_body(file, turned, found.stretches[0], spec, readers, words), sheet, side)


def _turned(sheet: SheetCells, side: Side, spec: TableSpec) -> SheetCells:
    """The sheet with lines and columns exchanged, from the headers' column on: row n is its column n."""
    width = max(len(cells) for _, cells in sheet.rows)
    columns = [
        (number + 1, [cells[number] if number < len(cells) else "" for _, cells in sheet.rows])
        for number in range(side.column, width)
    ]
    places = {number: index for index, (number, _) in enumerate(sheet.rows)}
    errors: dict[int, dict[int, str]] = {}
    for number, shown in sheet.errors.items():
        for column, error in shown.items():
            errors.setdefault(column + 1, {})[places[number]] = error
    rows = [(number, cells) for number, cells in columns if number in errors or any(cell != "" for cell in cells)]
    _name_periods(rows, spec)
    return SheetCells(sheet.name, rows, hidden=sheet.hidden, errors=errors)


def _name_periods(rows: list[tuple[int, list[Any]]], spec: TableSpec) -> None:
    """Gives the line of months its header where another word, or none, stands before it (统计项目)."""
    for field in spec.fields.values():
        said = _PERIODS.get(field.type)
        if not said or not field.required or field.header in rows[0][1]:
            continue
        for index in range(len(rows[0][1])):
            cells = [cells[index] for _, cells in rows[1:] if cells[index] != ""]
            if len(cells) > 1 and sum(_says(said, cell) for cell in cells) > len(cells) / 2:
                rows[0][1][index] = field.header
                break


def _says(period: re.Pattern[str], cell: Any) -> bool:
    if isinstance(cell, date):
        return True
    return isinstance(cell, str) and len(cell) <= _LONGEST and period.fullmatch(squeeze(cell)) is not None


def _back(body: Body, sheet: SheetCells, side: Side) -> Body:
    """What was read of the turned sheet, at the addresses of the sheet itself."""

    def place(cell: Cell) -> Cell:
        letters, number = re.fullmatch(r"([A-Z]+)(\d+)", cell.cell).groups()  # type: ignore[union-attr]
        return Cell(cell.file, cell.sheet, f"{sheet.column(int(number) - 1)}{lines[letters]}")

    lines = {column_letters(index): number for index, (number, _) in enumerate(sheet.rows)}
    block = body.block
    headers = {key: place(cell) for key, cell in block.headers.items()}
    ambiguous = {key: tuple((title, place(cell)) for title, cell in each) for key, each in block.ambiguous.items()}
    first = min((int(re.sub("[A-Z]", "", cell.cell)) for cell in headers.values()), default=0)
    body.block = replace(
        block, headers=headers, ambiguous=ambiguous, written_on=first, free_row=0,
        rows=[_row(row, sheet, lines, first) for row in block.rows],
    )  # fmt: skip
    top = next((index for index, (number, _) in enumerate(sheet.rows) if number == first), 0)
    body.block.year = stated_year(block.file, sheet, top)
    body.faults = [replace(fault, cell=place(fault.cell)) for fault in body.faults]
    body.remarks = [replace(remark, cell=place(remark.cell)) for remark in body.remarks]
    return body


def _row(row: Row, sheet: SheetCells, lines: dict[str, int], first: int) -> Row:
    """A record that stands in one column: each of its fields in a line of its own."""
    letters = sheet.column(row.number - 1)
    elsewhere = {name: lines[column] for name, column in row.columns.items()}
    return replace(row, number=first, columns=dict.fromkeys(row.columns, letters), elsewhere=elsewhere, pieces={})


def letters_of(sheet: SheetCells, numbers: list[int]) -> list[str]:
    """The columns that lines of the turned sheet are."""
    return [sheet.column(number - 1) for number in numbers]
