"""Stray cells far from the data, which make a sheet too large to be read: found only once reading it has failed."""

import io
import re
import zipfile
from dataclasses import dataclass

from clausecheck.logs.broken import Broken
from clausecheck.logs.cells import column_letters
from clausecheck.logs.ooxml import workbook_parts

TOO_LARGE = 15_000_000
"""So many cells between the first and the last filled one are no log."""
_CELL = re.compile(rb"""<(?:\w{1,20}:)?c\s[^>]{0,200}?\br=["']([A-Z]{1,3})(\d{1,7})["'][^>]{0,200}?(/?)>""")
_CHUNK = 1 << 20
_LONGEST = 400


@dataclass(slots=True)
class Extent:
    """How far the filled cells of a sheet reach: down and to the right, as (row, column)."""

    lowest: tuple[int, int] = (0, 0)
    rightmost: tuple[int, int] = (0, 0)

    @property
    def cells(self) -> int:
        return self.lowest[0] * self.rightmost[1]

    def add(self, row: int, column: int) -> None:
        if row > self.lowest[0]:
            self.lowest = (row, column)
        if column > self.rightmost[1]:
            self.rightmost = (row, column)


def far_cells(data: bytes) -> str:
    """The cells of an .xlsx that make it too large, by sheet and address; "" where none do, or it is something else."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            there = set(archive.namelist())
            sheets = {name: part for name, part in workbook_parts(archive).sheets.items() if part in there}
            extents = {name: _extent(archive, part) for name, part in sheets.items()}
    except (zipfile.BadZipFile, Broken, ValueError, OSError):
        return ""
    found = []
    for name, extent in extents.items():
        if extent.cells > TOO_LARGE:
            places = dict.fromkeys((extent.lowest, extent.rightmost))
            found += [f"{name}!{column_letters(column - 1)}{row}" for row, column in places]
    return "、".join(found[:10])


def _extent(archive: zipfile.ZipFile, part: str) -> Extent:
    extent = Extent()
    rest = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            window = rest + chunk
            done = 0
            for found in _CELL.finditer(window):
                done = found.end()
                if not found[3]:  # a cell closed at once is only formatted
                    extent.add(int(found[2]), _number(found[1]))
            rest = window[max(done, len(window) - _LONGEST) :]
    return extent


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
