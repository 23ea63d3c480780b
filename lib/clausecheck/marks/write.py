"""Annotating: the copy is made beside the target, verified, and only then put in its place."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from clausecheck.disk.writing import replacing, scratch
from clausecheck.marks.book import NewTab, free_name, open_book, related_part, workbook_splices
from clausecheck.marks.marking import Marking, mark_sheet, marks_by_tab, shape_blocks
from clausecheck.marks.model import AnnotationRefused, Mark, Note, Receipt, Sheet, SheetOfHashes
from clausecheck.marks.opc import CONTENT_TYPES, RELATIONS, TYPES, add_content_types, relations_part
from clausecheck.marks.ownsheet import BLANK, defined_names, links_of, notes, relations_beside, render
from clausecheck.marks.parts import (
    Parts,
    add,
    change,
    change_or_add,
    free_part,
    link,
    relate,
    scratch_parts,
    write_parts,
)
from clausecheck.marks.record import Record, find_record, properties, write_record
from clausecheck.marks.styles import Styles, look, no_styles, open_styles, style_splices
from clausecheck.marks.trail import SHEET as TRAIL
from clausecheck.marks.trail import Made, Trail, trail_part
from clausecheck.marks.verification import verified
from clausecheck.marks.zip import files, find, open_package, read, sha256, spelled

_PROPERTIES = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"


def annotate(
    source: Path,
    target: Path,
    marks: Sequence[Mark],
    sheets: Sequence[Sheet | SheetOfHashes],
    author: str,
    about: Mapping[str, str] | None = None,
) -> Receipt:
    """Write a copy of the workbook `source` to `target` with the marks made and the sheets added, all else unchanged.

    The copy is verified before it is put in place; `source` is only read. `about`: what the copy is to tell of the audit on
    a hidden sheet, by which its marks can be taken out whatever program saved it since; without it there is no such sheet.
    Raises AnnotationRefused, with nothing
    written, if the workbook cannot be handled (`encrypted`, `signed`, `not_ooxml`, `binary_workbook`,
    `already_annotated`, ...) or the copy is not what it should be (`verification`); ValueError for a mark with a bad
    address or colour; OSError."""
    if target.exists() and target.samefile(source):
        raise AnnotationRefused("target_is_source")
    book = open_book(open_package(source))
    if find_record(book.package):
        raise AnnotationRefused("already_annotated")
    with scratch_parts(book) as parts:
        styles, place = _styles(parts)
        marked, parts.notes = marks_by_tab(book, marks)
        blocks = shape_blocks(book.package)
        made: list[Made] = []
        for tab, cells in marked.items():
            mark_sheet(Marking(parts, tab, styles, author, blocks, made), cells)
        trail = None if about is None else Trail("", about, (), tuple(made))
        _add_sheets(parts, _made(parts, sheets, place), styles, place, trail)
        _add_record(parts)
        with replacing(target) as copy:
            write_parts(parts, copy)
            receipt = verified(
                book, copy, marked, parts.hashes | {name: way.original for name, way in parts.back.items()}
            )
        return replace(receipt, notes=tuple(parts.notes))


def findings_workbook(target: Path, sheets: Sequence[Sheet]) -> None:
    """Write a workbook of these sheets alone, for an original that cannot be annotated; they look the same there.

    A link to a sheet that is not among them stays plain text. OSError."""
    with scratch("parts") as folder:
        blank = folder / "blank.xlsx"
        with zipfile.ZipFile(blank, "w") as archive:
            for name, data in BLANK.items():
                archive.writestr(zipfile.ZipInfo(name), data)
        with scratch_parts(open_book(open_package(blank))) as parts:
            _add_sheets(parts, sheets, *_styles(parts))
            _finish(parts)
            with replacing(target) as copy:
                write_parts(parts, copy)


def _styles(parts: Parts) -> tuple[Styles, str]:
    """The styles of the workbook, or none, and the part they are in or will be."""
    book, part = parts.book, related_part(parts.book, "styles")
    if part:
        return open_styles(read(book.package, part), part), part
    place = posixpath.join(posixpath.dirname(book.part), "styles.xml")  # openpyxl looks under no other name
    if find(book.package, place):
        place = free_part(parts, place.replace("styles", "styles{}"))
    return open_styles(no_styles(book.space), place), place


def _made(parts: Parts, sheets: Sequence[Sheet | SheetOfHashes], styles: str) -> list[Sheet]:
    """The sheets, those that want the hashes of the untouched parts made now that all marks are."""
    if all(isinstance(each, Sheet) for each in sheets):
        return [each for each in sheets if isinstance(each, Sheet)]
    book = parts.book
    known = (CONTENT_TYPES, book.part, relations_part(book.part), styles)
    touched = {*parts.changed, *(spelled(book.package, each) for each in known)}
    parts.hashes = {each.name: sha256(each) for each in files(book.package) if each.name not in touched}
    return [each if isinstance(each, Sheet) else each(parts.hashes) for each in sheets]


def _add_sheets(parts: Parts, sheets: Sequence[Sheet], styles: Styles, place: str, trail: Trail | None = None) -> None:
    """Our own sheets, and the styles that they and the marks ask for."""
    space = parts.book.space
    tabs = _own_sheets(parts, sheets, styles)
    if trail is not None:
        tabs.append(_trail_tab(parts, trail, [tab.name for tab in tabs]))
    if tabs:
        change(parts, parts.book.part, workbook_splices(parts.book, tabs))
    if styles.clones or styles.looks:
        change_or_add(parts, place, no_styles(space), "styles", lambda _: style_splices(styles))
    if place in parts.added:
        link(parts, RELATIONS[space] + "/styles", place)


def _own_sheets(parts: Parts, sheets: Sequence[Sheet], styles: Styles) -> list[NewTab]:
    space = parts.book.space
    names = _free_names(parts, sheets)
    known = {sheet.name.casefold(): name for sheet, name in zip(sheets, names, strict=True)}
    known |= {each.name.casefold(): each.name for each in parts.book.tabs}
    tabs = []
    for sheet, name in zip(sheets, names, strict=True):
        links = links_of(sheet, known)
        parts.notes += notes(sheet, links)
        part = free_part(parts, posixpath.join(posixpath.dirname(parts.book.part), "worksheets/sheet{}.xml"))
        add(parts, part, render(sheet, space, partial(look, styles), links), TYPES["worksheet"])
        if related := relations_beside(links, space):
            add(parts, relations_part(part), [related], TYPES["rels"])
        identity = link(parts, RELATIONS[space] + "/worksheet", part)
        tabs.append(NewTab(sheet, name, identity, defined_names(sheet, name)))
    return tabs


def _trail_tab(parts: Parts, trail: Trail, own: Sequence[str]) -> NewTab:
    """The hidden sheet of the marks, which knows the other sheets of ours by the names they got."""
    space, book = parts.book.space, parts.book
    name = free_name(TRAIL.name, (*(each.name for each in book.tabs), *own))
    part = free_part(parts, posixpath.join(posixpath.dirname(book.part), "worksheets/sheet{}.xml"))
    add(parts, part, trail_part(space, replace(trail, tab=name, own=(*own, name))), TYPES["worksheet"])
    return NewTab(TRAIL, name, link(parts, RELATIONS[space] + "/worksheet", part), (), hidden=True)


def _free_names(parts: Parts, sheets: Sequence[Sheet]) -> list[str]:
    taken = [each.name for each in parts.book.tabs]
    for sheet in sheets:
        name = free_name(sheet.name, taken)
        taken.append(name)
        if name != sheet.name:
            parts.notes.append(Note("sheet_renamed", sheet.name, "", name))
    return taken[len(parts.book.tabs) :]


def _add_record(parts: Parts) -> None:
    """The way back, last: content types are complete only now, and lead back too."""
    relation_type = RELATIONS[parts.book.space] + "/customXml"
    part = free_part(parts, "customXml/item{}.xml")
    named = part.replace("/item", "/itemProps")
    add(parts, named, [properties()], _PROPERTIES)
    relate(parts, part, [("rId1", relation_type + "Props", named)])
    link(parts, relation_type, part)
    parts.types.append((part, "application/xml"))
    _finish(parts)
    entries = (parts.changed.get(each.name, each) for each in parts.book.package.entries)
    stamps = {each.name: (each.crc, each.size) for each in entries}
    add(parts, part, [write_record(Record(parts.back, (*parts.added, part), stamps))], "")


def _finish(parts: Parts) -> None:
    """What is known when all parts are there: the workbook's relationships, and the content types."""
    relate(parts, parts.book.part, parts.related)
    change(parts, CONTENT_TYPES, add_content_types(read(parts.book.package, CONTENT_TYPES), parts.types))
