"""The same rows twice (reading 51): a hidden copy of a sheet, an older copy of a file, a block pasted twice."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from clausecheck.logs.records.setting_aside import Aside
from clausecheck.nouns.model import Block, Logs, Row, Unknown, say
from clausecheck.nouns.records import dataclass
from clausecheck.procedure.tables import TableSpec

Place = tuple[str, str, str]
"""File, sheet, table."""
Held = tuple[int, ...]
"""Hashes of what a row holds: of the whole record, and of its first line alone where further lines joined it, for an older
copy may lack those. A log of 100,000 rows is not kept a second time."""
Standing = tuple[Row, Held]
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
    hidden: bool
    rows: list[Row]
    holds: Counter[Held]
    shown: Counter[int]
    """Every hash among them."""

    @property
    def order(self) -> tuple[Any, ...]:
        """More rows first, then what is to be seen, then by name: of two alike the later one is not used."""
        return (-len(self.rows), self.hidden, self.name)


def first_lines(logs: Logs, specs: Mapping[str, TableSpec]) -> dict[int, int]:
    """Of every row (by `id`) of a table that stands on several sheets what it holds before further lines join it, hashed."""
    if not _several(blocks := _compared(logs, specs)):
        return {}
    joinable = [block for block in blocks if specs[block.table].same_case]
    return {id(row): hash(content(row, specs[row.table])) for block in joinable for row in block.rows}


def repeated_sheets(logs: Logs, specs: Mapping[str, TableSpec], alone: Mapping[int, int]) -> Copies:
    """The files and the sheets of which nine rows in ten, and three at least, stand in another, each row among those of
    its table. A file is compared as a whole, so that its short sheets follow its long ones. `alone`: as `first_lines`."""
    blocks = _compared(logs, specs)
    if not _several(blocks):
        return Copies(frozenset(), [])
    hidden = {(sheet.file, sheet.sheet) for file in logs.files for sheet in file.sheets if sheet.hidden}
    standing = [(row, _held(row, specs[row.table], alone)) for block in blocks for row in block.rows]
    gone: set[Place] = set()
    rows: Aside = []
    for name in (_file, _place):
        left = [(row, held) for row, held in standing if _place(row) not in gone]
        for copy, original in _copies(_units(left, name, hidden)):
            reason = say("aside.repeated_sheet", place=_called(copy), original=say("place", place=_called(original)))
            places = _repeated_places(copy, original, left, blocks)
            rows += [(row, reason) for row in copy.rows if _place(row) in places]
            gone |= places
    return Copies(frozenset(gone), rows)


def _compared(logs: Logs, specs: Mapping[str, TableSpec]) -> list[Block]:
    return [block for block in logs.blocks if not specs[block.table].facts]


def _several(blocks: list[Block]) -> bool:
    """Whether a table stands on more than one sheet."""
    return len({_place(block) for block in blocks}) > len({block.table for block in blocks})


def _held(row: Row, spec: TableSpec, alone: Mapping[int, int]) -> Held:
    whole = hash(content(row, spec))
    return (whole, alone[id(row)]) if row.further and id(row) in alone else (whole,)


def _repeated_places(copy: _Unit, original: _Unit, standing: list[Standing], blocks: list[Block]) -> set[Place]:
    """The sheets of a copy that are not used: of a file only those whose own rows stand in the other."""
    places = {_place(block) for block in blocks if _place(block)[: len(copy.name)] == copy.name}
    of_sheets: dict[Place, list[bool]] = {place: [] for place in places}
    for row, held in standing:
        if _place(row) in places:
            of_sheets[_place(row)].append(any(one in original.shown for one in held))
    return {place for place, there in of_sheets.items() if there and 10 * sum(there) >= 9 * len(there)}


def _file(row: Row | Block) -> tuple[str, ...]:
    return (row.file,)


def _place(row: Row | Block) -> Place:
    return (row.file, row.sheet, row.table)


def _called(unit: _Unit) -> str:
    return " › ".join(unit.name[:2])


def _units(
    rows: Iterable[Standing], name: Callable[[Row], tuple[str, ...]], hidden: set[tuple[str, str]]
) -> list[_Unit]:
    units: dict[tuple[str, ...], _Unit] = {}
    for row, held in rows:
        unit = units.setdefault(name(row), _Unit(name(row), True, [], Counter(), Counter()))
        unit.rows.append(row)
        unit.holds[held] += 1
        unit.shown.update(held)
        unit.hidden = unit.hidden and (row.file, row.sheet) in hidden
    return sorted(units.values(), key=lambda unit: unit.order)


def _copies(units: list[_Unit]) -> Iterator[tuple[_Unit, _Unit]]:
    """Each unit that repeats one that is used, with that one."""
    used: list[_Unit] = []
    where: dict[int, list[int]] = {}
    for unit in units:
        met: Counter[int] = Counter()
        for held, n in unit.holds.items():
            for number in {number for one in held for number in where.get(one, ())}:
                met[number] += min(n, max(used[number].shown[one] for one in held))
        found = next((number for number in sorted(met) if _repeats(unit, used[number], met[number])), None)
        if found is not None:
            yield unit, used[found]
            continue
        for one in unit.shown:
            where.setdefault(one, []).append(len(used))
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
    first: dict[tuple[Place, int], Row] = {}
    numbers = Counter((row.table, row.values.get(specs[row.table].id)) for block in logs.blocks for row in block.rows)
    for block in logs.blocks:
        spec = specs[block.table]
        if spec.facts or spec.repeats:
            continue
        for row in block.rows:
            if numbers[row.table, row.values.get(spec.id)] == 1:
                continue  # nearly every row of a log has a number of its own
            held = content(row, spec)
            if len(held[1]) < FEWEST_CELLS:
                continue
            before = first.setdefault((_place(row), hash(held)), row)
            if before is not row and content(before, spec) == held:
                found.append((row, say("aside.repeated_row", row=before.number)))
    return found


def content(row: Row, spec: TableSpec) -> tuple[str, frozenset[tuple[str, Any]]]:
    """The table of a record and its filled known cells, as read; a cell that cannot be used by what it shows."""
    held = ((key, value) for key, value in row.values.items() if key in spec.fields)
    return spec.name, frozenset((key, value.raw if isinstance(value, Unknown) else value) for key, value in held)
