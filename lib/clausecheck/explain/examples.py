"""For every rule an example that passes and one that fails, with the rows of the workbook and the words of the result."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from clausecheck.nouns.yamlfile import read_yaml
from clausecheck.procedure.tables import DEFAULT_PROCEDURE, PROCEDURES, tables
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


@cache
def examples(procedure: str = DEFAULT_PROCEDURE) -> dict[str, tuple[Example, ...]]:
    """The examples of every rule, by code."""
    document, _ = read_yaml(PROCEDURES / procedure / "examples.yaml")
    defaults = document["defaults"]
    return {
        code: tuple(_example(code, verdict, raw, defaults) for verdict, raw in both.items())
        for code, both in document["examples"].items()
    }


def _example(code: str, verdict: str, raw: dict[str, Any], defaults: dict[str, Any]) -> Example:
    stated = raw.get("project", {})
    return Example(
        code=code,
        verdict=verdict,
        subject=raw.get("subject", ""),
        period=raw.get("period", defaults["period"]),
        as_of=raw.get("as_of", defaults["as_of"]),
        facts={**defaults["project"], **stated},
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


def examples_told(code: str, lang: str) -> list[Block]:
    """The examples of a rule in words."""
    told: list[Block] = []
    for example in examples().get(code, ()):
        told.append(Heading(3, _heading(example, lang)))
        told.append(Items(tuple(_handed_in(example, lang))))
        told.append(Para(_result(example, lang)))
    return told


def _heading(example: Example, lang: str) -> str:
    when = text("explain.example_as_of", lang, as_of=example.as_of, period=example.period)
    return text("with_note", lang, said=named("verdict", example.verdict, lang), note=when)


def _result(example: Example, lang: str) -> str:
    if not example.subject:
        return text("explain.example_nothing", lang)
    verdict = named("verdict", example.verdict, lang)
    result = text(
        "explain.example_result", lang, verdict=verdict, subject=said_subject(example.code, example.subject, {}, lang)
    )
    said = example.found.get(lang, "")
    return text("colon", lang, name=result, said=said) if said else result


def _handed_in(example: Example, lang: str) -> list[str]:
    lines = []
    by_sheet = {spec.sheet: name for name, spec in tables().items()}
    if example.stated:
        lines.append(_row("project", example.stated, lang))
    for sheet, rows in example.sheets.items():
        if not rows:
            lines.append(text("explain.example_empty", lang, sheet=table_name(by_sheet[sheet], lang)))
        lines += [_row(by_sheet[sheet], row, lang) for row in rows]
    for sheet, headers in example.without.items():
        columns = joined((_column(by_sheet[sheet], header, lang) for header in headers), lang)
        lines.append(text("explain.example_without", lang, sheet=table_name(by_sheet[sheet], lang), columns=columns))
    return lines


def _row(table: str, row: dict[str, str], lang: str) -> str:
    cells = []
    for header, value in row.items():
        if header != REPEATED:
            shown = _shown(value, row, lang)
            cells.append(text("explain.example_cell", lang, header=_column(table, header, lang), value=shown))
    said = joined(cells, lang, "join_cells")
    if REPEATED in row:
        said = text("with_note", lang, said=said, note=text("explain.example_rows", lang, n=row[REPEATED]))
    return text("explain.example_row", lang, sheet=table_name(table, lang), cells=said)


def _shown(value: str, row: dict[str, str], lang: str) -> str:
    if value == "#":
        return text("explain.example_formula", lang)
    if "{n}" in value:
        return f"{value.replace('{n}', '1')} … {value.replace('{n}', row[REPEATED])}"
    return value


def _column(table: str, header: str, lang: str) -> str:
    key = next(key for key, spec in tables()[table].fields.items() if spec.header == header)
    return column_name(table, key, lang)
