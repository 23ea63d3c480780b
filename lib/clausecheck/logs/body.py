"""The rows of a table on a sheet: which lines are rows and which are totals, signatures or notes; and their values."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from clausecheck.logs.cells import SheetCells
from clausecheck.logs.flatparts import whole_flat
from clausecheck.logs.joined import Column, letters_of, put_together
from clausecheck.logs.layout import Stretch
from clausecheck.logs.names import Header, squeeze
from clausecheck.logs.values import ERROR, Reader, month_alone
from clausecheck.model import Block, Cell, CellFault, Row, Unknown
from clausecheck.periods import Period, month
from clausecheck.schema import TableSpec

Line = tuple[int, list[Any]]

_TOTAL = re.compile(
    r"(?:本页|本月|本季度?|本年|全年|年度|项目|全部|总)?(?:合计|总计|小计|共计|累计|平均值?|汇总|total|subtotal|sum)(?:数|户|件)?"
    r"(?:[:(（\d].*)?",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"(?:审核|复核|审批|批准|审定|制表|填表|填报|编制|制单|记录|统计|经办|负责|主管|部门主管|项目经理|经理|校对|签字|签名|盖章|打印|报送)"
    r"(?:人|者|员|单位|部门|负责人)?(?:签[字名章]|[(]签[字名章][)])?(?:日期|时间)?:.*|(?:日期|时间|单位|部门|服务中心):.*"
)
_NOTE = re.compile(r"(?:填[表写]?说明|说明|备?注|附注?|注意事项?|温馨提示|提示)\d{0,2}(?:[:.、)].*)?|注[:\d].*|[※*].+")
_HINT = re.compile("必填|选填|格式|示例|例如|如:|填写|下拉|单选|yyyy", re.IGNORECASE)
_FIRST_CELLS = 3
LAST_ROW = 1_048_576
"""Excel has no row below it."""


@dataclass(slots=True)
class Body:
    """A block, what is wrong in its cells, and the lines under its header that are no rows, by kind."""

    block: Block
    faults: list[CellFault]
    lines: dict[str, list[int]] = field(default_factory=dict)


@dataclass(slots=True)
class _Plan:
    """How to read the lines of one stretch: settled once, used for every line."""

    spec: TableSpec
    columns: list[tuple[str, int, Reader]]
    beside: list[tuple[str, list[tuple[str, int]]]]
    """Fields completed by columns beside them, with kind and column of each."""
    joined: list[Column]
    """Fields that stand in several columns."""
    required: tuple[str, ...]
    telling: bool
    """Whether a required column is more than free text, so that a note cannot pass for a row."""
    own: tuple[int, ...]
    """Columns of which one must be filled by the line itself for it to be a row of its own, merged cells apart."""
    month_of_year: tuple[str, str] | None
    looked: tuple[int, ...]
    """Every column that says something of a row."""
    first: int
    """Number of the line right below the header: where hints on how to fill the form in stand."""
    banners: set[int]
    """Numbers of the lines with a cell merged over several columns: 二月份 between the rows of two months."""


def read_body(file: str, sheet: SheetCells, stretch: Stretch, spec: TableSpec, reader: Callable[[str], Reader]) -> Body:
    """The rows of one stretch. `reader` gives the reader of a field."""
    block = _block(file, sheet, stretch, spec)
    plan = _plan(sheet, stretch, spec, reader)
    body = Body(block, [])
    lines = [(index, *sheet.rows[index]) for index in range(stretch.body, stretch.end)]
    merged = _fill_merges(sheet, stretch, plan)
    titles = _titles(sheet, stretch, plan)
    letters = {key: sheet.column(header.column) for key, header in stretch.match.fields.items()}
    repeated = set(stretch.repeated)
    in_notes = False
    for index, number, cells in lines:
        if index in repeated or index in titles:
            body.lines.setdefault("repeated_headers" if index in repeated else "titles", []).append(number)
            continue
        errors = sheet.errors.get(number)
        if not errors and not any(cells[column] != "" for column in plan.looked):
            _count_other(body, number, cells, stretch)
            continue
        values, raw = _read_line(cells, errors, plan)
        if not values and not raw:
            _count_other(body, number, cells, stretch)
            continue
        kind = "" if _usable(values, plan) else _no_row(number, cells, stretch, plan, in_notes)
        if number in merged and not any(column not in merged[number] and cells[column] != "" for column in plan.own):
            kind = kind or "continued"
        in_notes = kind == "notes"
        if kind:
            body.lines.setdefault(kind, []).append(number)
            continue
        row = Row(spec.name, file, sheet.name, number, values, letters, raw)
        row.pieces = letters_of(plan.joined, sheet, cells)
        block.rows.append(row)
        if any(value.__class__ is Unknown for value in values.values()):
            body.faults += faults_of(block.rows[-1])
    return body


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


def _plan(sheet: SheetCells, stretch: Stretch, spec: TableSpec, reader: Callable[[str], Reader]) -> _Plan:
    fields = stretch.match.fields
    years = [key for key in fields if spec.fields[key].type == "year"]
    months = [key for key in fields if spec.fields[key].type == "month"]
    telling = {*spec.required, spec.id, spec.key_date} & fields.keys()
    return _Plan(
        spec,
        [(key, header.column, reader(key)) for key, header in fields.items()],
        [(key, [(kind, header.column) for kind, header in parts]) for key, parts in stretch.match.beside.items()],
        joined := [
            Column(key, one.how, one.own, (one.main.column, *(other.column for other in one.others)), reader(key))
            for key, one in stretch.match.joined.items()
        ],
        tuple(key for key in spec.required if key in fields),
        any(spec.fields[key].type not in ("text", "household", "contents") for key in spec.required if key in fields),
        tuple(column for key in telling for column in _columns_of(fields[key], key, joined)),
        (years[0], months[0]) if years and months else None,
        tuple({header.column for header in fields.values()} | {column for one in joined for column in one.columns}),
        sheet.rows[stretch.body - 1][0] + 1,
        {first for first, left, last, right in sheet.merges or () if first == last and right - left >= 2},
    )


def _columns_of(header: Header, key: str, joined: list[Column]) -> tuple[int, ...]:
    return next((one.columns for one in joined if one.field == key), (header.column,))


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
    put_together(values, raw, cells, errors, plan.joined, plan.spec.key_date)
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


def _no_row(number: int, cells: list[Any], stretch: Stretch, plan: _Plan, in_notes: bool) -> str:
    """The kind of a line that is no row (totals, signatures, notes, titles), or "" for a row that lacks something."""
    left, right = stretch.edges
    filled = [cell for cell in cells[left : right + 1] if cell != ""]
    texts = [squeeze(cell) for cell in filled if isinstance(cell, str)]
    only_text = len(texts) == len(filled)
    first = texts[0] if texts else ""
    kind = ""
    if any(_TOTAL.fullmatch(text) for text in texts[:_FIRST_CELLS]):
        kind = "totals"
    elif _SIGNATURE.fullmatch(first):
        kind = "signatures"
    elif (
        _NOTE.fullmatch(first)
        or (in_notes and only_text and len(filled) <= (2 if plan.telling else 1))
        or (only_text and number == plan.first and any(map(_HINT.search, texts)))
    ):
        kind = "notes"
    elif number in plan.banners and len(filled) == 1:
        kind = "titles"
    return kind


def _usable(values: dict[str, Any], plan: _Plan) -> bool:
    """Whether all required cells hold something usable: then the line is a row whatever it says.

    Where only free text is required (户册), that tells nothing: a note can stand there too.
    """
    if not plan.telling:
        return False
    required = [values.get(key) for key in plan.required]
    return not any(value is None or isinstance(value, Unknown) for value in required)


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
            if _usable(_read_line(cells, None, plan)[0], plan):
                break
            titles.add(index)
            below = number
    return titles


def _fill_merges(sheet: SheetCells, stretch: Stretch, plan: _Plan) -> dict[int, set[int]]:
    """Puts the value of a cell merged downwards into each line it covers; says which cells were filled, by line."""
    filled: dict[int, set[int]] = {}
    columns = {column for _, column, _ in plan.columns}
    columns |= {column for _, parts in plan.beside for _, column in parts}
    columns.update(plan.looked)
    wanted = [merge for merge in sheet.merges or () if merge[2] > merge[0] and merge[1] in columns]
    if not wanted or stretch.body >= stretch.end:
        return filled
    rows = dict(sheet.rows[stretch.body : stretch.end])
    reached: dict[int, int] = {}
    for first, left, last, _ in sorted(wanted):
        value = rows[first][left] if first in rows else ""
        if value == "" or first <= reached.get(left, 0):  # merged cells that overlap are no Excel's: the first counts
            continue
        reached[left] = last
        for number in range(first + 1, min(last, sheet.rows[-1][0]) + 1):
            if number in rows and rows[number][left] == "":
                rows[number][left] = value
                filled.setdefault(number, set()).add(left)
    return filled


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
