"""The same logs in many layouts, formats and spellings, the way centres keep them."""

import csv
import shutil
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
import xlwt
from binary import write_xlsb
from layouts_of_headers import LAYOUTS_OF_HEADERS
from logbooks import Record
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from spellings import (
    as_cells,
    as_serials,
    as_text,
    compact,
    in_chinese,
    in_numerals,
    other_header,
    plain_header,
    spaced_header,
)

from clausecheck.nouns.model import BareMonth, NotYet, Several, Unknown, Yearless
from clausecheck.procedure.shipped import our_tables
from clausecheck.procedure.tables import FieldSpec, TableSpec

Content = dict[str, list[Record]]
Spelling = Callable[[FieldSpec, Any], Any]
Lines = list[list[Any]]
ONE, OTHER = date(1899, 12, 30), date(1904, 1, 1)


def lines_of(
    spec: TableSpec, records: list[Record], write: Spelling, header: Callable[[FieldSpec], str] = plain_header
) -> Lines:
    """A table as lines of cells, the header first."""

    def cell(field: FieldSpec, record: Record) -> Any:
        value = record.get(field.key)
        if isinstance(value, Unknown | Yearless | Several | BareMonth | NotYet):
            return value.raw  # nobody spells what cannot be read another way
        return None if value is None else write(field, value)

    fields = spec.fields.values()
    if spec.facts:
        return [["项目", "内容"], *([header(field), cell(field, records[0])] for field in fields)]
    body = [[cell(field, record) for field in fields] for record in records]
    return [[header(field) for field in fields], *body]


def titled_and_indented(folder: Path, content: Content) -> None:
    """Titles, a form number and blank lines above; not starting in column A; headers broken and annotated."""
    book = xlsxwriter.Workbook(str(folder / "台账.xlsx"))
    day, moment = (
        book.add_format({"num_format": "yyyy/m/d"}),
        book.add_format({"num_format": 'yyyy"年"m"月"d"日" h:mm'}),
    )
    for name, records in content.items():
        sheet = book.add_worksheet(f"{our_tables()[name].sheet}（2026年）")
        sheet.merge_range("C2:H2", f"某某物业服务中心{our_tables()[name].sheet}表")
        sheet.write("C3", "表单编号：QR-01")
        sheet.set_column("E:F", None, None, {"hidden": True})
        for number, line in enumerate(lines_of(our_tables()[name], records, as_cells, spaced_header), 5):
            for column, cell in enumerate(line, 2):
                if isinstance(cell, datetime):
                    sheet.write_datetime(number, column, cell, moment)
                elif isinstance(cell, date):
                    sheet.write_datetime(number, column, cell, day)
                elif cell is not None:
                    sheet.write(number, column, cell)
    book.close()


def old_excel(folder: Path, content: Content) -> None:
    """BIFF8 with dates as Chinese text and numbers as text; sheets in reverse order, some of them hidden."""
    book = xlwt.Workbook()
    for position, (name, records) in enumerate(reversed(content.items())):
        sheet = book.add_sheet(our_tables()[name].sheet)
        sheet.visibility = position % 3
        for number, line in enumerate(lines_of(our_tables()[name], records, in_chinese)):
            for column, cell in enumerate(line):
                sheet.write(number, column, cell)
    book.save(str(folder / "台账.xls"))


def wps(folder: Path, content: Content) -> None:
    """The same under WPS's own ending, with real date cells and synonyms for headers."""
    book = xlwt.Workbook()
    moment = xlwt.easyxf(num_format_str="yyyy-mm-dd hh:mm")
    for name, records in content.items():
        sheet = book.add_sheet(our_tables()[name].sheet)
        for number, line in enumerate(lines_of(our_tables()[name], records, as_cells, other_header), 1):
            for column, cell in enumerate(line):
                style = (moment,) if isinstance(cell, date) else ()
                sheet.write(number, column, cell, *style)
    book.save(str(folder / "台账.xls"))
    shutil.move(folder / "台账.xls", folder / "台账.et")


def open_document(folder: Path, content: Content) -> None:
    """OpenDocument, one workbook a table."""
    for name, records in content.items():
        book = OpenDocumentSpreadsheet()
        sheet = Table(name=our_tables()[name].sheet)
        for line in lines_of(our_tables()[name], records, as_cells):
            row = TableRow()
            for cell in line:
                row.addElement(_open_cell(cell))
            sheet.addElement(row)
        book.spreadsheet.addElement(sheet)
        book.save(str(folder / f"{our_tables()[name].sheet}.ods"))


def _open_cell(value: Any) -> TableCell:
    if isinstance(value, date):
        return TableCell(valuetype="date", datevalue=value.isoformat())
    if isinstance(value, int):
        return TableCell(valuetype="float", value=value)
    cell = TableCell(valuetype="string") if value is not None else TableCell()
    if value is not None:
        cell.addElement(P(text=value))
    return cell


def comma_separated(encoding: str, write: Spelling) -> Callable[[Path, Content], None]:
    """One .csv a table."""

    def layout(folder: Path, content: Content) -> None:
        for name, records in content.items():
            with (folder / f"{our_tables()[name].sheet}.csv").open("w", encoding=encoding, newline="") as out:
                csv.writer(out).writerows(lines_of(our_tables()[name], records, write))

    return layout


def one_sheet_a_month(folder: Path, content: Content) -> None:
    """Each table over four sheets in two files, with totals, signatures and blank lines below."""
    for half in (0, 1):
        book = openpyxl.Workbook()
        for name, records in content.items():
            spec = our_tables()[name]
            lines = lines_of(spec, records, compact)
            if spec.facts and half:
                continue
            rows = [lines[1:]] if spec.facts else quarters(lines[1:])[2 * half : 2 * half + 2]
            for number, part in enumerate(rows, 1 + 2 * half):
                sheet = book.create_sheet(f"{spec.sheet}{number}月")
                below = [] if spec.facts else [[], ["合 计", None, 4], [], ["审核人：", "张三", "制表人：李四"]]
                for line in (["公司表格"], lines[0], *part, *below):
                    sheet.append(line)
        book.save(folder / f"{half + 1}.xlsx")


def quarters(lines: Lines) -> list[Lines]:
    """The lines in four parts, in their order."""
    size = -(-len(lines) // 4)
    return [lines[start : start + size] for start in range(0, 4 * size, size)] if size else [[]]


def two_line_headers(folder: Path, content: Content) -> None:
    """Headers in two merged lines, frozen and hidden columns; group lines over several columns."""
    book = openpyxl.Workbook()
    for name, records in content.items():
        spec = our_tables()[name]
        sheet = book.create_sheet(spec.sheet)
        lines = lines_of(spec, records, as_cells)
        if spec.facts:
            for line in lines:
                sheet.append(line)
            continue
        sheet.append(["某某物业"])
        sheet.append(lines[0])
        sheet.append([None] * len(lines[0]))
        split = max(1, len(lines[0]) // 2)
        for column in range(1, split + 1):
            sheet.merge_cells(start_row=2, end_row=3, start_column=column, end_column=column)
        for column in range(split + 1, len(lines[0]) + 1):
            sheet.cell(3, column, lines[0][column - 1])
            sheet.cell(2, column, "办理情况" if column == split + 1 else None)
        if split + 1 < len(lines[0]):
            sheet.merge_cells(start_row=2, end_row=2, start_column=split + 1, end_column=len(lines[0]))
        for line in lines[1:]:
            sheet.append(line)
        sheet.column_dimensions["B"].hidden = True
    book.save(folder / "a.xlsx")


def stacked(folder: Path, content: Content) -> None:
    """All tables one below the other on one sheet, each under its title; headers repeated as at page breaks."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "全部记录"
    for name, records in content.items():
        spec = our_tables()[name]
        lines = lines_of(spec, records, in_numerals)
        if not spec.facts:
            lines.insert(3, list(lines[0]))
        sheet.append([f"■ {spec.sheet}"])
        for line in lines:
            sheet.append(line)
        sheet.append(["注：以上由客服部登记"])
        sheet.append([])
    book.save(folder / "a.xlsx")


def side_by_side(folder: Path, content: Content) -> None:
    """Two tables beside each other on each sheet, notes to the right and below."""
    book = openpyxl.Workbook()
    names = list(content)
    for left, right in zip(names[::2], [*names[1::2], ""], strict=False):
        sheet = book.create_sheet(f"{left}-{right}")
        column, below = 1, 0
        for name in filter(None, (left, right)):
            lines = lines_of(our_tables()[name], content[name], as_cells)
            for number, line in enumerate(lines, 2 if name == left else 3):
                for offset, cell in enumerate(line):
                    sheet.cell(number, column + offset, cell)
            column += len(lines[0]) + 1
            below = max(below, 6 + len(lines))
        sheet.cell(2, column + 1, "说明")
        sheet.cell(3, column + 1, "受理时间")
        sheet.cell(3, column + 2, "填写日期和时间")
        for number, text in enumerate(("填表说明：", "1、每件一行", "2、日期写成 2026-03-05"), below):
            sheet.cell(number, 1, text)
    book.save(folder / "a.xlsx")


def serial_numbers(epoch: date) -> Callable[[Path, Content], None]:
    """Dates as bare numbers, in a workbook that counts from 1900 or from 1904."""

    def layout(folder: Path, content: Content) -> None:
        book = openpyxl.Workbook()
        book.remove(book.active)
        if epoch == OTHER:
            book.epoch = CALENDAR_MAC_1904
        for name, records in content.items():
            sheet = book.create_sheet(our_tables()[name].sheet)
            for line in lines_of(our_tables()[name], records, as_serials(epoch)):
                sheet.append(line)
        book.save(folder / "a.xlsx")

    return layout


def binary(folder: Path, content: Content) -> None:
    """One .xlsb a table, dates as bare numbers."""
    for name, records in content.items():
        lines = lines_of(our_tables()[name], records, as_serials(ONE))
        write_xlsb(folder / f"{name}.xlsb", our_tables()[name].sheet, lines)


def date_cells_from_1904(folder: Path, content: Content) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    book.epoch = CALENDAR_MAC_1904
    for name, records in content.items():
        sheet = book.create_sheet(our_tables()[name].sheet)
        for line in lines_of(our_tables()[name], records, as_cells):
            sheet.append(line)
    book.save(folder / "a.xlsm")


LAYOUTS: dict[str, Callable[[Path, Content], None]] = {
    "titled and indented": titled_and_indented,
    "old Excel": old_excel,
    "WPS": wps,
    "OpenDocument": open_document,
    "csv in UTF-8": comma_separated("utf-8", as_text),
    "csv in UTF-8 with mark": comma_separated("utf-8-sig", in_chinese),
    "csv in GB18030": comma_separated("gb18030", in_numerals),
    "one sheet a month": one_sheet_a_month,
    "two-line headers": two_line_headers,
    "stacked": stacked,
    "side by side": side_by_side,
    "serial numbers": serial_numbers(ONE),
    "serial numbers from 1904": serial_numbers(OTHER),
    "date cells from 1904": date_cells_from_1904,
    "binary": binary,
    **LAYOUTS_OF_HEADERS,
}
