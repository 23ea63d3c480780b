"""The numbers and the pictures as an Excel workbook. Text stays text: nothing in it can become a formula."""

import io
import struct
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.drawing.image import Image
from openpyxl.packaging.custom import StringProperty
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from clausecheck.nouns.records import dataclass
from clausecheck.papers.forms import look
from clausecheck.papers.same_bytes import save_workbook
from clausecheck.trends.pictures import Picture, png

LONGEST = 32_767
"""Letters that a cell of Excel holds."""
HIGH = 20
"""Points in a row's usual height; a picture takes as many rows as it needs."""
_FORMATS = {"share": "0.0%", "change": "+0.0%;-0.0%;0.0%", "number": "#,##0.00", "count": "#,##0", "month": "yyyy-mm"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: its heading, how its values are written (`share`, `change`, `number`, `count`, `month`, `when`,
    `text`), its width in letters."""

    heading: str
    kind: str = "text"
    width: int = 12


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: title, columns, rows (values in the order of the columns), and the pictures above the table."""

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    pictures: Sequence[Picture] = ()


class PngOnSheet(Image):  # type: ignore[misc]
    """A PNG as openpyxl places it. Its own picture class needs Pillow for nothing but the size, which a PNG states in its
    first bytes."""

    format = "png"

    def __init__(self, data: bytes, shrink: float) -> None:
        # not super().__init__: that one wants Pillow
        self.content = data
        wide, high = struct.unpack(">II", data[16:24])
        self.width, self.height = round(wide / shrink), round(high / shrink)
        self.anchor = "A1"
        self.ref = io.BytesIO(data)
        self._id = 1

    def _data(self) -> bytes:
        return self.content


def write_workbook(sheets: Sequence[Sheet], target: Path) -> Path:
    """Writes the sheets and returns where. The same sheets give the same bytes. Raises OSError where the file cannot be
    written (open in Excel)."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    workbook.custom_doc_props.append(StringProperty(name="clausecheck", value="trends_workbook"))  # it is no log
    for sheet in sheets:
        _write(workbook.create_sheet(sheet.name[:31]), sheet)
    target.parent.mkdir(parents=True, exist_ok=True)
    save_workbook(workbook, target)
    return target


def _write(onto: Worksheet, sheet: Sheet) -> None:
    _put(onto.cell(1, 1), sheet.title, "text")
    onto.cell(1, 1).font = look.TITLE
    onto.row_dimensions[1].height = 28
    top = _place_pictures(onto, sheet.pictures, 3)
    for place, column in enumerate(sheet.columns, 1):
        head = onto.cell(top, place)
        _put(head, column.heading, "text")
        head.font, head.fill, head.alignment = look.HEADER, look.NEED_FILLS[""], look.CENTRE
        onto.column_dimensions[get_column_letter(place)].width = column.width
    for down, row in enumerate(sheet.rows, top + 1):
        for place, (column, value) in enumerate(zip(sheet.columns, row, strict=True), 1):
            _put(onto.cell(down, place), value, column.kind)
    if not sheet.pictures:
        onto.freeze_panes = f"A{top + 1}"
    if sheet.rows:
        onto.auto_filter.ref = f"A{top}:{get_column_letter(len(sheet.columns))}{top + len(sheet.rows)}"
    look.print_on_a4(onto, f"{top}:{top}", sum(column.width for column in sheet.columns))


def _place_pictures(onto: Worksheet, pictures: Sequence[Picture], row: int) -> int:
    """Puts pictures under each other from a row on; hands back the first free row."""
    for picture in pictures:
        drawn = PngOnSheet(png(picture, scale=1.5), shrink=1.5)
        drawn.anchor = f"A{row}"
        onto.add_image(drawn)
        row += -(-drawn.height * 3 // (HIGH * 4)) + 2
        if picture.note:
            _put(onto.cell(row - 1, 1), picture.note, "text")
            onto.cell(row - 1, 1).font = look.QUIET
            row += 1
    if pictures:
        for number in range(3, row):
            onto.row_dimensions[number].height = HIGH
    return row


def _put(cell: Cell, value: Any, kind: str) -> None:
    """A value into a cell, by its kind; a missing one leaves it empty. A text is a text whatever it begins with."""
    plain = _plain(value)
    if plain is None:
        return
    if isinstance(plain, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", plain)[:LONGEST]
        cell.data_type = "s"
        cell.quotePrefix = plain[:1] in tuple("=+-@")
        cell.number_format = "@"
    else:
        cell.value = plain
        cell.number_format = _FORMATS.get(kind, "yyyy-mm-dd hh:mm" if isinstance(plain, datetime) else "General")


def _plain(value: Any) -> Any:
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return None
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    return value.item() if hasattr(value, "item") else value
