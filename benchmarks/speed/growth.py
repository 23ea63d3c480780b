"""Logs that grow in one direction alone: `python growth.py CASE SIZE OUT.xlsx`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

Sheets = dict[str, Sequence[Sequence[object]]]
COMPLAINTS = ("投诉编号", "受理时间", "录入时间", "类别", "责任人", "日常记录编号", "反馈时间", "处理措施", "办结时间")
STAFF = ("姓名", "岗位", "到岗日期")
INTERVIEWS = ("访谈编号", "访谈时间", "房号", "受访人", "受访人身份", "方式", "访谈人", "意见建议", "处理情况")


def _write(path: Path, flats: int, sheets: Sheets) -> None:
    import openpyxl  # noqa: PLC0415 - whoever measures asks for the names of the cases, and is to stay small

    book = openpyxl.Workbook(write_only=True)
    facts = (
        ("项目", "内容"),
        ("项目编码", "G"),
        ("项目名称", "增"),
        ("产权类型", "多产权"),
        ("总户数", flats),
        ("收费模式", "包干制"),
    )
    for name, rows in {"项目信息": facts, **sheets}.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(tuple(row))
    book.save(path)


def _complaint(n: int, handler: str = "员工1号", record: str | None = None) -> tuple[object, ...]:
    day = f"2026-08-{1 + n % 28:02d}"
    return (f"T{n}", f"{day} 09:00", f"{day} 09:10", "一类", handler, record, f"{day} 12:00", "已处理", f"{day} 17:00")


def _staff(count: int) -> list[tuple[object, ...]]:
    return [STAFF, *((f"员工{n}号", "客服", "2020-01-01") for n in range(1, count + 1))]


def rows(path: Path, size: int) -> None:
    """The sample so many times over."""
    sys.path.append(str(Path(__file__).parents[1]))
    from big_log import write_multiplied  # noqa: PLC0415 - likewise

    write_multiplied(path, size)


def flats(path: Path, size: int) -> None:
    """Every flat in the register, and one interview in each."""
    named = [f"{1 + n // 400}栋{1 + n // 100 % 4}单元{1 + n // 4 % 25:02d}{1 + n % 4:02d}" for n in range(size)]
    held = [
        (
            f"F{n}",
            f"2026-{1 + n % 9:02d}-{1 + n % 28:02d} 10:00",
            flat,
            "王先生",
            "业主",
            "上门",
            "员工1号",
            "无",
            "已记录",
        )
        for n, flat in enumerate(named)
    ]
    register = [("房号", "业主姓名"), *((flat, "王先生") for flat in named)]
    _write(path, size, {"人员": _staff(3), "户册": register, "访谈记录": [INTERVIEWS, *held]})


def staff(path: Path, size: int) -> None:
    """A long list of people, and five times as many complaints, each with a handler whom it does not name."""
    logged = [_complaint(n, handler=f"生人{n}") for n in range(5 * size)]
    _write(path, 300, {"人员": _staff(size), "投诉记录": [COMPLAINTS, *logged]})


def sheets(path: Path, size: int) -> None:
    """So many sheets of twenty complaints each."""
    logged = {
        f"投诉记录{n}": [COMPLAINTS, *(_complaint(20 * n + row) for row in range(20))] for n in range(1, size + 1)
    }
    _write(path, 300, {"人员": _staff(3), **logged})


def records(path: Path, size: int) -> None:
    """So many daily records of outages, and a complaint that names each."""
    days = [f"2026-08-{1 + n % 28:02d}" for n in range(size)]
    kept = [(f"R{n}", f"{day} 09:05", f"{day} 08:00", f"{day} 12:00", "系统故障") for n, day in enumerate(days)]
    logged = [_complaint(n, record=f"R{n}") for n in range(size)]
    daily = [("记录编号", "记录时间", "故障开始", "故障恢复", "内容"), *kept]
    _write(path, 300, {"人员": _staff(3), "日常工作记录": daily, "投诉记录": [COMPLAINTS, *logged]})


def fails(path: Path, size: int) -> None:
    """So many complaints of which nothing but the number and the receipt is filled in."""
    logged = [(f"T{n}", f"2026-08-{1 + n % 28:02d} 09:00", *[None] * 7) for n in range(size)]
    _write(path, 300, {"人员": _staff(3), "投诉记录": [COMPLAINTS, *logged]})


CASES: dict[str, tuple[Callable[[Path, int], None], int]] = {
    "rows": (rows, 8),
    "flats": (flats, 1000),
    "staff": (staff, 300),
    "sheets": (sheets, 60),
    "daily records": (records, 800),
    "failing findings": (fails, 800),
}
"""How each grows, and the smaller of the two sizes; the other is ten times that."""

if __name__ == "__main__":
    CASES[sys.argv[1]][0](Path(sys.argv[3]), int(sys.argv[2]))
