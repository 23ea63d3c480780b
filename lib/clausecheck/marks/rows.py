"""The rows of a sheet, found in the bytes as they stream by, without a tree.

A sheet is a head (up to and with `<sheetData>`), rows, and a tail (from `</sheetData>`). Head and tail together are a
small document with a sheet that has no rows. Comments, CDATA and processing instructions are blanked before anything is
searched, so that a `<row` in them is never taken for one; inside attribute values XML allows no `<`.
"""

from __future__ import annotations

import functools
import operator
import re
from collections.abc import Iterable, Iterator
from typing import Literal

from clausecheck.marks.model import AnnotationRefused
from clausecheck.marks.outline import TAG, attributes_in
from clausecheck.marks.xmltext import column_number, whole
from clausecheck.nouns.records import dataclass

_SPECIAL = re.compile(rb"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)", re.DOTALL)
_CLOSED = (b"-->", b"]]>", b"?>")
_SHEET_DATA = re.compile(rb"<((?:[\w.-]+:)?)sheetData(?=[\s/>])[^<>\"']*+(?:(?:\"[^\"]*+\"|'[^']*+')[^<>\"']*+)*+>")
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")


@dataclass(frozen=True, slots=True)
class Grammar:
    """What rows and cells look like under the prefix of one sheet."""

    prefix: bytes
    row: re.Pattern[bytes]
    cell: re.Pattern[bytes]
    row_end: bytes
    data_end: bytes


@dataclass(frozen=True, slots=True)
class Region:
    kind: Literal["head", "rows", "tail"]
    offset: int  # in the part
    data: bytes
    masked: bytes  # the data, specials blanked
    grammar: Grammar


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a region: their numbers, where each starts in the region, where it ends."""

    numbers: list[int]
    starts: list[int]
    ends: list[int]


@functools.lru_cache
def grammar(prefix: bytes) -> Grammar:
    name = re.escape(prefix)
    row = re.compile(rb"<" + name + rb'row(?:\s+r="(\d+)"|(?=[\s/>]))')
    cell = re.compile(rb"<" + name + rb'c(?:\s+r="([A-Za-z]+)\d+"|(?=[\s/>]))')
    return Grammar(prefix, row, cell, b"</" + prefix + b"row", b"</" + prefix + b"sheetData")


def mask(data: bytes) -> tuple[bytes, int]:
    """The data with comments and the like blanked, and up to where it can be judged (an open comment ends it)."""
    # Looking for one rare byte first is ten times as fast as looking for two.
    if not (b"!" in data and b"<!" in data) and not (b"?" in data and b"<?" in data):
        return data, len(data)
    safe = len(data)
    for found in _SPECIAL.finditer(data):
        if not found[0].endswith(_CLOSED):
            safe = found.start()
    return _SPECIAL.sub(lambda found: b" " * len(found[0]), data), safe


def regions(chunks: Iterable[bytes], part: str) -> Iterator[Region]:
    """Head, runs of whole rows, tail of a worksheet. AnnotationRefused: `part_encoding`, `no_sheet_data`, `bad_xml`."""
    waiting = iter(chunks)
    head, buffer = _head(waiting, part)
    yield head
    offset = len(head.data)
    while not head.masked.endswith(b"/>"):
        masked, safe = mask(buffer)
        stop = masked.find(head.grammar.data_end, 0, safe)
        cut = stop if stop >= 0 else _last_row(masked, safe, head.grammar)
        if cut > 0:
            yield Region("rows", offset, buffer[:cut], masked[:cut], head.grammar)
            buffer, offset = buffer[cut:], offset + cut
        if stop >= 0:
            break
        piece = next(waiting, b"")
        if not piece:
            raise AnnotationRefused("bad_xml", part=part, fault="sheetData is not closed")
        buffer += piece
    tail = buffer + b"".join(waiting)
    yield Region("tail", offset, tail, tail, head.grammar)


def _head(waiting: Iterator[bytes], part: str) -> tuple[Region, bytes]:
    buffer = b""
    for piece in waiting:
        buffer += piece
        if buffer[:2] in _WIDE:
            raise AnnotationRefused("part_encoding", part=part)
        masked, safe = mask(buffer)
        found = _SHEET_DATA.search(masked, 0, safe)
        if found:
            end = found.end()
            return Region("head", 0, buffer[:end], masked[:end], grammar(found[1])), buffer[end:]
    raise AnnotationRefused("no_sheet_data", part=part)


def _last_row(masked: bytes, safe: int, form: Grammar) -> int:
    opening = b"<" + form.prefix + b"row"
    at = masked.rfind(opening, 0, safe)
    while at > 0 and not form.row.match(masked, at, safe):
        at = masked.rfind(opening, 0, at)
    return at


def rows_in(region: Region, last: int, part: str) -> Rows:
    """The rows of a region, `last` being the number of the row before it. What precedes the first row of a sheet is
    row 0. AnnotationRefused `rows_out_of_order`."""
    found = list(region.grammar.row.finditer(region.masked))
    numbers = [int(each[1] or 0) for each in found]
    starts = [each.start() for each in found]
    if 0 in numbers:
        numbers = _numbers(region.masked, starts, last)
    if not all(map(operator.lt, [last, *numbers], numbers)):
        raise AnnotationRefused("rows_out_of_order", part=part)
    if not starts or starts[0] > 0:
        numbers, starts = [0, *numbers], [0, *starts]
    return Rows(numbers, starts, [*starts[1:], len(region.masked)])


def _numbers(masked: bytes, starts: list[int], last: int) -> list[int]:
    """Row numbers where some are left out, or written behind other attributes."""
    numbers = []
    for start in starts:
        given = attributes_in(_tag(masked, start)).get(b"r")
        last = whole(given[0].decode("latin-1") if given else None, last + 1)
        numbers.append(last)
    return numbers


def edges(region: Region) -> tuple[int, int] | None:
    """Number of the first and the last row of a region, None unless both have theirs as the first attribute."""
    first = region.grammar.row.match(region.masked)
    last = region.grammar.row.match(region.masked, max(_last_row(region.masked, len(region.masked), region.grammar), 0))
    return (int(first[1]), int(last[1])) if first and last and first[1] and last[1] else None


def row_at(region: Region, number: int, start: int) -> tuple[int, int] | None:
    """Start and end of the row with that number behind `start`, if its number is its first attribute."""
    opening = b"<" + region.grammar.prefix + b"row"
    at = region.masked.find(opening + b' r="%d"' % number, start)
    if at < 0:
        return None
    end = region.masked.find(opening, at + len(opening))
    return at, end if end >= 0 else len(region.masked)


def _tag(masked: bytes, start: int) -> bytes:
    found = TAG.match(masked, start)
    if found is None:
        raise AnnotationRefused("bad_xml", part="", fault=masked[start : start + 40].decode("latin-1"))
    return found[0]


def start_tag(masked: bytes, start: int) -> tuple[dict[bytes, tuple[bytes, int, int]], int]:
    """The attributes of the start tag at `start`, and where the tag ends."""
    tag = _tag(masked, start)
    return attributes_in(tag, start), start + len(tag)


def cells_in(masked: bytes, start: int, end: int, form: Grammar) -> Iterator[tuple[int, int]]:
    """Column and start of every cell between start and end. AnnotationRefused `cells_out_of_order`."""
    column = 0
    for found in form.cell.finditer(masked, start, end):
        before = column
        if found[1]:
            column = column_number(found[1].decode())
        else:
            given = attributes_in(_tag(masked, found.start())).get(b"r")
            column = column_number(given[0].rstrip(b"0123456789").decode()) if given and given[0] else before + 1
        if column <= before:
            raise AnnotationRefused("cells_out_of_order", part="", cell=str(column))
        yield column, found.start()
