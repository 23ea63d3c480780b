"""For every rule an example that passes and one that fails, with the rows of the workbook and the words of the result."""

from functools import cache
from pathlib import Path
from typing import Any

from clausecheck.nouns.records import dataclass
from clausecheck.nouns.yamlfile import read_yaml
from clausecheck.procedure import Procedure
from clausecheck.procedure.tables import Tables
from clausecheck.wording import said_subject

from .document import Block, Heading, Items, Para
from .texts import column_name, joined, named, table_name, text

REPEATED = "×"
"""The key of a row that stands for many: how many. `{n}` in its values is the number of the row."""

Rows = list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Example:
    """What is handed in (by canonical sheet names and headers), for which period and day, and what is found.

    `facts`: every item of 项目信息; `stated`: those of them that matter here. `subject` is empty, and `found` too, where
    nothing is found.
    """

    code: str
    verdict: str
    subject: str
    period: str
    as_of: str
    facts: dict[str, str]
    stated: dict[str, str]
    sheets: dict[str, Rows]
    without: dict[str, list[str]]
    found: dict[str, str]


FILE = "examples.yaml"


def examples(book: Procedure) -> dict[str, tuple[Example, ...]]:
    """The examples of every rule that has some, by code: those that it carries itself, else those of the procedure's file."""
    document = written(book.folder / FILE)
    defaults = document.get("defaults", {})
    return {
        code: tuple(_example(code, verdict, raw, defaults) for verdict, raw in both.items())
        for code, both in {**document.get("examples", {}), **book.examples}.items()
    }


@cache
def written(path: Path) -> dict[str, Any]:
    """The examples beside a procedure's rules; it may have none."""
    return dict(read_yaml(path)[0]) if path.is_file() else {}


def _example(code: str, verdict: str, raw: dict[str, Any], defaults: dict[str, Any]) -> Example:
    stated = raw.get("project", {})
    return Example(
        code=code,
        verdict=verdict,
        subject=raw.get("subject", ""),
        period=raw.get("period") or defaults["period"],
        as_of=raw.get("as_of") or defaults["as_of"],
        facts={**defaults.get("project", {}), **stated},
        stated=stated,
        sheets=raw["sheets"],
        without=raw.get("without", {}),
        found=raw.get("found", {}),
    )


def lines_of(sheet: str, example: Example) -> Rows:
    """The rows of a sheet one by one, those that stand for many written out."""
    lines: Rows = []
    for row in example.sheets[sheet]:
        cells = {header: value for header, value in row.items() if header != REPEATED}
        times = int(row.get(REPEATED, "1"))
        if times == 1:
            lines.append(cells)
            continue
        lines += [
            {header: value.replace("{n}", str(n)) for header, value in cells.items()} for n in range(1, times + 1)
        ]
    return lines


def examples_told(code: str, book: Procedure, lang: str) -> list[Block]:
    """The examples of a rule in words."""
    told: list[Block] = []
    for example in examples(book).get(code, ()):
        told.append(Heading(3, _heading(example, lang)))
        told.append(Items(tuple(_handed_in(example, book, lang))))
        told.append(Para(_result(example, book, lang)))
    return told


def _heading(example: Example, lang: str) -> str:
    when = text("explain.example_as_of", lang, as_of=example.as_of, period=example.period)
    return text("with_note", lang, said=named("verdict", example.verdict, lang), note=when)


def _result(example: Example, book: Procedure, lang: str) -> str:
    if not example.subject:
        return text("explain.example_nothing", lang)
    verdict = named("verdict", example.verdict, lang)
    result = text(
        "explain.example_result",
        lang,
        verdict=verdict,
        subject=said_subject(example.code, example.subject, lang, english=book.identity.english),
    )
    said = example.found.get(lang, "")
    return text("colon", lang, name=result, said=said) if said else result


def _handed_in(example: Example, book: Procedure, lang: str) -> list[str]:
    lines, tables = [], book.tables
    by_sheet = {spec.sheet: name for name, spec in tables.items()}
    if example.stated:
        lines.append(_row(book.facts.name, example.stated, tables, lang))
    for sheet, rows in example.sheets.items():
        if not rows:
            lines.append(text("explain.example_empty", lang, sheet=table_name(by_sheet[sheet], tables, lang)))
        lines += [_row(by_sheet[sheet], row, tables, lang) for row in rows]
    for sheet, headers in example.without.items():
        columns = joined((_column(by_sheet[sheet], header, tables, lang) for header in headers), lang)
        lines.append(
            text("explain.example_without", lang, sheet=table_name(by_sheet[sheet], tables, lang), columns=columns)
        )
    return lines


def _row(table: str, row: dict[str, str], tables: Tables, lang: str) -> str:
    cells = []
    for header, value in row.items():
        if header != REPEATED:
            shown = _shown(value, row, lang)
            cells.append(text("explain.example_cell", lang, header=_column(table, header, tables, lang), value=shown))
    said = joined(cells, lang, "join_cells")
    if REPEATED in row:
        said = text("with_note", lang, said=said, note=text("explain.example_rows", lang, n=row[REPEATED]))
    return text("explain.example_row", lang, sheet=table_name(table, tables, lang), cells=said)


def _shown(value: str, row: dict[str, str], lang: str) -> str:
    if value == "#":
        return text("explain.example_formula", lang)
    if "{n}" in value:
        return f"{value.replace('{n}', '1')} … {value.replace('{n}', row[REPEATED])}"
    return value


def _column(table: str, header: str, tables: Tables, lang: str) -> str:
    key = next(key for key, spec in tables[table].fields.items() if spec.header == header)
    return column_name(table, key, tables, lang)
