"""The fills of marked cells taken back: each cell keeps its style but for the fill, which is what it was before the mark."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import field

from clausecheck.marks.book import Book, Tab, related_part
from clausecheck.marks.compare import StyleTable, style_table
from clausecheck.marks.outline import Element, Outline, Splice, append, child, outline, set_attribute, spliced
from clausecheck.marks.rows import cells_in, regions, rows_in, start_tag
from clausecheck.marks.xmltext import area_if_any, whole
from clausecheck.marks.zip import find, inflated, read
from clausecheck.nouns.records import dataclass

PLAIN = 0
"""The number of the fill that is none, in every workbook."""
_MERGED = re.compile(rb"<(?:[\w.-]+:)?mergeCell\s[^>]*?\bref=\"([^\"]+)\"")
Place = tuple[int, int]  # row, column
Area = tuple[int, int, int, int]  # first row and column, last row and column
_STYLED = re.compile(rb"<(?:[\w.-]+:)?c\s+r=\"([A-Z]+\d+)\"[^>]*?\ss=\"(\d+)\"")


@dataclass(slots=True)
class Fills:
    """The styles of a workbook, and those asked for while fills are taken back: (style, fill) → number."""

    part: str
    outline: Outline
    table: StyleTable
    xfs: Sequence[Element]
    known: dict[tuple[tuple[object, ...], int], int]
    new: dict[tuple[int, int], int] = field(default_factory=dict)


def open_fills(book: Book) -> Fills | None:
    """The styles of the workbook; None where it has none: then no cell has a fill."""
    part = related_part(book, "styles")
    if part is None:
        return None
    data = read(book.package, part)
    found, table = outline(data, part), style_table(data, part)
    section = child(found.root, "cellXfs")
    xfs = section.children if section else []
    known: dict[tuple[tuple[object, ...], int], int] = {}
    for number, xf in enumerate(xfs):
        known.setdefault((table.rest[number], whole(xf.attributes.get("fillId"))), number)
    return Fills(part, found, table, xfs, known)


def colour_of(fills: Fills, style: int) -> str:
    """The one solid colour of a style as RRGGBB, "" where it has none."""
    return fills.table.colours[style] if style < len(fills.table.colours) else ""


def fill_of(fills: Fills, style: int) -> int:
    """The number of the fill of a style."""
    return whole(fills.xfs[style].attributes.get("fillId")) if style < len(fills.xfs) else PLAIN


def refilled(fills: Fills, style: int, fill: int) -> int:
    """The number of the style that is like `style` but for its fill: one that is there, or a new one."""
    there = fills.known.get((fills.table.rest[style], fill))
    if there is not None:
        return there
    if (style, fill) not in fills.new:
        fills.new[style, fill] = len(fills.xfs) + len(fills.new)
    return fills.new[style, fill]


def styles_at(book: Book, tab: Tab, wanted: Collection[int]) -> tuple[dict[Place, int], list[Area]]:
    """The styles of the cells that stand in some rows of a sheet, and the merged areas of the sheet."""
    found: dict[Place, int] = {}
    areas: list[Area] = []
    last = 0
    for region in regions(inflated(book.package.names[tab.part.lower()]), tab.part):
        if region.kind == "tail":
            areas = [area for one in _MERGED.findall(region.data) if (area := area_if_any(one.decode()))]
        elif region.kind == "rows":
            rows = rows_in(region, last, tab.part)
            last = max(last, rows.numbers[-1])
            for number, start, end in zip(rows.numbers, rows.starts, rows.ends, strict=True):
                if number in wanted:
                    for column, place in cells_in(region.masked, start, end, region.grammar):
                        given = start_tag(region.masked, place)[0].get(b"s")
                        found[number, column] = whole(given[0].decode("latin-1") if given else None)
    return found, areas


def is_inside(place: Place, area: Area) -> bool:
    return area[0] <= place[0] <= area[2] and area[1] <= place[1] <= area[3]


def cells_filled(book: Book, tab: Tab, colours: Collection[str]) -> list[str]:
    """The addresses of the cells of a sheet that wear one of the colours."""
    fills = open_fills(book)
    worn = {number for number in range(len(fills.xfs)) if colour_of(fills, number) in colours} if fills else set()
    entry = find(book.package, tab.part)
    if not worn or entry is None:
        return []
    found = []
    for region in regions(inflated(entry), tab.part):
        for cell in _STYLED.finditer(region.masked if region.kind == "rows" else b""):
            if int(cell[2]) in worn:
                found.append(cell[1].decode())
    return found


def fill_splices(fills: Fills) -> list[Splice]:
    """Splices that put the new styles into the styles part."""
    section = child(fills.outline.root, "cellXfs")
    if section is None or not fills.new:
        return []
    data, xfs = fills.outline.data, b"".join(_like(fills, *key) for key in fills.new)
    count = set_attribute(data, section, "count", str(len(fills.xfs) + len(fills.new)))
    return sorted([count, append(data, section, xfs)], key=lambda each: each.start)


def _like(fills: Fills, style: int, fill: int) -> bytes:
    data, xf = fills.outline.data, fills.xfs[style]
    change = set_attribute(data, xf, "fillId", str(fill))
    moved = Splice(change.start - xf.start, change.end - xf.start, change.new)
    return b"".join(spliced([data[xf.start : xf.end]], [moved]))
