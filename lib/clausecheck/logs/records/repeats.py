"""The same rows twice (reading 51): a hidden copy of a sheet, an older copy of a file, a block pasted twice."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from clausecheck.logs.records.setting_aside import Aside
from clausecheck.model import Logs, Row, Unknown, say
from clausecheck.schema import TableSpec

Signature = tuple[str, frozenset[tuple[str, Any]]]
"""What a record holds: its table, and its filled known cells, as read."""
Place = tuple[str, str, str]
"""File, sheet, table."""
FEWEST_ROWS, FEWEST_CELLS = 3, 3


@dataclass(frozen=True, slots=True)
class Copies:
    """Sheets that repeat another, and their rows, each with the reason."""

    sheets: frozenset[Place]
    rows: Aside


@dataclass(slots=True)
class _Unit:
    """What is compared: the rows of one table on a sheet, or those of a whole file."""

    name: tuple[str, ...]
    """The file; of a sheet also the sheet and the table."""
    rows: list[Row]
    holds: list[Signature]
    hidden: bool

    @property
    def order(self) -> tuple[Any, ...]:
        """More rows first, then what is to be seen, then by name: of two alike the later one is not used."""
        return (-len(self.rows), self.hidden, self.name)


def repeated_sheets(logs: Logs, specs: Mapping[str, TableSpec]) -> Copies:
    """The files and the sheets of which nine rows in ten, and three at least, stand in another, each row among those of
    its table. A file is compared as a whole, so that its short sheets follow its long ones."""
    hidden = {(sheet.file, sheet.sheet) for file in logs.files for sheet in file.sheets if sheet.hidden}
    blocks = [block for block in logs.blocks if not specs[block.table].facts]
    gone: set[Place] = set()
    rows: Aside = []
    if len({(block.file, block.sheet, block.table) for block in blocks}) == len({block.table for block in blocks}):
        return Copies(frozenset(), rows)  # each table stands on one sheet
    standing = [(row, signature(row, specs[row.table])) for block in blocks for row in block.rows]
    for key in (_file, _sheet):
        left = [(row, held) for row, held in standing if _sheet(row) not in gone]
        for copy, original in _copies(_units(left, key, hidden)):
            gone |= {
                place
                for block in blocks
                if (place := (block.file, block.sheet, block.table))[: len(copy.name)] == copy.name
            }
            reason = say("aside.repeated_sheet", place=_called(copy), original=say("place", place=_called(original)))
            rows += [(row, reason) for row in copy.rows]
    return Copies(frozenset(gone), rows)


def _file(row: Row) -> tuple[str, ...]:
    return (row.file,)


def _sheet(row: Row) -> tuple[str, ...]:
    return (row.file, row.sheet, row.table)


def _called(unit: _Unit) -> str:
    return " › ".join(unit.name[:2])


def _units(
    rows: Iterable[tuple[Row, Signature]], name: Callable[[Row], tuple[str, ...]], hidden: set[tuple[str, str]]
) -> list[_Unit]:
    units: dict[tuple[str, ...], _Unit] = {}
    for row, held in rows:
        unit = units.setdefault(name(row), _Unit(name(row), [], [], True))
        unit.rows.append(row)
        unit.holds.append(held)
        unit.hidden = unit.hidden and (row.file, row.sheet) in hidden
    return sorted(units.values(), key=lambda unit: unit.order)


def _copies(units: list[_Unit]) -> Iterable[tuple[_Unit, _Unit]]:
    """Each unit that repeats one that is used, with that one."""
    used: list[_Unit] = []
    where: dict[Signature, set[int]] = {}
    for unit in units:
        met: dict[int, int] = {}
        for held in unit.holds:
            for number in where.get(held, ()):
                met[number] = met.get(number, 0) + 1
        found = next((number for number in sorted(met) if _repeats(unit, used[number], met[number])), None)
        if found is not None:
            yield unit, used[found]
            continue
        for held in unit.holds:
            where.setdefault(held, set()).add(len(used))
        used.append(unit)


def _repeats(unit: _Unit, other: _Unit, standing: int) -> bool:
    """Whether so many rows standing in another make a unit its copy. Fewer than three do so only in a sheet that is hidden,
    or named as spreadsheet programs name a copy: 投诉记录 (2)."""
    if 10 * standing < 9 * len(unit.rows):
        return False
    if standing >= FEWEST_ROWS:
        return True
    if len(unit.name) == 1 or unit.name[0] != other.name[0]:
        return False
    sheet, original = (one.name[1].replace(" ", "") for one in (unit, other))
    return unit.hidden or sheet.startswith((f"{original}(", f"{original}（"))


def repeated_rows(logs: Logs, specs: Mapping[str, TableSpec]) -> Aside:
    """Rows that say in every known cell what one above them on the same sheet says, and three cells at least."""
    found: Aside = []
    first: dict[tuple[Place, Signature], int] = {}
    for block in logs.blocks:
        spec = specs[block.table]
        if spec.facts or spec.repeats:
            continue
        place = (block.file, block.sheet, block.table)
        for row in block.rows:
            held = signature(row, spec)
            before = first.setdefault((place, held), row.number) if len(held[1]) >= FEWEST_CELLS else row.number
            if before != row.number:
                found.append((row, say("aside.repeated_row", row=before)))
    return found


def signature(row: Row, spec: TableSpec) -> Signature:
    """What the known cells of a record hold, as read; a cell that cannot be used by what it shows."""
    held = ((key, value) for key, value in row.values.items() if key in spec.fields)
    return spec.name, frozenset((key, value.raw if isinstance(value, Unknown) else value) for key, value in held)
