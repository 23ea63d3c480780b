"""Headers as people write them, and which fields they can mean.

A header is compared without spaces, line breaks, signs nobody sees, width of letters, numbering, marks, traditional
script and (if it must be) its note in brackets; one with a translation or a slash in it by its parts (reading 79).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from functools import lru_cache
from typing import Any, Literal

from clausecheck.nouns.records import dataclass
from clausecheck.nouns.text import narrow, simplified
from clausecheck.procedure.tables import TableSpec
from clausecheck.procedure.words import Words

How = Literal["map", "letter", "canonical", "synonym", "maybe"]
"""How a header is known: from the project's map (by its text, or by its column's letters), as a field's own header, as a
synonym, or as a word that is the field only where the values below it are of its list (投诉类型)."""

_MARKS = "*＊★☆※●○•:：!！.。、,，;；#"
_CIRCLED = re.compile(r"^\s*[①-⒛]")
_NUMBERING = re.compile(r"^(?:\d{1,2}[.、)]|[(]\d{1,2}[)]|[(]?[一二三四五六七八九十]{1,3}[、.)])")
_BRACKETS = re.compile(r"[(\[【〔<《{][^()\[\]【】〔〕<>《》{}]*[)\]】〕>》}]")
_BRACKET_SIGNS = re.compile(r"[()\[\]【】〔〕<>《》{}]")
_LINE = re.compile(r"[\r\n]+")
_SLASH = re.compile(r"[/|\\]+")
_LATIN = re.compile("[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ .,:'’&#-]*")
_CHINESE = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
ABBREVIATION = 3
"""So many capital letters right beside Chinese signs belong to the word (QMC审批日期); more are a translation."""
LONGEST_HEADER, LONGEST_TEXT = 120, 300
REMEMBERED = 50_000


@lru_cache(maxsize=512)
def squeeze(text: str) -> str:
    """Text without spaces, line breaks and signs nobody sees, letters and digits in their narrow form."""
    return "".join(narrow(text).split())


def plain(header: str) -> str:
    """A header without spaces, marks and numbering, in simplified script, but with its brackets."""
    return _plain(header[:LONGEST_TEXT])


@lru_cache(maxsize=REMEMBERED // 4)
def _plain(header: str) -> str:
    text = simplified(squeeze(_CIRCLED.sub("", header))).strip(_MARKS)
    return _NUMBERING.sub("", text).strip(_MARKS).casefold()


def bare(header: str) -> str:
    """A header without its notes and units in brackets either."""
    return _bare(header[:LONGEST_TEXT])


@lru_cache(maxsize=REMEMBERED // 4)
def _bare(header: str) -> str:
    return _BRACKETS.sub("", _plain(header)).strip(_MARKS)


def is_latin(text: str) -> bool:
    """Whether a text has letters, but no Chinese sign and no digit: a header's translation is so, a value hardly ever."""
    return any(map(str.isalpha, text)) and not _CHINESE.search(text) and not any(map(str.isdigit, text))


def without_translation(header: str) -> str:
    """受理时间 of `受理时间 Received at` and of `Received at (受理时间)`; "" for a header without Chinese signs."""
    return _BRACKET_SIGNS.sub(" ", _LATIN.sub(_kept, header)) if _CHINESE.search(header) else ""


def _kept(found: re.Match[str]) -> str:
    """A Latin word of a header where it is a short name that belongs to the Chinese beside it, else a space."""
    text, (start, end) = found.string, found.span()
    touches = (start > 0 and not text[start - 1].isspace()) or (end < len(text) and not text[end - 1].isspace())
    return found[0] if touches and len(found[0]) <= ABBREVIATION and found[0].isupper() else " "


@dataclass(frozen=True, slots=True)
class Header:
    """The header of one column: what may be its name (a header of several lines has several), best first, and as written.

    `letters` where a project's map names the column by them. `tops`: the uppermost header line in each of the names.
    """

    column: int
    names: tuple[str, ...]
    title: str
    row: int
    """Excel row number of the cell that holds it."""
    letters: str = ""
    tops: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """A column named by its letters in a project's map: `{column: B}`."""

    letters: str


Place = str | Letter
"""Where a project's map says a field stands: a header, or a column by its letters."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """One field a header can stand for, and how that is known."""

    table: str
    field: str
    how: How
    instead: str = ""
    """The field it is where its own has another column and that one has none: 登记时间 beside 投诉时间 (reading 57)."""
    place: int = 0
    """Where a map names several columns for one field: which of them this is."""


@dataclass(slots=True)
class Names:
    """Every known header and what it can mean; answers are remembered by the text as it stands in the sheet."""

    known: dict[str, tuple[Meaning, ...]]
    words: Words
    """The words that people write instead of a value."""
    about_rows: dict[tuple[str, str], str] = field(default_factory=dict)
    """(table, header as `plain` writes it) -> the column that any log sheet may carry (项目名称, 状态). Apart from `known`:
    such a header never helps to recognise a table."""
    letters: dict[str, tuple[Meaning, ...]] = field(default_factory=dict)
    """A column's letters -> the fields that a project's map puts there."""
    met: set[str] = field(default_factory=set)
    """The headers met so far, exactly as they stand in the sheets: a quick test for further header rows."""
    spelled: frozenset[str] = frozenset()
    """Every known header as it is spelt in the lists: two of them in a row of text may be a further header row."""
    _seen: dict[Any, tuple[Meaning, ...]] = field(default_factory=dict)

    def about_row(self, table: str, text: str) -> str:
        """Which of the columns that any log sheet may carry a header is in a table; "" for none."""
        if len(text) > LONGEST_HEADER:
            return ""
        return self.about_rows.get((table, plain(text))) or self.about_rows.get((table, bare(text)), "")

    def find(self, text: Any) -> tuple[Meaning, ...]:
        """The fields a cell's text can be the header of; empty for anything that is no known header."""
        if text.__class__ is not str or len(text) > LONGEST_HEADER:
            return ()
        found = self._seen.get(text)
        if found is None:
            if len(self._seen) > REMEMBERED:
                self._seen.clear()
            found = self._seen[text] = self._whole(text) or self._by_parts(narrow(text))
            if found:
                self.met.add(text)
        return found

    def _whole(self, text: str) -> tuple[Meaning, ...]:
        return self.known.get(plain(text)) or self.known.get(bare(text)) or ()

    def _by_parts(self, text: str) -> tuple[Meaning, ...]:
        """What the parts of a header in two scripts, or with a line break or slash in it, mean alike."""
        for parts in _ways_apart(text):
            if agreed := _agreed([self._whole(part) for part in parts]):
                return agreed
        return ()


def _ways_apart(text: str) -> Iterator[list[str]]:
    """The ways to take a header apart. A line below a known one may be a note; beside a slash or a space, every part in
    Chinese must mean the field: 处理人/时间 is neither of the two."""
    yield [without_translation(text)]
    lines = [line for line in _LINE.split(text) if line.strip()]
    if len(lines) > 1:
        yield lines[:1]
        yield [without_translation(lines[0])]
    for parts in (_SLASH.split(text), text.split()):
        if len(parts) > 1:
            yield [without_translation(part) for part in parts if _CHINESE.search(part)]


def _agreed(parts: list[tuple[Meaning, ...]]) -> tuple[Meaning, ...]:
    """The meanings that every part has; a flat's number may stand with what completes it (栋/单元/房号)."""
    if not parts or not all(parts):
        return ()
    common = set.intersection(*({(one.table, one.field.partition(".")[0]) for one in part} for part in parts))
    kept = {(one.table, one.field): one for part in parts for one in part}
    return tuple(one for key, one in kept.items() if key in common)


def beside(field: str, kind: str) -> str:
    """What a column is called that completes another (the 栋 beside a 房号): no field of its own."""
    return f"{field}.{kind}"


def names_of(
    tables: Mapping[str, TableSpec], mapped: Mapping[tuple[str, str], tuple[Place, ...]], words: Words
) -> Names:
    """The built-in headers and synonyms of all tables, with those a project's own map adds.

    `mapped`: (table, field) -> its columns. A mapped header means only the fields it is mapped to in its table.
    """
    known: dict[str, list[Meaning]] = {}
    for table in tables.values():
        for spec in table.fields.values():
            _add(known, spec.header, Meaning(table.name, spec.key, "canonical"))
            for other in spec.also:
                _add(known, other, Meaning(table.name, spec.key, "synonym"))
            for other in spec.maybe:
                _add(known, other, Meaning(table.name, spec.key, "maybe"))
            for kind, headers in spec.beside:
                for header in headers:
                    _add(known, header, Meaning(table.name, beside(spec.key, kind), "synonym"))
        for spec in table.fields.values():
            _may_be_instead(known, table.name, spec.key, spec.second)
    about = {
        (table.name, plain(header)): spec.key
        for table in tables.values()
        for spec in table.beside_rows.values()
        for header in (spec.header, *spec.also)
    }
    letters: dict[str, tuple[Meaning, ...]] = {}
    for (name, key), places in mapped.items():
        for number, place in enumerate(places):
            if isinstance(place, Letter):
                letters[place.letters] = (
                    *letters.get(place.letters, ()),
                    Meaning(name, key, "letter", place=number),
                )
            elif key in tables[name].beside_rows:
                about[name, plain(place)] = key
            else:
                _add(known, place, Meaning(name, key, "map", place=number))
    texts = {header for spec in tables.values() for one in spec.fields.values() for header in (one.header, *one.also)}
    return Names(
        {text: tuple(meanings) for text, meanings in known.items()}, words, about, letters, spelled=frozenset(texts)
    )


_RANK: dict[How, int] = {"map": 0, "letter": 0, "canonical": 1, "synonym": 2, "maybe": 3}


def _add(known: dict[str, list[Meaning]], header: str, meaning: Meaning) -> None:
    """Within one table a header means one field: a map before a canonical header before a synonym. Only a map can give
    one header to two fields."""
    meanings = known.setdefault(plain(header), [])
    rivals = [other for other in meanings if other.table == meaning.table]
    if any(_RANK[other.how] < _RANK[meaning.how] for other in rivals):
        return
    for other in rivals:
        if _RANK[other.how] > _RANK[meaning.how]:
            meanings.remove(other)
    if not any(other.field == meaning.field for other in meanings if other.table == meaning.table):
        meanings.append(meaning)


def _may_be_instead(known: dict[str, list[Meaning]], table: str, key: str, headers: tuple[str, ...]) -> None:
    """Notes the field that a synonym of another is where that has a column of its own."""
    for header in headers:
        meanings = known.get(plain(header), [])
        for number, one in enumerate(meanings):
            if one.table == table and one.how == "synonym":
                meanings[number] = replace(one, instead=key)


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
