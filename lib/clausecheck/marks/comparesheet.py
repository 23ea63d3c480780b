"""A marked worksheet against its original: every row that was touched, and all that stands around the rows.

That nothing else differs is known otherwise: the copy with its splices undone is the original, byte by byte.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from typing import Any

from clausecheck.marks.compare import StyleTable, first, only_fill_differs, parse, refuse, take_out
from clausecheck.marks.inherited import Columns, column_style, columns, merged_targets, row_style
from clausecheck.marks.marking import Cells, placed, targets
from clausecheck.marks.outline import Splice, apply
from clausecheck.marks.rows import Region, regions, rows_in
from clausecheck.marks.xmltext import area_if_any, position, whole
from clausecheck.marks.zip import Entry, inflated
from clausecheck.nouns.records import dataclass
from clausecheck.nouns.xmltree import NotXml, canonical, local, read_xml

_ORDER = ("sheetData", "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls",
          "webPublishItems", "tableParts", "extLst")  # fmt: skip
_CELLS = rb'(?:<(?:[\w.-]+:)?c r="[A-Z]+\d+" s="\d+"/>)+'
_WRITTEN = re.compile(rb'\d+(?::\d+)?| s="\d+"|' + _CELLS + rb"|>" + _CELLS + rb"</(?:[\w.-]+:)?row>")
_REPLACED = re.compile(rb"\d*(?::\d+)?|/>")
_IN_A_STYLE = re.compile(rb"\ss\s*=\s*(?:\"[^\"<>]*|'[^'<>]*)\Z")


@dataclass(frozen=True, slots=True)
class Change:
    """A cell whose style differs, or that was not there."""

    row: int
    column: int
    base: int | None  # style before; None: that of its column
    style: int


@dataclass(frozen=True, slots=True)
class _Row:
    """A touched row, or a run of new ones (old is empty). `number` is None where it does not say."""

    old: bytes
    new: bytes
    place: int  # in the part


@dataclass(slots=True)
class Comparison:
    """What the comparison of one sheet has found so far."""

    changes: list[Change] = field(default_factory=list)
    ends: list[tuple[bytes, Region]] = field(default_factory=list)  # head and tail, each as it was and as it is


def undone(new: Entry, back: Sequence[Splice], found: Comparison) -> Iterator[bytes]:
    """The marked sheet with its splices undone, in pieces; on the way every touched row is checked, and its changed
    cells are found. AnnotationRefused `verification`."""
    waiting = list(reversed(back))
    for region in regions(inflated(new), new.name):
        stop = region.offset + len(region.data)
        here = []
        while waiting and (waiting[-1].start < stop or region.kind == "tail"):
            here.append(waiting.pop())
        old = apply(region.data, here, base=region.offset)
        if region.kind != "rows":
            found.ends.append((old, region))
        elif here:
            found.changes += _changes(list(_touched_rows(region, here)), found.ends[0][1], new)
        yield old


def check_marks(found: Comparison, part: str, cells: Cells, styles: tuple[StyleTable, StyleTable]) -> Cells:
    """Check that the marked cells, and no others, changed in their fill and in nothing else; the cells as they are
    marked, merged areas resolved. AnnotationRefused `verification`."""
    (head, new_head), (tail, new_tail) = found.ends
    before, after = parse(head + tail, part), parse(new_head.data + new_tail.data, part)
    wanted = placed(cells, merged_targets(_under(before, "mergeCells"), targets(cells)))
    _check_changes(found.changes, wanted, columns(_under(before, "cols")), styles, part)
    _same_skeleton(before, after, part, wanted)
    return wanted


def _under(root: Any, name: str) -> list[Mapping[str, str]]:
    """The attributes of each child of the child of that name."""
    found = first(root, name)
    return [each.attrib for each in found] if found is not None else []


def _touched_rows(region: Region, back: Sequence[Splice]) -> Iterator[_Row]:
    opening, base = b"<" + region.grammar.prefix + b"row", region.offset
    waiting = list(reversed(back))
    while waiting:
        start, stop = waiting[-1].start - base, waiting[-1].end - base
        if not waiting[-1].new and region.data.startswith(opening, start):  # whole rows that are new
            waiting.pop()
            yield _Row(b"", region.data[start:stop], base + start)
            continue
        stop = region.masked.find(opening, start)
        stop = stop if stop >= 0 else len(region.data)
        start = region.masked.rfind(opening, 0, start + 1)
        inside = []
        data = region.data[start:stop]
        while waiting and waiting[-1].start < base + stop:
            inside.append(waiting.pop())
            _check_splice(inside[-1], region)
        yield _Row(apply(data, inside, base=base + start), data, base + start)


def _check_splice(splice: Splice, region: Region) -> None:
    """What was written into a row is a style, cells without content, or the row's span; and it replaced no more."""
    written = region.data[splice.start - region.offset : splice.end - region.offset]
    known = _REPLACED.fullmatch(splice.new) or _is_style(splice.new, region, splice.start - region.offset)
    if not _WRITTEN.fullmatch(written) or not known:
        raise refuse("", f"{written[:80]!r} written into a row")


def _is_style(replaced: bytes, region: Region, at: int) -> bool:
    """Whether what was replaced, though no number, was a style: it stood in a tag, behind ` s=` and a quote."""
    in_tag = region.masked.rfind(b"<", 0, at) > region.masked.rfind(b">", 0, at)
    return in_tag and _IN_A_STYLE.search(region.data[max(at - 20, 0) : at] + replaced) is not None


def _changes(rows: Sequence[_Row], head: Region, sheet: Entry) -> list[Change]:
    """The changed cells of some rows."""
    part = sheet.name
    kept = [row for row in rows if row.old]
    old, new = _tree([row.old for row in kept], head, part), _tree([row.new for row in kept], head, part)
    if not len(old) == len(new) == len(kept):
        raise refuse(part, "rows run together")
    changes: list[Change] = []
    for row, before, after in zip(kept, old, new, strict=True):
        number = whole(after.get("r")) or _numbers(sheet)[row.place]
        own = row_style(before.get("customFormat"), before.get("s"))
        changes += _row_changes(number, own, before, after, part)
    added = [row.new for row in rows if not row.old]
    for made in _tree(added, head, part) if added else ():
        if set(made.attrib) != {"r"}:
            raise refuse(part, "a new row with more than cells")
        changes += _row_changes(int(made.get("r")), None, (), made, part)
    return changes


def _tree(rows: Sequence[bytes], head: Region, part: str) -> Any:
    """Rows as a tree, under the start tag of their sheet for the namespaces."""
    root = re.search(rb"<([^\s/>]+)[^>]*>", head.masked)
    assert root is not None  # regions() found a sheetData in it
    try:
        return read_xml(root[0] + b"".join(rows) + b"</" + root[1] + b">")
    except NotXml as fault:
        raise refuse(part, str(fault)) from fault


@functools.lru_cache(maxsize=1)
def _numbers(sheet: Entry) -> dict[int, int]:
    """Place in the part → number of every row, for sheets whose rows do not say their numbers."""
    found: dict[int, int] = {}
    last = 0
    for region in regions(inflated(sheet), sheet.name):
        if region.kind == "rows":
            rows = rows_in(region, last, sheet.name)
            last = max(last, rows.numbers[-1])
            found |= {region.offset + start: number for start, number in zip(rows.starts, rows.numbers, strict=True)}
    return found


def _row_changes(number: int, own: int | None, old: Any, new: Any, part: str) -> Iterator[Change]:
    """Cells whose style differs, or that are new. All else in the row is known to be as it was."""
    for column, known, cell in _changed_cells(old, new):
        style = int(cell.get("s", "0"))
        if known is not None:
            yield Change(number, column, whole(known), style)
        elif len(cell) or cell.text or set(cell.attrib) != {"r", "s"}:
            raise refuse(part, f"a new cell in row {number} is not empty")
        else:
            yield Change(number, column, own, style)


def _changed_cells(old: Any, new: Any) -> Iterator[tuple[int, str | None, Any]]:
    """Column, style before ("" for none, None: there was no cell) and new cell, wherever the style differs."""
    if len(old) == len(new):
        for at, (known, cell) in enumerate(zip(old, new, strict=True)):
            if known.get("s") != cell.get("s"):
                yield _column(new, at), known.get("s", ""), cell
        return
    before = {_column(old, at, cell): cell.get("s", "") for at, cell in enumerate(old)}
    for at, cell in enumerate(new):
        column = _column(new, at, cell)
        style = before.get(column)
        if style is None or style != cell.get("s", ""):
            yield column, style, cell


def _column(row: Any, at: int, cell: Any = None) -> int:
    given = (row[at] if cell is None else cell).get("r")
    return position(given)[1] if given else (_column(row, at - 1) if at else 0) + 1


def _put_back(old: Any, new: Any, name: str) -> None:
    if name in old.attrib:
        new.set(name, old.get(name))
    elif name in new.attrib:
        del new.attrib[name]


def _check_changes(changes: Sequence[Change], wanted: Cells, widths: Columns,
                   styles: tuple[StyleTable, StyleTable], part: str) -> None:  # fmt: skip
    """The changed cells are the marked ones, and each differs in its fill alone."""
    if len(changes) != len(wanted) or {(each.row, each.column) for each in changes} != set(wanted):
        raise refuse(part, "other cells are marked than should be")
    for each in changes:
        base = column_style(widths, each.column) if each.base is None else each.base
        if not only_fill_differs(styles[0], base, styles[1], each.style, wanted[each.row, each.column][0]):
            raise refuse(part, f"style at row {each.row}, column {each.column}")


def _same_skeleton(before: Any, after: Any, part: str, wanted: Cells) -> None:
    """Head and tail are the same once our drawing is taken out and the dimension put back, as is done here."""
    order = [_ORDER.index(local(each)) for each in after if local(each) in _ORDER]
    old_order = [_ORDER.index(local(each)) for each in before if local(each) in _ORDER]
    if order != sorted(order) and old_order == sorted(old_order):
        raise refuse(part, "order of elements")
    drawing = first(after, "legacyDrawing")
    if first(before, "legacyDrawing") is None and drawing is not None:
        take_out(after, drawing)
    dimensions = first(before, "dimension"), first(after, "dimension")
    if dimensions[0] is not None and dimensions[1] is not None:
        _check_dimension(dimensions[1].get("ref"), wanted, part)
        _put_back(*dimensions, "ref")
    if canonical(before) != canonical(after):
        raise refuse(part, "outside the rows")


def _check_dimension(reference: str | None, wanted: Cells, part: str) -> None:
    place = area_if_any(reference)
    if place is None:
        return  # no area before either: annotation writes none of its own
    top, left, bottom, right = place
    if not all(top <= row <= bottom and left <= column <= right for row, column in wanted):
        raise refuse(part, "dimension")
