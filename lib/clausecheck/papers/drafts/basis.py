"""What the numbers of a draft rest on: a sheet 依据 with a line and a link for each row, and the same in short for paper."""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import quote

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from clausecheck.nouns.model import Row
from clausecheck.nouns.records import dataclass
from clausecheck.papers.forms import look

from .model import Number
from .scene import say

LINK = Font(name=look.FONT, size=10, color="1F4E9E", underline="single")
_WIDTHS = (38, 16, 42, 20, 9, 14)
_HEADS = ("number", "amount", "file", "sheet", "row", "sure")


@dataclass(frozen=True, slots=True)
class Basis:
    """The numbers of a draft, and how files and sheets are called there: `links` leads from a file to where it lies, seen
    from the draft (none where it is masked)."""

    numbers: Sequence[Number]
    lang: str
    names: Mapping[str, str] = field(default_factory=dict)
    sheets: Mapping[tuple[str, str], str] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)

    def file(self, row: Row) -> str:
        return self.names.get(row.file, row.file)

    def sheet(self, row: Row) -> str:
        return self.sheets.get((row.file, row.sheet), row.sheet)


def link_to(path: str, folder: Path) -> str:
    """The way from a folder to a file, as Excel takes it; an absolute one where there is none (another drive)."""
    target = Path(path).resolve()
    try:
        way = Path(os.path.relpath(target, folder.resolve())).as_posix()
    except ValueError:
        return target.as_uri()
    return "".join(sign if ord(sign) > 127 else quote(sign, safe="/:") for sign in way)


def places_of(basis: Basis) -> dict[int, str]:
    """Where each number (by its `id`) begins on the sheet 依据: a place within the workbook."""
    places, at, name = {}, 3, say("basis_sheet", basis.lang)
    for number in basis.numbers:
        places[id(number)] = f"'{name}'!A{at}"
        at += max(1, len(number.rows) + len(number.unsure))
    return places


def add_basis(book: Workbook, basis: Basis) -> None:
    """Adds the sheet 依据 to a workbook."""
    name, lang = say("basis_sheet", basis.lang), basis.lang
    sheet = book.create_sheet(name)
    sheet.sheet_view.showGridLines = False
    sheet.append([say("basis_title", lang)])
    sheet["A1"].font = look.TITLE
    sheet.append([say(f"basis.{head}", lang) for head in _HEADS])
    for cell, width in zip(sheet[2], _WIDTHS, strict=True):
        cell.font, cell.fill, cell.border, cell.alignment = look.HEADER, look.NEED_FILLS[""], look.BOX, look.CENTRE
        sheet.column_dimensions[cell.column_letter].width = width
    for number in basis.numbers:
        for row, sure in _rows_of(number):
            _line(sheet, number, row, sure, basis)
    sheet.freeze_panes = "A3"
    look.print_on_a4(sheet, "2:2")


def _rows_of(number: Number) -> Iterable[tuple[Row | None, bool]]:
    return [*((row, True) for row in number.rows), *((row, False) for row in number.unsure)] or [(None, True)]


def _line(sheet: Worksheet, number: Number, row: Row | None, sure: bool, basis: Basis) -> None:
    values: list[Any] = [number.name, number.shown]
    if row is None:
        values += [say("basis_none", basis.lang), "", "", ""]
    else:
        values += [basis.file(row), basis.sheet(row), row.number]
        values.append(say("basis_sure" if sure else "basis_unsure", basis.lang))
    sheet.append(values)
    for cell in sheet[sheet.max_row]:
        cell.font, cell.border, cell.alignment = look.BODY, look.BOX, look.LEFT
    if row is not None and row.file in basis.links:
        cell = sheet.cell(sheet.max_row, 5)
        place = f"'{row.sheet.replace(chr(39), chr(39) * 2)}'!A{row.number}"
        cell.hyperlink = Hyperlink(ref=cell.coordinate, target=basis.links[row.file], location=place)
        cell.font = LINK


def basis_book(basis: Basis) -> Workbook:
    """A workbook of nothing but the sheet 依据."""
    book = Workbook()
    book.remove(book.active)
    add_basis(book, basis)
    return book


def in_short(basis: Basis) -> list[dict[str, Any]]:
    """For each number its sheets with the rows counted: 投诉记录 第 3-7、9 行."""
    lang, joint = basis.lang, "；" if basis.lang == "zh" else "; "
    lines: list[dict[str, Any]] = []
    for number in basis.numbers:
        found = [*number.rows, *number.unsure]
        ordered = sorted(found, key=lambda row: (row.file, row.sheet, row.number))
        said = [
            say("basis_rows", lang, file=basis.file(first), sheet=basis.sheet(first), rows=_stretches(group, lang))
            for group in (list(rows) for _, rows in groupby(ordered, key=lambda row: (row.file, row.sheet)))
            for first in group[:1]
        ]
        rows = joint.join(said) or say("basis_none", lang)
        lines.append({"number": number.name, "amount": number, "rows": rows})
    return lines


def _stretches(rows: Sequence[Row], lang: str) -> str:
    """Row numbers, those that follow each other as a stretch."""
    numbers = sorted({row.number for row in rows})
    runs: list[list[int]] = []
    for n in numbers:
        if runs and runs[-1][-1] == n - 1:
            runs[-1].append(n)
        else:
            runs.append([n])
    said = [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]
    return ("、" if lang == "zh" else ", ").join(said)
