"""A file's bytes -> plain cells, whatever the format. Runs in the process that can be stopped (see worker.py)."""

import hashlib
import io
import re
import struct
import sys
import zipfile
from collections.abc import Callable
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from clausecheck.logs import biff, ole, ooxml, own
from clausecheck.logs.broken import Broken
from clausecheck.logs.cells import Merge, SheetCells, WorkbookCells
from clausecheck.logs.csvcells import read_csv
from clausecheck.logs.made import made_here
from clausecheck.logs.oddsheets import without_odd_sheets
from clausecheck.logs.passed_over import TEXTS
from clausecheck.logs.struck import mark_struck

ZIP = b"PK\x03\x04"
_PROPERTIES_XLSB = re.compile(rb"\x99\x01[\x04-\x7f](.)", re.DOTALL)
"""The workbook's properties in a binary workbook; the lowest bit says that it counts from 1904."""
_SPREADSHEETML = b"urn:schemas-microsoft-com:office:spreadsheet"
EVERYBODYS = "VelvetSweatshop"
"""The password with which Excel encrypts what is only protected against changes; it opens such files without asking."""
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
BLIND = "errors_not_visible"
"""Note for formats in which error cells and formulas without a stored value read as blank."""
MOST_SHEETS = 2_000
MOST_CELLS = 60_000_000


def open_workbook(data: bytes, name: str, password: str | None = None) -> WorkbookCells:
    """Every sheet of a file. `name` only decides what text without a signature is.

    Raises Broken with the key of what is wrong; library errors of calamine pass through for the worker to word.
    """
    book = _opened(data, name, password)
    if not set(book.notes) & set(own.PRODUCTS) and (made := own.made_of(sheet.name for sheet in book.sheets)):
        book.notes.append(made)
    return book


def _opened(data: bytes, name: str, password: str | None) -> WorkbookCells:
    if not data:
        raise Broken("empty")
    if data.startswith(ole.SIGNATURE) and ENCRYPTED in data[:2_000_000] + data[-2_000_000:]:
        data = _decrypt(data, password)
    if data.startswith(ZIP):
        return _from_zip(data)
    if data.startswith(ole.SIGNATURE):
        return _from_ole(data, password)
    head = data[:4000].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if _SPREADSHEETML in head or _SPREADSHEETML.decode().encode("utf-16-le") in head:
        raise Broken("xml_2003")
    if head.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<head", b"<meta", b"mime-version")):
        raise Broken("web_page")
    if name.lower().endswith((".csv", *TEXTS)):
        return read_csv(data, name)
    raise Broken("truncated" if data[:2] == b"PK" else "not_a_workbook")


def _from_ole(data: bytes, password: str | None) -> WorkbookCells:
    """An old workbook, of which only the stream at the root counts, whatever objects are embedded in it."""
    if _cut_short(data):
        raise Broken("truncated")
    box, stream = _stream_of(data)
    if biff.is_encrypted(ole.content(box, stream)):
        box, stream = _stream_of(_decrypt(box.data, password))
    book = _with_calamine(ole.only_workbook(box, stream), "xls")
    book.from_1904 = biff.from_1904(ole.content(box, stream))
    return book


def _stream_of(data: bytes) -> tuple[ole.Container, ole.Entry]:
    try:
        box = ole.container(data)
        stream = ole.workbook_stream(box)
    except (ValueError, IndexError, struct.error) as error:
        there = any(name.encode("utf-16-le") in data for name in ("Workbook", "Book"))
        raise Broken("damaged" if there else "not_a_workbook", str(error)) from None
    if stream is None:
        raise Broken("not_a_workbook")
    return box, stream


def _cut_short(data: bytes) -> bool:
    """Whether an old workbook ends before the directory that its first lines point to."""
    if len(data) < 512:
        return True
    sector_size = 1 << min(16, int.from_bytes(data[30:32], "little"))
    return (int.from_bytes(data[48:52], "little") + 1) * sector_size >= len(data)


def _from_zip(data: bytes) -> WorkbookCells:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OverflowError) as error:
        raise Broken("truncated", str(error)) from None
    with archive:
        ooxml.check_zip(archive)
        parts = set(archive.namelist())
        if "content.xml" in parts and "mimetype" in parts:
            ooxml.check_parts(archive, set())
            ooxml.check_encoding(archive, ["content.xml"])
            book = _with_calamine(data, "ods")
        elif "xl/workbook.bin" in parts:
            book = _from_xlsb(archive, data)
        elif "[Content_Types].xml" not in parts or any(part.startswith(("word/", "ppt/")) for part in parts):
            raise Broken("not_a_workbook")
        else:
            book = _from_ooxml(archive, data)
        if made := made_here(archive):
            book.notes.append(made)
        book.content = _digest(archive)
    return book


def _digest(archive: zipfile.ZipFile) -> str:
    """What a package holds, however it is packed: the same for a workbook and for what `unmark` makes of its copy."""
    parts = sorted(f"{info.filename} {info.CRC} {info.file_size}" for info in archive.infolist())
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _from_xlsb(archive: zipfile.ZipFile, data: bytes) -> WorkbookCells:
    ooxml.check_parts(archive, set())
    book = _with_calamine(data, "xlsb", again=lambda: without_odd_sheets(archive, "xl/workbook.bin"))
    properties = _PROPERTIES_XLSB.search(archive.read("xl/workbook.bin"))
    book.from_1904 = properties is not None and properties[1][0] & 1 == 1
    return book


def _from_ooxml(archive: zipfile.ZipFile, data: bytes) -> WorkbookCells:
    parts = ooxml.workbook_parts(archive)
    if len(parts.sheets) > MOST_SHEETS:
        raise Broken("too_many_sheets", str(len(parts.sheets)))
    ooxml.check_encoding(archive, [*parts.others, *parts.sheets.values()])
    errors = {name: ooxml.error_cells(archive, part) for name, part in parts.sheets.items()}
    ooxml.check_parts(archive, set(parts.sheets.values()))
    macros = any(part.lower().endswith("vbaproject.bin") for part in archive.namelist())
    kind = "xlsm" if macros else "xlsx"
    book = _with_calamine(data, kind, errors=errors, again=lambda: without_odd_sheets(archive, parts.main))
    book.from_1904 = parts.from_1904
    mark_struck(book, archive, parts.sheets)
    return book


def _with_calamine(
    data: bytes,
    kind: str,
    errors: dict[str, dict[int, dict[int, str]]] | None = None,
    again: Callable[[], bytes | None] = lambda: None,
) -> WorkbookCells:
    """Every sheet as the library gives it. `again`: the same workbook without what the library stops at, if there is
    anything of the kind in it."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    except CalamineError:
        other = again()
        if other is None:
            raise
        book = CalamineWorkbook.from_filelike(io.BytesIO(other))
    if len(book.sheet_names) > MOST_SHEETS:
        raise Broken("too_many_sheets", str(len(book.sheet_names)))
    sheets = []
    for index, about in enumerate(book.sheets_metadata):
        hidden = about.visible != SheetVisibleEnum.Visible
        if about.typ != SheetTypeEnum.WorkSheet:
            sheets.append(SheetCells(about.name, [], hidden=hidden, worksheet=False))
        else:
            wrong = (errors or {}).get(about.name, {})
            sheets.append(_sheet(book.get_sheet_by_index(index), about.name, hidden, wrong))
    return WorkbookCells(kind, sheets, notes=[] if errors is not None else [BLIND])


def _sheet(sheet: Any, name: str, hidden: bool, errors: dict[int, dict[int, str]]) -> SheetCells:
    """The filled rows of a sheet. Rows come from the first one of the sheet, cells from its first filled column."""
    left = sheet.start[1] if sheet.start else 0
    width = sheet.end[1] - left + 1 if sheet.start else 0
    if sheet.start and width * (sheet.end[0] + 1) > MOST_CELLS:
        raise Broken("too_much_memory", name)
    first_error = min((column for columns in errors.values() for column in columns), default=left)
    last_error = max((column for columns in errors.values() for column in columns), default=-1)
    before = max(0, left - first_error)  # an error cell left of or beyond all filled ones
    beyond = max(0, last_error - left - width + 1)
    rows: list[tuple[int, list[Any]]] = []
    for number, cells in enumerate(sheet.iter_rows() if sheet.start else (), 1):
        if cells.count("") < width or number in errors:
            rows.append((number, [""] * before + cells + [""] * beyond if before or beyond else cells))
    blank = [""] * (before + width + beyond)
    last = rows[-1][0] if rows else 0
    rows += [(number, list(blank)) for number in sorted(errors) if number > last]
    left -= before
    return SheetCells(
        name,
        rows,
        left,
        hidden,
        merges=_merges(sheet, left),
        errors={row: {column - left: text for column, text in columns.items()} for row, columns in errors.items()},
    )


def _merges(sheet: Any, left: int) -> list[Merge] | None:
    ranges = sheet.merged_cell_ranges
    if ranges is None:
        return None
    return [(top + 1, first - left, bottom + 1, last - left) for (top, first), (bottom, last) in ranges]


def _decrypt(data: bytes, password: str | None) -> bytes:
    try:
        import msoffcrypto  # noqa: PLC0415 - an optional extra, needed by few
    except ImportError:
        raise Broken("no_decryption_here" if sys.platform == "emscripten" else "no_decryption") from None
    for tried in filter(None, (password, EVERYBODYS)):
        plain = io.BytesIO()
        try:
            office = msoffcrypto.OfficeFile(io.BytesIO(data))
            office.load_key(password=tried)
            office.decrypt(plain)
        except msoffcrypto.exceptions.InvalidKeyError:
            continue
        return plain.getvalue()
    raise Broken("wrong_password" if password else "encrypted")
