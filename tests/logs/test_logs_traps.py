"""Traps of real workbooks: what other programs leave inside a file must not move, hide or forge a single cell."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
import xlwt
from compound import Tree, compound
from logbooks import workbook

from clausecheck.logs import read_logs
from clausecheck.logs.opening import open_workbook
from clausecheck.nouns.errors import InputFault

HEADERS = ["投诉编号", "受理时间", "房号"]
ROW = ["TS-1", "2026-07-03 09:00", "1栋301"]
EXTENSION = (
    b'<extLst><ext uri="{140A7094-0E35-4892-8432-C4D2E57EDEB5}" xmlns:x15="http://schemas.microsoft.com/office/'
    b'spreadsheetml/2010/11/main"><x15:workbookPr chartTrackingRefBase="1"/></ext></extLst></workbook>'
)
Change = Callable[[str, bytes], bytes | None]


def book(path: Path, *names: str, options: dict | None = None, number: float | None = None) -> bytes:
    """A workbook with one complaint on each sheet; `number` in the place of its date."""
    out = xlsxwriter.Workbook(str(path), options or {})
    for name in names or ("投诉记录",):
        sheet = out.add_worksheet(name)
        sheet.write_row(0, 0, HEADERS)
        sheet.write_row(1, 0, ROW)
        if number is not None:
            sheet.write_number(1, 1, number)
    out.close()
    return path.read_bytes()


def patched(path: Path, change: Change, more: dict[str, bytes] | None = None) -> Path:
    """The package with its parts changed, and others added."""
    data = path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
        for name, content in (more or {}).items():
            new.writestr(name, content)
    return path


def in_part(part: str, *pairs: tuple[bytes, bytes]) -> Change:
    def change(name: str, content: bytes) -> bytes:
        if name == part:
            for old, new in pairs:
                assert old in content
                content = content.replace(old, new)
        return content

    return change


def complaints(path: Path) -> list[tuple[Any, ...]]:
    return [
        (row.get("id"), row.get("received_at"), row.get("household")) for row in read_logs([path]).rows("complaints")
    ]


def test_an_extension_of_excel_2013_does_not_reset_the_days_of_1904(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book(
        path,
        options={"date_1904": True},
        number=(datetime(2026, 7, 3, 9) - datetime(1904, 1, 1)).total_seconds() / 86400,
    )
    patched(path, in_part("xl/workbook.xml", (b"</workbook>", EXTENSION)))
    assert complaints(path)[0][1].day == date(2026, 7, 3)


def test_what_only_looks_like_the_flag_of_1904_does_not_set_it(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book(path, number=(datetime(2026, 7, 3, 9) - datetime(1899, 12, 30)).total_seconds() / 86400)
    patched(
        path,
        in_part("xl/workbook.xml", (b"</workbook>", EXTENSION.replace(b'chartTrackingRefBase="1"', b'date1904="1"'))),
    )
    assert complaints(path)[0][1].day == date(2026, 7, 3)


@pytest.mark.parametrize("part", ["customXml/item1.xml", "xl/theme/theme1.xml", "docProps/app.xml", "xl/queries/q.xml"])
def test_a_part_that_nobody_reads_may_be_in_any_encoding(tmp_path: Path, part: str) -> None:
    path = tmp_path / "a.xlsx"
    book(path)
    mashup = '<?xml version="1.0" encoding="utf-16"?><DataMashup/>'.encode("utf-16")
    patched(path, lambda name, content: None if name == part else content, {part: mashup})
    assert complaints(path)[0][0] == "TS-1"


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"]
)
def test_a_part_that_is_read_must_be_utf_8_or_is_named(tmp_path: Path, part: str) -> None:
    path = tmp_path / "a.xlsx"
    book(path)
    patched(
        path,
        lambda name, content: content.decode().replace("UTF-8", "UTF-16").encode("utf-16") if name == part else content,
    )
    with pytest.raises(InputFault, match=re.escape(part)):
        read_logs([path])


MACROS = b"http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet"


@pytest.mark.parametrize("kind", [MACROS, MACROS.replace(b"xlMacro", b"xlIntlMacro")])
def test_macro_sheets_are_passed_over_by_name_and_the_others_read(tmp_path: Path, kind: bytes) -> None:
    path = tmp_path / "a.xlsx"
    book(path, "投诉记录", "宏1", "投诉记录2")
    worksheet = (
        b'http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet2'
    )
    patched(path, in_part("xl/_rels/workbook.xml.rels", (worksheet, kind + b'" Target="macrosheets/sheet2')))
    (file,) = read_logs([path]).files
    assert [(sheet.sheet, sheet.table, sheet.why) for sheet in file.sheets] == [
        ("投诉记录", "complaints", ""),
        ("宏1", None, "not_a_worksheet"),
        ("投诉记录2", "complaints", ""),
    ]


def test_a_hidden_module_without_a_part_is_passed_over_by_name(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book(path)
    module = b'<sheet name="Module1" sheetId="9" state="veryHidden" r:id=""/></sheets>'
    patched(path, in_part("xl/workbook.xml", (b"</sheets>", module)))
    (file,) = read_logs([path]).files
    assert [(sheet.sheet, sheet.why, sheet.hidden) for sheet in file.sheets][1] == ("Module1", "not_a_worksheet", True)


def test_a_sheet_of_an_unknown_kind_is_damage_for_it_may_hold_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book(path)
    patched(path, in_part("xl/_rels/workbook.xml.rels", (b"relationships/worksheet", b"relationships/anysheet")))
    with pytest.raises(InputFault, match="damaged"):
        read_logs([path])


def test_a_worksheet_that_lost_its_part_is_damage_not_a_module(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book(path, "投诉记录", "访谈记录")
    patched(path, in_part("xl/workbook.xml", (b'r:id="rId2"', b'r:id=""')))
    with pytest.raises(InputFault, match="damaged"):
        read_logs([path])


def test_heights_with_a_comma_and_styles_without_a_number_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book(path)
    sheet = "xl/worksheets/sheet1.xml"
    patched(path, in_part(sheet, (b'<row r="2"', b'<row r="2" ht="15,75"'), (b'<c r="A2"', b'<c r="A2" s=""')))
    assert complaints(path)[0][0] == "TS-1"


def test_an_inline_text_in_the_wrong_element_is_shown_as_unusable_not_lost(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book(path)
    patched(
        path,
        lambda name, content: (
            re.sub(rb'<c r="C2"[^>]*><v>\d+</v></c>', b'<c r="C2" t="inlineStr"><v>1-301</v></c>', content)
            if name == "xl/worksheets/sheet1.xml"
            else content
        ),
    )
    (fault,) = [one for one in read_logs([path]).faults if one.cell.cell == "C2"]
    assert (fault.code, fault.raw) == ("DAT08", "1-301")


@pytest.mark.parametrize(
    ("stray", "named"),
    [(["CV1048576"], ["投诉记录!CV1048576"]), (["XFD1", "A1048576"], ["投诉记录!A1048576", "投诉记录!XFD1"])],
)
def test_stray_cells_that_cost_too_much_are_named_to_be_deleted(
    tmp_path: Path, stray: list[str], named: list[str]
) -> None:
    path = tmp_path / "a.xlsx"
    out = xlsxwriter.Workbook(str(path))
    for name in ("人员", "投诉记录"):
        out.add_worksheet(name).write_row(0, 0, HEADERS)
    for row in range(2000):
        out.get_worksheet_by_name("投诉记录").write_row(row, 0, HEADERS)
    for cell in stray:
        out.get_worksheet_by_name("投诉记录").write(cell, "x")
    out.close()
    with pytest.raises(InputFault) as caught:
        read_logs([path])
    assert "stray cells far from the data" in str(caught.value)
    assert all(one in caught.value.say("zh") for one in named)
    assert "人员" not in caught.value.say("zh")


def _old(rows: list[list[str]], name: str = "投诉记录", from_1904: bool = False) -> bytes:
    out = xlwt.Workbook()
    out.dates_1904 = from_1904
    sheet = out.add_sheet(name)
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.write(number, column, value)
    return out.get_biff_data()


OURS, INSIDE = _old([HEADERS, ROW]), _old([["别的"]], "空表1", from_1904=True)


@pytest.mark.parametrize(
    "tree",
    [
        {"Book": OURS, "MBD0001": {"Workbook": INSIDE}},
        {"MBD0001": {"Workbook": INSIDE}, "Workbook": OURS},
        {"WORKBOOK": OURS},
        {"BOOK": OURS, "MBD0001": {"WORKBOOK": INSIDE, "MBD0002": {"Book": INSIDE}}},
        {"\x05SummaryInformation": b"x", "workbook": OURS, "book": INSIDE},
    ],
    ids=["Book beside an object", "object first", "capitals", "objects within objects", "both formats"],
)
def test_of_an_old_workbook_the_stream_at_the_root_is_read(tree: Tree) -> None:
    read = open_workbook(compound(tree), "a.xls")
    assert [sheet.name for sheet in read.sheets] == ["投诉记录"]
    assert [row for _, row in read.sheets[0].rows] == [HEADERS, ROW]
    assert not read.from_1904


def test_an_old_container_without_a_workbook_at_its_root_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_bytes(compound({"WordDocument": b"x", "MBD0001": {"Workbook": INSIDE}}))
    with pytest.raises(InputFault, match="not a workbook; open it in Excel or WPS and save it as"):
        read_logs([tmp_path / "a.xls"])


@pytest.mark.parametrize("start", [b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00"])
def test_workbooks_of_excel_2_to_4_are_refused_with_the_mend(tmp_path: Path, start: bytes) -> None:
    (tmp_path / "a.xls").write_bytes(start + bytes(600))
    with pytest.raises(InputFault, match="not a workbook; open it in Excel or WPS and save it as"):
        read_logs([tmp_path / "a.xls"])


@pytest.mark.parametrize("name", ["投诉记录.xls", "投诉记录.xml"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_an_xml_spreadsheet_of_2003_is_refused_by_that_name(tmp_path: Path, name: str, encoding: str) -> None:
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
    )
    (tmp_path / name).write_bytes(text.encode(encoding))
    with pytest.raises(InputFault, match="XML Spreadsheet of Excel 2003; open it in Excel and save it as") as caught:
        read_logs([tmp_path / name])
    assert "Excel 2003 的 XML 表格" in caught.value.say("zh")


def test_a_workbook_packed_anew_is_the_same_workbook(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"投诉记录": [HEADERS, ROW]})
    (tmp_path / "b.xlsx").write_bytes(path.read_bytes())
    patched(tmp_path / "b.xlsx", lambda _, content: content)
    assert path.read_bytes() != (tmp_path / "b.xlsx").read_bytes()
    assert [file.notes for file in read_logs([tmp_path]).files] == [[], ["same_content"]]
