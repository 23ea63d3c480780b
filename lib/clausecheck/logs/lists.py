"""The values of a list as people decorate them: 第一类, 一类（我方服务）, 1.一类, 是。 (reading 55)."""

import re
from collections.abc import Mapping

from clausecheck.logs.names import bare, plain, squeeze
from clausecheck.nouns.model import Unknown
from clausecheck.nouns.text import dashes_folded, narrow, simplified
from clausecheck.procedure.tables import FieldSpec

OUTSIDE_LIST, TWO_VALUES = "DAT07", "two_values"
LONGEST = 100
"""No value of a list is longer, whatever stands beside it."""
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_INSIDE = re.compile(r"[(\[【〔<《{]([^()\[\]【】〔〕<>《》{}]*)[)\]】〕>》}]")
_SEVERAL = re.compile(r"[、，,;；/\\|+&和及与或\n]")
_PATH = re.compile(r"[-:：>·\s]+|[、，,;；/\\|]")
_DETAIL = re.compile(r"[^:：(（\d]+")
_ITEMS = re.compile("[、；;，,\r\n]")


class ListValues:
    """The values of one list, to be found by what a cell says."""

    def __init__(self, spec: FieldSpec, spellings: Mapping[str, tuple[str, ...]]) -> None:
        """`spellings`: further ones from a project's own map, by value."""
        self._exact: dict[str, str] = {}
        self._path = bool(spec.also_gives)
        for value, usual in spec.choices:
            for spelling in (value, *usual):
                self._exact.setdefault(_key(spelling), value)
        for value, own in spellings.items():
            self._exact.update({_key(spelling): value for spelling in own})

    def find(self, text: str) -> str | Unknown:
        """The value a text names; Unknown (DAT07), which says so where the text names two."""
        if len(text) > LONGEST:
            return Unknown(OUTSIDE_LIST, text)
        if value := self._exact.get(_key(text)):
            return value
        parts = {part: value for part in _parts(text) if (value := self._one(part))}
        named = {value for part, value in parts.items() if not _NUMBER.fullmatch(part)} or set(parts.values())
        if len(named) > 1:
            return Unknown(OUTSIDE_LIST, text, TWO_VALUES)
        value = self._one(text) or self._all_the_same(text, named) or (self._first(text) if self._path else None)
        return value or Unknown(OUTSIDE_LIST, text)

    def _one(self, text: str) -> str | None:
        """The value of a text without the decoration beside it."""
        if _NUMBER.fullmatch(squeeze(text)):
            return self._exact.get(_key(text))  # 1.0 is no 0 behind the number 1.
        for read in (plain, bare, _inside):
            key = simplified(read(text))
            if value := self._exact.get(key) or self._exact.get(key.removeprefix("第")):
                return value
        return None

    def _all_the_same(self, text: str, named: set[str]) -> str | None:
        parts = [part for part in _SEVERAL.split(narrow(text)) if part.strip()]
        return next(iter(named), None) if len(parts) > 1 and all(self._one(part) for part in parts) else None

    def _first(self, text: str) -> str | None:
        return self._one(_PATH.split(dashes_folded(narrow(text)).strip(), maxsplit=1)[0])


def _inside(text: str) -> str:
    """A text that stands in brackets as a whole, without them."""
    found = _INSIDE.fullmatch(narrow(text).strip())
    return plain(found[1]) if found else ""


def _key(text: str) -> str:
    return simplified(squeeze(text)).casefold()


def _parts(text: str) -> list[str]:
    """What stands before, between and behind separators, and in brackets."""
    written = narrow(text)
    outside = _INSIDE.sub("", written)
    pieces = [*_SEVERAL.split(outside), *_PATH.split(dashes_folded(outside)), *_INSIDE.findall(written)]
    return [stripped for piece in pieces if (stripped := piece.strip())]


def beside(text: str, values: ListValues) -> str | None:
    """The value of another list that stands behind this one's: 房屋质量 in 二类-房屋质量 or 二类（房屋质量）."""
    if len(text) > LONGEST:
        return None
    named = {found for part in _parts(text) if isinstance(found := values.find(part), str)}
    return named.pop() if len(named) == 1 else None


def items_of(text: str, known: Mapping[str, str]) -> tuple[str, ...]:
    """The items of a contents cell. `known`: what rules look for, by its key: such an item is given as they write it,
    whatever numbering, marks and notes stand beside it; all others as they stand.
    """
    return tuple(_item(item, known) for part in _ITEMS.split(text) if (item := part.strip()))


def known_items(spec: FieldSpec) -> dict[str, str]:
    return {_key(item): item for item in spec.known}


def _item(text: str, known: Mapping[str, str]) -> str:
    if len(text) > LONGEST:
        return text
    for read in (plain, bare):
        if item := known.get(simplified(read(text))):
            return item
    head = _DETAIL.match(text)
    if head and head[0] != text and (item := known.get(simplified(plain(head[0])))):
        return item + text[head.end() :]
    return text
