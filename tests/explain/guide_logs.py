"""Small real workbooks for the tests of `due` and `diff`: canonical sheets, a few rows."""

from pathlib import Path
from typing import Any

import openpyxl

from clausecheck.procedure.shipped import our_tables

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
        spec = next(spec for spec in our_tables().values() if spec.sheet == name)
        sheet = book.create_sheet(name)
        headers = [field.header for field in spec.fields.values()]
        sheet.append(headers)
        for row in rows:
            assert set(row) <= set(headers), row
            sheet.append([row.get(header) for header in headers])
    path = folder / "记录.xlsx"
    book.save(path)
    return path


PERSONAL = {"欧阳若蘅", "若蘅", "夏侯景澄", "景澄", "3栋2单元1804", "1804", "13800138000"}
"""What `write_personal_logs` writes and nobody may read in a masked list."""


def write_personal_logs(folder: Path) -> Path:
    """Logs whose complaints are named by who complained and where: two are still open on 2026-11-04, one was handled late."""
    named = ("欧阳若蘅3栋2单元1804电话13800138000", "夏侯景澄3栋2单元1804电话13800138000")
    taken = {"受理时间": "2026-11-03 10:00", "类别": "一类", "房号": "3栋2单元1804"}
    complaints = [
        {"投诉编号": named[0], "投诉人": "欧阳若蘅", **taken},
        {"投诉编号": named[1], "投诉人": "夏侯景澄", **taken},
        {"投诉编号": f"{named[0]}-2", "投诉人": "欧阳若蘅", **taken, "受理时间": "2026-08-05", "办结时间": "2026-08-09", "处理措施": "已处理"},
    ]  # fmt: skip
    return write_logs(folder, {"投诉记录": complaints, "人员": STAFF})
