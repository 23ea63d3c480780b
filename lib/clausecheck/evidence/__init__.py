"""From logs as read to evidence: what may be judged, for a period and as of a day. Everything set aside has a reason."""

from dataclasses import field
from datetime import date

from clausecheck.nouns.model import CellFault, Logs, Row, Say
from clausecheck.nouns.periods import Period
from clausecheck.nouns.records import dataclass
from clausecheck.nouns.workdays import Workdays
from clausecheck.procedure import Procedure

from .across import before_their_record, register_disagrees
from .facts import Facts, prepare_facts
from .flats import Flats, prepare_flats
from .identity import Names, prepare_names
from .reach import begins, silent
from .roll import Roll, by_subject, call_roll
from .staff import Staff
from .tables import BEFORE_COVERED, Table, field_name, prepare_tables

__all__ = [
    "BEFORE_COVERED",
    "Evidence",
    "Facts",
    "Flats",
    "Names",
    "Staff",
    "Table",
    "by_subject",
    "field_name",
    "prepare",
]


@dataclass(slots=True)
class Evidence:
    """All that the rules look at. `tables` are those of the procedure but for the facts, handed in or not; `faults` are the
    findings on the logs themselves (DAT), each at its cell."""

    procedure: Procedure
    period: Period
    as_of: date
    facts: Facts
    tables: dict[str, Table]
    staff: Staff
    flats: Flats
    names: Names
    faults: list[CellFault]
    calendar: Workdays
    """The working days as announced by the as-of day."""
    expected_from: date
    """The first of the days that the logs are expected to cover (reading 47)."""
    begins: dict[str, date | None]
    """Table -> its earliest key date."""
    _rolls: dict[str, Roll] = field(default_factory=dict, init=False, repr=False)

    def silence(self, table: str, first: date) -> Say | None:
        """From when a table runs, where its silence proves nothing about the days from `first` on; else None."""
        return silent(self.tables[table].spec, self.begins[table], first, self.expected_from)

    def table_for(self, purpose: str) -> Table | None:
        """The table that serves a purpose (`staff` or `register`), if the procedure has one."""
        spec = self.procedure.table_for(purpose)
        return self.tables[spec.name] if spec else None

    def roll(self, table: str) -> Roll:
        """The rows of a table with their subjects, made when first asked for."""
        if table not in self._rolls:
            self._rolls[table] = call_roll(self.tables[table], self.names)
        return self._rolls[table]

    def subject(self, row: Row) -> str:
        return self.names.subject(row, self.tables[row.table].spec.id)


def prepare(
    logs: Logs,
    procedure: Procedure,
    period: Period,
    as_of: date,
    *,
    expected_from: date | None = None,
    calendar: Workdays | None = None,
) -> Evidence:
    """The evidence of one project. `expected_from`: the first day that the logs are expected to cover, else the period's;
    `calendar`: a company's own working days.

    Raises InputFault when the sheet of the project's facts (项目信息) or the project's code is missing, ValueError for logs that
    were read by other tables.
    """
    specs = procedure.tables
    if logs.tables is not specs and logs.tables != specs:
        raise ValueError(f"the logs were read by the tables of another procedure than {procedure.id}")
    faults: list[CellFault] = []
    facts = prepare_facts(logs, procedure.facts, period, faults)
    tables, found = prepare_tables(logs, specs, period, as_of)
    faults.extend(found)
    flats = prepare_flats(tables, facts, faults)
    names = prepare_names(logs, tables, flats, faults)
    faults.extend(before_their_record(tables, faults))
    faults.extend(register_disagrees(facts, flats))
    listed = procedure.table_for("staff")
    staff = Staff(tables[listed.name].rows if listed else (), logs.words)
    since = {name: begins(table) for name, table in tables.items()}
    announced = (calendar or Workdays()).issued_by(as_of)
    first = expected_from or period.start
    return Evidence(procedure, period, as_of, facts, tables, staff, flats, names, faults, announced, first, since)
