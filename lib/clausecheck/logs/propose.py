"""A column map proposed from the sheets themselves: what was recognised, how sure, what is unknown or could be two."""

import difflib
import math
from collections.abc import Container, Sequence
from dataclasses import field
from pathlib import Path, PurePosixPath

from clausecheck.logs.broken import Broken, words_for
from clausecheck.logs.cells import SheetCells
from clausecheck.logs.columns import ColumnMap
from clausecheck.logs.headers import header_lines, likely_header
from clausecheck.logs.layout import find_tables
from clausecheck.logs.match import Match
from clausecheck.logs.names import Header, bare
from clausecheck.logs.openers import SECONDS, opener
from clausecheck.logs.own import COPY, PRODUCTS, kind_of
from clausecheck.logs.read import is_prose, map_beside
from clausecheck.logs.returned import choose
from clausecheck.logs.sheets import Reading, read_sheet
from clausecheck.logs.sources import find_sources, source_bytes
from clausecheck.nouns.errors import Fault, InputFault
from clausecheck.nouns.model import SheetRead
from clausecheck.nouns.records import dataclass
from clausecheck.procedure.shipped import our_tables, our_words
from clausecheck.procedure.tables import Tables, TableSpec
from clausecheck.procedure.words import Words

UNSURE = ("misses_required", "few_known", "no_known_headers", "two_tables", "map_no_headers")
"""Why a sheet is no table of ours, where its columns may be proposed for one."""
SAMPLE = 30
SURE = {"letter": "map", "maybe": "synonym"}
SIMILAR = 0.5
"""Above this likeness of two headers, one is offered for the other."""


@dataclass(frozen=True, slots=True)
class ColumnProposal:
    """One column: its letter and header as written, the field's canonical header ("" if none), and how sure that is.

    `sure`: map, canonical, synonym · part (completes the field: the 栋 of a 房号) · similar (only like a field's name, not used) · ambiguous (another column could be
    the same field, neither is used) · unknown.
    """

    column: str
    title: str
    field: str
    sure: str


@dataclass(frozen=True, slots=True)
class SheetProposal:
    """One table (its canonical name) on one sheet, or a sheet that is none: `table` None, `why` as in SheetRead."""

    file: str
    sheet: str
    table: str | None
    why: str
    columns: list[ColumnProposal] = field(default_factory=list)
    missing: tuple[str, ...] = ()
    headers: str = ""
    """What looks like the headers of a sheet that is no known table; `columns` then guess at the fields of the table that
    it is most like, if it is like any: see `table`."""


def propose(
    paths: Sequence[Path],
    *,
    column_map: ColumnMap | None = None,
    tables: Tables | None = None,
    words: Words | None = None,
    password: str | None = None,
) -> list[SheetProposal]:
    """What each sheet's columns are taken for; `tables` and `words` as in `read_logs`. Raises InputFault with every file that cannot be opened."""
    specs = our_tables() if tables is None else tables
    reading = Reading(column_map or map_beside(paths, specs) or ColumnMap(), specs, words or our_words())
    return proposed(paths, reading, password)


def proposed(paths: Sequence[Path], reading: Reading, password: str | None = None) -> list[SheetProposal]:
    """As `propose`, for a reading that is begun; it then knows what of the map stands nowhere (`Reading.unmet`)."""
    proposals: list[SheetProposal] = []
    faults: list[Fault] = []
    with opener() as process:
        for source in choose(find_sources(paths), process, password).sources:
            try:
                book = process.open(source_bytes(source), PurePosixPath(source.file).name, password)
                made = set(book.notes) & set(PRODUCTS)
                if source.searched and made - {COPY}:
                    continue  # our own results, which no audit reads either
                reading.allow(SECONDS)
                for sheet in book.sheets:
                    if made and kind_of(sheet):
                        continue
                    proposals += _sheet(source.file, sheet, reading)
            except Broken as broken:
                if not is_prose(source, broken):
                    faults += words_for(source.file, broken.key, broken.detail).faults
    if faults:
        raise InputFault(*faults)
    return proposals


def _sheet(file: str, sheet: SheetCells, reading: Reading) -> list[SheetProposal]:
    about, bodies = read_sheet(file, sheet, reading, False)
    if about[0].table is None and about[0].why not in UNSURE:
        return [SheetProposal(file, sheet.name, None, about[0].why)]
    facts = [
        SheetProposal(file, sheet.name, reading.facts.sheet, "", _facts(body.block.titles, reading.facts))
        for body in bodies
        if body.block.table == reading.facts.name
    ]
    named = reading.named(file, sheet.name)
    if about[0].details.get("sideways"):
        return [SheetProposal(file, sheet.name, reading.tables[str(about[0].table)].sheet, "")]
    found = find_tables(sheet, reading.looked_for(named), reading.names, named)
    matches = [stretch.match for stretch in found.stretches]
    if not matches and found.nearly and not facts:
        matches = [found.nearly]
    logs = [_table(file, sheet, match, reading.tables[match.table], about[0].why) for match in matches]
    return facts + logs or [_guessed(file, sheet, reading, about[0])]


def _guessed(file: str, sheet: SheetCells, reading: Reading, about: SheetRead) -> SheetProposal:
    """A sheet that is no known table: its columns, and the fields they are most like in the table most like it."""
    index = likely_header(sheet)
    headers = header_lines(sheet, index, index, ())
    told = reading.told(file, sheet.name)
    tables = [reading.tables[told]] if told else list(reading.logs.values())
    guesses = [_alike(Match(spec.name, 0.0, {}, {}, (), tuple(headers)), spec) for spec in tables]
    spec, alike = max(zip(tables, guesses, strict=True), key=lambda pair: _how_like(sheet.name, headers, *pair))
    columns = {}
    for header in headers:
        like = alike.get(header.column, "")
        columns[header.column] = _column(sheet, header, like, "similar" if like else "unknown")
    columns |= _headless(sheet, index, columns)
    table = spec.sheet if alike or told else None
    listed = [columns[place] for place in sorted(columns)]
    return SheetProposal(file, sheet.name, table, about.why, listed, headers=about.details["headers"])


def _how_like(sheet: str, headers: list[Header], spec: TableSpec, alike: dict[int, str]) -> float:
    """How like a table its headers and name are: a small table is not to be outdone by one with many fields."""
    titles = {header.column: header.title for header in headers}
    fields = {one.header: one for one in spec.fields.values()}
    likest = (
        max(_likeness(titles[column], also) for also in (name, *fields[name].also)) for column, name in alike.items()
    )
    return sum(one * one for one in likest) / math.sqrt(len(fields)) + _likeness(sheet, spec.sheet) / 2


def _facts(titles: dict[str, str], spec: TableSpec) -> list[ColumnProposal]:
    columns = []
    for key, title in titles.items():
        own = spec.fields[key].header
        columns.append(ColumnProposal("", title, own, "canonical" if bare(title) == bare(own) else "synonym"))
    return columns


def _table(file: str, sheet: SheetCells, match: Match, spec: TableSpec, why: str) -> SheetProposal:
    columns: dict[int, ColumnProposal] = {}
    for key, header in match.fields.items():
        name, how = spec.fields[key].header, SURE.get(match.hows[key], match.hows[key])
        if header.column in columns:  # a map gives one header to two fields
            name = f"{columns[header.column].field}、{name}"
        columns[header.column] = _column(sheet, header, name, how)
    for key, several in match.ambiguous.items():
        for header in several:
            columns[header.column] = _column(sheet, header, spec.fields[key].header, "ambiguous")
    parts = {key: [header for _, header in pairs] for key, pairs in match.beside.items()}
    parts |= {key: list(one.others) for key, one in match.joined.items()}
    for key, headers in parts.items():
        for header in headers:
            columns[header.column] = _column(sheet, header, spec.fields[key].header, "part")
    for key, several in match.about_rows.items():
        for header in several:
            columns[header.column] = _column(sheet, header, spec.field(key).header, "synonym")
    alike = _alike(match, spec)
    for header in match.strangers:
        like = alike.get(header.column, "")
        columns[header.column] = _column(sheet, header, like, "similar" if like else "unknown")
    if match.columns:
        last = max(header.row for header in match.columns)
        columns |= _headless(sheet, next(i for i, (number, _) in enumerate(sheet.rows) if number == last), columns)
    missing = tuple(spec.fields[key].header for key in match.missing)
    return SheetProposal(file, sheet.name, spec.sheet, why, [columns[place] for place in sorted(columns)], missing)


def _headless(sheet: SheetCells, header: int, known: Container[int]) -> dict[int, ColumnProposal]:
    """The columns that hold something under no header: a map can name them by their letters alone."""
    below = [cells for _, cells in sheet.rows[header + 1 : header + 1 + SAMPLE]]
    width = max(map(len, below), default=0)
    found = {}
    for column in range(width):
        filled = sum(column < len(cells) and cells[column] != "" for cells in below)
        if column not in known and filled > len(below) / 2:
            found[column] = ColumnProposal(sheet.column(column), "", "", "unknown")
    return found


def _column(sheet: SheetCells, header: Header, name: str, sure: str) -> ColumnProposal:
    return ColumnProposal(sheet.column(header.column), " ".join(header.title.split()), name, sure)


def _alike(match: Match, spec: TableSpec) -> dict[int, str]:
    """Unknown column -> the field without a column it is most like, each field offered once: the likest pairs first."""
    pairs = []
    for header in match.strangers:
        for place, (key, one) in enumerate(spec.fields.items()):
            if key not in match.fields and key not in match.ambiguous:
                likeness = max(_likeness(header.title, name) for name in (one.header, *one.also))
                if likeness > SIMILAR:
                    pairs.append((-likeness, place, header.column, one.header))
    offered: dict[int, str] = {}
    for _, _, column, name in sorted(pairs):
        if column not in offered and name not in offered.values():
            offered[column] = name
    return offered


def _likeness(title: str, name: str) -> float:
    return difflib.SequenceMatcher(None, bare(title), bare(name)).ratio()
