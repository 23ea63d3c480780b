"""The way back: from an annotated copy to the original."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from clausecheck.disk.writing import replacing, scratch
from clausecheck.marks.book import open_book
from clausecheck.marks.fills import cells_filled
from clausecheck.marks.model import AnnotationRefused, Note, UnmarkReport
from clausecheck.marks.outline import spliced
from clausecheck.marks.parts import WayBack
from clausecheck.marks.record import Record, find_record
from clausecheck.marks.strip import strip
from clausecheck.marks.trail import find_trail
from clausecheck.marks.zip import Entry, Package, find, inflated, open_package, repack, sha256, write_zip
from clausecheck.nouns.own_sheets import COLOURS

RESTORED = b"clausecheck: restored"
"""The comment of the zip that is written: it says where the file comes from, and no part of it is another."""


def unmark(annotated: Path, target: Path) -> UnmarkReport:
    """Write an annotated copy without our marks to `target`.

    If no program has saved the copy since, that is its original: every part decompresses to the same bytes, proved by hash.
    Otherwise marks, comments and sheets of ours are taken out of what was saved, everything of people's stays as it is, and
    the report says what cannot be proven. AnnotationRefused: `not_annotated`, `target_is_source`, or as `annotate`;
    OSError."""
    if target.exists() and target.samefile(annotated):
        raise AnnotationRefused("target_is_source")
    package = open_package(annotated)
    book = open_book(package)  # refuses what is no workbook
    record = _record(package)
    altered = _altered(package, record) if record else (Note("record_gone", ""),)
    if record is None or altered:
        stripped = strip(annotated, target)
        return UnmarkReport(False, stripped.changed, (*altered, *stripped.notes, *_coloured(target)), stripped.about)
    trail = find_trail(book)
    _undo_all(package, record, target)
    return UnmarkReport(True, tuple(record.touched), about=trail.about if trail else {})


def _coloured(written: Path) -> list[Note]:
    """Cells that still wear one of our colours: the copy does not say that we gave it to them."""
    book = open_book(open_package(written))
    return [
        Note("colour_left", tab.name, cell)
        for tab in book.tabs
        if tab.kind == "worksheet"
        for cell in cells_filled(book, tab, COLOURS)
    ]


def _record(package: Package) -> Record | None:
    try:
        return find_record(package)
    except AnnotationRefused as refusal:
        if refusal.code == "bad_record":  # somebody's hand was in it: no way back to the very bytes
            return None
        raise


def _undo_all(package: Package, record: Record, target: Path) -> None:
    with scratch("parts") as folder:
        path = folder / "parts"
        with path.open("w+b") as plain:
            entries = []
            for entry in package.entries:
                if entry.name in record.touched:
                    entries.append(_undone(plain, path, entry, record.touched[entry.name]))
                elif entry.name not in record.added:
                    entries.append(entry)
            with replacing(target) as copy, copy.open("wb") as stream:
                write_zip(stream, entries, package.comment or RESTORED)


def _undone(scratch: BinaryIO, path: Path, entry: Entry, way: WayBack) -> Entry:
    packed = repack(scratch, path, entry, spliced(inflated(entry), way.splices))
    if sha256(packed) != way.original:
        raise AnnotationRefused("verification", part=entry.name, difference="not the original when undone")
    return packed


def _altered(package: Package, record: Record) -> tuple[Note, ...]:
    """Parts that are not as annotation left them: changed, gone, or new."""
    found = []
    for name, stamp in record.parts.items():
        entry = find(package, name)
        if entry is None:
            found.append(Note("part_gone", "", "", name))
        elif (entry.crc, entry.size) != stamp:
            found.append(Note("part_changed", "", "", name))
    known = {name.lower() for name in (*record.parts, *record.added)}
    found += [Note("part_new", "", "", entry.name) for entry in package.entries if entry.name.lower() not in known]
    return tuple(found)
