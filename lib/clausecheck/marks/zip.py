"""The workbook as a zip package: its entries in order, each readable as a stream, compressed or not; and writing a zip
from entries that are compressed already, which the standard library has no way to do."""

from __future__ import annotations

import hashlib
import importlib
import io
import itertools
import struct
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field, replace
from pathlib import Path
from typing import Any, BinaryIO

from clausecheck.marks.model import AnnotationRefused
from clausecheck.nouns.records import dataclass

try:  # three times as fast, not built for every machine
    zlib: Any = importlib.import_module("isal.isal_zlib")
except ImportError:
    zlib = importlib.import_module("zlib")

PIECE = 1 << 18
HELD = 1 << 22
"""A package up to this size is read once and kept: opening a file for each of its parts would cost more than reading it."""
STORED, DEFLATED = 0, 8
_COMPOUND_FILE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = 1
_LEVEL = 1
_FULL = 0xFFFFFFFF  # "see the zip64 field"
_UTF8 = 0x800
_KEPT_FLAGS = _UTF8 | 0b110  # how hard it was compressed; not: sizes follow the data


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a zip, its compressed bytes at `offset` of the archive at `path`, or of `held` if that is not None."""

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
    held: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Package:
    path: Path
    entries: tuple[Entry, ...]
    comment: bytes
    names: dict[str, Entry]  # keys in lower case: part names do not differ by case
    known: dict[str, Any] = field(
        default_factory=dict, repr=False
    )  # what was found out about a part, for whoever asks again


def open_package(path: Path) -> Package:
    """The entries of a zip. AnnotationRefused `encrypted`, `not_ooxml`, `damaged`, `duplicate_parts`, `compression`."""
    with path.open("rb") as stream:
        start = stream.read(HELD + 1)
        if start.startswith(_COMPOUND_FILE):
            locked = "EncryptedPackage".encode("utf-16-le") in start + stream.read()
            raise AnnotationRefused("encrypted" if locked else "not_ooxml")
        held = start if len(start) <= HELD else None
        whole = stream if held is None else io.BytesIO(held)
        try:
            with zipfile.ZipFile(whole) as archive:
                entries = tuple(_entry(path, info, whole, held) for info in archive.infolist())
                comment = archive.comment
        except (zipfile.BadZipFile, struct.error) as fault:
            raise AnnotationRefused(
                "damaged" if zipfile.is_zipfile(whole) else "not_ooxml", fault=str(fault)
            ) from fault
    names: dict[str, Entry] = {}
    for entry in entries:
        if entry.name.lower() in names:
            raise AnnotationRefused("duplicate_parts", part=entry.name)
        names[entry.name.lower()] = entry
    return Package(path, entries, comment, names)


def _entry(path: Path, info: zipfile.ZipInfo, stream: BinaryIO, held: bytes | None) -> Entry:
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
                 info.flag_bits, info.date_time, info.create_system, info.external_attr, held)  # fmt: skip


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
    while done < entry.packed and entry.held is not None:
        piece = entry.held[entry.offset + done : entry.offset + min(done + PIECE, entry.packed)]
        if not piece:
            raise AnnotationRefused("damaged", part=entry.name)
        done += len(piece)
        yield piece
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


def pack(scratch: BinaryIO, path: Path, name: str, chunks: Iterable[bytes]) -> Entry:
    """Compress a part to the end of the scratch file at `path`; the entry that tells where it is."""
    deflater = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    offset, crc, size, packed = -1, 0, 0, 0
    held: list[bytes] = []
    for chunk in itertools.chain(chunks, [None]):
        if chunk is not None:
            crc, size = zlib.crc32(chunk, crc), size + len(chunk)
        piece = deflater.flush() if chunk is None else deflater.compress(chunk)
        held.append(piece)
        packed += len(piece)
        if packed > PIECE:  # too much to keep
            offset = scratch.seek(0, 2) if offset < 0 else offset
            scratch.write(b"".join(held))
            held.clear()
    if offset < 0:
        return Entry(name, path, 0, DEFLATED, crc, packed, size, held=b"".join(held))
    scratch.flush()
    return Entry(name, path, offset, DEFLATED, crc, packed, size)


def repack(scratch: BinaryIO, path: Path, entry: Entry, chunks: Iterable[bytes]) -> Entry:
    """The entry with other content: name, date and the like stay."""
    packed = pack(scratch, path, entry.name, chunks)
    return replace(packed, flags=entry.flags, date_time=entry.date_time, system=entry.system, external=entry.external)


def write_zip(stream: BinaryIO, entries: Sequence[Entry], comment: bytes = b"") -> None:
    """A zip of the entries in their order, each compressed stream copied as it is."""
    directory = []
    for entry in entries:
        offset = stream.tell()
        stream.write(_local_header(entry))
        for piece in compressed(entry):
            stream.write(piece)
        directory.append(_directory_record(entry, offset))
    start = stream.tell()
    stream.write(b"".join(directory))
    stream.write(_end(len(entries), start, stream.tell() - start, comment))


def _name(entry: Entry) -> tuple[bytes, int]:
    flags = entry.flags & _KEPT_FLAGS
    # A name without the flag was read as code page 437, and goes back the same way.
    return entry.name.encode("utf-8" if flags & _UTF8 else "cp437"), flags


def _stamp(entry: Entry) -> tuple[int, int]:
    year, month, day, hour, minute, second = entry.date_time
    return hour << 11 | minute << 5 | second // 2, (max(year, 1980) - 1980) << 9 | month << 5 | day


def _local_header(entry: Entry) -> bytes:
    name, flags = _name(entry)
    large = max(entry.packed, entry.size) >= _FULL
    extra = struct.pack("<HHQQ", 1, 16, entry.size, entry.packed) if large else b""
    packed, size = (_FULL, _FULL) if large else (entry.packed, entry.size)
    fixed = struct.pack("<4sHHHHHIIIHH", b"PK\x03\x04", 45 if large else 20, flags, entry.method, *_stamp(entry),
                        entry.crc, packed, size, len(name), len(extra))  # fmt: skip
    return fixed + name + extra


def _directory_record(entry: Entry, offset: int) -> bytes:
    name, flags = _name(entry)
    numbers = [entry.size, entry.packed, offset]
    wide = [number for number in numbers if number >= _FULL]
    extra = struct.pack(f"<HH{len(wide)}Q", 1, 8 * len(wide), *wide) if wide else b""
    size, packed, offset = (min(number, _FULL) for number in numbers)
    version = 45 if wide else 20
    fixed = struct.pack("<4sBBHHHHHIIIHHHHHII", b"PK\x01\x02", version, entry.system, version, flags, entry.method,
                        *_stamp(entry), entry.crc, packed, size, len(name), len(extra), 0, 0, 0,
                        entry.external, offset)  # fmt: skip
    return fixed + name + extra


def _end(count: int, start: int, length: int, comment: bytes) -> bytes:
    end = b""
    if count >= 0xFFFF or start >= _FULL or length >= _FULL:
        record = struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, length, start)
        end = record + struct.pack("<4sIQI", b"PK\x06\x07", 0, start + length, 1)
    short = min(count, 0xFFFF)
    return end + struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, short, short,
                             min(length, _FULL), min(start, _FULL), len(comment)) + comment  # fmt: skip
