"""Judgements as intervals, made of the deltas of a project and period: a row for as long as a judgement held.

What a row says of a finding is what people ask for: verdict, words, and of what is no pass the cells. Values of cells, and
what a row of the logs says, stand in the deltas alone.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import Any

from clausecheck.nouns.records import dataclass

from .state import State

Row = dict[str, Any]
Key = tuple[str, str]
"""Code and subject."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A run, as far as an interval speaks of it."""

    run: int
    known_on: str


@dataclass(frozen=True, slots=True)
class Step:
    """What a delta made of a project: the state after it; `last`: the last run before it in which the project was judged (0:
    none). `since`: of a state that retention left, when each finding began to hold."""

    delta: int
    moment: Moment
    last: int
    state: State
    since: Sequence[Sequence[Any]] = ()


@dataclass(slots=True)
class Moves:
    """What a step does to the rows: which end, by code and subject, and which begin."""

    ended: list[Key] = field(default_factory=list)
    begun: list[Row] = field(default_factory=list)


def moves(before: State, step: Step, project: str, period: str) -> Moves:
    """The rows that end and begin where `before` becomes the state of a step."""
    found = Moves()
    if step.since:
        for place, text in enumerate(step.state.findings):
            run, known_on = step.since[place]
            found.begun.append(_row(step.delta, place, project, period, _said(text), Moment(run, known_on)))
        return found
    unchanged = set(before.findings) & set(step.state.findings)
    was = dict(_keyed(text) for text in before.findings if text not in unchanged)
    for place, text in enumerate(step.state.findings):
        if text in unchanged:
            continue
        key, said = _keyed(text)
        former = was.pop(key, None)
        if former == said:
            continue
        if former is not None:
            found.ended.append(key)
        found.begun.append(_row(step.delta, place, project, period, said, step.moment))
    found.ended += was
    return found


def intervals(steps: Iterable[Step], project: str, period: str) -> Iterator[Row]:
    """All rows of a project and period, in no particular order."""
    open_rows: dict[Key, Row] = {}
    before = State()
    for step in steps:
        moved = moves(before, step, project, period)
        for key in moved.ended:
            yield {**open_rows.pop(key), **end_of(step)}
        open_rows.update(((row["code"], row["subject"]), row) for row in moved.begun)
        before = step.state
    yield from open_rows.values()


def end_of(step: Step) -> dict[str, Any]:
    """What is written into a row that a step ends."""
    return {"last_run": step.last, "known_until": step.moment.known_on}


def since_of(steps: Iterable[Step], project: str, period: str) -> dict[Key, tuple[int, str]]:
    """Since when each judgement of the last state holds: run and day."""
    rows = (row for row in intervals(steps, project, period) if row["known_until"] is None)
    return {(row["code"], row["subject"]): (row["first_run"], row["known_from"]) for row in rows}


def key_in(text: str) -> Key:
    """Code and subject of a finding."""
    said = json.loads(text)
    return said["code"], said["subject"]


def _keyed(text: str) -> tuple[Key, Row]:
    said = _said(text)
    return (said["code"], said["subject"]), said


def _said(text: str) -> Row:
    """What a row says of a finding."""
    one = json.loads(text)
    message = one.get("message") or {}
    bare = "message" not in one
    return {
        "code": one["code"],
        "subject": one["subject"],
        "verdict": one["verdict"],
        "remark": int(bool(one.get("remark"))),
        "identity": one.get("identity"),
        "clause": one.get("clause"),
        "severity": one.get("severity"),
        "role": one.get("role"),
        "reason": one.get("reason"),
        "due": one.get("due"),
        "message_zh": message.get("zh"),
        "message_en": message.get("en"),
        "cells": None if bare else _cells(one["cells"]),
    }


def _cells(cells: Iterable[Mapping[str, str]]) -> str:
    """Addresses in the order of the finding, each sheet named once in a row: `台账.xlsx › 投诉记录!H12、J12`."""
    pieces: list[list[str]] = []
    last = ""
    for cell in cells:
        sheet = f"{cell['file']} › {cell['sheet']}"
        if sheet != last:
            pieces.append([f"{sheet}!{cell['cell']}"])
        else:
            pieces[-1].append(cell["cell"])
        last = sheet
    return "；".join("、".join(piece) for piece in pieces)


def _row(delta: int, place: int, project: str, period: str, said: Row, moment: Moment) -> Row:
    return {
        "delta": delta,
        "place": place,
        "project": project,
        "period": period,
        **said,
        "first_run": moment.run,
        "known_from": moment.known_on,
        "last_run": None,
        "known_until": None,
    }
