"""Whether a ledger is as it was written: both chains are recomputed, and the judgements and the head are made anew of the
deltas and compared, column by column."""

from collections.abc import Iterator
from dataclasses import field

import sqlalchemy as sa

from clausecheck.nouns.records import dataclass

from .chain import GENESIS, PAYLOAD, Altered, altered, key_of
from .comparing import Comparison, compare_head, compare_judgements
from .opening import Ledger
from .reading import ANCHOR, Mapped, anchor_of, rows, runs_of, streams
from .schema import DELTAS, RUNS

AT_ONCE = 200
WHOSE = ("seq", "run", "project", "period", "")
"""Columns of a delta that say whose it is: where one was altered, no project's judgements can be told to be right."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What verification found. `unchecked`: projects, each with a period, whose judgements could not be compared, for the
    chain that they are made of is altered; `end`: the hash of the last run, to be noted down elsewhere."""

    runs: int
    deltas: int
    judgements: int
    altered: tuple[Altered, ...]
    unchecked: tuple[tuple[str, str], ...]
    end: str


def verify(ledger: Ledger, noted: str = "") -> Verified:
    """Recomputes everything and names every value that is not as it was written. `noted`: the hash of a run that was noted
    down elsewhere and must be in the chain still: who writes a whole chain anew gives himself away by it."""
    with ledger.reading() as connection:
        runs = runs_of(connection)
        start = _start(runs)
        in_runs = _Chain(RUNS, start.run, start.run_hash)
        for row in runs:
            in_runs.add(row)
        in_runs.end()
        in_deltas = _deltas(connection, runs, start, sound=not in_runs.faults)
        known = streams(connection)
        whole = bool(in_runs.faults) or any(one.column in WHOSE for one in in_deltas.faults)
        bad = set(known) if whole else in_deltas.streams
        compared = Comparison(0, []) if whole else compare_judgements(connection, runs, known, bad)
        head = [] if in_runs.faults else compare_head(connection, runs)
    hashes = {start.run_hash, *(one["hash"] for one in runs)}
    rewritten = [Altered(RUNS.name, f"hash {noted}", "", "missing")] if noted and noted not in hashes else []
    found = (*rewritten, *in_runs.faults, *in_deltas.faults, *head, *compared.faults)
    end = runs[-1]["hash"] if runs else GENESIS
    return Verified(len(runs), in_deltas.count, compared.count, found, tuple(sorted(bad)), end)


def _start(runs: list[Mapped]) -> "_Start":
    """Behind which run and delta the chains begin; unknown where the anchor that tells it is altered."""
    if any((one["kind"] == ANCHOR or "run_hash" in str(one["part"])) and any(altered(RUNS, one)) for one in runs):
        return _Start()
    anchor = anchor_of(runs)
    if anchor is None:
        return _Start(0, GENESIS, 0, GENESIS)
    return _Start(anchor.run, anchor.run_hash, anchor.delta, anchor.delta_hash, anchor.number)


@dataclass(frozen=True, slots=True)
class _Start:
    """The last run and delta before the chains, with their hashes; `anchor`: the run that tells them, 0: none."""

    run: int | None = None
    run_hash: str | None = None
    delta: int | None = None
    delta_hash: str | None = None
    anchor: int = 0


@dataclass(slots=True)
class _Chain:
    """One of the chains while its rows come by in their order. `number`, `hash`: of the row before the next; `streams`: whose
    rows are altered."""

    table: sa.Table
    number: int | None
    hash: str | None
    faults: list[Altered] = field(default_factory=list)
    streams: set[tuple[str, str]] = field(default_factory=set)
    missing: list[Altered] = field(default_factory=list)
    misplaced: int = 0
    count: int = 0

    def add(self, row: Mapped) -> None:
        self.count += 1
        key = self.table.primary_key.columns.keys()[0]
        faults = list(altered(self.table, row))
        self.faults += faults
        if faults and self.table is DELTAS:
            self.streams.add((row["project"], row["period"]))
        if any(one.column == key for one in faults):
            self.misplaced += 1  # its number says nothing
            return
        number = row[key]
        if self.number is not None and number > self.number + 1:
            self.missing.append(self._gone(key, self.number + 1, number - 1))
        elif not faults and self.hash is not None and row["before"] != self.hash:
            name = f"{key} {self.number}" if self.number and self.count > 1 else key_of(self.table, row)
            self.faults.append(Altered(self.table.name, name, "hash" if self.count > 1 else "before"))
        self.number, self.hash = number, None if faults else row["hash"]

    def _gone(self, key: str, first: int, last: int) -> Altered:
        return Altered(self.table.name, f"{key} {first}" + (f"–{last}" if last > first else ""), "", "missing")

    def end(self, last: int | None = None) -> None:
        """All rows have come; `last`: the number of the one that should be the last."""
        key = self.table.primary_key.columns.keys()[0]
        if last is not None and self.number is not None and last > self.number:
            self.missing.append(self._gone(key, self.number + 1, last))
        self.faults += self.missing[self.misplaced :]


def _deltas(connection: sa.Connection, runs: list[Mapped], start: _Start, *, sound: bool) -> _Chain:
    """The chain of deltas; `sound`: that of the runs is, so that it says where this one must end."""
    chain = _Chain(DELTAS, start.delta, start.delta_hash)
    replaced = {one["number"] for one in runs if one["kind"] == ANCHOR and one["number"] != start.anchor}
    ends = {one["deltas"]: one["deltas_hash"] for one in runs} if sound else {}
    last = runs[-1]["deltas"] if runs and sound else None
    for row in _rows(connection):
        known = len(chain.faults)
        chain.add(row)
        if row[PAYLOAD] is None and start.run is not None and row["run"] not in replaced:
            chain.faults.append(Altered(DELTAS.name, key_of(DELTAS, row), PAYLOAD))
            chain.streams.add((row["project"], row["period"]))
        if len(chain.faults) == known and ends.get(row["seq"], row["hash"]) != row["hash"]:
            chain.faults.append(Altered(DELTAS.name, key_of(DELTAS, row), "hash"))
        if len(chain.faults) == known and last is not None and row["seq"] > last:
            chain.faults.append(Altered(DELTAS.name, key_of(DELTAS, row), "", "added"))
    chain.end(last)
    return chain


def _rows(connection: sa.Connection) -> Iterator[Mapped]:
    asked = sa.select(DELTAS).order_by(DELTAS.c.seq)
    return rows(connection, asked, AT_ONCE)
