"""Masking one text, by what it is known to be. Masking twice is masking once."""

import re

from .files import renamed
from .known import Masker
from .names import LETTERS, mask_names, mask_person
from .numbers import mask_numbers
from .rooms import mask_flat, mask_rooms

GONE = "***"
"""What stands for a text that is withheld."""
MOST_TURNS = 8
"""So often a text is gone through; one that then still changes is withheld, for somebody made it so."""
_SPACES = re.compile(r"[ \t\u3000]{3,}")
"""Spaces that no number or name is written with; the patterns of rooms would try them in every way there is."""
_HARMLESS = frozenset(
    "年月日号时点分秒上下午中晨早晚周星期一二三四五六七八九十零〇百半季度第至到起止栋幢座单元室房楼层期区铺户类约"
)
_SHORT = frozenset(("AM", "PM", "am", "pm"))
_ERRORS = frozenset(("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"))
_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_WIDE |= {0xFF03: ord("#"), 0xFF0D: ord("-"), 0xFF0B: ord("+")}
_NOTHING = re.compile(r"[\s\d:.…?]{0,4}|\d{4}-\d\d-\d\d(?: \d\d:\d\d(?::\d\d)?)?|\d{4}-(?:Q[1-4]|H[12]|\d\d)")


def mask_text(text: str, masker: Masker, strict: bool = False) -> str:
    """A text without names, telephone and identity numbers and rooms. `strict`: an identifier, where only what is
    surely one of these goes."""
    if _NOTHING.fullmatch(text):
        return text
    known = masker.seen.get((text, strict))
    if known is None:
        known = masker.seen[text, strict] = _masked(text, masker, strict)
    return known


def _masked(text: str, masker: Masker, strict: bool) -> str:
    plain = _SPACES.sub("  ", renamed(text, masker.files).translate(_WIDE))
    now = plain
    for _ in range(MOST_TURNS):  # what one step leaves may only then be seen by another
        before = now
        now = mask_numbers(now, masker.phones, masker.hotlines, strict)
        now = mask_rooms(now, masker.flats, strict)
        now = mask_names(now, masker.names)
        if now == before:
            return text if now == _SPACES.sub("  ", text.translate(_WIDE)) else now
    return GONE


def mask_people(text: str, masker: Masker) -> str:
    """A value that is people's names."""
    now = text
    for _ in range(MOST_TURNS):
        before, now = now, mask_person(mask_text(now, masker), masker.vocabulary)
        if now == before:
            return now
    return GONE


def mask_flats(text: str, masker: Masker) -> str | None:
    """A value that names flats; None if it holds other words, too, and must be withheld."""
    return harmless(mask_flat(mask_text(text, masker)), masker)


def harmless(text: str, masker: Masker) -> str | None:
    """The masked text if nothing but numbers, dates, starred names and words of the form is left in it, else None:
    where anybody may write anything, a name that stands nowhere else cannot be told from a word."""
    now = mask_text(text, masker)
    if now not in masker.harmless:
        masker.harmless[now] = now in _ERRORS or _only_known_words(now, masker.vocabulary)
    return now if masker.harmless[now] else None


def _only_known_words(text: str, vocabulary: frozenset[str]) -> bool:
    known: set[str] = set()
    for found in LETTERS.finditer(text):
        run = found[0]
        if run in known or (len(run) == 1 and (run.isascii() or text[found.end() : found.end() + 1] == "*")):
            continue
        if not (run in vocabulary or run in _SHORT or set(run) <= _HARMLESS):
            return False
        known.add(run)
    return True
