"""Any past day as it was known then: the findings of a project, rebuilt."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from clausecheck.nouns.periods import parse_period
from clausecheck.nouns.records import dataclass

from .model import refused
from .opening import Ledger
from .reading import HELD, Judged, Known, Mapped, anchor_of, deltas_of, judged_in, known_states, runs_in, runs_of
from .schema import DELTAS
from .state import State, document_of, text_of


@dataclass(frozen=True, slots=True)
class Day:
    """What was known of a project and period. `judged`: the last run by then that judged it; `rulebook`: by which rulebook."""

    project: str
    period: str
    state: State
    judged: Judged

    @property
    def document(self) -> dict[str, Any]:
        """Its findings.json, as data."""
        return document_of(self.state, self.judged.as_of)

    @property
    def text(self) -> str:
        """Its findings.json as the audit wrote it."""
        return text_of(self.state, self.judged.as_of)


def day(ledger: Ledger, project: str, on: date | None = None, period: str = "") -> Day:
    """The findings of a project as they were known at the end of a day, the latest by default; `period`: by default the one
    that was judged last by then.

    Raises InputFault for a project that is not on record, and a day of which nothing is known or kept.
    """
    found = None
    with ledger.reading() as connection:
        for one in [period] if period else periods_of(connection, project):
            seen = known_on(connection, project, one, on)
            if seen and (found is None or seen.judged.run > found.judged.run):
                found = seen
        if found is None:
            raise _unknown(connection, ledger, project, on, period)
    return found


def known_on(connection: sa.Connection, project: str, period: str, on: date | None = None) -> Day | None:
    """What was known of a project and period at the end of a day; None where nothing was, or nothing is kept."""
    runs, states = history_of(connection, project, period)
    until = on.isoformat() if on else "9999"
    anchor = anchor_of(runs)
    if not states or (anchor and until < anchor.known_on):
        return None
    first = states[0].judged
    judged = [first, *(one for one in judged_in(runs, project) if one.run > first.run)]
    by_then = [one for one in judged if one.known_on <= until]
    if not by_then:
        return None
    last = by_then[-1]
    state = [one for one in states if one.judged.run <= last.run][-1].step.state
    return Day(project, period, state, last)


def history_of(connection: sa.Connection, project: str, period: str) -> tuple[Sequence[Mapped], list[Known]]:
    """The runs of a period, with all anchors, and the states of one of its projects."""
    runs = runs_in(runs_of(connection), period)
    return runs, known_states(runs, deltas_of(connection, project, period))


def periods_of(connection: sa.Connection, project: str) -> list[str]:
    """The periods of which a project has findings on record, in the order of time."""
    asked = sa.select(DELTAS.c.period).where(DELTAS.c.project == project, HELD).distinct()
    return sorted((str(row[0]) for row in connection.execute(asked)), key=lambda one: (parse_period(one).start, one))


def _unknown(connection: sa.Connection, ledger: Ledger, project: str, on: date | None, period: str) -> Exception:
    known = periods_of(connection, project)
    if not known:
        return refused(ledger.place, "no_project", project=project)
    if period and period not in known:
        return refused(ledger.place, "no_period", project=project, period=period, known="、".join(known))
    anchor = anchor_of(runs_of(connection))
    if on and anchor and on.isoformat() < anchor.known_on:
        return refused(ledger.place, "not_kept", day=on, since=anchor.known_on)
    return refused(ledger.place, "not_yet", project=project, day=on)
