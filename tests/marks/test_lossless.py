"""Nothing in the workbook changes but what was asked for."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import openpyxl
import pytest
from annotate_books import (
    SHEET,
    bent,
    findings,
    marks,
    plain,
    rich,
    strict,
    with_macros_and_pictures,
    with_prefixes,
    with_threads,
)

from clausecheck.marks import AnnotationRefused, Mark, annotate, unmark, verify

TOUCHED = {
    "[Content_Types].xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "xl/worksheets/sheet1.xml",
    "xl/comments1.xml",
    "xl/drawings/vmlDrawing1.vml",
}
KINDS = {
    "plain": [],
    "strict": [strict],
    "prefixed": [with_prefixes],
    "threads": [with_threads],
    "macros": [with_macros_and_pictures],
    "all": [with_threads, with_macros_and_pictures, with_prefixes],
}


@pytest.fixture(params=KINDS)
def source(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = rich(tmp_path / "原.xlsx")
    for change in KINDS[request.param]:
        bent(path, change)
    return path


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_every_other_part_keeps_its_compressed_bytes_and_the_receipt_tells_their_hashes(source: Path) -> None:
    target = source.with_name("注.xlsx")
    receipt = annotate(source, target, marks(), [findings()], "规程核查")
    assert set(receipt.touched) <= TOUCHED
    before, after = parts(source), parts(target)
    assert set(receipt.untouched) == set(before) - set(receipt.touched)
    for name, digest in receipt.untouched.items():
        assert after[name] == before[name]
        assert digest == hashlib.sha256(before[name]).hexdigest()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target) as new:
        for name in receipt.untouched:
            assert new.getinfo(name).compress_size == old.getinfo(name).compress_size
        assert new.testzip() is None
    assert list(after)[: len(before)] == list(before)
    assert set(receipt.added) == set(after) - set(before)


def test_unmark_gives_back_every_part(source: Path) -> None:
    target, back = source.with_name("注.xlsx"), source.with_name("还原.xlsx")
    annotate(source, target, marks(), [findings()], "规程核查")
    report = unmark(target, back)
    assert report.exact
    assert parts(back) == parts(source)
    assert list(parts(back)) == list(parts(source))


def test_cached_values_formulas_and_formats_stay(tmp_path: Path) -> None:
    source, target = rich(tmp_path / "原.xlsx"), tmp_path / "注.xlsx"
    annotate(source, target, marks(), [findings()], "规程核查")
    for data_only in (False, True):
        old = openpyxl.load_workbook(source, data_only=data_only)
        new = openpyxl.load_workbook(target, data_only=data_only)
        assert new.sheetnames == ["核查结果", *old.sheetnames]
        for name in (SHEET, "图表 ' 页"):
            for row in old[name].iter_rows():
                for cell in row:
                    if name == SHEET and cell.coordinate == "B4":
                        continue  # was not there, and took its column's style
                    other = new[name][cell.coordinate]
                    assert (other.value, other.number_format) == (cell.value, cell.number_format)
                    assert repr((other.font, other.border, other.alignment)) == repr(
                        (cell.font, cell.border, cell.alignment)
                    )
    assert new[SHEET]["E9"].value == 24.0


def test_marked_cells_are_filled_and_commented_and_no_others(tmp_path: Path) -> None:
    source, target = rich(tmp_path / "原.xlsx"), tmp_path / "注.xlsx"
    receipt = annotate(source, target, marks(), [findings()], "规程核查")
    sheet, old = openpyxl.load_workbook(target)[SHEET], openpyxl.load_workbook(source)[SHEET]
    expected = {"C5": "FFC7CE", "B4": "FFC7CE", "A3": "C6EFCE", "H2": "FFC7CE", "Z400": "FFEB9C", "E9": "FFC7CE"}
    for cell, colour in expected.items():
        assert sheet[cell].fill.fgColor.rgb == "FF" + colour
    for row in old.iter_rows():
        for cell in row:
            if cell.coordinate not in expected:
                assert repr(sheet[cell.coordinate].fill) == repr(cell.fill)
    texts = {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}
    assert texts == {
        "C5": "CMP10 逾期\n要求：7 日内办结\n发现：9 日\n\nCMP12 第二条",
        "B4": "空格须填",
        "A3": "原有批注\n\n续写在原有批注之后",
        "H2": "在合并区内",
        "Z400": "应有而无 =1+1",
    }
    assert sheet["A3"].comment.author == "张三"
    assert sheet["B4"].font.italic
    assert [(note.code, note.cell, note.detail) for note in receipt.notes] == [("moved_to_merged", "I3", "H2")]


def test_a_cell_with_a_threaded_comment_gets_the_fill_only(tmp_path: Path) -> None:
    source, target = bent(rich(tmp_path / "原.xlsx"), with_threads), tmp_path / "注.xlsx"
    receipt = annotate(
        source, target, [Mark(SHEET, "A3", "FFC7CE", "某"), Mark(SHEET, "A4", "FFC7CE", "某")], [], "核查"
    )
    assert [(note.code, note.cell) for note in receipt.notes] == [("threaded_comment", "A3")]
    sheet = openpyxl.load_workbook(target)[SHEET]
    assert sheet["A3"].comment.text == "原有批注"
    assert sheet["A3"].fill.fgColor.rgb == "FFFFC7CE"
    assert sheet["A4"].comment.text == "某"


def test_a_mark_on_a_chart_sheet_is_noted_and_left_out(tmp_path: Path) -> None:
    source, target = rich(tmp_path / "原.xlsx"), tmp_path / "注.xlsx"
    receipt = annotate(source, target, [Mark("图", "A1", "FFC7CE", "某")], [], "核查")
    assert [(note.code, note.sheet) for note in receipt.notes] == [("not_a_worksheet", "图")]


def test_without_marks_and_sheets_only_the_record_is_added(tmp_path: Path) -> None:
    source, target = rich(tmp_path / "原.xlsx"), tmp_path / "注.xlsx"
    assert set(annotate(source, target, [], [], "核查").touched) == {
        "[Content_Types].xml",
        "xl/_rels/workbook.xml.rels",
    }


def test_a_workbook_without_styles_gets_them(tmp_path: Path) -> None:
    source, target = (
        plain(tmp_path / "原.xlsx", b"<sheetData><row><c><v>1</v></c><c/></row></sheetData>"),
        tmp_path / "注.xlsx",
    )
    receipt = annotate(
        source, target, [Mark("表", "B1", "FFC7CE", "某"), Mark("表", "D3", "FFC7CE", "")], [findings("表")], "核"
    )
    assert "xl/styles.xml" in receipt.added
    sheet = openpyxl.load_workbook(target)["表"]
    assert (sheet["A1"].value, sheet["B1"].fill.fgColor.rgb, sheet["D3"].fill.fgColor.rgb) == (
        1,
        "FFFFC7CE",
        "FFFFC7CE",
    )


@pytest.mark.parametrize("damage", [b"<v>7.5</v>", b' s="3"'])
def test_verification_finds_a_changed_value_and_a_changed_style(tmp_path: Path, damage: bytes) -> None:
    source, target = rich(tmp_path / "原.xlsx"), tmp_path / "注.xlsx"
    annotate(source, target, marks(), [findings()], "规程核查")

    def spoil(found: dict[str, bytes]) -> None:
        name = "xl/worksheets/sheet1.xml"
        assert damage in found[name]
        found[name] = found[name].replace(damage, damage.replace(b"3", b"1").replace(b"7", b"8"), 1)

    bent(target, spoil)
    with pytest.raises(AnnotationRefused) as refused:
        verify(source, target, marks())
    assert refused.value.code == "verification"
