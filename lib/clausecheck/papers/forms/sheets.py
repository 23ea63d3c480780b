"""The sheets to fill in: one per table, headers exactly as the reader knows them, and 项目信息 as a list of items."""

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from clausecheck.papers.forms import look
from clausecheck.papers.forms.speech import choices, header, how, need_word, say
from clausecheck.procedure.tables import FieldSpec, TableSpec

LAST_ROW = 10_000
"""Lists, checks and filters reach down to here."""
RULED_ROWS = 22
"""Ruled lines a blank sheet prints, for those who fill it in by hand."""
FACTS_HEADINGS = ("fact_item", "fact_content", "fact_note")
_LONGEST_PROMPT = 250


def write_table_sheet(sheet: Worksheet, table: TableSpec, lang: str) -> None:
    """Header, formats, lists, filter, frozen header and print setup of one table; no rows."""
    sheet.sheet_properties.tabColor = "3E7C6B" if table.reference else "2F5D8A"
    for index, spec in enumerate(table.fields.values(), 1):
        _column(sheet, get_column_letter(index), spec, lang)
    last = get_column_letter(len(table.fields))
    sheet.row_dimensions[1].height = 36
    sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = 20, True
    sheet.freeze_panes = "B2" if len(table.fields) > 6 else "A2"
    sheet.auto_filter.ref = f"A1:{last}{LAST_ROW}"
    look.print_on_a4(sheet, "1:1", sum(look.column_width(spec) for spec in table.fields.values()))


def _column(sheet: Worksheet, letter: str, spec: FieldSpec, lang: str) -> None:
    head = sheet[f"{letter}1"]
    head.value = header(spec, lang)
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
    _validate(sheet, f"{letter}2:{letter}{LAST_ROW}", spec, lang)


def write_facts_sheet(sheet: Worksheet, table: TableSpec, lang: str) -> None:
    """项目信息: one row per item, its value beside it, what it is for in a third column."""
    sheet.sheet_properties.tabColor = "3E7C6B"
    for letter, heading, width in zip("ABC", FACTS_HEADINGS, (22, 34, 70), strict=True):
        cell = sheet[f"{letter}1"]
        cell.value, cell.font, cell.fill = say(heading, lang), look.HEADER, look.NEED_FILLS[""]
        cell.border, cell.alignment = look.BOX, look.CENTRE
        sheet.column_dimensions[letter].width = width
    sheet.row_dimensions[1].height = 26
    for row, spec in enumerate(table.fields.values(), 2):
        _fact(sheet, row, spec, lang)
    sheet.freeze_panes = "A2"
    look.print_on_a4(sheet, "1:1")


def _fact(sheet: Worksheet, row: int, spec: FieldSpec, lang: str) -> None:
    label, value, note = (sheet[f"{letter}{row}"] for letter in "ABC")
    label.value, label.fill = header(spec, lang), look.NEED_FILLS[spec.need]
    label.font = look.HEADER
    value.number_format, value.font = look.number_format(spec), look.BODY
    need = need_word(spec.need, lang)
    note.value, note.font = say("fact_about", lang, need=need, how=how(spec, lang)), look.QUIET
    for cell in (label, value, note):
        cell.border, cell.alignment = look.BOX, look.LEFT
    sheet.row_dimensions[row].height = 32
    _validate(sheet, f"B{row}", spec, lang)


def _validate(sheet: Worksheet, cells: str, spec: FieldSpec, lang: str) -> None:
    """A list where there is one, a check of dates and numbers that warns, and the explanation as a prompt."""
    check = DataValidation(allow_blank=True, showInputMessage=True)
    name = header(spec, lang).partition("\n")[0]
    if spec.choices:
        values = choices(spec, lang)
        check.type, check.formula1 = "list", '"' + ",".join(values) + '"'
        _refuse(check, "stop", say("pick", lang, values=("、" if lang == "zh" else ", ").join(values)), lang)
    elif spec.is_date:
        check.type, check.operator, check.formula1 = "date", "greaterThanOrEqual", "DATE(1990,1,1)"
        example = "2026-08-05" + (" 09:02" if spec.type == "when" else "")
        _refuse(check, "warning", say("no_day", lang, header=name, example=example), lang)
    elif spec.type in ("count", "year"):
        check.type, check.operator, check.formula1 = "whole", "greaterThanOrEqual", "0"
        _refuse(check, "warning", say("no_number", lang, header=name), lang)
    check.promptTitle = say("prompt_title", lang, header=name, need=need_word(spec.need, lang))[:32]
    example = "\n" + say("example", lang, example=spec.example) if spec.example else ""
    prompt = how(spec, lang) + example
    check.prompt = prompt if len(prompt) <= _LONGEST_PROMPT else prompt[: _LONGEST_PROMPT - 1] + "…"
    check.add(cells)
    sheet.add_data_validation(check)


def _refuse(check: DataValidation, style: str, message: str, lang: str) -> None:
    check.showErrorMessage = True
    check.errorStyle, check.errorTitle, check.error = style, say("wrong", lang), message
