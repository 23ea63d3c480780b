"""Rows as read become rows as evidence: the period settles dates without a year, the as-of date removes what lies after
it, rows that cannot be judged are set aside with their reason, and every fault on the way is kept (G2, G11)."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import field, replace
from datetime import date

from clausecheck.nouns.model import Block, Cell, CellFault, Logs, Row, Say, Unknown, say
from clausecheck.nouns.periods import Period, When
from clausecheck.nouns.records import dataclass
from clausecheck.nouns.text import same_key
from clausecheck.procedure.tables import FieldSpec, Tables, TableSpec

from .years import UNSETTLED, settle_row

BEFORE_COVERED = "before_covered"
"""Note of a DAT06 that is a date before the period its row covers, with the period behind it."""


@dataclass(frozen=True, slots=True)
class ByIdentifier:
    """The rows of a table by `same_key` of their identifier; of several the first (reading 40). `unreadable`: the first
    row whose identifier cannot be read."""

    rows: dict[str, Row]
    unreadable: Row | None
    aside: dict[str, tuple[Row, Say]]


@dataclass(frozen=True, slots=True)
class ByDay:
    """Where the rows of a table stand by a date of theirs: the days in order, each with the place of its row; and the places
    of the rows without a day."""

    days: list[date]
    places: list[int]
    undated: list[int]

    def near(self, rows: list[Row], window: Period) -> list[Row]:
        inside = self.places[bisect_left(self.days, window.start) : bisect_right(self.days, window.end)]
        return [rows[place] for place in sorted((*inside, *self.undated))]


@dataclass(slots=True)
class Table:
    """One table of the project as evidence.

    `rows` can be judged; `incomplete` lack a `!` cell and are judged only by the rule that checks that cell (reading
    37); `aside` holds every row set aside with its reason. `absent` are the columns missing from at least one sheet of
    the table whose absence does not read as blank (reading 32).
    """

    spec: TableSpec
    blocks: list[Block]
    rows: list[Row] = field(default_factory=list)
    incomplete: list[Row] = field(default_factory=list)
    aside: list[tuple[Row, Say]] = field(default_factory=list)
    absent: frozenset[str] = frozenset()
    _by_id: "ByIdentifier | None" = field(default=None, init=False, repr=False)
    _by_day: "dict[str, ByDay]" = field(default_factory=dict, init=False, repr=False)

    @property
    def by_id(self) -> "ByIdentifier":
        """Its rows by their identifiers. Made when first asked for; the rows must not change any more."""
        if self._by_id is None:
            self._by_id = _by_identifier(self)
        return self._by_id

    def near(self, name: str, window: Period) -> list[Row]:
        """The rows whose date of that name lies in a window, or is none that can be read, in their order. The rows must not
        change any more."""
        if name not in self._by_day:
            self._by_day[name] = _by_day(self.rows, name)
        return self._by_day[name].near(self.rows, window)

    @property
    def handed_in(self) -> bool:
        return bool(self.blocks)

    @property
    def lacks_required(self) -> tuple[str, ...]:
        """The `!` columns that are absent: no rule of this table can be judged (reading 3)."""
        return tuple(key for key in self.spec.required if key in self.absent)

    def header_cells(self, fields: Iterable[str]) -> tuple[Cell, ...]:
        """The header cells of some fields on every sheet of the table: what was searched for something absent (G9)."""
        return tuple(block.headers[name] for block in self.blocks for name in fields if name in block.headers)


def _by_identifier(table: Table) -> ByIdentifier:
    name = table.spec.id
    rows: dict[str, Row] = {}
    aside: dict[str, tuple[Row, Say]] = {}
    for row in table.rows:
        if isinstance(named := row.get(name), str):
            rows.setdefault(same_key(named), row)
    for row, why in table.aside:
        if isinstance(named := row.get(name), str):
            aside.setdefault(same_key(named), (row, why))
    return ByIdentifier(rows, next((row for row in table.rows if isinstance(row.get(name), Unknown)), None), aside)


def _by_day(rows: list[Row], name: str) -> ByDay:
    dated = sorted((value.day, i) for i, row in enumerate(rows) if isinstance(value := row.values.get(name), When))
    undated = [i for i, row in enumerate(rows) if not isinstance(row.values.get(name), When)]
    return ByDay([day for day, _ in dated], [i for _, i in dated], undated)


def prepare_tables(logs: Logs, specs: Tables, period: Period, as_of: date) -> tuple[dict[str, Table], list[CellFault]]:
    """Every table of the procedure as evidence, and the faults found in its cells (as read, and by date)."""
    faults = list(logs.faults)
    prepared = {name: _table(spec, logs, period, as_of, faults) for name, spec in specs.items() if not spec.facts}
    return prepared, faults


def _table(spec: TableSpec, logs: Logs, period: Period, as_of: date, faults: list[CellFault]) -> Table:
    blocks = logs.of(spec.name)
    absent = frozenset(
        name for block in blocks for name in block.absent if not _absence_is_blank(spec.fields[name], block)
    )
    table = Table(spec, blocks, absent=absent)
    for block in blocks:
        plain = _plain(block, spec, as_of)
        for row in block.rows:
            if plain(row):
                table.rows.append(row)
            else:
                _place(table, _settle(row, block, spec, period, faults), as_of, faults)
    return table


def _plain(block: Block, spec: TableSpec, as_of: date) -> Callable[[Row], bool]:
    """Whether a row of a block is evidence as it stands: nothing to settle or to add, no date after the as-of day, none
    out of order. Of any other nothing is said."""
    added = [
        name
        for name, one in spec.fields.items()
        if one.blank or (name in block.absent and not _absence_is_blank(one, block))
    ]
    needed, pairs, bounded = (*spec.required, *added), spec.pairs, spec.not_before is not None

    def plain(row: Row) -> bool:
        values = row.values
        for name in needed:
            if values.get(name) is None:
                return False
        for value in values.values():
            kind = type(value)
            if value.day > as_of if kind is When else kind in UNSETTLED:
                return False
        for first, later in pairs:
            start, end = values.get(first), values.get(later)
            if type(start) is When and type(end) is When and end.day <= start.day and end.surely_before(start):
                return False
        return not bounded

    return plain


def _settle(row: Row, block: Block, spec: TableSpec, period: Period, faults: list[CellFault]) -> Row:
    """The row with years given, blanks read as what they mean, and absent columns said to be absent."""
    values = settle_row(row, block, spec, period, faults)
    for name, field_spec in spec.fields.items():
        if name in values:
            continue
        if name in block.absent and not _absence_is_blank(field_spec, block):
            values[name] = Unknown("DAT05", field_spec.header)
        elif field_spec.blank:
            values[name] = field_spec.blank
    return replace(row, values=values)


def _absence_is_blank(spec: FieldSpec, block: Block) -> bool:
    """Whether an absent column reads as blank (reading 32): not where two columns could be it, for one of them may speak."""
    return spec.absent_blank and spec.key not in block.ambiguous


def _place(table: Table, row: Row, as_of: date, faults: list[CellFault]) -> None:
    """Puts a row where it belongs: usable, incomplete, or set aside."""
    spec = table.spec
    late = [name for name, f in spec.fields.items() if _after(row.get(name), f, as_of)]
    for name in late:
        faults.append(CellFault("DAT04", row.cell(name), spec.name, name, str(row.get(name)), ""))
    blanked = [name for name in late if name != spec.key_date]
    if blanked:
        row = replace(row, values={name: value for name, value in row.values.items() if name not in blanked})
    _note_impossible_order(spec, row, faults)
    row = _without_early(spec, row, faults)
    if spec.key_date in late:
        table.aside.append((row, say("aside.after_as_of", field=spec.fields[spec.key_date].said)))
        return
    blank = [name for name in spec.required if row.get(name) is None]
    if blank:
        names = tuple(spec.fields[name].said for name in blank)
        table.aside.append((row, say("aside.blank", fields=names)))
        table.incomplete.append(row)
        return
    table.rows.append(row)


def _after(value: object, spec: FieldSpec, as_of: date) -> bool:
    return isinstance(value, When) and not spec.future and value.day > as_of


def _note_impossible_order(spec: TableSpec, row: Row, faults: list[CellFault]) -> None:
    """DAT06 at the later field's cell, only when no reading of the two values is possible (reading 13)."""
    found: set[str] = set()
    for first, later in spec.pairs:
        start, end = row.get(first), row.get(later)
        if later in found or not (isinstance(start, When) and isinstance(end, When)):
            continue
        if end.surely_before(start):
            found.add(later)
            faults.append(CellFault("DAT06", row.cell(later), spec.name, later, str(end), first))


def _without_early(spec: TableSpec, row: Row, faults: list[CellFault]) -> Row:
    """A date before the period that its row covers is no evidence for it: DAT06, and the step cannot be judged by it
    (reading 68)."""
    bound = spec.not_before
    covered = row.get(bound.period) if bound else None
    if bound is None or not isinstance(covered, Period):
        return row
    first = date(covered.start.year - bound.years, 1, 1) if bound.years else covered.start
    early = {}
    for name in bound.fields:
        value = row.get(name)
        if isinstance(value, When) and value.day < first:
            faults.append(
                CellFault("DAT06", row.cell(name), spec.name, name, str(value), f"{BEFORE_COVERED}:{covered}")
            )
            early[name] = Unknown("DAT06", str(value))
    return replace(row, values={**row.values, **early}) if early else row


def field_name(spec: TableSpec, name: str) -> Say:
    """A field's header as a word to be said in either language."""
    return spec.fields[name].said
