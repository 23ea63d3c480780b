"""A .csv file as one sheet. Everything in it is text, error values too; a record is a row, as Excel shows it.

What guards a value against Excel ('2026-08-05, ="A1", a tab before it) is no part of it (reading 54).
"""

import csv
import io
import re
from pathlib import PurePath

from clausecheck.logs.broken import Broken
from clausecheck.logs.cells import SheetCells, WorkbookCells

_ENCODINGS = ("utf-8-sig", "gb18030")
_DELIMITERS = ",;\t"
LONGEST_CELL = 1_000_000
_GUARDED = re.compile(r'=\s*"((?:[^"]|"")*)"')
_TABS_BEFORE = re.compile(r'(^|[,;])("?)\t+', re.MULTILINE)
"""Tabs that begin a cell: they guard it, and separate nothing."""


def read_csv(data: bytes, name: str) -> WorkbookCells:
    """The rows of a .csv in UTF-8 (with or without mark), GB18030, or UTF-16 with its mark. Raises Broken(not_text)."""
    text = _decoded(data)
    csv.field_size_limit(LONGEST_CELL)
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error as error:
        raise Broken("damaged", str(error)) from None
    width = max((len(record) for record in records), default=0)
    if width * len(records) > 50_000_000:
        raise Broken("too_much_memory")
    rows: list[tuple[int, list[object]]] = [
        (number, [*map(_without_guard, record), *[""] * (width - len(record))])
        for number, record in enumerate(records, 1)
        if any(cell.strip() for cell in record)
    ]
    return WorkbookCells("csv", [SheetCells(PurePath(name).stem, rows)])


def _without_guard(cell: str) -> str:
    """A cell without the apostrophe, ="…" or tabs that keep Excel from changing it."""
    if not cell or cell[0] not in "='\t ":
        return cell
    bare = cell.strip(" \t")
    if found := _GUARDED.fullmatch(bare):
        return found[1].replace('""', '"').strip(" \t")
    return bare[1:] if bare.startswith("'") else bare


def _decoded(data: bytes) -> str:
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else _ENCODINGS
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Broken("not_text")


def _delimiter(text: str) -> str:
    """The separator that the first lines have most of; a comma when there is none."""
    head = _TABS_BEFORE.sub(r"\1\2", "\n".join(text.splitlines()[:20]))
    return max(_DELIMITERS, key=lambda mark: (head.count(mark), mark == ","))
