"""One project's logs as values, to be written in many ways and read back the same."""

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl

from clausecheck.nouns.model import BareMonth, Logs, NotYet, Row, Several, Unknown, Yearless
from clausecheck.nouns.periods import Period, When, month, quarter, year
from clausecheck.procedure.shipped import our_tables
from clausecheck.procedure.tables import FieldSpec, TableSpec

Record = dict[str, Any]
LINES = 4


def project() -> dict[str, list[Record]]:
    """Every table with a few rows, every field filled in some of them, as the values that reading must give."""
    return {name: _records(spec) for name, spec in our_tables().items()}


def _records(spec: TableSpec) -> list[Record]:
    if spec.facts:
        return [{key: _value(field, 0, spec) for key, field in spec.fields.items()}]
    return [
        {key: _value(field, line, spec) for key, field in spec.fields.items() if field.required or (line + i) % 3}
        for line in range(LINES)
        for i in [len(spec.fields)]
    ]


def _value(field: FieldSpec, line: int, spec: TableSpec) -> Any:
    place = list(spec.fields).index(field.key)
    if field.type == "when":
        return When(date(2026, 1 + line, 2 + place), time(8 + line, (7 * place) % 60) if line % 2 else None)
    if field.type == "day":
        return When(date(2026, 1 + line, 1 + place))
    simple = {
        "month": month(2026, 1 + line),
        "quarter": quarter(2026, 1 + line),
        "year": year(2026),
        "span": quarter(2026, 1 + line) if line % 2 else month(2026, 4 + line),
        "count": 10 * line + place,
        "contents": ("防火", f"事项{line}"),
        "household": f"{1 + line}栋2单元{301 + line}",
    }
    if field.type == "list":
        return field.choices[line % len(field.choices)][0]
    return simple.get(field.type, f"{field.header}{line}号")


def canonical(value: Any) -> Any:
    """A value as the blank form's own user would type it."""
    if isinstance(value, Unknown | Yearless | Several | BareMonth | NotYet):
        return value.raw
    if isinstance(value, When):
        return datetime.combine(value.day, value.clock) if value.clock else value.day
    if isinstance(value, Period):
        return value.label.replace("-Q", "Q")
    return "、".join(value) if isinstance(value, tuple) else value


def values_read(logs: Logs) -> dict[str, list[Record]]:
    """What was read, in the shape of `project`."""
    read: dict[str, list[Record]] = {}
    for name in our_tables():
        rows: list[Row] = list(logs.rows(name))
        if name == "project":
            read[name] = [{row.values["item"]: row.values.get("content") for row in rows}]
        else:
            read[name] = [dict(row.values) for row in rows]
    return read


def write_sheet(sheet: Any, name: str, records: list[Record], top: int = 1, left: int = 1) -> None:
    """One table in the canonical layout of the blank forms."""
    spec = our_tables()[name]
    if spec.facts:
        lines = [["项目", "内容"]]
        lines += [[spec.fields[key].header, canonical(value)] for key, value in records[0].items()]
    else:
        lines = [[field.header for field in spec.fields.values()]]
        lines += [[canonical(record[key]) if key in record else None for key in spec.fields] for record in records]
    for number, line in enumerate(lines, top):
        for column, value in enumerate(line, left):
            sheet.cell(number, column, value)


def write_canonical(path: Path, content: dict[str, list[Record]]) -> Path:
    """A workbook as the blank form has it."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, records in content.items():
        write_sheet(book.create_sheet(our_tables()[name].sheet), name, records)
    book.save(path)
    return path


def workbook(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    """A workbook from lines of cells: what most tests here hand in."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    book.save(path)
    return path
