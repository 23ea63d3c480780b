"""What a mess works on: the sheets of a project before they are written, and the chance that disorders them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from clausecheck.procedure.shipped import our_tables
from clausecheck.procedure.tables import FieldSpec
from clausecheck.simulate.books import Line, Sheet
from clausecheck.simulate.draft import Draft, chance, pick
from clausecheck.simulate.shapes import Shape


@dataclass
class Desk:
    """The sheets on the desk, and what was done to them."""

    draft: Draft
    shape: Shape
    rng: Random
    sheets: list[Sheet]
    done: list[dict[str, Any]] = field(default_factory=list)

    def of(self, *names: str, least: int = 1) -> list[Sheet]:
        """The sheets of these tables (of all logs where none is named) that hold some rows."""
        found = [sheet for sheet in self.sheets if sheet.table != "project" and (not names or sheet.table in names)]
        return [sheet for sheet in found if sum(line.row is not None for line in sheet.lines) >= least]

    def one(self, *names: str, least: int = 1) -> Sheet | None:
        found = self.of(*names, least=least)
        return pick(self.rng, found) if found else None

    def parts(self, sheet: Sheet) -> int:
        """Over how many sheets the table of this one is spread."""
        return sum(one.table == sheet.table for one in self.sheets)

    def note(self, mess: str, sheet: Sheet, count: int) -> None:
        """Records what was done, if anything was."""
        if count:
            self.done.append({"mess": mess, "table": sheet.table, "cells_or_lines": count})

    def respell(self, mess: str, sheet: Sheet, share: float, spell: Callable[[FieldSpec, Any, Line], Any]) -> None:
        """Writes a share of the cells another way; `spell` gives the value back where it knows none."""
        spec, count = our_tables()[sheet.table], 0
        for line in sheet.lines:
            for key in [key for key, _ in sheet.columns if key in spec.fields and line.row is not None]:
                value = line.cells.get(key)
                # a cell that another mess has spelled already keeps that
                if line.row is not None and value == line.row.get(key) and chance(self.rng, share):
                    other = spell(spec.fields[key], value, line)
                    if other is not value:
                        line.cells[key] = other
                        count += 1
        self.note(mess, sheet, count)


MESSES: dict[str, Callable[[Desk], None]] = {}
"""Every mess by name."""


def mess(name: str) -> Callable[[Callable[[Desk], None]], Callable[[Desk], None]]:
    """Enlists a mess."""

    def enlist(make: Callable[[Desk], None]) -> Callable[[Desk], None]:
        MESSES[name] = make
        return make

    return enlist
