"""汇总台账.xlsx: a line a project, to sort, filter and print."""

from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from clausecheck.papers.same_bytes import save_workbook
from clausecheck.wording import term

from .lines import Line, Month
from .told import COLUMNS, NUMBERS, cells, labels, words

HEAD_ROW = 3
WIDTHS = {
    "branch": 14,
    "code": 15,
    "name": 22,
    "state": 10,
    "score": 13,
    "rate": 14,
    "mended": 13,
    "before": 13,
    "last_year": 13,
    "reason": 60,
}
WIDTH = 9
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
    _title(sheet, month, lang)
    _head(sheet, lang)
    for number, line in enumerate(month.lines, HEAD_ROW + 1):
        _line(sheet, number, line, lang, up)
    last = HEAD_ROW + len(month.lines)
    sheet.auto_filter.ref = f"A{HEAD_ROW}:{get_column_letter(len(COLUMNS) + 1)}{max(last, HEAD_ROW + 1)}"
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
    for place, (name, label) in enumerate([*labels(lang).items(), ("link", words("link", lang))], 1):
        cell = sheet.cell(HEAD_ROW, place, label)
        cell.font, cell.fill, cell.border = Font(name=FONT, size=10, bold=True), SHADED, BOX
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(place)].width = WIDTHS.get(name, WIDTH)
    sheet.row_dimensions[HEAD_ROW].height = 30


def _line(sheet: Worksheet, number: int, line: Line, lang: str, up: str) -> None:
    fill = PatternFill("solid", fgColor=BAD[line.state]) if line.state in BAD else None
    for place, (name, told) in enumerate(cells(line, lang).items(), 1):
        whole = told.by is not None and told.text == f"{told.by:g}"
        cell = sheet.cell(number, place)
        cell.value = told.by if whole else told.text
        if not whole:
            cell.data_type = "s"  # a text that begins with = is no formula
        cell.font, cell.border = Font(name=FONT, size=10), BOX
        cell.alignment = Alignment(
            horizontal="right" if name in (*NUMBERS, "score") else "left", vertical="top", wrap_text=name == "reason"
        )
        if fill:
            cell.fill = fill
    cell = sheet.cell(number, len(COLUMNS) + 1)
    cell.border = BOX
    if line.link:
        cell.value = words("open", lang)
        cell.hyperlink = f"{up}{line.link}"
        cell.font = Font(name=FONT, size=10, color="1F4E79", underline="single")


def _print(sheet: Worksheet) -> None:
    """A4 landscape, all columns on one page, the head on each."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
