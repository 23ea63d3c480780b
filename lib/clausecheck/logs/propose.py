"""A column map proposed from the sheets themselves: what was recognised, how sure, what is unknown or could be two."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from clausecheck.errors import Fault, InputFault
from clausecheck.logs.apart import SECONDS, Opener
from clausecheck.logs.broken import Broken, words_for
from clausecheck.logs.cells import SheetCells
from clausecheck.logs.columns import ColumnMap
from clausecheck.logs.layout import find_tables
from clausecheck.logs.match import Header, Match
from clausecheck.logs.names import bare
from clausecheck.logs.own import PRODUCTS
from clausecheck.logs.read import is_prose, map_beside, source_bytes
from clausecheck.logs.sheets import Reading, read_sheet
from clausecheck.logs.sources import find_sources
from clausecheck.schema import TableSpec

SIMILAR = 0.5
"""From this likeness of two headers on, one is offered for the other."""


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
    """What looks like the headers of a sheet that is no known table."""


def propose(
    paths: Sequence[Path],
    *,
    column_map: ColumnMap | None = None,
    password: str | None = None,
) -> list[SheetProposal]:
    """What each sheet's columns are taken for. Raises InputFault with every file that cannot be opened."""
    reading = Reading(column_map or map_beside(paths) or ColumnMap())
    proposals: list[SheetProposal] = []
    faults: list[Fault] = []
    with Opener() as opener:
        for source in find_sources(paths):
            try:
                book = opener.open(source_bytes(source), PurePosixPath(source.file).name, password)
                if source.searched and set(book.notes) & set(PRODUCTS):
                    continue  # our own results, which no audit reads either
                reading.allow(SECONDS)
                for sheet in book.sheets:
                    proposals += _sheet(source.file, sheet, reading)
            except Broken as broken:
                if not is_prose(source, broken):
                    faults += words_for(source.file, broken.key, broken.detail).faults
    if faults:
        raise InputFault(*faults)
    return proposals


def as_yaml(proposals: Sequence[SheetProposal]) -> str:
    """A columns.yaml to begin with: everything is a remark until somebody has looked at it and removes the #."""
    lines = ["# 列名对照表：左边是规范名称，右边是本项目的列名。核对后删去行首的 # 即生效。", "sheets:"]
    lines += [f"  # {_quoted(f'{one.file}/{one.sheet}')}: {one.table or '忽略'}" for one in proposals if one.why]
    lines.append("columns:")
    tables: dict[str, dict[str, list[str]]] = {}
    for proposal in proposals:
        for column in proposal.columns:
            if proposal.table and column.sure in ("similar", "ambiguous", "unknown"):
                titles = tables.setdefault(proposal.table, {}).setdefault(column.field or "？", [])
                if column.title not in titles:
                    titles.append(column.title)
    for table, fields in tables.items():
        lines.append(f"  {table}:")
        lines += [f"    # {name}: [{', '.join(map(_quoted, titles))}]" for name, titles in fields.items()]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _sheet(file: str, sheet: SheetCells, reading: Reading) -> list[SheetProposal]:
    about, bodies = read_sheet(file, sheet, reading, False)
    if about[0].table is None and about[0].why not in (
        "misses_required",
        "few_known",
        "no_known_headers",
        "two_tables",
    ):
        return [SheetProposal(file, sheet.name, None, about[0].why)]
    facts = [
        SheetProposal(file, sheet.name, reading.facts.sheet, "", _facts(body.block.titles, reading.facts))
        for body in bodies
        if body.block.table == reading.facts.name
    ]
    named = reading.named(file, sheet.name)
    found = find_tables(sheet, reading.logs, reading.names, named)
    matches = [stretch.match for stretch in found.stretches]
    if not matches and found.nearly and not facts:
        matches = [found.nearly]
    logs = [_table(file, sheet, match, reading.tables[match.table], about[0].why) for match in matches]
    return facts + logs or [SheetProposal(file, sheet.name, None, about[0].why, headers=about[0].details["headers"])]


def _facts(titles: dict[str, str], spec: TableSpec) -> list[ColumnProposal]:
    columns = []
    for key, title in titles.items():
        own = spec.fields[key].header
        columns.append(ColumnProposal("", title, own, "canonical" if bare(title) == bare(own) else "synonym"))
    return columns


def _table(file: str, sheet: SheetCells, match: Match, spec: TableSpec, why: str) -> SheetProposal:
    columns: dict[int, ColumnProposal] = {}
    for key, header in match.fields.items():
        columns[header.column] = _column(sheet, header, spec.fields[key].header, match.hows[key])
    for key, several in match.ambiguous.items():
        for header in several:
            columns[header.column] = _column(sheet, header, spec.fields[key].header, "ambiguous")
    for key, parts in match.beside.items():
        for _, header in parts:
            columns[header.column] = _column(sheet, header, spec.fields[key].header, "part")
    alike = _alike(match, spec)
    for header in match.strangers:
        like = alike.get(header.column, "")
        columns[header.column] = _column(sheet, header, like, "similar" if like else "unknown")
    missing = tuple(spec.fields[key].header for key in match.missing)
    return SheetProposal(file, sheet.name, spec.sheet, why, [columns[place] for place in sorted(columns)], missing)


def _column(sheet: SheetCells, header: Header, name: str, sure: str) -> ColumnProposal:
    return ColumnProposal(sheet.column(header.column), " ".join(header.title.split()), name, sure)


def _alike(match: Match, spec: TableSpec) -> dict[int, str]:
    """Unknown column -> the field without a column it is most like, each field offered once: the likest pairs first."""
    pairs = []
    for header in match.strangers:
        for place, (key, one) in enumerate(spec.fields.items()):
            if key not in match.fields and key not in match.ambiguous:
                likeness = max(_likeness(header.title, name) for name in (one.header, *one.also))
                if likeness >= SIMILAR:
                    pairs.append((-likeness, place, header.column, one.header))
    offered: dict[int, str] = {}
    for _, _, column, name in sorted(pairs):
        if column not in offered and name not in offered.values():
            offered[column] = name
    return offered


def _likeness(title: str, name: str) -> float:
    return difflib.SequenceMatcher(None, bare(title), bare(name)).ratio()
