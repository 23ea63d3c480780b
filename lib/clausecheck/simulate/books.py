"""Workbooks as plain sheets of lines: what is written once all rows stand, tidy or in whatever disorder was made of them."""

import csv
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from clausecheck.papers.forms import look
from clausecheck.papers.same_bytes import save_workbook
from clausecheck.procedure.shipped import our_tables
from clausecheck.simulate.answers import Places
from clausecheck.simulate.draft import Draft, Row

HEADED = PatternFill("solid", fgColor="DCE6F1")


@dataclass
class Line:
    """A line of a sheet: a row of the project, or one that counts for nothing (`row` is None)."""

    cells: dict[str, Any]
    row: Row | None = None


@dataclass
class Sheet:
    """A sheet before it is written. `columns`: field (or a name of its own) and header, in their order."""

    table: str
    file: str
    title: str
    columns: list[tuple[str, str]]
    lines: list[Line]
    above: list[list[Any]] = field(default_factory=list)
    """Lines over the header: titles, a form's number."""
    groups: list[tuple[str, int]] = field(default_factory=list)
    """Group titles over the headers with how many columns each spans; empty: none."""
    left: int = 0
    """Blank columns at the left."""
    hidden: bool = False


def tidy(draft: Draft) -> list[Sheet]:
    """One sheet a table in one workbook, under the canonical names."""
    file = f"{draft.name}_客户沟通记录.xlsx"
    sheets = []
    for name, spec in our_tables().items():
        if spec.facts:
            facts = [Line({"item": one.header, "content": draft.facts.get(key)}) for key, one in spec.fields.items()]
            sheets.append(Sheet(name, file, spec.sheet, [("item", "项目"), ("content", "内容")], facts))
            continue
        columns = [(key, one.header) for key, one in spec.fields.items() if key not in draft.without.get(name, ())]
        lines = [Line({key: row.get(key) for key, _ in columns}, row) for row in draft.tables[name]]
        sheets.append(Sheet(name, file, spec.sheet, columns, lines))
    return sheets


def write(sheets: list[Sheet], folder: Path) -> Places:
    """Writes the files that the sheets name into a folder; says where each row stands."""
    places: Places = {}
    titles = [sheet.title for sheet in sheets]
    for name in dict.fromkeys(sheet.file for sheet in sheets):
        of_file = [sheet for sheet in sheets if sheet.file == name]
        if name.endswith(".csv"):
            _csv(of_file[0], folder / name)
        else:
            _workbook(of_file, folder / name)
        for sheet in of_file:
            several = titles.count(sheet.title) > 1  # a title in two files: subjects begin with the file (reading 42)
            places |= _places(sheet, f"{name}/{sheet.title}" if several else sheet.title)
    return places


def _places(sheet: Sheet, called: str) -> Places:
    first = len(sheet.above) + bool(sheet.groups) + 2
    letters = {key: get_column_letter(number) for number, (key, _) in enumerate(sheet.columns, 1 + sheet.left)}
    lines = enumerate(sheet.lines, first)
    return {id(line.row): (sheet.file, called, number, letters) for number, line in lines if line.row is not None}


def _workbook(sheets: list[Sheet], target: Path) -> None:
    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        _fill(book.create_sheet(sheet.title), sheet)
    save_workbook(book, target)


def _fill(page: Worksheet, sheet: Sheet) -> None:
    if sheet.hidden:
        page.sheet_state = "hidden"
    for number, line in enumerate(lines_of(sheet), 1):
        for column, value in enumerate(line, 1 + sheet.left):
            if value is not None:
                cell = page.cell(number, column, value)
                if isinstance(value, date):
                    cell.number_format = look.FORMATS["when" if isinstance(value, datetime) else "day"]
    header = len(sheet.above) + bool(sheet.groups) + 1
    for column in range(1 + sheet.left, 1 + sheet.left + len(sheet.columns)):
        page.cell(header, column).fill = HEADED
        page.column_dimensions[get_column_letter(column)].width = 15
    _merge_groups(page, sheet)


def _merge_groups(page: Worksheet, sheet: Sheet) -> None:
    at, row = 1 + sheet.left, len(sheet.above) + 1
    for title, span in sheet.groups:
        if title and span > 1:
            page.merge_cells(start_row=row, end_row=row, start_column=at, end_column=at + span - 1)
        if not title:
            for column in range(at, at + span):
                page.cell(row, column, page.cell(row + 1, column).value)
                page.cell(row + 1, column).value = None
                page.merge_cells(start_row=row, end_row=row + 1, start_column=column, end_column=column)
        at += span


def lines_of(sheet: Sheet) -> list[list[Any]]:
    """Every line of a sheet from the first down, without the blank columns at the left."""
    groups = [title if i == 0 else None for title, span in sheet.groups for i in range(span)]
    body = [[line.cells.get(key) for key, _ in sheet.columns] for line in sheet.lines]
    return [
        *sheet.above,
        *([[t or None for t in groups]] if groups else []),
        [header for _, header in sheet.columns],
        *body,
    ]


def _csv(sheet: Sheet, target: Path) -> None:
    with target.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows([[_plain(value) for value in line] for line in lines_of(sheet)])


def _plain(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else str(value)
