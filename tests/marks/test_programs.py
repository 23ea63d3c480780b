"""The copy opens in the programs people have: openpyxl, calamine, LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
import python_calamine
from annotate_books import SHEET, bent, findings, marks, rich, strict, with_macros_and_pictures, with_prefixes

from clausecheck.marks import annotate, findings_workbook, unmark

SOFFICE = shutil.which("soffice")


def converted(path: Path, kind: str) -> Path:
    """What LibreOffice makes of a workbook, in a profile of its own."""
    profile = (path.parent / "profile").as_uri()
    command = [str(SOFFICE), f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind, "--outdir",
               str(path.parent / kind), str(path)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return path.parent / kind / f"{path.stem}.{kind}"


@pytest.mark.parametrize("changes", [[], [strict], [with_prefixes], [with_macros_and_pictures]])
def test_calamine_reads_the_same_values(tmp_path: Path, changes: list) -> None:
    source, target = rich(tmp_path / "原.xlsx"), tmp_path / "注.xlsx"
    for change in changes:
        bent(source, change)
    annotate(source, target, marks(), [findings()], "规程核查")
    old, new = python_calamine.load_workbook(str(source)), python_calamine.load_workbook(str(target))
    assert new.sheet_names == ["核查结果", *old.sheet_names]
    before = old.get_sheet_by_name(SHEET).to_python(skip_empty_area=False)
    after = new.get_sheet_by_name(SHEET).to_python(skip_empty_area=False)
    assert [row[: len(before[0])] for row in after[: len(before)]] == before


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("changes", [[], [strict], [with_prefixes]])
def test_libreoffice_opens_it_with_values_fills_comments_and_links(tmp_path: Path, changes: list) -> None:
    source, target = rich(tmp_path / "原.xlsx"), tmp_path / "注.xlsx"
    for change in changes:
        bent(source, change)
    annotate(source, target, marks(), [findings()], "规程核查")
    book = openpyxl.load_workbook(converted(target, "xlsx"))
    sheet, own = book[SHEET], book["核查结果"]
    assert sheet["C5"].fill.fgColor.rgb == "FFFFC7CE"
    assert sheet["C5"].comment.text == "CMP10 逾期\n要求：7 日内办结\n发现：9 日\n\nCMP12 第二条"
    assert sheet["A3"].comment.text.endswith("续写在原有批注之后")
    assert sheet["E31"].value == "=C31*2"
    assert own["B4"].hyperlink.location.replace("$", "") in (f"'{SHEET}'!C2", f"{SHEET}!C2", f"#{SHEET}.C2")
    assert own["D4"].value == "=1+1" and own["D4"].data_type == "s"


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_a_workbook_that_openpyxl_saved_with_comments_is_marked_and_given_back(tmp_path: Path) -> None:
    source, target = rich(tmp_path / "原.xlsx"), tmp_path / "注.xlsx"
    book = openpyxl.load_workbook(source)
    book.save(source)
    kept = zipfile.ZipFile(source)
    assert any(b"ns0:shape" in kept.read(name) for name in kept.namelist() if name.endswith(".vml"))
    annotate(source, target, marks(), [findings()], "规程核查")
    for path in (target, converted(target, "xlsx")):
        sheet = openpyxl.load_workbook(path)[SHEET]
        assert sheet["C5"].comment.text.startswith("CMP10 逾期")
        assert sheet["A3"].comment.text.endswith("续写在原有批注之后")
    back = unmark(target, tmp_path / "还原.xlsx")
    assert zipfile.ZipFile(tmp_path / "还原.xlsx").namelist() == kept.namelist(), back


def test_a_findings_workbook_alone_opens_everywhere(tmp_path: Path) -> None:
    target = tmp_path / "核查结果.xlsx"
    findings_workbook(target, [findings(count=7), findings(count=2)])
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["核查结果", "核查结果 (2)"]
    assert book.active.title == "核查结果"
    sheet = book["核查结果"]
    assert [cell.data_type for cell in sheet["D"]][3:] == ["s"] * 7
    assert sheet.auto_filter.ref == "A3:G10"
    assert sheet.freeze_panes == "A4"
    assert (sheet.print_title_rows, sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == (
        "$3:$3",
        "landscape",
        0,
    )
    values = python_calamine.load_workbook(str(target)).get_sheet_by_name("核查结果").to_python()
    assert values[3][:6] == ["CMP10", f"{SHEET}!C2", "不符合", "=1+1", 0, 2.5]


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_a_findings_workbook_alone_prints(tmp_path: Path) -> None:
    target = tmp_path / "核查结果.xlsx"
    findings_workbook(target, [findings(count=7)])
    assert converted(target, "pdf").stat().st_size > 5000
