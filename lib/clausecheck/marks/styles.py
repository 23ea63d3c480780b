"""Cell styles: clones that differ in the fill alone, and the few of our own sheets, appended to what is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from typing import TypeVar

from clausecheck.marks.model import AnnotationRefused
from clausecheck.marks.outline import (
    Element,
    Outline,
    Splice,
    append,
    child,
    outline,
    prefixed,
    set_attribute,
    spliced,
)
from clausecheck.nouns.records import dataclass

_ORDER = ["numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles",
          "colors", "extLst"]  # fmt: skip
_MOST_STYLES = 65490  # Excel takes no more
_INK, _LINE, _BLUE = "FF1F3864", "FFBFBFBF", "FF0563C1"

Key = TypeVar("Key")

# What a section holds when the part lacks it: the entries every workbook is expected to have.
_FIRST = {
    "fonts": b'<font><sz val="11"/><name val="Calibri"/></font>',
    "fills": b'<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>',
    "borders": b"<border><left/><right/><top/><bottom/><diagonal/></border>",
    "cellXfs": b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',
}
_FACE = '<name val="微软雅黑"/><family val="2"/><charset val="134"/>'
_FONTS = {
    "text": f'<font><sz val="10"/>{_FACE}</font>',
    "bold": f'<font><b/><sz val="10"/>{_FACE}</font>',
    "title": f'<font><b/><sz val="16"/><color rgb="{_INK}"/>{_FACE}</font>',
    "header": f'<font><b/><sz val="10"/><color rgb="FFFFFFFF"/>{_FACE}</font>',
    "link": f'<font><u/><sz val="10"/><color rgb="{_BLUE}"/>{_FACE}</font>',
}
_SIDES = "".join(f'<{side} style="thin"><color rgb="{_LINE}"/></{side}>' for side in ("left", "right", "top", "bottom"))
_BORDER = f"<border>{_SIDES}<diagonal/></border>"


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell of our own sheets looks."""

    font: str  # a key of the fonts above
    fill: str | None = None
    wrap: bool = False
    framed: bool = True
    centred: bool = False
    number: int = 0  # of Excel's own number formats


HEADER_FILL = _INK[2:]


@dataclass(slots=True)
class Styles:
    """The styles asked for while a workbook is written; numbers are handed out at once, the part is written at the end.

    `first` is the number of styles there are. Clones must all be asked for before the first look."""

    outline: Outline
    first: int
    clones: dict[tuple[int, str], int] = field(default_factory=dict)
    looks: dict[Look, int] = field(default_factory=dict)


def open_styles(data: bytes, part: str) -> Styles:
    found = outline(data, part)
    return Styles(found, len(_items(found, "cellXfs")) or 1)


def no_styles(space: str) -> bytes:
    """The least that Excel expects of a styles part."""
    sections = b"".join(b"<%s>%s</%s>" % (name.encode(), first, name.encode()) for name, first in _FIRST.items())
    normal = b"<cellStyleXfs>" + _FIRST["cellXfs"] + b"</cellStyleXfs><cellXfs>"
    head = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="' + space.encode() + b'">'
    named = b'<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    return head + sections.replace(b"<cellXfs>", normal) + named + b"</styleSheet>"


def clone(styles: Styles, base: int, colour: str) -> int:
    """The number of the style like `base` with that fill. AnnotationRefused `too_many_styles`."""
    return _numbered(styles, styles.clones, (base, colour))


def look(styles: Styles, wanted: Look) -> int:
    """The number of the style for a cell of our own. AnnotationRefused `too_many_styles`."""
    return _numbered(styles, styles.looks, wanted)


def _numbered(styles: Styles, numbers: dict[Key, int], key: Key) -> int:
    if key not in numbers:
        numbers[key] = styles.first + len(styles.clones) + len(styles.looks)
        if numbers[key] >= _MOST_STYLES:
            raise AnnotationRefused("too_many_styles")
    return numbers[key]


def _items(found: Outline, section: str) -> list[Element]:
    element = child(found.root, section)
    return element.children if element else []


def style_splices(styles: Styles) -> list[Splice]:
    """Splices that put everything asked for into the styles part."""
    found = styles.outline
    colours = sorted({colour for _, colour in styles.clones} | {each.fill for each in styles.looks if each.fill})
    fills = [f'<fill><patternFill patternType="solid"><fgColor rgb="FF{colour}"/><bgColor indexed="64"/></patternFill></fill>'
             for colour in colours]  # fmt: skip
    base = {name: len(_items(found, name)) or _count(first) for name, first in _FIRST.items()}
    fill_ids = {colour: base["fills"] + index for index, colour in enumerate(colours)}
    xfs = [_cloned(found, number, fill_ids[colour]) for number, colour in styles.clones]
    xfs += [prefixed(_look_xf(each, base, fill_ids), found.root.prefix) for each in styles.looks]
    own, prefix = bool(styles.looks), found.root.prefix
    added = {
        "fonts": [prefixed(each.encode(), prefix) for each in _FONTS.values()] if own else [],
        "fills": [prefixed(each.encode(), prefix) for each in fills],
        "borders": [prefixed(_BORDER.encode(), prefix)] if own else [],
        "cellXfs": xfs,
    }
    if not found.root.children:  # perhaps closed in itself, and then open to one splice only
        wholes = (_whole_section(name, each, prefix) for name, each in added.items() if each)
        return [append(found.data, found.root, b"".join(wholes))]
    splices = [splice for name, each in added.items() for splice in _section(found, name, each)]
    return sorted(splices, key=lambda each: each.start)


def _count(fragment: bytes) -> int:
    """Elements at the top of a fragment."""
    return len(outline(b"<x>" + fragment + b"</x>", "").root.children)


def _whole_section(name: str, added: Sequence[bytes], prefix: bytes) -> bytes:
    first = _FIRST[name]
    open_tag = b'<%s count="%d">' % (name.encode(), _count(first) + len(added))
    return prefixed(open_tag + first, prefix) + b"".join(added) + prefixed(b"</%s>" % name.encode(), prefix)


def _section(found: Outline, name: str, added: Sequence[bytes]) -> list[Splice]:
    if not added:
        return []
    element = child(found.root, name)
    if element is not None and element.children:
        count = set_attribute(found.data, element, "count", str(len(element.children) + len(added)))
        return [count, append(found.data, element, b"".join(added))]
    whole_section = _whole_section(name, added, found.root.prefix)
    if element is not None:  # there, but without a single entry
        return [Splice(element.start, element.end, whole_section)]
    later = _ORDER[_ORDER.index(name) + 1 :]
    behind = next((each for each in found.root.children if each.name in later), None)
    return (
        [Splice(behind.start, behind.start, whole_section)]
        if behind
        else [append(found.data, found.root, whole_section)]
    )


def _cloned(found: Outline, number: int, fill: int) -> bytes:
    xfs = _items(found, "cellXfs")
    if number >= len(xfs):  # a cell with a style that is not there looks like the plain one
        plain = _FIRST["cellXfs"].replace(b'fillId="0"', b'fillId="%d" applyFill="1"' % fill)
        return prefixed(plain, found.root.prefix)
    xf = xfs[number]
    changes = [set_attribute(found.data, xf, "fillId", str(fill)), set_attribute(found.data, xf, "applyFill", "1")]
    moved = [Splice(each.start - xf.start, each.end - xf.start, each.new) for each in changes]
    return b"".join(spliced([found.data[xf.start : xf.end]], sorted(moved, key=lambda each: each.start)))


def _look_xf(wanted: Look, base: dict[str, int], fills: dict[str, int]) -> bytes:
    font = base["fonts"] + list(_FONTS).index(wanted.font)
    fill = fills[wanted.fill] if wanted.fill else 0
    border = base["borders"] if wanted.framed else 0
    across = ' horizontal="center"' if wanted.centred else ""
    wrap = ' wrapText="1"' if wanted.wrap else ""
    formatted = ' applyNumberFormat="1"' if wanted.number else ""
    return (
        f'<xf numFmtId="{wanted.number}" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0" applyFont="1" '
        f'applyFill="1" applyBorder="1"{formatted} applyAlignment="1"><alignment{across} vertical="center"{wrap}/></xf>'
    ).encode()
