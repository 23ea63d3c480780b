"""Writing a zip from entries that are compressed already, which the standard library has no way to do."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from clausecheck.marks.package import DEFLATED, Entry, compressed, zlib

_LEVEL = 1
_FULL = 0xFFFFFFFF  # "see the zip64 field"
_UTF8 = 0x800
_KEPT_FLAGS = _UTF8 | 0b110  # how hard it was compressed; not: sizes follow the data


def pack(scratch: BinaryIO, path: Path, name: str, chunks: Iterable[bytes]) -> Entry:
    """Compress a part to the end of the scratch file at `path`; the entry that tells where it is."""
    offset = scratch.seek(0, 2)
    deflater = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    crc, size, packed = 0, 0, 0
    for chunk in chunks:
        crc, size = zlib.crc32(chunk, crc), size + len(chunk)
        packed += scratch.write(deflater.compress(chunk))
    packed += scratch.write(deflater.flush())
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
