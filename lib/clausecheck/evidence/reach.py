"""How far back a table's rows go. The logs are expected to cover the days from a first one on; what lies before them is
known only as far as rows reach back, and there silence proves nothing (reading 47)."""

from datetime import date

from clausecheck.nouns.model import Say, say
from clausecheck.nouns.periods import When, month_end
from clausecheck.procedure.tables import TableSpec

from .tables import Table


def begins(table: Table) -> date | None:
    """The earliest readable key date of a table's rows (where a table has none, as 报告台账, the earliest date of any
    row), rows that cannot be judged included; None where no row has one. A date that cannot be read proves nothing."""
    spec = table.spec
    dates = [spec.key_date] if spec.key_date else [name for name, field in spec.fields.items() if field.is_date]
    rows = (*table.rows, *(row for row, _ in table.aside))
    return min((value.day for row in rows for name in dates if isinstance(value := row.get(name), When)), default=None)


def silent(spec: TableSpec, since: date | None, first: date, expected_from: date) -> Say | None:
    """None where a row that is not there proves something about the days from `first` on: they begin within the days
    that the logs are expected to cover, or the table, whose rows begin `since`, reaches back to their first month.
    Otherwise from when the table runs, to be said."""
    if first >= expected_from or (since is not None and since < expected_from and since <= month_end(first)):
        return None
    return say("log_begins", table=spec.said, since=since.isoformat()) if since else say("log_empty", table=spec.said)
