"""汇总台账.xlsx: a line a project, to sort, filter and print."""

import unicodedata
from math import ceil
from pathlib import Path
from typing import Any
from urllib.parse import quote

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from clausecheck.papers.same_bytes import save_workbook
from clausecheck.wording import term

from .lines import Line, Month
from .told import COLUMNS, NUMBERS, cells, labels, words

HEAD_ROW = 3
WIDTHS = {
    "branch": 13,
    "code": 13,
    "name": 18,
    "state": 9,
    "score": 12,
    "rate": 13,
    "mended": 9,
    "before": 9,
    "last_year": 9,
    "reason": 40,
}
WIDTH = 8
LINE = 15
"""The height of one line of text."""
SHADED = PatternFill("solid", fgColor="DCE6F1")
THIN = Side(style="thin", color="BFC8D2")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
FONT = "微软雅黑"
BAD = {"failed": "FDE9E7", "timed_out": "FDE9E7", "disabled": "F2F2F2"}
"""The ground of a line without a result."""


def write_table(month: Month, target: Path, lang: str, up: str) -> None:
    """Writes the workbook. `up`: the way from it to DIR, for the links."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = words("sheet", lang)
    _styles(book)
    _title(sheet, month, lang)
    _head(sheet, lang)
    for number, line in enumerate(month.lines, HEAD_ROW + 1):
        _line(sheet, number, line, lang, up)
    last = HEAD_ROW + len(month.lines)
    sheet.auto_filter.ref = f"A{HEAD_ROW}:{get_column_letter(len(COLUMNS))}{max(last, HEAD_ROW + 1)}"
    sheet.freeze_panes = sheet.cell(HEAD_ROW + 1, 4)
    _print(sheet)
    save_workbook(book, target)


def _title(sheet: Worksheet, month: Month, lang: str) -> None:
    about = words("about", lang, period=term("period", str(month.period), lang), as_of=month.as_of)
    sheet["A1"] = f"{words('title', lang)}　{about}"
    sheet["A1"].font = Font(name=FONT, size=14, bold=True, color="1F3A5F")
    sheet["A2"] = words("how", lang)
    sheet["A2"].font = Font(name=FONT, size=9, color="667085")
    sheet["A2"].alignment = Alignment(wrap_text=True, vertical="top")
    sheet.merge_cells(start_row=2, start_column=1, end_row=2, end_column=len(COLUMNS))
    sheet.row_dimensions[2].height = 42


def _head(sheet: Worksheet, lang: str) -> None:
    for place, (name, label) in enumerate(labels(lang).items(), 1):
        cell = sheet.cell(HEAD_ROW, place, label)
        cell.font, cell.fill, cell.border = Font(name=FONT, size=10, bold=True), SHADED, BOX
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(place)].width = WIDTHS.get(name, WIDTH)
    sheet.row_dimensions[HEAD_ROW].height = 30


def _line(sheet: Worksheet, number: int, line: Line, lang: str, up: str) -> None:
    ground = line.state if line.state in BAD else ""
    for place, (name, told) in enumerate(cells(line, lang).items(), 1):
        cell = sheet.cell(number, place)
        kind = "number" if name in (*NUMBERS, "score") else "reason" if name == "reason" else "text"
        cell.style = f"{kind}{ground}"
        if told.value is None:
            cell.value = told.text
            cell.data_type = "s"  # a text that begins with = is no formula
        else:
            cell.value, cell.number_format = told.value, told.format
        if name == "reason" and isinstance(cell.value, str):
            sheet.row_dimensions[number].height = LINE * ceil(_units(cell.value) / (WIDTHS[name] - 2))
        if name == "code" and line.link:
            cell.hyperlink = f"{up}{quote(line.link)}"
            cell.style = "link"  # openpyxl gives a link a look of its own


def _units(text: str) -> int:
    """How wide a text is, in letters: a Chinese sign takes two."""
    return sum(1 + (unicodedata.east_asian_width(sign) in "WF") for sign in text)


def _styles(book: Workbook) -> None:
    """The looks of the cells, each made once: giving every cell its own takes minutes for ten thousand lines."""
    for ground in ("", *BAD):
        fill = {"fill": PatternFill("solid", fgColor=BAD[ground])} if ground else {}
        for kind, across in (("text", "left"), ("number", "right"), ("reason", "left")):
            alignment = Alignment(horizontal=across, vertical="top", wrap_text=kind == "reason")
            font = Font(name=FONT, size=10)
            book.add_named_style(NamedStyle(f"{kind}{ground}", font=font, border=BOX, alignment=alignment, **fill))
    book.add_named_style(
        NamedStyle("link", font=Font(name=FONT, size=10, color="1F4E79", underline="single"), border=BOX)
    )


def _print(sheet: Worksheet) -> None:
    """A4 landscape, all columns on one page, the head on each."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
