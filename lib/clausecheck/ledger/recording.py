"""A run is recorded, whole or not at all: a delta for each project whose findings changed, the judgements that ended and
began, and one line for the run. A project that stayed as it was adds nothing."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Any

import sqlalchemy as sa

from clausecheck.nouns.records import dataclass

from .chain import GENESIS, content_of, sealed
from .intervals import Moment, Row, Step, end_of, moves
from .model import Given, Run, refused
from .opening import Ledger
from .reading import ANCHOR, HELD, RUN, Known, deltas_of, judged_in, known_states, part_of, rows, runs_in, runs_of
from .schema import DELTAS, HEAD, JUDGEMENTS, RUNS
from .state import FINDINGS, NOTHING, State, change, digest_of, packed, state_of

TOGETHER = 5_000
"""Rows that are sent to the database at once."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a run added: its number, how many projects it judged, and how many of them had changed."""

    run: int
    judged: int
    changed: int


def record(ledger: Ledger, run: Run, given: Iterable[Given]) -> Recorded:
    """Adds a run with the findings of its projects.

    Raises InputFault for a document of another period, as-of day or project than said, one that says of a finding twice, a
    project that is given twice, and a day before that of the last run.
    """
    with ledger.writing() as connection:
        adding = _begin(connection, ledger, run)
        for one in given:
            adding.take(one)
        return adding.finish()


def _begin(connection: sa.Connection, ledger: Ledger, run: Run) -> "_Adding":
    runs = runs_of(connection)
    last = runs[-1] if runs else None
    if last is not None and run.known_on.isoformat() < last["known_on"]:
        raise refused(ledger.place, "earlier_day", day=run.known_on, last=last["known_on"])
    return _Adding(connection, run, runs, _latest(connection, runs, run.period))


def _latest(connection: sa.Connection, runs: list[Mapping[str, Any]], period: str) -> dict[str, tuple[str, str]]:
    """Of each project of a period the hashes of its last file and document; what an anchor has comes before all else."""
    anchors = {one["number"] for one in runs if one["kind"] == ANCHOR}
    columns = (DELTAS.c.project, DELTAS.c.run, DELTAS.c.file, DELTAS.c.document)
    asked = sa.select(*columns).where(DELTAS.c.period == period, HELD).order_by(DELTAS.c.seq)
    found = sorted(rows(connection, asked), key=lambda one: one["run"] not in anchors)  # keeps the order within both
    return {one["project"]: (one["file"], one["document"]) for one in found}


@dataclass(slots=True)
class _Adding:
    """A run while it is recorded. `known`: of each project of the period the hashes of its last file and document."""

    connection: sa.Connection
    run: Run
    runs: list[Mapping[str, Any]]
    known: dict[str, tuple[str, str]]
    judged: set[str] = field(default_factory=set)
    changed: int = 0
    rows: list[Row] = field(default_factory=list)
    tail: tuple[int, str] = (0, GENESIS)

    def __post_init__(self) -> None:
        if self.runs:
            self.tail = (self.runs[-1]["deltas"], self.runs[-1]["deltas_hash"])

    @property
    def number(self) -> int:
        return int(self.runs[-1]["number"]) + 1 if self.runs else 1

    def take(self, given: Given) -> None:
        if given.project in self.judged:
            raise refused(given.project, "twice_given")
        self.judged.add(given.project)
        file, document = self.known.get(given.project, ("", ""))
        if file == given.file:
            return
        after = _checked(given, self.run)
        digest = digest_of(after)
        if digest != document:
            self._add(given, after, digest)

    def _add(self, given: Given, after: State, digest: str) -> None:
        former = self._former(given.project)
        before = former.step.state if former else NOTHING
        payload = packed(change(before, after))
        seq, before_hash = self.tail
        row = sealed(
            DELTAS,
            {
                "seq": seq + 1, "run": self.number, "project": given.project, "period": self.run.period,
                "document": digest, "file": given.file, "content": content_of(payload), "payload": payload,
            },
            before_hash,
        )  # fmt: skip
        self.connection.execute(sa.insert(DELTAS), row)
        self.tail = (seq + 1, row["hash"])
        self.changed += 1
        moment = Moment(self.number, self.run.known_on.isoformat())
        self._move(before, Step(seq + 1, moment, self._last(given.project, former), after), given.project)

    def _former(self, project: str) -> Known | None:
        if project not in self.known:
            return None
        return known_states(runs_in(self.runs, self.run.period), deltas_of(self.connection, project, self.run.period))[
            -1
        ]

    def _last(self, project: str, former: Known | None) -> int:
        """The last run before this one in which the project was judged."""
        if former is None:
            return 0
        judged = judged_in((one for one in self.runs if one["period"] == self.run.period), project)
        return max([former.judged.run, *(one.run for one in judged)])

    def _move(self, before: State, step: Step, project: str) -> None:
        moved = moves(before, step, project, self.run.period)
        if moved.ended:
            self._flush()
            ending = (
                sa.update(JUDGEMENTS)
                .where(
                    JUDGEMENTS.c.project == project,
                    JUDGEMENTS.c.period == self.run.period,
                    JUDGEMENTS.c.code == sa.bindparam("of_code"),
                    JUDGEMENTS.c.subject == sa.bindparam("of_subject"),
                    JUDGEMENTS.c.known_until.is_(None),
                )
                .values(end_of(step))
            )
            keys = [{"of_code": code, "of_subject": subject} for code, subject in moved.ended]
            self.connection.execute(ending, keys)
        self.rows += moved.begun
        if len(self.rows) >= TOGETHER:
            self._flush()

    def _flush(self) -> None:
        if self.rows:
            self.connection.execute(sa.insert(JUDGEMENTS), self.rows)
            self.rows = []

    def finish(self) -> Recorded:
        self._flush()
        run, (seq, seq_hash) = self.run, self.tail
        known = {*self.known, *self.judged}
        row = sealed(
            RUNS,
            {
                "number": self.number, "kind": RUN, "known_on": run.known_on.isoformat(), "period": run.period,
                "as_of": run.as_of.isoformat(), "rulebook": run.rulebook, "calendar": run.calendar, "version": run.version,
                "judged": len(self.judged), "part": part_of(self.judged, known), "missing": missing_text(run.missing),
                "deltas": seq, "deltas_hash": seq_hash,
            },
            self.runs[-1]["hash"] if self.runs else GENESIS,
        )  # fmt: skip
        self.connection.execute(sa.insert(RUNS), row)
        write_head(self.connection, row)
        return Recorded(row["number"], len(self.judged), self.changed)


def write_head(connection: sa.Connection, run: Mapping[str, Any]) -> None:
    """Notes where both chains end, `run` being the last."""
    connection.execute(sa.delete(HEAD))
    connection.execute(sa.insert(HEAD), head_of(run))


def head_of(run: Mapping[str, Any]) -> dict[str, Any]:
    """The line that notes where both chains end, `run` being the last."""
    return {
        "id": 1,
        "run": run["number"],
        "run_hash": run["hash"],
        "delta": run["deltas"],
        "delta_hash": run["deltas_hash"],
    }


def missing_text(missing: Mapping[str, str]) -> str:
    """The projects that were not judged, each with its state, as a run's line has them."""
    return json.dumps(dict(sorted(missing.items())), ensure_ascii=False)


def _checked(given: Given, run: Run) -> State:
    """The state of a document. Raises InputFault for one that does not belong into the run."""
    document = given.read()
    said = (str(document["project"]), str(document["period"]), str(document["as_of"]))
    wanted = (given.project, run.period, run.as_of.isoformat())
    if said != wanted:
        raise refused(given.project, "another", said=" ".join(said), wanted=" ".join(wanted))
    keys: set[tuple[str, str]] = set()
    for one in document[FINDINGS]:
        key = (one["code"], one["subject"])
        if key in keys:
            raise refused(given.project, "said_twice", code=key[0], subject=key[1])
        keys.add(key)
    return state_of(document)
