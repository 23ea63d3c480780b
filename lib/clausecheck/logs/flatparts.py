"""A flat written over several columns (楼栋 | 单元 | 房号): the columns beside the number complete it."""

import re
from collections.abc import Sequence
from typing import Any

from clausecheck.logs.numerals import western_digits
from clausecheck.logs.values import shown
from clausecheck.procedure.words import Words

_NUMBER = re.compile("[0-9A-Z]+")
_SEVERAL = re.compile("([、，,;；])")
_CODE = 6
"""A number of so many signs is a code of its own (01010707_01), not a room."""


LONGEST_ROOMS, LONGEST_PART = 3_000, 40
"""No list of rooms and no name of a building is longer; a longer text is a note that strayed into the column."""


def whole_flat(room: str, beside: Sequence[tuple[str, Any]], words: Words) -> str:
    """The number of a flat, or of several joined by 、, with what the columns beside it say.

    `beside`: what each part is and its cell, outermost first. 301 in 楼栋 1, 单元 2 is 1栋2单元301, and so is 2-301;
    1-2-301 says everything itself.
    """
    said = [(kind, text) for kind, cell in beside if (text := shown(cell))]
    parts = [(kind, text) for kind, text in said if len(text) <= LONGEST_PART and text not in words.nothing]
    if not parts or len(room) > LONGEST_ROOMS:
        return room
    return "".join(_whole(piece, parts) for piece in _SEVERAL.split(room))


def _whole(room: str, parts: list[tuple[str, str]]) -> str:
    own = _numbers(room)
    if not own or max(map(len, own)) >= _CODE:
        return room
    said = [_numbers(text) for _, text in parts]
    for start in range(len(parts)):
        stated = [number for numbers in said[start:] for number in numbers]
        if own[: len(stated)] == stated and len(own) > len(stated):
            return "".join(map(_spelled, parts[:start])) + room.strip()
    if len(own) > 1 and own[: len(said[0])] == said[0]:
        return room  # the building without the unit: 1-301
    return "".join(map(_spelled, parts)) + room.strip()


def _numbers(text: str) -> list[str]:
    """The numbers in a text: 01栋 and 1 say the same, B1-3 holds two."""
    return [number.lstrip("0") or "0" for number in _NUMBER.findall(western_digits(text).upper())]


def _spelled(part: tuple[str, str]) -> str:
    """1 as 1栋; 1#, 一号楼 and A座 as they are."""
    kind, text = part
    return text if _NUMBER.sub("", western_digits(text).upper()) else text + kind
