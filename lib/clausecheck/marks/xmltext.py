"""Text on its way into XML, and cell addresses."""

from __future__ import annotations

import functools
import re

LONGEST = 32767  # characters Excel takes in a cell or a comment

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_WHOLE = re.compile(r"\s*\+?([0-9]{1,9})\s*\Z")
_TRUE = ("1", "true")
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})\Z")


def clean(text: str) -> str:
    """The text without characters XML cannot carry, with line feeds for line breaks, cut to what Excel takes."""
    if not text.replace("\n", "").isprintable():  # the usual text is, and needs no second look
        text = _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def attribute(text: str) -> bytes:
    """The text as an attribute's value without its quotes, in ASCII, so that it fits a part of any encoding."""
    value = _escaped(clean(text)).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")
    return value.encode("ascii", "xmlcharrefreplace")


def as_written(text: str) -> str:
    """The text as a spreadsheet stores it: `_x0041_` would show as the A it stands for, so its _ is spelled out."""
    text = clean(text)
    return _LOOKS_ESCAPED.sub("_x005F_", text) if "_x" in text else text


def content(text: str) -> str:
    """The text as the content of an element."""
    return _escaped(as_written(text))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def whole(text: str | None, otherwise: int = 0) -> int:
    """A whole number as attributes have it; what is absent, empty or no such number counts as the default would."""
    found = _WHOLE.match(text or "")
    return int(found[1]) if found else otherwise


def measure(text: str | None, otherwise: float) -> float:
    """A width or height. Some programs write the decimal comma of their country, or words; words tell no size."""
    try:
        size = float((text or "").replace(",", "."))
    except ValueError:
        return otherwise
    return size if 0 <= size < 10_000 else otherwise


def true(text: str | None) -> bool:
    """A yes as attributes have it."""
    return (text or "").strip() in _TRUE


def half_widths(line: str) -> float:
    """How wide a line is, counted in Latin letters: a Chinese character is two of them, and three bytes in UTF-8."""
    return (len(line.encode("utf-8", "replace")) + len(line)) / 2


@functools.cache
def column_number(letters: str) -> int:
    """A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


@functools.cache
def column_letters(number: int) -> str:
    """1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@functools.lru_cache(maxsize=1 << 16)
def position(cell: str) -> tuple[int, int]:
    """Row and column of an address such as C14; ValueError if it is none that Excel has."""
    found = _REFERENCE.match(cell)
    if not found or column_number(found[1]) > 16384 or int(found[2]) > 1048576:
        raise ValueError(f"not the address of a cell: {cell!r}")
    return int(found[2]), column_number(found[1])


def address(row: int, column: int) -> str:
    return f"{column_letters(column)}{row}"


def area(reference: str) -> tuple[int, int, int, int]:
    """First row, first column, last row, last column of `A1:C3` or `A1`; ValueError for anything else."""
    first, _, last = reference.partition(":")
    top, left = position(first)
    bottom, right = position(last or first)
    return top, left, bottom, right


def area_if_any(reference: str | None) -> tuple[int, int, int, int] | None:
    """As `area`; None for what is absent or no area (`""`, `#REF!`)."""
    try:
        return area(reference or "")
    except ValueError:
        return None


def quoted_sheet(name: str) -> str:
    """The sheet's name as formulas and links write it. Always quoted: that is never wrong."""
    return "'" + name.replace("'", "''") + "'"
