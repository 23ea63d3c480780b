"""The rows of a table on a sheet and their values, and what its other lines are."""

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Any

from clausecheck.logs.blanks import is_remarked
from clausecheck.logs.cells import SheetCells
from clausecheck.logs.columnwise import settle_columns
from clausecheck.logs.joined import letters_of
from clausecheck.logs.layout import Stretch
from clausecheck.logs.lines import Line as ReadLine
from clausecheck.logs.lines import LinePlan, line_plan, read_line, repeat_above
from clausecheck.logs.merged import Filled, continues, fill_merges, holds_own
from clausecheck.logs.names import Header
from clausecheck.logs.norecords import CONTINUED, KINDS, NOTES, TITLES, Columns, Line, is_surely_row, kind_of
from clausecheck.logs.remarks import no_record, struck_rows, void_words_unused
from clausecheck.logs.titles import stated_year
from clausecheck.logs.values import ERROR, Reader
from clausecheck.nouns.model import Block, Cell, CellFault, Remark, Row, Say, Unknown, say
from clausecheck.nouns.records import dataclass
from clausecheck.nouns.text import shortened
from clausecheck.procedure.tables import TableSpec
from clausecheck.procedure.words import Words

OTHER = "other_columns"
"""The kind of a line that says nothing in any column that is used."""
LONGEST_SHOWN = 40
"""So much of a text is shown in a remark."""
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
    """What was not taken as it stands, and is no fault (readings 49, 53, 56)."""
    said: set[Say] = field(default_factory=set)
    """What has been said of lines that hold something only in columns that are not used."""


@dataclass(slots=True)
class _Plan:
    """How to read the lines of one stretch: settled once, used for every line."""

    spec: TableSpec
    cells: LinePlan
    columns: list[tuple[str, int]]
    beside: list[tuple[str, list[tuple[str, int]]]]
    """Fields completed by columns beside them, with kind and column of each."""
    about: list[tuple[str, int, Reader]]
    """Columns that say whose a row is and whether it counts; several may stand for one."""
    plain: list[tuple[str, int]]
    """Field and column of cells in which a ditto mark is replaced before they are read."""
    looked: tuple[int, ...]
    """Every column that says something of a row."""
    known: Columns
    about_letters: dict[str, str]
    letters: dict[str, str]
    """The column letters of every field, with those of what says whose a row is and whether it counts."""

    @property
    def filled_columns(self) -> set[int]:
        """The columns in which a cell merged downwards holds for each line it covers: a count would count twice."""
        counts = {column for key, column in self.columns if self.spec.fields[key].type == "count"}
        columns = {*self.looked, *(column for _, column, _ in self.about)} - counts
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
    repeated = set(stretch.repeated)
    above = _Above()
    row_above: list[Any] | None = None
    ended: set[int] = set()
    for index, number, cells in lines:
        if index in repeated:
            body.lines.setdefault("repeated_headers", []).append(number)
            continue
        if index in titles:
            body.lines.setdefault(TITLES, []).append(number)
            body.remarks.append(no_record(file, sheet, number, cells, stretch.edges, TITLES))
            continue
        errors = sheet.errors.get(number)
        if not errors and not any(cells[column] != "" for column in plan.looked):
            _count_other(body, sheet, number, cells, stretch)
            continue
        repeated_above = repeat_above(cells, row_above, plan.plain, words)
        read = read_line(cells, errors, plan.cells, block.rows)
        if read.says_nothing:
            _count_other(body, sheet, number, cells, stretch)
            continue
        line = Line(number, cells, read.values, above.at(number), above.kind == NOTES)
        kind = _kind(line, filled, plan)
        if kind:
            body.lines.setdefault(kind, []).append(number)
            if kind in KINDS:
                ended.add(number)
            if kind in KINDS or holds_own(line, filled, plan.known):
                body.remarks.append(no_record(file, sheet, number, cells, stretch.edges, kind))
        else:
            row = _row(file, sheet, number, cells, read, plan)
            _add_row(body, row, read, plan)
            _add_beside(body, row, sheet, errors or {}, repeated_above, plan)
            row_above = cells
        if kind != CONTINUED:
            above = _Above(number, kind or "row")
    settle_columns(block.rows, stretch.match.fields, spec, body.faults)
    block.ended = frozenset(ended)
    body.remarks += struck_rows(block, sheet.struck)
    body.remarks += void_words_unused(block, sheet, stretch, words)
    return body


def _row(file: str, sheet: SheetCells, number: int, cells: list[Any], read: ReadLine, plan: _Plan) -> Row:
    """A line as a row of its table; the letters of its columns are shared by all rows, unless a cell gave two fields."""
    values = read.values | _read_about(cells, plan) if plan.about else read.values
    columns = plan.letters if read.letters is plan.cells.letters else read.letters | plan.about_letters
    row = Row(plan.spec.name, file, sheet.name, number, values, columns, read.raw)
    if plan.cells.joined:
        row.pieces = letters_of(plan.cells.joined, sheet, cells)
    return row


def _add_row(body: Body, row: Row, line: ReadLine, plan: _Plan) -> None:
    """A row with what is wrong in its cells, and what in them was not taken as it stands (reading 53)."""
    body.block.rows.append(row)
    if any(value.__class__ is Unknown for value in row.values.values()):
        body.faults += [fault for fault in faults_of(row) if fault.field not in line.ditto]  # said at the cell above
    for key in line.ditto:
        body.remarks.append(Remark("ditto", row.cell(key), _remarked("ditto", plan.spec, key, row.raw[key])))
    if row.raw:
        blank = [key for key in row.raw if key not in row.values and key not in line.ditto]
        for key in blank:
            if is_remarked(row.raw[key], plan.spec.fields[key], plan.cells.words):
                body.remarks.append(
                    Remark("blank_word", row.cell(key), _remarked("blank_word", plan.spec, key, row.raw[key]))
                )


def _add_beside(
    body: Body, row: Row, sheet: SheetCells, errors: dict[int, str], repeated: list[tuple[str, int, str]], plan: _Plan
) -> None:
    """What is wrong in the cells that say whose a row is and whether it counts, and which of them repeat the line above."""
    for key, column, _ in plan.about:
        if column in errors:
            place = Cell(row.file, row.sheet, f"{sheet.column(column)}{row.number}")
            note = "error_value" if errors[column] else "no_stored_value"
            body.faults.append(CellFault(ERROR, place, row.table, key, errors[column], note))
    for key, column, mark in repeated:
        place = Cell(row.file, row.sheet, f"{sheet.column(column)}{row.number}")
        body.remarks.append(Remark("ditto", place, _remarked("ditto", plan.spec, key, mark)))


def _remarked(kind: str, spec: TableSpec, key: str, raw: str) -> Say:
    return say(f"remark.{kind}", field=spec.field(key).said, raw=shortened(raw, LONGEST_SHOWN))


@dataclass(frozen=True, slots=True)
class _Above:
    """The last filled line above: its number, and its kind or `row`."""

    number: int = 0
    kind: str = ""

    def at(self, number: int) -> str:
        """What stands right above a line; "" for a blank line."""
        return self.kind if self.number == number - 1 else ""


def _about_letters(sheet: SheetCells, stretch: Stretch) -> dict[str, str]:
    """The column letters of what says whose a row is and whether it counts."""
    return {key: sheet.column(several[0].column) for key, several in stretch.match.about_rows.items()}


def _read_about(cells: list[Any], plan: _Plan) -> dict[str, Any]:
    """Whose the row is, and whether it counts, as texts: what cannot be read there is no fault, nobody needs it."""
    said: dict[str, Any] = {}
    for key, column, read in plan.about:
        value, shows = read(cells[column]) if cells[column] != "" else (None, "")
        if shows and shows in plan.cells.words.nothing:
            continue  # 无 under 是否有效 answers nothing
        text = value.raw if isinstance(value, Unknown) and value.code != ERROR else value
        if isinstance(text, str) and text and text != "0":  # a lookup that found nothing
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
        year=stated_year(file, sheet, stretch.top),
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
    letters = {key: sheet.column(header.column) for key, header in fields.items()}
    about_letters = _about_letters(sheet, stretch)
    cells = line_plan(spec, stretch.match, reader, letters, words)
    return _Plan(
        spec,
        cells,
        [(key, column) for key, column, _, _ in cells.columns],
        cells.beside,
        [(key, header.column, reader(key)) for key, several in about.items() for header in several],
        [(key, column) for key, parts in cells.beside for _, column in parts]
        + [(one.field, column) for one in cells.joined for column in one.columns]
        + [(key, header.column) for key, several in about.items() for header in several],
        tuple(
            {column for _, column, _, _ in cells.columns} | {column for one in cells.joined for column in one.columns}
        ),
        _columns(sheet, stretch, spec, words),
        about_letters,
        letters | about_letters,
    )


def _columns(sheet: SheetCells, stretch: Stretch, spec: TableSpec, words: Words) -> Columns:
    fields = stretch.match.fields
    return Columns(
        spec,
        {header.column: key for key, header in fields.items()}
        | {other.column: key for key, one in stretch.match.joined.items() for other in one.others if one.own},
        stretch.edges,
        frozenset(header.column for several in stretch.match.about_rows.values() for header in several),
        tuple(key for key in spec.required if key in fields),
        any(spec.fields[key].type not in ("text", "household", "contents") for key in spec.required if key in fields),
        sheet.rows[stretch.body - 1][0] + 1,
        {first for first, left, last, right in sheet.merges or () if first == last and right - left >= 2},
        words,
    )


def _count_other(body: Body, sheet: SheetCells, number: int, cells: list[Any], stretch: Stretch) -> None:
    """A line of which only columns that are not used hold something: counted, and what is no number said once."""
    left, right = stretch.edges
    held = [cell for cell in cells[left : right + 1] if not isinstance(cell, str) or cell.strip()]
    if not held:
        return
    body.lines.setdefault(OTHER, []).append(number)
    if any(isinstance(cell, str) and not cell.strip().isdigit() for cell in held):
        remark = no_record(body.block.file, sheet, number, cells, stretch.edges, OTHER)
        if remark.text not in body.said:  # a list that was filled in beforehand says the same in hundreds of lines
            body.said.add(remark.text)
            body.remarks.append(remark)


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
            if is_surely_row(read_line(cells, None, plan.cells).values, plan.known):
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
    return value.note
