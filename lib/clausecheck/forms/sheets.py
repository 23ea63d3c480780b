"""The sheets to fill in: one per table, headers exactly as the reader knows them, and 项目信息 as a list of items."""

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from clausecheck.forms import look
from clausecheck.forms.wording import how_to_write
from clausecheck.schema import FieldSpec, TableSpec

LAST_ROW = 10_000
"""Lists, checks and filters reach down to here."""
RULED_ROWS = 22
"""Ruled lines a blank sheet prints, for those who fill it in by hand."""
FACTS_HEADINGS = ("项目", "内容", "说明")
_LONGEST_PROMPT = 250


def write_table_sheet(sheet: Worksheet, table: TableSpec) -> None:
    """Header, formats, lists, filter, frozen header and print setup of one table; no rows."""
    sheet.sheet_properties.tabColor = "3E7C6B" if table.reference else "2F5D8A"
    for index, spec in enumerate(table.fields.values(), 1):
        _column(sheet, get_column_letter(index), table, spec)
    last = get_column_letter(len(table.fields))
    sheet.row_dimensions[1].height = 36
    sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = 20, True
    sheet.freeze_panes = "B2" if len(table.fields) > 6 else "A2"
    sheet.auto_filter.ref = f"A1:{last}{LAST_ROW}"
    look.print_on_a4(sheet, "1:1", sum(look.column_width(spec) for spec in table.fields.values()))


def _column(sheet: Worksheet, letter: str, table: TableSpec, spec: FieldSpec) -> None:
    head = sheet[f"{letter}1"]
    head.value = spec.header
    head.font, head.fill, head.border, head.alignment = look.HEADER, look.NEED_FILLS[spec.need], look.BOX, look.CENTRE
    dimension = sheet.column_dimensions[letter]
    dimension.width = look.column_width(spec)
    # The column's own style formats every row without making a cell; the ruled rows are there to be printed.
    ruled = [sheet[f"{letter}{row}"] for row in range(2, RULED_ROWS + 2)]
    for place in (dimension, *ruled):
        place.number_format = look.number_format(spec)
        place.font, place.alignment = look.BODY, look.LEFT
    for cell in ruled:
        cell.border = look.BOX
    _validate(sheet, f"{letter}2:{letter}{LAST_ROW}", table, spec)


def write_facts_sheet(sheet: Worksheet, table: TableSpec) -> None:
    """项目信息: one row per item, its value beside it, what it is for in a third column."""
    sheet.sheet_properties.tabColor = "3E7C6B"
    for letter, heading, width in zip("ABC", FACTS_HEADINGS, (22, 34, 70), strict=True):
        cell = sheet[f"{letter}1"]
        cell.value, cell.font, cell.fill = heading, look.HEADER, look.NEED_FILLS[""]
        cell.border, cell.alignment = look.BOX, look.CENTRE
        sheet.column_dimensions[letter].width = width
    sheet.row_dimensions[1].height = 26
    for row, spec in enumerate(table.fields.values(), 2):
        _fact(sheet, row, table, spec)
    sheet.freeze_panes = "A2"
    look.print_on_a4(sheet, "1:1")


def _fact(sheet: Worksheet, row: int, table: TableSpec, spec: FieldSpec) -> None:
    label, value, note = (sheet[f"{letter}{row}"] for letter in "ABC")
    label.value, label.fill = spec.header, look.NEED_FILLS[spec.need]
    label.font = look.HEADER
    value.number_format, value.font = look.number_format(spec), look.BODY
    written, _ = how_to_write(table.name, spec)
    note.value, note.font = f"{look.NEED_WORDS[spec.need][0]}：{written}", look.QUIET
    for cell in (label, value, note):
        cell.border, cell.alignment = look.BOX, look.LEFT
    sheet.row_dimensions[row].height = 32
    _validate(sheet, f"B{row}", table, spec)


def _validate(sheet: Worksheet, cells: str, table: TableSpec, spec: FieldSpec) -> None:
    """A list where there is one, a check of dates and numbers that warns, and the explanation as a prompt."""
    check = DataValidation(allow_blank=True, showInputMessage=True)
    if spec.choices:
        values = [value for value, _ in spec.choices]
        check.type, check.formula1 = "list", '"' + ",".join(values) + '"'
        _refuse(check, "stop", f"请从下拉列表选择：{'、'.join(values)}")
    elif spec.is_date:
        check.type, check.operator, check.formula1 = "date", "greaterThanOrEqual", "DATE(1990,1,1)"
        _refuse(check, "warning", f"“{spec.header}”应是日期，如 2026-08-05" + (" 09:02" if spec.type == "when" else ""))
    elif spec.type in ("count", "year"):
        check.type, check.operator, check.formula1 = "whole", "greaterThanOrEqual", "0"
        _refuse(check, "warning", f"“{spec.header}”应是整数")
    check.promptTitle = f"{spec.header}（{look.NEED_WORDS[spec.need][0]}）"[:32]
    prompt = how_to_write(table.name, spec)[0] + (f"\n例：{spec.example}" if spec.example else "")
    check.prompt = prompt if len(prompt) <= _LONGEST_PROMPT else prompt[: _LONGEST_PROMPT - 1] + "…"
    check.add(cells)
    sheet.add_data_validation(check)


def _refuse(check: DataValidation, style: str, message: str) -> None:
    check.showErrorMessage = True
    check.errorStyle, check.errorTitle, check.error = style, "填写有误", message
