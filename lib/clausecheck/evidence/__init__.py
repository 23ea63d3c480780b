"""From logs as read to evidence: what may be judged, for a period and as of a day. Everything set aside has a reason."""

from dataclasses import dataclass
from datetime import date

from clausecheck.nouns.model import CellFault, Logs, Row, Say
from clausecheck.nouns.periods import Period
from clausecheck.nouns.workdays import Workdays
from clausecheck.procedure.tables import TableSpec

from .across import entered_before_recovery, register_disagrees
from .facts import Facts, prepare_facts
from .flats import Flats, prepare_flats
from .identity import Names, prepare_names
from .reach import begins, silent
from .staff import Staff
from .tables import BEFORE_COVERED, Table, field_name, prepare_tables

__all__ = ["BEFORE_COVERED", "Evidence", "Facts", "Flats", "Names", "Staff", "Table", "field_name", "prepare"]


@dataclass(slots=True)
class Evidence:
    """All that the rules look at. `faults` are the findings on the logs themselves (DAT), each at its cell."""

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

    def silence(self, table: str, first: date) -> Say | None:
        """From when a table runs, where its silence proves nothing about the days from `first` on; else None."""
        return silent(self.tables[table].spec, self.begins[table], first, self.expected_from)

    def subject(self, row: Row) -> str:
        return self.names.subject(row, self.tables[row.table].spec.id)


def prepare(
    logs: Logs,
    specs: dict[str, TableSpec],
    period: Period,
    as_of: date,
    *,
    expected_from: date | None = None,
    calendar: Workdays | None = None,
) -> Evidence:
    """The evidence of one project. `expected_from`: the first day that the logs are expected to cover, else the period's;
    `calendar`: a company's own working days.

    Raises InputFault when 项目信息 or 项目编码 is missing.
    """
    faults: list[CellFault] = []
    facts = prepare_facts(logs, specs["project"], period, faults)
    tables, found = prepare_tables(logs, specs, period, as_of)
    faults.extend(found)
    flats = prepare_flats(tables, facts, faults)
    names = prepare_names(logs, tables, flats, faults)
    faults.extend(entered_before_recovery(tables, faults))
    faults.extend(register_disagrees(facts, flats))
    staff = Staff(tables["staff"].rows, logs.words)
    since = {name: begins(table) for name, table in tables.items()}
    announced = (calendar or Workdays()).issued_by(as_of)
    first = expected_from or period.start
    return Evidence(period, as_of, facts, tables, staff, flats, names, faults, announced, first, since)
