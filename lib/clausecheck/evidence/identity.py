"""How a row is named in a finding (readings 17, 42, 43), and identifiers used twice (DAT03)."""

from collections import Counter

from clausecheck.nouns.model import CellFault, Logs, Row
from clausecheck.nouns.records import dataclass
from clausecheck.nouns.text import same_key

from .flats import Flats
from .tables import Table


@dataclass(frozen=True, slots=True)
class Names:
    """The subject of every row: its identifier, or `<sheet>#<row>` where it has none of its own."""

    shared_sheets: frozenset[str]
    """Sheet names that occur in more than one file: addresses then begin with `<file>/`."""
    doubled: frozenset[tuple[str, str]]
    """(table, key of an identifier) used more than once: TS-001 and ＴＳ－００１ are one (reading 54)."""
    beside: frozenset[tuple[str, str, int, str]]
    """File, sheet, row number and table of rows that stand beside one another, in one table twice on a sheet."""

    def sheet(self, file: str, sheet: str) -> str:
        return f"{file}/{sheet}" if sheet in self.shared_sheets else sheet

    def subject(self, row: Row, identifier: str) -> str:
        value = row.get(identifier) if identifier else None
        if isinstance(value, str) and not (self.doubled and (row.table, same_key(value)) in self.doubled):
            return value
        place = f"{self.sheet(row.file, row.sheet)}#{row.number}"
        return f"{place}:{row.key[4]}" if row.key[:4] in self.beside else place


def prepare_names(logs: Logs, tables: dict[str, Table], flats: Flats, faults: list[CellFault]) -> Names:
    """Finds sheet names shared by files and identifiers used twice; the second and later cells are DAT03."""
    files_of: dict[str, set[str]] = {}
    for file in logs.files:
        for sheet in file.sheets:
            files_of.setdefault(sheet.sheet, set()).add(file.file)
    shared = frozenset(name for name, files in files_of.items() if len(files) > 1)
    doubled: set[tuple[str, str]] = set()
    for name, table in tables.items():
        if table.spec.id:
            doubled |= _doubled(name, table, flats, faults)
    return Names(shared, frozenset(doubled), _beside(logs))


def _beside(logs: Logs) -> frozenset[tuple[str, str, int, str]]:
    """The places that more than one row of a table has; only where a sheet holds a table twice is each row looked at."""
    blocks = Counter((block.file, block.sheet, block.table) for block in logs.blocks)
    standing = Counter(
        row.key[:4]
        for block in logs.blocks
        if blocks[block.file, block.sheet, block.table] > 1 or len({row.number for row in block.rows}) < len(block.rows)
        for row in block.rows
    )
    return frozenset(place for place, n in standing.items() if n > 1)


def _doubled(name: str, table: Table, flats: Flats, faults: list[CellFault]) -> set[tuple[str, str]]:
    rows = in_reading_order(table)
    first: dict[str, Row] = {}
    doubled: set[tuple[str, str]] = set()
    for row in rows:
        identifier = _identifier(row, table.spec.id, flats, table.spec.purpose == "register")
        if identifier is None:
            continue
        known = first.setdefault(identifier, row)
        if known is not row:
            said, cell = str(row.get(table.spec.id)), row.cell(table.spec.id)
            faults.append(CellFault("DAT03", cell, name, table.spec.id, said, first=known.cell(table.spec.id)))
            doubled.add((name, identifier))
    return doubled


def _identifier(row: Row, field: str, flats: Flats, register: bool) -> str | None:
    value = row.get(field)
    if not isinstance(value, str):
        return None
    return same_key(flats.identity(row, value) if register else value)


def in_reading_order(table: Table) -> list[Row]:
    """All rows of a table, usable or not, in the order they stand in what was handed in."""
    if not table.aside:
        return table.rows
    standing = (row.key for block in table.blocks for row in block.rows)
    order = {key: i for i, key in enumerate(standing)}
    return sorted([*table.rows, *(row for row, _ in table.aside)], key=lambda row: order[row.key])
