"""Cases of a procedure as data, for any procedure: what a case hands in, written as a workbook of that one's sheets.

`base.yaml` beside the cases: `facts`, `sheets` (handed in by every case), `usual` (sheet -> what a row has). A file of cases, by the
code of the rule: `period`, `as_of` and `usual` for all its cases (a case may have its own period and day), then `cases`:
  name, en   the sentence, in Chinese and English
  facts      items that differ; given: sheet -> rows (`×: 3` repeats a row, `×: [a, b]` makes one of each; {n} is the count or the word)
  without    sheets that are not handed in, or sheet -> headers that are not there
  expect     subject -> verdict, or verdict and reason: all subjects of the rule, none else
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl

from clausecheck.nouns.yamlfile import read_yaml
from clausecheck.procedure.procedure import Procedure
from clausecheck.procedure.tables import FieldSpec, TableSpec

KEYS = {"name", "en", "period", "as_of", "facts", "given", "without", "expect"}
Row = dict[str, str]


@dataclass(frozen=True)
class Case:
    """One case: the rule, the sentence, when it is audited, what is handed in and what is expected."""

    code: str
    name: str
    en: str
    period: str
    as_of: str
    facts: Row
    sheets: dict[str, list[Row]]
    without: dict[str, list[str]]
    expect: dict[str, str]

    def __str__(self) -> str:
        return f"{self.code}: {self.en}"


def all_cases(folder: Path, base_file: Path | None = None) -> Iterator[Case]:
    """The cases of every file of a folder but its base, which may stand elsewhere. Raises ValueError for a key that no case has."""
    base, _ = read_yaml(base_file or folder / "base.yaml")
    for path in sorted(folder.glob("*.yaml")):
        if path.name != "base.yaml":
            document, lines = read_yaml(path)
            for i, raw in enumerate(document["cases"]):
                if wrong := set(raw) - KEYS:
                    raise ValueError(f"{path.name}:{lines.nearest(('cases', i))}: a case knows no {sorted(wrong)}")
                yield _case(path.stem, base, {**document, **raw})


def _case(code: str, base: dict[str, Any], raw: dict[str, Any]) -> Case:
    usual = {**base.get("usual", {}), **raw.get("usual", {})}
    given = {name: list(expanded(rows or [], usual.get(name, {}))) for name, rows in raw.get("given", {}).items()}
    without = raw.get("without") or {}
    return Case(
        code=code,
        name=raw["name"],
        en=raw["en"],
        period=raw["period"],
        as_of=raw["as_of"],
        facts={**base["facts"], **raw.get("facts", {})},
        sheets={**base["sheets"], **given},
        without={sheet: [] for sheet in without} if isinstance(without, list) else without,
        expect=raw["expect"],
    )


def expanded(rows: list[dict[str, Any]], usual: Row) -> Iterator[Row]:
    """Rows with what is usual filled in, and those that stand for several written out."""
    for number, row in enumerate(rows, 1):
        cells = {**usual, **row}
        times = cells.pop("×", None)
        each = (
            times
            if isinstance(times, list)
            else [f"{number}-{n}" for n in range(1, int(times) + 1)]
            if times
            else [str(number)]
        )
        for word in each:
            yield {header: text.replace("{n}", word) for header, text in cells.items()}


def write_case(case: Case, procedure: Procedure, path: Path) -> Path:
    """The workbook of a case: every sheet of the procedure that is not left out, with its own headers, dates as dates."""
    book = openpyxl.Workbook(write_only=True)
    for table in procedure.tables.values():
        left_out = case.without.get(table.sheet)
        if left_out == []:
            continue
        fields = {field.header: field for field in table.fields.values() if field.header not in (left_out or ())}
        page = book.create_sheet(table.sheet)
        if table.facts:
            page.append(["项目", "内容"])
            for header, text in case.facts.items():
                page.append([header, typed(text, fields[header])])
            continue
        page.append(list(fields))
        for row in case.sheets.get(table.sheet, []):
            page.append(cells_of(row, fields, table, left_out or ()))
    book.save(path)
    return path


def cells_of(
    row: Row, fields: dict[str, FieldSpec], table: TableSpec, left_out: list[str] | tuple[str, ...]
) -> list[Any]:
    """The cells of a row in the order of the sheet. Raises ValueError for a header that the sheet does not have."""
    if wrong := set(row) - set(fields) - set(left_out):
        raise ValueError(f"{table.sheet} has no {sorted(wrong)}")
    return [typed(row.get(header, ""), field) for header, field in fields.items()]


def typed(text: str, field: FieldSpec) -> Any:
    """A text that stands for a date or a number as one; a text that cannot be one, as somebody typed it."""
    try:
        if field.type in ("day", "when") and text:
            return datetime.fromisoformat(text) if " " in text else date.fromisoformat(text)
    except ValueError:
        return text
    return int(text) if field.type == "count" and text.isdigit() else text or None
