"""Judgements made anew of the deltas, and retention: what lies too far back is given up, and a chain is left that verifies.

The state of every project at the cut is added to the end of the chain, by an anchor that names the last run and delta before
the cut by their hashes; then these and all before them are deleted. The rows that stay are as they were."""

import json
from contextlib import closing
from datetime import date
from typing import Any

import sqlalchemy as sa

import clausecheck
from clausecheck.nouns.periods import month_end
from clausecheck.nouns.records import dataclass

from .chain import content_of, sealed
from .comparing import judgements_of
from .intervals import key_in, since_of
from .model import refused
from .opening import Ledger, told
from .reading import (
    ANCHOR,
    JUDGED,
    SINCE,
    Mapped,
    anchor_of,
    deltas_of,
    judged_in,
    known_states,
    runs_in,
    runs_of,
    streams,
)
from .recording import TOGETHER, write_head
from .schema import DELTAS, JUDGEMENTS, RUNS
from .state import NOTHING, change, digest_of, packed
from .verifying import verify


@dataclass(frozen=True, slots=True)
class Kept:
    """What retention did. `since`: the earliest day that can be asked for; `runs`: how many are gone; `projects`: how many,
    each with a period, were not judged since and are gone too."""

    since: str
    runs: int
    projects: int


def rebuild(ledger: Ledger) -> int:
    """Makes judgements and head anew of the deltas; returns how many judgements there are. Raises InputFault where the chain
    is altered: judgements would be made of what nobody found."""
    _must_be_whole(ledger, derived=False)
    with ledger.writing() as connection:
        return _rebuilt(connection)


def keep(ledger: Ledger, months: int, today: date) -> Kept:
    """Gives up what was known more than so many months before `today`. Raises InputFault where anything is altered: it could
    not be shown afterwards."""
    _must_be_whole(ledger, derived=True)
    with ledger.writing() as connection:
        runs = runs_of(connection)
        cut = _cut(runs, months_before(today, months).isoformat())
        if cut is None:
            former = anchor_of(runs)
            return Kept(former.known_on if former else runs[0]["known_on"] if runs else "", 0, 0)
        gone, row = _anchored(connection, runs, cut, today)
        connection.execute(sa.delete(DELTAS).where(DELTAS.c.seq <= cut["deltas"]))
        connection.execute(sa.delete(RUNS).where(RUNS.c.number <= cut["number"]))
        replaced = [one["number"] for one in runs if one["kind"] == ANCHOR]
        connection.execute(sa.update(DELTAS).where(DELTAS.c.run.in_(replaced)).values(payload=None))
        connection.execute(sa.insert(RUNS), row)
        _rebuilt(connection)
    _shrink(ledger)
    return Kept(cut["known_on"], sum(one["number"] <= cut["number"] for one in runs), gone)


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last one of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    first = date(year, month + 1, 1)
    return first.replace(day=min(day.day, month_end(first).day))


def _must_be_whole(ledger: Ledger, *, derived: bool) -> None:
    tables = (RUNS.name, DELTAS.name)
    if any(derived or one.table in tables for one in verify(ledger).altered):
        raise refused(ledger.place, "altered")


def _cut(runs: list[Mapped], day: str) -> Mapped | None:
    """The last run before a day, with nothing but runs before it."""
    anchors = [one["number"] for one in runs if one["kind"] == ANCHOR]
    before = [one for one in runs if one["known_on"] < day]
    return before[-1] if before and any(one["number"] not in anchors for one in before) else None


def _anchored(connection: sa.Connection, runs: list[Mapped], cut: Mapped, today: date) -> tuple[int, dict[str, Any]]:
    """Adds the states at the cut to the end of the chain; returns how many projects are given up, and the anchor's line."""
    number, gone = int(runs[-1]["number"]) + 1, 0
    seq, before = int(runs[-1]["deltas"]), str(runs[-1]["deltas_hash"])
    for project, period in streams(connection):
        row = _left(connection, runs_in(runs, period), cut, project, period)
        gone += row == {}
        if row:
            seq += 1
            full = sealed(DELTAS, {"seq": seq, "run": number, **row}, before)
            connection.execute(sa.insert(DELTAS), full)
            before = full["hash"]
    anchor = {"run": cut["number"], "run_hash": cut["hash"], "delta": cut["deltas"], "delta_hash": cut["deltas_hash"]}
    line = {
        "number": number, "kind": ANCHOR, "known_on": today.isoformat(), "period": "", "as_of": "", "rulebook": "",
        "calendar": "", "version": clausecheck.__version__, "judged": 0,
        "part": json.dumps({**anchor, "known_on": cut["known_on"]}), "missing": "{}", "deltas": seq, "deltas_hash": before,
    }  # fmt: skip
    return gone, sealed(RUNS, line, runs[-1]["hash"])


def _left(
    connection: sa.Connection, runs: list[Mapped], cut: Mapped, project: str, period: str
) -> dict[str, Any] | None:
    """What is left at the cut of a project and period: the columns of its delta; None where all that is known came later, and
    nothing ({}) where it was not judged since."""
    deltas = deltas_of(connection, project, period)
    states = [one for one in known_states(runs, deltas) if one.judged.run <= cut["number"]]
    if not states:
        return None
    judged = judged_in(runs, project)
    if not any(one.run > cut["number"] for one in judged):
        return {}
    last = max((states[0].judged, *(one for one in judged if one.run <= cut["number"])), key=lambda one: one.run)
    state = states[-1].step.state
    since = since_of([one.step for one in states], project, period)
    more = {SINCE: [since[key_in(text)] for text in state.findings], JUDGED: [last.run, last.known_on, last.as_of]}
    payload = packed(change(NOTHING, state), more)
    file = next(one["file"] for one in deltas if one["seq"] == states[-1].step.delta)
    return {
        "project": project, "period": period, "document": digest_of(state), "file": file,
        "content": content_of(payload), "payload": payload,
    }  # fmt: skip


def _rebuilt(connection: sa.Connection) -> int:
    connection.execute(sa.delete(JUDGEMENTS))
    runs, count = runs_of(connection), 0
    rows: list[dict[str, Any]] = []
    for stream in streams(connection):
        rows += judgements_of(connection, runs, stream)
        if len(rows) >= TOGETHER:
            count += _insert(connection, rows)
            rows = []
    count += _insert(connection, rows)
    if runs:
        write_head(connection, runs[-1])
    return count


def _insert(connection: sa.Connection, rows: list[dict[str, Any]]) -> int:
    if rows:
        connection.execute(sa.insert(JUDGEMENTS), rows)
    return len(rows)


def _shrink(ledger: Ledger) -> None:
    """Gives the room back to the disk; PostgreSQL does so by itself."""
    if ledger.engine.dialect.name == "sqlite":
        with told(ledger.place), closing(ledger.engine.raw_connection()) as connection:
            connection.cursor().execute("VACUUM")  # which no transaction may surround
