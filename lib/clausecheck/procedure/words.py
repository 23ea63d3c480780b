"""Words that people write instead of a value (无, 至今, 作废, 同上 …): the lists that all procedures share, and what a
procedure's own `words.yaml` and one beside a company's rulebook add to them, list by list."""

import difflib
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from clausecheck.nouns.errors import Fault, InputFault, fault
from clausecheck.nouns.records import dataclass
from clausecheck.nouns.text import dashes_folded, narrow, simplified
from clausecheck.nouns.yamlfile import Lines, read_yaml

FILE = "words.yaml"
BEGINS = "…"
_REPEATED = ("-", "/", "\\")
_RUN = re.compile(r"([-/\\])\1+")
SPACED = 6
"""So many signs more than twice its length a word may be written with, spaces between them and stops behind it."""
_STOPS = ".。!！,，;；:：~ "


@dataclass(frozen=True, slots=True)
class WordList:
    """Words and beginnings of words; `text in words` asks without regard to spaces, width, case, script and closing stops."""

    whole: frozenset[str]
    beginnings: tuple[str, ...]
    longest: float
    """No longer text can be one of the words."""

    def __contains__(self, text: str) -> bool:
        if len(text) > self.longest:
            return False
        said = plain_word(text)
        return said in self.whole or (bool(self.beginnings) and said.startswith(self.beginnings))


@dataclass(frozen=True, slots=True)
class Words:
    """Every list by its key in `words.yaml`, where it says what each means."""

    nothing: WordList
    zero: WordList
    open: WordList
    still: WordList
    not_handed_over: WordList
    not_moved_in: WordList
    no_flat: WordList
    ditto: WordList
    void: WordList
    example: WordList
    title: WordList
    joint: WordList
    listed: Mapping[str, tuple[str, ...]]
    """Each list as written, a company's words last: part of what makes a rulebook this one."""


KEYS = tuple(one.name for one in fields(Words) if one.name != "listed")


def plain_word(text: str) -> str:
    """A word without spaces, width, case, script and closing stops, a run of dashes or slashes as one."""
    folded = text if text.isascii() else dashes_folded(simplified(narrow(text)))
    squeezed = "".join(folded.split()).casefold()
    if squeezed[:1] in _REPEATED:
        squeezed = _RUN.sub(r"\1", squeezed)
    return squeezed.rstrip(_STOPS) or squeezed


def words_of(shared: Path, *more: Path) -> Words:
    """The words of a file that has every list, and what further files, those that are there, add to them.

    Raises InputFault with file and line for a list that does not exist, or anything that is no list of words.
    """
    listed = _read(shared, shared.name)
    for path in more:
        own = _read(path, str(path)) if path.is_file() else {}
        listed = {key: (*words, *own.get(key, ())) for key, words in listed.items()}
    return Words(**{key: _list(listed[key]) for key in KEYS}, listed=listed)


def _read(path: Path, name: str) -> dict[str, tuple[str, ...]]:
    document, lines = read_yaml(path)
    return _checked(document, lines, name)


def _checked(document: Any, lines: Lines, name: str) -> dict[str, tuple[str, ...]]:
    if not isinstance(document, dict):
        raise fault(name, "应为“词表: [词, 词]”的形式", "must be written as `list: [word, word]`")
    faults: list[Fault] = []
    found: dict[str, tuple[str, ...]] = {}
    for key, written in document.items():
        place = f"{name}:{lines.nearest((key,))}"
        if key not in KEYS:
            near = difflib.get_close_matches(key, KEYS, 1)
            hint, hint_en = (f"；是否想写 {near[0]}？", f"; did you mean {near[0]}?") if near else ("；", ";")
            known = "、".join(KEYS)
            faults.append(
                Fault(place, f"没有词表“{key}”{hint}可用：{known}", f'no list "{key}"{hint_en} known: {known}')
            )
        elif not isinstance(written, list) or not all(isinstance(word, str) and word.strip() for word in written):
            faults.append(Fault(place, f"“{key}”应是一列词，如 [无, 暂无]", f"{key} must be a list of words"))
        else:
            found[key] = tuple(written)
    if faults:
        raise InputFault(*faults)
    return found


def _list(words: Iterable[str]) -> WordList:
    beginnings = tuple(plain_word(word.removesuffix(BEGINS)) for word in words if word.endswith(BEGINS))
    whole = frozenset(plain_word(word) for word in words if not word.endswith(BEGINS))
    longest = math.inf if beginnings else 2 * max(map(len, whole), default=0) + SPACED
    return WordList(whole, beginnings, longest)
