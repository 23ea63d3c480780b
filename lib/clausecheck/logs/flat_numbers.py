"""What a written flat number means: its parts in order, each with its kind where the text says it.

Pure text, no register. `1栋2单元301`, `1幢-2-301`, `1#2-301`, `01-02-0301` and `１栋２单元３０１室` are the same parts
(spec: logs.md "Households", reading 19).
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from clausecheck.nouns.records import dataclass

ZONE, PHASE, BUILDING, UNIT, FLOOR, ROOM, SHOP, NAME, CODE = (
    "zone",
    "phase",
    "building",
    "unit",
    "floor",
    "room",
    "shop",
    "name",
    "code",
)
_ORDER = {ZONE: 0, PHASE: 1, BUILDING: 2, UNIT: 3, FLOOR: 4, ROOM: 5, SHOP: 5}
_ENDINGS = {ZONE: "区", PHASE: "期", BUILDING: "栋", UNIT: "单元", FLOOR: "层", NAME: "", "": "-"}

_USUAL: dict[int, tuple[tuple[str, ...], ...]] = {
    1: ((BUILDING,), (UNIT,), (PHASE,)),
    2: ((BUILDING, UNIT), (PHASE, BUILDING)),
    3: ((PHASE, BUILDING, UNIT),),
}

_LABELS: dict[str, tuple[str, ...]] = {
    ZONE: ("号院", "组团", "区"),
    PHASE: ("期",),
    BUILDING: ("号楼", "#楼", "号栋", "号幢", "号座", "栋", "幢", "棟", "座", "#"),
    UNIT: ("号单元", "单元", "單元", "单", "梯"),
    FLOOR: ("楼层", "层"),
    ROOM: ("号房", "号室", "房间", "室", "房", "户"),
    SHOP: ("号商铺", "号铺位", "号铺", "商铺", "店铺", "铺位", "铺"),
    # Three words whose meaning hangs on their place: 5号 / 4门 / 2楼 before a room, or as the last part.
    "号": ("号",),
    "门": ("门",),
    "楼": ("楼",),
}
_KIND_OF = {label: kind for kind, labels in _LABELS.items() for label in labels}
_LABEL = "|".join(re.escape(label) for label in sorted(_KIND_OF, key=lambda label: -len(label)))
_NUMERALS = "零〇○一二三四五六七八九十百千两廿壹贰叁肆伍陆柒捌玖拾"
_HANZI = "\u4e00-\u9fff"
_PLAIN = rf"(?![A-Z]+(?!{_LABEL}|[{_NUMERALS}])[{_HANZI}])[A-Z0-9]+"  # but not the letters of a name: XX小区
_CHINESE = rf"[{_NUMERALS}]+(?={_LABEL}|[^{_HANZI}]|$)"  # but not the first sign of 三元里
_NAMED = rf"[甲乙丙丁戊东西南北中左右]+(?={_LABEL})"  # 东单元, 甲座
_TOKEN = re.compile(
    rf"(?P<value>{_PLAIN}|{_CHINESE}|{_NAMED})\s*(?P<label>{_LABEL})?"
    rf"|(?P<shop>商铺|店铺|铺位|铺)"
    rf"|(?P<word>[A-Z]*(?:[{_NUMERALS}]|(?:(?![{_NUMERALS}])[{_HANZI}])+))"
)
_CODE = re.compile(r"[0-9A-Za-z]+(?:_[0-9A-Za-z]+)+|(?=[A-Za-z]*\d)[0-9A-Za-z]{6,}")
_UNDERSCORED = re.compile(r"[A-Z]?\d{0,2}_(?:\d{1,2}_){0,2}[A-Z]?\d{1,4}")  # 3_2_501, but 01010707_01 is a code
_ROMAN = str.maketrans({chr(first + n): str(n + 1) for first in (0x2160, 0x2170) for n in range(12)})
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}
_STREET = re.compile(r"(?:路|街|道|巷|弄|里|段|胡同)[东南西北中]?$")
_LETTER_ROOM = re.compile(r"([A-Z])(\d{3,4})")
_FLOOR_ROOM = re.compile(rf"(?P<floor>\d{{1,2}}|[{_NUMERALS}]{{1,3}})\s?楼\s?(?P<room>\d{{1,2}})\s?(?:室|房|号|户)?$")
LONGEST = 100
"""No address is longer; a longer text is a remark that strayed into the column."""
_REMARK = re.compile(r"\([^()\d]*\)")
_DASHES = str.maketrans(dict.fromkeys("—–―‐−ー", "-"))
_DIGITS = {
    sign: digit
    for digit, signs in enumerate(["零〇○", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"])
    for sign in signs
}
_SCALES = {"十": 10, "拾": 10, "百": 100, "千": 1000}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a number. `kind` is empty where the text does not say what the part is (1-2-301)."""

    kind: str
    value: str


Parts = tuple[Part, ...]


@lru_cache(maxsize=65536)
def parts_of(text: str) -> Parts:
    """The parts of one flat number in the order written; empty when the text holds no number, or is a whole story."""
    if len(text) > LONGEST:
        return ()
    folded = unicodedata.normalize("NFKC", text.translate(_ROMAN)).translate(_DASHES).strip()
    folded = re.sub(r"(?<=\d)\.0+$", "", folded)
    if _UNDERSCORED.fullmatch(folded.upper()):
        folded = folded.replace("_", "-")
    if _CODE.fullmatch(folded):
        return (Part(CODE, folded),)
    parts, shop = _scan(_REMARK.sub("", folded).upper())
    if not any(part.kind != NAME for part in parts):
        return ()
    return _letter_apart(_without_floor(_settle(_fold_address(parts), shop)))


def with_building(parts: Parts, text: str) -> Parts:
    """The other reading of 5楼02, whose 楼 `parts_of` reads like 层: room 02 of building 5; empty where there is none."""
    found = _FLOOR_ROOM.search(unicodedata.normalize("NFKC", text)) if len(text) <= LONGEST else None
    if not found or not parts or parts[-1].kind not in ("", ROOM):
        return ()
    room = Part(parts[-1].kind, _value(found["room"]))
    return (*parts[:-1], Part(BUILDING, _value(found["floor"])), room)


def _scan(text: str) -> tuple[list[Part], bool]:
    parts: list[Part] = []
    shop = False
    for found in _TOKEN.finditer(text):
        if found["value"]:
            parts.append(Part(_KIND_OF.get(found["label"] or "", ""), _value(found["value"])))
        elif found["shop"]:
            shop = True
        elif parts and parts[-1].kind == NAME:
            parts[-1] = Part(NAME, parts[-1].value + found["word"])
        else:
            parts.append(Part(NAME, found["word"]))
    return parts, shop


def _value(written: str) -> str:
    if written[0] in _NUMERALS:
        return str(_numeral(written))
    if re.fullmatch("X{0,3}(?:IX|IV|VI{0,3}|I{1,3})", written) and len(written) > 1:
        return str(_roman(written))
    return re.sub(r"^([A-Z]*)0+(?=\d)", r"\1", written)


def _roman(written: str) -> int:
    """III as 3, IV as 4. A single I, V or X is a letter, for buildings are called so; XX is what somebody left out."""
    values = [_ROMAN_VALUES[sign] for sign in written]
    return sum(
        -value if value < following else value for value, following in zip(values, [*values[1:], 0], strict=True)
    )


def _numeral(written: str) -> int:
    """二十三 as 23, 一百零一 as 101; without 十 百 千 digit by digit: 三〇一 as 301."""
    written = written.replace("廿", "二十")
    if not any(sign in _SCALES for sign in written):
        return int("".join(str(_DIGITS[sign]) for sign in written))
    total, digit = 0, 0
    for position, sign in enumerate(written):
        if sign in _SCALES:
            total += (digit if position and written[position - 1] in _DIGITS else 1) * _SCALES[sign]
            digit = 0
        else:
            digit = _DIGITS[sign]
    return total + digit


def _fold_address(parts: list[Part]) -> list[Part]:
    """A street with its number is the name of the place: 幸福路100号翠湖花园3栋301, 幸福路8号3栋2单元501. Two flats
    (101和201) never fold."""
    end = 0
    while end + 2 < len(parts) and [part.kind for part in parts[end : end + 3]] == [NAME, "号", NAME]:
        end += 2
    if _is_street(parts[end : end + 2]) and _begins_with_building(parts[end + 2 :]):
        end += 1
    if not end:
        return parts
    return [Part(NAME, "".join(_spelled(part) for part in parts[: end + 1])), *parts[end + 1 :]]


def _is_street(parts: list[Part]) -> bool:
    return len(parts) == 2 and bool(_STREET.search(parts[0].value)) and (parts[0].kind, parts[1].kind) == (NAME, "号")


def _begins_with_building(parts: list[Part]) -> bool:
    """Said to be one (3栋…), or three numbers (3-2-501): with two the number of the street may be the building's."""
    return bool(parts) and (parts[0].kind in (BUILDING, PHASE) or (parts[0].kind == "" and len(parts) >= 3))


def _settle(parts: list[Part], shop: bool) -> Parts:
    """Decides 号, 门, 楼 by their place, and marks the last part of a shop's number."""
    settled: list[Part] = []
    last = len(parts) - 1
    for i, part in enumerate(parts):
        kind = part.kind
        if kind == "号":
            kind = ROOM if i == last else BUILDING
        elif kind == "门":
            kind = ROOM if i == last else UNIT
        elif kind == "楼":
            kind = FLOOR if i < last and _on_floor(parts[i + 1], part.value, i + 1 == last) else BUILDING
        if shop and i == last and kind in ("", ROOM):
            kind = SHOP
        settled.append(Part(kind, part.value))
    return tuple(settled)


def _on_floor(room: Part, floor: str, is_last: bool) -> bool:
    """The room says its floor (5楼502), or is too short to say one (五楼02)."""
    if room.kind not in ("", ROOM, "号", "门", SHOP):
        return False
    return _floor_of(room.value) == floor or (is_last and room.value.isdigit() and len(room.value) <= 2)


def _floor_of(room: str) -> str:
    """1405 stands on floor 14; a number of fewer than three digits does not say."""
    digits = re.match(r"\d+", room)
    return digits[0][:-2] if digits else ""


def _without_floor(parts: Parts) -> Parts:
    """A floor that the room number repeats says nothing (14层1405); one that it lacks belongs to it (3层01 is 301)."""
    if len(parts) < 2 or parts[-2].kind != FLOOR or parts[-1].kind not in ("", ROOM):
        return parts
    floor, room = parts[-2].value, parts[-1]
    if _floor_of(room.value) == floor:
        return (*parts[:-2], room)
    if floor.isdigit() and room.value.isdigit() and len(room.value) <= 2:
        return (*parts[:-2], Part(room.kind, f"{floor}{int(room.value):02d}"))
    return parts


def _letter_apart(parts: Parts) -> Parts:
    """The letter before a room of three or four digits is its building, joined or not: A1203 is A座1203; A42 stays."""
    last = parts[-1]
    found = _LETTER_ROOM.fullmatch(last.value) if last.kind in ("", ROOM) else None
    return (*parts[:-1], Part("", found[1]), Part(last.kind, found[2])) if found else parts


def lacking_from(before: Parts, number: Parts) -> Parts:
    """A short number with what it lacks of the one before it: 502 behind 3-2-501 is 3-2-502, 1单元502 there 3-1-502.
    Empty where it lacks nothing, or is of another sort (a shop, a code, a letter's room, two bare numbers)."""
    if not number or len(before) < 2 or before[-1].kind not in ("", ROOM) or number[-1].kind not in ("", ROOM):
        return ()
    first = number[0].kind if len(number) > 1 else ROOM
    if first not in _ORDER or not number[-1].value.isdigit() or first in (ZONE, PHASE):
        return ()
    taken = tuple(part for part in _placed(before)[:-1] if _ORDER.get(part.kind, -1) < _ORDER[first])
    return (*taken, *number) if taken else ()


def identity_of(parts: Parts) -> str:
    """One stable spelling per meaning: `1期1栋2单元301`, `1栋铺3`. Unlabelled parts are named by their place."""
    if len(parts) == 1 and parts[0].kind == CODE:
        return parts[0].value
    return "".join(_spelled(part) for part in _placed(parts))


def _spelled(part: Part) -> str:
    if part.kind in (ROOM, SHOP):
        return ("铺" if part.kind == SHOP else "") + part.value
    return part.value + _ENDINGS.get(part.kind, part.kind)


def _placed(parts: Sequence[Part]) -> list[Part]:
    """Gives unlabelled parts the kind of their place: 1-2-301 is 1栋2单元301, and 1期2-301 is 1期2栋301."""
    placed = list(parts)
    if placed and placed[-1].kind == "":
        placed[-1] = Part(ROOM, placed[-1].value)
    start = 0
    while start < len(placed):
        end = start
        while end < len(placed) and placed[end].kind == "":
            end += 1
        if end > start:
            low = _ORDER.get(placed[start - 1].kind, -1) if start else -1
            kinds = _kinds_between(end - start, low, _ORDER.get(placed[end].kind, 5))
            placed[start:end] = [Part(kind, part.value) for kind, part in zip(kinds, placed[start:end], strict=True)]
        start = end + 1
    return placed


def _kinds_between(count: int, low: int, high: int) -> tuple[str, ...]:
    """The usual kinds of `count` unlabelled parts between two known ones; where none fits they stay unlabelled."""
    for kinds in _USUAL.get(count, ()):
        if low < _ORDER[kinds[0]] and _ORDER[kinds[-1]] < high:
            return kinds
    return ("",) * count
