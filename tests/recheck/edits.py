"""Twelve kinds of edits that people make to logs between two audits, and which mend nothing: rows moved, sorted, inserted,
deleted, dates typed anew, file and sheets renamed, tables split over files, identifiers corrected, columns moved and renamed,
flats and names spelled otherwise, one record over two lines, tables moved on their sheets."""

from collections.abc import Callable
from copy import copy
from datetime import date, datetime
from random import Random
from typing import Any

from clausecheck.procedure.shipped import our_tables
from clausecheck.procedure.tables import TableSpec
from clausecheck.simulate.books import Line, Sheet

Edit = Callable[[list[Sheet], Random], list[Sheet]]
Where = tuple[str, str, int]
"""File, sheet and number of a row."""
ONE_IN = 3


def where(sheets: list[Sheet]) -> dict[int, Where]:
    """Where the rows of a project stand, by the `id` of the row as it was made."""
    return {
        id(line.row): (sheet.file, sheet.title, number)
        for sheet in sheets
        for number, line in enumerate(sheet.lines, len(sheet.above) + bool(sheet.groups) + 2)
        if line.row is not None
    }


def of_logs(sheets: list[Sheet], edit: Callable[[Sheet, TableSpec], list[Sheet]]) -> list[Sheet]:
    """The sheets with every log put through an edit that gets a copy and may give several."""
    edited: list[Sheet] = []
    for sheet in sheets:
        spec = our_tables().get(sheet.table)  # none for a sheet that is no table
        own = copy(sheet)
        own.lines, own.columns, own.above = list(sheet.lines), list(sheet.columns), list(sheet.above)
        edited += [own] if spec is None or spec.facts else edit(own, spec)
    return edited


def moved(sheets: list[Sheet], rng: Random) -> list[Sheet]:
    def edit(sheet: Sheet, spec: TableSpec) -> list[Sheet]:
        for _ in range(len(sheet.lines) // 8 + 1):
            if len(sheet.lines) > 1:
                line = sheet.lines.pop(int(rng.random() * len(sheet.lines)))
                sheet.lines.insert(int(rng.random() * (len(sheet.lines) + 1)), line)
        return [sheet]

    return of_logs(sheets, edit)


def in_order(sheets: list[Sheet], rng: Random) -> list[Sheet]:
    """Sorted by one column, downwards."""

    def edit(sheet: Sheet, spec: TableSpec) -> list[Sheet]:
        key = sheet.columns[int(rng.random() * len(sheet.columns))][0]
        sheet.lines.sort(key=lambda line: str(line.cells.get(key, "")), reverse=True)
        return [sheet]

    return of_logs(sheets, edit)


def inserted(sheets: list[Sheet], rng: Random) -> list[Sheet]:
    """Blank lines, and where rows have identifiers copies under new ones."""

    def edit(sheet: Sheet, spec: TableSpec) -> list[Sheet]:
        for _ in range(len(sheet.lines) // 8 + 1):
            line = Line({})
            if sheet.lines and spec.id and rng.random() < 0.5:
                line = _renamed(sheet.lines[int(rng.random() * len(sheet.lines))], spec, f"N{rng.random():.6f}")
            sheet.lines.insert(int(rng.random() * (len(sheet.lines) + 1)), line)
        return [sheet]

    return of_logs(sheets, edit)


def _renamed(line: Line, spec: TableSpec, name: str) -> Line:
    named = isinstance(line.cells.get(spec.id), str)
    return Line({**line.cells, spec.id: line.cells[spec.id] + name}, dict(line.row or {})) if named else Line({})


def deleted(sheets: list[Sheet], rng: Random) -> list[Sheet]:
    def edit(sheet: Sheet, spec: TableSpec) -> list[Sheet]:
        sheet.lines = [line for line in sheet.lines if line.row is None or rng.random() > 0.15]
        return [sheet]

    return of_logs(sheets, edit)


def _respelled(sheets: list[Sheet], respell: Callable[[TableSpec, str, Any], Any]) -> list[Sheet]:
    """Every row with its cells put through a spelling."""

    def edit(sheet: Sheet, spec: TableSpec) -> list[Sheet]:
        sheet.lines = [
            Line({key: respell(spec, key, value) for key, value in line.cells.items()}, line.row)
            if line.row is not None
            else line
            for line in sheet.lines
        ]
        return [sheet]

    return of_logs(sheets, edit)


def typed_anew(sheets: list[Sheet], rng: Random) -> list[Sheet]:
    def respell(spec: TableSpec, key: str, value: Any) -> Any:
        if not isinstance(value, date) or key not in spec.fields or not spec.fields[key].is_date:
            return value
        day = f"{value.year}年{value.month}月{value.day}日" if rng.random() < 0.5 else f"{value:%Y/%m/%d}"
        return f"{day} {value:%H:%M:%S}".removesuffix(":00") if isinstance(value, datetime) else day

    return _respelled(sheets, respell)


def renamed(sheets: list[Sheet], rng: Random) -> list[Sheet]:
    def edit(sheet: Sheet, spec: TableSpec) -> list[Sheet]:
        sheet.title = f"{sheet.title[:24]}改"
        return [sheet]

    named = of_logs(sheets, edit)
    for sheet in named:
        stem, _, ending = sheet.file.rpartition(".")
        sheet.file = f"{stem}-整改后.{ending}"
    return named


def split(sheets: list[Sheet], rng: Random) -> list[Sheet]:
    """The second half of every log in a file of its own, under the same sheet names."""

    def edit(sheet: Sheet, spec: TableSpec) -> list[Sheet]:
        if len(sheet.lines) < 2 or sheet.file.endswith(".csv") or spec.sideways:
            return [sheet]
        half, second = len(sheet.lines) // 2, copy(sheet)
        second.lines, sheet.lines = sheet.lines[half:], sheet.lines[:half]
        second.file = f"续-{sheet.file}"
        return [sheet, second]

    return of_logs(sheets, edit)


def identifiers_corrected(sheets: list[Sheet], rng: Random) -> list[Sheet]:
    def respell(spec: TableSpec, key: str, value: Any) -> Any:
        wrong = key == spec.id and spec.purpose == "" and isinstance(value, str) and rng.random() < 1 / ONE_IN
        return f"{value}-{int(rng.random() * 900000) + 100000}" if wrong else value

    return _respelled(sheets, respell)


def columns_moved(sheets: list[Sheet], rng: Random) -> list[Sheet]:
    """In another order (but for the groups that stand over some), some under a synonym."""

    def edit(sheet: Sheet, spec: TableSpec) -> list[Sheet]:
        if not sheet.groups and not spec.sideways:
            sheet.columns.sort(key=lambda column: rng.random())
        headers = {header for _, header in sheet.columns}
        for place, (key, header) in enumerate(sheet.columns):
            also = [one for one in (spec.fields[key].also if key in spec.fields else ()) if one not in headers]
            if also and rng.random() < 0.2 and header == spec.fields[key].header:
                sheet.columns[place] = (key, also[0])
        return [sheet]

    return of_logs(sheets, edit)


def spelled_otherwise(sheets: list[Sheet], rng: Random) -> list[Sheet]:
    def respell(spec: TableSpec, key: str, value: Any) -> Any:
        field = spec.fields.get(key)
        if not isinstance(value, str) or field is None:
            return value
        if field.type == "household":
            return value.replace("单元", " 单元 ").replace("栋", "幢")
        return f"{value[0]}　{value[1]}" if field.holds == "person" and len(value) == 2 else value

    return _respelled(sheets, respell)


def over_two_lines(sheets: list[Sheet], rng: Random) -> list[Sheet]:
    """Some records whose free text goes on in the next line (reading 50)."""

    def edit(sheet: Sheet, spec: TableSpec) -> list[Sheet]:
        if not spec.same_case or not spec.id:
            return [sheet]
        joined = [key for key, _ in sheet.columns if key in spec.fields and spec.fields[key].further == "joined"]
        lines: list[Line] = []
        for line in sheet.lines:
            lines.append(line)
            free = [key for key in joined if isinstance(line.cells.get(key), str)]
            if line.row is not None and free and line.cells.get(spec.id) and rng.random() < 0.2:
                lines.append(Line({spec.id: line.cells[spec.id], free[0]: "续"}))
        sheet.lines = lines
        return [sheet]

    return of_logs(sheets, edit)


def table_moved(sheets: list[Sheet], rng: Random) -> list[Sheet]:
    def edit(sheet: Sheet, spec: TableSpec) -> list[Sheet]:
        if not sheet.file.endswith(".csv"):
            sheet.left += 2
            sheet.above = [*([[]] * 3), *sheet.above]
        return [sheet]

    return of_logs(sheets, edit)


EDITS: dict[str, Edit] = {
    "rows moved": moved,
    "rows sorted": in_order,
    "rows inserted": inserted,
    "rows deleted": deleted,
    "dates typed anew": typed_anew,
    "file and sheets renamed": renamed,
    "split over files": split,
    "identifiers corrected": identifiers_corrected,
    "columns moved and renamed": columns_moved,
    "flats and names spelled otherwise": spelled_otherwise,
    "one record over two lines": over_two_lines,
    "tables moved": table_moved,
}
"""Every kind by name."""


def touched_up(sheets: list[Sheet], rng: Random) -> list[Sheet]:
    """No edit that mends nothing: cells emptied, and filled with what stands in the row above."""
    above: dict[tuple[str, str], Any] = {}

    def respell(spec: TableSpec, key: str, value: Any) -> Any:
        before = above.get((spec.name, key))
        above[spec.name, key] = value
        if key == spec.id or rng.random() > 0.06:
            return value
        return None if rng.random() < 0.4 else before

    return _respelled(sheets, respell)
