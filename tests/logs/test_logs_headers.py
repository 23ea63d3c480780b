"""Sheets as centres keep them: which table they are, which columns are meant, which lines are no rows."""

import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from logbooks import workbook

from clausecheck.logs import read_logs
from clausecheck.logs.cells import SheetCells
from clausecheck.logs.columns import ColumnMap
from clausecheck.logs.norecords import KINDS
from clausecheck.logs.sheets import Reading, read_sheet
from clausecheck.nouns.model import Cell, Logs, SheetRead
from clausecheck.procedure.shipped import our_tables, our_words

HEADER = ["投诉编号", "受理时间", "类别", "责任人", "办结时间"]
ROWS = [[f"TS-{n}", f"2026-03-0{n} 09:00", "一类", "王敏", f"2026-03-0{n} 10:00"] for n in (1, 2, 3)]


def _logs(path: Path, **sheets: list[list[Any]]) -> Logs:
    return read_logs([workbook(path / "a.xlsx", sheets)])


def _only(logs: Logs) -> SheetRead:
    (sheet,) = logs.files[0].sheets
    return sheet


def _ids(logs: Logs) -> list[str]:
    return [row.values["id"] for row in logs.rows("complaints")]


def test_two_columns_that_could_be_one_field_are_named_and_neither_is_used(tmp_path: Path) -> None:
    logs = _logs(tmp_path, 投诉=[[*HEADER, "答复时间"], *([*row, "2026-03-09"] for row in ROWS)])
    assert _only(logs).details["ambiguous"] == "办结时间 ← 办结时间(E1)、答复时间(F1)"
    assert "closed_at" in logs.blocks[0].absent
    assert "closed_at" not in next(logs.rows("complaints")).values


def test_a_header_that_is_another_fields_own_name_is_that_field(tmp_path: Path) -> None:
    logs = _logs(tmp_path, 访谈记录=[["访谈时间", "房号", "访谈人", "处理情况"], ["2026-3-1", "1-301", "王敏", "已修"]])
    assert next(logs.rows("interviews")).values["handling"] == "已修"


def test_a_sheet_that_lacks_a_required_column_says_which_and_what_it_has(tmp_path: Path) -> None:
    logs = _logs(tmp_path, Sheet1=[["编号", "业主姓名", "联系电话", "单元"], ["1", "某", "1", "301"]])
    sheet = _only(logs)
    assert (sheet.table, sheet.why) == (None, "misses_required")
    assert sheet.details["table"] == "户册"
    assert sheet.details["missing"] == "房号"
    assert "单元(D1)" in sheet.details["unknown_columns"]


def test_a_named_sheet_without_a_required_column_is_still_that_table(tmp_path: Path) -> None:
    logs = _logs(tmp_path, 投诉记录=[["投诉编号", "何时", "类别"], ["TS-1", "2026-03-05", "一类"]])
    assert (_only(logs).table, _only(logs).rows_read) == ("complaints", 1)
    assert _only(logs).details["missing"] == "受理时间"
    assert _only(logs).details["unknown_columns"] == "何时(B1)"


def test_headers_decide_against_a_sheets_name(tmp_path: Path) -> None:
    logs = _logs(tmp_path, 访谈记录=[HEADER, *ROWS])
    assert _only(logs).table == "complaints"


def test_tables_with_the_same_headers_are_told_apart_by_their_lists(tmp_path: Path) -> None:
    contacts = [
        ["编号", "日期", "类型", "内容"],
        ["1", "2026-03-05", "咨询", "缴费"],
        ["2", "2026-03-06", "建议", "绿化"],
    ]
    events = [["序号", "日期", "类型", "主办方"], ["1", "2026-03-05", "座谈会", "服务中心"]]
    logs = _logs(tmp_path, 甲=contacts, 乙=events)
    assert [sheet.table for sheet in logs.files[0].sheets] == ["contacts", "events"]


def test_an_unknown_sheet_says_so_with_its_headers_and_rows(tmp_path: Path) -> None:
    logs = _logs(tmp_path, 车位=[["停车场登记"], ["车位", "车牌", "面积"], ["1", "甲A", 12]], 空=[])
    assert [(sheet.table, sheet.why) for sheet in logs.files[0].sheets] == [(None, "no_known_headers"), (None, "empty")]
    assert logs.files[0].sheets[0].details == {"filled_rows": "3", "headers": "车位、车牌、面积"}


def test_a_sheet_of_instructions_is_not_read_as_logs(tmp_path: Path) -> None:
    logs = _logs(tmp_path, 填写说明=[HEADER, *ROWS], 投诉记录=[HEADER])
    assert [(sheet.table, sheet.why) for sheet in logs.files[0].sheets] == [(None, "instructions"), ("complaints", "")]


def test_totals_signatures_and_notes_are_listed_not_read(tmp_path: Path) -> None:
    below = [["合 计", None, "3 件"], [], ["审核人：张三", None, "制表：李四"], ["填表说明："], ["1、每件一行"]]
    logs = _logs(tmp_path, 投诉记录=[HEADER, *ROWS, *below])
    assert _ids(logs) == ["TS-1", "TS-2", "TS-3"]
    assert _only(logs).details == {"totals": "5", "signatures": "7", "notes": "8、9"}


def test_a_row_that_looks_like_a_total_but_has_its_time_is_a_row(tmp_path: Path) -> None:
    logs = _logs(tmp_path, 投诉记录=[HEADER, *ROWS, ["小计", "2026-03-08 09:00", "一类", "王敏", None]])
    assert _ids(logs)[-1] == "小计"


def test_a_row_with_one_cell_is_a_row(tmp_path: Path) -> None:
    logs = _logs(tmp_path, 投诉记录=[HEADER, *ROWS, ["TS-9"]])
    assert _ids(logs)[-1] == "TS-9"
    assert _only(logs).rows_read == 4


def test_headers_repeated_at_page_breaks_are_not_rows(tmp_path: Path) -> None:
    logs = _logs(tmp_path, 投诉记录=[["投诉登记表"], HEADER, ROWS[0], HEADER, ROWS[1], [], ["第三页"], HEADER, ROWS[2]])
    assert _ids(logs) == ["TS-1", "TS-2", "TS-3"]
    assert _only(logs).details["repeated_headers"] == "4、8"
    assert len(logs.blocks) == 1


def test_a_hint_line_below_the_header_is_not_a_row(tmp_path: Path) -> None:
    logs = _logs(tmp_path, 投诉记录=[HEADER, ["必填", "格式：2026-03-05 09:02", "下拉选择"], *ROWS])
    assert len(_ids(logs)) == 3
    assert _only(logs).details["notes"] == "2"


def test_lines_with_only_a_running_number_are_not_rows(tmp_path: Path) -> None:
    lines: list[list[Any]] = [
        ["序号", *HEADER],
        *([n, *row] for n, row in enumerate(ROWS, 1)),
        *([n] for n in range(4, 9)),
    ]
    logs = _logs(tmp_path, 投诉记录=lines)
    assert _only(logs).rows_read == 3
    assert _only(logs).details["other_columns"] == "5、6、7、8、9"


def test_a_header_of_spaces_over_a_column_hides_no_other_column(tmp_path: Path) -> None:
    logs = _logs(
        tmp_path, 户册=[["黄埔花园"], [], ["序号", " " * 18, "房号", "收楼日期"], [1, "B1", 301.0, "2006-03-07"]]
    )
    row = next(logs.rows("households"))
    assert row.values["household"] == "301"
    assert row.cell("household") == Cell("a.xlsx", "户册", "C4")


def test_cells_merged_downwards_stand_in_every_row_they_cover(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "访谈计划"
    for line in (["年度", "月份", "计划户数"], [2026, "2026-01", 60], [None, "2026-02", 60], [None, "2026-03", 60]):
        sheet.append(line)
    sheet.merge_cells("A2:A4")
    book.save(tmp_path / "a.xlsx")
    logs = read_logs([tmp_path])
    assert [row.values["year"].label for row in logs.rows("interview_plan")] == ["2026"] * 3


def test_a_second_line_of_a_merged_record_goes_on_with_it(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "投诉记录"
    for line in (HEADER, ROWS[0], [None, None, None, "李四", None]):
        sheet.append(line)
    for column in "ABCE":
        sheet.merge_cells(f"{column}2:{column}3")
    book.save(tmp_path / "a.xlsx")
    logs = read_logs([tmp_path])
    assert _ids(logs) == ["TS-1"]
    assert _only(logs).details == {"further_lines": "3"}
    assert [row.further for row in logs.rows("complaints")] == [(3,)]


def test_a_month_heading_between_the_rows_is_a_title(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "投诉记录"
    for line in (HEADER, ROWS[0], ["二月份"], ROWS[1]):
        sheet.append(line)
    sheet.merge_cells("A3:E3")
    book.save(tmp_path / "a.xlsx")
    logs = read_logs([tmp_path])
    assert _ids(logs) == ["TS-1", "TS-2"]
    assert _only(logs).details == {"titles": "3"}


def test_hidden_sheets_and_columns_are_read(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"封面": [["x"]], "投诉记录": [HEADER, *ROWS]})
    book = openpyxl.load_workbook(path)
    book["投诉记录"].sheet_state = "veryHidden"
    book["投诉记录"].column_dimensions["B"].hidden = True
    book.save(path)
    sheet = read_logs([path]).files[0].sheets[1]
    assert (sheet.hidden, sheet.rows_read) == (True, 3)


def test_the_same_table_in_several_files_is_joined_each_row_with_its_address(tmp_path: Path) -> None:
    (tmp_path / "二月 记录").mkdir()
    workbook(tmp_path / "1.xlsx", {"1月": [HEADER, ROWS[0]]})
    workbook(tmp_path / "二月 记录" / "2.xlsx", {"2月": [["标题"], HEADER, ROWS[1]]})
    logs = read_logs([tmp_path])
    assert [row.key[:3] for row in logs.rows("complaints")] == [("1.xlsx", "1月", 2), ("二月 记录/2.xlsx", "2月", 3)]


@pytest.mark.parametrize("left", ["项目编码", "项目编号"])
def test_facts_are_read_from_a_form_in_pairs(tmp_path: Path, left: str) -> None:
    form = [["项目基本情况"], [left, "CH-9", "项目名称", "翠湖"], ["总户数", "620户", "收费模式", "包干"]]
    logs = _logs(tmp_path, 概况=form)
    assert {row.values["item"]: row.values["content"] for row in logs.rows("project")} == {
        "code": "CH-9",
        "name": "翠湖",
        "households": 620,
        "fee_model": "包干制",
    }


def test_ghost_ranges_are_no_rows(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"), {"constant_memory": True})
    sheet = book.add_worksheet("投诉记录")
    border = book.add_format({"border": 1})
    for number, line in enumerate([HEADER, *ROWS]):
        sheet.write_row(number, 0, line)
    for number in range(4, 65_000):
        for column in range(5):
            sheet.write_blank(number, column, None, border)
    book.close()
    logs = read_logs([tmp_path])
    assert _ids(logs) == ["TS-1", "TS-2", "TS-3"]
    assert logs.files[0].sheets[0].rows_read == 3


@pytest.mark.parametrize("name", ["项目信息", "概况"])
def test_a_form_of_facts_is_one_however_many_of_them_cannot_be_read(name: str, tmp_path: Path) -> None:
    unreadable = [("业主数", "不详"), ("总户数", "不详"), ("接管日期", "不详"), ("业委会成立日期", "去年")]
    known = [("项目编码", "CH-1"), ("产权类型", "多产权")]
    logs = _logs(tmp_path, **{name: [list(line) for line in (("项目", "内容"), *known, *unreadable)]})
    assert [sheet.table for sheet in logs.files[0].sheets] == ["project"]
    assert len(logs.faults) == 4


WORDS = [
    "",
    "合计",
    "审核人：",
    "填表说明：",
    "1、注意",
    "TS-1",
    "受理时间",
    "2026-03-05 09:00",
    "一类",
    "王敏",
    "办结时间",
]
LISTS = (*KINDS, "repeated_headers", "other_columns", "continued", "outside")


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=5, max_size=5), max_size=20))
def test_no_line_is_lost_each_is_a_row_or_listed(lines: list[list[str]]) -> None:
    filled = [(number, line) for number, line in enumerate([HEADER, *lines], 1) if any(line)]
    about, bodies = read_sheet(
        "a.xlsx", SheetCells("投诉记录", filled), Reading(ColumnMap(), our_tables(), our_words()), False
    )
    listed = {int(n) for read in about for key in LISTS for n in re.findall(r"\d+", read.details.get(key, ""))}
    headers = {int(cell.cell[1:]) for body in bodies for cell in body.block.headers.values()}
    rows = {row.number for body in bodies for row in body.block.rows}
    assert listed | headers | rows == {number for number, _ in filled}
    assert listed & rows == set()
    assert sum(len(body.block.rows) for body in bodies) == sum(read.rows_read for read in about)


@pytest.mark.parametrize("line", [["1", "2", "3", "4", "5"], [1, 2, 3, 4, 5], ["（1）", "(2)", "（3）", "(4)", "(5)"]])
def test_a_line_that_numbers_the_columns_belongs_to_the_header(tmp_path: Path, line: list[Any]) -> None:
    logs = _logs(tmp_path, 投诉记录=[HEADER, line, *ROWS])
    assert _ids(logs) == ["TS-1", "TS-2", "TS-3"]
    assert logs.blocks[0].written_on == 2


def test_a_first_row_in_latin_letters_with_a_date_is_a_row(tmp_path: Path) -> None:
    logs = _logs(tmp_path, 投诉记录=[HEADER, ["X", "2026-03-01 09:00", "A", "Wang", "2026-03-02"], *ROWS])
    assert _ids(logs)[0] == "X"


def test_two_tables_directly_below_each_other_far_down_are_two(tmp_path: Path) -> None:
    rows = [[f"TS-{n}", "2026-03-01 09:00", "一类", "王敏", "2026-03-02"] for n in range(100)]
    visits = [["访谈编号", "访谈时间", "房号", "访谈人"], ["F-1", "2026-03-03", "1-301", "王敏"]]
    logs = _logs(tmp_path, 台账=[HEADER, *rows, *visits])
    assert [(sheet.table, sheet.rows_read) for sheet in logs.files[0].sheets] == [
        ("complaints", 100),
        ("interviews", 1),
    ]


def test_a_single_word_of_a_header_among_the_rows_is_no_header(tmp_path: Path) -> None:
    lines = [["房号", "业主姓名"], ["1-301", "甲"], [None, "业主姓名"], ["1-302", "乙"]]
    logs = _logs(tmp_path, 户册=lines)
    assert [row.values["household"] for row in logs.rows("households") if "household" in row.values] == [
        "1-301",
        "1-302",
    ]


def test_of_three_lines_of_header_no_row_counts_twice(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "户册"
    lines = [["房号", "业主", None, None], [None, "本人", None, "房屋"], [None, "业主姓名", "联系电话", "交付日期"]]
    for line in (*lines, ["1-301", "甲", "1", "2020-01-01"], ["1-302", "乙", "2", "2020-01-01"]):
        sheet.append(line)
    sheet.merge_cells("A1:A3")
    sheet.merge_cells("B1:D1")
    book.save(tmp_path / "a.xlsx")
    logs = read_logs([tmp_path])
    assert [(one.table, one.rows_read) for one in logs.files[0].sheets] == [("households", 2)]
    assert set(logs.blocks[0].headers) == {"household", "owner", "phone", "handover_date"}


def test_the_records_of_a_table_on_its_side_keep_their_addresses(tmp_path: Path) -> None:
    lines = [
        ["2026年统计"],
        [],
        ["统计项目", "2026-01", "2026-02", "合计"],
        ["投诉数", 3, 4, 7],
        ["建议数", 1, "很多", None],
    ]
    logs = _logs(tmp_path, 月度统计=[*lines, ["咨询数", 5, 6, 11]])
    first, second = logs.rows("monthly_statistics")
    assert [str(first.cell(name).cell) for name in ("month", "complaints", "enquiries")] == ["B3", "B4", "B6"]
    assert (first.values["complaints"], second.values["complaints"]) == (3, 4)
    assert [(fault.code, fault.cell.cell) for fault in logs.faults] == [("DAT01", "C5")]
    assert logs.blocks[0].headers["complaints"] == Cell("a.xlsx", "月度统计", "A4")
    assert _only(logs).details == {"outside": "1", "totals": "D", "sideways": "A"}
