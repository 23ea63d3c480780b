"""What a ledger holds, read back: runs, and the states that deltas make of each other."""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from clausecheck.nouns.records import dataclass

from .intervals import Moment, Step
from .schema import DELTAS, RUNS
from .state import NOTHING, applied, unpacked

ANCHOR, RUN = "anchor", "run"
SINCE, JUDGED = "since", "judged"
"""What an anchor's payload holds besides: since when each finding holds, and the last run kept nowhere else (number, day, as
of)."""
HELD = DELTAS.c.payload.is_not(None)
"""Of deltas: all but those of an anchor that a later one has replaced."""
Mapped = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where retention has cut the chains: the last run and delta that are gone, with their hashes, and the day of that run."""

    number: int
    run: int
    run_hash: str
    delta: int
    delta_hash: str
    known_on: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A run in which a project was judged, as far as its findings speak of it."""

    run: int
    known_on: str
    as_of: str

    @property
    def moment(self) -> Moment:
        return Moment(self.run, self.known_on)


@dataclass(frozen=True, slots=True)
class Known:
    """A state with the run that brought it."""

    step: Step
    judged: Judged


def part_of(judged: Iterable[str], known: Iterable[str]) -> str:
    """Which projects of those that are known were judged, in the shorter way: all but some, or some."""
    these = set(judged)
    others = set(known) - these
    said = {"all_but": sorted(others)} if len(others) <= len(these) else {"only": sorted(these)}
    return json.dumps(said, ensure_ascii=False)


def was_judged(part: str, project: str) -> bool:
    """Whether a project that was known by then was judged in a run."""
    only, these = _part(part)
    return (project in these) is only


@lru_cache(2000)
def _part(part: str) -> tuple[bool, frozenset[str]]:
    said = json.loads(part)
    only = "only" in said
    return only, frozenset(said["only" if only else "all_but"])


def anchor_of(runs: Iterable[Mapped]) -> Anchor | None:
    """The cut that holds: the last one."""
    last = max((one for one in runs if one["kind"] == ANCHOR), key=lambda one: int(one["number"]), default=None)
    return Anchor(last["number"], **json.loads(last["part"])) if last is not None else None


def rows(connection: sa.Connection, asked: sa.Select[Any], at_once: int = 0) -> Iterator[Mapped]:
    """The rows that are asked for, by column. `at_once`: so many in memory, all by default."""
    options = {"yield_per": at_once} if at_once else {}
    for row in connection.execute(asked, execution_options=options):
        yield row._asdict()


def runs_of(connection: sa.Connection) -> list[Mapped]:
    """Every run and anchor, in their order."""
    return list(rows(connection, sa.select(RUNS).order_by(RUNS.c.number)))


def runs_in(runs: Iterable[Mapped], period: str) -> list[Mapped]:
    """The runs of a period, with all anchors."""
    return [one for one in runs if one["period"] == period or one["kind"] == ANCHOR]


def deltas_of(connection: sa.Connection, project: str, period: str) -> list[Mapped]:
    """The deltas of a project and period, in their order."""
    asked = sa.select(DELTAS).where(DELTAS.c.project == project, DELTAS.c.period == period).order_by(DELTAS.c.seq)
    return list(rows(connection, asked))


def streams(connection: sa.Connection) -> list[tuple[str, str]]:
    """Every project with each of its periods."""
    asked = sa.select(DELTAS.c.project, DELTAS.c.period).where(HELD).distinct()
    return sorted((row[0], row[1]) for row in connection.execute(asked))


def known_states(runs: Iterable[Mapped], deltas: Iterable[Mapped]) -> list[Known]:
    """The states of one project and period, each with the run that brought it. `runs`: those of the period, with all anchors.

    Raises ValueError for a delta that does not follow from the one before.
    """
    runs, deltas = list(runs), list(deltas)
    anchor = anchor_of(runs)
    anchors = {one["number"] for one in runs if one["kind"] == ANCHOR}
    left = [one for one in deltas if anchor and one["run"] == anchor.number]
    found: list[Known] = []
    for row in left[:1]:
        change, more = unpacked(_payload(row))
        judged = Judged(*more[JUDGED])
        found.append(Known(Step(row["seq"], judged.moment, 0, applied(NOTHING, change), more[SINCE]), judged))
    judging = {one.run: one for one in judged_in(runs, deltas[0]["project"])} if deltas else {}
    for row in deltas:
        if row["run"] not in anchors:
            found.append(_next(found[-1] if found else None, row, judging))
    return found


def _next(former: Known | None, row: Mapped, judging: Mapping[int, Judged]) -> Known:
    """The state that a delta makes of the former one."""
    if row["run"] not in judging:
        raise ValueError(f"run {row['run']}")
    judged = judging[row["run"]]
    before = max((run for run in judging if run < judged.run), default=0)
    change, _ = unpacked(_payload(row))
    try:
        state = applied(former.step.state if former else NOTHING, change)
    except (IndexError, KeyError, TypeError) as error:
        raise ValueError(str(error)) from None
    return Known(Step(row["seq"], judged.moment, max(before, former.judged.run if former else 0), state), judged)


def _payload(row: Mapped) -> bytes:
    if not isinstance(row["payload"], bytes):
        raise ValueError("payload")
    return row["payload"]


def judged_in(runs: Iterable[Mapped], project: str) -> list[Judged]:
    """The runs among these in which a project was judged, if it was known by then."""
    return [
        Judged(one["number"], one["known_on"], one["as_of"])
        for one in runs
        if one["kind"] == RUN and was_judged(one["part"], project)
    ]
