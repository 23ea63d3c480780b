"""One sheet of cells -> the blocks of its tables, and what became of it."""

import math
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from clausecheck.logs.body import Body, read_body
from clausecheck.logs.broken import Broken
from clausecheck.logs.cells import SheetCells
from clausecheck.logs.columns import ColumnMap
from clausecheck.logs.factsheet import Item, about_form, find_items, is_form, read_facts
from clausecheck.logs.layout import Found, Stretch, find_tables
from clausecheck.logs.listing import listed, numbers_listed
from clausecheck.logs.match import TOLD, Header, Match
from clausecheck.logs.names import Names, name_of_sheet, names_of, plain
from clausecheck.logs.values import Reader, reader_of
from clausecheck.model import SheetRead
from clausecheck.schema import TableSpec, tables
from clausecheck.words import Words, load_words

INSTRUCTIONS = re.compile(
    r"(?:填写|填表|使用|操作|字段|编制|表格|模板|登记)*说明(?:书|页)?|填写须知|数据字典|下拉(?:选项|列表)?|instructions?|readme|lists?"
)
"""Sheets that explain the form; what stands in them are examples and names of columns, not logs."""


@dataclass(slots=True)
class Reading:
    """What is known before any sheet is read: the tables, their names for columns, the project's own map."""

    column_map: ColumnMap
    tables: dict[str, TableSpec] = field(default_factory=tables)
    words: Words = field(default_factory=load_words)
    names: Names = field(init=False)
    until: float = math.inf
    """When (by time.monotonic) the file being read has taken too long."""

    def __post_init__(self) -> None:
        self.names = names_of(self.tables, self.column_map.columns)

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
        return sheets.get(plain(f"{file}/{sheet}"), sheets.get(plain(sheet)))

    def named(self, file: str, sheet: str) -> dict[str, float]:
        told = self.told(file, sheet)
        return {told: TOLD} if told else name_of_sheet(sheet, self.tables)

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


def read_sheet(file: str, sheet: SheetCells, reading: Reading, from_1904: bool) -> tuple[list[SheetRead], list[Body]]:
    """The tables on a sheet, one SheetRead for each, or one that says why there is none. Raises Broken (too_slow)."""
    reading.tick()
    reason = _passed_over(file, sheet, reading)
    if reason:
        return [SheetRead(file, sheet.name, None, why=reason, hidden=sheet.hidden)], []
    named = reading.named(file, sheet.name)
    facts = reading.facts
    found = find_tables(
        sheet, reading.logs, reading.names, {k: v for k, v in named.items() if k != facts.name}, reading.tick
    )
    items = _without_columns(find_items(sheet, facts, reading.names), found)
    form = None
    if is_form(items, facts.name in named):
        form = read_facts(file, sheet, items, facts, reading.readers(facts, from_1904))
        if facts.name not in named and about_form(form, facts):
            form = None  # a sheet of that name is the form, whatever stands in it
    bodies = [form] if form else []
    about = [SheetRead(file, sheet.name, facts.name, len(form.block.rows), hidden=sheet.hidden)] if form else []
    for stretch in found.stretches:
        reading.tick()
        spec = reading.tables[stretch.match.table]
        body = read_body(file, sheet, stretch, spec, reading.readers(spec, from_1904), reading.words)
        bodies.append(body)
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
    details["joined"] = "；".join(
        f"{spec.fields[key].header} ← {'、'.join(_place(sheet, header) for _, header in parts)}"
        for key, parts in match.beside.items()
    )
    details["missing"] = "、".join(spec.fields[key].header for key in match.missing)
    details["unknown_columns"] = listed([_place(sheet, header) for header in match.strangers])
    for key, text in details.items():
        if text:
            before = read.details.get(key)
            read.details[key] = f"{before}；{text}" if before and before != text else text


def _ambiguous(sheet: SheetCells, match: Match, spec: TableSpec) -> str:
    return "；".join(
        f"{spec.fields[key].header} ← {'、'.join(_place(sheet, header) for header in several)}"
        for key, several in match.ambiguous.items()
    )


def _unknown(file: str, sheet: SheetCells, found: Found, reading: Reading) -> SheetRead:
    read = SheetRead(file, sheet.name, None, why="no_known_headers", hidden=sheet.hidden)
    read.details["filled_rows"] = str(len(sheet.rows))
    read.details["headers"] = _likely_headers(sheet)
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
    """What looks most like the headers of a sheet we do not know: the first line with nearly the most texts."""
    texts = [[cell for cell in cells if isinstance(cell, str) and cell.strip()] for _, cells in sheet.rows[:20]]
    most = max(map(len, texts), default=0)
    first = next((line for line in texts if len(line) >= 0.7 * most), [])
    return listed([" ".join(text.split())[:20] for text in first])


def _place(sheet: SheetCells, header: Header) -> str:
    return f"{' '.join(header.title.split())}({sheet.column(header.column)}{header.row})"
