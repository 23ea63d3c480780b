"""One export of many projects: the rows of each, told apart by one column, and the rows that are nobody's.

Rows are handed out as cells, with their numbers in the export: what a project's part is read as is what a workbook of these
rows alone would be, and findings lead to the cells of the export itself.
"""

from collections.abc import Callable, Sequence
from dataclasses import field, replace
from pathlib import Path
from typing import Any

from clausecheck.logs import Excerpt
from clausecheck.logs.cells import SheetCells, WorkbookCells
from clausecheck.logs.columns import FILE_NAME, ColumnMap, read_column_map
from clausecheck.logs.names import plain
from clausecheck.logs.sheets import Reading
from clausecheck.nouns.errors import fault
from clausecheck.nouns.records import dataclass
from clausecheck.nouns.text import same_key
from clausecheck.rulebook import Procedure

from .listing import HEADERS, as_text, list_registered, open_whole
from .model import Project, Stranger, both

Share = list[tuple[int, list[Any]]]
"""Rows of a sheet, each with its number."""


def split_export(
    export: Path,
    column: str,
    register: Path,
    book: Procedure,
    base: str = "",
    gathered: Callable[[list[Project]], list[Project]] = list,
) -> tuple[list[Project], tuple[Stranger, ...]]:
    """The projects of a register with their rows of an export, and the rows of no project. `column`: the header of the
    column of the export that says whose a row is, by name or by code. `base`: as in `list_registered`; `gathered`: has the
    projects' own logs on this machine.

    Raises InputFault for a file that cannot be read, and for an export none of whose sheets has the column.
    """
    projects = gathered(list_registered(register, book, paths=False, base=base))
    opened, digest = open_whole(export)
    reading = Reading(_map_beside(export, book), book.tables, book.words)
    owners = _Owners.of(projects, by_code=_is_code(column, reading))
    sheets: dict[str, list[SheetCells]] = {}
    strangers: list[Stranger] = []
    found = False
    for sheet in opened.sheets:
        parted = _parted(export.name, sheet, column, owners, reading)
        strangers += parted.strangers
        found = found or parted.has_column
        for owner, rows in parted.shares.items():
            sheets.setdefault(owner, []).append(replace(sheet, rows=[*parted.common, *rows]))
    if not found:
        raise fault(
            str(export),
            f"没有一张工作表的前 {HEADERS} 行里有“{column}”这一列；请检查 --split 的写法",
            f"no sheet has a column “{column}” in its first {HEADERS} lines; check what --split says",
        )
    return [_with_rows(one, export, digest, opened, sheets.get(one.id), column) for one in projects], tuple(strangers)


def _map_beside(export: Path, book: Procedure) -> ColumnMap:
    beside = export.parent / FILE_NAME
    return read_column_map(beside, book.tables) if beside.is_file() else ColumnMap()


def _is_code(column: str, reading: Reading) -> bool:
    return any(meaning.field in ("code", "project_code") for meaning in reading.names.find(column))


def _with_rows(
    project: Project,
    export: Path,
    digest: str,
    opened: WorkbookCells,
    sheets: list[SheetCells] | None,
    column: str,
) -> Project:
    """A project with its sheets of the export; one that has neither rows nor other logs cannot be audited."""
    if sheets:
        cells = replace(opened, sheets=sheets, notes=list(opened.notes))
        return replace(project, excerpt=Excerpt(_name(export, project), export, digest, cells))
    if project.path is None and project.fault is None:
        return replace(project, fault=both("no_rows", column=column))
    return project


def _name(export: Path, project: Project) -> str:
    """How results name the export: with its folder, where a project's own log has the same name."""
    own = project.path
    twice = own is not None and (own.name == export.name or (own / export.name).is_file())
    return f"{export.resolve().parent.name}/{export.name}" if twice else export.name


@dataclass(frozen=True, slots=True)
class _Owners:
    """The projects by what their rows may be marked with."""

    exact: dict[str, set[str]]
    names: dict[str, str]
    """Name -> project, for a name that holds another or is held by it; empty where rows are told apart by code."""

    @classmethod
    def of(cls, projects: Sequence[Project], *, by_code: bool) -> "_Owners":
        exact: dict[str, set[str]] = {}
        for one in projects:
            if one.fault and one.id != one.code:  # its line has no code, or one that another line has
                continue
            if key := same_key(one.code if by_code else one.name):
                exact.setdefault(key, set()).add(one.id)
        names = {} if by_code else {key: next(iter(ids)) for key, ids in exact.items() if len(ids) == 1}
        return cls(exact, names)

    def owner(self, value: str) -> str:
        """The project (its id) that a value names; "" for none, or for one of several."""
        key = same_key(value)
        if not key:
            return ""
        found = self.exact.get(key)
        if found is None:
            found = {one for name, one in self.names.items() if name in key or key in name}
        return next(iter(found)) if len(found) == 1 else ""


@dataclass(slots=True)
class _Parted:
    """A sheet by whose its rows are. `common`: its header and what stands above it, which every project gets."""

    common: Share = field(default_factory=list)
    shares: dict[str, Share] = field(default_factory=dict)
    strangers: list[Stranger] = field(default_factory=list)
    has_column: bool = True


def _parted(file: str, sheet: SheetCells, column: str, owners: _Owners, reading: Reading) -> _Parted:
    head = _header(sheet, column)
    if head is None:
        rows = [Stranger(file, sheet.name, 0, "")] if sheet.worksheet and sheet.rows else []
        return _Parted(strangers=rows, has_column=False)
    top, place = head
    header = sheet.rows[top][1]
    covered, below = _merged_down(sheet, place), _last_of_header(sheet, top, place)
    keys = _keys(header, reading)
    parted, before = _Parted(), _Record()
    for number, cells in sheet.rows:
        said = as_text(cells[place]) if place < len(cells) else ""
        said = said or covered.get(number, "")
        if number <= below or plain(said) == plain(column):
            parted.common.append((number, cells))
            continue
        if said:
            before = _Record(owners.owner(said), number, cells)
        elif before.goes_on(number, cells, keys):
            before = replace(before, last=number)
        else:
            before = _Record()
        if before.owner:
            parted.shares.setdefault(before.owner, []).append((number, cells))
        elif any(as_text(cell) for cell in cells):
            shown = said or sheet.errors.get(number, {}).get(place, "")
            parted.strangers.append(Stranger(file, sheet.name, number, shown))
    return parted


def _header(sheet: SheetCells, column: str) -> tuple[int, int] | None:
    """In which of its rows (index) and in which column a sheet has the header."""
    wanted = plain(column)
    places = (
        (index, place)
        for index, (_, cells) in enumerate(sheet.rows[:HEADERS])
        for place, cell in enumerate(cells)
        if isinstance(cell, str) and plain(cell) == wanted
    )
    return next(places, None)


def _last_of_header(sheet: SheetCells, top: int, place: int) -> int:
    """The number of the last line of a header: one that is merged downwards has several."""
    number = sheet.rows[top][0]
    return max([number, *(last for first, left, last, _ in sheet.merges or () if (first, left) == (number, place))])


def _merged_down(sheet: SheetCells, place: int) -> dict[int, str]:
    """Row number -> what the cell says that is merged over it in this column."""
    ranges = [(first, last) for first, left, last, _ in sheet.merges or () if left == place and last > first]
    if not ranges:
        return {}
    said = {number: as_text(cells[place]) for number, cells in sheet.rows if place < len(cells)}
    return {number: said.get(first, "") for first, last in ranges for number in range(first, last + 1)}


def _keys(header: list[Any], reading: Reading) -> tuple[int, ...]:
    """The columns that tell one case from another, as far as the headers are known."""
    return tuple(
        place
        for place, cell in enumerate(header)
        if any(meaning.field in reading.tables[meaning.table].same_case for meaning in reading.names.find(cell))
    )


@dataclass(frozen=True, slots=True)
class _Record:
    """The last row that said whose it is, with the number of the last line that goes on with it."""

    owner: str = ""
    last: int = 0
    cells: list[Any] = field(default_factory=list)

    def goes_on(self, number: int, cells: list[Any], keys: tuple[int, ...]) -> bool:
        """Whether a line that does not say whose it is goes on with this record: right below it, and nothing in it that
        tells one case from another is said otherwise (reading 50). A record of its own that says nothing is nobody's."""
        return (
            bool(keys)
            and number == self.last + 1
            and all(
                cells[place] in ("", self.cells[place]) for place in keys if place < min(len(cells), len(self.cells))
            )
        )
