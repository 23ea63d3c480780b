"""The rows of a table on a sheet: which lines are rows and which are totals, signatures or notes; and their values."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from clausecheck.logs.blanks import is_remarked
from clausecheck.logs.cells import SheetCells
from clausecheck.logs.columnwise import settle_columns
from clausecheck.logs.layout import Stretch
from clausecheck.logs.lines import Line as ReadLine
from clausecheck.logs.lines import LinePlan, line_plan, read_line, repeat_above
from clausecheck.logs.match import Header
from clausecheck.logs.names import squeeze
from clausecheck.logs.titles import stated_year
from clausecheck.logs.values import ERROR, Reader
from clausecheck.model import Block, Cell, CellFault, Remark, Row, Say, Unknown, say
from clausecheck.schema import TableSpec
from clausecheck.words import Words

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
LONGEST_SAID, LONGEST_SHOWN = 300, 40
"""So much of a text is looked at to see what its line is, and so much is shown in a remark."""
LAST_ROW = 1_048_576
"""Excel has no row below it."""


@dataclass(slots=True)
class Body:
    """A block, what is wrong in its cells, and the lines under its header that are no rows, by kind."""

    block: Block
    faults: list[CellFault]
    lines: dict[str, list[int]] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    """What was not taken as it stands, and is no fault (readings 53, 56)."""


@dataclass(slots=True)
class _Plan:
    """How to read the lines of one stretch: settled once, used for every line."""

    spec: TableSpec
    cells: LinePlan
    columns: list[tuple[str, int, Reader]]
    beside: list[tuple[str, list[tuple[str, int]]]]
    required: tuple[str, ...]
    telling: bool
    """Whether a required column is more than free text, so that a note cannot pass for a row."""
    own: tuple[int, ...]
    """Columns of which one must be filled by the line itself for it to be a row of its own, merged cells apart."""
    first: int
    """Number of the line right below the header: where hints on how to fill the form in stand."""
    banners: set[int]
    """Numbers of the lines with a cell merged over several columns: 二月份 between the rows of two months."""


def read_body(
    file: str, sheet: SheetCells, stretch: Stretch, spec: TableSpec, reader: Callable[[str], Reader], words: Words
) -> Body:
    """The rows of one stretch. `reader` gives the reader of a field."""
    block = _block(file, sheet, stretch, spec)
    plan = _plan(sheet, stretch, spec, reader, words)
    body = Body(block, [])
    lines = [(index, *sheet.rows[index]) for index in range(stretch.body, stretch.end)]
    merged = _fill_merges(sheet, stretch, plan)
    titles = _titles(sheet, stretch, plan)
    above: list[Any] | None = None
    repeated = set(stretch.repeated)
    in_notes = False
    for index, number, cells in lines:
        if index in repeated or index in titles:
            body.lines.setdefault("repeated_headers" if index in repeated else "titles", []).append(number)
            continue
        errors = sheet.errors.get(number)
        if not errors and not any(cells[column] != "" for _, column, _ in plan.columns):
            _count_other(body, number, cells, stretch)
            continue
        repeat_above(cells, above, plan.cells)
        line = read_line(cells, errors, plan.cells, block.rows[-1] if block.rows else None)
        if line.says_nothing:
            _count_other(body, number, cells, stretch)
            continue
        kind = "" if _usable(line.values, plan) else _no_row(number, cells, stretch, plan, in_notes)
        if number in merged and not any(column not in merged[number] and cells[column] != "" for column in plan.own):
            kind = kind or "continued"
        in_notes = kind == "notes"
        if kind:
            body.lines.setdefault(kind, []).append(number)
            continue
        _add_row(body, Row(spec.name, file, sheet.name, number, line.values, line.letters, line.raw), line, plan)
        above = cells
    settle_columns(block.rows, stretch.match.fields, spec, body.faults)
    return body


def _add_row(body: Body, row: Row, line: ReadLine, plan: _Plan) -> None:
    """A row with what is wrong in its cells, and what in them was not taken as it stands (reading 53)."""
    body.block.rows.append(row)
    if any(value.__class__ is Unknown for value in row.values.values()):
        body.faults += [fault for fault in faults_of(row) if fault.field not in line.ditto]  # said at the cell above
    for key in line.ditto:
        body.remarks.append(Remark("ditto", row.cell(key), _remarked("ditto", row, key)))
    if row.raw:
        blank = [key for key in row.raw if key not in row.values and key not in line.ditto]
        for key in blank:
            if is_remarked(row.raw[key], plan.spec.fields[key], plan.cells.words):
                body.remarks.append(Remark("blank_word", row.cell(key), _remarked("blank_word", row, key)))


def _remarked(kind: str, row: Row, key: str) -> Say:
    raw = row.raw[key]
    shown = raw if len(raw) <= LONGEST_SHOWN else raw[:LONGEST_SHOWN] + "…"
    return say(f"remark.{kind}", field=Say(f"field:{row.table}.{key}"), raw=shown)


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
    fields = stretch.match.fields
    telling = {*spec.required, spec.id, spec.key_date} & fields.keys()
    letters = {key: sheet.column(header.column) for key, header in fields.items()}
    cells = line_plan(spec, stretch.match, reader, letters, words)
    return _Plan(
        spec,
        cells,
        cells.columns,
        cells.beside,
        tuple(key for key in spec.required if key in fields),
        any(spec.fields[key].type not in ("text", "household", "contents") for key in spec.required if key in fields),
        tuple(fields[key].column for key in telling),
        sheet.rows[stretch.body - 1][0] + 1,
        {first for first, left, last, right in sheet.merges or () if first == last and right - left >= 2},
    )


def _no_row(number: int, cells: list[Any], stretch: Stretch, plan: _Plan, in_notes: bool) -> str:
    """The kind of a line that is no row (totals, signatures, notes, titles), or "" for a row that lacks something."""
    left, right = stretch.edges
    filled = [cell for cell in cells[left : right + 1] if cell != ""]
    texts = [squeeze(cell[:LONGEST_SAID]) for cell in filled if isinstance(cell, str)]
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
            if _usable(read_line(cells, None, plan.cells).values, plan):
                break
            titles.add(index)
            below = number
    return titles


def _fill_merges(sheet: SheetCells, stretch: Stretch, plan: _Plan) -> dict[int, set[int]]:
    """Puts the value of a cell merged downwards into each line it covers; says which cells were filled, by line."""
    filled: dict[int, set[int]] = {}
    columns = {column for _, column, _ in plan.columns}
    columns |= {column for _, parts in plan.beside for _, column in parts}
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
    return value.note
