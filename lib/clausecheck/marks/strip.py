"""A copy that came back, cleaned: our marks and sheets out, everything of people's as the last program left it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from clausecheck.disk.writing import replacing
from clausecheck.marks.book import Book, Tab, open_book
from clausecheck.marks.cut import Cutting, cut_boxes, cut_comments, cut_threads, draws_nothing
from clausecheck.marks.fills import (
    PLAIN,
    Fills,
    colour_of,
    fill_of,
    fill_splices,
    is_inside,
    open_fills,
    refilled,
    styles_at,
)
from clausecheck.marks.model import AnnotationRefused, Note
from clausecheck.marks.opc import CONTENT_TYPES, Relation, relations, relations_part
from clausecheck.marks.ourtext import Known, known
from clausecheck.marks.outline import Splice
from clausecheck.marks.parts import Parts, change, pack_change, scratch_parts
from clausecheck.marks.returned import results_of
from clausecheck.marks.sheetpart import Rewriting, Skeleton, Wanted, rewritten
from clausecheck.marks.tabs_out import Leaving, leave_tabs, parts_out, without_relations, without_tabs, without_types
from clausecheck.marks.trail import Made, Trail, find_trail
from clausecheck.marks.xmltext import position
from clausecheck.marks.zip import find, open_package, read, write_zip
from clausecheck.nouns.own_sheets import COLOURS, FIRST_ROWS, OWN_SHEETS, bare, kind_of_own
from clausecheck.nouns.records import dataclass

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Stripped:
    """What became of a copy: what it said about its audit, the parts that were changed, and what is not proven (codes as in
    UnmarkReport)."""

    about: Mapping[str, str]
    changed: tuple[str, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class _Back:
    """What a marked cell is to be again: of which colours the mark may be, and the fill of the cell before it."""

    colours: frozenset[str]
    fill: int


@dataclass(slots=True)
class _Work:
    """What cleaning one workbook works with."""

    parts: Parts
    trail: Trail | None
    wrote: Known
    fills: Fills | None
    by_text: Mapping[str, Sequence[Made]]
    leaving: Leaving = field(default_factory=Leaving)
    notes: list[Note] = field(default_factory=list)
    cleaned: int = 0


def strip(source: Path, target: Path) -> Stripped:
    """Write a copy of ours without our marks to `target`, whatever program saved it since: our sheets, our record, the
    fills of marked cells and our text in comments are out; every other part keeps its bytes, and every sheet all else.

    A cell gets the fill back that it had where the copy tells it, else none. AnnotationRefused `not_annotated` if nothing
    of ours is in it, or as `annotate`; OSError."""
    book = open_book(open_package(source))
    trail = find_trail(book)
    own = _own_tabs(book, trail)
    returned = results_of(source) if own else None
    texts = [made.text for made in trail.made] if trail else []
    wrote = known(texts, returned.rows if returned else ())
    with scratch_parts(book) as parts:
        work = _Work(parts, trail, wrote, open_fills(book), _by_text(trail))
        for tab in book.tabs:
            if tab.name not in own and tab.kind == "worksheet":
                _clean_sheet(work, tab)
        if not (own or work.cleaned or any(name.startswith("customxml/") for name in book.package.names)):
            raise AnnotationRefused("not_annotated")
        _clean_book(work, own)
        with replacing(target) as copy:
            _write(work, copy)
            open_book(open_package(copy))
        changed = tuple(parts.changed)
    work.notes += [Note("own_sheet", name) for name in own if trail is None or name != trail.tab]
    return Stripped(trail.about if trail else {}, changed, tuple(work.notes))


def _own_tabs(book: Book, trail: Trail | None) -> list[str]:
    """The names of the tabs that are ours: those the trail names, and those known by their headers."""
    named = set(trail.own) if trail else set()
    ours = {name for own in OWN_SHEETS for name in own.names}
    try:
        with CalamineWorkbook.from_path(str(book.package.path)) as values:
            return [
                tab.name
                for tab in book.tabs
                if tab.kind == "worksheet"
                and (tab.name in named or (bare(tab.name) in ours and _by_headers(values, tab.name)))
            ]
    except CalamineError as fault:
        raise AnnotationRefused("unreadable", fault=str(fault)) from fault


def _by_headers(values: CalamineWorkbook, name: str) -> bool:
    rows = values.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=FIRST_ROWS)
    return bool(kind_of_own(name, lambda: rows))


def _by_text(trail: Trail | None) -> dict[str, list[Made]]:
    found: dict[str, list[Made]] = {}
    for made in trail.made if trail else ():
        if made.text:
            found.setdefault(made.text.split("\n", 1)[0].strip(), []).append(made)
    return found


def _clean_sheet(work: _Work, tab: Tab) -> None:
    """Comments, boxes and fills of one sheet."""
    package = work.parts.book.package
    near = [each for each in relations(package, tab.part) if not each.external and find(package, each.target)]
    threads, thread_part = Cutting(), _of_kind(near, "threadedComment")
    if thread_part:
        threads = cut_threads(read(package, thread_part.target), thread_part.target, work.wrote)
        _change(work, thread_part.target, threads.splices)
    comments, part = Cutting(), _of_kind(near, "comments")
    if part:
        comments = cut_comments(read(package, part.target), part.target, work.wrote, threads)
        _change(work, part.target, comments.splices)
    texts = {**threads.texts, **comments.texts}
    work.notes += [Note("words_left", tab.name, cell) for cell in sorted(comments.altered, key=position)]
    drop = _clean_boxes(work, tab, near, comments)
    if part and comments.bare and not comments.left:
        work.leaving.add(tab.part, [part.identity])
    if thread_part and threads.bare and not threads.left:
        work.leaving.add(tab.part, [thread_part.identity])
    back = dict(_backs(work, tab, texts))
    if back or drop:
        _refill(work, tab, back, drop)
    work.cleaned += len(texts)


def _of_kind(near: Iterable[Relation], kind: str) -> Relation | None:
    return next((each for each in near if each.kind == kind), None)


def _change(work: _Work, part: str, splices: Sequence[Splice]) -> None:
    if splices:
        change(work.parts, part, splices)


def _clean_boxes(work: _Work, tab: Tab, near: Sequence[Relation], comments: Cutting) -> bool:
    """The boxes of comments that are gone; whether the sheet needs its drawing no more."""
    drop = False
    for each in near:
        if each.kind == "vmlDrawing" and comments.bare:
            data = read(work.parts.book.package, each.target)
            splices = cut_boxes(data, comments.bare)
            if splices and draws_nothing(data, splices):
                work.leaving.add(tab.part, [each.identity])
                drop = True
            elif splices:
                _change(work, each.target, splices)
    return drop


def _backs(work: _Work, tab: Tab, texts: Mapping[str, str]) -> Iterator[tuple[Place, _Back]]:
    """Every cell that may wear a mark: those the trail names, then those with our text in their comments."""
    fills = work.fills
    if fills is None:
        return
    for made in work.trail.made if work.trail else ():
        if made.sheet == tab.name:
            yield position(made.cell), _Back(frozenset({made.colour}), fill_of(fills, made.style))
    for cell, text in texts.items():
        same = work.by_text.get(text.split("\n", 1)[0].strip(), [])
        if not same:
            work.notes.append(Note("fill_unknown", tab.name, cell))
            yield position(cell), _Back(COLOURS, PLAIN)
            continue
        nearest = max(same, key=lambda made: _likeness(made, tab.name, cell, text))
        found = {fill_of(fills, made.style) for made in same}
        if len(found) > 1 and (nearest.sheet, nearest.cell) != (tab.name, cell):
            work.notes.append(Note("fill_unknown", tab.name, cell))
        yield position(cell), _Back(frozenset(made.colour for made in same), fill_of(fills, nearest.style))


def _likeness(made: Made, sheet: str, cell: str, text: str) -> tuple[bool, bool, bool, bool]:
    same_column = made.cell.rstrip("0123456789") == cell.rstrip("0123456789")
    return made.text == text, made.sheet == sheet, made.cell == cell, same_column


def _refill(work: _Work, tab: Tab, back: Mapping[Place, _Back], drop: bool) -> None:
    """The sheet with its marked cells as they were, and without a drawing that draws nothing any more."""
    styles = _restored(work, tab, back) if work.fills else {}
    if not styles and not drop:
        return
    rows: dict[int, dict[int, str]] = {}
    for row, column in styles:
        rows.setdefault(row, {})[column] = ""

    def style_of(place: Place, _base: int, _colour: str) -> int:
        return styles[place]

    def no_drawing(_: Skeleton) -> None:
        return None

    found: list[Rewriting] = []
    wanted = Wanted(rows, style_of, no_drawing, drop)
    pack_change(work.parts, tab.part, lambda chunks: rewritten(chunks, tab.part, wanted, found))
    work.cleaned += len(styles)


def _restored(work: _Work, tab: Tab, back: Mapping[Place, _Back]) -> dict[Place, int]:
    """The new style of each cell that wears its mark. A colour that a person chose since is nobody's business."""
    fills = work.fills
    assert fills is not None  # or no cell has a fill
    worn, merged = styles_at(work.parts.book, tab, {row for row, _ in back})
    areas = [area for area in merged if area[:2] in back and area[:2] != area[2:]]
    if areas:  # a program may give all cells of an area the fill of its first
        worn |= styles_at(work.parts.book, tab, {row for top, _, last, _ in areas for row in range(top, last + 1)})[0]
    inside = {place: back[area[:2]] for area in areas for place in worn if is_inside(place, area)}
    return {
        place: refilled(fills, worn[place], was.fill)
        for place, was in {**inside, **back}.items()
        if place in worn and colour_of(fills, worn[place]) in was.colours
    }


def _clean_book(work: _Work, own: Sequence[str]) -> None:
    """The styles, our tabs, and what only they led to."""
    parts, book = work.parts, work.parts.book
    if work.fills:
        _change(work, work.fills.part, fill_splices(work.fills))
    leave_tabs(book, own, work.leaving)
    if own:
        change(parts, book.part, without_tabs(book, own))


def _write(work: _Work, target: Path) -> None:
    parts, package = work.parts, work.parts.book.package
    gone = parts_out(package, work.leaving)
    for part, identities in work.leaving.of.items():
        if identities and part not in gone:
            _change(work, relations_part(part), without_relations(package, part, identities))
    _change(work, CONTENT_TYPES, without_types(package, gone))
    entries = [parts.changed.get(each.name, each) for each in package.entries if each.name not in gone]
    with target.open("wb") as stream:
        write_zip(stream, entries, package.comment)
