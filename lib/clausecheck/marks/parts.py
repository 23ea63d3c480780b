"""The parts of the copy while it is made: each changed or added part, packed in a scratch file, and the way back."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import field
from pathlib import Path
from typing import BinaryIO

from clausecheck.disk.writing import scratch
from clausecheck.marks.book import Book
from clausecheck.marks.model import AnnotationRefused, Note
from clausecheck.marks.opc import NO_RELATIONS, TYPES, add_relations, free_identity, relations_part, relative
from clausecheck.marks.outline import Splice, spliced, undo
from clausecheck.marks.zip import Entry, find, inflated, pack, read, repack, spelled, write_zip
from clausecheck.nouns.records import dataclass


@dataclass(frozen=True, slots=True)
class WayBack:
    """How a changed part becomes the original's again."""

    original: str  # sha256
    splices: tuple[Splice, ...]


@dataclass(slots=True)
class Parts:
    book: Book
    scratch: BinaryIO
    path: Path  # of the scratch file
    changed: dict[str, Entry] = field(default_factory=dict)
    added: dict[str, Entry] = field(default_factory=dict)
    types: list[tuple[str, str]] = field(default_factory=list)  # added part, content type
    related: list[tuple[str, str, str]] = field(default_factory=list)  # to the workbook: identity, type, part
    back: dict[str, WayBack] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    hashes: dict[str, str] = field(default_factory=dict)  # sha256 of untouched parts, where a sheet asked for them


def change(parts: Parts, name: str, splices: Sequence[Splice]) -> None:
    """Pack a part of the original with the splices applied."""
    removed: list[bytes] = []
    name = spelled(parts.book.package, name)
    digest = pack_change(parts, name, lambda chunks: spliced(chunks, splices, removed))
    parts.back[name] = WayBack(digest, tuple(undo(splices, removed)))


def pack_change(parts: Parts, name: str, rewrite: Callable[[Iterator[bytes]], Iterator[bytes]]) -> str:
    """Pack a part of the original as `rewrite` turns it; the hash of the original's."""
    entry = find(parts.book.package, name)
    if entry is None:
        raise AnnotationRefused("part_missing", part=name)
    digest = hashlib.sha256()
    chunks = rewrite(_hashed(inflated(entry), digest))
    parts.changed[entry.name] = repack(parts.scratch, parts.path, entry, chunks)
    return digest.hexdigest()


def _hashed(chunks: Iterable[bytes], digest: hashlib._Hash) -> Iterator[bytes]:
    for chunk in chunks:
        digest.update(chunk)
        yield chunk


def add(parts: Parts, name: str, chunks: Iterable[bytes], content_type: str) -> None:
    """Pack a part the original does not have."""
    parts.added[name] = pack(parts.scratch, parts.path, name, chunks)
    parts.types.append((name, content_type))


def change_or_add(parts: Parts, name: str, empty: bytes, kind: str, splices: Callable[[bytes], list[Splice]]) -> None:
    """Change the part, or make it from an empty one of its kind if the original has none."""
    if find(parts.book.package, name) is None:
        add(parts, name, spliced([empty], splices(empty)), TYPES[kind])
        return
    made = splices(read(parts.book.package, name))
    if made:
        change(parts, name, made)


def relate(parts: Parts, source: str, added: Sequence[tuple[str, str, str]]) -> None:
    """Give a part relationships: (identity, type, target part)."""
    name = relations_part(source)
    entries = [(identity, kind, relative(source, target)) for identity, kind, target in added]
    change_or_add(parts, name, NO_RELATIONS, "rels", lambda data: add_relations(data, name, entries))


def free_part(parts: Parts, pattern: str) -> str:
    """The first name of the pattern, such as `xl/comments{}.xml`, that no part has."""
    number = 1
    while pattern.format(number).lower() in parts.book.package.names or pattern.format(number) in parts.added:
        number += 1
    return pattern.format(number)


def link(parts: Parts, kind: str, part: str) -> str:
    """Relate a part to the workbook; the identity of the relationship, which is written at the end."""
    taken = [each.identity for each in parts.book.relations] + [each[0] for each in parts.related]
    identity = free_identity(taken, 1)[0]
    parts.related.append((identity, kind, part))
    return identity


@contextmanager
def scratch_parts(book: Book) -> Iterator[Parts]:
    """Parts for a copy of the book, with a scratch file that goes away in the end."""
    with scratch("parts") as folder:
        path = folder / "parts"
        with path.open("w+b") as stream:
            yield Parts(book, stream, path)


def write_parts(parts: Parts, target: Path) -> None:
    """The copy: every part of the original in its place, changed or not, then the added ones."""
    package = parts.book.package
    entries = [parts.changed.get(each.name, each) for each in package.entries] + list(parts.added.values())
    with target.open("wb") as stream:
        write_zip(stream, entries, package.comment)
