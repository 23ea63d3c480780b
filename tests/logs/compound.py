"""Writes an OLE container (the outside of an old .xls) with any streams and storages in it: no library writes those."""

import struct
from typing import Any

SECTOR = 512
FREE, LAST, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
Tree = dict[str, Any]
"""Name -> bytes of a stream, or the tree of a storage."""


def compound(tree: Tree) -> bytes:
    """The bytes of the container. Streams are filled up to 4,096 bytes, below which they would lie elsewhere."""
    entries: list[dict[str, Any]] = [{"name": "Root Entry", "kind": 5}]
    _add(entries, 0, tree)
    sectors: list[bytes] = []
    table: list[int] = []
    for entry in entries:
        if "content" in entry:
            data = entry["content"].ljust(4096, b"\0")
            entry["start"], entry["size"] = _put(sectors, table, data), len(data)
    first = _put(sectors, table, b"".join(map(_record, entries)))
    many = -(-(len(table) + 2) // (SECTOR // 4))
    places = list(range(len(sectors), len(sectors) + many))
    table += [TABLE] * many
    table += [FREE] * (many * SECTOR // 4 - len(table))
    head = struct.pack("<8s16xHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, many,
                       first, 0, 4096, LAST, 0, LAST, 0)  # fmt: skip
    listed = struct.pack("<109I", *places, *[FREE] * (109 - many))
    return (head + listed).ljust(SECTOR, b"\0") + b"".join(sectors) + struct.pack(f"<{len(table)}I", *table)


def _add(entries: list[dict[str, Any]], parent: int, tree: Tree) -> None:
    before = None
    for name, content in tree.items():
        number = len(entries)
        entries.append({"name": name, "kind": 1 if isinstance(content, dict) else 2})
        if before is None:
            entries[parent]["child"] = number
        else:
            entries[before]["right"] = number
        before = number
        if isinstance(content, dict):
            _add(entries, number, content)
        else:
            entries[number]["content"] = content


def _put(sectors: list[bytes], table: list[int], data: bytes) -> int:
    first = len(sectors)
    pieces = [data[at : at + SECTOR].ljust(SECTOR, b"\0") for at in range(0, len(data), SECTOR)]
    sectors += pieces
    table += [*range(first + 1, first + len(pieces)), LAST]
    return first


def _record(entry: dict[str, Any]) -> bytes:
    name = entry["name"].encode("utf-16-le")
    head = name.ljust(64, b"\0") + struct.pack("<HBB", len(name) + 2, entry["kind"], 1)
    links = struct.pack("<III", FREE, entry.get("right", FREE), entry.get("child", FREE))
    return head + links + bytes(36) + struct.pack("<III", entry.get("start", LAST), entry.get("size", 0), 0)
