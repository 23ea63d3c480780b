"""The workbook as a zip package: its entries in order, each readable as a stream, compressed or not."""

from __future__ import annotations

import hashlib
import importlib
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from clausecheck.marks.model import AnnotationRefused

try:  # three times as fast, not built for every machine
    zlib: Any = importlib.import_module("isal.isal_zlib")
except ImportError:
    zlib = importlib.import_module("zlib")

PIECE = 1 << 18
STORED, DEFLATED = 0, 8
_COMPOUND_FILE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a zip, its compressed bytes at `offset` of the archive at `path`."""

    name: str
    path: Path
    offset: int
    method: int
    crc: int
    packed: int
    size: int
    flags: int = 0
    date_time: tuple[int, int, int, int, int, int] = (1980, 1, 1, 0, 0, 0)
    system: int = 0
    external: int = 0


@dataclass(frozen=True, slots=True)
class Package:
    path: Path
    entries: tuple[Entry, ...]
    comment: bytes
    names: dict[str, Entry]  # keys in lower case: part names do not differ by case


def open_package(path: Path) -> Package:
    """The entries of a zip. AnnotationRefused `encrypted`, `not_ooxml`, `damaged`, `duplicate_parts`, `compression`."""
    with path.open("rb") as stream:
        if stream.read(8) == _COMPOUND_FILE:
            stream.seek(0)
            locked = "EncryptedPackage".encode("utf-16-le") in stream.read()
            raise AnnotationRefused("encrypted" if locked else "not_ooxml")
    try:
        with zipfile.ZipFile(path) as archive, path.open("rb") as stream:
            entries = tuple(_entry(path, info, stream) for info in archive.infolist())
            comment = archive.comment
    except (zipfile.BadZipFile, struct.error) as fault:
        raise AnnotationRefused("damaged" if zipfile.is_zipfile(path) else "not_ooxml", fault=str(fault)) from fault
    names: dict[str, Entry] = {}
    for entry in entries:
        if entry.name.lower() in names:
            raise AnnotationRefused("duplicate_parts", part=entry.name)
        names[entry.name.lower()] = entry
    return Package(path, entries, comment, names)


def _entry(path: Path, info: zipfile.ZipInfo, stream: BinaryIO) -> Entry:
    if info.flag_bits & _ENCRYPTED:
        raise AnnotationRefused("encrypted")
    if info.compress_type not in (STORED, DEFLATED):
        raise AnnotationRefused("compression", part=info.filename)
    stream.seek(info.header_offset)
    header = struct.unpack("<4s22xHH", stream.read(30))
    if header[0] != b"PK\x03\x04":
        raise AnnotationRefused("damaged", part=info.filename)
    offset = info.header_offset + 30 + header[1] + header[2]
    return Entry(info.orig_filename, path, offset, info.compress_type, info.CRC, info.compress_size, info.file_size,
                 info.flag_bits, info.date_time, info.create_system, info.external_attr)  # fmt: skip


def find(package: Package, part: str) -> Entry | None:
    return package.names.get(part.lower())


def spelled(package: Package, part: str) -> str:
    """The name as the package has it, where it has the part: names do not differ by case, yet are written in several."""
    entry = find(package, part)
    return entry.name if entry else part


def files(package: Package) -> list[Entry]:
    """The entries without the folders."""
    return [entry for entry in package.entries if not entry.name.endswith("/")]


def compressed(entry: Entry) -> Iterator[bytes]:
    """The entry's bytes as they stand in the zip."""
    done = 0
    while done < entry.packed:
        with entry.path.open("rb") as stream:  # never left open between pieces: Windows deletes no file that is open
            stream.seek(entry.offset + done)
            piece = stream.read(min(PIECE, entry.packed - done))
        if not piece:
            raise AnnotationRefused("damaged", part=entry.name)
        done += len(piece)
        yield piece


def inflated(entry: Entry) -> Iterator[bytes]:
    """The entry's content in pieces of at most a quarter of a megabyte, checked against the zip's own checksum."""
    crc, size = 0, 0
    for piece in compressed(entry) if entry.method == STORED else _inflate(entry):
        crc, size = zlib.crc32(piece, crc), size + len(piece)
        yield piece
    if (crc, size) != (entry.crc, entry.size):
        raise AnnotationRefused("damaged", part=entry.name)


def _inflate(entry: Entry) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-15)
    try:
        for piece in compressed(entry):
            waiting = piece
            while waiting and not inflater.eof:
                yield inflater.decompress(waiting, PIECE)
                waiting = inflater.unconsumed_tail
        while not inflater.eof:  # output that did not fit the last piece
            rest = inflater.decompress(b"", PIECE)
            if not rest:
                break
            yield rest
    except zlib.error as fault:
        raise AnnotationRefused("damaged", part=entry.name, fault=str(fault)) from fault


def read(package: Package, part: str) -> bytes:
    """A whole part; AnnotationRefused `part_missing` if the package lacks it."""
    entry = find(package, part)
    if entry is None:
        raise AnnotationRefused("part_missing", part=part)
    return b"".join(inflated(entry))


def sha256(entry: Entry) -> str:
    """The hash of the decompressed content."""
    digest = hashlib.sha256()
    for piece in inflated(entry):
        digest.update(piece)
    return digest.hexdigest()
