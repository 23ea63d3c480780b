"""Where the tables of a sheet are: header rows under titles, in two lines, repeated, stacked or side by side."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from clausecheck.logs.cells import SheetCells
from clausecheck.logs.match import Header, Match, matches, winner
from clausecheck.logs.names import Names, plain
from clausecheck.schema import TableSpec

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


@dataclass(slots=True)
class _Candidate:
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
    for candidate in _without_chance_hits(candidates):
        tick()
        _begin(found.stretches, candidate)
    for stretch in found.stretches:
        stretch.end = min(stretch.end, len(sheet.rows))
    return found


def _promising(search: _Search) -> Iterator[tuple[int, _Hits]]:
    """Rows that may be headers, with the texts in them that are: at least two, or one where the sheet's name helps."""
    enough = 1 if search.named else 2
    met = search.names.met
    before = 0
    after_few = False
    for index, (number, cells) in enumerate(search.sheet.rows):
        closely = index < LOOKED_AT_CLOSELY or after_few or number > before + 1 or not met.isdisjoint(cells)
        filled = len(cells) - cells.count("")
        before, after_few = number, filled <= 2
        if closely and filled >= enough:
            hits = tuple(
                (column, cell)
                for column, cell in enumerate(cells)
                if cell != "" and any(meaning.table in search.tables for meaning in search.names.find(cell))
            )
            if len(hits) >= enough:
                yield index, hits


def _header_at(search: _Search, index: int, past: int) -> list[_Candidate]:
    """The tables whose header is this row, alone or with the row below or above it (if that is not itself a header)."""
    best: list[_Candidate] = []
    for top, bottom in ((index, index), (index - 1, index), (index, index + 1)):
        headers = _headers(search.sheet, top, bottom)
        if not headers or top <= past:
            continue
        below = [cells for _, cells in search.sheet.rows[bottom + 1 : bottom + 1 + SAMPLE]]
        option = [
            _Candidate(top, bottom, match, _edges(headers, match))
            for match in _tables_of(search, headers, below)
            if top == bottom or _needs_both(match, search)
        ]
        if sum(_worth(one.match) for one in option) > sum(_worth(one.match) for one in best) + 0.25:
            best = option
    return best


def _needs_both(match: Match, search: _Search) -> bool:
    """Whether a header read from two rows uses the upper one: otherwise the lower row alone is the header."""
    bottom = max(header.row for header in match.fields.values()) if match.fields else 0
    return any(
        header.row < bottom
        or (len(header.names) > 1 and any(one.table == match.table for one in search.names.find(header.names[0])))
        for header in match.fields.values()
    )


def _worth(match: Match) -> float:
    return match.score + 2.0 * match.found


def _headers(sheet: SheetCells, top: int, bottom: int) -> list[Header]:
    """The headers of one row, or of two rows read together; empty when the two cannot be one header."""
    if top < 0 or bottom >= len(sheet.rows):
        return []
    number, cells = sheet.rows[bottom]
    if top == bottom:
        return [
            Header(column, (cell,), cell, number)
            for column, cell in enumerate(cells)
            if isinstance(cell, str) and cell.strip()
        ]
    above, upper = sheet.rows[top]
    if above + 1 != number or not all(isinstance(cell, str) for cell in (*upper, *cells)):
        return []
    spread = _spread(sheet, above, upper, cells)
    headers = []
    for column, lower in enumerate(cells):
        over = spread[column]
        if lower.strip() and over.strip():
            headers.append(Header(column, (over + lower, lower), lower, number))
        elif lower.strip() or upper[column].strip():
            text = lower if lower.strip() else upper[column]
            headers.append(Header(column, (text,), text, number if lower.strip() else above))
    return headers


def _spread(sheet: SheetCells, number: int, upper: list[str], lower: list[str]) -> list[str]:
    """The upper header line with each text over all the columns it spans."""
    spread = list(upper)
    if sheet.merges is not None:
        for first, left, last, right in sheet.merges:
            if first <= number <= last and 0 <= left < len(spread):
                spread[left : right + 1] = [spread[left]] * (min(right + 1, len(spread)) - left)
        return spread
    for column in range(1, len(spread)):  # no merges known: a text spans to the next
        if not spread[column].strip() and lower[column].strip():
            spread[column] = spread[column - 1]
    return spread


def _tables_of(search: _Search, headers: list[Header], below: list[list[Any]]) -> list[Match]:
    """One table over all headers, or several side by side where each part is a table of its own."""
    known = (search.tables, search.names, search.named)
    parts = [part for run in _runs(headers) if (part := winner(matches(run, below, *known)))]
    if len(parts) > 1 and _apart(parts):
        return parts
    whole = matches(headers, below, *known)
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
        if match.found >= 2 and (found.nearly is None or match.score > found.nearly.score):
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


def _without_chance_hits(candidates: list[_Candidate]) -> list[_Candidate]:
    """Without rows in which a word or two happens to be a header: far below the best header of the same table."""
    best: dict[str, float] = {}
    for candidate in candidates:
        best[candidate.match.table] = max(best.get(candidate.match.table, 0.0), _worth(candidate.match))
    return [one for one in candidates if _worth(one.match) >= 0.6 * best[one.match.table]]


def _begin(stretches: list[Stretch], candidate: _Candidate) -> None:
    """A header begins a stretch and ends those it stands under; the same header again only interrupts its own."""
    columns = {key: header.column for key, header in candidate.match.fields.items()}
    first, last = candidate.match.span
    for stretch in list(stretches):
        left, right = stretch.match.span
        if right < first or last < left or stretch.end <= candidate.top:
            continue
        same = {key: header.column for key, header in stretch.match.fields.items()} == columns
        if same and stretch.match.table == candidate.match.table:
            stretch.repeated += range(candidate.top, candidate.bottom + 1)
            return
        stretch.end = candidate.top
        if stretch.body >= stretch.end and _worth(stretch.match) < _worth(candidate.match):
            stretches.remove(stretch)  # a group line above the real header, not an empty table
    stretches.append(Stretch(candidate.match, candidate.top, candidate.bottom + 1, 1 << 31, candidate.edges))
