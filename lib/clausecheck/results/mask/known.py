"""Who and where the logs speak of: names, telephone numbers and flats, gathered from the columns that hold them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from clausecheck.nouns.model import Logs, Row, Unknown
from clausecheck.nouns.wordlists import entries
from clausecheck.procedure.tables import tables

from .fields import BOARD, PERSONS, PHONES
from .files import shown_files
from .names import Names, all_names, by_first, names_in
from .numbers import digits
from .rooms import known_flats

SHORTEST_PHONE = 7


@dataclass(frozen=True, slots=True)
class Masker:
    """What must not leave: `names` by their first letter, digits of `phones`, `flats` as written. `hotlines` stay.

    `vocabulary` are the words of the form itself. `seen` keeps texts masked before, for logs repeat themselves.
    """

    names: Names
    phones: frozenset[str]
    flats: frozenset[str]
    hotlines: frozenset[str]
    vocabulary: frozenset[str]
    files: tuple[tuple[str, str], ...] = ()
    """File names that may name somebody, and what is shown for them."""
    seen: dict[tuple[str, bool], str] = field(default_factory=dict, compare=False, repr=False)
    harmless: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)
    """Masked texts, and whether anything but words of the form is left in them."""


def masker_of(logs: Logs) -> Masker:
    """A masker that knows every name, telephone number and flat of a project's logs, used or set aside."""
    names: set[str] = set()
    phones: set[str] = set()
    flats: set[str] = set()
    words = vocabulary()
    for row in (*(row for block in logs.blocks for row in block.rows), *(row for row, _ in logs.aside)):
        for text in _persons(row):
            names.update(names_in(text, words))
        for text in _texts(row, PHONES):
            phones.update(_phones(text))
        for text in _flats(row):
            flats |= known_flats(text)
    hotlines = frozenset(_hotlines(logs))
    files = shown_files(_files(logs), words, _own_names(logs))
    return Masker(by_first(names), frozenset(phones) - hotlines, frozenset(flats) - words, hotlines, words, files)


def _files(logs: Logs) -> Iterator[str]:
    yield from (file.file for file in logs.files)
    yield from (one.file for one in logs.unread)


def _own_names(logs: Logs) -> Iterator[str]:
    """What the project, which is no person, is called."""
    for row in logs.rows("project"):
        if row.get("item") in ("name", "code", "branch") and isinstance(row.get("content"), str):
            yield row.get("content")


def with_names(masker: Masker, people: Iterable[str]) -> Masker:
    """The masker with further people that the logs do not name (who approved a waiver)."""
    known = set(all_names(masker.names))
    more = {name.casefold() for text in people for name in names_in(text, masker.vocabulary)}
    return replace(masker, names=by_first(known | more), seen={}) if more - known else masker


@cache
def vocabulary() -> frozenset[str]:
    """The words of the form: sheets, headers and list values in every spelling, and what is written for nobody."""
    words: set[str] = set(entries(Path(__file__).with_name("nobody.yaml")))
    for table in tables().values():
        words |= {table.sheet, table.en}
        for spec in table.fields.values():
            words |= {spec.header, spec.en, *spec.also}
            for value, spellings in spec.choices:
                words |= {value, *spellings}
    return frozenset(words)


def _persons(row: Row) -> Iterator[str]:
    yield from _texts(row, PERSONS)
    if row.table == "postings" and row.get("kind") == BOARD:
        yield from _written(row, "contents")


def _texts(row: Row, columns: Iterable[tuple[str, str]]) -> Iterator[str]:
    for table, name in columns:
        if table == row.table:
            yield from _written(row, name)


def _flats(row: Row) -> Iterator[str]:
    for name, spec in tables()[row.table].fields.items():
        if spec.type == "household":
            yield from _written(row, name)


def _written(row: Row, name: str) -> Iterator[str]:
    """A cell as it was read and as it is written."""
    value: Any = row.values.get(name)
    if isinstance(value, Unknown):
        yield value.raw
    elif isinstance(value, tuple):
        yield from map(str, value)
    elif value is not None:
        yield str(value)
    if name in row.raw:
        yield row.raw[name]


def _phones(text: str) -> Iterator[str]:
    for part in text.replace("/", "、").replace(";", "、").replace("；", "、").replace(",", "、").split("、"):
        for number in (digits(part), *(digits(word) for word in part.split())):
            if len(number) >= SHORTEST_PHONE:
                yield number


def _hotlines(logs: Logs) -> Iterator[str]:
    for row in logs.rows("project"):
        if row.get("item") == "hotline" and isinstance(row.get("content"), str):
            yield from _phones(row.get("content"))
