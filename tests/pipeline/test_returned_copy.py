"""The loop: audited, corrected in the annotated copy, audited again. The new copy carries this round's marks only."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from clausecheck.marks import results_of
from clausecheck.pipeline import audit_project, write_outputs
from clausecheck.wording import word

FACTS = [
    ["项目", "内容"],
    ["项目编码", "CH-1"],
    ["产权类型", "多产权"],
    ["总户数", 4],
    ["收费模式", "包干制"],
    ["接管日期", "2020-01-01"],
]
HEADERS = ["投诉编号", "受理时间", "录入时间", "类别", "责任人", "处理措施", "办结时间"]
ROWS = [
    HEADERS,
    ["TS-1", datetime(2026, 9, 3, 9, 2), datetime(2026, 9, 3, 9, 10), "一类", "王敏", "已修复", None],
    [
        "TS-2",
        datetime(2026, 9, 4, 9, 2),
        datetime(2026, 9, 4, 9, 10),
        "四类",
        "王敏",
        "已修复",
        datetime(2026, 9, 5, 9, 0),
    ],
]
STAFF = [["姓名", "岗位", "到岗日期"], ["王敏", "客服", "2020-01-01"]]
GREEN = PatternFill("solid", fgColor="FF92D050")


def handed_in(path: Path) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    sheets: dict[str, list[list[Any]]] = {"项目信息": FACTS, "人员": STAFF, "投诉记录": ROWS}
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    book["投诉记录"]["G2"].fill = GREEN
    book["投诉记录"]["A2"].comment = Comment("王敏：业主已约", "王敏")
    book.save(path)
    return path


def audited(path: Path, out: Path, as_of: str) -> tuple[dict[str, Any], Path]:
    folder = write_outputs(audit_project(path, "2026-Q3", as_of), out)
    (copy,) = folder.glob("*_核查.xlsx")
    return json.loads((folder / "findings.json").read_text(encoding="utf-8")), copy


@pytest.fixture(scope="module")
def rounds(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[dict[str, Any], Path]]:
    """Three audits; between them the centre saves the copy with another program, corrects and remarks."""
    folder = tmp_path_factory.mktemp("来回")
    done = [audited(handed_in(folder / "台账.xlsx"), folder / "一", "2026-10-31")]
    for number, (cell, value) in enumerate((("G2", datetime(2026, 9, 4, 9, 0)), ("D3", "一类")), start=2):
        book = openpyxl.load_workbook(done[-1][1])
        sheet = book["投诉记录"]
        sheet[cell] = value
        if number == 2:
            sheet["D3"].comment = Comment(f"{sheet['D3'].comment.text}\n王敏：正在核对", "王敏")
        back = folder / f"退回{number}"
        back.mkdir()
        book.save(back / done[-1][1].name)
        done.append(audited(back, folder / f"次{number}", "2026-10-31"))
    return done


def comments(copy: Path) -> dict[str, str]:
    sheet = openpyxl.load_workbook(copy)["投诉记录"]
    return {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}


def test_each_copy_carries_the_marks_of_its_own_round(rounds: list[tuple[dict[str, Any], Path]]) -> None:
    for findings, copy in rounds:
        sheet, texts = openpyxl.load_workbook(copy)["投诉记录"], comments(copy)
        wanted = {
            cell["cell"]
            for one in findings["findings"]
            if one["verdict"] in ("fail", "undetermined", "at_risk")
            for cell in one.get("at", one["cells"])
            if cell["sheet"] == "投诉记录"
        }
        for row in sheet.iter_rows(min_row=2, max_row=3):
            for cell in row:
                told = re.findall(r"^([A-Z]{3}\d\d) ", texts.get(cell.coordinate, ""), re.MULTILINE)
                assert bool(told) <= (cell.coordinate in wanted), cell.coordinate
                assert len(set(told)) == len(told)
    first, second, third = (comments(copy) for _, copy in rounds)
    assert "CMP10 不合格" in first["G2"]
    assert "G2" not in second
    assert "CMP03 不合格" in second["D3"]
    assert second["D3"].startswith("王敏：正在核对\n\n")
    assert third["D3"] == "王敏：正在核对"
    assert {texts["A2"].split("\n")[0] for texts in (first, second, third)} == {"王敏：业主已约"}


def test_fills_of_people_come_back(rounds: list[tuple[dict[str, Any], Path]]) -> None:
    colours = [openpyxl.load_workbook(copy)["投诉记录"]["G2"].fill.fgColor.rgb for _, copy in rounds]
    assert colours == ["FFFFC7CE", "FF92D050", "FF92D050"]


def test_sheets_and_names_do_not_grow(rounds: list[tuple[dict[str, Any], Path]]) -> None:
    books = [openpyxl.load_workbook(copy) for _, copy in rounds]
    assert len({tuple(book.sheetnames) for book in books}) == 1
    assert {copy.name for _, copy in rounds} == {"台账_核查.xlsx"}
    assert [book["clausecheck"].sheet_state for book in books] == ["veryHidden"] * 3
    shas = set()
    for _, copy in rounds:
        told = results_of(copy)
        assert told is not None
        shas.add(told.about["origin_sha256"])
        assert (told.about["origin"], told.period, told.as_of) == ("台账.xlsx", "2026-Q3", "2026-10-31")
    assert len(shas) == 1


def test_it_is_said_that_a_returned_copy_was_judged(rounds: list[tuple[dict[str, Any], Path]]) -> None:
    said = [" ".join(note["zh"] for note in findings["notes"]) for findings, _ in rounds]
    assert ["是本工具的标注副本，按整改后的台账核查" in one for one in said] == [False, True, True]


def test_what_the_sheets_of_ours_say_is_no_row(rounds: list[tuple[dict[str, Any], Path]]) -> None:
    for findings, _ in rounds:
        assert [one["sheet"] for one in findings["inputs"][0]["sheets"]] == ["项目信息", "人员", "投诉记录"]


def test_an_untouched_copy_beside_its_original_is_named_and_a_corrected_one_is_used(tmp_path: Path) -> None:
    source = handed_in(tmp_path / "台账.xlsx")
    _, copy = audited(source, tmp_path / "out", "2026-10-31")
    both = tmp_path / "两个"
    both.mkdir()
    (both / "台账.xlsx").write_bytes(source.read_bytes())
    (both / copy.name).write_bytes(copy.read_bytes())
    audit = audit_project(both, "2026-Q3", "2026-10-31")
    assert [file.file for file in audit.files] == ["台账.xlsx"]
    assert [(one.file, word(one.why, "zh")) for one in audit.unread] == [
        (copy.name, "本工具的标注副本，内容与 台账.xlsx 相同，没有重复读取")
    ]
