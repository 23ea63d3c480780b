"""The trends sample twice: as the library reads it, and as plain rows read by openpyxl alone, to count by hand."""

from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl

from clausecheck.trends.settings import check_values
from clausecheck.trends.study import Study, open_study

CLONE = Path(__file__).parents[2]
SAMPLE = CLONE / "sample_data" / "trends" / "CH-005_锦绣江南"
AS_OF = date(2026, 10, 31)
GIVEN = {
    "inputs": str(SAMPLE),
    "span": "2023-11-01..2026-10-31",
    "as_of": "2026-10-31",
    "baseline": "2023-11-01..2025-10-31",
    "out": "out",
}


@cache
def study() -> Study:
    return open_study(check_values(GIVEN))


@cache
def study_of(**other: str) -> Study:
    """The same with other parameters."""
    return open_study(check_values({**GIVEN, **other}))


@cache
def plain_rows() -> list[dict]:
    """Every complaint of the sample: header -> value, with its `file` and row `number`; in the order received."""
    rows = []
    for path in sorted(SAMPLE.glob("投诉台账_*.xlsx")):
        sheet = openpyxl.load_workbook(path, read_only=True)["投诉记录"]
        header, *lines = sheet.iter_rows(values_only=True)
        for number, line in enumerate(lines, 2):
            rows.append({**dict(zip(header, line, strict=True)), "file": path.name, "number": number})
    return sorted(rows, key=lambda row: (row["受理时间"], row["file"], row["number"]))


@cache
def handovers() -> list[tuple[str, date]]:
    sheet = openpyxl.load_workbook(SAMPLE / "项目基础资料.xlsx", read_only=True)["户册"]
    header, *lines = sheet.iter_rows(values_only=True)
    flat, day = header.index("房号"), header.index("交付日期")
    return [(line[flat], as_day(line[day])) for line in lines]


def as_day(value: Any) -> date:
    return value.date() if isinstance(value, datetime) else value


def month_of(row: Any) -> str:
    return f"{row['受理时间']:%Y-%m}"
