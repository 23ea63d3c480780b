"""Remarks made while a sheet is read: lines that are no records, rows struck through, void words in a column not used."""

from collections.abc import Iterator
from typing import Any

from clausecheck.logs.cells import SheetCells
from clausecheck.logs.layout import Stretch
from clausecheck.logs.records.void import says_void
from clausecheck.logs.values import shown
from clausecheck.nouns.model import Block, Cell, Remark, Row, Say, say
from clausecheck.procedure.words import Words

_LONGEST = 60
_LONGEST_STATUS = 20
"""A longer text in a column that nobody knows is a sentence, no status."""


def no_record(file: str, sheet: SheetCells, number: int, cells: list[Any], edges: tuple[int, int], kind: str) -> Remark:
    """A line that is not taken for a record (reading 56), with what it says, at its first filled cell."""
    left, right = edges
    filled = [column for column in range(left, right + 1) if cells[column] != ""]
    text = " | ".join(" ".join(shown(cells[column]).split()) for column in filled)
    place = Cell(file, sheet.name, f"{sheet.column(filled[0] if filled else left)}{number}")
    cut = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return Remark("no_record", place, say("remark.no_record", kind=Say(f"line.{kind}"), text=cut))


def struck_rows(block: Block, struck: set[int] | None) -> Iterator[Remark]:
    """Rows struck through from their first to their last cell (reading 49): they are judged, and it is said."""
    if struck:
        for row in block.rows:
            if row.number in struck:
                yield Remark("struck", first_cell(row), say("remark.struck"))


def void_words_unused(block: Block, sheet: SheetCells, stretch: Stretch, words: Words) -> Iterator[Remark]:
    """Columns that are not used although a word such as 作废 stands in one of their cells (reading 49)."""
    rows = {row.number for row in block.rows}
    for header in stretch.match.strangers:
        met: dict[str, int] = {}
        for number, cells in sheet.rows[stretch.body : stretch.end]:
            cell = cells[header.column]
            if number in rows and cell.__class__ is str and cell and len(cell) <= _LONGEST_STATUS:
                met.setdefault(cell, number)
        said = [(number, text) for text, number in met.items() if says_void(text, words)]
        if said:
            place = Cell(block.file, block.sheet, f"{sheet.column(header.column)}{min(said)[0]}")
            title = " ".join(header.title.split())
            texts = tuple(text.strip() for _, text in sorted(said))
            yield Remark("void", place, say("remark.void_unused", title=title, texts=texts))


def first_cell(row: Row) -> Cell:
    """The first cell of a row that holds something, by the order of its columns in the sheet."""
    held = [letters for key, letters in row.columns.items() if key in row.values] or list(row.columns.values())
    return Cell(row.file, row.sheet, f"{min(held, key=lambda letters: (len(letters), letters))}{row.number}")
