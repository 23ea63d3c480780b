"""What the cells that findings cite show, as read: for whoever sees the findings without the workbooks."""

from collections.abc import Iterable, Iterator
from typing import Any

from clausecheck.nouns.model import BareMonth, Block, Cell, Finding, Logs, NotYet, Row, Several, Unknown, Yearless

from .actions import BARE

Place = tuple[str, str]
"""Table and field."""


def texts_of(logs: Logs, findings: Iterable[Finding]) -> tuple[dict[Cell, str], dict[Cell, Place]]:
    """The text of every cell that a finding other than a pass or not applicable cites, "" where it is blank; and of
    which field it is, where it stands in a row or holds a fact. Any other cell is a header."""
    wanted = {cell for one in findings if one.verdict not in BARE for cell in (*one.cells, *one.at)}
    texts: dict[Cell, str] = {}
    fields: dict[Cell, Place] = {}
    for block in logs.blocks:
        for cell, title in _headers(block):
            if cell in wanted:
                texts.setdefault(cell, title)
    facts = logs.facts
    for cell, name, row in _cells(logs, wanted):
        is_fact = row.table == facts
        texts[cell] = "" if is_fact and name == "item" else _shown(row, name)
        fields[cell] = (row.table, row.values["item"] if is_fact else name)
    return {cell: texts.get(cell, "") for cell in sorted(wanted)}, fields


def _headers(block: Block) -> Iterator[tuple[Cell, str]]:
    """The header cells of a table with what they say, those of columns that could be one field too."""
    for field, cell in block.headers.items():
        yield cell, block.titles.get(field, "")
    for several in block.ambiguous.values():
        for title, cell in several:
            yield cell, title


Lines = dict[tuple[str, str], dict[int, dict[str, Cell]]]
"""File and sheet -> number of a line -> letters of a column -> the cell."""


def _cells(logs: Logs, wanted: set[Cell]) -> Iterator[tuple[Cell, str, Row]]:
    """The wanted cells of all rows, those set aside too."""
    lines: Lines = {}
    for cell in wanted:
        letters = cell.cell.rstrip("0123456789")
        here = lines.setdefault((cell.file, cell.sheet), {}).setdefault(int(cell.cell[len(letters) :] or 0), {})
        here[letters] = cell
    for rows in (*(block.rows for block in logs.blocks), [row for row, _ in logs.aside]):
        for row in rows:
            there = lines.get((row.file, row.sheet))
            if there and (row.number in there or row.further or row.elsewhere):
                yield from _of_row(row, there)


def _of_row(row: Row, lines: dict[int, dict[str, Cell]]) -> Iterator[tuple[Cell, str, Row]]:
    for number in {row.number, *row.further, *row.elsewhere.values()}:
        if here := lines.get(number):
            for name, letters in row.columns.items():
                if letters in here and row.elsewhere.get(name, row.number) == number:
                    yield here[letters], name, row


def _shown(row: Row, name: str) -> str:
    raw = row.raw.get(name)
    return raw if raw is not None else _as_text(row.values.get(name))


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Unknown | Yearless | Several | BareMonth | NotYet):
        return value.raw
    return "、".join(value) if isinstance(value, tuple) else str(value)
