"""Small real workbooks for the tests of `due` and `diff`: canonical sheets, a few rows."""

from pathlib import Path
from typing import Any

import openpyxl

from clausecheck.schema import tables

FACTS = {
    "项目编码": "DY-001", "项目名称": "东苑", "产权类型": "多产权", "总户数": 400, "收费模式": "包干制", "接管日期": "2024-03-01",
}  # fmt: skip
STAFF = [{"姓名": "李静", "岗位": "客服主管", "到岗日期": "2024-03-01"}]


def write_logs(folder: Path, sheets: dict[str, list[dict[str, Any]]], facts: dict[str, Any] | None = None) -> Path:
    """A workbook with the sheets given, each with its canonical headers and the rows by header."""
    book = openpyxl.Workbook()
    first = book.active
    first.title = "项目信息"
    first.append(["项目", "内容"])
    for item in {**FACTS, **(facts or {})}.items():
        first.append(list(item))
    for name, rows in sheets.items():
        spec = next(spec for spec in tables().values() if spec.sheet == name)
        sheet = book.create_sheet(name)
        headers = [field.header for field in spec.fields.values()]
        sheet.append(headers)
        for row in rows:
            assert set(row) <= set(headers), row
            sheet.append([row.get(header) for header in headers])
    path = folder / "记录.xlsx"
    book.save(path)
    return path
