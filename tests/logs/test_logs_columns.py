"""A project's own names for its columns: what the map does, what is refused, what is proposed."""

from pathlib import Path

import pytest
from logbooks import workbook

from clausecheck.errors import InputFault
from clausecheck.logs import read_column_map, read_logs
from clausecheck.logs.draft import as_yaml
from clausecheck.logs.propose import propose

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
    logs = read_logs([tmp_path], column_map=read_column_map(path))
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
        ("columns: [a]\n", 1, "must be written as `name: content`"),
    ],
)
def test_a_map_with_a_wrong_name_is_refused_with_its_line(tmp_path: Path, text: str, line: int, en: str) -> None:
    path = _map(tmp_path, text)
    with pytest.raises(InputFault) as caught:
        read_column_map(path)
    assert caught.value.faults[0].place == f"{path}:{line}"
    assert en in caught.value.faults[0].en


def test_all_wrong_names_of_a_map_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputFault) as caught:
        read_column_map(_map(tmp_path, "columns:\n  投诉记录:\n    甲: x\n    乙: y\n"))
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
    text = as_yaml(propose([tmp_path]))
    assert read_column_map(_map(tmp_path, text)).columns == {}
    assert '# ？: ["备注"]' in text
    assert '# "a.xlsx/客诉": ' in text


def test_a_sheet_of_which_few_columns_are_known_says_so_and_a_map_settles_it(tmp_path: Path) -> None:
    lines = [["序号", "房间号", "业主", "面积", "用途", "水表", "电表"], [1, "A01", "甲", 48, "商", 1, 2]]
    workbook(tmp_path / "a.xlsx", {"商铺": lines})
    assert [(sheet.table, sheet.why) for sheet in read_logs([tmp_path]).files[0].sheets] == [(None, "few_known")]
    (tmp_path / "columns.yaml").write_text("columns:\n  户册:\n    房号: 房间号\n", encoding="utf-8")
    assert [sheet.table for sheet in read_logs([tmp_path]).files[0].sheets] == ["households"]
