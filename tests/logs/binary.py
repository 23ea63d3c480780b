"""Just enough of the binary workbook format (.xlsb) to write one sheet: no library writes it."""

import struct
import zipfile
from pathlib import Path
from typing import Any

_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>'
)
_RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_RELATION = '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}"/>'


def write_xlsb(path: Path, name: str, lines: list[list[Any]], from_1904: bool = False) -> Path:
    """One sheet of texts and numbers."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELATIONS.format(_RELATION.format("officeDocument", "xl/workbook.bin")))
        archive.writestr(
            "xl/_rels/workbook.bin.rels", _RELATIONS.format(_RELATION.format("worksheet", "worksheets/sheet1.bin"))
        )
        sheet = struct.pack("<II", 0, 1) + _text("rId1") + _text(name)
        properties = struct.pack("<II", int(from_1904), 0) + _text("")
        archive.writestr(
            "xl/workbook.bin",
            _record(131) + _record(153, properties) + _record(143) + _record(156, sheet) + _record(144) + _record(132),
        )
        archive.writestr("xl/worksheets/sheet1.bin", _sheet(lines))
    return path


def _sheet(lines: list[list[Any]]) -> bytes:
    size = struct.pack("<IIII", 0, len(lines) - 1, 0, max(map(len, lines)) - 1)
    out = _record(129) + _record(148, size) + _record(145)
    for row, line in enumerate(lines):
        out += _record(0, struct.pack("<IIHHBI", row, 0, 300, 0, 0, 0))
        for column, value in enumerate(line):
            head = struct.pack("<II", column, 0)
            if isinstance(value, str):
                out += _record(6, head + _text(value))
            elif value is not None:
                out += _record(5, head + struct.pack("<d", value))
    return out + _record(146) + _record(130)


def _record(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = b"", len(content)
    while length > 127:
        size += bytes([length & 0x7F | 0x80])
        length >>= 7
    return head + size + bytes([length]) + content


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")
