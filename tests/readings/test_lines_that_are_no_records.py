"""A sample with one more line under every table, or banners between its rows: the same findings, to the letter."""

import io
from datetime import date
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from clausecheck.nouns.model import Finding
from clausecheck.pipeline import audit_project

SAMPLE = next(Path(__file__).parents[2].joinpath("sample_data").glob("CH-001*/*.xlsx"))
PERIOD, AS_OF = "2026", date(2026, 10, 31)
FACTS = "项目信息"

FEET: dict[str, list[list[str]]] = {
    "to be signed": [["服务中心经理签字：      年  月  日"]],
    "the rest is blank": [["（以下空白）"], ["——以下空白——"], ["第 1 页 共 1 页"]],
    "stamp and day": [["（盖章）"], ["2026年10月8日"]],
    "who made it, in cells": [["制表人", "张三", "审核人", "李四", "日期", "2026-10-08"]],
    "who made it, in one cell": [["制表人 张三   审核人 李四"], ["经办人：王五", "审核人："]],
    "nothing": [["/"] * 6, ["无", "无", "无"], ["本月无记录"]],
    "an example": [["示例", "2026-08-01", "2026-08-01", "2026-08-01", "示例"]],
}


@pytest.mark.parametrize("foot", FEET)
def test_a_line_at_the_foot_of_every_table_changes_no_finding(foot: str, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(_sample()))
    for sheet in book:
        if sheet.title != FACTS:
            last = max(row[0].row for row in sheet.iter_rows() if any(cell.value is not None for cell in row))
            for number, line in enumerate(FEET[foot], last + 1):
                for column, text in enumerate(line, 1):
                    sheet.cell(number, column).value = text
    book.save(tmp_path / SAMPLE.name)
    assert _findings(tmp_path / SAMPLE.name) == _as_handed_in()


def test_a_banner_of_the_month_between_the_rows_changes_only_their_numbers(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(_sample()))
    for sheet in book:
        if sheet.title != FACTS:
            for number in range(sheet.max_row, 2, -7):
                sheet.insert_rows(number)
                sheet.cell(number, 1).value = "七月份"
    book.save(tmp_path / SAMPLE.name)
    moved = [(one.code, one.verdict, one.reason) for one in _findings(tmp_path / SAMPLE.name)]
    assert sorted(moved) == sorted((one.code, one.verdict, one.reason) for one in _as_handed_in())


@cache
def _sample() -> bytes:
    return SAMPLE.read_bytes()


@cache
def _as_handed_in() -> list[Finding]:
    return _findings(SAMPLE)


def _findings(path: Path) -> list[Finding]:
    return audit_project(path, PERIOD, AS_OF).findings
