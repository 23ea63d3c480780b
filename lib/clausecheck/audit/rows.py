"""The row equation of every sheet: rows read = rows judged + rows set aside with a reason (G11, readings 41, 48-51)."""

from collections import Counter
from collections.abc import Iterator
from string import ascii_uppercase

from clausecheck.audit.why_unused import why_unused
from clausecheck.evidence import Evidence
from clausecheck.nouns.model import Cell, Logs, Row, RowKey, Say, SetAside, SheetCount
from clausecheck.rulebook import Procedure

Place = tuple[str, str, str]
"""File, sheet, table."""


def count_rows(
    book: Procedure, logs: Logs, evidence: Evidence, used: set[int], cited: set[Cell]
) -> tuple[list[SheetCount], list[SetAside]]:
    """Counts every record, whosever, as judged or set aside, and lists those set aside. Further lines are beside it.

    `used`: the rows of evidence that the rules say they judged, by `id`; `cited`: the cells a verdict rests on, which may stand in another table
    (the daily record that a complaint names).
    """
    reasons = {row.key: reason for row, reason in logs.aside} | _not_judged(book, evidence, used, cited)
    read: Counter[Place] = Counter()
    aside: Counter[Place] = Counter()
    further: Counter[Place] = Counter()
    for block in logs.blocks:
        read[block.file, block.sheet, block.table] += 0
    numbers: dict[tuple[str, str], set[int]] = {}
    for file, sheet, number, *_ in reasons:
        numbers.setdefault((file, sheet), set()).add(number)
    for row in _records(logs):
        place = (row.file, row.sheet, row.table)
        read[place] += 1
        if row.number in numbers.get((row.file, row.sheet), ()):
            aside[place] += row.key in reasons
        if row.further:
            further[place] += len(row.further)
    counts = [SheetCount(*place, n, n - aside[place], aside[place], further[place]) for place, n in read.items()]
    listed = [SetAside(*key[:3], reason) for key, reason in sorted(reasons.items(), key=lambda item: item[0])]
    return counts, listed


def _records(logs: Logs) -> Iterator[Row]:
    for block in logs.blocks:
        yield from block.rows
    for row, _ in logs.aside:
        yield row


def _not_judged(book: Procedure, evidence: Evidence, used: set[int], cited: set[Cell]) -> dict[RowKey, Say]:
    """The rows of evidence that no rule judged, each with the reason."""
    reasons: dict[RowKey, Say] = {}
    lines = {(cell.file, cell.sheet, int(cell.cell.lstrip(ascii_uppercase))) for cell in cited}
    for table in evidence.tables.values():
        for row, reason in table.aside:
            reasons[row.key] = reason
        if table.spec.reference:
            continue
        for row in table.rows:
            if id(row) in used:
                continue
            here = any((row.file, row.sheet, number) in lines for number in (row.number, *row.further))
            if not here or cited.isdisjoint(row.cell(name) for name in row.columns):
                reasons.setdefault(row.key, why_unused(book, table, row, evidence))
    return reasons


def free_cells(logs: Logs) -> dict[Cell, Cell | None]:
    """For every header cell of a table the free cell below that table, if there is one: a missing row's place."""
    below: dict[Cell, Cell | None] = {}
    for block in logs.blocks:
        if block.table != logs.facts:
            for header in block.headers.values():
                column = header.cell.rstrip("0123456789")
                below[header] = Cell(block.file, block.sheet, f"{column}{block.free_row}") if block.free_row else None
    return below
