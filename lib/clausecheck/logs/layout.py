"""Where the tables of a sheet are: header rows under titles, in up to three lines, repeated, stacked or side by side."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from itertools import chain
from typing import Any

from clausecheck.logs.cells import SheetCells
from clausecheck.logs.headers import belongs_to_header, header_lines, likely_header
from clausecheck.logs.match import TOLD, Match, matches, winner
from clausecheck.logs.names import Header, Names, plain
from clausecheck.nouns.records import dataclass
from clausecheck.procedure.tables import TableSpec

LOOKED_AT_CLOSELY = 60
"""So many filled rows at the top of a sheet are looked at for any header; below, only rows after a gap or a title, or
with a header text met before: looking closely at every one of 100,000 rows would take longer than reading them."""
SAMPLE = 30
_Hits = tuple[tuple[int, str], ...]
"""The known headers in a row: column and text."""


@dataclass(slots=True)
class Stretch:
    """One table on a sheet: how its headers fit, and its rows as indexes into `SheetCells.rows`."""

    match: Match
    top: int
    body: int
    end: int
    edges: tuple[int, int]
    """First and last column under this header, known fields or not."""
    repeated: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Found:
    """What was made out on one sheet. `nearly`: the best table that was not accepted; `tie`: two that fit equally."""

    stretches: list[Stretch]
    nearly: Match | None = None
    tie: tuple[str, str] | None = None


@dataclass(slots=True)
class _Search:
    """One sheet being searched: what is known beforehand, and what was nearly found."""

    sheet: SheetCells
    tables: Mapping[str, TableSpec]
    names: Names
    named: dict[str, float]
    found: Found
    alone: dict[int, list["_Candidate"]] = field(default_factory=dict)


@dataclass(slots=True)
class _Candidate:
    """A header that may be one, and the lines it takes."""

    top: int
    bottom: int
    match: Match
    edges: tuple[int, int]


def find_tables(
    sheet: SheetCells,
    tables: Mapping[str, TableSpec],
    names: Names,
    named: dict[str, float],
    tick: Callable[[], None] = lambda: None,
) -> Found:
    """Every table of a sheet with the rows below its header, in the order of the headers.

    `tick` is called for every row looked at closely, and may raise when that takes too long.
    """
    found = Found([])
    search = _Search(sheet, tables, names, named, found)
    candidates: list[_Candidate] = []
    refused: set[_Hits] = set()
    past = -1
    for index, hits in _promising(search):
        tick()
        if index <= past or (index >= LOOKED_AT_CLOSELY and hits in refused):
            continue
        accepted = _header_at(search, index, past)
        if not accepted:
            refused.add(hits)  # 电话 and 业主 are values as well as headers: such rows come by the thousand
        candidates += accepted
        past = max((candidate.bottom for candidate in accepted), default=past)
    if not candidates:
        candidates = _by_letters(search)
    for candidate in _without_chance_hits(sheet, candidates):
        tick()
        _begin(found.stretches, candidate)
    for stretch in found.stretches:
        stretch.end = min(stretch.end, len(sheet.rows))
    return found


def _by_letters(search: _Search) -> list[_Candidate]:
    """The table of a sheet that the project's map names, and whose columns it names by their letters alone."""
    told = [table for table, weight in search.named.items() if weight == TOLD]
    mapped = {meaning.table for meanings in search.names.letters.values() for meaning in meanings}
    if not search.sheet.rows or not mapped.intersection(told):
        return []
    index = likely_header(search.sheet)
    return _read_as(search, index, index)


def _promising(search: _Search) -> Iterator[tuple[int, _Hits]]:
    """Rows that may be headers, with the texts in them that are: at least two, or one where the sheet's name helps."""
    enough = 1 if search.named else 2
    met, spelled = search.names.met, search.names.spelled
    known, counted = met | spelled, len(met)
    before = 0
    after_few = False
    for index, (number, cells) in enumerate(search.sheet.rows):
        closely = index < LOOKED_AT_CLOSELY or after_few or number > before + 1
        if not closely:
            if len(met) != counted:
                known, counted = met | spelled, len(met)
            closely = not known.isdisjoint(cells) and (
                not met.isdisjoint(cells) or len(spelled.intersection(cells)) > 1
            )
        filled = len(cells) - cells.count("")
        before, after_few = number, filled <= 2
        if closely and filled >= enough:
            hits = tuple(
                [
                    (column, cell)
                    for column, cell in enumerate(cells)
                    if cell.__class__ is str and cell and _is_header(search, cell)
                ]
            )
            if len(hits) >= enough:
                yield index, hits


def _is_header(search: _Search, text: str) -> bool:
    """Whether a text is a header of one of the tables that are looked for."""
    meanings = search.names.find(text)
    return bool(meanings) and any(meaning.table in search.tables for meaning in meanings)


def _header_at(search: _Search, index: int, past: int) -> list[_Candidate]:
    """The tables whose header is this row, alone or with the rows above and below (if those are no headers alone)."""
    best = _alone(search, index) if index > past else []
    for top, bottom in ((-1, 0), (0, 1), (-2, 0), (-1, 1), (0, 2)):
        option = _read_as(search, index + top, index + bottom) if index + top > past else []
        if sum(_worth(one.match) for one in option) > sum(_worth(one.match) for one in best) + 0.25:
            lines = range(index + top, index + bottom + 1)
            if _fields(option) > max(_fields(_alone(search, line)) for line in lines):
                best = option  # a further line must add a field: 是 above 否 above 深入访谈 reads as 是否深入访谈
    for candidate in best:
        if belongs_to_header(search.sheet, candidate.bottom, candidate.match.columns):
            candidate.bottom += 1
    return list(best)


def _alone(search: _Search, index: int) -> list[_Candidate]:
    """The tables whose header one row is by itself; answered once for each row."""
    if index not in search.alone:
        search.alone[index] = _read_as(search, index, index)
    return search.alone[index]


def _fields(candidates: list[_Candidate]) -> int:
    """The fields that have a column, and what says whose a row is and whether it counts."""
    return sum(len(one.match.fields) + len(one.match.about_rows) for one in candidates)


def _read_as(search: _Search, top: int, bottom: int) -> list[_Candidate]:
    """The tables whose header is these rows read together, each of them needed."""
    headers = header_lines(search.sheet, top, bottom, search.names.letters)
    if not headers:
        return []
    below = [cells for _, cells in search.sheet.rows[bottom + 1 : bottom + 1 + SAMPLE]]
    lines = [number for number, _ in search.sheet.rows[top : bottom + 1]]
    return [
        _Candidate(top, bottom, match, _edges(headers, match))
        for match in _tables_of(search, headers, below)
        if top == bottom or _needs_all(match, lines, search)
    ]


def _needs_all(match: Match, lines: list[int], search: _Search) -> bool:
    """Whether a header read from several rows uses the uppermost and the lowest: else fewer of them are the header."""
    rows, tops = set(), set()
    for header in (*match.columns, *chain(*match.about_rows.values())):
        rows.add(header.row)
        known = zip(header.names, header.tops, strict=True)
        tops.add(next((top for name, top in known if _means(search, name, match.table)), header.row))
    return lines[0] in tops and lines[-1] in rows


def _means(search: _Search, name: str, table: str) -> bool:
    return any(one.table == table for one in search.names.find(name))


def _worth(match: Match) -> float:
    return match.score + 2.0 * (match.found + len(match.about_rows))


def _tables_of(search: _Search, headers: list[Header], below: list[list[Any]]) -> list[Match]:
    """One table over all headers, or several side by side where each part is a table of its own."""
    known = (search.tables, search.names, search.named)
    runs = [matches(run, below, *known) for run in _runs(headers)]
    parts = [part for run in runs if (part := winner(run))]
    if len(parts) > 1 and _apart(parts):
        return parts
    whole = runs[0] if len(runs) == 1 else matches(headers, below, *known)
    best = winner(whole)
    if best is None:
        _remember(search.found, whole)
        return parts[:1]
    for part in parts:
        if part.table == best.table and best.fields.keys() < part.fields.keys():
            return [part]  # the rest only repeats headers, as notes beside a table do
    return [best]


def _apart(parts: list[Match]) -> bool:
    """Whether parts of one header row are tables of their own: different tables, or the same fields again."""
    first = parts[0]
    return any(part.table != first.table or part.fields.keys() & first.fields.keys() for part in parts[1:])


def _remember(found: Found, whole: list[Match]) -> None:
    accepted = [match for match in whole if match.accepted]
    if len(accepted) > 1:
        found.tie = found.tie or (accepted[0].table, accepted[1].table)
    for match in whole[:1]:
        told = match.found >= 2 or "map" in match.hows.values()
        if told and (found.nearly is None or match.score > found.nearly.score):
            found.nearly = match


def _runs(headers: list[Header]) -> list[list[Header]]:
    """Headers that stand together: split at columns without a header, and where the same headers begin again."""
    runs: list[list[Header]] = []
    for header in headers:
        if runs and header.column == runs[-1][-1].column + 1:
            runs[-1].append(header)
        else:
            runs.append([header])
    return [part for run in runs for part in _repeats(run)]


def _repeats(run: list[Header]) -> list[list[Header]]:
    titles = [plain(header.title) for header in run]
    for times in (2, 3, 4):
        size, rest = divmod(len(run), times)
        if size >= 2 and not rest and titles == titles[:size] * times:
            return [run[start : start + size] for start in range(0, len(run), size)]
    return [run]


def _edges(headers: list[Header], match: Match) -> tuple[int, int]:
    """The columns of the run of headers around a table's own columns."""
    first, last = match.span
    columns = {header.column for header in headers}
    beside = (*match.strangers, *(header for several in match.about_rows.values() for header in several))
    if beside:
        own = {header.column for header in beside}
        while first - 1 in own and first - 1 in columns:
            first -= 1
        while last + 1 in own and last + 1 in columns:
            last += 1
    return first, last


def _without_chance_hits(sheet: SheetCells, candidates: list[_Candidate]) -> list[_Candidate]:
    """Without rows in which a word or two happens to be a header: far below the best header of the same table."""
    best: dict[str, float] = {}
    most: dict[str, int] = {}
    for candidate in candidates:
        table = candidate.match.table
        best[table] = max(best.get(table, 0.0), _worth(candidate.match))
        most[table] = max(most.get(table, 0), len(candidate.match.columns))
    kept = [
        one
        for one in candidates
        if _worth(one.match) >= 0.6 * best[one.match.table]
        and (len(one.match.columns) > 1 or most[one.match.table] == 1)
    ]
    return [one for one in kept if not any(_outdoes(sheet, other, one) for other in kept)]


def _outdoes(sheet: SheetCells, other: _Candidate, one: _Candidate) -> bool:
    """Whether a header right above or below is the better one of the same table: never two of them in a run."""
    upper, lower = (other, one) if other.top < one.top else (one, other)
    (left, right), (first, last) = other.match.span, one.match.span
    if other.match.table != one.match.table or right < first or last < left:
        return False
    if upper is lower or sheet.rows[upper.bottom][0] + 1 != sheet.rows[lower.top][0]:
        return False
    return (_worth(other.match), lower is one) > (_worth(one.match), lower is other) and not _same(
        other.match, one.match
    )


def _same(one: Match, other: Match) -> bool:
    """Whether two headers of a table put the same fields in the same columns."""
    columns = [{key: header.column for key, header in match.fields.items()} for match in (one, other)]
    return columns[0] == columns[1]


def _begin(stretches: list[Stretch], candidate: _Candidate) -> None:
    """A header begins a stretch and ends those it stands under; the same header again only interrupts its own."""
    first, last = candidate.match.span
    for stretch in list(stretches):
        left, right = stretch.match.span
        if right < first or last < left or stretch.end <= candidate.top:
            continue
        if stretch.match.table == candidate.match.table and _same(stretch.match, candidate.match):
            stretch.repeated += range(candidate.top, candidate.bottom + 1)
            return
        stretch.end = candidate.top
        if stretch.body >= stretch.end and _worth(stretch.match) < _worth(candidate.match):
            stretches.remove(stretch)  # a group line above the real header, not an empty table
    stretches.append(Stretch(candidate.match, candidate.top, candidate.bottom + 1, 1 << 31, candidate.edges))
