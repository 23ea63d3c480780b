"""What a ledger is handed: a run, and the findings of its projects."""

from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import date
from pathlib import Path
from typing import Any

from clausecheck.nouns.errors import InputFault, fault
from clausecheck.nouns.records import dataclass
from clausecheck.nouns.wordlists import LANGS, WordsOf

say = WordsOf(Path(__file__).with_name("words.yaml"), plurals=True)
DIGEST = 64


@dataclass(frozen=True, slots=True)
class Run:
    """A run that is to be recorded. `known_on`: the day on which its results were known; `as_of`, `period`: what all its
    documents have in common; `rulebook` and `calendar`: their SHA-256; `missing`: projects that it should have judged and did
    not, each with its state."""

    known_on: date
    period: str
    as_of: date
    rulebook: str = ""
    calendar: str = ""
    version: str = ""
    missing: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Given:
    """The result of a project: SHA-256 of its findings.json, and how to read it. What the ledger knows by its hash already is
    not read."""

    project: str
    file: str
    read: Callable[[], Mapping[str, Any]]


def refused(place: str, key: str, **params: Any) -> InputFault:
    """A fault of this room, ready to raise: its sentence in both languages."""
    return fault(place, *(say(key, lang, **params) for lang in LANGS))
