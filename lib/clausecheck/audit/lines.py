"""What a row says whatever its place, spelling and file: by it a finding is known again in a later audit, when rows have been
moved, sorted or typed anew and the sheet has another name. And the `identity` of a finding, made of it."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import field, replace
from typing import Any

from clausecheck.evidence import Evidence
from clausecheck.nouns.model import BareMonth, Cell, Finding, Line, NotYet, Row, RowKey, Several, Unknown, Yearless
from clausecheck.nouns.records import dataclass
from clausecheck.nouns.text import same_key
from clausecheck.procedure.tables import FieldSpec

ITEM = "item"
"""The column of the facts that says which fact a row holds."""
UNREADABLE = "?"
"""Stands before what cannot be read, so that it never is the same as something that can."""
FREE, PERSONAL = "~", "="
"""What stands before a digest: of a free text, which no identity is made of; of people, telephones and flats. They are
compared, and told to nobody."""
MOST_KEPT = 2000
"""So many rows are kept with what they say: several rules fail on one row."""
UNUSABLE = (Unknown, Yearless, Several, BareMonth, NotYet)
OF_PEOPLE = ("person", "phone", "flat")
LENGTH, LENGTH_SAID = 16, 8
"""Of an identity, and of the digest of a value."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell of a row or of the facts: its field as `table.field`, what it shows, and what it means (empty: nothing)."""

    cell: Cell
    field: str
    shown: str
    means: str


@dataclass(slots=True)
class Lines:
    """The rows of an audit by what they say; only of some it is kept, for there may be 250,000 of them."""

    evidence: Evidence
    _kept: dict[int, Line] = field(default_factory=dict)
    _whom: dict[tuple[str, Any], str] = field(default_factory=dict)
    _placed: dict[tuple[str, str], dict[int, list[Row]]] = field(default_factory=dict)

    def of(self, row: Row) -> Line:
        """What a row says."""
        line = self._kept.get(id(row))
        if line is None:
            if len(self._kept) > MOST_KEPT:
                self._kept.clear()
            line = self._kept[id(row)] = self._line(row)
        return line

    def _line(self, row: Row) -> Line:
        fields, said = self.evidence.procedure.tables[row.table].fields, []
        for name, value in sorted(row.values.items()):
            if name in row.columns and (spec := fields.get(name)):
                said.append((name, self._said(row, spec, value)))
        return Line(row.table, row.file, row.sheet, row.number, self.identifier(row), tuple(said))

    def identifier(self, row: Row) -> str:
        """What a row goes by, in one spelling; empty for nothing."""
        spec = self.evidence.procedure.tables[row.table]
        of_id = ITEM if spec.facts else spec.id
        value = row.values.get(of_id) if of_id else None
        if not isinstance(value, str):
            return ""
        return same_key(self.evidence.flats.identity(row, value) if spec.purpose == "register" else value)

    def identity(self, code: str, row: Row | None, subject: str) -> str:
        """What a finding is known by: its rule and its row's identifier, else its row's content; without a row its rule
        and its subject, which says the period."""
        if row is None:
            return digest(code, subject)
        named = self.identifier(row)
        if named and (row.table, named) not in self.evidence.names.doubled:
            return digest(code, row.table, named)
        return content_identity(code, self.of(row))

    def of_table(self, table: str) -> Iterator[Line]:
        """What every row of a table says, those that were set aside for their dates too; of the facts, every item."""
        facts = self.evidence.facts
        if table == facts.spec.name:
            for name, cell in facts.cells.items():
                number = int(cell.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
                yield Line(table, cell.file, cell.sheet, number, name, ())
        elif known := self.evidence.tables.get(table):
            rows = [*known.rows, *known.incomplete, *(row for row, _ in known.aside)]
            yield from map(self._line, {id(row): row for row in rows}.values())  # an incomplete row stands aside too

    def cells_of(self, line: Line) -> Iterator[Shown]:
        """Every cell of a row that this audit read."""
        if line.table == self.evidence.facts.spec.name:
            yield from self.show([cell for name, cell in self.evidence.facts.cells.items() if name == line.id])
            return
        for row in self._by_place().get((line.file, line.sheet), {}).get(line.number, ()):
            if row.table == line.table and row.number == line.number:
                yield from (self._shown(row, name, row.cell(name)) for name in row.columns)
                return

    def as_judged(self, rows: Iterable[Row]) -> dict[RowKey, Row]:
        """These rows as they were judged, by their keys: a row as read has not yet the years that its sheet gave it. A row of
        the facts is judged as it was read."""
        wanted = {row.key: row for row in rows}
        facts = self.evidence.facts.spec.name
        found = {key: row for key, row in wanted.items() if row.table == facts}
        if len(found) < len(wanted):
            numbers = {key[:3] for key in wanted}
            near = (row for row in self._rows() if (row.file, row.sheet, row.number) in numbers)
            found |= {row.key: row for row in near if row.key in wanted}
        return found

    def show(self, cells: Iterable[Cell]) -> Iterator[Shown]:
        """Those of some cells that stand in rows or hold facts, with what they show and mean."""
        placed, facts = self._by_place(), self.evidence.facts
        items = {cell: name for name, cell in facts.cells.items()}
        for cell in cells:
            if name := items.get(cell, ""):
                said = _plain(facts.get(name))
                yield Shown(cell, f"{facts.spec.name}.{name}", said, said)
                continue
            letters = cell.cell.rstrip("0123456789")
            for row in placed.get(cell[:2], {}).get(int(cell.cell[len(letters) :] or 0), ()):
                if name := _field_at(row, cell, letters):
                    yield self._shown(row, name, cell)
                    break

    def _shown(self, row: Row, name: str, cell: Cell) -> Shown:
        value, spec = row.values.get(name), self.evidence.procedure.tables[row.table].fields.get(name)
        return Shown(
            cell,
            f"{row.table}.{name}",
            row.raw.get(name, _plain(value)),
            self._said(row, spec, value) if spec and value is not None else "",
        )

    def _by_place(self) -> dict[tuple[str, str], dict[int, list[Row]]]:
        if not self._placed:
            by_sheet: dict[tuple[str, str], dict[int, list[Row]]] = defaultdict(lambda: defaultdict(list))
            for row in self._rows():
                for number in {row.number, *row.further, *row.elsewhere.values()}:
                    by_sheet[row.file, row.sheet][number].append(row)
            self._placed = dict(by_sheet)
        return self._placed

    def _rows(self) -> Iterator[Row]:
        for table in self.evidence.tables.values():
            yield from table.rows
            yield from table.incomplete
            yield from (row for row, _ in table.aside)

    def _said(self, row: Row, spec: FieldSpec, value: Any) -> str:
        """A value in one spelling: a flat by its meaning, a person as the staff list has the name; what is personal, and a
        free text, as a digest."""
        if not isinstance(value, str):
            return UNREADABLE + value.raw if isinstance(value, UNUSABLE) else _plain(value)
        if spec.type == "list":
            return value
        if spec.holds == "free":
            return FREE + digest(value)[:LENGTH_SAID]
        if spec.holds not in OF_PEOPLE:
            return same_key(value)
        flats = self.evidence.flats.of(row) if spec.type == "household" else ()
        asked = (spec.holds, flats or (value, row.sheet))
        if asked not in self._whom:
            self._whom[asked] = PERSONAL + digest(*sorted(flats or self._people(row, spec, value)))[:LENGTH_SAID]
        return self._whom[asked]

    def _people(self, row: Row, spec: FieldSpec, value: str) -> tuple[str, ...]:
        if spec.type == "household":
            return (same_key(self.evidence.flats.identity(row, value)),)
        if spec.holds == "person":
            return tuple(same_key(one.name) for one in self.evidence.staff.named(value))
        return (same_key(value),)


def _field_at(row: Row, cell: Cell, letters: str) -> str:
    """The field of a row that stands in a cell of its lines; empty for none."""
    for name, first in row.columns.items():
        if (first == letters or name in row.pieces) and cell in row.cells(name):
            return name
    return ""


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "、".join(sorted(map(str, value)))
    return getattr(value, "raw", None) or str(value)


def is_place(subject: str) -> bool:
    """Whether a subject names a place, a row by its number or a cell: by it alone nothing is known again."""
    return "#" in subject or "!" in subject


def digest(*parts: str) -> str:
    """Sixteen digits that stand for some texts."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:LENGTH]


def content_identity(code: str, line: Line) -> str:
    """What a finding is known by whose row has no identifier of its own: all that the row says but its free texts."""
    return digest(code, line.table, *(f"{name}={said}" for name, said in line.said if said[:1] != FREE))


def told_apart(findings: list[Finding]) -> list[Finding]:
    """The findings with the occurrence put behind an identity that an earlier one of them has: rows that are equal in all
    that they say."""
    seen: Counter[str] = Counter()
    for place, finding in enumerate(findings):
        if finding.verdict in ("pass", "not_applicable") or not finding.identity:
            continue
        seen[finding.identity] += 1
        if seen[finding.identity] > 1:
            findings[place] = replace(finding, identity=f"{finding.identity}.{seen[finding.identity]}")
    return findings
