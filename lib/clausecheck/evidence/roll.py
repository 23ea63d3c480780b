"""The rows of a table with the names they go by, made once: every rule asks for them in the same order."""

from typing import Any

from clausecheck.nouns.model import Row
from clausecheck.nouns.records import dataclass
from clausecheck.nouns.text import natural

from .identity import Names
from .tables import Table


@dataclass(frozen=True, slots=True)
class Roll:
    """The rows that can be judged, then the incomplete ones; the subject of each; and their places in the order of their
    subjects. `told_apart`: no two go by one name."""

    rows: list[Row]
    usable: list[Row]
    subjects: list[str]
    order: list[int]
    told_apart: bool


def call_roll(table: Table, names: Names) -> Roll:
    """The roll of a table; its rows must not change any more."""
    rows = [*table.rows, *table.incomplete]
    identifier, doubled = table.spec.id, any(name == table.spec.name for name, _ in names.doubled)
    subjects = [
        value
        if not doubled and isinstance(value := row.values.get(identifier), str)
        else names.subject(row, identifier)
        for row in rows
    ]
    return Roll(rows, table.rows, subjects, _in_order(subjects), len(set(subjects)) == len(rows))


def by_subject(subject: str) -> tuple[bool, list[Any], str]:
    """The project first; numbers inside subjects by their size, so that #2 stands before #10."""
    return subject != "project", natural(subject), subject


def _in_order(subjects: list[str]) -> list[int]:
    """The places of subjects in the order of `by_subject`, in three passes: sorting by one simple key each is faster."""
    places = sorted(range(len(subjects)), key=subjects.__getitem__)
    places.sort(key=[natural(subject) for subject in subjects].__getitem__)
    places.sort(key=lambda place: subjects[place] != "project")
    return places
