"""How two sides are looked at cell by cell: what changed under a finding, and whether that is doubtful."""

from collections.abc import Iterable
from datetime import date

from clausecheck.audit.lines import Shown
from clausecheck.nouns.model import Audit, Line, Say, say
from clausecheck.procedure.tables import Tables, facts_of

from .comparing import Look
from .doubt import HANDED_IN, MISREAD, Altered, altered_cells, altered_facts, altered_row, doubt
from .model import CellChange
from .sides import Entry, Side


def look_at(before: Side, now: Side, audit: Audit | None, told_on: date) -> Look:
    """How to look at the cells of two sides. Without an audit at hand nothing is doubtful: of what passes no cell is known."""
    tables = audit.lines.evidence.procedure.tables if audit else {}

    def changed(entry: Entry, partner: Entry | None, line: Line | None) -> tuple[tuple[CellChange, ...], Say | None]:
        found = _changed(before, now, entry, partner, line)
        why = _doubt(before, now, entry, partner, found, tables, told_on) if audit else None
        return tuple(one.cell for one in found), why

    return Look(
        changed,
        lambda entry: tuple(CellChange(*one.cell, one.shown, None) for one in before.show(entry)),
        lambda entry: tuple(CellChange(*one.cell, None, one.shown) for one in now.show(entry)),
    )


def _changed(before: Side, now: Side, entry: Entry, partner: Entry | None, line: Line | None) -> list[Altered]:
    was = before.show(entry)
    if entry.column and entry.line:  # of a fault only its own cell
        was = [one for one in was if one.field == entry.column]
    cited = now.show(partner) if partner else []
    if entry.line and line and entry.line.said:
        return altered_row(was, entry.line, line, cited, {one.field: one for one in now.cells(line)})
    if line:  # an item of the facts
        cited = now.cells(line)
    return altered_cells(was, cited)


def _doubt(
    before: Side, now: Side, entry: Entry, partner: Entry | None, found: list[Altered], tables: Tables, told_on: date
) -> Say | None:
    """Why it is doubtful that a finding passes now."""
    record = entry.record or {}
    if entry.code in MISREAD or record.get("reason") in HANDED_IN or not _has_values(record):
        return None
    if why := doubt(found, tables, told_on):
        return why
    facts, altered = facts_of(tables), altered_facts(before.facts, now.facts)
    cited = _fields([*before.show(entry), *(now.show(partner) if partner else ())])
    rests = [name for name in altered if not found or f"{facts.name}.{name}" in cited]
    name = next((name for name in rests if name in facts.fields), None)
    if name is None:
        return None
    words = {"before": before.facts[name], "after": now.facts[name]}
    return say("recheck.fact", field=facts.fields[name].said, **words)


def _fields(shown: Iterable[Shown]) -> set[str]:
    return {one.field for one in shown}


def _has_values(record: object) -> bool:
    """Whether the cells of a record say what stood in them: of an older audit they do not."""
    cells = record.get("cells", ()) if isinstance(record, dict) else ()
    return not cells or any("value" in cell for cell in cells)
