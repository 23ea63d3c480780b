"""Faults that show only when two tables are held against each other: DAT09, and DAT06 between complaint and outage."""

from clausecheck.nouns.model import CellFault, Row
from clausecheck.nouns.periods import When
from clausecheck.nouns.text import same_key

from .facts import Facts
from .flats import Flats
from .tables import Table


def entered_before_recovery(tables: dict[str, Table], known: list[CellFault]) -> list[CellFault]:
    """Entries of the complaint log dated before the system was back (reading 13, CMP02)."""
    recovered: dict[str, Row] = {}
    for row in tables["daily_records"].rows:
        identifier = row.get("id")
        if isinstance(identifier, str):
            recovered.setdefault(same_key(identifier), row)
    noted = {fault.cell for fault in known if fault.code == "DAT06"}
    complaints = tables["complaints"]
    found = []
    for row in [*complaints.rows, *(row for row, _ in complaints.aside)]:
        named, entered = row.get("outage_record"), row.get("recorded_at")
        record = recovered.get(same_key(named)) if isinstance(named, str) else None
        until = record.get("outage_until") if record else None
        if not (isinstance(entered, When) and isinstance(until, When) and entered.surely_before(until)):
            continue
        if row.cell("recorded_at") not in noted:
            found.append(
                CellFault("DAT06", row.cell("recorded_at"), "complaints", "recorded_at", str(entered), "outage_until")
            )
    return found


def register_disagrees(facts: Facts, flats: Flats) -> list[CellFault]:
    """The stated number of households against all flats of the register (reading 20)."""
    stated, cells = facts.get("households"), facts.cell("households")
    if flats.register is None or not isinstance(stated, int) or not cells:
        return []
    counted = len(flats.handed_over)
    return (
        [CellFault("DAT09", cells[0], "project", "households", str(stated), str(counted))] if counted != stated else []
    )
