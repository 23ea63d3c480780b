"""Stray cells far from the data, which make a sheet too large to be read: found only once reading it has failed."""

import io
import re
import zipfile
from dataclasses import field
from itertools import pairwise

from clausecheck.logs.broken import Broken
from clausecheck.logs.cells import column_letters
from clausecheck.logs.ooxml import workbook_parts
from clausecheck.nouns.records import dataclass

WIDE, DEEP = 100, 5_000
"""So many blank columns, or rows, before a cell make it a stray one: data is never that far from data."""
_CELL = re.compile(rb"""<(?:\w{1,20}:)?c\s[^>]{0,200}?\br=["']([A-Z]{1,3})(\d{1,7})["'][^>]{0,200}?(/?)>""")
_CHUNK = 1 << 20
_LONGEST = 400


@dataclass(slots=True)
class Filled:
    """The filled cells of a sheet as far as strays go: the topmost of each column, and the first below a wide gap."""

    topmost: dict[int, int] = field(default_factory=dict)
    last: int = 0
    below: tuple[int, int] | None = None

    def add(self, row: int, column: int) -> None:
        self.topmost.setdefault(column, row)
        if row - self.last > DEEP and self.below is None and self.last:
            self.below = (row, column)
        self.last = max(self.last, row)

    def strays(self) -> list[tuple[int, int]]:
        """The first stray cell downwards and the first to the right, as (row, column)."""
        columns = sorted(self.topmost)
        beyond = (b for a, b in pairwise(columns) if b - a > WIDE)
        right = next(((self.topmost[column], column) for column in beyond), None)
        return list(dict.fromkeys(place for place in (self.below, right) if place))


def far_cells(data: bytes) -> str:
    """The stray cells of an .xlsx by sheet and address; "" where it has none, or is something else."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            there = set(archive.namelist())
            sheets = {name: part for name, part in workbook_parts(archive).sheets.items() if part in there}
            found = {name: _filled(archive, part).strays() for name, part in sheets.items()}
    except (zipfile.BadZipFile, Broken, ValueError, OSError):
        return ""
    places = [f"{name}!{column_letters(column - 1)}{row}" for name, strays in found.items() for row, column in strays]
    return "、".join(places[:10])


def _filled(archive: zipfile.ZipFile, part: str) -> Filled:
    filled = Filled()
    rest = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            window = rest + chunk
            done = 0
            for found in _CELL.finditer(window):
                done = found.end()
                if not found[3]:  # a cell closed at once is only formatted
                    filled.add(int(found[2]), _number(found[1]))
            rest = window[max(done, len(window) - _LONGEST) :]
    return filled


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
