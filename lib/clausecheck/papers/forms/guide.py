"""The first sheet of the form, 填写说明: how to fill in the workbook, and what every column is for. That of the Chinese form
speaks both languages, that of the English one its own.

Its headings are none of the headers of a table, so that it is never read as data.
"""

from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from clausecheck.papers.forms import look
from clausecheck.papers.forms.speech import guide_title, header, how, sheet_name
from clausecheck.papers.forms.wording import STEPS, how_to_write
from clausecheck.procedure import Procedure
from clausecheck.procedure.tables import FieldSpec, TableSpec

SHEET = "填写说明"
VALUES_STAY = (
    "Leave the Chinese words in headers, sheet names and list values: by them the workbook is read. What the procedure names "
    "(topics, items of a notice) is written in Chinese, as the column says."
)
HEADINGS = ("所在工作表", "列 · 表头", "填写要求", "如何填写", "写法示例", "Sheet", "Column", "How to fill in")
ENGLISH_HEADINGS = ("On sheet", "Position · header", "Needed", "How to fill in", "Example")
_WIDTHS = (15, 18, 11, 48, 19, 20, 23, 44)
_ENGLISH_WIDTHS = (24, 30, 17, 62, 24)
_LAST = get_column_letter(len(HEADINGS))


def write_guide(sheet: Worksheet, procedure: Procedure, lang: str) -> None:
    """Fills the sheet: title, steps, colours, then one row per column of every table."""
    sheet.sheet_properties.tabColor = "C79A3B"
    sheet.sheet_view.showGridLines = False
    if lang == "en":
        _in_english(sheet, procedure)
        return
    for index, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    header_row = _colours(sheet, _opening(sheet, procedure)) + 1
    for column, heading in enumerate(HEADINGS, 1):
        cell = sheet.cell(header_row, column, heading)
        cell.font, cell.fill, cell.border, cell.alignment = look.HEADER, look.NEED_FILLS[""], look.BOX, look.CENTRE
    sheet.row_dimensions[header_row].height = 24
    row = header_row + 1
    for number, table in enumerate(procedure.tables.values()):
        for position, spec in enumerate(table.fields.values(), 1):
            _field_row(sheet, row, table, spec, _place(table, position))
            for cell in sheet[row] if number % 2 == 1 else ():
                cell.fill = look.BAND
            row += 1
    sheet.freeze_panes = sheet.cell(header_row + 1, 1)
    sheet.auto_filter.ref = f"A{header_row}:{_LAST}{row - 1}"
    look.print_on_a4(sheet, f"{header_row}:{header_row}")


def _in_english(sheet: Worksheet, procedure: Procedure) -> None:
    last = get_column_letter(len(ENGLISH_HEADINGS))
    for index, width in enumerate(_ENGLISH_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet["A1"], sheet["A1"].font = guide_title(procedure, "en"), look.TITLE
    said = [f"{number}. {en}" for number, (_, en) in enumerate(STEPS, 1)]
    said += [f"{look.NEED_WORDS[need][1]}: {means}" for need, (_, means) in look.NEED_MEANS.items()]
    for row, text in enumerate([*said, VALUES_STAY], 2):
        _line(sheet, f"A{row}:{last}{row}", text, look.BODY)
        sheet.row_dimensions[row].height = 20
    header_row = len(said) + 4
    for column, heading in enumerate(ENGLISH_HEADINGS, 1):
        cell = sheet.cell(header_row, column, heading)
        cell.font, cell.fill, cell.border, cell.alignment = look.HEADER, look.NEED_FILLS[""], look.BOX, look.CENTRE
    fields = [(table, *each) for table in procedure.tables.values() for each in enumerate(table.fields.values(), 1)]
    for row, (table, position, spec) in enumerate(fields, header_row + 1):
        written = how(spec, "en")
        name = header(spec, "en").replace("\n", " ")
        place, need = f"{_place(table, position)} · {name}", look.NEED_WORDS[spec.need][1]
        for column, text in enumerate((sheet_name(table, "en"), place, need, written, spec.example), 1):
            cell = sheet.cell(row, column, text or None)
            cell.number_format, cell.font, cell.border, cell.alignment = "@", look.BODY, look.BOX, look.LEFT
        sheet.row_dimensions[row].height = 17 * max(_lines(written, _ENGLISH_WIDTHS[3]), _lines(name, 22), 1) + 3
    sheet.freeze_panes = sheet.cell(header_row + 1, 1)
    sheet.auto_filter.ref = f"A{header_row}:{last}{header_row + len(fields)}"
    look.print_on_a4(sheet, f"{header_row}:{header_row}")


def _opening(sheet: Worksheet, procedure: Procedure) -> int:
    """Title and steps; the next free row."""
    sheet["A1"], sheet["A2"] = guide_title(procedure, "zh"), guide_title(procedure, "en")
    sheet["A1"].font, sheet["A2"].font = look.TITLE, look.QUIET
    sheet.row_dimensions[1].height = 30
    row = 3
    for number, (zh, en) in enumerate(STEPS, 1):
        _line(sheet, f"A{row}:E{row}", f"{number}. {zh}", look.BODY)
        _line(sheet, f"F{row}:{_LAST}{row}", en, look.QUIET)
        sheet.row_dimensions[row].height = 32
        row += 1
    return row


def _colours(sheet: Worksheet, row: int) -> int:
    """What the header colours say; the next free row."""
    for need, (zh, en) in look.NEED_WORDS.items():
        cell = sheet.cell(row, 1, zh)
        cell.font, cell.fill, cell.alignment = look.HEADER, look.NEED_FILLS[need], look.CENTRE
        means, means_en = look.NEED_MEANS[need]
        _line(sheet, f"B{row}:E{row}", means, look.BODY)
        _line(sheet, f"F{row}:{_LAST}{row}", f"{en}: {means_en}", look.QUIET)
        sheet.row_dimensions[row].height = 20
        row += 1
    return row


def _line(sheet: Worksheet, cells: str, text: str, font: Font) -> None:
    first = sheet[cells.partition(":")[0]]
    first.value, first.font, first.alignment = text, font, look.LEFT
    sheet.merge_cells(cells)


def _place(table: TableSpec, position: int) -> str:
    """Where a column stands: its letter, or the cell of an item of 项目信息."""
    return f"B{position + 1}" if table.facts else get_column_letter(position)


def _field_row(sheet: Worksheet, row: int, table: TableSpec, spec: FieldSpec, place: str) -> None:
    zh, en = how_to_write(spec)
    need = look.NEED_WORDS[spec.need][0]
    # The place before the header keeps a column of this sheet from looking like the items of 项目信息.
    texts = (table.sheet, f"{place} · {spec.header}", need, zh, spec.example, table.en, spec.en, en)
    for column, text in enumerate(texts, 1):
        cell = sheet.cell(row, column, text or None)
        cell.number_format = "@"
        cell.font, cell.border = look.BODY, look.BOX
        cell.alignment = look.CENTRE if column == 3 else look.LEFT
    if spec.required:
        sheet.cell(row, 3).font = look.BOLD
    sheet.row_dimensions[row].height = 17 * max(_lines(zh, _WIDTHS[3]), _lines(en, _WIDTHS[7]), 1) + 3


def _lines(text: str, width: int) -> int:
    """Lines a text takes in a column; a Chinese character is as wide as two others."""
    units = sum(2 if ord(sign) > 0x2000 else 1 for sign in text)
    return -(-units // (width - 4))
