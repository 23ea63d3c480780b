"""Which flats a text names, whatever way it is typed (readings 19 and 39).

With a register a number fits a flat when its last part is the same and its other parts stand in the flat's number in
the same order; exactly one flat must fit. Without a register the meaning of the number is the flat.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import field

from clausecheck.logs.flat_numbers import (
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
    lacking_from,
    parts_of,
    with_building,
)
from clausecheck.nouns.records import dataclass
from clausecheck.nouns.text import natural

from .flat_fit import FEWEST_DIGITS, fits, leads, readings
from .flat_words import bare_numbers, says_only_who

_JOINED = re.compile(r"[、，,;；\r\n]+")
_SLASH = re.compile(r"[/／和及与&]")
_LETTER_O = re.compile(r"(?<=\d)[OoＯｏ]|[OoＯｏ](?=\d)")
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
    divided: frozenset[str]
    """Flats of which the register lists parts too, told apart by a word behind the number."""
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
    for identity in sorted(flats, key=natural):
        flat = flats[identity]
        by_last.setdefault(flat.parts[-1].value, []).append(flat)
    named: dict[str, list[Flat]] = {}
    for flat in flats.values():
        if alone := _before_words(flat.parts):
            named.setdefault(identity_of(alone), []).append(flat)
    divided = frozenset(number for number, several in named.items() if len(several) > 1 or number in flats)
    for number in sorted(named.keys() - divided, key=natural):  # 3-2-501张三, of whom no other part is told apart
        (flat,) = named[number]
        number_alone = Flat(flat.identity, _before_words(flat.parts))
        by_last.setdefault(number_alone.parts[-1].value, []).append(number_alone)
    return Register(flats, {last: tuple(group) for last, group in by_last.items()}, divided)


def _before_words(parts: Parts) -> Parts:
    """The number before words behind it (3-2-501张三, 3-2-501上); empty where there are none, or no number."""
    words = next((i for i, part in enumerate(parts) if i > 1 and part.kind == NAME), 0)
    return parts[:words]


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
    named = dict.fromkeys(identity_of(parts) for parts in _numbers(text, sheet, surely=False))
    unmatched = tuple(piece for piece in _pieces(text) if not parts_of(piece) and not (named and says_only_who(piece)))
    return Matched(tuple(named), unmatched)


def _on_register(text: str, register: Register, sheet: str) -> Matched:
    flats: dict[str, None] = {}
    unmatched: list[str] = []
    doubtful: list[tuple[str, tuple[str, ...]]] = []
    guessed: list[str] = []
    place, before = _place_of(sheet), Parts()
    found: dict[tuple[str, Parts], tuple[Parts, tuple[Flat, ...]]] = {}
    for piece in _split(text, register):
        asked = piece, before
        if asked not in found:
            found[asked] = _found(piece, before, register, place)
        number, fitting = found[asked]
        if not fitting and _LETTER_O.search(piece):
            number, fitting = _found(_LETTER_O.sub("0", piece), before, register, place)
            guessed += [piece] if len(fitting) == 1 else []
        before = number or before
        if len(fitting) == 1:
            flats[fitting[0].identity] = None
        elif fitting:
            doubtful.append((piece, tuple(flat.identity for flat in fitting)))
        else:
            unmatched.append(piece)
    if flats or doubtful:  # 3-2-501，张先生，138…: who lives there is no flat of its own
        unmatched = [piece for piece in unmatched if not says_only_who(piece)]
    return Matched(tuple(flats), tuple(unmatched), tuple(doubtful), tuple(guessed))


def _found(piece: str, before: Parts, register: Register, place: Parts) -> tuple[Parts, tuple[Flat, ...]]:
    """The number of a piece, with what it takes from the one before, and the flats it fits; where it fits none, without
    the words beside it."""
    number = parts_of(piece)
    whole = lacking_from(before, number)
    fitting = _fitting(whole or number or _named(piece), register, place)
    if whole and (alone := register.flats.get(identity_of(number))):  # as it stands it is a flat of the register too
        fitting = tuple({flat.identity: flat for flat in (*fitting, alone)}.values())
    if other := with_building(number, piece):
        fitting = tuple({flat.identity: flat for flat in (*fitting, *_fitting(other, register, place))}.values())
    return (whole or number, fitting) if fitting else _without_words(piece, before, register, place)


def _without_words(piece: str, before: Parts, register: Register, place: Parts) -> tuple[Parts, tuple[Flat, ...]]:
    """The flats that a complete number fits without the words beside it. A word may name another estate where the
    register names estates, and a part of a flat where the register tells parts apart (1栋101上, 1栋101下)."""
    number, found = lacking_from(before, parts_of(piece)) or parts_of(piece), dict[str, Flat]()
    for bare in bare_numbers(piece):
        whole = lacking_from(before, bare.parts) or bare.parts
        if not _complete(whole, register) and not (bare.certain and len(whole[-1].value) >= FEWEST_DIGITS):
            continue
        for flat in _fitting(whole, register, place):
            named = any(part.kind == NAME for part in flat.parts)
            if bare.certain or not ((named and not bare.head_certain) or flat.identity in register.divided):
                found[flat.identity], number = flat, whole
    return number, tuple(found.values())


def _fitting(number: Parts, register: Register, place: Parts) -> tuple[Flat, ...]:
    """The flats a number fits: the one it states in full, or else all of which it states a part (a code: none)."""
    if not number:
        return ()
    if exact := register.flats.get(identity_of(number)):
        return (exact,)
    if number[-1].kind == CODE:
        return ()
    fitting: tuple[Flat, ...] = ()
    for reading in readings(number):
        fitting = tuple(flat for flat in register.by_last.get(reading[-1].value, ()) if fits(reading, flat.parts))
        if fitting:
            break
    if len(fitting) > 1 and place:
        return tuple(flat for flat in fitting if leads(place, flat.parts[:-1])) or fitting
    return fitting


def _numbers(text: str, sheet: str, *, surely: bool = True) -> list[Parts]:
    """Every number in a text, without who lives there (`surely`: other words behind a number belong to it). One short of
    its building takes it from the one before, or from what the sheet's name states."""
    numbers: list[Parts] = []
    pieces = _split(text, None)
    for piece in pieces:
        if len(pieces) > 1 and says_only_who(piece):
            continue
        before = numbers[-1] if numbers else ()
        parts = _bare_of(piece, before, surely)
        whole = lacking_from(before, parts)
        if not whole and len(parts) == 1 and parts[0].kind in ("", ROOM, SHOP):
            whole = (*_place_of(sheet), *parts)
        if whole or parts:
            numbers.append(whole or parts)
    return numbers


def _bare_of(piece: str, before: Parts, surely: bool) -> Parts:
    """The number of a piece without what stands beside it. `surely`: only if that is no part of a number for certain."""
    for bare in bare_numbers(piece):
        complete = _complete(lacking_from(before, bare.parts) or bare.parts, None)
        if complete and (bare.certain or (bare.head_certain and not surely)):
            return bare.parts
    return parts_of(piece)


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
