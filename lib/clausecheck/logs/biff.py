"""What the first records of an old workbook say of it as a whole: whether it is encrypted, and where its days begin."""

import struct
from collections.abc import Iterator

_ENCRYPTED, _FROM_1904, _END = 0x2F, 0x22, 0x0A


def is_encrypted(stream: bytes) -> bool:
    """Whether a workbook stream is encrypted; the record that says so is never encrypted itself."""
    return any(kind == _ENCRYPTED for kind, _ in _records(stream))


def from_1904(stream: bytes) -> bool:
    """Whether days count from 1904."""
    return any(kind == _FROM_1904 and content[:2] == b"\x01\x00" for kind, content in _records(stream))


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """The records that are about the whole workbook: those before the first end."""
    at = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        if kind == _END:
            return
        yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size
