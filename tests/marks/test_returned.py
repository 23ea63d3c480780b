"""What stands on the sheet of results of a copy that came back."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from annotate_books import findings, marks, rich

from clausecheck.marks import Column, Sheet, annotate, results_of
from clausecheck.nouns.own_sheets import OWN_SHEETS
from clausecheck.results.sheets import hashes_sheet, ui

RESULTS = Sheet(
    "核查结果",
    [Column(each, 10) for each in ("序号", "判定", "规则", "对象", "整改情况")],
    [[1, "不合格", "CMP10", "TS-001", ""], [2, "证据不足", "ITV02", "2026年", ""]],
    ["某项目规程核查结果", "核查期间 2026年第三季度　截至 2026-10-31　依据《规程》第 1 版"],
    "first",
)


def test_lines_of_results_are_read_with_what_people_filled_in_and_where(tmp_path: Path) -> None:
    target = tmp_path / "注.xlsx"
    annotate(rich(tmp_path / "原.xlsx"), target, marks(), [RESULTS], "clausecheck")
    book = openpyxl.load_workbook(target)
    book["核查结果"]["E4"], book["核查结果"]["F3"], book["核查结果"]["F4"] = "已整改", "责任人", "张敏"
    book.save(target)
    found = results_of(target)
    assert found is not None
    assert (found.sheet, found.lang, found.period, found.as_of) == ("核查结果", "zh", "2026年第三季度", "2026-10-31")
    first, second = found.rows
    assert [(one.row, one.code, one.subject, one.verdict) for one in found.rows] == [
        (4, "CMP10", "TS-001", "不合格"),
        (5, "ITV02", "2026年", "证据不足"),
    ]
    assert (first.cells["整改情况"].cell, first.cells["整改情况"].value) == ("E4", "已整改")
    assert (first.cells["责任人"].cell, first.cells["责任人"].value) == ("F4", "张敏")
    assert second.cells["整改情况"].value == ""


def test_a_workbook_without_our_sheet_has_no_results(tmp_path: Path) -> None:
    source = rich(tmp_path / "原.xlsx")
    assert results_of(source) is None
    annotate(
        source, tmp_path / "注.xlsx", marks(), [findings()], "clausecheck"
    )  # a sheet of that name without its headers
    assert results_of(tmp_path / "注.xlsx") is None


def test_our_sheets_are_known_by_the_words_they_are_written_with() -> None:
    words = {
        "results": ("verdict", "code", "subject"),
        "assumptions": ("code", "value", "source"),
        "rows": ("file", "sheet", "table"),
    }
    for own in OWN_SHEETS:
        for number, lang in enumerate(("zh", "en")):
            if own.kind in words:
                assert own.names[number] == ui(f"sheet_{own.kind}", lang)
                assert own.headers[number] == {ui(f"column_{one}", lang) for one in words[own.kind]}
            elif own.kind == "hashes":
                sheet = hashes_sheet(lang)({})
                assert own.names[number] == sheet.name
                assert own.headers[number] == {column.header for column in sheet.columns}
