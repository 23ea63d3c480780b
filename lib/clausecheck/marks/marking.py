"""Marks on the original's own sheets: fills in the rows, comments, and the boxes of the comments."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence

from clausecheck.marks.book import Book, Tab
from clausecheck.marks.comments import comment_splices, comment_texts, no_comments
from clausecheck.marks.inherited import Targets, merged_targets
from clausecheck.marks.model import AnnotationRefused, Mark, Note
from clausecheck.marks.opc import RELATIONS, Relation, free_identity, relations
from clausecheck.marks.outline import attributes_under, child, outline, undo
from clausecheck.marks.parts import Parts, WayBack, change_or_add, free_part, pack_change, relate
from clausecheck.marks.sheetpart import Rewriting, Skeleton, Wanted, rewritten
from clausecheck.marks.styles import Styles, clone
from clausecheck.marks.trail import Made
from clausecheck.marks.vml import drawing_splices, geometry, no_drawing, used_blocks
from clausecheck.marks.xmltext import address, clean, position
from clausecheck.marks.zip import Package, find, inflated, read
from clausecheck.nouns.records import dataclass

Cells = dict[tuple[int, int], tuple[str, str]]  # row, column → colour, text


def marks_by_tab(book: Book, marks: Sequence[Mark]) -> tuple[dict[Tab, Cells], list[Note]]:
    """The marks of each worksheet, one to a cell. ValueError for a bad address or colour, AnnotationRefused
    `no_such_sheet`; a mark on a chart sheet or the like is noted and left out."""
    tabs = {each.name.casefold(): each for each in book.tabs}
    found: dict[Tab, Cells] = {}
    notes = []
    for mark in marks:
        if not re.fullmatch("[0-9A-Fa-f]{6}", mark.colour):
            raise ValueError(f"not a colour: {mark.colour!r}")
        tab = tabs.get(mark.sheet.casefold())
        if tab is None:
            raise AnnotationRefused("no_such_sheet", sheet=mark.sheet)
        if tab.kind != "worksheet":
            notes.append(Note("not_a_worksheet", mark.sheet, mark.cell))
            continue
        _merge(found.setdefault(tab, {}), position(mark.cell), mark.colour.upper(), clean(mark.text).strip())
    return found, notes


def _merge(cells: Cells, place: tuple[int, int], colour: str, text: str) -> None:
    first_colour, texts = cells.get(place, (colour, ""))
    known = texts.split("\n\n")
    cells[place] = first_colour, texts if text in known else f"{texts}\n\n{text}".strip()


def placed(cells: Cells, moved: Mapping[tuple[int, int], tuple[int, int]]) -> Cells:
    """The cells with those inside a merged area brought to its first cell, in order of place."""
    found: Cells = {}
    for place in sorted(cells, key=lambda each: (moved.get(each, each), each)):
        _merge(found, moved.get(place, place), *cells[place])
    return found


def targets(cells: Cells) -> Targets:
    rows: Targets = {}
    for (row, column), (colour, _) in cells.items():
        rows.setdefault(row, {})[column] = colour
    return rows


def threaded_cells(package: Package, near: Sequence[Relation]) -> set[str]:
    """Addresses with a threaded comment."""
    found = set()
    for each in near:
        if each.kind == "threadedComment" and find(package, each.target):
            listed = outline(read(package, each.target), each.target).root.children
            found |= {comment.attributes.get("ref", "") for comment in listed}
    return found


@dataclass(frozen=True, slots=True)
class Marking:
    """What marking one worksheet works with."""

    parts: Parts
    tab: Tab
    styles: Styles
    author: str
    blocks: set[int]  # of shape numbers taken so far in the workbook
    made: list[Made]


def mark_sheet(work: Marking, cells: Cells) -> None:
    """Everything one worksheet's marks need, down to its relationships."""
    parts, tab = work.parts, work.tab
    near = relations(parts.book.package, tab.part)
    identities = free_identity((each.identity for each in near), 2)
    threaded = threaded_cells(parts.book.package, near)
    found, before = _rewrite(work, cells, threaded, identities[1])
    moved = merged_targets(attributes_under(found.skeleton.outline.root, "mergeCells"), targets(cells))
    if moved:  # seen only behind the rows; it is rare enough to write the sheet once more
        parts.notes += [Note("moved_to_merged", tab.name, address(*old), address(*new)) for old, new in moved.items()]
        cells = placed(cells, moved)
        found, before = _rewrite(work, cells, threaded, identities[1])
    work.made.extend(
        Made(tab.name, address(*place), colour, text, before[place]) for place, (colour, text) in sorted(cells.items())
    )
    texts = {address(*place): text for place, (_, text) in sorted(cells.items()) if text}
    parts.notes += [Note("threaded_comment", tab.name, cell) for cell in texts if cell in threaded]
    texts = {cell: text for cell, text in texts.items() if cell not in threaded}
    if texts:
        _comment(work, near, texts, found, identities)


def _rewrite(work: Marking, cells: Cells, threaded: set[str], identity: str
             ) -> tuple[Rewriting, dict[tuple[int, int], int]]:  # fmt: skip
    """The sheet with its cells filled, and with a drawing of that identity if it gets comments and has none; and the styles
    that its cells had before."""

    def drawing(skeleton: Skeleton) -> tuple[str, str] | None:
        commented = any(text and address(*place) not in threaded for place, (_, text) in cells.items())
        has_one = child(skeleton.outline.root, "legacyDrawing") is not None
        return (RELATIONS[work.parts.book.space], identity) if commented and not has_one else None

    found: list[Rewriting] = []
    before: dict[tuple[int, int], int] = {}

    def style_of(place: tuple[int, int], base: int, colour: str) -> int:
        before[place] = base
        return clone(work.styles, base, colour)

    wanted = Wanted(targets(cells), style_of, drawing)
    part = work.tab.part
    digest = pack_change(work.parts, part, lambda chunks: rewritten(chunks, part, wanted, found))
    work.parts.back[part] = WayBack(digest, tuple(undo(found[0].splices, found[0].removed)))
    return found[0], before


def _comment(work: Marking, near: Sequence[Relation], texts: dict[str, str], found: Rewriting,
             identities: Sequence[str]) -> None:  # fmt: skip
    """Write the comments, their boxes, and the relationships to them where they are new."""
    parts, package, kinds = work.parts, work.parts.book.package, RELATIONS[work.parts.book.space]
    comments, new_comments = _comments_part(parts, near)
    drawing, new_drawing = _drawing_part(work, near, found.skeleton)
    present = comment_texts(read(package, comments), comments) if not new_comments else {}
    whole = {cell: f"{present[cell]}\n\n{text}" if cell in present else text for cell, text in texts.items()}
    sizes = geometry(found.skeleton.outline, found.heights)
    change_or_add(parts, comments, no_comments(work.parts.book.space), "comments",
                  lambda data: comment_splices(data, comments, texts, work.author))  # fmt: skip
    change_or_add(parts, drawing, no_drawing(), "vmlDrawing",
                  lambda data: drawing_splices(data, drawing, whole, sizes, work.blocks))  # fmt: skip
    new = [(identities[0], f"{kinds}/comments", comments)] if new_comments else []
    new += [(identities[1], f"{kinds}/vmlDrawing", drawing)] if new_drawing else []
    if new:
        relate(parts, work.tab.part, new)


def _comments_part(parts: Parts, near: Sequence[Relation]) -> tuple[str, bool]:
    """The part of the sheet's comments, and whether it is new."""
    listed = next((each.target for each in near if each.kind == "comments"), None)
    return listed or free_part(parts, posixpath.join(posixpath.dirname(parts.book.part), "comments{}.xml")), not listed


def _drawing_part(work: Marking, near: Sequence[Relation], skeleton: Skeleton) -> tuple[str, bool]:
    """The part of the comments' boxes, and whether it is new. A sheet may have another for its headers and footers."""
    legacy = child(skeleton.outline.root, "legacyDrawing")
    if legacy is None:
        folder = posixpath.dirname(work.parts.book.part)
        return free_part(work.parts, posixpath.join(folder, "drawings/vmlDrawing{}.vml")), True
    identity = legacy.attributes.get(RELATIONS[work.parts.book.space] + " id")
    drawn = next((each.target for each in near if each.identity == identity), None)
    if drawn is None:
        raise AnnotationRefused("part_missing", part=f"{work.tab.part} legacyDrawing")
    return drawn, False


def shape_blocks(package: Package) -> set[int]:
    """Blocks of shape numbers taken by any drawing of the package."""
    drawings = (entry for entry in package.entries if entry.name.lower().endswith(".vml"))
    return used_blocks(b"".join(inflated(entry)) for entry in drawings)
