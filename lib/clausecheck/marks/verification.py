"""Verification after writing: the copy is read again from the disk and compared with the original.

Parts that were not to be touched must be the same compressed bytes. Touched parts, with their splices undone, must be
the original's bytes; and what the splices changed is parsed, by expat and not by the tokenizer that found the places,
and must say the same as before but for what annotation may add.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from xml.parsers import expat

from clausecheck.marks.book import Book, Tab, open_book, related_part
from clausecheck.marks.compare import (
    StyleTable,
    content_types,
    refuse,
    same_comments,
    same_drawing,
    same_listed,
    same_styles,
    same_workbook,
    style_table,
    texts_of,
)
from clausecheck.marks.comparesheet import Comparison, check_marks, undone
from clausecheck.marks.marking import Cells, marks_by_tab, threaded_cells
from clausecheck.marks.model import Mark, Receipt
from clausecheck.marks.opc import CONTENT_TYPES, relations, relations_part
from clausecheck.marks.outline import spliced
from clausecheck.marks.parts import WayBack
from clausecheck.marks.record import find_record
from clausecheck.marks.vml import boxes_in
from clausecheck.marks.xmltext import address, as_written
from clausecheck.marks.zip import (
    Entry,
    Package,
    compressed,
    files,
    find,
    inflated,
    open_package,
    read,
    sha256,
    spelled,
)

_NEW_KINDS = {"worksheet", "styles", "comments", "vmlDrawing", "customXml", "customXmlProps"}


def verify(source: Path, target: Path, marks: Sequence[Mark]) -> Receipt:
    """Compare an annotated copy with its original. AnnotationRefused `verification` names the first difference."""
    old = open_book(open_package(source))
    return verified(old, target, marks_by_tab(old, marks)[0], {})


def verified(old: Book, target: Path, marked: Mapping[Tab, Cells], hashes: Mapping[str, str]) -> Receipt:
    """As `verify`, for an original that is open already, and its marks by worksheet. `hashes`: sha256 of its parts, as
    far as they were read."""
    new = open_book(open_package(target))
    record = find_record(new.package)
    if record is None:
        raise refuse("", "no record")
    back = record.touched
    cells = {tab.part: each for tab, each in marked.items()}
    found = {part: Comparison() for part in cells}
    untouched, touched = {}, []
    for entry in files(old.package):
        copy = find(new.package, entry.name)
        if copy is None or copy.name != entry.name:
            raise refuse(entry.name, "missing")
        if entry.name not in back:
            _same_bytes(entry, copy)
            untouched[entry.name] = hashes.get(entry.name) or sha256(copy)  # the very same compressed bytes
            continue
        splices = back[entry.name].splices
        in_marked = found.get(entry.name)
        content = undone(copy, splices, in_marked) if in_marked else spliced(inflated(copy), splices)
        _same_content(entry.name, hashes.get(entry.name) or sha256(entry), content)
        touched.append(entry.name)
    for name in touched:
        if name not in cells:
            _compare_small(old, new, name, cells, back[name])
    tables = _styles(old), _styles(new)
    for name, wanted in cells.items():
        _commented(new.package, name, check_marks(found[name], name, wanted, tables))
    added = tuple(entry.name for entry in new.package.entries if find(old.package, entry.name) is None)
    _whole(new, [*touched, *added], cells)
    return Receipt(untouched, tuple(touched), added)


def _same_bytes(one: Entry, other: Entry) -> None:
    if (one.method, one.crc, one.packed, one.size) != (other.method, other.crc, other.packed, other.size):
        raise refuse(one.name, "other bytes")
    if not all(first == second for first, second in zip(compressed(one), compressed(other), strict=True)):
        raise refuse(one.name, "other bytes")


def _same_content(name: str, original: str, undone: Iterable[bytes]) -> None:
    """The stream carries the bytes of the original, told by their sha256."""
    digest = hashlib.sha256()
    for piece in undone:
        digest.update(piece)
    if digest.hexdigest() != original:
        raise refuse(name, "not the original when undone")


def _styles(book: Book) -> StyleTable:
    part = related_part(book, "styles")
    return style_table(read(book.package, part) if part else None, part or "")


def _commented(package: Package, sheet: str, cells: Cells) -> None:
    """Every text stands in a comment of its cell, and the comment has a box."""
    near = relations(package, sheet)
    spared = threaded_cells(package, near)
    comments: dict[str, str] = {}
    boxes: set[tuple[int, int]] = set()
    for each in near:
        if each.kind == "comments":
            comments |= texts_of(read(package, each.target), each.target)
        elif each.kind == "vmlDrawing":
            boxes |= set(boxes_in(read(package, each.target)))
    for place, (_, text) in cells.items():
        cell = address(*place)
        if text and cell not in spared and (as_written(text) not in comments.get(cell, "") or place not in boxes):
            raise refuse(sheet, f"no comment at {cell}")


def _compare_small(old: Book, new: Book, name: str, cells: dict[str, Cells], way: WayBack) -> None:
    kinds = {each.target: each.kind for part in cells for each in relations(old.package, part)}
    if kinds.get(name) == "vmlDrawing":
        same_drawing(way.splices, name)
        return
    before, after = read(old.package, name), read(new.package, name)
    if name in {spelled(old.package, each) for each in (CONTENT_TYPES, *map(relations_part, (old.part, *cells)))}:
        same_listed(before, after, name)
    elif name == old.part:
        same_workbook(before, after, name)
    elif name == related_part(old, "styles"):
        same_styles(before, after, name)
    elif kinds.get(name) == "comments":
        same_comments(before, after, name)
    else:
        raise refuse(name, "changed")


def _whole(book: Book, parts: Sequence[str], sheets: Iterable[str]) -> None:
    """What is new in the package hangs together: well-formed, typed, and no relationship leads nowhere."""
    package = book.package
    parsed = {CONTENT_TYPES, book.part, related_part(book, "styles"), *sheets}
    parsed |= {each.target for sheet in sheets for each in relations(package, sheet) if each.kind == "comments"}
    typed = content_types(read(package, CONTENT_TYPES), CONTENT_TYPES)
    for name in parts:
        entry = find(package, name)
        assert entry is not None  # its name was taken from the package
        if not typed(name) and name.lower() != CONTENT_TYPES.lower():
            raise refuse(name, "no content type")
        if name.lower().endswith(".rels"):
            _targets_exist(package, name)
        elif name.lower().endswith(".xml") and name not in parsed:  # the others were parsed when they were compared
            _well_formed(entry)


def _targets_exist(package: Package, name: str) -> None:
    at = name.lower().rindex("_rels/")
    for each in relations(package, name[:at] + name[at + len("_rels/") : -len(".rels")]):
        if not each.external and each.target and find(package, each.target) is None and each.kind in _NEW_KINDS:
            raise refuse(name, f"{each.identity} leads nowhere")


def _well_formed(entry: Entry) -> None:
    parser = expat.ParserCreate()
    try:
        for piece in inflated(entry):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as fault:
        raise refuse(entry.name, str(fault)) from fault
