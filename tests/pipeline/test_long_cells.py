"""A whole audit of cells as long as Excel allows costs in proportion to what it costs without them."""

import time
from itertools import cycle
from pathlib import Path
from typing import Any

import openpyxl

from clausecheck.pipeline import audit_project
from clausecheck.procedure.shipped import our_tables
from clausecheck.procedure.tables import FieldSpec

LONGEST = 32_000
PATTERNS = ("\ufdfa", "1、", "1/", "（是）", "十", "1栋2单元301、", "301\n", "a\u200b", "张三、", "合计:", "1 ")
FACTS = {"code": "CH-1", "ownership": "多产权", "households": 4, "fee_model": "包干制", "takeover_date": "2024-01-01"}
USUAL: dict[str, Any] = {
    "when": "2026-08-05",
    "day": "2026-08-05",
    "month": "2026-08",
    "quarter": "2026Q3",
    "year": 2026,
}
USUAL |= {"span": "2026Q2", "count": 3, "household": "1栋1单元101", "contents": "防火"}


def _usual(field: FieldSpec) -> Any:
    return field.choices[0][0] if field.type == "list" else USUAL.get(field.type, "甲")


def _workbook(path: Path, length: int) -> Path:
    """Every table with a row for each column that holds a long text, another pattern each, and a row of nothing else."""
    book = openpyxl.Workbook(write_only=True)
    patterns = cycle(PATTERNS)

    def long() -> str:
        pattern = next(patterns)
        return (pattern * length)[:length]

    for spec in our_tables().values():
        sheet = book.create_sheet(spec.sheet)
        fields = list(spec.fields.values())
        if spec.facts:
            sheet.append(["项目", "内容"])
            for field in fields:
                sheet.append([field.header, FACTS.get(field.key) or long()])
            continue
        sheet.append([field.header for field in fields])
        for column in range(len(fields)):
            sheet.append([long() if i == column else _usual(field) for i, field in enumerate(fields)])
        sheet.append([long() for _ in fields])
    book.save(path)
    return path


def _took(path: Path) -> float:
    started = time.process_time()
    audit_project(path, "2026-Q3", "2026-09-30")
    return time.process_time() - started


def test_the_longest_cells_in_every_column_cost_in_proportion(tmp_path: Path) -> None:
    usual, long = _workbook(tmp_path / "a.xlsx", 10), _workbook(tmp_path / "b.xlsx", LONGEST)
    least = min(_took(usual) for _ in range(2))
    assert _took(long) < 40 * least
