"""Which table a row of headers belongs to: every table is scored, and the best is taken if it is clearly one.

Headers decide; the sheet's name helps (spec: logs.md). A header shared by many tables (月份, 类型) says less than one
that only one table has, a column that no row can do without says more, and the values under a list column say most.
"""

from collections.abc import Mapping
from dataclasses import field
from itertools import chain
from typing import Any

from clausecheck.logs.joined import Joined, day_beside, join
from clausecheck.logs.names import Header, How, Meaning, Names, beside, plain
from clausecheck.logs.values import Reader, reader_of
from clausecheck.nouns.model import Unknown
from clausecheck.nouns.records import dataclass
from clausecheck.procedure.tables import FieldSpec, TableSpec

WEIGHT: dict[How, float] = {"map": 4.0, "letter": 0.0, "canonical": 2.0, "synonym": 1.5, "maybe": 1.5}
CLEARLY = 0.75
"""By how much the best table must lead where the sheet's name decides nothing."""
TOLD = 5.0
"""Weight of a project's own map saying which table a sheet is: no other table is then looked for."""
FITS = 0.5
"""From this share of fitting values on, a header that may be a list field is that field."""


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
    told: bool = False
    """Whether the project's own map says that the sheet is this table."""
    beside: dict[str, tuple[tuple[str, Header], ...]] = field(default_factory=dict)
    """Field -> the columns that complete it: the 栋 and 单元 of a 房号, outermost first."""
    about_rows: dict[str, tuple[Header, ...]] = field(default_factory=dict)
    """The columns that say whose a row is and whether it counts; they weigh nothing. Several may say one thing."""
    joined: dict[str, Joined] = field(default_factory=dict)
    """Field -> how it stands in several columns: its day and its time of day, or texts (reading 57)."""

    @property
    def found(self) -> int:
        """How many fields speak for this table; a column named by its letters alone does not."""
        return sum(self.hows.get(key) != "letter" for key in self.fields) + len(self.ambiguous)

    @property
    def share(self) -> float:
        used = len({header.column for header in self.columns})
        return used / max(1, used + len(self.strangers))

    @property
    def columns(self) -> list[Header]:
        """Every column of this table: of its fields, of what completes them, and those that could be one field."""
        several = chain(*self.ambiguous.values(), *(one.others for one in self.joined.values()))
        parts = (header for parts in self.beside.values() for _, header in parts)
        return [*self.fields.values(), *several, *parts]

    @property
    def span(self) -> tuple[int, int]:
        columns = [header.column for header in self.columns]
        return min(columns), max(columns)

    @property
    def accepted(self) -> bool:
        """Whether this is surely the table: by its name, by all its required columns, or by most of its columns."""
        if self.told:
            return bool(self.columns)
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
    meanings = [(header, _meanings(header, names, tables)) for header in headers]
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


_Columns = dict[str, list[tuple[Meaning, Header]]]


def _meanings(header: Header, names: Names, tables: Mapping[str, TableSpec]) -> dict[str, list[Meaning]]:
    """Table -> the fields a column can be there: a map's letters first, then the best of its names that is known."""
    found: dict[str, list[Meaning]] = {}
    for known in (names.letters.get(header.letters, ()), *map(names.find, header.names)):
        by_table: dict[str, list[Meaning]] = {}
        for meaning in known:
            by_table.setdefault(meaning.table, []).append(meaning)
        for table, several in by_table.items():
            found.setdefault(table, several)
    return {table: several for table, several in found.items() if table in tables}


def _match(
    spec: TableSpec, meanings: list[Any], below: list[list[Any]], names: Names, named: dict[str, float]
) -> Match:
    result = Match(spec.name, 0.0, {}, {}, (), (), named=spec.name in named, told=named.get(spec.name) == TOLD)
    columns: _Columns = {}
    for header, by_table in meanings:
        known = by_table.get(spec.name, ())
        meant = [one for one in known if one.how != "maybe" or _fits(spec, one.field, header, below, names)]
        for meaning in meant:
            columns.setdefault(meaning.field, []).append((meaning, header))
        if not meant and header.title:
            result.strangers += (header,)
    _move_second(columns)
    for key, several in columns.items():
        _settle(result, spec, key, several, below, names)
    _complete(result, spec)
    _give_days(result, spec, below, names)
    _set_apart(result, spec, below, names)
    result.missing = tuple(key for key in spec.required if key not in columns)
    result.score = _score(spec, result, below, names, named)
    return result


def _fits(spec: TableSpec, key: str, header: Header, below: list[list[Any]], names: Names) -> bool:
    return _good(reader_of(spec.fields[key], words=names.words), header.column, below) >= FITS


def _move_second(columns: _Columns) -> None:
    """登记时间 beside 投诉时间 is 录入时间, unless that stands there too (reading 57)."""
    for key in list(columns):
        moved = [pair for pair in columns[key] if pair[0].instead and pair[0].instead not in columns]
        if moved and len(moved) < len(columns[key]):
            columns[key] = [pair for pair in columns[key] if pair not in moved]
            columns[moved[0][0].instead] = moved


def _settle(
    match: Match,
    spec: TableSpec,
    key: str,
    several: list[tuple[Meaning, Header]],
    below: list[list[Any]],
    names: Names,
) -> None:
    """The column of a field; where there are several, the mapped ones, joined if they can be, or else none of them."""
    mapped = sorted((pair for pair in several if pair[0].how in ("map", "letter")), key=lambda pair: pair[0].place)
    chosen = mapped or [pair for pair in several if pair[0].how != "maybe"] or several
    match.strangers += tuple(pair[1] for pair in several if pair not in chosen)
    headers = [header for _, header in chosen]
    field_spec = spec.fields.get(key)
    if len(chosen) == 1:
        match.hows[key], match.fields[key] = chosen[0][0].how, headers[0]
        return
    if mapped and field_spec and field_spec.beside and len(headers) <= len(field_spec.beside) + 1:
        match.hows[key], match.fields[key] = "map", headers[-1]
        match.beside[key] = tuple(zip(_kinds(field_spec, headers[:-1]), headers[:-1], strict=True))
    elif field_spec and (one := join(field_spec, headers, bool(mapped), below, names.words.nothing)):
        match.hows[key], match.fields[key] = chosen[0][0].how, one.main
        match.joined[key] = one
    else:
        match.ambiguous[key] = tuple(headers)


def _kinds(spec: FieldSpec, headers: list[Header]) -> list[str]:
    """What each mapped part of a flat is: by its header, else the building before the unit before the phase."""
    known = [next((kind for kind, also in spec.beside if plain(one.title) in also), "") for one in headers]
    first, *others = [kind for kind, _ in spec.beside]
    free = [kind for kind in (*others, first) if kind not in known][: known.count("")]
    left = [kind for kind, _ in spec.beside if kind in free]
    return [kind or left.pop(0) for kind in known]


def _complete(match: Match, spec: TableSpec) -> None:
    """Puts the columns that complete a field beside it. Two that could be the same part make the field ambiguous."""
    for one in spec.fields.values():
        parts = []
        mapped = match.beside.get(one.key)
        for kind, _ in one.beside:
            key = beside(one.key, kind)
            match.hows.pop(key, None)
            columns = match.ambiguous.pop(key, ())
            if key in match.fields:
                columns = (match.fields.pop(key),)
            if one.key not in match.fields or mapped:  # a project's map says itself what completes it
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


def _give_days(match: Match, spec: TableSpec, below: list[list[Any]], names: Names) -> None:
    """A column of times of day takes its day from the 日期 column beside it (reading 57)."""
    days = [one.others[0] for one in match.joined.values() if one.how == "day"]
    for key, header in list(match.fields.items()):
        if spec.fields[key].type == "when" and key not in match.joined:
            day = day_beside(header, [*days, *match.strangers], below, names.words.nothing)
            if day:
                match.joined[key] = Joined("day", header, (day,), own=False)
    used = {header.column for one in match.joined.values() for header in one.others}
    match.strangers = tuple(header for header in match.strangers if header.column not in used)


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
            score += _values_speak(reader_of(spec.fields[key], words=names.words), header.column, below)
    return score + 0.75 * len(match.ambiguous)


def _values_speak(read: Reader, column: int, below: list[list[Any]]) -> float:
    """From -3 (nothing under a list column is of that list) to +2 (everything is)."""
    good = _good(read, column, below)
    return 0.0 if good < 0 else 2.0 * good if good else -3.0


def _good(read: Reader, column: int, below: list[list[Any]]) -> float:
    """The share of the values under a list column that are of its list; -1 where there are none."""
    values = [read(row[column])[0] for row in below if column < len(row) and row[column] != ""]
    filled = [value for value in values if value is not None]
    return sum(not isinstance(value, Unknown) for value in filled) / len(filled) if filled else -1.0
