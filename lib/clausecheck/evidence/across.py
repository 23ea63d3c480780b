"""Faults that show only when two tables are held against each other: DAT09, and DAT06 of a row and the record it names."""

from collections.abc import Iterator

from clausecheck.nouns.model import CellFault, Row
from clausecheck.nouns.periods import When
from clausecheck.nouns.text import same_key
from clausecheck.procedure.tables import NotBeforeRecord

from .facts import Facts
from .flats import Flats
from .tables import Table


def before_their_record(tables: dict[str, Table], known: list[CellFault]) -> list[CellFault]:
    """Dates before the one of the record, in another table, that their row names: an entry into the complaint log dated
    before the system was back (reading 13, CMP02)."""
    noted = {fault.cell for fault in known if fault.code == "DAT06"}
    return [
        fault
        for table in tables.values()
        if table.spec.not_before_record
        for fault in _early(table, tables[table.spec.not_before_record.table], table.spec.not_before_record)
        if fault.cell not in noted
    ]


def _early(table: Table, other: Table, bound: NotBeforeRecord) -> Iterator[CellFault]:
    records: dict[str, Row] = {}
    for row in other.rows:
        identifier = row.get(other.spec.id)
        if isinstance(identifier, str):
            records.setdefault(same_key(identifier), row)
    for row in (*table.rows, *(row for row, _ in table.aside)):
        named, value = row.get(bound.record), row.get(bound.field)
        record = records.get(same_key(named)) if isinstance(named, str) else None
        first = record.get(bound.date) if record else None
        if isinstance(value, When) and isinstance(first, When) and value.surely_before(first):
            cell, name = row.cell(bound.field), table.spec.name
            yield CellFault("DAT06", cell, name, bound.field, str(value), bound.date, other_table=other.spec.name)


def register_disagrees(facts: Facts, flats: Flats) -> list[CellFault]:
    """The stated number of households against all flats of the register (reading 20)."""
    stated, cells = facts.get("households"), facts.cell("households")
    if flats.register is None or not isinstance(stated, int) or not cells:
        return []
    counted = len(flats.handed_over)
    return (
        [CellFault("DAT09", cells[0], facts.spec.name, "households", str(stated), str(counted))]
        if counted != stated
        else []
    )
