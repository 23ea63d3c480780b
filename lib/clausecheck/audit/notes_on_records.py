"""What the first screen says of records that do not count: other projects' rows, void ones, copies; and rows struck through."""

from collections.abc import Iterable, Iterator
from string import ascii_uppercase

from clausecheck.evidence import Names
from clausecheck.nouns.model import Cell, Logs, Say, say

MOST = 10


def notes_on_records(logs: Logs, names: Names) -> Iterator[Say]:
    """Each kind with its count: how many rows, of which projects, on which sheets (readings 48, 49, 51)."""
    yield from _other_projects(logs)
    there = {(block.file, block.sheet, block.table) for block in logs.blocks}
    emptied = [row for row, why in logs.aside if why.key == "aside.other_project"]
    for file, sheet, table in dict.fromkeys((row.file, row.sheet, row.table) for row in emptied):
        if (file, sheet, table) not in there:
            yield say("note.sheet_of_others", place=names.sheet(file, sheet))
    for key, note in (("aside.void", "note.void"), ("aside.repeated_row", "note.repeated_rows")):
        cells = [Cell(row.file, row.sheet, f"A{row.number}") for row, why in logs.aside if why.key == key]
        if cells:
            yield say(note, n=len(cells), rows=_rows(cells, names))
    yield from dict.fromkeys(why for _, why in logs.aside if why.key == "aside.repeated_sheet")
    struck = [one.cell for one in logs.remarks if one.kind == "struck"]
    if struck:
        yield say("note.struck", n=len(struck), rows=_rows(struck, names))
    unused = [one.cell for one in logs.remarks if one.text.key == "remark.void_unused"]
    if unused:
        yield say("note.void_unused", rows=tuple(_place(cell, names) for cell in unused[:MOST]))


def _other_projects(logs: Logs) -> Iterator[Say]:
    counted: dict[str, int] = {}
    for _, why in logs.aside:
        if why.key == "aside.other_project":
            place = str(dict(why.params)["place"])
            counted[place] = counted.get(place, 0) + 1
    if not counted:
        return
    most = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    said = [say("note.of_project", place=place, n=n) for place, n in most[:MOST]]
    if rest := most[MOST:]:
        said.append(say("note.of_others", projects=len(rest), n=sum(n for _, n in rest)))
    yield say("note.other_projects", n=sum(counted.values()), projects=tuple(said))


def _rows(cells: Iterable[Cell], names: Names) -> tuple[Say | str, ...]:
    """Rows as `sheet#row`, the first ten of them."""
    places = [f"{names.sheet(cell.file, cell.sheet)}#{cell.cell.lstrip(ascii_uppercase)}" for cell in cells]
    more = (say("note.more_flats", n=len(places) - MOST),) if len(places) > MOST else ()
    return (*places[:MOST], *more)


def _place(cell: Cell, names: Names) -> str:
    return f"{names.sheet(cell.file, cell.sheet)}!{cell.cell}"
