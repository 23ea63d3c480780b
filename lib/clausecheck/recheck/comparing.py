"""An earlier audit beside a later one: every finding that is open in either, with what became of it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field

from clausecheck.audit.lines import content_identity, is_place
from clausecheck.nouns.model import Line, Say, say
from clausecheck.nouns.records import dataclass
from clausecheck.nouns.text import same_key

from .document import Document, Key
from .doubt import HANDED_IN
from .model import CellChange, Change, State
from .rows import Known, same_rows
from .sides import Entry, Place, Side, place_of

TWICE = "DAT03"
"""An identifier that is used twice: it tells no rows apart."""
Comparable = Callable[[Entry, bool], bool]


@dataclass(frozen=True, slots=True)
class Look:
    """How the cells of both sides are looked at. `changed`: of a finding, its partner and its row now, which cells changed and
    why that is doubtful (None: it is not); `rested`: on what one rested that is gone; `stands`: on what one stands now."""

    changed: Callable[[Entry, Entry | None, Line | None], tuple[tuple[CellChange, ...], Say | None]]
    rested: Callable[[Entry], tuple[CellChange, ...]]
    stands: Callable[[Entry], tuple[CellChange, ...]]


@dataclass(slots=True)
class Pairs:
    """Which finding is which, and which rows. `partner`: of every earlier one that is open or spoken of."""

    partner: dict[Key, Entry] = field(default_factory=dict)
    rows: dict[Place, Line] = field(default_factory=dict)
    named: frozenset[str] = frozenset()
    """Identifiers and other names of what passes in a later audit that is known as data alone."""
    judged: dict[str, bool] = field(default_factory=dict)
    """The rules of which the later audit says anything, and whether any of it is open."""


def tables_of(document: Document) -> set[str]:
    """The tables of which rows are compared: those of findings about rows."""
    return {str(one["row"]["table"]) for one in document.told.values() if one.get("row")}


def codes_of(document: Document) -> set[str]:
    """The rules that have anything open."""
    return {code for code, _ in document.told}


def paired(document: Document, before: Side, now: Side, key_dates: Mapping[str, str]) -> Pairs:
    """Every earlier finding with the later one that is it: by row, else by identity, else by subject where that is no place."""
    doubled = {
        (line.table, line.id) for entry in before.entries.values() if entry.code == TWICE and (line := entry.line)
    }
    known_rows = Known(_stood(document, before, now, doubled), lambda line: (line.table, line.id) in doubled)
    rows = same_rows(before.lines.values(), now.lines.values(), key_dates, known_rows)
    data = (entry for entry in now.entries.values() if entry.finding is None and entry.line is None)
    pairs = Pairs(rows=rows, named=frozenset(same_key(entry.subject) for entry in data))
    at_row: dict[tuple[str, str, Place], Entry] = {}
    known: dict[tuple[str, str], Entry] = {}
    for entry in now.entries.values():
        pairs.judged[entry.code] = pairs.judged.get(entry.code, False) or entry.is_open
        if line := entry.line or _line_of(entry):
            at_row.setdefault((entry.code, entry.column, place_of(line)), entry)
        if entry.identity:
            known.setdefault((entry.code, entry.identity), entry)
    for entry in before.entries.values():
        if entry.record is not None and (partner := _partner(entry, rows, at_row, known, now)):
            pairs.partner[entry.key] = partner
    return pairs


def _line_of(entry: Entry) -> Line | None:
    """Where the row of a finding stands, of an audit at hand."""
    row = entry.finding.row if entry.finding else None
    return Line(row.table, row.file, row.sheet, row.number, "", ()) if row else None


def _partner(
    entry: Entry,
    rows: Mapping[Place, Line],
    at_row: Mapping[tuple[str, str, Place], Entry],
    known: Mapping[tuple[str, str], Entry],
    now: Side,
) -> Entry | None:
    if entry.line:
        if line := rows.get(place_of(entry.line)):
            return at_row.get((entry.code, entry.column, place_of(line)))
        if same := known.get((entry.code, entry.identity)):
            return same
        named = None if is_place(entry.subject) else now.entries.get(entry.key)
        return named if named and named.finding is None and named.line is None else None  # it passes, as data alone
    if entry.identity and (same := known.get((entry.code, entry.identity))):
        return same
    return None if is_place(entry.subject) else now.entries.get(entry.key)


def _stood(document: Document, before: Side, now: Side, doubled: set[tuple[str, str]]) -> Callable[[Line], bool]:
    """Whether a row of the later audit is known to have been there before, as a row on which nothing was open: by its
    identifier, or by its content under a rule that it kept."""
    told = {place_of(line): line for line in before.lines.values()}
    ids = {(line.table, line.id) for line in told.values() if line.id} - doubled
    codes: dict[str, set[str]] = {}
    for entry in now.entries.values():
        if line := entry.line or _line_of(entry):
            codes.setdefault(line.table, set()).add(entry.code)
    names: dict[str, set[str]] = {}
    identities: dict[str, set[str]] = {}
    for (code, subject), (_, identity) in document.bare.items():
        if identity:
            identities.setdefault(code, set()).add(identity)
        else:
            names.setdefault(code, set()).add(same_key(subject))

    def stood(line: Line) -> bool:
        rules = codes.get(line.table, set())
        if line.id and ((line.table, line.id) in ids or any(line.id in names.get(code, ()) for code in rules)):
            return True
        asked = (code for code in rules if code in identities)
        return any(content_identity(code, line) in identities[code] for code in asked)

    return stood


def changes_of(before: Side, now: Side, pairs: Pairs, look: Look, comparable: Comparable) -> Iterator[Change]:
    """What became of every finding that was open, then what is open and was not. `comparable`: whether a finding without
    a partner may be spoken of (its period may not be the other's); the flag says whether it is an earlier one."""
    claimed: set[Key] = set()
    first: dict[tuple[str, str], Entry] = {}
    for entry in before.entries.values():
        partner = pairs.partner.get(entry.key)
        if not entry.is_open or not (partner or comparable(entry, True)):
            continue
        first.setdefault((entry.code, _any_of_its_kind(entry)), entry)
        if partner:
            claimed.add(partner.key)
        yield _became(entry, partner, pairs, look)
    earlier = {partner.key: before.entries[key] for key, partner in pairs.partner.items()}
    for entry in now.entries.values():
        if not entry.is_open or entry.key in claimed:
            continue
        again = first.get((entry.code, _any_of_its_kind(entry))) if entry.line is None and entry.identity else None
        if again:  # a column that is absent on two sheets now, for the table was split
            yield _change(again, entry, "persisting")
        elif comparable(entry, False):
            yield _fresh(entry, earlier.get(entry.key) or _namesake(entry, before), look)


def _any_of_its_kind(entry: Entry) -> str:
    """The identity without its occurrence: of a column that is absent on several sheets."""
    return entry.identity.partition(".")[0]


def _became(entry: Entry, partner: Entry | None, pairs: Pairs, look: Look) -> Change:
    """What became of one that was open."""
    line = pairs.rows.get(place_of(entry.line)) if entry.line else None
    is_fault = entry.code.startswith("DAT")
    has_row = entry.line is not None or (is_fault and is_place(entry.subject))
    there = line is not None or (entry.line is not None and entry.line.id in pairs.named)
    if partner is None and has_row and not there:
        return _change(entry, None, "gone", look.rested(entry))
    cells, why = look.changed(entry, partner, line)
    if partner is None:  # a fault of the logs that is no more has no finding; a rule that is silent has mended nothing
        if is_fault:
            state: State = "doubtful" if why else "mended"
            return _change(entry, None, state, cells, why or _by_the_day_alone(entry, cells))
        handed_in = (entry.record or {}).get("reason") in HANDED_IN and pairs.judged.get(entry.code) is False
        return _change(entry, None, "mended" if handed_in else "persisting", cells)
    warned = entry.verdict == "at_risk" and partner.verdict == "pending"
    if partner.verdict != "pass" and not warned:
        return _change(entry, partner, "persisting", cells)
    return _change(entry, partner, "doubtful" if why else "mended", cells, why)


def _by_the_day_alone(entry: Entry, cells: tuple[CellChange, ...]) -> Say | None:
    """A date that lay behind the earlier as-of day no longer does, and no cell is seen to differ: perhaps nobody mended it."""
    return say("recheck.by_day") if entry.code == "DAT04" and not cells else None


def _change(
    was: Entry, now: Entry | None, state: State, cells: tuple[CellChange, ...] = (), why: Say | None = None
) -> Change:
    subject, after = (now.subject, now.verdict) if now else (None, None)
    finding, record = (now.finding, now.record) if now else (None, None)
    return Change(was.code, was.subject, subject, state, was.verdict, after, cells, was.record, finding, record, why)


def _fresh(now: Entry, was: Entry | None, look: Look) -> Change:
    """One that was not open before."""
    before = was.verdict if was else None
    record = was.record if was else None
    return Change(
        now.code, now.subject, now.subject, "new", before, now.verdict, look.stands(now), record, now.finding, now.record
    )  # fmt: skip


def _namesake(entry: Entry, before: Side) -> Entry | None:
    """The earlier finding of that name, where the name is no place."""
    return None if is_place(entry.subject) else before.entries.get(entry.key)
