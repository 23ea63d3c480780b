"""The boxes of comments, in the VML that Excel and WPS still draw them with.

Excel's own VML is not always XML (`<br>` in the text of buttons), so what is there is searched as text and added to,
whatever prefixes its writer uses (openpyxl writes ns0, ns1 …).
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from clausecheck.marks.inherited import columns
from clausecheck.marks.model import AnnotationRefused
from clausecheck.marks.outline import Outline, Splice, attributes_under, child
from clausecheck.marks.xmltext import half_widths, measure, position, true, whole
from clausecheck.nouns.records import dataclass

_BLOCK = 1024  # shape numbers come in blocks, each block belongs to one drawing
_UNIT, _LINE, _MARGIN = 6.5, 17.0, 22.0  # pixels: half a Chinese character at 9 points, a line, the edges
_WIDTHS = (260, 380, 520)  # of a box; the next when it would grow too tall
_TALL, _TALLEST = 300, 1200
_LONGEST = 5000  # letters; more do not fit on a screen
_LAST_COLUMN, _LAST_ROW = 16384, 1048576
_FARTHEST = 60  # columns or rows a box may reach over, hidden ones included

_SPACES = (
    b' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    b' xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_EMPTY = b"<xml" + _SPACES + b"></xml>"
_SHAPE_TYPE = (
    b'<v:shapetype%s id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    b'<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_IDMAP = re.compile(rb"<(?:\w+:)?idmap\b[^>]*?\bdata=(?:\"([^\"]*)\"|'([^']*)')")
_SHAPE_ID = re.compile(rb"_x0000_s(\d+)")
_ROW, _COLUMN = (re.compile(rb"<(?:\w+:)?%s>\s*(\d+)\s*<" % name) for name in (b"Row", b"Column"))
_ANCHOR = re.compile(rb"<(?:\w+:)?Anchor>([\s\d,]+)<")
_CLIENT_END = re.compile(rb"</(?:\w+:)?ClientData\s*>")
_NOTE = re.compile(rb"ClientData\s[^<>]*\bObjectType\s*=\s*[\"']\s*Note\b[^<>]*>")
"""What makes a shape the box of a comment, whatever it is drawn as: Excel draws `shape`, on a Mac `roundrect`."""


@dataclass(frozen=True, slots=True)
class Geometry:
    """How wide and tall the columns and rows are, in pixels, where they are not of the default size."""

    column: float
    row: float
    columns: tuple[tuple[int, int, float], ...]  # first, last, width
    rows: dict[int, float]


def geometry(found: Outline, heights: Mapping[int, float]) -> Geometry:
    """From a sheet's skeleton and the heights (points) of rows near the marks."""
    form = child(found.root, "sheetFormatPr")
    given = form.attributes if form else {}
    width = measure(given.get("defaultColWidth"), whole(given.get("baseColWidth"), 8) + 0.71)
    spans = tuple(
        (first, last, 0.0 if true(own.get("hidden")) else measure(own.get("width"), width) * 7)
        for first, last, own in columns(attributes_under(found.root, "cols"))
    )
    rows = {row: points * 4 / 3 for row, points in heights.items()}
    return Geometry(width * 7, measure(given.get("defaultRowHeight"), 15.0) * 4 / 3, spans, rows)


def no_drawing() -> bytes:
    return _EMPTY


def used_blocks(drawings: Iterable[bytes]) -> set[int]:
    """Blocks of shape numbers in use in any drawing of the workbook."""
    used = set()
    for data in drawings:
        for found in _IDMAP.finditer(data):
            used |= {int(each) for each in (found[1] or found[2] or b"").split(b",") if each.strip().isdigit()}
        used |= {int(each) // _BLOCK for each in _SHAPE_ID.findall(data)}
    return used


def drawing_splices(data: bytes, part: str, texts: Mapping[str, str], sizes: Geometry, used: set[int]) -> list[Splice]:
    """Splices that give each comment its box: cell → whole text. A box that is there grows if the text needs it. The
    blocks taken are added to `used`. AnnotationRefused `bad_xml`."""
    end = data.rfind(b"</xml>")
    root = re.search(rb"<xml\b[^>]*>", data)
    if end < 0 or root is None:
        raise AnnotationRefused("bad_xml", part=part, fault="not a drawing we know")
    present = boxes_in(data)
    splices = []
    new = []
    for cell, text in texts.items():
        row, column = position(cell)
        if (row, column) in present:
            splices += _grown(present[row, column], text, sizes)
        else:
            new.append((row, column, text))
    if new:
        blocks, across = _blocks(len(new), used), functools.cache(functools.partial(_across, sizes))
        spaces = b"" if all(each in root[0] for each in _SPACES.split()) else _SPACES
        shapes = [] if b"_x0000_t202" in data else [_SHAPE_TYPE % spaces]
        for index, each in enumerate(new):
            number = blocks[index // (_BLOCK - 1)] * _BLOCK + 1 + index % (_BLOCK - 1)
            size = box_size(each[2])
            left, top = across(each[1], size[0]), _down(sizes, each[0], size[1])
            anchor = [*left[:2], *top[:2], *left[2:], *top[2:]]
            shapes.append(_shape(spaces, (number, index + 1), each[:2], size, anchor))
        splices += [_claimed(data, spaces, root.end(), blocks), Splice(end, end, b"".join(shapes))]
    return sorted(splices, key=lambda each: each.start)


def _blocks(shapes: int, used: set[int]) -> list[int]:
    found: list[int] = []
    number = 1
    while len(found) * (_BLOCK - 1) < shapes:
        if number not in used:
            found.append(number)
        number += 1
    used.update(found)
    return found


def _claimed(data: bytes, spaces: bytes, start: int, blocks: list[int]) -> Splice:
    listed = ",".join(str(each) for each in blocks).encode()
    found = _IDMAP.search(data)
    if found:
        at = found.end() - 1
        return Splice(at, at, b"," + listed if (found[1] or found[2] or b"").strip() else listed)
    layout = (
        b"<o:shapelayout" + spaces + b' v:ext="edit"><o:idmap v:ext="edit" data="' + listed + b'"/></o:shapelayout>'
    )
    return Splice(start, start, layout)


def boxes_in(data: bytes) -> dict[tuple[int, int], tuple[int, bytes]]:
    """Row and column → what the box of the comment there says of its place: where that starts, and its bytes."""
    found, at = {}, 0
    for closing in _CLIENT_END.finditer(data):
        opening = _NOTE.match(data, max(data.rfind(b"ClientData", at, closing.start()), at))
        at = closing.end()
        if opening:
            said = data[opening.end() : closing.start()]
            row, column = _ROW.search(said), _COLUMN.search(said)
            if row and column:
                found[int(row[1]) + 1, int(column[1]) + 1] = opening.end(), said
    return found


def box_size(text: str) -> tuple[int, int]:
    """Width and height in pixels of a box that shows the whole text, or as much of it as a screen."""
    lengths = [half_widths(line) * 1.04 for line in text[:_LONGEST].split("\n")]
    for width in _WIDTHS:
        room = (width - _MARGIN) / _UNIT
        lines = sum([max(1, math.ceil(length / room)) for length in lengths])
        height = math.ceil(lines * _LINE + _MARGIN)
        if height <= _TALL:
            break
    return width, min(max(height, 56), _TALLEST)


def _across(sizes: Geometry, column: int, width: int) -> tuple[int, int, int, int]:
    """Left column of a box and offset in it, right column and offset: counted from 0, offsets in pixels."""
    left = column if column < _LAST_COLUMN - 8 else column - 9
    right, offset = _walk(left + 1, 12 + width, lambda each: _width(sizes, each))
    return left, 12, right - 1, offset


def _down(sizes: Geometry, row: int, height: int) -> tuple[int, int, int, int]:
    """Top row of a box and offset in it, bottom row and offset, likewise."""
    bottom, offset = _walk(row, 2 + height, lambda each: sizes.rows.get(each, sizes.row))
    return row - 1, 2, bottom - 1, offset


def _walk(start: int, distance: float, size: Callable[[int], float]) -> tuple[int, int]:
    """Which column or row lies so many pixels behind the edge of `start`, and how far into it."""
    index = start
    while distance > size(index) and index - start < _FARTHEST:
        distance -= size(index)
        index += 1
    return index, round(min(distance, size(index)))


def _width(sizes: Geometry, column: int) -> float:
    return next((width for first, last, width in sizes.columns if first <= column <= last), sizes.column)


def _shape(
    spaces: bytes, numbers: tuple[int, int], place: tuple[int, int], size: tuple[int, int], anchor: Sequence[int]
) -> bytes:
    """A box. `anchor`: left column and offset, top row and offset, right, bottom."""
    (number, order), (row, column), said = numbers, place, ", ".join(map(str, anchor))
    style = (f"position:absolute;margin-left:60pt;margin-top:2pt;width:{size[0] * 0.75:g}pt;height:{size[1] * 0.75:g}pt;"
             f"z-index:{order};visibility:hidden")  # fmt: skip
    return (
        f'<v:shape{spaces.decode()} id="_x0000_s{number}" type="#_x0000_t202" style="{style}" fillcolor="#ffffe1" o:insetmode="auto">'
        '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{said}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row - 1}</x:Row>"
        f"<x:Column>{column - 1}</x:Column></x:ClientData></v:shape>"
    ).encode()


def _grown(box: tuple[int, bytes], text: str, sizes: Geometry) -> list[Splice]:
    """A box that somebody sized stays where it is and as it is, unless our text behind theirs would not show."""
    anchor = _ANCHOR.search(box[1])
    numbers = [whole(each.decode()) for each in anchor[1].split(b",")] if anchor else []
    if anchor is None or len(numbers) != 8:
        return []
    left, left_in, top, top_in, right, right_in, bottom, bottom_in = numbers
    if right > _LAST_COLUMN or bottom > _LAST_ROW:
        return []
    width = sum(_width(sizes, each + 1) for each in range(left, right)) + right_in - left_in
    height = sum(sizes.rows.get(each + 1, sizes.row) for each in range(top, bottom)) + bottom_in - top_in
    wanted = box_size(text)
    if width < wanted[0]:
        place, right_in = _walk(left + 1, left_in + wanted[0], lambda each: _width(sizes, each))
        right = place - 1
    if height < wanted[1]:
        place, bottom_in = _walk(top + 1, top_in + wanted[1], lambda each: sizes.rows.get(each, sizes.row))
        bottom = place - 1
    grown = ", ".join(str(each) for each in (left, left_in, top, top_in, right, right_in, bottom, bottom_in)).encode()
    at = box[0] + anchor.start(1)
    return [Splice(at, at + len(anchor[1]), grown)] if (width < wanted[0] or height < wanted[1]) else []
