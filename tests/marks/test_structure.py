"""What holds a workbook together still holds: tabs, names, order of elements, comments' boxes, the zip itself."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from annotate_books import SHEET, bent, findings, marks, plain, png, rich, with_macros_and_pictures
from lxml import etree

from clausecheck.marks import Column, Link, Mark, Sheet, Value, annotate, unmark
from clausecheck.marks import zip as package

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ORDER = """sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios
autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations hyperlinks
printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags
drawing legacyDrawing legacyDrawingHF drawingHF picture oleObjects controls webPublishItems tableParts extLst""".split()  # noqa: SIM905


def part(path: Path, name: str) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name)


def test_names_print_areas_and_the_active_sheet_still_resolve(tmp_path: Path) -> None:
    source, target = rich(tmp_path / "原.xlsx"), tmp_path / "注.xlsx"
    behind = Sheet("附：假设", [Column("假设", 60)], [["工作日按国务院安排"]])
    annotate(source, target, marks(), [findings(), behind], "核查")
    old, new = openpyxl.load_workbook(source), openpyxl.load_workbook(target)
    assert new.sheetnames == ["核查结果", *old.sheetnames, "附：假设"]
    assert new.active.title == old.active.title == "图表 ' 页"
    for name in (SHEET, "图表 ' 页"):
        assert new[name].print_area == old[name].print_area
        assert set(new[name].defined_names) == set(old[name].defined_names)
    assert new[SHEET].auto_filter.ref == old[SHEET].auto_filter.ref
    assert new.defined_names["汇总"].value == old.defined_names["汇总"].value
    assert new["核查结果"].print_title_rows == "$3:$3"
    selected = [sheet.title for sheet in new.worksheets if sheet.sheet_view.tabSelected]
    assert selected == ["图表 ' 页"]


def test_elements_stand_in_the_order_of_the_schema(tmp_path: Path) -> None:
    source, target = tmp_path / "原.xlsx", tmp_path / "注.xlsx"
    with xlsxwriter.Workbook(source) as book:
        sheet = book.add_worksheet("表")
        sheet.add_table("A1:B4")
        sheet.add_sparkline("D1", {"range": "表!A2:B2"})
        sheet.insert_textbox("F2", "文本框")
        sheet.set_header("&C&G", {"image_center": str(_picture(tmp_path))})
    annotate(source, target, [Mark("表", "B3", "FFC7CE", "某")], [findings("表")], "核查")
    for number in (1, 2):
        root = etree.fromstring(part(target, f"xl/worksheets/sheet{number}.xml"))
        names = [etree.QName(each).localname for each in root]
        assert names == sorted(names, key=ORDER.index)
    assert {"legacyDrawing", "legacyDrawingHF", "drawing", "tableParts", "extLst"} <= {
        etree.QName(each).localname for each in etree.fromstring(part(target, "xl/worksheets/sheet1.xml"))
    }


def _picture(folder: Path) -> Path:
    path = folder / "p.png"
    path.write_bytes(png())
    return path


def test_boxes_have_their_own_numbers_and_fit_their_text(tmp_path: Path) -> None:
    source, target = rich(tmp_path / "原.xlsx"), tmp_path / "注.xlsx"
    many = [Mark(SHEET, f"C{row}", "FFC7CE", f"第{row}条") for row in range(2, 1502)]
    others = [Mark("图表 ' 页", f"C{row}", "FFC7CE", f"第{row}条") for row in range(2, 30)]
    long = Mark(SHEET, "A3", "FFC7CE", "要求：受理后七个工作日内办结并反馈。\n" * 12)
    annotate(source, target, [*many, *others, long], [], "核查")
    names = [name for name in zipfile.ZipFile(target).namelist() if name.endswith(".vml")]
    ids = Counter(each for name in names for each in re.findall(rb'id="(_x0000_s\d+)"', part(target, name)))
    assert len(names) == 2
    assert set(ids.values()) == {1}
    assert len(ids) == 1 + 1 + 1500 + 28  # the button, the old comment, ours
    blocks = [each for name in names for each in re.findall(rb'idmap[^>]*data="([^"]*)"', part(target, name))]
    claimed = [each for listed in blocks for each in listed.split(b",")]
    assert len(claimed) == len(set(claimed))
    assert {int(each[8:]) // 1024 for each in ids} <= {int(each) for each in claimed}
    before = _box(part(source, "xl/drawings/vmlDrawing1.vml"), 2, 0)
    after = _box(part(target, "xl/drawings/vmlDrawing1.vml"), 2, 0)
    assert after[:4] == before[:4]
    assert after[6] - after[2] >= 10 > before[6] - before[2]


def _box(data: bytes, row: int, column: int) -> list[int]:
    for shape in data.split(b"</v:shape>"):
        if b"<x:Row>%d<" % row in shape and b"<x:Column>%d<" % column in shape:
            return [int(each) for each in re.search(rb"<x:Anchor>([^<]*)<", shape)[1].split(b",")]
    raise AssertionError("no box")


def test_a_sheet_can_list_the_hashes_of_the_parts_that_stay_untouched(tmp_path: Path) -> None:
    source, target = rich(tmp_path / "原.xlsx"), tmp_path / "注.xlsx"
    columns = [Column("部件", 40), Column("SHA-256", 66)]
    receipt = annotate(source, target, marks(), [lambda hashes: Sheet("完整性", columns, list(hashes.items()))], "核查")
    read = openpyxl.load_workbook(target)["完整性"]
    assert {row[0].value: row[1].value for row in read.iter_rows(min_row=2)} == receipt.untouched


def test_macros_stay_and_the_file_is_still_a_macro_workbook(tmp_path: Path) -> None:
    source, target = bent(rich(tmp_path / "原.xlsm"), with_macros_and_pictures), tmp_path / "注.xlsm"
    receipt = annotate(source, target, marks(), [findings()], "核查")
    assert {"xl/vbaProject.bin", "xl/cellimages.xml", "xl/ctrlProps/ctrlProp1.xml"} <= set(receipt.untouched)
    assert b"macroEnabled" in part(target, "[Content_Types].xml")


def test_links_go_to_sheets_with_quotes_in_their_names(tmp_path: Path) -> None:
    source, target = rich(tmp_path / "原.xlsx"), tmp_path / "注.xlsx"
    rows = [[Value("去", Link("图表 ' 页", "B7")), Value("无", Link("没有", "A1")), Value("自", Link("核查", "A1"))]]
    annotate(source, target, [], [Sheet("核查", [Column("一", 9), Column("二", 9), Column("三", 9)], rows)], "核查")
    sheet = openpyxl.load_workbook(target)["核查"]
    assert sheet["A2"].hyperlink.location == "'图表 '' 页'!B7"
    assert sheet["B2"].hyperlink is None
    assert sheet["C2"].hyperlink.location == "'核查'!A1"


def test_new_cells_take_the_style_of_their_row_or_column(tmp_path: Path) -> None:
    source, target = tmp_path / "原.xlsx", tmp_path / "注.xlsx"
    with xlsxwriter.Workbook(source) as book:
        sheet = book.add_worksheet("表")
        sheet.set_column("B:C", 9, book.add_format({"bold": True}))
        sheet.set_row(4, None, book.add_format({"italic": True}))
        sheet.write("A1", 1)
        sheet.write("D5", 1)
    annotate(source, target, [Mark("表", cell, "FFC7CE", "") for cell in ("B9", "C1", "C5", "F9")], [], "核查")
    read = openpyxl.load_workbook(target)["表"]
    assert [(read[cell].font.b, read[cell].font.i) for cell in ("B9", "C1", "C5", "F9")] == [
        (True, False), (True, False), (False, True), (False, False)]  # fmt: skip
    assert read.dimensions == "A1:F9"


def test_a_zip_written_as_a_stream_with_folders_and_a_remark(tmp_path: Path) -> None:
    source, target, back = plain(tmp_path / "原.xlsx", b"<sheetData/>"), tmp_path / "注.xlsx", tmp_path / "还.xlsx"
    with zipfile.ZipFile(source) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}

    class Pipe:
        def __init__(self, stream: Any) -> None:
            self.write, self.flush = stream.write, stream.flush

    with source.open("wb") as stream, zipfile.ZipFile(Pipe(stream), "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        archive.comment = "注".encode()
        archive.writestr(zipfile.ZipInfo("xl/"), b"")
        for name, data in parts.items():
            archive.writestr(name, data)
        archive.writestr("其他/文件.txt", "中文名".encode())
    annotate(source, target, [Mark("表", "B2", "FFC7CE", "某")], [findings("表")], "核查")
    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None
        assert archive.comment == "注".encode()
        assert archive.read("其他/文件.txt").decode() == "中文名"
    assert openpyxl.load_workbook(target)["表"]["B2"].comment.text == "某"
    assert unmark(target, back).exact


def test_it_works_without_isal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "zlib", zlib)
    source, target, back = rich(tmp_path / "原.xlsx"), tmp_path / "注.xlsx", tmp_path / "还.xlsx"
    annotate(source, target, marks(), [findings()], "核查")
    assert unmark(target, back).exact


def test_a_text_longer_than_excel_takes_is_cut_and_noted(tmp_path: Path) -> None:
    source, target = rich(tmp_path / "原.xlsx"), tmp_path / "注.xlsx"
    receipt = annotate(source, target, [], [Sheet("长", [Column("一", 40)], [["长" * 40000]])], "核查")
    assert [(note.code, note.cell) for note in receipt.notes] == [("text_cut", "A2")]
    assert len(openpyxl.load_workbook(target)["长"]["A2"].value) == 32767
