"""Which flats a text names, whatever way it is typed (readings 19 and 39).

With a register a number fits a flat when its last part is the same and its other parts stand in the flat's number in
the same order; exactly one flat must fit. Without a register the meaning of the number is the flat.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from clausecheck.evidence.flat_numbers import (
    BUILDING,
    CODE,
    FLOOR,
    NAME,
    PHASE,
    ROOM,
    SHOP,
    UNIT,
    ZONE,
    Part,
    Parts,
    identity_of,
    parts_of,
)

_JOINED = re.compile(r"[、，,;；\r\n]+")
_SLASH = re.compile(r"[/／和及与&]")
_LETTER_O = re.compile(r"(?<=\d)[OoＯｏ]|[OoＯｏ](?=\d)")
_NOT_A_FLAT = re.compile("车位|车库|储藏|仓库|地下室")
_WHOLE_BEFORE_ROOM = (ZONE, PHASE, BUILDING, UNIT, FLOOR)


@dataclass(frozen=True, slots=True)
class Flat:
    """One flat of the register: its identity and what its number says."""

    identity: str
    parts: Parts


@dataclass(frozen=True, slots=True)
class Matched:
    """What one text names. Parts of it that fit no flat, or more than one, are kept as they are written."""

    flats: tuple[str, ...] = ()
    """Identities, each once, in the order written."""
    unmatched: tuple[str, ...] = ()
    doubtful: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Part of the text and the register's flats it fits, two or more: then it fits none."""
    guessed: tuple[str, ...] = ()
    """Parts accepted only by reading the letter O as zero."""


@dataclass(frozen=True, slots=True)
class Register:
    """The flats of a 户册 by identity, and where to look for a number's last part. Made by `build_register`."""

    flats: dict[str, Flat]
    by_last: dict[str, tuple[Flat, ...]]
    seen: dict[tuple[str, str], Matched] = field(default_factory=dict, compare=False, repr=False)

    def __len__(self) -> int:
        return len(self.flats)


def build_register(texts: Iterable[str | tuple[str, str]]) -> Register:
    """A register from the 房号 of a 户册: texts, or pairs of text and sheet name (one sheet per building).

    The same flat twice is one flat; a text without any number (听雨轩) is a flat of that name, so that no row of the
    register is lost; the order of rows plays no part.
    """
    flats: dict[str, Flat] = {}
    for entry in texts:
        text, sheet = (entry, "") if isinstance(entry, str) else entry
        for parts in _numbers(text, sheet) or [_named(text)]:
            if not parts:
                continue
            identity = identity_of(parts)
            known = flats.get(identity)
            flats[identity] = Flat(identity, _more_labelled(known.parts, parts) if known else parts)
    by_last: dict[str, list[Flat]] = {}
    for identity in sorted(flats, key=_natural):
        flat = flats[identity]
        by_last.setdefault(flat.parts[-1].value, []).append(flat)
    return Register(flats, {last: tuple(group) for last, group in by_last.items()})


def register_flats(text: str, sheet: str) -> tuple[str, ...]:
    """The flats that a row of the register stands for: `build_register` gives them these identities."""
    return tuple(dict.fromkeys(identity_of(parts) for parts in _numbers(text, sheet)))


def match(text: str, register: Register | None, sheet: str = "") -> Matched:
    """The flats a text names. `sheet` (1栋, 1号楼) gives the building where the number alone does not decide.

    A register that is None or empty is no register: flats then count by meaning, and only a text without any number
    is unmatched.
    """
    if register is None or not register.flats:
        return _by_meaning(text, sheet)
    known = register.seen.get((text, sheet))
    if known is None:
        known = register.seen[(text, sheet)] = _on_register(text, register, sheet)
    return known


def _by_meaning(text: str, sheet: str) -> Matched:
    named = dict.fromkeys(identity_of(parts) for parts in _numbers(text, sheet))
    return Matched(tuple(named), tuple(piece for piece in _pieces(text) if not parts_of(piece)))


def _on_register(text: str, register: Register, sheet: str) -> Matched:
    flats: dict[str, None] = {}
    unmatched: list[str] = []
    doubtful: list[tuple[str, tuple[str, ...]]] = []
    guessed: list[str] = []
    place = _place_of(sheet)
    for piece in _split(text, register):
        fitting = _fitting(parts_of(piece) or _named(piece), register, place)
        if not fitting and _LETTER_O.search(piece):
            fitting = _fitting(parts_of(_LETTER_O.sub("0", piece)), register, place)
            guessed += [piece] if len(fitting) == 1 else []
        if len(fitting) == 1:
            flats[fitting[0].identity] = None
        elif fitting:
            doubtful.append((piece, tuple(flat.identity for flat in fitting)))
        else:
            unmatched.append(piece)
    return Matched(tuple(flats), tuple(unmatched), tuple(doubtful), tuple(guessed))


def _fitting(number: Parts, register: Register, place: Parts) -> tuple[Flat, ...]:
    """The flats a number fits: the one it states in full, or else all of which it states a part (a code: none)."""
    if not number:
        return ()
    if exact := register.flats.get(identity_of(number)):
        return (exact,)
    if number[-1].kind == CODE:
        return ()
    fitting: tuple[Flat, ...] = ()
    for reading in _readings(number):
        fitting = tuple(flat for flat in register.by_last.get(reading[-1].value, ()) if _fits(reading, flat.parts))
        if fitting:
            break
    if len(fitting) > 1 and place:
        return tuple(flat for flat in fitting if _leads(place, flat.parts[:-1])) or fitting
    return fitting


def _readings(number: Parts) -> list[Parts]:
    """The number as written; then with the letter before it joined: A-42 is A42."""
    readings, last = [number], number[-1]
    if len(number) > 1 and re.fullmatch("[A-Z]", number[-2].value) and last.value.isdigit():
        readings.append((*number[:-2], Part(last.kind, number[-2].value + last.value)))
    return readings


def _fits(number: Parts, flat: Parts) -> bool:
    """Same last part, the other parts in the flat's order. A name the register does not use is passed over."""
    if not _same_last(number[-1], flat[-1]):
        return False
    if number[0].kind == NAME and not any(part.kind == NAME for part in flat):
        name, number = number[0], number[1:]
        if _NOT_A_FLAT.search(name.value) or (len(number) == 1 and len(number[0].value) < 3):
            return False
    return _leads(number[:-1], flat[:-1])


def _same_last(given: Part, wanted: Part) -> bool:
    """An unlabelled end of a flat's number is a room or a shop, never a unit or a building."""
    if given.value != wanted.value:
        return False
    return given.kind in ("", wanted.kind) or (wanted.kind == "" and given.kind in (ROOM, SHOP))


def _same(given: Part, wanted: Part) -> bool:
    if given.kind == NAME == wanted.kind:
        return given.value.endswith(wanted.value) or wanted.value.endswith(given.value)
    if given.value != wanted.value:
        return False
    return given.kind == wanted.kind or not given.kind or not wanted.kind


def _leads(given: Parts, wanted: Parts) -> bool:
    """True when the given parts stand in the wanted ones in the same order."""
    rest = iter(wanted)
    return all(any(_same(part, candidate) for candidate in rest) for part in given)


def _numbers(text: str, sheet: str) -> list[Parts]:
    """Every number in a text. A room alone stands in the building that the sheet's name states."""
    numbers: list[Parts] = []
    for piece in _split(text, None):
        parts = parts_of(piece)
        if len(parts) == 1 and parts[0].kind in ("", ROOM, SHOP):
            parts = (*_place_of(sheet), *parts)
        if parts:
            numbers.append(parts)
    return numbers


def _named(text: str) -> Parts:
    """A flat that has a name and no number, as it is written but for spaces and width."""
    name = "".join(unicodedata.normalize("NFKC", text).split())
    return (Part(NAME, name),) if name else ()


def _place_of(sheet: str) -> Parts:
    """The building (phase, unit) that a sheet's name states: 1栋, 2期3号楼, 1栋访谈."""
    return tuple(part for part in parts_of(sheet) if part.kind in _WHOLE_BEFORE_ROOM) if sheet else ()


def _pieces(text: str) -> list[str]:
    return [piece.strip() for piece in _JOINED.split(text) if piece.strip()]


def _split(text: str, register: Register | None) -> list[str]:
    """The numbers of a text: at 、，,;； always, at a slash or 和 only between complete numbers (reading 39)."""
    numbers: list[str] = []
    for piece in _pieces(text):
        sides = [side.strip() for side in _SLASH.split(piece)]
        joined = len(sides) > 1 and all(_complete(parts_of(side), register) for side in sides)
        numbers += sides if joined else [piece]
    return numbers


def _complete(number: Parts, register: Register | None) -> bool:
    """On the register as it stands, or of at least two parts up to the room; A42 has a letter and a number."""
    if not number or number[-1].kind not in ("", ROOM, SHOP, CODE):
        return False
    if register is not None and identity_of(number) in register.flats:
        return True
    return len(number) > 1 or number[0].kind == CODE or re.fullmatch(r"[A-Z]+\d+", number[0].value) is not None


def _more_labelled(one: Parts, other: Parts) -> Parts:
    """Two spellings of one flat: a part that either of them labels is labelled, whichever came first."""
    return tuple(a if a.kind else b for a, b in zip(one, other, strict=True))


def _natural(identity: str) -> list[tuple[int, str]]:
    """Sorts 2栋 before 10栋."""
    return [(int(run), "") if run.isdigit() and len(run) < 20 else (-1, run) for run in re.findall(r"\d+|\D+", identity)]
