"""What only one format has: counting from 1904, separators, prefixed and strict XML, the size of real logs."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
import xlwt
from binary import write_xlsb
from logbooks import workbook

from clausecheck.logs import read_logs
from clausecheck.logs.opening import open_workbook
from clausecheck.nouns.model import Logs
from clausecheck.nouns.periods import When

HEADER = ["投诉编号", "受理时间", "类别"]
SERIAL = 46086.0
MARCH_5 = When(date(2026, 3, 5))


def _received(logs: Logs) -> list[When]:
    return [row.values["received_at"] for row in logs.rows("complaints")]


@pytest.mark.parametrize(("from_1904", "serial"), [(False, SERIAL), (True, SERIAL - 1462)])
def test_a_binary_workbook_is_read_whatever_year_it_counts_from(tmp_path: Path, from_1904: bool, serial: float) -> None:
    write_xlsb(tmp_path / "a.xlsb", "投诉记录", [HEADER, ["TS-1", serial, "一类"]], from_1904)
    logs = read_logs([tmp_path])
    assert logs.files[0].format == "xlsb"
    assert _received(logs) == [MARCH_5]


@pytest.mark.parametrize(("from_1904", "serial"), [(False, SERIAL), (True, SERIAL - 1462)])
def test_an_old_workbook_is_read_whatever_year_it_counts_from(tmp_path: Path, from_1904: bool, serial: float) -> None:
    book = xlwt.Workbook()
    book.dates_1904 = from_1904
    sheet = book.add_sheet("投诉记录")
    lines: list[list[Any]] = [HEADER, ["TS-1", serial, "一类"]]
    for number, line in enumerate(lines):
        for column, cell in enumerate(line):
            sheet.write(number, column, cell)
    book.save(str(tmp_path / "a.xls"))
    assert _received(read_logs([tmp_path])) == [MARCH_5]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_is_read_in_its_encoding_and_with_its_separator(tmp_path: Path, separator: str, encoding: str) -> None:
    lines = [HEADER, ["TS-1", "2026-03-05", "一类"], [], ['"两行\n内容"', "2026-03-05", "一类"]]
    text = "\r\n".join(separator.join(line) for line in lines)
    (tmp_path / "投诉记录.csv").write_bytes(text.encode(encoding))
    logs = read_logs([tmp_path])
    assert [(row.number, row.values["id"]) for row in logs.rows("complaints")] == [(2, "TS-1"), (4, "两行\n内容")]


def test_the_content_decides_the_format_not_the_ending(tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx", {"投诉记录": [HEADER, ["TS-1", "2026-03-05", "一类"]]}).rename(tmp_path / "a.xls")
    assert read_logs([tmp_path]).files[0].format == "xlsx"


def _with_parts(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
    return out.getvalue()


def _prefixed(name: str, content: bytes) -> bytes:
    """As some programs write it: every element of the sheet with a prefix."""
    if not name.startswith("xl/worksheets/sheet"):
        return content
    named = re.sub(rb"<(/?)([A-Za-z])", rb"<\1x:\2", content)
    return named.replace(b'xmlns="', b'xmlns:x="')


def _strict(name: str, content: bytes) -> bytes:
    """As Excel saves "Strict Open XML"."""
    for old, new in (
        (
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        ),
        (
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        ),
    ):
        content = content.replace(old, new)
    return content


@pytest.mark.parametrize("dialect", [_prefixed, _strict])
def test_dialects_of_the_format_are_read_with_their_errors(
    tmp_path: Path, dialect: Callable[[str, bytes], bytes]
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "投诉记录"
    for line in (HEADER, ["TS-1", SERIAL, "#REF!"], ["=A2", "2026-03-05", "一类"]):
        sheet.append(line)
    sheet["C2"].data_type = "e"
    book.save(tmp_path / "a.xlsx")
    (tmp_path / "a.xlsx").write_bytes(_with_parts((tmp_path / "a.xlsx").read_bytes(), dialect))
    logs = read_logs([tmp_path])
    assert _received(logs) == [MARCH_5, MARCH_5]
    assert [(fault.cell.cell, fault.code) for fault in logs.faults] == [("C2", "DAT08"), ("A3", "DAT08")]


def test_error_cells_without_an_address_are_counted_from_the_left(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"投诉记录": [HEADER, ["TS-1", "2026-03-05", "一类"]]})
    cells = b'<row r="9"><c r="B9" t="e"><v>#N/A</v></c><c t="n"><f>1+1</f></c></row></sheetData>'
    data = _with_parts(path.read_bytes(), lambda name, old: old.replace(b"</sheetData>", cells))
    assert open_workbook(data, "a.xlsx").sheets[0].errors == {9: {1: "#N/A", 2: ""}}


def test_rows_far_to_the_right_and_errors_outside_the_filled_range_keep_their_addresses(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet("投诉记录")
    for number, line in enumerate([HEADER, ["TS-1", "2026-03-05", "一类"]], 7):
        sheet.write_row(number, 27, line)
    sheet.write_formula(9, 27, "=1/0", None, "#DIV/0!")
    book.close()
    logs = read_logs([tmp_path])
    assert next(logs.rows("complaints")).cell("klass").cell == "AD9"
    assert [(fault.cell.cell, fault.raw) for fault in logs.faults] == [("AB10", "#DIV/0!")]


@pytest.mark.full_size
def test_a_hundred_thousand_rows_are_all_read(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"), {"constant_memory": True})
    sheet = book.add_worksheet("投诉记录")
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet.write_row(0, 0, [*HEADER, "责任人"])
    for number in range(1, 100_001):
        sheet.write_string(number, 0, f"TS-{number}")
        sheet.write_number(number, 1, SERIAL + number / 1440, moment)
        sheet.write_string(number, 2, "一类")
        sheet.write_string(number, 3, f"员工{number % 30}")
    book.close()
    logs = read_logs([tmp_path])
    assert logs.files[0].sheets[0].rows_read == 100_000
    assert logs.faults == []
