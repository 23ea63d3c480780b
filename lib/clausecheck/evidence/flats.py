"""Flats as evidence: the register, how many households it holds on a day, and which flats a row names (readings 19, 20, 39)."""

from collections.abc import Iterable
from dataclasses import field
from datetime import date

from clausecheck.nouns.model import CellFault, NotYet, Row, Unknown
from clausecheck.nouns.periods import When
from clausecheck.nouns.records import dataclass

from .facts import Facts
from .households import Matched, Register, build_register, match, register_flats
from .tables import Table

MOST_FLATS = 8
"""So many flats that a number fits are named; the others are counted."""


@dataclass(slots=True)
class Flats:
    """The flats of the project. Without a register (none handed in, or an empty one) households count by meaning."""

    register: Register | None
    handed_over: dict[str, date | None]
    """Flat on the register -> its handover: None = handed over already, the last day there is = not yet (未交付)."""
    named: dict[int, Matched]
    """By `id` of the row of evidence."""
    stated: int | Unknown | None
    """总户数 as stated in the project's facts."""
    guessed: list[Row] = field(default_factory=list)
    """Rows in which the letter O was read as a zero."""

    def of(self, row: Row) -> tuple[str, ...]:
        """The flats a row names, those only that are on the register if there is one."""
        matched = self.named.get(id(row))
        return matched.flats if matched else ()

    def is_handed_over(self, flat: str, day: date) -> bool:
        """Whether a flat counts for coverage on a day; without a register every household does."""
        handover = self.handed_over.get(flat)
        return handover is None or handover <= day

    def identity(self, row: Row, text: str) -> str:
        """The flat a row of the register stands for, whatever the spelling."""
        flats = register_flats(text, row.sheet)
        return flats[0] if len(flats) == 1 else text

    def count_on(self, day: date) -> int | None:
        """Households handed over by a day; the stated number without a register; None when neither is known."""
        if self.register is None:
            return self.stated if isinstance(self.stated, int) else None
        return sum(1 for handover in self.handed_over.values() if handover is None or handover <= day)


def prepare_flats(tables: dict[str, Table], facts: Facts, faults: list[CellFault]) -> Flats:
    """Builds the register and finds the flats of every row of a log that names some; what is not on the register is DAT02
    (reading 19)."""
    listed = next((table for table in tables.values() if table.spec.purpose == "register"), None)
    rows, flat = (listed.rows, listed.spec.flat) if listed else ([], "")
    register = build_register((text, row.sheet) for row in rows if isinstance(text := row.get(flat), str))
    on_register = register if any(isinstance(row.get(flat), str) for row in rows) else None
    handed_over = _handovers(listed) if listed and on_register is not None else {}
    flats = Flats(on_register, handed_over, {}, facts.get("households"))
    for table in tables.values():
        if table.spec.flat and table is not listed:
            for row in _all_rows(table):
                _match_row(row, table.spec.flat, flats, faults)
    return flats


def _all_rows(table: Table) -> Iterable[Row]:
    yield from table.rows
    yield from (row for row, _ in table.aside)


def _few(flats: tuple[str, ...]) -> str:
    """Flats in a row: the first ones, then how many there are."""
    shown = " / ".join(flats[:MOST_FLATS])
    return shown if len(flats) <= MOST_FLATS else f"{shown} …({len(flats)})"


def _match_row(row: Row, field: str, flats: Flats, faults: list[CellFault]) -> None:
    text = row.get(field)
    if not isinstance(text, str):
        return
    matched = match(text, flats.register, row.sheet)
    flats.named[id(row)] = matched
    if matched.guessed:
        flats.guessed.append(row)
    if flats.register is None:
        return
    if matched.doubtful:
        candidates = "; ".join((f"{part}: " if part != text else "") + _few(fits) for part, fits in matched.doubtful)
        faults.append(CellFault("DAT02", row.cell(field), row.table, field, text, f"fits_several:{candidates}"))
    elif matched.unmatched or not matched.flats:
        note = "not_on_register:" + "、".join(matched.unmatched or (text,))
        faults.append(CellFault("DAT02", row.cell(field), row.table, field, text, note))


def _handovers(listed: Table) -> dict[str, date | None]:
    """Each flat of the register with its handover; a flat listed twice is handed over when any of its rows is."""
    handed_over: dict[str, date | None] = {}
    handover = next((key for key, spec in listed.spec.fields.items() if spec.handover), "")
    for row in listed.rows:
        value = row.get(handover)
        day = value.day if isinstance(value, When) else date.max if isinstance(value, NotYet) else None
        text = row.get(listed.spec.flat)
        for flat in register_flats(text, row.sheet) if isinstance(text, str) else ():
            known = handed_over.get(flat, day)
            handed_over[flat] = None if known is None or day is None else min(known, day)
    return handed_over
