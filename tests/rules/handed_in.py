"""What a project hands in, by canonical names, and the real workbooks written from it."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl

from clausecheck.logs.columns import ColumnMap
from clausecheck.logs.opening import open_workbook
from clausecheck.logs.read import add_file
from clausecheck.logs.records import settle_records
from clausecheck.logs.sheets import Reading
from clausecheck.logs.sources import Source
from clausecheck.nouns.model import Logs
from clausecheck.procedure.shipped import our_tables, our_words
from clausecheck.procedure.tables import FieldSpec, TableSpec

SHEETS: dict[str, TableSpec] = {spec.sheet: spec for spec in our_tables().values()}
FACTS = next(name for name, spec in SHEETS.items() if spec.facts)
FIELDS: dict[str, dict[str, FieldSpec]] = {
    name: {field.header: field for field in spec.fields.values()} for name, spec in SHEETS.items()
}
FACT_HEADERS = ("项目", "内容")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?")

Row = dict[str, Any]


@dataclass(frozen=True)
class Sheet:
    """One sheet with its headers; a row names the cells it fills."""

    headers: tuple[str, ...]
    rows: tuple[Row, ...]


Workbook = dict[str, Sheet]
"""Sheet name -> sheet, in the order they stand in the file."""


def whole_sheet(name: str, rows: Iterable[Row] = (), without: Iterable[str] = ()) -> Sheet:
    """A sheet of the blank form with some rows, less some columns."""
    headers = FACT_HEADERS if name == FACTS else tuple(header for header in FIELDS[name] if header not in without)
    return Sheet(headers, tuple(rows))


def facts_sheet(facts: dict[str, Any]) -> Sheet:
    """项目信息, an item a row."""
    return whole_sheet(FACTS, [dict(zip(FACT_HEADERS, item, strict=True)) for item in facts.items()])


def write_workbook(path: Path, sheets: Workbook, written: Mapping[str, Iterable[list[Any]]] | None = None) -> Path:
    """A workbook as a user of the blank form would save it: dates are dates, counts are numbers, the rest is text.

    `written`: more sheets, line by line as they stand.
    """
    book = openpyxl.Workbook(write_only=True)
    for name, sheet in sheets.items():
        page = book.create_sheet(name)
        page.append(list(sheet.headers))
        for row in sheet.rows:
            page.append([_cell(name, row, header) for header in sheet.headers])
    for name, lines in (written or {}).items():
        page = book.create_sheet(name)
        for line in lines:
            page.append(line)
    book.save(path)
    return path


def _cell(sheet: str, row: Row, header: str) -> Any:
    value = row.get(header)
    if not isinstance(value, str):
        return value
    field = FIELDS[sheet].get(row[FACT_HEADERS[0]] if sheet == FACTS else header)
    return _typed(value, field) if field else value


def _typed(text: str, field: FieldSpec) -> Any:
    """A text that stands for a date or a number becomes one. A moment at midnight stays text: only so it is a time."""
    if text == "":
        return None
    try:
        if field.is_date and _DAY.fullmatch(text):
            return date.fromisoformat(text)
        if field.is_date and _MOMENT.fullmatch(text) and not text.endswith(" 00:00"):
            return datetime.fromisoformat(text)
    except ValueError:
        return text  # 2026-02-30: nobody can type it as a date either
    return int(text) if field.type in ("count", "year") and text.isdigit() else text


def read_here(paths: Iterable[Path], reading: Reading | None = None) -> Logs:
    """As `read_logs`, without its process apart: that costs more than the whole audit of a small project."""
    reading = reading or _reading()
    logs = Logs([], [], [], tables=reading.tables, words=reading.words)
    for path in sorted(paths):
        data = path.read_bytes()
        cells = open_workbook(data, path.name)
        add_file(logs, Source(path.name, path, searched=True), hashlib.sha256(data).hexdigest(), cells, reading)
    return settle_records(logs)


@cache
def _reading() -> Reading:
    return Reading(ColumnMap(), our_tables(), our_words())
