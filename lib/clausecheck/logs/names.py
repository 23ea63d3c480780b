"""Headers as people write them, and which fields they can mean.

A header is compared without spaces, line breaks, width of letters, marks and (if it must be) its note in brackets:
`受 理\\n时间（年月日时分）*` is 受理时间.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from clausecheck.schema import TableSpec
from clausecheck.text import narrow, simplified

How = Literal["map", "canonical", "synonym"]

_SPACE = re.compile(r"\s+")
_MARKS = "*＊★☆※●○•:：!！.。、,，;；#"
_NUMBERING = re.compile(r"^(?:\d{1,2}[.、)]|[①-⑳]|[(]\d{1,2}[)])")
_BRACKETS = re.compile(r"[(\[【〔<《{][^()\[\]【】〔〕<>《》{}]*[)\]】〕>》}]")
LONGEST_HEADER, LONGEST_TEXT = 60, 300
REMEMBERED = 50_000


def squeeze(text: str) -> str:
    """Text without spaces and line breaks, letters and digits in their narrow form."""
    return _SPACE.sub("", narrow(text))


def plain(header: str) -> str:
    """A header without spaces, marks and numbering, but with its brackets."""
    return _NUMBERING.sub("", simplified(squeeze(header[:LONGEST_TEXT])).strip(_MARKS)).strip(_MARKS).casefold()


def bare(header: str) -> str:
    """A header without its notes and units in brackets either."""
    return _BRACKETS.sub("", plain(header)).strip(_MARKS)


@dataclass(frozen=True, slots=True)
class Meaning:
    """One field a header can stand for, and how that is known."""

    table: str
    field: str
    how: How


@dataclass(slots=True)
class Names:
    """Every known header and what it can mean; answers are remembered by the text as it stands in the sheet."""

    known: dict[str, tuple[Meaning, ...]]
    met: set[str] = field(default_factory=set)
    """The headers met so far, exactly as they stand in the sheets: a quick test for further header rows."""
    _seen: dict[Any, tuple[Meaning, ...]] = field(default_factory=dict)

    def find(self, text: Any) -> tuple[Meaning, ...]:
        """The fields a cell's text can be the header of; empty for anything that is no known header."""
        if text.__class__ is not str or len(text) > LONGEST_HEADER:
            return ()
        found = self._seen.get(text)
        if found is None:
            if len(self._seen) > REMEMBERED:
                self._seen.clear()
            found = self._seen[text] = self.known.get(plain(text)) or self.known.get(bare(text)) or ()
            if found:
                self.met.add(text)
        return found


def beside(field: str, kind: str) -> str:
    """What a column is called that completes another (the 栋 beside a 房号): no field of its own."""
    return f"{field}.{kind}"


def names_of(tables: Mapping[str, TableSpec], mapped: Mapping[tuple[str, str], tuple[str, ...]]) -> Names:
    """The built-in headers and synonyms of all tables, with those a project's own map adds.

    `mapped`: (table, field) -> headers. A mapped header means only that field in its table.
    """
    known: dict[str, dict[tuple[str, str], How]] = {}
    for table in tables.values():
        for spec in table.fields.values():
            _add(known, spec.header, table.name, spec.key, "canonical")
            for other in spec.also:
                _add(known, other, table.name, spec.key, "synonym")
            for kind, headers in spec.beside:
                for header in headers:
                    _add(known, header, table.name, beside(spec.key, kind), "synonym")
    for (name, key), headers in mapped.items():
        for header in headers:
            _add(known, header, name, key, "map")
    return Names(
        {
            text: tuple(Meaning(name, key, how) for (name, key), how in meanings.items())
            for text, meanings in known.items()
        }
    )


_RANK: dict[How, int] = {"map": 0, "canonical": 1, "synonym": 2}


def _add(known: dict[str, dict[tuple[str, str], How]], header: str, table: str, key: str, how: How) -> None:
    """Within one table a header means one field: a map before a canonical header before a synonym."""
    meanings = known.setdefault(plain(header), {})
    rivals = [(pair, other) for pair, other in meanings.items() if pair[0] == table]
    if any(_RANK[other] < _RANK[how] for _, other in rivals):
        return
    for pair, other in rivals:
        if _RANK[other] > _RANK[how]:
            del meanings[pair]
    meanings[(table, key)] = how


def name_of_sheet(sheet: str, tables: Mapping[str, TableSpec]) -> dict[str, float]:
    """Tables whose canonical sheet name this sheet's (or file's) name is, or contains: table -> weight."""
    name = bare(sheet)
    weights: dict[str, float] = {}
    for table in tables.values():
        own = plain(table.sheet)
        if name == own:
            weights[table.name] = 4.0
        elif own in name or own in plain(sheet):
            weights[table.name] = 3.0
    return weights
