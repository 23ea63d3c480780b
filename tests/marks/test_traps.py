"""What real programs write and schemas do not foresee: marks are made, nothing else changes, and unmark leads back.

Each trap is a patch on the parts of a workbook, and stands for its kind: every one was met in files of other programs.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from annotate_books import bent, findings

from clausecheck.marks import AnnotationRefused, Mark, annotate, unmark, verify
from clausecheck.marks.comparesheet import _check_splice
from clausecheck.marks.outline import Splice
from clausecheck.marks.rows import Region, grammar

Parts = dict[str, bytes]
PLACES = ("A2", "B2", "C2", "B4", "M9", "A6")  # filled, blank, not there; in rows that are and are not there
SHEET, STYLES, BOOK = "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml"
VML, RELATIONS = "xl/drawings/vmlDrawing1.vml", "xl/worksheets/_rels/sheet1.xml.rels"


def base(path: Path) -> Path:
    """A workbook with formats of columns, of a row, of cells; a height; an older comment."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("表")
        bold, date = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.set_column("B:C", 12, bold)
        sheet.set_row(1, 30)
        sheet.set_row(3, None, date)
        for row in (0, 1, 3, 5):
            sheet.write(row, 0, f"第{row}", date)
            sheet.write_blank(row, 1, None, bold)
        sheet.write_comment("A2", "原有批注", {"author": "张三"})
        sheet.merge_range("E2:F3", "合并", bold)
    return path


def replaced(part: str, old: bytes, new: bytes, times: int = 0) -> Callable[[Parts], None]:
    """A patch that must find what it replaces."""

    def change(parts: Parts) -> None:
        assert re.search(old, parts[part], re.DOTALL), (old, parts[part])
        parts[part] = re.sub(old, new, parts[part], count=times, flags=re.DOTALL)

    return change


def renamed(old: str, new: str) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        parts[new] = parts.pop(old)

    return change


def indented(*names: str) -> Callable[[Parts], None]:
    """As pretty-printers write: every element on a line of its own."""

    def change(parts: Parts) -> None:
        for name in names:
            parts[name] = re.sub(rb">\s*<", b">\r\n  <", parts[name])

    return change


def both(*changes: Callable[[Parts], None]) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        for each in changes:
            each(parts)

    return change


def drawn_as(shape: bytes) -> Callable[[Parts], None]:
    return both(
        replaced(VML, rb"<v:shape ", b"<v:" + shape + b" "), replaced(VML, rb"</v:shape>", b"</v:" + shape + b">")
    )


HEIGHT = rb' ht="30"'
FIRST_CELL = rb'(<c r="A2" )s="\d+"'
ROW_4 = rb'<row r="4"([^>]*?) s="\d+"'
COLS = rb"<cols>.*?</cols>"
TRAPS: dict[str, Callable[[Parts], None]] = {
    "a row height with a decimal comma": replaced(SHEET, HEIGHT, b' ht="15,75"'),
    "a row height in words": replaced(SHEET, HEIGHT, b' ht="string"'),
    "a row height that is empty": replaced(SHEET, HEIGHT, b' ht=""'),
    "a row height that is not finite": replaced(SHEET, HEIGHT, b' ht="NaN"'),
    "a column width with a decimal comma": replaced(SHEET, rb'width="[\d.]+"', b'width="12,7"'),
    "a column width that is missing": replaced(SHEET, rb' width="[\d.]+"', b""),
    "default sizes in words": replaced(
        SHEET, rb'defaultRowHeight="15"', b'defaultRowHeight="auto" defaultColWidth="" baseColWidth="x"'
    ),
    "a cell with an empty style": replaced(SHEET, FIRST_CELL, rb'\1s=""'),
    "a cell with a style in words": replaced(SHEET, FIRST_CELL, rb'\1s="Normal"'),
    "a cell with a style among spaces": replaced(SHEET, FIRST_CELL, rb'\1s=" 1 "'),
    "a cell with a style that is not there": replaced(SHEET, FIRST_CELL, rb'\1s="99"'),
    "a row with a format of its own and no style": replaced(SHEET, ROW_4, rb'<row r="4"\1'),
    "a row with a format of its own and an empty style": replaced(SHEET, ROW_4, rb'<row r="4"\1 s=""'),
    "a row with a style that does not hold": replaced(SHEET, rb' customFormat="1"', b""),
    "two columns that overlap": replaced(
        SHEET,
        COLS,
        b'<cols><col min="1" max="2" width="9"/><col min="2" max="16384" width="9" style="1"/>'
        b'<col min="3" max="13" width="9" style="2"/></cols>',
    ),
    "a column format without numbers": replaced(SHEET, COLS, b'<cols><col min="" max="x" style=""/></cols>'),
    "a dimension that is no area": replaced(SHEET, rb'<dimension ref="[^"]*"', b'<dimension ref=""'),
    "a merged area that was lost": replaced(SHEET, rb'<mergeCell ref="[^"]*"', b'<mergeCell ref="#REF!"'),
    "rows whose number is empty": replaced(SHEET, rb'<row r="2"', b'<row r=""'),
    "cells whose address is empty": replaced(SHEET, rb'<c r="A1"', b'<c r=""'),
    "an indented workbook": indented(BOOK),
    "an indented workbook with names": both(
        indented(BOOK),
        replaced(
            BOOK,
            rb"</sheets>",
            b"</sheets>\n <definedNames>\n  <definedName name='a'>1</definedName>\n </definedNames>",
        ),
    ),
    "a workbook indented without views": both(replaced(BOOK, rb"<bookViews>.*?</bookViews>", b""), indented(BOOK)),
    "everything indented": indented(
        BOOK, STYLES, SHEET, RELATIONS, "xl/comments1.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels", VML
    ),
    "an active tab that is no number": replaced(BOOK, rb"<workbookView ", b'<workbookView activeTab="" firstSheet="" '),
    "a name of a sheet that is no number": replaced(
        BOOK,
        rb"</sheets>",
        b'</sheets><definedNames><definedName name="a" localSheetId="">1</definedName></definedNames>',
    ),
    "comments drawn by Excel for Mac": drawn_as(b"roundrect"),
    "comments drawn as rectangles": drawn_as(b"rect"),
    "a comment's box with broken numbers": replaced(VML, rb"<x:Anchor>[^<]*<", b"<x:Anchor>1,,2,,3,15,4,<"),
    "a comment's box over the whole sheet": replaced(
        VML, rb"<x:Anchor>[^<]*<", b"<x:Anchor>1, 15, 0, 2, 999999999, 15, 999999999, 16<"
    ),
    "a drawing that claims no numbers": replaced(VML, rb'data="1"', b'data=""'),
    "relationships spelled in another case": both(
        renamed(SHEET, "xl/worksheets/Sheet1.xml"), replaced("xl/_rels/workbook.xml.rels", b"sheet1", b"Sheet1")
    ),
    "content types spelled in another case": renamed("[Content_Types].xml", "[content_types].xml"),
    "a workbook's relationships spelled in another case": renamed(
        "xl/_rels/workbook.xml.rels", "xl/_rels/Workbook.xml.RELS"
    ),
    "styles spelled in another case": renamed(STYLES, "xl/Styles.XML"),
    "targets written with backslashes": replaced(
        "xl/_rels/workbook.xml.rels", rb"worksheets/sheet1.xml", rb"worksheets\\sheet1.xml"
    ),
    "styles closed in themselves": replaced(
        STYLES, rb"<styleSheet( [^>]*?)>.*</styleSheet>", rb'<styleSheet\1 xml:space="preserve"/>'
    ),
    "styles that are empty": replaced(STYLES, rb"(<styleSheet [^>]*>).*(</styleSheet>)", rb"\1 \2"),
    "styles without cell styles": replaced(STYLES, rb"<cellXfs.*</cellXfs>", b"\n<cellXfs count='0'/>\n"),
    "comments closed in themselves": replaced(
        "xl/comments1.xml", rb"<comments( [^>]*)>.*</comments>", rb"<comments\1/>"
    ),
    "comments without authors": replaced("xl/comments1.xml", rb"<authors>.*</authors>", b""),
}


@pytest.fixture
def trapped(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    return bent(base(tmp_path / "原.xlsx"), TRAPS[request.param])


def contents(path: Path) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


@pytest.mark.parametrize("trapped", TRAPS, indirect=True)
def test_marks_are_made_and_unmark_leads_back(trapped: Path) -> None:
    target, back = trapped.with_name("注.xlsx"), trapped.with_name("还.xlsx")
    marks = [Mark("表", place, "FFC7CE", f"在{place}") for place in PLACES]
    receipt = annotate(trapped, target, marks, [findings("表")], "核查")
    assert unmark(target, back).exact
    assert contents(back) == contents(trapped)
    assert set(receipt.untouched) | set(receipt.touched) == {name for name, _ in contents(trapped)}
    with zipfile.ZipFile(target) as archive:
        parts = {name.lower(): archive.read(name) for name in archive.namelist()}
    rows = parts[SHEET]
    styles = parts[STYLES]
    fills = len(re.findall(rb'<xf [^>]*applyFill="1"', styles))
    assert fills
    comments = b"".join(data for name, data in parts.items() if "comments" in name)
    for place in PLACES:
        assert f"在{place}".encode() in comments or f"在{place}".encode("ascii", "xmlcharrefreplace") in comments
        assert re.search(rb'<c [^>]*r="%s"' % place.encode(), rows)


@pytest.mark.parametrize(
    "trapped",
    [name for name in TRAPS if not re.search("size|height|width|style in words|empty style|column format|empty|lost"
                                             "|no number|no area|styles|case|backslash", name)],
    indirect=True,
)  # fmt: skip
def test_another_program_reads_the_marks(trapped: Path) -> None:
    target = trapped.with_name("注.xlsx")
    annotate(trapped, target, [Mark("表", place, "FFC7CE", f"在{place}") for place in PLACES], [findings("表")], "核查")
    sheet = openpyxl.load_workbook(target)["表"]
    for place in PLACES:
        assert sheet[place].fill.fgColor.rgb == "FFFFC7CE"
        assert f"在{place}" in sheet[place].comment.text


def test_a_cell_that_is_not_there_takes_its_rows_format_even_where_that_is_the_plain_one(tmp_path: Path) -> None:
    source, target = (
        bent(base(tmp_path / "原.xlsx"), TRAPS["a row with a format of its own and no style"]),
        tmp_path / "注",
    )
    annotate(
        source, target.with_suffix(".xlsx"), [Mark("表", "C4", "FFC7CE", ""), Mark("表", "C7", "FFC7CE", "")], [], "核"
    )
    sheet = openpyxl.load_workbook(target.with_suffix(".xlsx"))["表"]
    assert (sheet["C4"].font.b, sheet["C7"].font.b) == (False, True)


def test_a_comment_of_excel_for_mac_keeps_its_box_and_a_new_one_gets_its_own(tmp_path: Path) -> None:
    source, target = bent(base(tmp_path / "原.xlsx"), drawn_as(b"roundrect")), tmp_path / "注.xlsx"
    annotate(source, target, [Mark("表", "A2", "FFC7CE", "续"), Mark("表", "A4", "FFC7CE", "新")], [], "核查")
    drawn = dict(contents(target))[VML]
    assert (drawn.count(b"</v:roundrect>"), drawn.count(b"</v:shape>")) == (1, 1)


def test_a_mark_in_a_merged_area_goes_to_its_first_cell_alone(tmp_path: Path) -> None:
    source, target = base(tmp_path / "原.xlsx"), tmp_path / "注.xlsx"
    annotate(source, target, [Mark("表", "F3", "FFC7CE", "一"), Mark("表", "E3", "FFC7CE", "二")], [], "核查")
    sheet = openpyxl.load_workbook(target)["表"]
    assert sheet["E2"].comment.text == "一\n\n二" or sheet["E2"].comment.text == "二\n\n一"
    assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment] == ["A2", "E2"]


@pytest.mark.parametrize(
    ("part", "damage", "done"),
    [
        (SHEET, rb' ht="15,75"', b' ht="15"'),
        (SHEET, rb'customFormat="1"', b'customFormat="0"'),
        (STYLES, rb"<b/>", b"<i/>"),
        (BOOK, rb"\r\n", b"\n"),
        (VML, rb"<x:Row>1<", b"<x:Row>2<"),
    ],
)
def test_damage_is_still_found(tmp_path: Path, part: str, damage: bytes, done: bytes) -> None:
    source, target = base(tmp_path / "原.xlsx"), tmp_path / "注.xlsx"
    bent(source, both(replaced(SHEET, HEIGHT, b' ht="15,75"'), indented(BOOK)))
    marks = [Mark("表", place, "FFC7CE", f"在{place}") for place in PLACES]
    annotate(source, target, marks, [findings("表")], "核查")
    verify(source, target, marks)
    bent(target, replaced(part, damage, done, times=1))
    with pytest.raises(AnnotationRefused, match="verification"):
        verify(source, target, marks)


@pytest.mark.parametrize(
    ("row", "allowed"), [(b'<c r="A1" s="7"><v>1</v></c>', True), (b'<c r="A1"><v> s="7</v></c>', False)]
)
def test_what_is_no_number_may_be_replaced_in_a_style_only(row: bytes, allowed: bool) -> None:
    at = row.index(b"7")
    region, splice = Region("rows", 0, row, row, grammar(b"")), Splice(at, at + 1, b"Normal")
    if allowed:
        _check_splice(splice, region)
    else:
        with pytest.raises(AnnotationRefused, match="verification"):
            _check_splice(splice, region)
