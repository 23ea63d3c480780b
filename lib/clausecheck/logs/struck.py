"""Which rows of an .xlsx are struck through from their first to their last filled cell (reading 49).

Whether any font is struck stands in the styles: a workbook without such a font, nearly every one, costs no more look.
"""

import re
import zipfile
from collections.abc import Iterator

from clausecheck.logs.cells import WorkbookCells

_CHUNK = 1 << 20
_FONTS = re.compile(rb"<(?:\w+:)?fonts\b.*?</(?:\w+:)?fonts>", re.DOTALL)
_FONT = re.compile(rb"<(?:\w+:)?font(?:\s[^>]*)?(?:/>|>.*?</(?:\w+:)?font>)", re.DOTALL)
_STRIKE = re.compile(rb"""<(?:\w+:)?strike(?:\s+val\s*=\s*["'](\w+)["'])?\s*/?>""")
_FORMATS = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_FORMAT = re.compile(rb"<(?:\w+:)?xf\b([^>]*)>")
_FONT_ID = re.compile(rb"""\bfontId\s*=\s*["'](\d+)["']""")
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?row>)", re.DOTALL)
_NUMBER = re.compile(rb"""\br\s*=\s*["'](\d+)["']""")
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_STYLE = re.compile(rb"""\bs\s*=\s*["'](\d+)["']""")
_FILLED = re.compile(rb"<(?:\w+:)?(?:v|t)\b[^>]*>[^<]")


def mark_struck(book: WorkbookCells, archive: zipfile.ZipFile, parts: dict[str, str]) -> None:
    """Tells each sheet of an opened .xlsx which of its rows are struck through."""
    rows = struck_rows(archive, parts)
    for sheet in book.sheets:
        sheet.struck = rows.get(sheet.name, set())


def struck_rows(archive: zipfile.ZipFile, parts: dict[str, str]) -> dict[str, set[int]]:
    """Sheet name -> numbers of the rows struck through as a whole. `parts`: sheet name -> its part."""
    styles = next((name for name in archive.namelist() if name.lower() == "xl/styles.xml"), "")
    struck = _struck_formats(archive.read(styles)) if styles else frozenset()
    if not struck:
        return {sheet: set() for sheet in parts}
    there = set(archive.namelist())
    return {sheet: set(_rows(archive, part, struck)) if part in there else set() for sheet, part in parts.items()}


def _struck_formats(styles: bytes) -> frozenset[bytes]:
    """The numbers of the cell formats whose font is struck through, as the cells name them."""
    fonts, formats = _FONTS.search(styles), _FORMATS.search(styles)
    if b"strike" not in styles or not fonts or not formats:
        return frozenset()
    struck = {number for number, font in enumerate(_FONT.finditer(fonts[0])) if _is_struck(font[0])}
    return frozenset(
        b"%d" % number
        for number, one in enumerate(_FORMAT.finditer(formats[0]))
        if (font := _FONT_ID.search(one[1])) and int(font[1]) in struck
    )


def _is_struck(font: bytes) -> bool:
    found = _STRIKE.search(font)
    return found is not None and found[1] not in (b"0", b"false", b"off")


def _rows(archive: zipfile.ZipFile, part: str, struck: frozenset[bytes]) -> Iterator[int]:
    number = 0
    for row in _whole_rows(archive, part):
        found = _NUMBER.search(row[1])
        number = int(found[1]) if found else number + 1
        if row[2] and _all_struck(row[2], struck):
            yield number


def _whole_rows(archive: zipfile.ZipFile, part: str) -> Iterator[re.Match[bytes]]:
    """Every row element of a sheet, read piece by piece: a large sheet never stands in memory as a whole."""
    rest = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            rest += chunk
            end = 0
            for row in _ROW.finditer(rest):
                yield row
                end = row.end()
            rest = rest[end:]


def _all_struck(cells: bytes, struck: frozenset[bytes]) -> bool:
    any_filled = False
    for cell in _CELL.finditer(cells):
        if not cell[2] or not _FILLED.search(cell[2]):
            continue
        style = _STYLE.search(cell[1])
        if not style or style[1] not in struck:
            return False
        any_filled = True
    return any_filled
