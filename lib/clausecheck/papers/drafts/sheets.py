"""Filling a template that is a workbook: {{ name }} in a cell is a text, {{ list.name }} makes its row one for each of a list.

Marks are replaced and nothing else: formats, widths, merged cells and print setup are the template's.
"""

import difflib
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from clausecheck.nouns.errors import Fault, InputFault, fault

from .model import Number, Texts

MARK = re.compile(r"\{\{\s*(\w+)(?:\.(\w+))?\s*\}\}")
PROMPT = PatternFill("solid", fgColor="FFF2CC")
PROMPTED = ("【待填写：", "【To fill in: ")
"""How a marked place for a person begins, in each language."""
LONGEST_SHEET = 31
LINE, SPARE, LEAST_HEIGHT = 15.0, 5.0, 20.0
"""Points that a line of text takes, a row besides, and a row at least."""
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")


def opened(path: Path) -> Workbook:
    """A template as a workbook. Raises InputFault for what is none."""
    if not path.is_file():
        raise fault(str(path), "没有这个模板；请检查路径", "there is no such template; check the path")
    try:
        return openpyxl.load_workbook(path)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError):
        raise fault(
            str(path),
            "不是可用的 Excel 文件（.xlsx）；请用 Excel 或 WPS 另存为 .xlsx",
            "is no usable Excel file (.xlsx); save it as .xlsx with Excel or WPS",
        ) from None


def check_marks(book: Workbook, path: Path, needed: Sequence[str], known: Sequence[str], ours: str) -> None:
    """Whether a template has every field of its kind, and none that does not exist. Raises InputFault naming those."""
    used = {name for sheet in book.worksheets for name in _marks_in(sheet) if not name.startswith("label.")}
    faults = [_unknown(path, name, known) for name in sorted(used - {*known, *needed})]
    if lacking := [name for name in needed if name not in used]:
        zh = f"模板缺少 {'、'.join(lacking)}；请对照随附的 templates/drafts/{ours} 补上"
        en = f"the template lacks {', '.join(lacking)}; add them as in templates/drafts/{ours}"
        faults.append(Fault(str(path), zh, en))
    if faults:
        raise InputFault(*faults)


def _marks_in(sheet: Worksheet) -> Iterator[str]:
    texts = [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    for text in (sheet.title, *texts):
        yield from (".".join(part for part in found.groups() if part) for found in MARK.finditer(text))


def _unknown(path: Path, name: str, known: Sequence[str]) -> Fault:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    zh = f"模板用了不存在的字段“{name}”" + (f"；是否应为 {near[0]}？" if near else f"；可用的有 {'、'.join(known)}")
    en = f'the template uses "{name}", which does not exist' + (
        f"; did you mean {near[0]}?" if near else f"; known are {', '.join(known)}"
    )
    return Fault(str(path), zh, en)


Places = Mapping[int, str]
"""Number (its `id`) -> a link to what it rests on."""


def fill_workbook(book: Workbook, texts: Texts, places: Places, sheets: str = "") -> None:
    """Fills every sheet of a template; with `sheets` the first one is filled once for each of that list, and named by
    its field `sheet`. Numbers become links."""
    given = list(book.worksheets)
    if sheets:
        made = [(book.copy_worksheet(given[0]), {**texts, sheets: [one]}) for one in texts[sheets]]
        for (sheet, _), one in zip(made, texts[sheets], strict=True):
            _name(sheet, str(one["sheet"]))
            _set_up_like(sheet, given[0])
        book.remove(given[0])
        pairs = [*made, *((sheet, texts) for sheet in given[1:])]
    else:
        pairs = [(sheet, texts) for sheet in given]
        for sheet in given:
            _name(sheet, str(_said(sheet.title, texts, None)))
    for sheet, said in pairs:
        _fill(sheet, said, places)


def _name(sheet: Worksheet, wanted: str) -> None:
    sheet.title = _NOT_IN_NAMES.sub("-", wanted).strip("'")[:LONGEST_SHEET] or "1"


def _set_up_like(sheet: Worksheet, other: Worksheet) -> None:
    """What a copied sheet does not take along: its footer, frozen rows and grid."""
    sheet.oddFooter, sheet.freeze_panes = copy(other.oddFooter), other.freeze_panes
    sheet.sheet_view.showGridLines = other.sheet_view.showGridLines
    sheet.print_title_rows = other.print_title_rows


def _fill(sheet: Worksheet, texts: Texts, places: Places) -> None:
    lines = [(row[0].row, [(cell.value, copy(cell._style)) for cell in row]) for row in sheet.iter_rows()]
    heights = {number: sheet.row_dimensions[number].height for number, _ in lines}
    merged = [(one.min_row, one.min_col, one.max_row, one.max_col) for one in sheet.merged_cells.ranges]
    for one in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(one))
    sheet.delete_rows(1, sheet.max_row)
    stands: dict[int, list[int]] = {}
    at = 0
    for number, cells in lines:
        listed = _list_of(cells, texts)
        for each in texts[listed] if listed else [None]:
            at += 1
            stands.setdefault(number, []).append(at)
            for column, (value, style) in enumerate(cells, 1):
                _write(sheet.cell(at, column), _said(value, texts, each, listed), style, places)
            wide = {left: right for first, left, last, right in merged if first == last == number}
            sheet.row_dimensions[at].height = max(heights[number] or LEAST_HEIGHT, _height(sheet, at, wide))
    for first, left, last, right in merged:
        for top, bottom in zip(stands.get(first, []), stands.get(last, []), strict=False):
            sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)


def _height(sheet: Worksheet, row: int, wide: Mapping[int, int]) -> float:
    """What the texts of a row take, for no program makes room for wrapped text in merged cells. `wide`: first -> last
    column of the cells that are merged."""
    lines = 1
    for cell in sheet[row]:
        if isinstance(cell.value, str):
            columns = range(cell.column, wide.get(cell.column, cell.column) + 1)
            room = sum(sheet.column_dimensions[get_column_letter(one)].width for one in columns) - 1
            lines = max(lines, sum(-(-_units(line) // max(int(room), 1)) or 1 for line in cell.value.split("\n")))
    return LINE * lines + SPARE


def _units(text: str) -> int:
    """How wide a text is; a Chinese character is as wide as two others."""
    return sum(2 if ord(sign) > 0x2000 else 1 for sign in text)


def _list_of(cells: Sequence[tuple[Any, Any]], texts: Texts) -> str:
    """The list for each of which a row of the template stands; "" for a row that stands once."""
    found = (mark for value, _ in cells if isinstance(value, str) for mark in MARK.finditer(value))
    return next((mark[1] for mark in found if mark[2] and isinstance(texts.get(mark[1]), list)), "")


def _said(value: Any, texts: Texts, each: Texts | None, listed: str = "") -> Any:
    """The value of a cell with its marks replaced. A cell that is nothing but one mark keeps what stands for it."""
    if not isinstance(value, str):
        return value

    def found(mark: re.Match[str]) -> Any:
        if mark[2] is None:
            return texts[mark[1]]
        return each[mark[2]] if each is not None and mark[1] == listed else texts[mark[1]][mark[2]]

    whole = MARK.fullmatch(value.strip())
    return found(whole) if whole else MARK.sub(lambda mark: str(found(mark)), value)


def _write(cell: Cell, value: Any, style: Any, places: Places) -> None:
    shown = value.shown if isinstance(value, Number) else value
    if isinstance(value, Number) and isinstance(shown, int) and id(value) in places:  # a text would not wrap
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=places[id(value)])
    cell._style = copy(style)
    cell.value = shown if shown != "" else None
    if isinstance(shown, str) and shown:
        cell.data_type = "s"  # a text that begins with = is no formula
        if any(mark in shown for mark in PROMPTED):
            cell.fill = PROMPT
