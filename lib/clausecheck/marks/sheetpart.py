"""A worksheet of the original: where its marks go, as splices on its bytes."""

from __future__ import annotations

import bisect
import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from functools import partial

from clausecheck.marks.inherited import Targets, column_style, columns, row_style
from clausecheck.marks.model import AnnotationRefused
from clausecheck.marks.outline import (
    Element,
    Outline,
    Reading,
    Splice,
    apply,
    attributes_in,
    attributes_under,
    child,
    descendants,
    outline,
    related,
    set_attribute,
)
from clausecheck.marks.rows import Grammar, Region, Rows, cells_in, edges, regions, row_at, rows_in, start_tag
from clausecheck.marks.xmltext import address, area_if_any, measure, true, whole
from clausecheck.nouns.records import dataclass

StyleOf = Callable[[tuple[int, int], int, str], int]  # place, its style, colour → the style with that fill

# What follows legacyDrawing in the schema; Excel repairs a sheet whose elements are in another order.
_BEHIND_LEGACY_DRAWING = {"legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems",
                          "tableParts", "extLst"}  # fmt: skip
_UNREAD = frozenset({"sheetViews", "dataValidations", "conditionalFormatting", "hyperlinks", "headerFooter", "extLst"})
_BOX_ROWS = 40  # a comment box reaches over no more rows than this


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Head and tail of a sheet as one small document. Behind `seam`, where the rows were, places are off by `rows`."""

    outline: Outline
    seam: int
    rows: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """The marks of one sheet, the styles to give, and the attribute of its new drawing (None if it needs none).
    `no_drawing`: the one it has goes."""

    targets: Targets
    style_of: StyleOf
    drawing: Callable[[Skeleton], tuple[str, str] | None]
    no_drawing: bool = False


@dataclass(slots=True)
class Rewriting:
    """What is known about a sheet when the last of it has been written."""

    skeleton: Skeleton
    splices: list[Splice] = field(default_factory=list)
    removed: list[bytes] = field(default_factory=list)
    heights: dict[int, float] = field(default_factory=dict)  # points, where a row near a mark has its own height


def rewritten(chunks: Iterable[bytes], part: str, wanted: Wanted, found: list[Rewriting]) -> Iterator[bytes]:
    """The sheet with its marks made, as a stream. At its end, what is known about it is appended to `found`."""
    done = Rewriting(Skeleton(outline(b"<x/>", part), 0, 0))
    small = Reading(part, _UNREAD)  # head and tail, put together
    rows = _Progress(sorted(wanted.targets))
    for region in regions(chunks, part):
        if region.kind == "head":
            small.feed(region.data)
            splices = _head_splices(region, small, wanted, rows)
        elif region.kind == "rows":
            splices = _row_splices(region, part, wanted, rows)
            done.heights.update(_heights(region, rows))
        else:
            seam = len(small.data)
            small.feed(region.data)
            done.skeleton = Skeleton(small.close(), seam, region.offset - seam)
            splices = _tail_splices(done.skeleton, region, wanted, rows)
        yield apply(region.data, splices, done.removed)
        done.splices += [Splice(each.start + region.offset, each.end + region.offset, each.new) for each in splices]
    found.append(done)


@dataclass(slots=True)
class _Progress:
    """How far the rows have been worked through."""

    waiting: list[int]  # rows with marks
    done: int = 0  # of them
    before: int = 0  # of them, before this region
    last: int = 0  # row number so far
    defaults: dict[int, int] = field(default_factory=dict)  # column → style of its cells that do not exist
    found: _Found | None = None


def _row_splices(region: Region, part: str, wanted: Wanted, rows: _Progress) -> list[Splice]:
    rows.found = _find_rows(region, rows.last, part)
    rows.last = max(rows.last, rows.found.last)
    rows.before = rows.done
    rows.done = bisect.bisect_right(rows.waiting, rows.last, rows.before)
    place, splices = 0, []
    for number in rows.waiting[rows.before : rows.done]:
        place, made = _splices_at(number, region, rows, place, wanted)
        splices += made
    return splices


def _head_splices(head: Region, small: Reading, wanted: Wanted, rows: _Progress) -> list[Splice]:
    """A dimension that covers the marks; and all rows if there are none yet."""
    marked = {column for row in wanted.targets.values() for column in row}
    spans = columns(attributes_under(small.roots[0], "cols"))
    rows.defaults.update({column: column_style(spans, column) for column in marked})
    splices = _dimension(head.data, small.roots[0], wanted.targets)
    if head.masked.endswith(b"/>") and wanted.targets:
        rows.done = len(rows.waiting)  # row by row and end tag by splices of their own: none reaches over two regions
        end, new = len(head.data), b"".join(_new_row(number, head.grammar, rows, wanted) for number in rows.waiting)
        splices += [
            Splice(end - 2, end - 1, b""),
            Splice(end, end, new),
            Splice(end, end, head.grammar.data_end + b">"),
        ]
    return splices


def _tail_splices(skeleton: Skeleton, tail: Region, wanted: Wanted, rows: _Progress) -> list[Splice]:
    """Rows behind the last, and the drawing of the comments."""
    new = b"".join(_new_row(number, tail.grammar, rows, wanted) for number in rows.waiting[rows.done :])
    splices = [Splice(0, 0, new)] if new else []
    drawing = wanted.drawing(skeleton)
    if drawing:
        inside = _legacy_drawing(skeleton.outline, *drawing)
        splices.append(Splice(inside.start - skeleton.seam, inside.end - skeleton.seam, inside.new))
    old = child(skeleton.outline.root, "legacyDrawing") if wanted.no_drawing else None
    if old is not None:
        splices.append(Splice(old.start - skeleton.seam, old.end - skeleton.seam, b""))
    return splices


@dataclass(frozen=True, slots=True)
class _Found:
    """The last row number of a region, and all its rows when they are needed."""

    last: int
    rows: Callable[[], Rows]


def _find_rows(region: Region, last: int, part: str) -> _Found:
    """Numbering every row costs more than all else, so it is put off where the numbers at the edges tell enough."""
    rows = functools.cache(lambda: rows_in(region, last, part))
    ends = edges(region)
    if ends and ends[0] <= last:
        raise AnnotationRefused("rows_out_of_order", part=part)
    return _Found(ends[1] if ends else rows().numbers[-1], rows)


def _splices_at(number: int, region: Region, rows: _Progress, start: int, wanted: Wanted) -> tuple[int, list[Splice]]:
    """Where the search goes on, and the splices for the marks of one row."""
    place = row_at(region, number, start)
    if place is None and rows.found:
        all_rows = rows.found.rows()
        index = bisect.bisect_left(all_rows.numbers, number)
        place = all_rows.starts[index], all_rows.ends[index]
        if all_rows.numbers[index] != number:
            return place[0], [Splice(place[0], place[0], _new_row(number, region.grammar, rows, wanted))]
    assert place is not None  # a region with rows has been looked through
    return place[1], _mark_row(region, number, place, rows, wanted)


def _heights(region: Region, progress: _Progress) -> dict[int, float]:
    """Rows of their own height (points) near marked ones, as far as comment boxes reach."""
    data = region.masked
    if b"h" not in data or (b' ht="' not in data and b" hidden=" not in data):  # one byte is found far faster
        return {}
    assert progress.found is not None  # the region has been looked through
    heights, until, rows = {}, 0, progress.found.rows()
    for number in progress.waiting[max(progress.before - 1, 0) : progress.done]:
        index = bisect.bisect_left(rows.numbers, max(number, until))
        until = number + _BOX_ROWS
        while index < len(rows.numbers) and rows.numbers[index] < until:
            height = _height(region.masked, rows.starts[index])
            if height is not None:
                heights[rows.numbers[index]] = height
            index += 1
    return heights


def _height(masked: bytes, start: int) -> float | None:
    given = attributes_in(masked[start : masked.find(b">", start) + 1])
    if true(_given(given, b"hidden")):
        return 0.0
    height = measure(_given(given, b"ht"), -1)
    return height if height >= 0 else None


def _given(attributes: Mapping[bytes, tuple[bytes, int, int]], name: bytes) -> str | None:
    return attributes[name][0].decode("latin-1") if name in attributes else None


def _new_row(number: int, form: Grammar, rows: _Progress, wanted: Wanted) -> bytes:
    inner = b""
    for column, colour in sorted(wanted.targets[number].items()):
        style = wanted.style_of((number, column), rows.defaults.get(column, 0), colour)
        inner += _new_cell(address(number, column), style, form)
    return b'<%srow r="%d">%s</%srow>' % (form.prefix, number, inner, form.prefix)


def _new_cell(place: str, style: int, form: Grammar) -> bytes:
    return b'<%sc r="%s" s="%d"/>' % (form.prefix, place.encode(), style)


def _mark_row(region: Region, number: int, place: tuple[int, int], rows: _Progress, wanted: Wanted) -> list[Splice]:
    masked, form, end = region.masked, region.grammar, place[1]
    given, open_end = start_tag(masked, place[0])
    own = row_style(_given(given, b"customFormat"), _given(given, b"s"))
    todo = sorted(wanted.targets[number].items())
    splices: list[Splice] = []
    missing: dict[int, bytes] = {}  # where in the region → new cells

    def miss(place: int, column: int, colour: str) -> None:
        base = rows.defaults.get(column, 0) if own is None else own
        style = wanted.style_of((number, column), base, colour)
        cell = _new_cell(address(number, column), style, form)
        missing[place] = missing.get(place, b"") + cell

    def direct(column: int) -> int:
        return masked.find(b'<%sc r="%s"' % (form.prefix, address(number, column).encode()), open_end, end)

    places = {column: direct(column) for column, _ in todo}
    splices += [
        _restyle(masked, places[column], form, partial(wanted.style_of, (number, column)), colour)
        for column, colour in todo
        if places[column] >= 0
    ]
    todo = [each for each in todo if places[each[0]] < 0]
    for column, start in cells_in(masked, open_end, end, form) if todo else ():
        while todo and todo[0][0] < column:
            miss(start, *todo.pop(0))
        if not todo:
            break
        if todo[0][0] == column:
            style = partial(wanted.style_of, (number, column))
            splices.append(_restyle(masked, start, form, style, todo.pop(0)[1]))
    closing = masked.rfind(form.row_end, open_end, end)
    for column, colour in todo:
        miss(closing, column, colour)
    splices += [Splice(place, place, new) for place, new in missing.items() if place >= 0]
    if -1 in missing:  # <row/>
        splices.append(Splice(open_end - 2, open_end, b">" + missing[-1] + form.row_end + b">"))
    splices += _wider_spans(given, wanted.targets[number])
    return sorted(splices, key=lambda each: each.start)


def _restyle(masked: bytes, start: int, form: Grammar, style: Callable[[int, str], int], colour: str) -> Splice:
    given, _ = start_tag(masked, start)
    if b"s" in given:
        _, at, end = given[b"s"]
        return Splice(at, end, b"%d" % style(whole(_given(given, b"s")), colour))
    behind_name = start + 2 + len(form.prefix)
    return Splice(behind_name, behind_name, b' s="%d"' % style(0, colour))


def _wider_spans(given: Mapping[bytes, tuple[bytes, int, int]], cells: Mapping[int, str]) -> list[Splice]:
    value, at, end = given.get(b"spans", (b"", 0, 0))
    first, _, last = value.partition(b":")
    if not (first.isdigit() and last.isdigit()):
        return []
    wider = b"%d:%d" % (min(int(first), *cells), max(int(last), *cells))
    return [Splice(at, end, wider)] if wider != value else []


def _dimension(data: bytes, root: Element, targets: Targets) -> list[Splice]:
    element = child(root, "dimension")
    place = area_if_any(element.attributes.get("ref")) if element else None
    if element is None or place is None or not targets:
        return []
    top, left, bottom, right = place
    wanted = [column for row in targets.values() for column in row]
    wider = (min(top, *targets), min(left, *wanted), max(bottom, *targets), max(right, *wanted))
    if wider == (top, left, bottom, right):
        return []
    text = f"{address(wider[0], wider[1])}:{address(wider[2], wider[3])}"
    return [set_attribute(data, element, "ref", text)]


def _legacy_drawing(found: Outline, space: str, identity: str) -> Splice:
    fragment = b"<" + found.root.prefix + b"legacyDrawing" + related(found, space, identity) + b"/>"
    for each in found.root.children:
        names = {each.name} if each.name != "AlternateContent" else {one.name for one in descendants(each)}
        if names & _BEHIND_LEGACY_DRAWING:
            return Splice(each.start, each.start, fragment)
    return Splice(found.root.close, found.root.close, fragment)
