"""Takes records out of their tables, with their reason, and what was wrong in their cells with them."""

from clausecheck.nouns.model import Cell, Logs, Remark, Row, RowKey, Say

Aside = list[tuple[Row, Say]]
"""Rows that do not count, each with the reason."""
_OF_CELLS = ("blank_word", "ditto")
"""Kinds of remarks that only say how a cell of a row was read."""


def set_aside(logs: Logs, kind: str, rows: Aside) -> None:
    """Moves rows from their blocks to `logs.aside`, remarked as `kind`. Their cells make no DAT finding any more."""
    if not rows:
        return
    out: set[RowKey] = {row.key for row, _ in rows}
    places = {(row.file, row.sheet) for row, _ in rows}
    for block in logs.blocks:
        if (block.file, block.sheet) in places:
            block.rows = [row for row in block.rows if row.key not in out]
    cells = {cell for row, _ in rows for cell in cells_of(row)}
    logs.faults = [fault for fault in logs.faults if fault.cell not in cells]
    logs.remarks = [one for one in logs.remarks if one.kind not in _OF_CELLS or one.cell not in cells]
    logs.aside += rows
    logs.remarks += [Remark(kind, first_cell(row), reason) for row, reason in rows]


def cells_of(row: Row) -> set[Cell]:
    """The cells of a record, those of its further lines too."""
    letters = set(row.columns.values())
    return {Cell(row.file, row.sheet, f"{column}{n}") for n in (row.number, *row.further) for column in letters}


def first_cell(row: Row) -> Cell:
    """The leftmost filled cell of a row."""
    held = [letters for key, letters in row.columns.items() if key in row.values and key not in row.elsewhere]
    column = min(held or row.columns.values(), key=lambda letters: (len(letters), letters))
    return Cell(row.file, row.sheet, f"{column}{row.number}")
