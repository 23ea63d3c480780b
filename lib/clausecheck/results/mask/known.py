"""Who and where the logs speak of: names, telephone numbers and flats, gathered from the columns that hold them."""

from collections.abc import Iterable, Iterator
from dataclasses import field, replace
from pathlib import Path
from typing import Any

from clausecheck.nouns.model import Logs, Row, Unknown
from clausecheck.nouns.records import dataclass
from clausecheck.nouns.wordlists import entries
from clausecheck.procedure.tables import FieldSpec, Tables, facts_of

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
    tables: Tables
    """The tables of the procedure: they say what each column holds."""
    files: tuple[tuple[str, str], ...] = ()
    """File names that may name somebody, and what is shown for them."""
    seen: dict[tuple[str, bool], str] = field(default_factory=dict, compare=False, repr=False)
    harmless: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)
    """Masked texts, and whether anything but words of the form is left in them."""

    @property
    def facts(self) -> str:
        """The name of the table of the project's facts."""
        return facts_of(self.tables).name


def masker_of(logs: Logs) -> Masker:
    """A masker that knows every name, telephone number and flat of a project's logs, used or set aside."""
    names: set[str] = set()
    phones: set[str] = set()
    flats: set[str] = set()
    words, tables = vocabulary(logs.tables), logs.tables
    for row in (*(row for block in logs.blocks for row in block.rows), *(row for row, _ in logs.aside)):
        for key, spec in tables[row.table].fields.items():
            if spec.holds == "person" or _holds_names(row, spec):
                names.update(name for text in _written(row, key) for name in names_in(text, words))
            if spec.holds == "phone":
                phones.update(number for text in _written(row, key) for number in _phones(text))
            if spec.holds == "flat":
                flats.update(flat for text in _written(row, key) for flat in known_flats(text))
    hotlines = frozenset(_hotlines(logs))
    files = shown_files(_files(logs), words, _own_names(logs))
    return Masker(
        by_first(names), frozenset(phones) - hotlines, frozenset(flats) - words, hotlines, words, tables, files
    )


def _files(logs: Logs) -> Iterator[str]:
    yield from (file.file for file in logs.files)
    yield from (one.file for one in logs.unread)


def _own_names(logs: Logs) -> Iterator[str]:
    """What the project, which is no person, is called."""
    for row in logs.rows(logs.facts):
        if row.get("item") in ("name", "code", "branch") and isinstance(row.get("content"), str):
            yield row.get("content")


def with_names(masker: Masker, people: Iterable[str]) -> Masker:
    """The masker with further people that the logs do not name (who approved a waiver)."""
    known = set(all_names(masker.names))
    more = {name.casefold() for text in people for name in names_in(text, masker.vocabulary)}
    return replace(masker, names=by_first(known | more), seen={}) if more - known else masker


def vocabulary(tables: Tables) -> frozenset[str]:
    """The words of the form: sheets, headers and list values in every spelling, and what is written for nobody."""
    words: set[str] = set(entries(Path(__file__).with_name("nobody.yaml")))
    for table in tables.values():
        words |= {table.sheet, table.en}
        for spec in table.fields.values():
            words |= {spec.header, spec.en, *spec.also}
            for value, spellings in spec.choices:
                words |= {value, *spellings}
    return frozenset(words)


def _holds_names(row: Row, spec: FieldSpec) -> bool:
    """Whether a column holds names in this row, whatever else it holds: the contents of a staff board."""
    return any(row.get(other) in values for other, values in spec.names_where)


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
    for row in logs.rows(logs.facts):
        if row.get("item") == "hotline" and isinstance(row.get("content"), str):
            yield from _phones(row.get("content"))
