"""The two sides of a comparison in one shape: an audit at hand, or what an audit left as data."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import field
from typing import Any, NamedTuple

from clausecheck.audit.lines import Lines, Shown
from clausecheck.nouns.model import Audit, Cell, Finding, Line
from clausecheck.nouns.records import dataclass

from .document import BARE, Document, Key
from .model import OPEN

Place = tuple[str, str, str, int]
"""Table, file, sheet and number of a row."""


class Entry(NamedTuple):
    """A finding of either side. `identity` may be empty (of what passes and has a name of its own); `line` is what its row
    says, None where it is about no row or that is not known."""

    code: str
    subject: str
    verdict: str
    identity: str = ""
    column: str = ""
    line: Line | None = None
    is_open: bool = False
    record: Mapping[str, Any] | None = None
    finding: Finding | None = None

    @property
    def key(self) -> Key:
        return self.code, self.subject


@dataclass(slots=True)
class Side:
    """All that is compared of an audit. `entries` by (code, subject); `lines`: every row that is known, of the tables that
    are asked for; `show`: the cells of a finding with field, text and meaning; `cells`: all those of a row."""

    entries: dict[Key, Entry]
    lines: dict[Place, Line]
    show: Callable[[Entry], list[Shown]]
    cells: Callable[[Line], list[Shown]]
    facts: Mapping[str, str] = field(default_factory=dict)


def place_of(line: Line) -> Place:
    """Where a row stands."""
    return line.table, line.file, line.sheet, line.number


def of_document(document: Document) -> Side:
    """The side of what an audit left: of what passes there is no more than verdict and identity."""
    entries = {key: Entry(*key, verdict, identity) for key, (verdict, identity) in document.bare.items()}
    for key, one in document.told.items():
        known = one.get("identity", "")
        shown = one["verdict"] in OPEN and not one.get("remark", False)
        entries[key] = Entry(*key, one["verdict"], known, one.get("column", ""), line_in(one), shown, one)
    lines = {place_of(one.line): one.line for one in entries.values() if one.line}
    facts = {name: str(value) for name, value in document.head.get("facts", {}).items()}
    return Side(entries, lines, lambda entry: list(_cells_in(entry.record)), lambda line: [], facts)


def line_in(record: Mapping[str, Any]) -> Line | None:
    """What the row of a finding says, as it stands in findings.json."""
    row = record.get("row")
    if not row:
        return None
    return Line(row["table"], row["file"], row["sheet"], row["row"], row["id"], tuple(sorted(row["says"].items())))


def _cells_in(record: Mapping[str, Any] | None) -> Iterable[Shown]:
    for cell in (record or {}).get("cells", ()):
        shown = cell.get("value", "")
        yield Shown(Cell(cell["file"], cell["sheet"], cell["cell"]), cell.get("field", ""), shown, shown)


def of_audit(audit: Audit, tables: Collection[str], codes: Collection[str]) -> Side:
    """The side of an audit at hand. `tables`: those whose rows are compared; `codes`: the rules of which what passes is
    asked for, too."""
    said: Lines = audit.lines
    entries: dict[Key, Entry] = {}
    lines = {place_of(line): line for table in tables for line in said.of_table(table)}
    for finding in audit.findings:
        bare = finding.verdict in BARE
        if not bare or finding.code in codes:
            entries[finding.code, finding.subject] = _entry(finding, bare, lines, said)
    facts = {name: str(value) for name, value in audit.project.items()}
    return Side(entries, lines, lambda entry: _shown(entry, said), lambda line: list(said.cells_of(line)), facts)


def _entry(finding: Finding, bare: bool, lines: Mapping[Place, Line], said: Lines) -> Entry:
    row, line = finding.row, None
    if row is not None:
        line = lines.get((row.table, row.file, row.sheet, row.number)) or (None if bare else said.of(row))
    is_open = finding.verdict in OPEN and not finding.remark
    identity = "" if bare else finding.identity
    return Entry(
        finding.code, finding.subject, finding.verdict, identity, finding.column, line, is_open, None, finding
    )  # fmt: skip


def _shown(entry: Entry, said: Lines) -> list[Shown]:
    return list(said.show(entry.finding.cells)) if entry.finding else []
