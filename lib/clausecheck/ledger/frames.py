"""The ledger as frames for pandas. For SQL there are views: `ledger_open`, `ledger_tally`, `ledger_by_run`."""

from datetime import date

import pandas as pd
import sqlalchemy as sa

from .opening import Ledger
from .reading import RUN
from .schema import JUDGEMENTS, RUNS

DAYS = ("known_on", "as_of", "known_from", "known_until", "due")
WHOLE = ("last_run",)
SHOWN = ("number", "known_on", "period", "as_of", "rulebook", "calendar", "version", "judged", "missing")


def judgements(ledger: Ledger, *, project: str = "", period: str = "", as_known: date | None = None) -> pd.DataFrame:
    """A line a judgement for as long as it held: project, period, code, subject, verdict, what it says, and since when and until
    when it was known (`known_until` is empty while it holds; `last_run` is the last run in which it held).

    `as_known`: those alone that held at the end of that day. In the order of project, period, rule, subject and time.
    """
    asked = sa.select(JUDGEMENTS)
    if project:
        asked = asked.where(JUDGEMENTS.c.project == project)
    if period:
        asked = asked.where(JUDGEMENTS.c.period == period)
    if as_known:
        on = as_known.isoformat()
        until = sa.or_(JUDGEMENTS.c.known_until.is_(None), JUDGEMENTS.c.known_until > on)
        asked = asked.where(JUDGEMENTS.c.known_from <= on, until)
    found = _frame(ledger, asked)
    order = ["project", "period", "code", "subject", "first_run", "delta", "place"]
    return found.sort_values(order).drop(columns=["delta", "place"]).reset_index(drop=True)


def runs(ledger: Ledger) -> pd.DataFrame:
    """A line a run: number, day, period, as-of day, hashes of rulebook and calendar, version, how many projects it judged, and
    which it could not (`missing`, as JSON: project -> state)."""
    return _frame(
        ledger, sa.select(*(RUNS.c[name] for name in SHOWN)).where(RUNS.c.kind == RUN).order_by(RUNS.c.number)
    )


def _frame(ledger: Ledger, asked: sa.Select[tuple[object, ...]]) -> pd.DataFrame:
    with ledger.reading() as connection:
        answer = connection.execute(asked)
        found = pd.DataFrame([tuple(row) for row in answer], columns=list(answer.keys()))
    for name in DAYS:
        if name in found:
            found[name] = pd.to_datetime(found[name])
    for name in WHOLE:
        if name in found:
            found[name] = found[name].astype("Int64")
    return found
