"""Whether a written number fits a flat: the same last part, the others in the flat's order (reading 19)."""

import re

from clausecheck.logs.flat_numbers import BUILDING, NAME, ROOM, SHOP, Part, Parts

from .flat_words import ELSEWHERE

_ROMAN = {"I": "1", "V": "5", "X": "10"}
_STREET_NUMBER = re.compile(r"\d+号")
FEWEST_DIGITS = 3
"""A room alone beside words has so many digits, or is none."""


def readings(number: Parts) -> list[Parts]:
    """The number as written; then with the letter before it joined: A-42 is A42; then with I, V, X as numerals, and
    with the number of a street before the building."""
    found, last = [number], number[-1]
    if len(number) > 1 and re.fullmatch("[A-Z]", number[-2].value) and last.value.isdigit():
        found.append((*number[:-2], Part(last.kind, number[-2].value + last.value)))
    if [part.kind for part in number[:2]] == [BUILDING, BUILDING]:  # 8号3栋, where the register writes 幸福路8号3栋
        found.append((Part(NAME, f"{number[0].value}号"), *number[1:]))
    if any(part.value in _ROMAN for part in number[:-1]):  # I-2-501, where the register writes 1 or Ⅰ
        found.append((*(Part(part.kind, _ROMAN.get(part.value, part.value)) for part in number[:-1]), last))
    return found


def fits(number: Parts, flat: Parts) -> bool:
    """Same last part, the other parts in the flat's order. A name the register does not use is passed over."""
    if not _same_last(number[-1], flat[-1]):
        return False
    if number[0].kind == NAME and not any(part.kind == NAME for part in flat):
        name, number = number[0], number[1:]
        if ELSEWHERE.search(name.value) or (len(number) == 1 and len(number[0].value) < FEWEST_DIGITS):
            return False
        if _STREET_NUMBER.fullmatch(name.value):  # only a street that the register writes has it
            return False
    return leads(number[:-1], flat[:-1])


def _same_last(given: Part, wanted: Part) -> bool:
    """An unlabelled end of a flat's number is a room or a shop, never a unit or a building."""
    if given.value != wanted.value:
        return False
    return given.kind in ("", wanted.kind) or (wanted.kind == "" and given.kind in (ROOM, SHOP))


def _same(given: Part, wanted: Part) -> bool:
    if given.kind == NAME == wanted.kind:
        return _ends_with(given.value, wanted.value) or _ends_with(wanted.value, given.value)
    if given.value != wanted.value:
        return False
    return given.kind == wanted.kind or not given.kind or not wanted.kind


def _ends_with(longer: str, name: str) -> bool:
    """幸福路8号 ends with 8号; 幸福路18号 does not."""
    cut = len(longer) - len(name)
    return longer.endswith(name) and not (cut and name[:1].isdigit() and longer[cut - 1].isdigit())


def leads(given: Parts, wanted: Parts) -> bool:
    """True when the given parts stand in the wanted ones in the same order."""
    rest = iter(wanted)
    return all(any(_same(part, candidate) for candidate in rest) for part in given)
