"""The way back: from an annotated copy to the original."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from clausecheck.disk.writing import replacing, scratch
from clausecheck.marks.book import open_book
from clausecheck.marks.model import AnnotationRefused, Note, UnmarkReport
from clausecheck.marks.outline import spliced
from clausecheck.marks.parts import WayBack
from clausecheck.marks.record import Record, find_record
from clausecheck.marks.zip import Entry, Package, find, inflated, open_package, repack, sha256, write_zip

RESTORED = b"clausecheck: restored"
"""The comment of the zip that is written: it says where the file comes from, and no part of it is another."""


def unmark(annotated: Path, target: Path) -> UnmarkReport:
    """Write the original of an annotated copy to `target`: every part decompresses to the same bytes, proved by hash.

    If another program has saved the copy since, nothing is written, and the report names the parts that are no longer
    what annotation left. AnnotationRefused: `not_annotated`, `target_is_source`, or as `annotate`; OSError."""
    if target.exists() and target.samefile(annotated):
        raise AnnotationRefused("target_is_source")
    package = open_package(annotated)
    open_book(package)  # refuses what is no workbook
    record = find_record(package)
    if record is None:
        raise AnnotationRefused("not_annotated")
    lost = _altered(package, record)
    if lost:
        return UnmarkReport(False, (), lost)
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
    return UnmarkReport(True, tuple(record.touched))


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
