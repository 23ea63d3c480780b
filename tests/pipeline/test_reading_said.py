"""What reading left open reaches the result: two columns for one field, sheets not recognised, one sheet a building."""

from pathlib import Path
from typing import Any

import openpyxl

from clausecheck.nouns.model import Audit
from clausecheck.pipeline import audit_project
from clausecheck.wording import word

FACTS = [
    ["项目", "内容"],
    ["项目编码", "CH-1"],
    ["产权类型", "多产权"],
    ["总户数", 4],
    ["收费模式", "包干制"],
    ["接管日期", "2020-01-01"],
]


def _audited(folder: Path, **sheets: list[list[Any]]) -> Audit:
    book = openpyxl.Workbook()
    book.remove(book.active)
    written: dict[str, list[list[Any]]] = {"项目信息": FACTS, **sheets}
    for name, lines in written.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    book.save(folder / "记录.xlsx")
    return audit_project(folder, "2026", "2026-10-31")


def _found(audit: Audit, code: str) -> dict[str, list[str]]:
    return {
        finding.subject: [word(said, "zh") for said in finding.found]
        for finding in audit.findings
        if finding.code == code and finding.verdict == "fail"
    }


def test_two_columns_that_could_be_one_field_are_named_by_the_finding_and_marked(tmp_path: Path) -> None:
    headers = ["投诉编号", "受理时间", "办结时间", "答复时间", "类别", "处理措施"]
    rows = [headers, ["TS-1", "2026-03-05 09:02", "2026-03-06", "2026-03-09", "一类", "已修复"]]
    audit = _audited(tmp_path, 投诉记录=rows)
    assert "投诉记录/办结时间" not in _found(audit, "DAT05")
    closing = [one for one in audit.findings if one.code == "CMP10"]
    assert [(one.verdict, one.reason) for one in closing] == [("undetermined", "column_ambiguous")]
    assert [word(said, "zh") for said in closing[0].found] == [
        "办结时间(C1)、答复时间(D1) 都可能是“办结时间”，均未采用"
    ]
    assert [cell.cell for cell in closing[0].at] == ["C1", "D1"]
    assert any("办结时间(C1)、答复时间(D1)" in word(note, "zh") for note in audit.notes)


def test_two_columns_are_not_read_as_blank_where_an_absent_column_would_be(tmp_path: Path) -> None:
    """Two columns of 离岗日期: whoever left may not pass for in post."""
    staff = [["姓名", "岗位", "到岗日期", "离岗日期", "离职日期"], ["王敏", "客服", "2020-01-01", "2021-01-01", None]]
    logs = [["投诉编号", "受理时间", "责任人"], ["TS-1", "2026-03-05 09:02", "王敏"]]
    audit = _audited(tmp_path, 人员=staff, 投诉记录=logs)
    assert [one.verdict for one in audit.findings if one.code == "CMP04"] == ["undetermined"]


def test_a_sheet_that_was_not_recognised_is_named_in_the_notes_with_the_reason(tmp_path: Path) -> None:
    register = [["业主姓名", "联系电话", "交付日期"], ["甲", "1", "2020-05-01"]]
    audit = _audited(tmp_path, 住宅=register, 车位=[["车位", "车牌"], ["1", "甲A"]], 空=[])
    notes = [word(note, "zh") for note in audit.notes]
    assert notes[1] == (
        "有内容但未识别、没有采用的工作表 2 个：记录.xlsx › 住宅（像“户册”，但缺少必需的列“房号”）；"
        "记录.xlsx › 车位（没有找到可识别的表头）"
    )
    assert all(word(note, "en") for note in audit.notes)


def test_a_register_with_one_sheet_a_building_keeps_the_buildings_apart(tmp_path: Path) -> None:
    def header(*rooms: int) -> list[list[Any]]:
        return [["房号", "业主姓名", "联系电话"], *([room, "甲", "1"] for room in rooms)]

    complaints = [["投诉编号", "受理时间", "房号"], ["TS-1", "2026-03-05", "2栋101"], ["TS-2", "2026-03-05", "3栋101"]]
    sheets = {"1栋": header(101, 102), "2栋": header(101, 102), "投诉记录": complaints}
    audit = _audited(tmp_path, **sheets)
    assert _found(audit, "DAT03") == {}
    assert _found(audit, "DAT09") == {}
    assert list(_found(audit, "DAT02")) == ["投诉记录!C3"]


def test_tables_side_by_side_keep_their_rows_apart(tmp_path: Path) -> None:
    """A complaint about 1栋101 stands beside a talk with 9栋909: only the talk's flat is not on the register."""
    register = [["房号", "业主姓名", "联系电话"], ["1栋101", "甲", "1"], ["1栋102", "乙", "1"]]
    head = ["投诉编号", "受理时间", "房号", None, "访谈时间", "房号", "访谈人"]
    audit = _audited(
        tmp_path, 户册=register, 记录=[head, ["TS-1", "2026-03-05", "1栋101", None, "2026-03-06", "9栋909", "王敏"]]
    )
    assert list(_found(audit, "DAT02")) == ["记录!F2"]
    counts = [(one.table, one.rows_read, one.rows_judged) for one in audit.counts if one.sheet == "记录"]
    assert counts == [("complaints", 1, 1), ("interviews", 1, 1)]


def test_one_table_twice_side_by_side_names_each_row_by_its_column(tmp_path: Path) -> None:
    half = ["受理时间", "录入时间", "类别", "日常记录编号"]
    row = ["2026-03-05 09:00", "2026-03-05 09:10", "一类", None]
    late = ["2026-03-05 09:00", "2026-03-05 19:10", "一类", None]
    audit = _audited(tmp_path, 投诉=[[*half, None, *half], [*row, None, *late]])
    judged = {one.subject: one.verdict for one in audit.findings if one.code == "CMP01"}
    assert judged == {"投诉#2:A": "pass", "投诉#2:F": "fail"}
    assert [(one.rows_read, one.rows_judged) for one in audit.counts if one.table == "complaints"] == [(2, 2)]


def test_a_letter_o_that_was_read_as_zero_is_said(tmp_path: Path) -> None:
    register = [["房号", "业主姓名", "联系电话"], ["13栋10", "甲", "1"], ["13栋11", "乙", "1"]]
    complaints = [["投诉编号", "受理时间", "房号"], ["TS-1", "2026-03-05", "13栋1O房"]]
    audit = _audited(tmp_path, 户册=register, 投诉记录=complaints)
    assert _found(audit, "DAT02") == {}
    assert "1 行的房号中，字母 O 按数字 0 识读：投诉记录#2" in [word(note, "zh") for note in audit.notes]
