"""What is made of the chain beside what stands in the tables: judgements and head, column by column."""

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from clausecheck.nouns.records import dataclass

from .chain import Altered, columns_of, key_of
from .intervals import Row, intervals
from .reading import Mapped, deltas_of, known_states, rows, runs_in
from .recording import head_of
from .schema import HEAD, JUDGEMENTS

Stream = tuple[str, str]
Key = tuple[Any, Any]
CALLED = ("project", "period", "code", "subject", "first_run")
"""What tells a judgement from others where its key was altered."""


@dataclass(slots=True)
class Comparison:
    """How many judgements were compared, and what is not as it should be."""

    count: int
    faults: list[Altered]


def compare_judgements(
    connection: sa.Connection, runs: list[Mapped], known: Iterable[Stream], bad: set[Stream]
) -> Comparison:
    """Compares the judgements of all projects but those whose deltas are altered (`bad`)."""
    found = Comparison(0, [])
    missing: dict[Key, Row] = {}
    added: dict[Key, Mapped] = {}
    for stream in sorted({*known, *_streams(connection)} - bad, key=str):
        left = {(row["delta"], row["place"]): row for row in _rows(connection, stream)}
        for row in judgements_of(connection, runs, stream):
            actual = left.pop((row["delta"], row["place"]), None)
            if actual is None:
                missing[row["delta"], row["place"]] = row
            else:
                found.faults += _differing(row, actual)
            found.count += 1
        added.update(left)
    found.faults += _astray(missing, added)
    return found


def judgements_of(connection: sa.Connection, runs: list[Mapped], stream: Stream) -> Iterable[Row]:
    """The judgements of a project and period, made of its deltas."""
    states = known_states(runs_in(runs, stream[1]), deltas_of(connection, *stream))
    return intervals((one.step for one in states), *stream)


def _streams(connection: sa.Connection) -> list[Stream]:
    asked = sa.select(JUDGEMENTS.c.project, JUDGEMENTS.c.period).distinct()
    return [(row[0], row[1]) for row in connection.execute(asked)]


def _rows(connection: sa.Connection, stream: Stream) -> Iterable[Mapped]:
    asked = sa.select(JUDGEMENTS).where(JUDGEMENTS.c.project == stream[0], JUDGEMENTS.c.period == stream[1])
    return rows(connection, asked)


def _differing(expected: Mapping[str, Any], actual: Mapping[str, Any]) -> list[Altered]:
    key = key_of(JUDGEMENTS, expected)
    return [Altered(JUDGEMENTS.name, key, name) for name in columns_of(JUDGEMENTS) if expected[name] != actual[name]]


def _astray(missing: dict[Key, Row], added: dict[Key, Mapped]) -> list[Altered]:
    """Rows that are not where they should be: those that lost their place are told by the column that was altered."""
    found: list[Altered] = []
    for key in set(missing) & set(added):
        found += _differing(missing.pop(key), added.pop(key))
    called: dict[Any, Key | None] = {tuple(row[name] for name in CALLED): key for key, row in added.items()}
    for row in missing.values():
        moved = called.pop(tuple(row[name] for name in CALLED), None)
        if moved is None:
            found.append(Altered(JUDGEMENTS.name, key_of(JUDGEMENTS, row), "", "missing"))
        else:
            found += _differing(row, added.pop(moved))
    return found + [Altered(JUDGEMENTS.name, key_of(JUDGEMENTS, row), "", "added") for row in added.values()]


def compare_head(connection: sa.Connection, runs: list[Mapped]) -> list[Altered]:
    """Whether the head says where the chains end. One that is ahead of the last run tells that runs were taken away."""
    found = list(rows(connection, sa.select(HEAD)))
    if not runs:
        return [Altered(HEAD.name, key_of(HEAD, row), "", "added") for row in found]
    expected = head_of(runs[-1])
    if len(found) != 1:
        return [Altered(HEAD.name, "id 1", "", "added" if found else "missing")]
    wrong = [name for name in columns_of(HEAD) if found[0][name] != expected[name]]
    if {"run", "run_hash"} <= set(wrong):
        return [Altered("ledger_runs", f"number {expected['run'] + 1}", "", "missing")]
    return [Altered(HEAD.name, "id 1", name) for name in wrong]
