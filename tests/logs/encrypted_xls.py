"""Encrypts an old workbook (.xls): no library writes one."""

import hashlib
import struct
from pathlib import Path

import xlwt
from xlwt.CompoundDoc import XlsDoc


def write_encrypted_xls(path: Path, password: str, book: xlwt.Workbook) -> Path:
    """An old workbook encrypted with RC4, as Excel 97 does it: every record but a few, in blocks of 1,024 bytes."""
    salt, verifier = bytes(range(16)), bytes(range(16, 32))
    keys = _Rc4Blocks(password, salt)
    sealed = keys.sealed(0, verifier + hashlib.md5(verifier).digest())
    plain = book.get_biff_data()
    start = 4 + struct.unpack_from("<H", plain, 2)[0]
    filepass = struct.pack("<HHHHH", 0x2F, 54, 1, 1, 1) + salt + sealed
    stream = plain[:start] + filepass + plain[start:]
    out, at = bytearray(stream), start + len(filepass)
    while at < len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        skip = {0x809: size, 0x85: 4}.get(kind, 0)
        if kind == 0x85:  # where a sheet begins, moved by the new record, stays legible
            struct.pack_into("<I", out, at + 4, struct.unpack_from("<I", stream, at + 4)[0] + len(filepass))
        out[at + 4 + skip : at + 4 + size] = keys.sealed(at + 4 + skip, stream[at + 4 + skip : at + 4 + size])
        at += 4 + size
    rest = -len(out) % 4  # the container adds zeros, which must read as whole records
    XlsDoc().save(str(path), bytes(out) + struct.pack("<HH", 0, rest) + bytes(rest))
    return path


class _Rc4Blocks:
    """The key stream of an encrypted workbook stream: each block of 1,024 bytes has a key of its own."""

    def __init__(self, password: str, salt: bytes) -> None:
        first = hashlib.md5(password.encode("utf-16-le")).digest()[:5]
        self.base = hashlib.md5((first + salt) * 16).digest()[:5]
        self.blocks: dict[int, bytes] = {}

    def sealed(self, at: int, data: bytes) -> bytes:
        return bytes(byte ^ self._block((at + i) // 1024)[(at + i) % 1024] for i, byte in enumerate(data))

    def _block(self, number: int) -> bytes:
        if number not in self.blocks:
            key = hashlib.md5(self.base + struct.pack("<I", number)).digest()
            self.blocks[number] = _rc4(key, 1024)
        return self.blocks[number]


def _rc4(key: bytes, count: int) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for _ in range(count):
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(state[(state[i] + state[j]) % 256])
    return bytes(out)
