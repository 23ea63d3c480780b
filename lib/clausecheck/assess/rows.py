"""The row equation of every sheet: rows read = rows judged + rows set aside with a reason (G11, reading 41)."""

from collections import Counter
from string import ascii_uppercase

from clausecheck.evidence import Evidence, Table
from clausecheck.model import Cell, Logs, Row, RowKey, Say, SetAside, SheetCount, say
from clausecheck.periods import When


def count_rows(
    logs: Logs, evidence: Evidence, used: set[RowKey], cited: set[Cell]
) -> tuple[list[SheetCount], list[SetAside]]:
    """Counts every row as judged or set aside, and lists the rows set aside.

    `used`: the rows the rules say they judged; `cited`: the cells a verdict rests on, which may stand in another table
    (the daily record that a complaint names).
    """
    reasons: dict[RowKey, Say] = {}
    lines = {(cell.file, cell.sheet, int(cell.cell.lstrip(ascii_uppercase))) for cell in cited}
    for table in evidence.tables.values():
        for row, reason in table.aside:
            reasons[row.key] = reason
        if not table.spec.reference:
            left = (row for row in table.rows if row.key not in used)
            for row in left:
                if row.key[:3] not in lines or cited.isdisjoint(row.cell(name) for name in row.columns):
                    reasons.setdefault(row.key, _why(table, row, evidence))
    read: Counter[tuple[str, str, str]] = Counter()
    aside: Counter[tuple[str, str, str]] = Counter()
    for block in logs.blocks:
        place = (block.file, block.sheet, block.table)
        read[place] += len(block.rows)
        aside[place] += sum(1 for row in block.rows if row.key in reasons)
    counts = [SheetCount(*place, n, n - aside[place], aside[place]) for place, n in read.items()]
    listed = [SetAside(*key[:3], reason) for key, reason in sorted(reasons.items(), key=lambda item: item[0])]
    return counts, listed


def _why(table: Table, row: Row, evidence: Evidence) -> Say:
    when = row.get(table.spec.key_date) if table.spec.key_date else None
    outside = isinstance(when, When) and not (when.day in evidence.period and evidence.facts.serves(when.day))
    return say("aside.outside" if outside else "aside.unused")


def free_cells(logs: Logs) -> dict[Cell, Cell | None]:
    """For every header cell of a table the free cell below that table, if there is one: a missing row's place."""
    below: dict[Cell, Cell | None] = {}
    for block in logs.blocks:
        if block.table != "project":
            for header in block.headers.values():
                column = header.cell.rstrip("0123456789")
                below[header] = Cell(block.file, block.sheet, f"{column}{block.free_row}") if block.free_row else None
    return below
