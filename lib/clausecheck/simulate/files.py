"""Writing the workbooks: into the blank form, as plain tables in several files, or as people really keep them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from clausecheck.papers.forms import look
from clausecheck.papers.forms.template import blank_workbook
from clausecheck.papers.same_bytes import save_workbook
from clausecheck.procedure.procedure import Procedure
from clausecheck.procedure.shipped import our_tables
from clausecheck.procedure.tables import TableSpec
from clausecheck.simulate.answers import Places
from clausecheck.simulate.draft import Draft, Row


@dataclass(frozen=True)
class Layout:
    """Where the header stands and under which names: field -> header, "" for a field without a column."""

    header_row: int = 1
    headers: Mapping[str, str] = field(default_factory=dict)


def into_blank_form(draft: Draft, procedure: Procedure, target: Path) -> Places:
    """The project filled into the blank form, as a service centre would."""
    workbook = blank_workbook(procedure)
    places: Places = {}
    for table in our_tables().values():
        sheet = workbook[table.sheet]
        if table.facts:
            for number, key in enumerate(table.fields, 2):
                sheet[f"B{number}"] = draft.facts.get(key)
            continue
        places |= _rows(sheet, target.name, table, draft.tables[table.name])
    save_workbook(workbook, target)
    return places


def several_files(draft: Draft, folder: Path, files: Mapping[str, Sequence[str]], by_month: str) -> Places:
    """One file per group of tables; the table `by_month` gets one sheet per month."""
    places: Places = {}
    for name, names in files.items():
        workbook = Workbook()
        workbook.remove(workbook.active)
        for table in (our_tables()[key] for key in names):
            if table.facts:
                _facts(workbook.create_sheet(table.sheet), table, draft.facts)
            elif table.name == by_month:
                for title, rows in _months(draft.tables[table.name]).items():
                    places |= _table(workbook.create_sheet(title), name, table, rows)
            else:
                places |= _table(workbook.create_sheet(table.sheet), name, table, draft.tables[table.name])
        save_workbook(workbook, folder / name)
    return places


def _months(rows: list[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(f"{row['received_at']:%Y年}{row['received_at'].month}月", []).append(row)
    return found


def as_people_keep_them(
    draft: Draft, target: Path, sheets: Mapping[str, tuple[str, str]], headers: Mapping[str, Mapping[str, str]]
) -> Places:
    """One workbook with title rows, sheets and headers named in the centre's own way.

    `sheets`: table -> sheet name and title. `headers`: table -> field -> header; a field with header "" has no column.
    """
    workbook = Workbook()
    workbook.remove(workbook.active)
    places: Places = {}
    for key, (name, title) in sheets.items():
        table, sheet = our_tables()[key], workbook.create_sheet(name)
        if table.facts:
            _facts(sheet, table, draft.facts)
            continue
        _title(sheet, title, f"{draft.name}物业服务中心", len(table.fields))
        places |= _table(sheet, target.name, table, draft.tables[key], Layout(3, headers.get(key, {})))
    save_workbook(workbook, target)
    return places


def _title(sheet: Worksheet, title: str, centre: str, width: int) -> None:
    sheet["A1"], sheet["A2"] = title, f"填报单位：{centre}"
    sheet["A1"].font, sheet["A2"].font = look.TITLE, look.QUIET
    sheet["A1"].alignment = look.CENTRE
    sheet.merge_cells(f"A1:{get_column_letter(min(width, 9))}1")
    sheet.row_dimensions[1].height = 32


def _facts(sheet: Worksheet, table: TableSpec, facts: Mapping[str, Any]) -> None:
    rows = [("项目", "内容"), *((spec.header, facts.get(key)) for key, spec in table.fields.items())]
    for number, (label, value) in enumerate(rows, 1):
        for column, text in ((1, label), (2, value)):
            cell = sheet.cell(number, column, text)
            cell.font, cell.border, cell.alignment = look.BODY, look.BOX, look.LEFT
            if number == 1:
                cell.font, cell.fill = look.HEADER, look.NEED_FILLS[""]
            if isinstance(text, date):
                cell.number_format = look.FORMATS["day"]
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 20, 34


def _table(sheet: Worksheet, file: str, table: TableSpec, rows: list[Row], layout: Layout = Layout()) -> Places:
    shown, header_row = _shown(table, layout.headers), layout.header_row
    for column, (key, header) in enumerate(shown.items(), 1):
        cell = sheet.cell(header_row, column, header)
        cell.font, cell.fill, cell.border, cell.alignment = look.HEADER, look.NEED_FILLS[""], look.BOX, look.CENTRE
        sheet.column_dimensions[get_column_letter(column)].width = look.column_width(table.fields[key])
    sheet.row_dimensions[header_row].height = 30
    sheet.freeze_panes = sheet.cell(header_row + 1, 1)
    look.print_on_a4(sheet, f"{header_row}:{header_row}", sum(look.column_width(table.fields[key]) for key in shown))
    return _rows(sheet, file, table, rows, layout)


def _shown(table: TableSpec, headers: Mapping[str, str]) -> dict[str, str]:
    """Fields with the headers they stand under; a field without a column is left out."""
    named = {key: headers.get(key, spec.header) for key, spec in table.fields.items()}
    return {key: header for key, header in named.items() if header}


def _rows(sheet: Worksheet, file: str, table: TableSpec, rows: list[Row], layout: Layout = Layout()) -> Places:
    columns = {key: get_column_letter(number) for number, key in enumerate(_shown(table, layout.headers), 1)}
    places: Places = {}
    for number, row in enumerate(rows, layout.header_row + 1):
        places[id(row)] = (file, sheet.title, number, columns)
        for key, letter in columns.items():
            cell = sheet[f"{letter}{number}"]
            cell.value = row.get(key)
            cell.font, cell.border, cell.alignment = look.BODY, look.BOX, look.LEFT
            cell.number_format = _format(row.get(key), look.number_format(table.fields[key]))
    return places


def _format(value: Any, usual: str) -> str:
    if isinstance(value, datetime):
        return look.FORMATS["when"]
    if isinstance(value, date):
        return look.FORMATS["day"]
    return "General" if isinstance(value, int) and usual == "@" else usual
