"""Which table a row of headers belongs to: every table is scored, and the best is taken if it is clearly one.

Headers decide; the sheet's name helps (spec: logs.md). A header shared by many tables (月份, 类型) says less than one
that only one table has, a column that no row can do without says more, and the values under a list column say most.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from clausecheck.logs.names import How, Names, beside
from clausecheck.logs.values import Reader, reader_of
from clausecheck.model import Unknown
from clausecheck.schema import TableSpec

WEIGHT: dict[How, float] = {"map": 4.0, "canonical": 2.0, "synonym": 1.5}
CLEARLY = 0.75
"""By how much the best table must lead where the sheet's name decides nothing."""
TOLD = 100.0
"""Weight of a project's own map saying which table a sheet is."""


@dataclass(slots=True)
class Header:
    """The header of one column: what may be its name (a two-line header has several), best first, and as written."""

    column: int
    names: tuple[str, ...]
    title: str
    row: int
    """Excel row number of the cell that holds it."""


@dataclass(slots=True)
class Match:
    """How one run of headers fits one table."""

    table: str
    score: float
    fields: dict[str, Header]
    ambiguous: dict[str, tuple[Header, ...]]
    """Fields that several columns could be: none of them is used."""
    missing: tuple[str, ...]
    """Required fields without a column."""
    strangers: tuple[Header, ...]
    """Headers that are no field of this table."""
    hows: dict[str, How] = field(default_factory=dict)
    named: bool = False
    beside: dict[str, tuple[tuple[str, Header], ...]] = field(default_factory=dict)
    """Field -> the columns that complete it: the 栋 and 单元 of a 房号, outermost first."""
    about_rows: dict[str, tuple[Header, ...]] = field(default_factory=dict)
    """The columns that say whose a row is and whether it counts; they weigh nothing. Several may say one thing."""

    @property
    def found(self) -> int:
        return len(self.fields) + len(self.ambiguous)

    @property
    def share(self) -> float:
        used = len(self.fields) + sum(len(several) for several in self.ambiguous.values())
        return used / max(1, used + len(self.strangers))

    @property
    def span(self) -> tuple[int, int]:
        columns = [header.column for header in self.fields.values()]
        columns += [header.column for several in self.ambiguous.values() for header in several]
        columns += [header.column for parts in self.beside.values() for _, header in parts]
        return min(columns), max(columns)

    @property
    def accepted(self) -> bool:
        """Whether this is surely the table: by its name, by all its required columns, or by most of its columns."""
        if self.named:
            return self.found >= 2 or self.share >= 0.3
        if not self.missing:
            told = "map" in self.hows.values()  # the project itself calls a column so
            return told or self.found >= 3 or (self.found == 2 and self.share >= 0.5)
        return self.found >= 4 and self.share >= 0.5 and len(self.missing) < self.found / 2


def matches(
    headers: list[Header],
    below: list[list[Any]],
    tables: Mapping[str, TableSpec],
    names: Names,
    named: dict[str, float],
) -> list[Match]:
    """Every table that has at least one of these headers, best first.

    `below`: some rows under the headers, for the values in list columns. `named`: weight of the sheet's name per table.
    """
    meanings = [
        (header, {m.table: m for name in reversed(header.names) for m in names.find(name)}) for header in headers
    ]
    candidates = {table for _, by_table in meanings for table in by_table} & tables.keys()
    found = [_match(tables[name], meanings, below, names, named) for name in sorted(candidates)]
    return sorted(found, key=lambda match: (-match.accepted, -match.score, list(tables).index(match.table)))


def winner(found: list[Match]) -> Match | None:
    """The one accepted table, or None when there is none, or two that fit equally well."""
    accepted = [match for match in found if match.accepted]
    if not accepted:
        return None
    best = accepted[0]
    rivals = [match for match in accepted[1:] if best.score - match.score < CLEARLY]
    return None if rivals else best


def _match(
    spec: TableSpec, meanings: list[Any], below: list[list[Any]], names: Names, named: dict[str, float]
) -> Match:
    columns: dict[str, list[tuple[How, Header]]] = {}
    strangers = []
    for header, by_table in meanings:
        meaning = by_table.get(spec.name)
        if meaning is None:
            strangers.append(header)
        else:
            columns.setdefault(meaning.field, []).append((meaning.how, header))
    result = Match(spec.name, 0.0, {}, {}, (), tuple(strangers), named=spec.name in named)
    for key, several in columns.items():
        mapped = [pair for pair in several if pair[0] == "map"]
        chosen = mapped or several
        if len(chosen) == 1:
            result.hows[key], result.fields[key] = chosen[0]
        else:
            result.ambiguous[key] = tuple(header for _, header in chosen)
    _complete(result, spec)
    _set_apart(result, spec, below, names)
    result.missing = tuple(key for key in spec.required if key not in columns)
    result.score = _score(spec, result, below, names, named)
    return result


def _complete(match: Match, spec: TableSpec) -> None:
    """Puts the columns that complete a field beside it. Two that could be the same part make the field ambiguous."""
    for one in spec.fields.values():
        parts = []
        for kind, _ in one.beside:
            key = beside(one.key, kind)
            match.hows.pop(key, None)
            columns = match.ambiguous.pop(key, ())
            if key in match.fields:
                columns = (match.fields.pop(key),)
            if one.key not in match.fields:
                match.strangers += columns
            elif len(columns) > 1:
                match.ambiguous[one.key] = (match.fields.pop(one.key), *columns)
            elif columns:
                parts.append((kind, columns[0]))
        if parts and one.key in match.fields:
            match.beside[one.key] = tuple(parts)


def _set_apart(match: Match, spec: TableSpec, below: list[list[Any]], names: Names) -> None:
    """Takes the columns that any log sheet may carry out of the unknown ones; not 项目编码 in a form of facts beside the
    table, over the name of the next fact."""
    strangers = []
    for header in match.strangers:
        key = next((key for name in header.names if (key := names.about_row(spec.name, name))), "")
        under = (row[header.column] for row in below[:1] if header.column < len(row))
        if key and not any(names.find(cell) for cell in under):
            match.about_rows[key] = (*match.about_rows.get(key, ()), header)
        else:
            strangers.append(header)
    match.strangers = tuple(strangers)


def _score(spec: TableSpec, match: Match, below: list[list[Any]], names: Names, named: dict[str, float]) -> float:
    score = named.get(spec.name, 0.0) - 1.5 * len(match.missing) + match.share
    for key, header in match.fields.items():
        score += WEIGHT[match.hows[key]]
        if spec.fields[key].required:
            score += 1.0
        tables = {meaning.table for name in header.names for meaning in names.find(name)}
        if len(tables) == 1:
            score += 0.5
        if spec.fields[key].type == "list":
            score += _values_speak(reader_of(spec.fields[key], False), header.column, below)
    return score + 0.75 * len(match.ambiguous)


def _values_speak(read: Reader, column: int, below: list[list[Any]]) -> float:
    """From -3 (nothing under a list column is of that list) to +2 (everything is)."""
    values = [read(row[column])[0] for row in below if column < len(row) and row[column] != ""]
    filled = [value for value in values if value is not None]
    if not filled:
        return 0.0
    good = sum(not isinstance(value, Unknown) for value in filled) / len(filled)
    return 2.0 * good if good else -3.0
