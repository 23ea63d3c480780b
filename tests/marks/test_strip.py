"""Copies that came back from another program: without our marks they are what that program makes of the original."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from annotate_books import SHEET, rich
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.styles.colors import Color
from openpyxl.utils import get_column_letter
from rewriter import rewritten

from clausecheck.marks import AnnotationRefused, Column, Mark, Sheet, annotate, unmark
from clausecheck.nouns.own_sheets import COLOURS, LABELS, LINES, MORE
from clausecheck.pipeline import audit_project, write_outputs
from clausecheck.results.sheets import FILLS, ui

SAMPLES = Path(__file__).parents[2] / "sample_data"
SOFFICE = shutil.which("soffice")
ABOUT = {"origin": "原.xlsx", "period": "2026-Q3", "as_of": "2026-10-31"}
FIRST = "CMP10 不合格 · TS-004\n要求：7 日内办结\n实际：用了 9 日\n应达到：不晚于 2026-07-12\n整改要求：说明原因"
SECOND = "CMP12 证据不足 · TS-004\n实际：“类别”为空\n整改要求：请补充"
MARKS = [
    Mark(SHEET, "C5", "FFC7CE", FIRST),
    Mark(SHEET, "C5", "D9D2E9", SECOND),
    Mark(SHEET, "B4", "FFC7CE", FIRST),
    Mark(SHEET, "A3", "FCE4D6", FIRST),
    Mark(SHEET, "I3", "FFC7CE", SECOND),
    Mark(SHEET, "C7", "FFEB9C", SECOND.replace("TS-004", "TS-006")),
    Mark(SHEET, "C8", "DDEBF7", SECOND.replace("TS-004", "TS-007")),
    Mark(SHEET, "C9", "FFC7CE", SECOND.replace("TS-004", "TS-008")),
    Mark(SHEET, "Z400", "FFEB9C", f"{LINES[0]}\n\n{FIRST}"),
    Mark("图表 ' 页", "A1", "EDEDED", SECOND),
]
RESULTS = Sheet(
    "核查结果",
    [Column(each, 10) for each in ("判定", "规则", "对象", "要求", "实际", "应达到", "整改要求（台账问题：请更正）")],
    [
        ["不合格", "CMP10", "TS-004", "7 日内办结", "用了 9 日", "不晚于 2026-07-12", "说明原因"],
        *(["证据不足", "CMP12", f"TS-00{n}", "", "“类别”为空", "", "请补充"] for n in (4, 6, 7, 8)),
    ],
    ["某项目规程核查结果"],
    "first",
)
Save = Callable[[Path, Path], Path]


def by_openpyxl(source: Path, target: Path) -> Path:
    openpyxl.load_workbook(source).save(target)
    return target


def by_libreoffice(source: Path, target: Path) -> Path:
    """In a profile of its own, as every test of this house."""
    made = target.parent / f"{target.stem}_lo"
    command = [str(SOFFICE), f"-env:UserInstallation={(target.parent / 'profile').as_uri()}", "--headless", "--convert-to",
               "xlsx", "--outdir", str(made), str(source)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return Path(shutil.move(made / f"{source.stem}.xlsx", target))


def both(source: Path, target: Path) -> Path:
    return by_libreoffice(by_openpyxl(source, target.with_name(f"{target.stem}_o.xlsx")), target)


SAVES: dict[str, Save] = {
    "openpyxl": by_openpyxl,
    "as Excel": rewritten,
    "as WPS, the record dropped": partial(rewritten, keep_record=False),
    "as Excel, notes turned into threads": partial(rewritten, threads=True),
}
needs_office = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
BY_OFFICE = [
    pytest.param(by_libreoffice, marks=needs_office, id="LibreOffice"),
    pytest.param(both, marks=[needs_office, pytest.mark.full_size], id="openpyxl, then LibreOffice"),
]


def coloured(path: Path) -> Path:
    """Our workbook with fills of people's own: of a theme, of a pattern, of a colour that is one of ours."""
    book = openpyxl.load_workbook(rich(path))
    sheet = book[SHEET]
    sheet["C5"].fill = PatternFill("solid", fgColor="FF92D050")
    sheet["C7"].fill = PatternFill("solid", fgColor=Color(theme=4, tint=0.4))
    sheet["C8"].fill = PatternFill("lightGrid", fgColor="FFFF0000", bgColor="FFFFFF00")
    sheet["C9"].fill = sheet["C11"].fill = PatternFill("solid", fgColor="FFFFC7CE")
    sheet["A10"].comment = Comment("王敏：已核实\n第二行", "王敏")
    book.save(path)
    return path


def cells(path: Path) -> dict[tuple[str, str], Any]:
    """What every cell says and shows: value, fill, comment; one that is not there has the fill of its column."""
    book, found = openpyxl.load_workbook(path), {}
    for sheet in book.worksheets:
        plain = {letters: _fill(each) for letters, each in sheet.column_dimensions.items()}
        for row in sheet.iter_rows():
            for cell in row:
                said = cell.value, _fill(cell), cell.comment.text if cell.comment else None
                if said != (None, plain.get(get_column_letter(cell.column)), None) and said != (None, None, None):
                    found[sheet.title, cell.coordinate] = said
    return found


def _fill(cell: Any) -> Any:
    fill = cell.fill
    if fill.fill_type is None:
        return None
    shown = (fill.fgColor,) if fill.fill_type == "solid" else (fill.fgColor, fill.bgColor)
    return fill.fill_type, *((each.type, each.value, each.tint) for each in shown if each.type != "indexed")


def marked(tmp_path: Path, about: dict[str, str] | None) -> tuple[Path, Path]:
    source = coloured(tmp_path / "原.xlsx")
    annotate(source, tmp_path / "注.xlsx", MARKS, [RESULTS], "clausecheck", about)
    return source, tmp_path / "注.xlsx"


@pytest.mark.parametrize("save", [*(pytest.param(each, id=name) for name, each in SAVES.items()), *BY_OFFICE])
def test_without_our_marks_a_copy_is_what_the_program_makes_of_the_original(tmp_path: Path, save: Save) -> None:
    source, copy = marked(tmp_path, ABOUT)
    original, returned = save(source, tmp_path / "原_存.xlsx"), save(copy, tmp_path / "注_存.xlsx")
    report = unmark(returned, tmp_path / "净.xlsx")
    assert not report.exact
    assert report.about == ABOUT
    assert cells(tmp_path / "净.xlsx") == cells(original)
    assert openpyxl.load_workbook(tmp_path / "净.xlsx").sheetnames == openpyxl.load_workbook(original).sheetnames
    assert {note.code for note in report.lost} <= {
        "part_changed",
        "part_gone",
        "part_new",
        "record_gone",
        "own_sheet",
        "colour_left",
    }
    left = {note.cell for note in report.lost if note.code == "colour_left"}
    assert {cell for cell in left if not cell.startswith("B")} == {"C9", "C11"}  # column B has such a colour of its own


@pytest.mark.parametrize("name", ["openpyxl", "as Excel, notes turned into threads"])
def test_a_cleaned_copy_is_marked_again_like_any_workbook(tmp_path: Path, name: str) -> None:
    _, copy = marked(tmp_path, ABOUT)
    unmark(SAVES[name](copy, tmp_path / "存.xlsx"), tmp_path / "净.xlsx")
    annotate(
        tmp_path / "净.xlsx",
        tmp_path / "再注.xlsx",
        [Mark(SHEET, "C5", "FFC7CE", SECOND)],
        [RESULTS],
        "clausecheck",
        ABOUT,
    )
    sheet = openpyxl.load_workbook(tmp_path / "再注.xlsx")[SHEET]
    assert sheet["C5"].fill.fgColor.rgb == "FFFFC7CE"
    assert openpyxl.load_workbook(tmp_path / "再注.xlsx").sheetnames[0] == "核查结果"
    texts = {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}
    if "A3" in texts and texts["A3"].startswith("["):  # people's own notes are threads by now
        assert set(texts) == {"C5", "A3", "A10"}
    else:
        assert texts == {"C5": SECOND, "A3": "原有批注", "A10": "王敏：已核实\n第二行"}


def test_where_the_copy_does_not_tell_marks_are_known_by_their_form_and_cells_are_left_without_fill(
    tmp_path: Path,
) -> None:
    source, copy = marked(tmp_path, None)
    report = unmark(by_openpyxl(copy, tmp_path / "存.xlsx"), tmp_path / "净.xlsx")
    before, after = cells(source), cells(tmp_path / "净.xlsx")
    bare = {(note.sheet, note.cell) for note in report.lost if note.code == "fill_unknown"}
    assert bare == {(SHEET, cell) for cell in ("A3", "B4", "C5", "C7", "C8", "C9", "H2", "Z400")} | {
        ("图表 ' 页", "A1")
    }
    for place in before.keys() | after.keys():
        value, fill, comment = before.get(place, (None, None, None))
        assert after.get(place, (None, None, None)) == (value, None if place in bare else fill, comment)


def _edited(book: Any) -> None:
    """What people do in a copy: a remark in our comment, one of our lines altered, a row moved with its mark, a cell of
    another colour, a comment of ours deleted, a sheet renamed."""
    sheet = book[SHEET]
    sheet["C5"].comment = Comment(f"李四：已补正\n{sheet['C5'].comment.text}\n9 月 3 日", "李四")
    sheet["C7"].comment = Comment(sheet["C7"].comment.text.replace("请补充", "已于 8 月补充"), "clausecheck")
    sheet["C8"].fill = PatternFill("solid", fgColor="FF00B050")
    sheet["C9"].comment = None
    sheet["C20"].fill = sheet["B4"].fill.copy()
    sheet["C20"].comment = Comment(sheet["B4"].comment.text, "clausecheck")
    book["图表 ' 页"].title = "汇总"


def test_what_people_did_in_a_copy_stays(tmp_path: Path) -> None:
    _, copy = marked(tmp_path, ABOUT)
    book = openpyxl.load_workbook(copy)
    _edited(book)
    book.save(copy)
    report = unmark(copy, tmp_path / "净.xlsx")
    book = openpyxl.load_workbook(tmp_path / "净.xlsx")
    sheet = book[SHEET]
    assert sheet["C5"].comment.text == "李四：已补正\n9 月 3 日"
    assert sheet["C7"].comment.text == "整改要求：已于 8 月补充"
    assert sheet["C8"].fill.fgColor.rgb == "FF00B050"
    assert sheet["C9"].fill.fgColor.rgb == "FFFFC7CE"  # what it was before our mark of the same colour
    assert (sheet["C20"].fill.fill_type, sheet["C20"].comment) in {(None, None), ("solid", None)}
    assert book["汇总"]["A1"].comment is None
    assert book["汇总"]["A1"].fill.fill_type is None
    assert [(note.sheet, note.cell) for note in report.lost if note.code == "words_left"] == [(SHEET, "C7")]


@pytest.mark.parametrize("about", [ABOUT, None])
def test_marks_that_moved_with_their_rows_are_taken_out_where_they_are(
    tmp_path: Path, about: dict[str, str] | None
) -> None:
    source, copy = marked(tmp_path, about)
    found = {}
    for path in (source, copy):
        book = openpyxl.load_workbook(path)
        book[SHEET].insert_rows(2, 3)
        book.save(tmp_path / f"移_{path.name}")
        found[path] = tmp_path / f"移_{path.name}"
    unmark(found[copy], tmp_path / "净.xlsx")
    before, after = cells(found[source]), cells(tmp_path / "净.xlsx")
    assert {place: (said[0], said[2]) for place, said in after.items() if said[::2] != (None, None)} == {
        place: (said[0], said[2]) for place, said in before.items() if said[::2] != (None, None)
    }
    for cell in ("A6", "C8", "C10", "C11", "C12") if about else ():
        assert after[SHEET, cell] == before[SHEET, cell]


def test_a_mark_that_people_answered_in_a_thread_leaves_their_answer(tmp_path: Path) -> None:
    _, copy = marked(tmp_path, ABOUT)
    saved = rewritten(copy, tmp_path / "存.xlsx", threads=True, answered=True)
    unmark(saved, tmp_path / "净.xlsx")
    threads = thread_texts(tmp_path / "净.xlsx")
    assert threads["C5"] == ["（上次核查的标注已去掉）· (the mark of the last audit was taken out)", "已整改"]
    assert "C7" not in threads


def thread_texts(path: Path) -> dict[str, list[str]]:
    import zipfile  # noqa: PLC0415

    from lxml import etree  # noqa: PLC0415

    found: dict[str, list[str]] = {}
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if "threadedComment" in name and not name.endswith(".rels"):
                for each in etree.fromstring(archive.read(name)):
                    found.setdefault(each.get("ref", ""), []).append("".join(each.itertext()))
    return found


def test_nothing_of_ours_is_no_copy(tmp_path: Path) -> None:
    with pytest.raises(AnnotationRefused, match="not_annotated"):
        unmark(coloured(tmp_path / "原.xlsx"), tmp_path / "净.xlsx")
    assert not (tmp_path / "净.xlsx").exists()


def test_what_tells_our_comments_is_what_they_are_written_with() -> None:
    assert frozenset(FILLS.values()) == COLOURS
    for key, both_languages in LABELS.items():
        assert both_languages == (ui(key, "zh"), ui(key, "en"))
    assert (ui("rows_missing", "zh"), ui("rows_missing", "en")) == LINES
    assert all(MORE.match(ui("more_on_sheet", lang, n=12)) for lang in ("zh", "en"))


@pytest.mark.full_size
@needs_office
@pytest.mark.parametrize("project", sorted(SAMPLES.glob("CH-*")), ids=lambda each: each.name[:6])
def test_copies_of_the_samples_saved_by_libreoffice_are_the_originals_it_saves(tmp_path: Path, project: Path) -> None:
    folder = write_outputs(audit_project(project, "2026-Q3", "2026-10-31"), tmp_path / "out")
    for source in project.glob("*.xlsx"):
        original = by_libreoffice(source, tmp_path / f"原_{source.name}")
        returned = by_libreoffice(folder / f"{source.stem}_核查.xlsx", tmp_path / f"注_{source.name}")
        report = unmark(returned, tmp_path / f"净_{source.name}")
        assert not [note for note in report.lost if note.code in ("fill_unknown", "words_left")]
        assert cells(tmp_path / f"净_{source.name}") == cells(original)
