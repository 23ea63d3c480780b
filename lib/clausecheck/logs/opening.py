"""A file's bytes -> plain cells, whatever the format. Runs in the process that can be stopped (see worker.py)."""

import io
import re
import zipfile
from typing import Any

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from clausecheck.logs import ooxml
from clausecheck.logs.broken import Broken
from clausecheck.logs.cells import Merge, SheetCells, WorkbookCells
from clausecheck.logs.csvcells import read_csv
from clausecheck.logs.struck import mark_struck

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORKBOOK_STREAMS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
FROM_1904_XLS = b"\x22\x00\x02\x00\x01\x00\x0e\x00\x02\x00"
"""The record that says an old workbook counts from 1904, and the head of the one that follows it."""
_PROPERTIES_XLSB = re.compile(rb"\x99\x01[\x04-\x7f](.)", re.DOTALL)
"""The workbook's properties in a binary workbook; the lowest bit says that it counts from 1904."""
_ENCRYPTED_XLS = re.compile(rb"\x09\x08(?:\x10\x00.{16}|\x08\x00.{8})(?:\x86\x00\x00\x00)?\x2f\x00", re.DOTALL)
"""The record that says an old workbook is encrypted; it follows the first one of the workbook."""
EVERYBODYS = "VelvetSweatshop"
"""The password with which Excel encrypts what is only protected against changes; it opens such files without asking."""
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
BLIND = "errors_not_visible"
"""Note for formats in which error cells and formulas without a stored value read as blank."""
OWN_COPY = "annotated_copy"
"""Note for a copy of a workbook with our own marks in it."""
MOST_SHEETS = 2_000
MOST_CELLS = 60_000_000


def open_workbook(data: bytes, name: str, password: str | None = None) -> WorkbookCells:
    """Every sheet of a file. `name` only decides what text without a signature is.

    Raises Broken with the key of what is wrong; library errors of calamine pass through for the worker to word.
    """
    if not data:
        raise Broken("empty")
    if data.startswith(OLE) and ENCRYPTED in data[:2_000_000] + data[-2_000_000:]:
        data = _decrypt(data, password)
    if data.startswith(ZIP):
        return _from_zip(data)
    if data.startswith(OLE):
        if _cut_short(data):
            raise Broken("truncated")
        if not any(name in data for name in WORKBOOK_STREAMS):
            raise Broken("not_a_workbook")
        if _ENCRYPTED_XLS.search(data):
            data = _decrypt(data, password)
        book = _with_calamine(data, "xls")
        book.from_1904 = FROM_1904_XLS in data
        return book
    head = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<head", b"<meta", b"mime-version")):
        raise Broken("web_page")
    if name.lower().endswith(".csv"):
        return read_csv(data, name)
    raise Broken("truncated" if data[:2] == b"PK" else "not_a_workbook")


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
            return _with_calamine(data, "ods")
        if "xl/workbook.bin" in parts:
            ooxml.check_parts(archive, set())
            book = _with_calamine(data, "xlsb")
            properties = _PROPERTIES_XLSB.search(archive.read("xl/workbook.bin"))
            book.from_1904 = properties is not None and properties[1][0] & 1 == 1
            return book
        if "[Content_Types].xml" not in parts or any(part.startswith(("word/", "ppt/")) for part in parts):
            raise Broken("not_a_workbook")
        return _from_ooxml(archive, data)


def _from_ooxml(archive: zipfile.ZipFile, data: bytes) -> WorkbookCells:
    sheets, from_1904 = ooxml.workbook_parts(archive)
    if len(sheets) > MOST_SHEETS:
        raise Broken("too_many_sheets", str(len(sheets)))
    errors = {name: ooxml.error_cells(archive, part) for name, part in sheets.items()}
    ooxml.check_parts(archive, set(sheets.values()))
    macros = any(part.lower().endswith("vbaproject.bin") for part in archive.namelist())
    book = _with_calamine(data, "xlsm" if macros else "xlsx", errors=errors)
    book.from_1904 = from_1904
    mark_struck(book, archive, sheets)
    if ooxml.is_annotated_copy(archive):
        book.notes.append(OWN_COPY)
    return book


def _with_calamine(data: bytes, kind: str, errors: dict[str, dict[int, dict[int, str]]] | None = None) -> WorkbookCells:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    if len(book.sheet_names) > MOST_SHEETS:
        raise Broken("too_many_sheets", str(len(book.sheet_names)))
    sheets = []
    for index, about in enumerate(book.sheets_metadata):
        hidden = about.visible != SheetVisibleEnum.Visible
        if about.typ != SheetTypeEnum.WorkSheet:
            sheets.append(SheetCells(about.name, [], hidden=hidden, worksheet=False))
        else:
            own = (errors or {}).get(about.name, {})
            sheets.append(_sheet(book.get_sheet_by_index(index), about.name, hidden, own))
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
        raise Broken("no_decryption") from None
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
