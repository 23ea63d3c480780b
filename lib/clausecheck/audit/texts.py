"""What the cells that findings cite show, as read: for whoever sees the findings without the workbooks."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from clausecheck.nouns.model import Block, Cell, Finding, Logs, Row, Unknown, Yearless

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


def _cells(logs: Logs, wanted: set[Cell]) -> Iterator[tuple[Cell, str, Row]]:
    """The wanted cells of all rows, those set aside too."""
    lines = {(cell.file, cell.sheet, _line(cell)) for cell in wanted}
    for row in chain((row for block in logs.blocks for row in block.rows), (row for row, _ in logs.aside)):
        for number in {row.number, *row.further, *row.elsewhere.values()}:
            if (row.file, row.sheet, number) not in lines:
                continue
            for name, letters in row.columns.items():
                cell = Cell(row.file, row.sheet, f"{letters}{number}")
                if cell in wanted and row.cell(name) == cell:
                    yield cell, name, row


def _line(cell: Cell) -> int:
    return int(cell.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") or 0)


def _shown(row: Row, name: str) -> str:
    raw = row.raw.get(name)
    return raw if raw is not None else _as_text(row.values.get(name))


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Unknown | Yearless):
        return value.raw
    return "、".join(value) if isinstance(value, tuple) else str(value)
