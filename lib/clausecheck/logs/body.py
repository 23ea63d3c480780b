"""The rows of a table on a sheet and their values, and what its other lines are."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from clausecheck.logs.cells import SheetCells
from clausecheck.logs.flatparts import whole_flat
from clausecheck.logs.layout import Stretch
from clausecheck.logs.match import Header
from clausecheck.logs.merged import Filled, continues, fill_merges, holds_own
from clausecheck.logs.norecords import CONTINUED, KINDS, NOTES, Columns, Line, is_surely_row, kind_of
from clausecheck.logs.remarks import no_record, struck_rows, void_words_unused
from clausecheck.logs.values import ERROR, Reader, month_alone
from clausecheck.model import Block, Cell, CellFault, Remark, Row, Unknown
from clausecheck.periods import Period, month
from clausecheck.schema import TableSpec
from clausecheck.words import Words

LAST_ROW = 1_048_576
"""Excel has no row below it."""


@dataclass(slots=True)
class Body:
    """A block, what is wrong in its cells, the lines under its header that are no rows, by kind, and what is said of them
    besides."""

    block: Block
    faults: list[CellFault]
    lines: dict[str, list[int]] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)


@dataclass(slots=True)
class _Plan:
    """How to read the lines of one stretch: settled once, used for every line."""

    spec: TableSpec
    columns: list[tuple[str, int, Reader]]
    beside: list[tuple[str, list[tuple[str, int]]]]
    """Fields completed by columns beside them, with kind and column of each."""
    about: list[tuple[str, int, Reader]]
    """Columns that say whose a row is and whether it counts; several may stand for one."""
    month_of_year: tuple[str, str] | None
    known: Columns

    @property
    def filled_columns(self) -> set[int]:
        """The columns in which a cell merged downwards holds for each line it covers."""
        columns = {column for _, column, _ in (*self.columns, *self.about)}
        return columns | {column for _, parts in self.beside for _, column in parts}


def read_body(
    file: str, sheet: SheetCells, stretch: Stretch, spec: TableSpec, reader: Callable[[str], Reader], words: Words
) -> Body:
    """The rows of one stretch. `reader` gives the reader of a field, `words` are the lists in force."""
    block = _block(file, sheet, stretch, spec)
    plan = _plan(sheet, stretch, spec, reader, words)
    body = Body(block, [])
    lines = [(index, *sheet.rows[index]) for index in range(stretch.body, stretch.end)]
    filled = fill_merges(sheet, stretch, plan.filled_columns)
    titles = _titles(sheet, stretch, plan)
    letters = _letters(sheet, stretch)
    repeated = set(stretch.repeated)
    above = _Above()
    ended: set[int] = set()
    for index, number, cells in lines:
        if index in repeated or index in titles:
            body.lines.setdefault("repeated_headers" if index in repeated else "titles", []).append(number)
            continue
        errors = sheet.errors.get(number)
        if not errors and not any(cells[column] != "" for _, column, _ in plan.columns):
            _count_other(body, number, cells, stretch)
            continue
        values, raw = _read_line(cells, errors, plan)
        if not values and not raw:
            _count_other(body, number, cells, stretch)
            continue
        line = Line(number, cells, values, above.at(number), above.kind == NOTES)
        kind = _kind(line, filled, plan)
        if kind:
            body.lines.setdefault(kind, []).append(number)
            if kind in KINDS:
                ended.add(number)
            if kind in KINDS or holds_own(line, filled, plan.known):
                body.remarks.append(no_record(file, sheet, number, cells, stretch.edges, kind))
        else:
            values |= _read_about(cells, plan)
            block.rows.append(Row(spec.name, file, sheet.name, number, values, letters, raw))
            if any(value.__class__ is Unknown for value in values.values()):
                body.faults += faults_of(block.rows[-1])
        if kind != CONTINUED:
            above = _Above(number, kind or "row")
    block.ended = frozenset(ended)
    body.remarks += struck_rows(block, sheet.struck)
    body.remarks += void_words_unused(block, sheet, stretch, words)
    return body


@dataclass(frozen=True, slots=True)
class _Above:
    """The last filled line above: its number, and its kind or `row`."""

    number: int = 0
    kind: str = ""

    def at(self, number: int) -> str:
        """What stands right above a line; "" for a blank line."""
        return self.kind if self.number == number - 1 else ""


def _letters(sheet: SheetCells, stretch: Stretch) -> dict[str, str]:
    """The column letters of each field; those that say whose a row is come last."""
    fields, about = stretch.match.fields, stretch.match.about_rows
    letters = {key: sheet.column(header.column) for key, header in fields.items()}
    return letters | {key: sheet.column(several[0].column) for key, several in about.items()}


def _read_about(cells: list[Any], plan: _Plan) -> dict[str, Any]:
    """Whose the row is, and whether it counts, as texts: what cannot be read there is no fault, nobody needs it."""
    said: dict[str, Any] = {}
    for key, column, read in plan.about:
        value = read(cells[column])[0] if cells[column] != "" else None
        text = value.raw if isinstance(value, Unknown) and value.code != ERROR else value
        if isinstance(text, str) and text:
            said[key] = f"{said[key]}；{text}" if key in said else text
    return said


def _kind(line: Line, filled: Filled, plan: _Plan) -> str:
    """The kind of a line that is no record, `continued` for the lower part of merged cells, or "" for a row."""
    return kind_of(line, plan.known) or (CONTINUED if continues(line, filled, plan.known) else "")


def _block(file: str, sheet: SheetCells, stretch: Stretch, spec: TableSpec) -> Block:
    fields = stretch.match.fields
    return Block(
        table=spec.name,
        file=file,
        sheet=sheet.name,
        headers={key: _place(file, sheet, header) for key, header in fields.items()},
        absent=frozenset(spec.fields.keys() - fields.keys()),
        rows=[],
        titles={key: _title(header) for key, header in fields.items()},
        written_on=sheet.rows[stretch.body - 1][0],
        ambiguous={
            key: tuple((_title(header), _place(file, sheet, header)) for header in several)
            for key, several in stretch.match.ambiguous.items()
        },
        free_row=_free_row(sheet, stretch),
    )


def _title(header: Header) -> str:
    return " ".join(header.title.split())


def _place(file: str, sheet: SheetCells, header: Header) -> Cell:
    return Cell(file, sheet.name, f"{sheet.column(header.column)}{header.row}")


def _free_row(sheet: SheetCells, stretch: Stretch) -> int:
    """The line below the last one of a table, 0 where another table or the sheet's end follows at once."""
    last = sheet.rows[stretch.end - 1][0]
    number = 1 + max([last, *(bottom for top, _, bottom, _ in sheet.merges or () if top <= last <= bottom)])
    taken = stretch.end < len(sheet.rows) and sheet.rows[stretch.end][0] <= number
    return 0 if taken or number > LAST_ROW else number


def _plan(sheet: SheetCells, stretch: Stretch, spec: TableSpec, reader: Callable[[str], Reader], words: Words) -> _Plan:
    fields, about = stretch.match.fields, stretch.match.about_rows
    years = [key for key in fields if spec.fields[key].type == "year"]
    months = [key for key in fields if spec.fields[key].type == "month"]
    return _Plan(
        spec,
        [(key, header.column, reader(key)) for key, header in fields.items()],
        [(key, [(kind, header.column) for kind, header in parts]) for key, parts in stretch.match.beside.items()],
        [(key, header.column, reader(key)) for key, several in about.items() for header in several],
        (years[0], months[0]) if years and months else None,
        _columns(sheet, stretch, spec, words),
    )


def _columns(sheet: SheetCells, stretch: Stretch, spec: TableSpec, words: Words) -> Columns:
    fields = stretch.match.fields
    return Columns(
        spec,
        {header.column: key for key, header in fields.items()},
        stretch.edges,
        frozenset(header.column for several in stretch.match.about_rows.values() for header in several),
        tuple(key for key in spec.required if key in fields),
        any(spec.fields[key].type not in ("text", "household", "contents") for key in spec.required if key in fields),
        sheet.rows[stretch.body - 1][0] + 1,
        {first for first, left, last, right in sheet.merges or () if first == last and right - left >= 2},
        words,
    )


def _read_line(cells: list[Any], errors: dict[int, str] | None, plan: _Plan) -> tuple[dict[str, Any], dict[str, str]]:
    values: dict[str, Any] = {}
    raw: dict[str, str] = {}
    for key, column, read in plan.columns:
        if errors and column in errors:
            values[key] = Unknown(ERROR, errors[column])
            continue
        cell = cells[column]
        if cell == "":
            continue
        value, shown = read(cell)
        if value is not None:
            values[key] = value
        if shown:
            raw[key] = shown
    for key, parts in plan.beside:
        room = values.get(key)
        if isinstance(room, str):
            values[key] = whole_flat(room, [(kind, cells[column]) for kind, column in parts])
            if values[key] != room:
                raw[key] = room
    if plan.month_of_year:
        _complete_month(values, raw, *plan.month_of_year)
    return values, raw


def _complete_month(values: dict[str, Any], raw: dict[str, str], year_key: str, month_key: str) -> None:
    """`3月` beside its own 年度 2026 is 2026-03."""
    value, year = values.get(month_key), values.get(year_key)
    if isinstance(value, Unknown) and isinstance(year, Period) and (alone := month_alone(value.raw)):
        values[month_key] = month(year.start.year, alone)
        raw[month_key] = value.raw


def _count_other(body: Body, number: int, cells: list[Any], stretch: Stretch) -> None:
    left, right = stretch.edges
    if any(not isinstance(cell, str) or cell.strip() for cell in cells[left : right + 1]):
        body.lines.setdefault("other_columns", []).append(number)


def _titles(sheet: SheetCells, stretch: Stretch, plan: _Plan) -> set[int]:
    """Lines with one text just above a repeated header or the next table's: its title or page number, not our row."""
    repeated = set(stretch.repeated)
    headers = [index for index in repeated if index - 1 not in repeated]
    if stretch.end < len(sheet.rows):
        headers.append(stretch.end)
    titles: set[int] = set()
    for header in headers:
        below = sheet.rows[header][0]
        for index in range(header - 1, max(stretch.body, header - 3) - 1, -1):
            number, cells = sheet.rows[index]
            filled = [cell for cell in cells if cell != ""]
            if number + 1 != below or len(filled) != 1 or not isinstance(filled[0], str):
                break
            if is_surely_row(_read_line(cells, None, plan)[0], plan.known):
                break
            titles.add(index)
            below = number
    return titles


def faults_of(row: Row, called: Mapping[str, str] | None = None) -> list[CellFault]:
    """What is wrong in a row's cells. `called`: other names for its fields, where they stand for something else."""
    return [
        CellFault(value.code, row.cell(key), row.table, (called or {}).get(key, key), value.raw, _note(value))
        for key, value in row.values.items()
        if isinstance(value, Unknown)
    ]


def _note(value: Unknown) -> str:
    """Wording key for what exactly is wrong, where the code alone does not say it."""
    if value.code == ERROR:
        return "error_value" if value.raw else "no_stored_value"
    return ""
