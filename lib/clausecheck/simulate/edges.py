"""What complies by a hair: entered after exactly 30 minutes, told on the last day, closed on the last day, or later with an
extension that the customer was told of in time."""

from datetime import datetime, time, timedelta

from clausecheck.simulate.draft import Draft, Row, chance, days_later, pick

LAST_DAYS = {"一类": 3, "三类": 7}


def to_the_edge(draft: Draft) -> None:
    """Puts one complaint in four on a last moment that still counts."""
    for row in draft.tables["complaints"]:
        if chance(draft.rng, 0.25) and not row.get("outage_record"):
            pick(draft.rng, [_entered, _told, _closed, _extended])(draft, row)


def _entered(draft: Draft, row: Row) -> None:
    row["recorded_at"] = row["received_at"] + timedelta(minutes=30)


def _told(draft: Draft, row: Row) -> None:
    _move(draft, row, "feedback_at", 3)


def _closed(draft: Draft, row: Row) -> None:
    if row["klass"] in LAST_DAYS:
        _move(draft, row, "closed_at", LAST_DAYS[row["klass"]])
    elif row.get("plan_at"):
        _move(draft, row, "plan_at", 7)


def _move(draft: Draft, row: Row, field: str, days: int) -> None:
    day = days_later(row["received_at"], days)
    if row.get(field) and day <= draft.as_of:
        row[field] = datetime.combine(day, time(23, 40))


def _extended(draft: Draft, row: Row) -> None:
    """Closed days after the limit, on the last day of an extension told on the limit's last day."""
    last = LAST_DAYS.get(row["klass"], 0)
    closed = days_later(row["received_at"], last + 6)
    if last and row.get("closed_at") and closed <= draft.as_of:
        row["extended_to"] = closed
        row["extension_told_at"] = datetime.combine(days_later(row["received_at"], last), time(16, 5))
        row["closed_at"] = datetime.combine(closed, time(10, 20))
