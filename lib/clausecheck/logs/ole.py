"""The container of old workbooks: which streams lie where in it, and the workbook's own stream.

Reading libraries take the first stream called Workbook wherever it lies; that of an embedded object would pass for ours.
"""

import struct
from collections.abc import Iterator

from clausecheck.nouns.records import dataclass

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
STREAMS = ("workbook", "book")
"""Names of the main stream, the newer format's first. Some programs write them in capitals."""
_ENTRY = 128
_STREAM = 2
_LAST = 0xFFFFFFFA
"""Numbers of sectors from here on are marks, such as the end of a chain."""
_SMALL = 4096
"""Streams below this size lie in a stream of small sectors."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A stream or storage: its name, kind, first sector and size, and where its entry stands in the file."""

    name: str
    kind: int
    child: int
    left: int
    right: int
    start: int
    size: int
    offset: int


@dataclass(frozen=True, slots=True)
class Container:
    """The entries of an OLE file by number (0 is the root), and what is needed to follow chains of sectors."""

    data: bytes
    sector: int
    table: list[int]
    entries: list[Entry]


def container(data: bytes) -> Container:
    """The directory of an OLE file. Raises ValueError or struct.error where there is none that makes sense."""
    sector = 1 << min(16, int.from_bytes(data[30:32], "little"))
    box = Container(data, sector, _table(data, sector), [])
    first = int.from_bytes(data[48:52], "little")
    for number in _chain(box.table, first):
        place = (number + 1) * sector
        for offset in range(place, min(place + sector, len(data) - _ENTRY + 1), _ENTRY):
            box.entries.append(_entry(data, offset))
    if not box.entries or box.entries[0].kind != 5:
        raise ValueError("no directory")
    return box


def _entry(data: bytes, offset: int) -> Entry:
    length = int.from_bytes(data[offset + 64 : offset + 66], "little")
    name = data[offset : offset + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
    left, right, child = struct.unpack_from("<III", data, offset + 68)
    start, size = struct.unpack_from("<II", data, offset + 116)
    return Entry(name, data[offset + 66], child, left, right, start, size, offset)


def _table(data: bytes, sector: int) -> list[int]:
    """Sector -> the next one of its chain."""
    lists = list(struct.unpack_from("<109I", data, 76))
    more, per = int.from_bytes(data[68:72], "little"), sector // 4
    seen = 0
    while more < _LAST and seen < len(data) // sector:
        further = struct.unpack_from(f"<{per}I", data, (more + 1) * sector)
        lists += further[:-1]
        more = further[-1]
        seen += 1
    table: list[int] = []
    for number in lists:
        place = (number + 1) * sector
        if number < _LAST and place + sector <= len(data):
            table += struct.unpack_from(f"<{per}I", data, place)
    return table


def _chain(table: list[int], first: int) -> Iterator[int]:
    """The sectors of a chain, each once: a damaged one may bite its own tail."""
    seen: set[int] = set()
    while first < len(table) and first not in seen:
        seen.add(first)
        yield first
        first = table[first]


def at_the_root(box: Container) -> list[Entry]:
    """The entries that lie in no storage but the root."""
    found: list[Entry] = []
    to_do, seen = [box.entries[0].child], set[int]()
    while to_do:
        number = to_do.pop()
        if number < len(box.entries) and number not in seen:
            seen.add(number)
            found.append(box.entries[number])
            to_do += [box.entries[number].left, box.entries[number].right]
    return found


def workbook_stream(box: Container) -> Entry | None:
    """The workbook's own stream, None where the file holds something else."""
    own = [entry for entry in at_the_root(box) if entry.kind == _STREAM]
    return next((entry for name in STREAMS for entry in own if entry.name.casefold() == name), None)


def only_workbook(box: Container, own: Entry) -> bytes:
    """The file with its own stream called Workbook, and no other stream of such a name left."""
    data = bytearray(box.data)
    for entry in box.entries:
        if entry.kind == _STREAM and entry.name.casefold() in STREAMS:
            name = "Workbook" if entry is own else f"Inside{len(entry.name)}"
            if name != entry.name:
                data[entry.offset : entry.offset + 64] = name.encode("utf-16-le").ljust(64, b"\0")
                data[entry.offset + 64 : entry.offset + 66] = (2 * len(name) + 2).to_bytes(2, "little")
    return bytes(data)


def content(box: Container, entry: Entry) -> bytes:
    """A stream's bytes."""
    if entry.size >= _SMALL:
        return _joined(box.data, box.table, entry, box.sector, box.sector)
    root = box.entries[0]
    inside = _joined(box.data, box.table, root, box.sector, box.sector)
    first = int.from_bytes(box.data[60:64], "little")
    small = b"".join(box.data[(n + 1) * box.sector : (n + 2) * box.sector] for n in _chain(box.table, first))
    table = list(struct.unpack(f"<{len(small) // 4}I", small[: len(small) // 4 * 4]))
    return _joined(inside, table, entry, 64, 0)


def _joined(data: bytes, table: list[int], entry: Entry, sector: int, before: int) -> bytes:
    pieces = (data[before + n * sector : before + (n + 1) * sector] for n in _chain(table, entry.start))
    return b"".join(pieces)[: entry.size]
