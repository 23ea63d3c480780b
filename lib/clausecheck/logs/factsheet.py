"""项目信息: a form of item and content, one below the other, in pairs side by side, or a header with one line below."""

from collections.abc import Callable
from typing import Any

from clausecheck.logs.body import Body, faults_of
from clausecheck.logs.cells import SheetCells
from clausecheck.logs.names import Names, plain
from clausecheck.logs.values import ERROR, Reader
from clausecheck.nouns.model import Block, Cell, Row, Unknown
from clausecheck.nouns.records import dataclass
from clausecheck.procedure.tables import TableSpec

_CONTENT = ("内容", "取值", "值", "填写内容", "填写", "信息", "content", "value")
LINES = 80
"""A form of facts is short; further down no items are looked for."""


@dataclass(slots=True)
class Item:
    key: str
    label: tuple[int, int]
    """Excel row number and column index of the item's name."""
    content: tuple[int, int]
    title: str


def is_form(items: list[Item], named: bool) -> bool:
    """Whether these items make a form: the project's code and another fact, many facts, or any under its name."""
    keys = {item.key for item in items}
    return ("code" in keys and len(keys) >= 2) or (named and bool(keys)) or len(keys) >= 5


def about_form(body: Body, spec: TableSpec) -> bool:
    """Whether this only explains the form: 必填 or 日期 beside the items, and no fact usable that is not free text."""
    given = [(row.values["item"], row.values["content"]) for row in body.block.rows if "content" in row.values]
    unusable = sum(isinstance(content, Unknown) for _, content in given)
    free = all(isinstance(content, Unknown) or spec.fields[item].type == "text" for item, content in given)
    return unusable >= 3 and free


def read_facts(
    file: str, sheet: SheetCells, items: list[Item], spec: TableSpec, reader: Callable[[str], Reader]
) -> Body:
    """The facts on a sheet as one row an item."""
    keys = {item.key for item in items}
    content = _Content(dict(sheet.rows), sheet.errors, reader)
    block = Block(
        table=spec.name,
        file=file,
        sheet=sheet.name,
        headers={item.key: Cell(file, sheet.name, f"{sheet.column(item.label[1])}{item.label[0]}") for item in items},
        absent=frozenset(spec.fields.keys() - keys),
        rows=[],
        titles={item.key: item.title for item in items},
    )
    body = Body(block, [], {"headers": [number for number, cells in sheet.rows if any(map(_is_content, cells))]})
    for item in items:
        values, raw = content.of(item)
        letters = {"item": sheet.column(item.label[1]), "content": sheet.column(item.content[1])}
        row = Row(spec.name, file, sheet.name, item.content[0], values, letters, raw)
        block.rows.append(row)
        body.faults += faults_of(row, {"content": item.key})
    return body


@dataclass(slots=True)
class _Content:
    """The cells of a form, and how each fact is read."""

    rows: dict[int, list[Any]]
    errors: dict[int, dict[int, str]]
    reader: Callable[[str], Reader]

    def of(self, item: Item) -> tuple[dict[str, Any], dict[str, str]]:
        """The values of an item's row, and what its cell shows where that differs."""
        number, column = item.content
        cells = self.rows.get(number, [])
        errors = self.errors.get(number, {})
        value: Any = None
        shown = ""
        if column in errors:
            value = Unknown(ERROR, errors[column])
        elif column < len(cells) and cells[column] != "":
            value, shown = self.reader(item.key)(cells[column])
        values = {"item": item.key} if value is None else {"item": item.key, "content": value}
        return values, {"content": shown} if shown else {}


def find_items(sheet: SheetCells, spec: TableSpec, names: Names) -> list[Item]:
    """Every item's name on the sheet with the cell of its content: its own name before a synonym, else the first, and
    those of the same kind below it, which may contradict it."""
    labels: dict[tuple[int, int], tuple[str, str]] = {}
    synonyms: set[tuple[int, int]] = set()
    for number, cells in sheet.rows[:LINES]:
        for column, cell in enumerate(cells):
            for meaning in names.find(cell):
                if meaning.table == spec.name:
                    labels[(number, column)] = (meaning.field, " ".join(str(cell).split()))
                    if meaning.how == "synonym":
                        synonyms.add((number, column))
    across = _as_header(labels)
    items: dict[str, Item] = {}
    again: list[Item] = []
    for place in sorted(labels, key=lambda place: (place in synonyms, place)):
        (number, column), (key, title) = place, labels[place]
        if across and number != across:
            continue
        content = (number + 1, column) if across else (number, _beside(sheet, column, labels))
        if content in labels:
            continue
        item = Item(key, place, content, title)
        first = items.setdefault(key, item)
        if first is not item and first.label[1] == column and (first.label in synonyms) == (place in synonyms):
            again.append(item)
    return sorted([*items.values(), *again], key=lambda item: item.label)


def _as_header(labels: dict[tuple[int, int], tuple[str, str]]) -> int:
    """The row that holds the items side by side as a header, or 0: at least four, and no other row has as many."""
    by_row: dict[int, list[int]] = {}
    for number, column in labels:
        by_row.setdefault(number, []).append(column)
    for number, columns in by_row.items():
        together = sum(1 for column in columns if column + 1 in columns)
        if len(columns) >= 4 and together >= 3:
            return number
    return 0


def _beside(sheet: SheetCells, column: int, labels: dict[tuple[int, int], tuple[str, str]]) -> int:
    """The column of the contents for the items in one column: under the header 内容, else the next not empty."""
    lines = {number for number, place in labels if place == column}
    first = min(lines)
    for number, cells in sheet.rows[:LINES]:
        if number < first:
            for right in range(column + 1, len(cells)):
                if _is_content(cells[right]):
                    return right
    filled = {
        right
        for number, cells in sheet.rows[:LINES]
        if number in lines
        for right in range(column + 1, len(cells))
        if cells[right] != "" and (number, right) not in labels
    }
    return min(filled, default=column + 1)


def _is_content(cell: Any) -> bool:
    """Whether a cell is the header over the contents."""
    return isinstance(cell, str) and plain(cell) in _CONTENT
