"""What is known of a project and period at one time, as its findings.json says it, and the change from one to the next.

A change holds no more than differs: the parts of the head, and the findings that went and came, each with its place in the
list. Applied to the former state it gives the next one again, letter by letter: `apply(a, change(a, b)) == b`.
"""

import hashlib
import json
import zlib
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Any

from clausecheck.nouns.records import dataclass

FINDINGS, AS_OF = "findings", "as_of"


@dataclass(frozen=True, slots=True)
class State:
    """Head and findings of a findings.json. The head's as-of day is that of the run, and left open here (None); each finding
    is its text, one line of the file."""

    head: Mapping[str, Any] = field(default_factory=dict)
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What differs. `out`: places in the former list; `come`: places in the next list, with the finding's text."""

    head: Mapping[str, Any]
    out: tuple[int, ...]
    come: tuple[tuple[int, str], ...]


NOTHING = State()


def state_of(document: Mapping[str, Any]) -> State:
    """The state that a findings.json, as data, tells of."""
    head = {key: None if key == AS_OF else value for key, value in document.items() if key != FINDINGS}
    return State(head, tuple(_text(one) for one in document[FINDINGS]))


def document_of(state: State, as_of: str) -> dict[str, Any]:
    """The findings.json of a state, as data."""
    head = {key: as_of if key == AS_OF else value for key, value in state.head.items()}
    return {**head, FINDINGS: [json.loads(one) for one in state.findings]}


def text_of(state: State, as_of: str) -> str:
    """The findings.json of a state, laid out as an audit writes it."""
    head = {key: as_of if key == AS_OF else value for key, value in state.head.items()}
    lines = ",\n".join(state.findings)
    return f"{_text(head)[:-1]},\n" + f'"{FINDINGS}": [' + (f"\n{lines}" if lines else "") + "\n]}\n"


def digest_of(state: State) -> str:
    """SHA-256 of all that a state says."""
    hashed = hashlib.sha256(_text(state.head).encode())
    for one in state.findings:
        hashed.update(b"\n" + one.encode())
    return hashed.hexdigest()


def change(before: State, after: State) -> Change:
    """What differs between two states."""
    places = {text: place for place, text in enumerate(before.findings)}
    both = [(place, places[text]) for place, text in enumerate(after.findings) if text in places]
    stay = [both[index] for index in _rising([old for _, old in both])]
    stay_now, stay_then = {now for now, _ in stay}, {then for _, then in stay}
    return Change(
        _patch(before.head, after.head),
        tuple(place for place in range(len(before.findings)) if place not in stay_then),
        tuple((place, text) for place, text in enumerate(after.findings) if place not in stay_now),
    )


def applied(before: State, change: Change) -> State:
    """The state after a change."""
    out = set(change.out)
    findings = [text for place, text in enumerate(before.findings) if place not in out]
    for place, text in change.come:
        findings.insert(place, text)
    return State(_patched(before.head, change.head), tuple(findings))


def packed(change: Change, more: Mapping[str, Any] | None = None) -> bytes:
    """A change as it is stored; `more` is stored with it."""
    stored = {"head": change.head, "out": change.out, "come": change.come, **(more or {})}
    return zlib.compress(_text(stored).encode())


def unpacked(payload: bytes) -> tuple[Change, dict[str, Any]]:
    """A change as it was stored, and what was stored with it. Raises ValueError for what is none."""
    try:
        stored = json.loads(zlib.decompress(payload))
        come = tuple((place, text) for place, text in stored.pop("come"))
        return Change(stored.pop("head"), tuple(stored.pop("out")), come), stored
    except (zlib.error, KeyError, TypeError, AttributeError) as error:
        raise ValueError(str(error)) from None


def _rising(numbers: Sequence[int]) -> list[int]:
    """The indexes of a longest rising part of different numbers: what keeps its order."""
    ends: list[int] = []
    last: list[int] = []
    former: list[int] = []
    for index, number in enumerate(numbers):
        place = bisect_left(ends, number)
        former.append(last[place - 1] if place else -1)
        ends[place : place + 1] = [number]
        last[place : place + 1] = [index]
    found = []
    index = last[-1] if last else -1
    while index >= 0:
        found.append(index)
        index = former[index]
    return found[::-1]


def _patch(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """What makes one mapping the other, in the other's order: keys to set, to drop, and patches of mappings in it."""
    made: dict[str, Any] = {}
    for key, value in after.items():
        was = before.get(key)
        if key in before and _text(was) == _text(value):
            continue
        if isinstance(was, dict) and isinstance(value, dict):
            made.setdefault("into", {})[key] = _patch(was, value)
        else:
            made.setdefault("set", {})[key] = value
    if gone := [key for key in before if key not in after]:
        made["drop"] = gone
    return made if list(_patched(before, made)) == list(after) else {"all": dict(after)}


def _patched(before: Mapping[str, Any], patch: Mapping[str, Any]) -> dict[str, Any]:
    if "all" in patch:
        return dict(patch["all"])
    gone = set(patch.get("drop", ()))
    kept = {key: value for key, value in before.items() if key not in gone}
    for key, inner in patch.get("into", {}).items():
        kept[key] = _patched(kept[key], inner)
    return {**kept, **patch.get("set", {})}


_text = json.JSONEncoder(ensure_ascii=False).encode
