"""A project's own names for its columns: what the map does, what is refused, what is proposed."""

import re
from pathlib import Path
from typing import Any

import pytest
from logbooks import workbook

from clausecheck.logs import read_column_map, read_logs
from clausecheck.logs.draft import as_yaml
from clausecheck.logs.propose import propose
from clausecheck.nouns.errors import InputFault
from clausecheck.procedure.shipped import our_tables
from clausecheck.wording import word

LINES = [
    ["客诉号", "客诉发生时间", "归类", "结案时间", "关闭时间"],
    ["K-1", "2026-03-05", "服务类", "2026-03-06", "2026-03-07"],
]
MAP = """\
sheets:
  客诉: 投诉记录
columns:
  投诉记录:
    投诉编号: 客诉号
    received_at: [客诉发生时间, 发生时间]
    类别: 归类
    办结时间: 结案时间
values:
  投诉记录:
    类别: {一类: [服务类]}
"""


def _map(folder: Path, text: str) -> Path:
    path = folder / "columns.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_map_beside_the_logs_names_sheets_columns_and_values(tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx", {"客诉": LINES})
    assert list(read_logs([tmp_path]).rows("complaints")) == []
    _map(tmp_path, MAP)
    logs = read_logs([tmp_path])
    row = next(logs.rows("complaints"))
    assert (row.values["id"], row.values["klass"]) == ("K-1", "一类")
    assert str(row.values["closed_at"]) == "2026-03-06"
    assert logs.blocks[0].absent >= {"household"}
    assert "ambiguous" not in logs.files[0].sheets[0].details


def test_a_map_can_leave_a_sheet_out_in_one_file_only(tmp_path: Path) -> None:
    for name in ("a", "b"):
        sheet = [["投诉编号", "受理时间", "类别"], [name, "2026-03-05", "一类"]]
        workbook(tmp_path / f"{name}.xlsx", {"Sheet1": sheet})
    path = _map(tmp_path, "sheets:\n  a.xlsx/Sheet1: 忽略\n")
    logs = read_logs([tmp_path], column_map=read_column_map(path, our_tables()))
    assert [(read.file, read.sheets[0].why) for read in logs.files] == [("a.xlsx", "left_out_by_map"), ("b.xlsx", "")]


@pytest.mark.parametrize(
    ("text", "line", "en"),
    [
        ("colums: {投诉记录: {}}\n", 1, 'no part "colums"; did you mean "columns"?'),
        ("columns:\n  投诉纪录: {受理时间: x}\n", 2, 'no table "投诉纪录"; did you mean "投诉记录"?'),
        ("columns:\n  投诉记录:\n    受理時间: x\n", 3, 'no field "受理時间"; did you mean "受理时间"?'),
        ("sheets:\n  甲: 投拆记录\n", 2, 'did you mean "投诉记录"?'),
        ("values:\n  投诉记录:\n    类别: {四类: [x]}\n", 3, 'no value "四类"'),
        ("values:\n  投诉记录:\n    责任人: {甲: [x]}\n", 3, "handler is not a list field"),
        ("columns:\n  投诉记录:\n    受理时间: {a: b}\n", 3, "write one text, or a list of texts"),
        ("values:\n  投诉记录:\n    类别: {一类: [服务], 二类: [服务]}\n", 3, "服务 stands under 一类: name it once"),
        ("columns: [a]\n", 1, "must be written as `name: content`"),
    ],
)
def test_a_map_with_a_wrong_name_is_refused_with_its_line(tmp_path: Path, text: str, line: int, en: str) -> None:
    path = _map(tmp_path, text)
    with pytest.raises(InputFault) as caught:
        read_column_map(path, our_tables())
    assert caught.value.faults[0].place == f"{path}:{line}"
    assert en in caught.value.faults[0].en


def test_all_wrong_names_of_a_map_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputFault) as caught:
        read_column_map(_map(tmp_path, "columns:\n  投诉记录:\n    甲: x\n    乙: y\n"), our_tables())
    assert len(caught.value.faults) == 2


def test_a_proposal_says_what_was_recognised_and_how_surely(tmp_path: Path) -> None:
    lines = [["投诉编号", "投诉时间", "投诉类型", "关闭时间", "答复时间", "备注"], ["1", "2026-03-05"]]
    workbook(tmp_path / "a.xlsx", {"投诉记录": lines})
    (sheet,) = propose([tmp_path])
    assert (sheet.table, sheet.missing) == ("投诉记录", ())
    assert [(column.column, column.field, column.sure) for column in sheet.columns] == [
        ("A", "投诉编号", "canonical"),
        ("B", "受理时间", "synonym"),
        ("C", "类别", "similar"),
        ("D", "办结时间", "ambiguous"),
        ("E", "办结时间", "ambiguous"),
        ("F", "", "unknown"),
    ]


def test_a_proposal_written_down_is_a_map_that_can_be_read(tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx", {"客诉": LINES, "户册": [["房号", "备注"], ["1-301", 'a "b"']]})
    text = as_yaml(propose([tmp_path]), our_tables())
    assert read_column_map(_map(tmp_path, text), our_tables()).columns == {}
    assert "B 备注" in text
    assert '# "a.xlsx/客诉": ' in text


def test_a_sheet_of_which_few_columns_are_known_says_so_and_a_map_settles_it(tmp_path: Path) -> None:
    lines = [["序号", "房间号", "业主", "面积", "用途", "水表", "电表"], [1, "A01", "甲", 48, "商", 1, 2]]
    workbook(tmp_path / "a.xlsx", {"商铺": lines})
    assert [(sheet.table, sheet.why) for sheet in read_logs([tmp_path]).files[0].sheets] == [(None, "few_known")]
    (tmp_path / "columns.yaml").write_text("columns:\n  户册:\n    房号: 房间号\n", encoding="utf-8")
    assert [sheet.table for sheet in read_logs([tmp_path]).files[0].sheets] == ["households"]


def test_a_flat_in_parts_is_joined_and_a_column_named_by_its_letter(tmp_path: Path) -> None:
    lines = [
        ["户册"],
        ["序号", " " * 18, "梯", "新编号", "业主姓名"],
        [1, "B1", "2", 301.0, "甲"],
        [2, "B2", "2", 301.0, "乙"],
    ]
    workbook(tmp_path / "a.xlsx", {"住宅": lines})
    _map(tmp_path, "columns:\n  户册:\n    房号: [{column: B}, 梯, 新编号]\n")
    logs = read_logs([tmp_path])
    rows = list(logs.rows("households"))
    assert [row.values["household"] for row in rows] == ["B1栋2单元301", "B2栋2单元301"]
    assert rows[0].cell("household").cell == "D3"
    assert logs.unmet == ()
    assert logs.files[0].sheets[0].details["joined"] == "房号 ← (B2)、梯(C2)"


def test_a_column_named_by_its_letter_alone_makes_no_sheet_a_table(tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx", {"车位": [["车位", "车牌", "面积"], ["1", "甲A", 12], ["2", "甲B", 12]]})
    _map(tmp_path, "columns: {户册: {房号: {column: A}}}\n")
    assert [sheet.table for sheet in read_logs([tmp_path]).files[0].sheets] == [None]
    _map(tmp_path, "sheets: {车位: 户册}\ncolumns: {户册: {房号: {column: a}}}\n")
    logs = read_logs([tmp_path])
    assert [row.values["household"] for row in logs.rows("households")] == ["1", "2"]


def test_one_header_may_serve_two_fields(tmp_path: Path) -> None:
    lines = [["投诉编号", "受理时间", "类别", "答复时间"], ["1", "2026-03-05", "一类", "2026-03-06"]]
    workbook(tmp_path / "a.xlsx", {"投诉记录": lines})
    _map(tmp_path, "columns: {投诉记录: {办结时间: 答复时间, 反馈时间: 答复时间}}\n")
    row = next(read_logs([tmp_path]).rows("complaints"))
    assert str(row.values["closed_at"]) == str(row.values["feedback_at"]) == "2026-03-06"
    assert row.columns["closed_at"] == row.columns["feedback_at"] == "D"
    (sheet,) = propose([tmp_path])
    assert sheet.columns[3].field == "办结时间、反馈时间"


def test_a_sheet_that_the_map_names_is_that_table_whatever_it_lacks(tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx", {"log": [["Key", "Created"], ["1", "2026-03-05 09:00"]]})
    _map(tmp_path, "sheets: {log: 来电来访}\ncolumns: {来电来访: {时间: Created}}\n")
    (sheet,) = read_logs([tmp_path]).files[0].sheets
    assert (sheet.table, sheet.rows_read, sheet.details["missing"]) == ("contacts", 1, "类型")


def test_a_sheet_that_the_map_names_and_that_has_none_of_the_headers_says_so(tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx", {"log": [["Key", "Created"], ["1", "2026-03-05 09:00"]]})
    _map(tmp_path, "sheets: {log: 来电来访}\n")
    (sheet,) = read_logs([tmp_path]).files[0].sheets
    assert (sheet.table, sheet.why, sheet.details["table"]) == (None, "map_no_headers", "来电来访")


def test_what_the_map_names_and_nobody_finds_is_told_with_its_line(tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx", {"投诉记录": [["投诉编号", "受理时间", "类别"], ["1", "2026-03-05", "一类"]]})
    _map(
        tmp_path,
        "sheets:\n  没有的表: 访谈记录\ncolumns:\n  投诉记录:\n    办结时间: 没有这个列\n    责任人: {column: ZZ}\n    受理时间: 受 理时间\n",
    )
    unmet = read_logs([tmp_path]).unmet
    assert [word(one, "zh") for one in unmet] == [
        "工作表或文件 没有的表（columns.yaml:2）",
        "“投诉记录”的列 没有这个列（columns.yaml:5）",
        "“投诉记录”的列 ZZ（columns.yaml:6）",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "order: {投诉记录: {办结时间: mdy}}\n",
        "columns: {投诉记录: {受理时间: x, order: {办结时间: mdy}}}\n",
        "order: {办结时间: mdy}\n",
    ],
)
def test_the_order_of_short_dates_is_stated_for_a_table_or_for_a_field(tmp_path: Path, text: str) -> None:
    assert read_column_map(_map(tmp_path, text), our_tables()).orders == {("complaints", "closed_at"): "mdy"}


def test_a_table_with_a_field_called_order_keeps_it(tmp_path: Path) -> None:
    read = read_column_map(_map(tmp_path, "columns: {维修回访: {order: 单子}}\n"), our_tables())
    assert (read.columns, read.orders) == ({("repair_visits", "order"): ("单子",)}, {})


@pytest.mark.parametrize(
    ("text", "en"),
    [
        ("order: {投诉记录: {办结时间: ydm}}\n", 'no order of dates "ydm"'),
        ("order: {投诉记录: {责任人: mdy}}\n", "handler is not a date"),
        ("order: {办结日: mdy}\n", 'no field "办结日"; did you mean "办结时间"?'),
        ("columns: {户册: {房号: [{column: 12}, 房]}}\n", "as {column: B}"),
    ],
)
def test_a_wrong_order_or_letter_is_refused(tmp_path: Path, text: str, en: str) -> None:
    with pytest.raises(InputFault) as caught:
        read_column_map(_map(tmp_path, text), our_tables())
    assert en in caught.value.faults[0].en
    assert caught.value.faults[0].place.endswith(":1")


UNKNOWN_SHEETS: dict[str, list[list[Any]]] = {
    "311": [["Unique Key", "Created Date", "Closed Date"], ["1", "03/04/2026", "03/05/2026"]],
    "客诉": [
        ["客诉编号", "受理时间点", "归类", "办结时刻", '备注: "x" #1'],
        ["K", "2026-03-05", "服务", "2026-03-06", ""],
    ],
    "商铺": [["序号", "铺位", "电话", "电话"], [1, "A01", "1", "2"]],
    "无表头": [[1, 2, 3], [4, 5, 6]],
    "投诉记录": [["投诉编号", "受理时间", "类别", "办结时间", "关闭时间"], ["1", "2026-03-05", "一类", "", ""]],
}


@pytest.mark.parametrize("name", UNKNOWN_SHEETS)
def test_a_draft_of_any_sheet_can_be_finished_and_loads_without_its_marks(tmp_path: Path, name: str) -> None:
    workbook(tmp_path / "a.xlsx", {name: UNKNOWN_SHEETS[name]})
    draft = as_yaml(propose([tmp_path]), our_tables())
    assert read_column_map(_map(tmp_path, draft), our_tables()).columns == {}
    opened = re.sub(r"^(\s*)# ?", r"\1", draft, flags=re.MULTILINE)
    read_column_map(_map(tmp_path, opened), our_tables())
    texts = [cell for cell in UNKNOWN_SHEETS[name][0] if isinstance(cell, str)]
    assert all(text.split(":")[0] in draft for text in texts)


def test_a_draft_offers_the_nearest_field_and_the_others_to_choose_from(tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx", {"客诉": UNKNOWN_SHEETS["客诉"]})
    draft = as_yaml(propose([tmp_path]), our_tables())
    assert '# "a.xlsx/客诉": 投诉记录' in draft
    assert '#   办结时间: "办结时刻"' in draft
    assert "#   责任人:\n" in draft
    assert "B 受理时间点" in draft


def test_where_the_map_says_what_a_flat_is_made_of_other_parts_of_it_are_unknown_columns(tmp_path: Path) -> None:
    lines = [["栋数", "原单元号", "新单元号", "业主姓名"], ["B6", "B6-12F", 1201.0, "甲"], ["B4", "B4-1E", 101.0, "乙"]]
    workbook(tmp_path / "a.xlsx", {"户册": lines})
    _map(tmp_path, "columns: {户册: {房号: [{column: B}, 新单元号]}}\n")
    logs = read_logs([tmp_path])
    assert logs.files[0].sheets[0].rows_read == 2
    assert "栋数(A1)" in logs.files[0].sheets[0].details["unknown_columns"]
    _map(tmp_path, "columns: {户册: {房号: [栋数, 新单元号]}}\n")
    logs = read_logs([tmp_path])
    assert [row.values["household"] for row in logs.rows("households")] == ["B6栋1201", "B4栋101"]
