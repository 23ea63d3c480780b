"""What a copy that came back says on its sheet of results: every line as it was printed, and what people filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from clausecheck.marks.model import AnnotationRefused
from clausecheck.marks.xmltext import address
from clausecheck.nouns.own_sheets import FIRST_ROWS, RESULTS, TRAIL, header_row, kind_of_own
from clausecheck.nouns.records import dataclass

CellValue = str | float | bool | date | datetime | time | timedelta
_AS_OF = re.compile(r"(?:截至|as of)\s*(\d{4}-\d{2}-\d{2})")
_PERIOD = re.compile(r"(?:核查期间|Period)\s+(.+?)(?:\s*　|,)")
_CODE, _SUBJECT, _VERDICT = ("规则", "Rule"), ("对象", "Subject"), ("判定", "Verdict")


@dataclass(frozen=True, slots=True)
class Filled:
    """A cell of the sheet of results: its address, and what stands in it ("" where it is blank)."""

    cell: str
    value: CellValue


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One line of the sheet of results, code, subject and verdict as printed. `cells`: header → cell, for every column
    that has a header, those three among them."""

    row: int
    code: str
    subject: str
    verdict: str
    cells: Mapping[str, Filled]


@dataclass(frozen=True, slots=True)
class Returned:
    """The sheet of results in a copy: its name, its language (zh, en), what it was made of ("" where it does not say), and
    its lines, in the order they stand now. `about`: what the copy's own record says beside (origin, period, as_of …)."""

    sheet: str
    lang: str
    period: str
    as_of: str
    title: tuple[str, ...]
    rows: tuple[ResultRow, ...]
    about: Mapping[str, str]


def results_of(path: Path) -> Returned | None:
    """The lines of results that stand in a workbook; None where it has no such sheet: it is no copy of ours, or somebody
    deleted the sheet. AnnotationRefused `not_ooxml` for what is no workbook; OSError."""
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            about = about_in(book)
            for name in book.sheet_names:
                rows = _rows(book, name, RESULTS)
                if rows is not None:
                    return _returned(name, rows, about)
    except CalamineError as fault:
        raise AnnotationRefused("not_ooxml", fault=str(fault)) from fault
    return None


def lines_of(path: Path, kind: str) -> tuple[str, tuple[ResultRow, ...]]:
    """Name and lines of another sheet of ours, 扣分表 say; "" and none where the workbook has none of that kind. Raises as
    `results_of`."""
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            for name in book.sheet_names:
                rows = _rows(book, name, kind)
                if rows is not None:
                    return name, _lines(rows, kind)
    except CalamineError as fault:
        raise AnnotationRefused("not_ooxml", fault=str(fault)) from fault
    return "", ()


def about_in(book: CalamineWorkbook) -> dict[str, str]:
    """What the record sheet of a copy says about the audit that made it; empty where there is none."""
    for name in book.sheet_names:
        rows = _rows(book, name, TRAIL)
        if rows is not None:
            return {str(row[1]): str(row[2]) for row in rows if len(row) > 2 and row[0] == "about"}
    return {}


def _rows(book: CalamineWorkbook, name: str, kind: str) -> list[list[Any]] | None:
    """The rows of a sheet from A1 on, if it is ours of that kind."""
    found: list[list[list[Any]]] = []

    def rows() -> list[list[Any]]:
        found.append(book.get_sheet_by_name(name).to_python(skip_empty_area=False))
        return found[0][:FIRST_ROWS]

    return found[0] if kind_of_own(name, rows) == kind else None


def _returned(name: str, rows: Sequence[Sequence[Any]], about: Mapping[str, str]) -> Returned:
    top = _top(rows, RESULTS)
    headers = [str(cell).strip() for cell in rows[top]]
    title = tuple(str(row[0]) for row in rows[:top] if row and row[0] != "")
    said = "\n".join(title)
    as_of, period = _AS_OF.search(said), _PERIOD.search(said)
    return Returned(
        sheet=name,
        lang="zh" if "判定" in headers else "en",
        period=about.get("period") or (period[1] if period else ""),
        as_of=about.get("as_of") or (as_of[1] if as_of else ""),
        title=title,
        rows=_lines(rows, RESULTS),
        about=about,
    )


def _top(rows: Sequence[Sequence[Any]], kind: str) -> int:
    top = header_row(kind, rows)
    assert top is not None  # or it would be no sheet of that kind
    return top


def _lines(rows: Sequence[Sequence[Any]], kind: str) -> tuple[ResultRow, ...]:
    top = _top(rows, kind)
    headers = [str(cell).strip() for cell in rows[top]]
    lines = (_line(number, headers, row) for number, row in enumerate(rows[top + 1 :], start=top + 2))
    return tuple(line for line in lines if line.code)


def _line(number: int, headers: Sequence[str], row: Sequence[Any]) -> ResultRow:
    cells = {
        header: Filled(address(number, column), value)
        for column, (header, value) in enumerate(zip(headers, row, strict=False), start=1)
        if header
    }
    code, subject, verdict = (_text(cells, names) for names in (_CODE, _SUBJECT, _VERDICT))
    return ResultRow(number, code, subject, verdict, cells)


def _text(cells: Mapping[str, Filled], names: Sequence[str]) -> str:
    return next((str(cells[name].value).strip() for name in names if name in cells), "")
