"""A project's line of a register: its facts stand in for a 项目信息 sheet that is missing, at the cells of the register."""

from collections.abc import Iterator
from dataclasses import field, replace
from typing import Any

from clausecheck.logs.cells import SheetCells
from clausecheck.logs.factsheet import Item, read_facts
from clausecheck.logs.sheets import Reading
from clausecheck.nouns.model import Block, Cell, FileRead, Logs, Say, Unknown, say
from clausecheck.nouns.records import dataclass


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One line of a register as it was opened. `file`: how results name it; `path`, `sha256` and `format`: of the whole file;
    `headers` and `cells` begin in the column `left` (0 = A); `errors`: column index -> the error shown."""

    file: str
    path: str
    sha256: str
    format: str
    sheet: str
    headers_on: int
    headers: tuple[Any, ...]
    number: int
    cells: tuple[Any, ...]
    left: int = 0
    from_1904: bool = False
    errors: dict[int, str] = field(default_factory=dict)


def add_register(logs: Logs, line: RegisterLine, reading: Reading) -> None:
    """Adds the facts of a line where the project hands in no facts of its own; where it does, those count, and each that
    the register says otherwise is noted."""
    body = _facts(line, reading)
    own = logs.of(logs.facts)
    if own:
        logs.register = tuple(_differing(own, body.block, reading))
        return
    logs.blocks.append(body.block)
    logs.faults += body.faults
    logs.files.append(
        FileRead(line.file, line.path, line.sha256, line.format, [])
    )  # no sheets: it gets no copy with marks


def _facts(line: RegisterLine, reading: Reading) -> Any:
    """The facts of a line as the form of facts gives them. The form is read with the header right above the line; where the
    header really stands is put in afterwards."""
    spec, above = reading.facts, line.number - 1
    items: dict[str, Item] = {}
    for column, header in enumerate(line.headers):
        for meaning in reading.names.find(header):
            if meaning.table == spec.name and meaning.field not in items:
                title = " ".join(str(header).split())
                items[meaning.field] = Item(meaning.field, (above, column), (line.number, column), title)
    rows = [(above, list(line.headers)), (line.number, list(line.cells))]
    sheet = SheetCells(line.sheet, rows, left=line.left, errors={line.number: line.errors} if line.errors else {})
    body = read_facts(line.file, sheet, list(items.values()), spec, reading.readers(spec, line.from_1904))
    headers = {
        key: Cell(line.file, line.sheet, f"{sheet.column(item.label[1])}{line.headers_on}")
        for key, item in items.items()
    }
    body.block = replace(body.block, headers=headers)
    return body


def _differing(own: list[Block], register: Block, reading: Reading) -> Iterator[Say]:
    """Each fact that the project's own form and its register give differently; blanks say nothing."""
    known = {row.values["item"]: row for block in reversed(own) for row in block.rows if "content" in row.values}
    for row in register.rows:
        item, value = row.values["item"], row.values.get("content")
        mine = known.get(item)
        if value is None or mine is None or mine.values["content"] == value:
            continue
        yield say(
            "note.register_differs",
            field=reading.facts.fields[item].said,
            own=_shown(mine.values["content"]),
            register=_shown(value),
            place=f"{row.file} › {row.sheet}!{row.cell('content').cell}",
        )


def _shown(value: Any) -> str:
    return value.raw if isinstance(value, Unknown) else str(value)
