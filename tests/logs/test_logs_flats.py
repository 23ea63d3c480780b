"""A flat written over several columns is one flat; what the number says itself is not said twice."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from logbooks import workbook

from clausecheck.logs import read_logs
from clausecheck.logs.flatparts import whole_flat
from clausecheck.logs.propose import propose
from clausecheck.procedure.shipped import our_words


@pytest.mark.parametrize(
    ("room", "building", "unit", "whole"),
    [
        ("301", "1", "2", "1栋2单元301"),
        ("301", 1.0, 2.0, "1栋2单元301"),
        ("0301", "01栋", "2单元", "01栋2单元0301"),
        ("301室", "一号楼", "", "一号楼301室"),
        ("301", "A座", "/", "A座301"),
        ("301", "3#", "无", "3#301"),
        ("2-301", "1", "2", "1栋2-301"),
        ("2单元301", "1", "2", "1栋2单元301"),
        ("1-2-301", "1", "2", "1-2-301"),
        ("1栋2单元301", "01", "2", "1栋2单元301"),
        ("1栋301", "1", "2", "1栋301"),
        ("B1-3", "B1", "", "B1-3"),
        ("301、302", "1", "2", "1栋2单元301、1栋2单元302"),
        ("01010707_01", "1", "2", "01010707_01"),
        ("商铺", "1", "", "商铺"),
        ("301", "", "", "301"),
        ("1", "1", "1", "1栋1单元1"),
    ],
)
def test_a_number_is_completed_by_the_columns_beside_it(room: str, building: Any, unit: Any, whole: str) -> None:
    assert whole_flat(room, [("栋", building), ("单元", unit)], our_words()) == whole


def _register(folder: Path) -> Path:
    lines = [["楼栋号", "单元", "房号", "业主姓名"], [1, 1, 301, "甲"], [None, 2, 301, "乙"], [2, 1, 301, "丙"]]
    path = workbook(folder / "a.xlsx", {"户册": lines})
    book = openpyxl.load_workbook(path)
    book["户册"].merge_cells("A2:A3")
    book.save(path)
    return path


def test_a_register_in_columns_is_read_as_whole_flats_with_the_cell_of_the_number(tmp_path: Path) -> None:
    logs = read_logs([_register(tmp_path)])
    rows = list(logs.rows("households"))
    assert [row.values["household"] for row in rows] == ["1栋1单元301", "1栋2单元301", "2栋1单元301"]
    assert [row.raw["household"] for row in rows] == ["301"] * 3
    assert rows[0].cell("household").cell == "C2"
    assert logs.files[0].sheets[0].details == {"joined": "房号 ← 楼栋号(A1)、单元(B1)"}


def test_the_proposed_map_shows_which_columns_complete_the_number(tmp_path: Path) -> None:
    (sheet,) = propose([_register(tmp_path)])
    assert [column.sure for column in sheet.columns] == ["part", "part", "canonical", "canonical"]


def test_two_columns_for_the_building_make_the_number_ambiguous(tmp_path: Path) -> None:
    lines = [["楼栋", "楼号", "房号", "业主姓名", "联系电话"], [1, 7, 301, "甲", "1"]]
    logs = read_logs([workbook(tmp_path / "a.xlsx", {"户册": lines})])
    assert logs.files[0].sheets[0].details["ambiguous"] == "房号 ← 房号(C1)、楼栋(A1)、楼号(B1)"
    assert "household" in logs.blocks[0].absent
