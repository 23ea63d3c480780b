"""One sheet of cells -> the blocks of its tables, and what became of it."""

import math
import re
import time
from collections.abc import Callable
from dataclasses import field

from clausecheck.logs.body import Body, read_body
from clausecheck.logs.broken import Broken
from clausecheck.logs.cells import SheetCells
from clausecheck.logs.columns import ColumnMap
from clausecheck.logs.factsheet import Item, about_form, find_items, is_form, read_facts
from clausecheck.logs.headers import likely_header
from clausecheck.logs.joined import Joined
from clausecheck.logs.layout import Found, Stretch, find_tables
from clausecheck.logs.listing import listed, numbers_listed
from clausecheck.logs.match import TOLD, Match
from clausecheck.logs.names import Header, Letter, Names, bare, name_of_sheet, names_of, plain
from clausecheck.logs.sideways import Side, letters_of, read_sideways, sideways
from clausecheck.logs.values import Reader, reader_of
from clausecheck.nouns.model import Say, SheetRead, say
from clausecheck.nouns.records import dataclass
from clausecheck.procedure.tables import Tables, TableSpec
from clausecheck.procedure.words import Words

INSTRUCTIONS = re.compile(
    r"(?:填写|填表|使用|操作|字段|编制|表格|模板|登记)*说明(?:书|页)?|填写须知|数据字典|下拉(?:选项|列表)?|instructions?|readme|lists?"
)
"""Sheets that explain the form; what stands in them are examples and names of columns, not logs."""
LONGEST_TITLE = 60


@dataclass(slots=True)
class Reading:
    """What is known before any sheet is read: the tables, their names for columns, the project's own map."""

    column_map: ColumnMap
    tables: Tables
    words: Words
    names: Names = field(init=False)
    met: set[tuple[str, ...]] = field(default_factory=set)
    """What of the project's map was met: ("sheets", sheet), or ("columns", table, field, column)."""
    until: float = math.inf
    """When (by time.monotonic) the file being read has taken too long."""

    def __post_init__(self) -> None:
        self.names = names_of(self.tables, self.column_map.columns, self.words)

    def allow(self, seconds: float) -> None:
        """So long the next file may take to be understood."""
        self.until = time.monotonic() + seconds

    def tick(self) -> None:
        """Raises Broken when the file has had its time: no layout may keep us busy for ever."""
        if time.monotonic() > self.until:
            raise Broken("too_slow")

    @property
    def facts(self) -> TableSpec:
        return next(spec for spec in self.tables.values() if spec.facts)

    @property
    def logs(self) -> dict[str, TableSpec]:
        return {name: spec for name, spec in self.tables.items() if not spec.facts}

    def told(self, file: str, sheet: str) -> str | None:
        """The table the project's map says a sheet is: "" leave it out, None it says nothing."""
        sheets = self.column_map.sheets
        for name in (plain(f"{file}/{sheet}"), plain(sheet), plain(file)):
            if name in sheets:
                self.met.add(("sheets", name))
                return sheets[name]
        return None

    def named(self, file: str, sheet: str) -> dict[str, float]:
        told = self.told(file, sheet)
        return {told: TOLD} if told else name_of_sheet(sheet, self.tables)

    def looked_for(self, named: dict[str, float]) -> dict[str, TableSpec]:
        """The log tables that a sheet may hold: where the project's map says which, only that one."""
        told = next((name for name, weight in named.items() if weight == TOLD), None)
        return self.logs if told is None else {name: spec for name, spec in self.logs.items() if name == told}

    def readers(self, spec: TableSpec, from_1904: bool) -> Callable[[str], Reader]:
        spellings, orders, name = self.column_map.values, self.column_map.orders, spec.name
        return lambda key: reader_of(
            spec.field(key),
            from_1904,
            spellings.get((name, key)),
            words=self.words,
            order=orders.get((name, key), ""),
            facts=spec.facts,
        )

    def unmet(self) -> tuple[Say, ...]:
        """What of the project's map stands on no sheet that was read."""
        lines = self.column_map.lines
        found = [
            say("note.map_sheet", name=name, line=lines.get(("sheets", name), ""))
            for name in self.column_map.sheets
            if ("sheets", name) not in self.met
        ]
        for (table, key), places in self.column_map.columns.items():
            for place in places:
                name, known = (
                    (place.letters, {place.letters}) if isinstance(place, Letter) else (place, _spellings(place))
                )
                if not any(("columns", table, one) in self.met for one in known):
                    line = lines.get(("columns", table, key), "")
                    found.append(say("note.map_column", table=self.tables[table].said, name=name, line=line))
        return tuple(found)

    def used(self, match: Match) -> None:
        """Notes the columns of the project's map that stand on a sheet of their table."""
        for header in match.columns:
            self.met |= {("columns", match.table, one) for name in header.names for one in _spellings(name)}
            self.met.add(("columns", match.table, header.letters))


def read_sheet(file: str, sheet: SheetCells, reading: Reading, from_1904: bool) -> tuple[list[SheetRead], list[Body]]:
    """The tables on a sheet, one SheetRead for each, or one that says why there is none. Raises Broken (too_slow)."""
    reading.tick()
    reason = _passed_over(file, sheet, reading)
    if reason:
        return [SheetRead(file, sheet.name, None, why=reason, hidden=sheet.hidden)], []
    named = reading.named(file, sheet.name)
    specs = reading.looked_for(named)
    found = find_tables(
        sheet, specs, reading.names, {k: v for k, v in named.items() if k != reading.facts.name}, reading.tick
    )
    form = _form(file, sheet, reading, named, from_1904, found)
    bodies = [form] if form else []
    reading.met |= {
        ("columns", reading.facts.name, plain(title)) for one in bodies for title in one.block.titles.values()
    }
    about = [SheetRead(file, sheet.name, reading.facts.name, len(form.block.rows), hidden=sheet.hidden)] if form else []
    side = None if form else sideways(sheet, specs, reading.names, named)
    if side:
        spec = specs[side.table]
        body = read_sideways(file, sheet, side, spec, reading.names, reading.readers(spec, from_1904), reading.words)
        return [_on_its_side(file, sheet, side, spec, body)], [body] if body else []
    for stretch in found.stretches:
        reading.tick()
        spec = reading.tables[stretch.match.table]
        body = read_body(file, sheet, stretch, spec, reading.readers(spec, from_1904), reading.words)
        bodies.append(body)
        reading.used(stretch.match)
        _account(about, sheet, stretch, spec, body)
    if not about:
        return [_unknown(file, sheet, found, reading)], bodies
    outside = _outside(sheet, found, bodies)
    if outside:
        about[0].details["outside"] = numbers_listed(outside)
    return about, bodies


def _without_columns(items: list[Item], found: Found) -> list[Item]:
    """The facts but those that are the header of a log's column saying whose its rows are (项目编码 | 项目名称 | …)."""
    headers = {
        (header.row, header.column)
        for stretch in found.stretches
        for several in stretch.match.about_rows.values()
        for header in several
    }
    return [item for item in items if item.label not in headers]


def _spellings(header: str) -> set[str]:
    return {plain(header), bare(header)}


def _on_its_side(file: str, sheet: SheetCells, side: Side, spec: TableSpec, body: Body | None) -> SheetRead:
    """What is said of a table that lies on its side: read, its records in columns, or not used and why."""
    read = SheetRead(file, sheet.name, spec.name if body else None, hidden=sheet.hidden)
    used = {cell.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for cell in body.block.headers.values()} if body else set()
    read.details["outside"] = numbers_listed([number for number, _ in sheet.rows if str(number) not in used])
    if body is None:
        read.why, read.details["table"] = "sideways", spec.sheet
        return read
    read.rows_read = len(body.block.rows)
    read.details |= {kind: listed(letters_of(sheet, numbers)) for kind, numbers in body.lines.items()}
    read.details["sideways"] = sheet.column(side.column)
    read.details["missing"] = "、".join(spec.fields[key].header for key in spec.required if key in body.block.absent)
    read.details = {key: text for key, text in read.details.items() if text}
    return read


def _form(
    file: str, sheet: SheetCells, reading: Reading, named: dict[str, float], from_1904: bool, found: Found
) -> Body | None:
    """The facts of the project, where a sheet is their form; a sheet of that name is, whatever stands in it."""
    facts = reading.facts
    items = _without_columns(find_items(sheet, facts, reading.names), found)
    if not is_form(items, facts.name in named) or (TOLD in named.values() and facts.name not in named):
        return None
    form = read_facts(file, sheet, items, facts, reading.readers(facts, from_1904))
    return None if facts.name not in named and about_form(form, facts) else form


def _outside(sheet: SheetCells, found: Found, bodies: list[Body]) -> list[int]:
    """The filled lines that are no header, no row and no other line of a table: titles above it, notes beside it."""
    told = {number for body in bodies for numbers in body.lines.values() for number in numbers}
    told |= {row.number for body in bodies for row in body.block.rows}
    for stretch in found.stretches:
        told |= {sheet.rows[index][0] for index in range(stretch.top, stretch.body)}
    return [
        number
        for number, cells in sheet.rows
        if number not in told and any(not isinstance(cell, str) or cell.strip() for cell in cells)
    ]


def _passed_over(file: str, sheet: SheetCells, reading: Reading) -> str:
    if not sheet.worksheet:
        return "not_a_worksheet"
    told = reading.told(file, sheet.name)
    if told == "":
        return "left_out_by_map"
    if told is None and INSTRUCTIONS.fullmatch(plain(sheet.name)):
        return "instructions"
    return "" if sheet.rows else "empty"


def _account(about: list[SheetRead], sheet: SheetCells, stretch: Stretch, spec: TableSpec, body: Body) -> None:
    """Adds a block to what is told of its table on this sheet."""
    read = next((one for one in about if one.table == spec.name), None)
    if read is None:
        read = SheetRead(body.block.file, sheet.name, spec.name, hidden=sheet.hidden)
        about.append(read)
    read.rows_read += len(body.block.rows)
    match = stretch.match
    details = {kind: numbers_listed(numbers) for kind, numbers in body.lines.items()}
    details["ambiguous"] = _ambiguous(sheet, match, spec)
    several = {key: [header for _, header in parts] for key, parts in match.beside.items()}
    several |= {key: _in_order(one) for key, one in match.joined.items()}
    details["joined"] = "；".join(
        f"{spec.fields[key].header} ← {'、'.join(_place(sheet, header) for header in headers)}"
        for key, headers in several.items()
    )
    details["missing"] = "、".join(spec.fields[key].header for key in match.missing)
    details["unknown_columns"] = listed([_place(sheet, header) for header in match.strangers])
    for key, text in details.items():
        if text:
            before = read.details.get(key)
            read.details[key] = f"{before}；{text}" if before and before != text else text


def _in_order(joined: Joined) -> list[Header]:
    """The columns of one field as they are read together: its day before its time of day."""
    return [*joined.others, joined.main] if joined.how == "day" else [joined.main, *joined.others]


def _ambiguous(sheet: SheetCells, match: Match, spec: TableSpec) -> str:
    return "；".join(
        f"{spec.fields[key].header} ← {'、'.join(_place(sheet, header) for header in several)}"
        for key, several in match.ambiguous.items()
    )


def _unknown(file: str, sheet: SheetCells, found: Found, reading: Reading) -> SheetRead:
    read = SheetRead(file, sheet.name, None, why="no_known_headers", hidden=sheet.hidden)
    read.details["filled_rows"] = str(len(sheet.rows))
    read.details["headers"] = _likely_headers(sheet)
    told = reading.told(file, sheet.name)
    if told:
        read.why, read.details["table"] = "map_no_headers", reading.tables[told].sheet
        return read
    nearly: Match | None = found.nearly
    if found.tie:
        read.why = "two_tables"
        read.details["tables"] = "、".join(reading.tables[name].sheet for name in found.tie)
    elif nearly:
        spec = reading.tables[nearly.table]
        read.why = "misses_required" if nearly.missing else "few_known"
        read.details["table"] = spec.sheet
        read.details["missing"] = "、".join(spec.fields[key].header for key in nearly.missing)
        read.details["recognised"] = listed([_place(sheet, header) for header in nearly.fields.values()])
        read.details["ambiguous"] = _ambiguous(sheet, nearly, spec)
        read.details["unknown_columns"] = listed([_place(sheet, header) for header in nearly.strangers])
    return read


def _likely_headers(sheet: SheetCells) -> str:
    """What looks most like the headers of a sheet we do not know, with their columns."""
    if not sheet.rows:
        return ""
    cells = sheet.rows[likely_header(sheet)][1]
    return listed([" ".join(cell.split())[:20] for cell in cells if isinstance(cell, str) and cell.strip()])


def _place(sheet: SheetCells, header: Header) -> str:
    return f"{' '.join(header.title.split())[:LONGEST_TITLE]}({sheet.column(header.column)}{header.row})"
