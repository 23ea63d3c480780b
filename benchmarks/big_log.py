"""A log as large as a benchmark wants it, in a real workbook.

python benchmarks/big_log.py 300 OUT.xlsx      the sample CH-001 with 300 times its complaints, interviews, …
"""

import sys
from pathlib import Path

import openpyxl

SAMPLE = next((Path(__file__).parents[1] / "sample_data").glob("CH-001*")) / "翠湖花园_客户沟通记录_2026.xlsx"
MANY = ("投诉记录", "访谈记录", "来电来访", "维修回访")
"""The sheets of the sample whose rows are repeated, each with an identifier in its first column."""

FACTS = (
    ("项目", "内容"),
    ("项目编码", "BIG"),
    ("项目名称", "大盘"),
    ("产权类型", "多产权"),
    ("总户数", 3000),
    ("收费模式", "包干制"),
    ("接管日期", "2020-01-01"),
)
HEADERS = ("投诉编号", "受理时间", "录入时间", "房号", "类别", "责任人", "反馈时间", "处理措施", "办结时间", "内容")
MATTERS = ("电梯异响", "外墙渗水", "夜间噪音", "路灯不亮")


def write_big_log(path: Path, complaints: int, late_every: int, years: int = 1) -> Path:
    """Writes a project of 3,000 households with so many complaints up to September 2026; returns where.

    Every so many-th complaint was entered late. The complaints spread over the `years` before, the last of them 2026.
    """
    book = openpyxl.Workbook(write_only=True)
    facts = book.create_sheet("项目信息")
    for row in FACTS:
        facts.append(row)
    staff = book.create_sheet("人员")
    for row in (("姓名", "岗位", "到岗日期"), ("王敏", "客服", "2020-01-01")):
        staff.append(row)
    log = book.create_sheet("投诉记录")
    log.append(HEADERS)
    for i in range(complaints):
        day = f"{2026 - i // 9 % years}-{1 + i % 9:02d}-{1 + i % 27:02d}"
        flat = f"{1 + i % 30}栋{1 + i % 4}单元{i % 25 + 1:02d}01"
        entered = f"{day} 10:{'10' if i % late_every else '45'}"
        klass, closed = ("二类" if i % 5 == 0 else "一类"), f"{day} {15 + i % 4}:00"
        log.append(
            (
                f"TS-{i:06d}",
                f"{day} 10:00",
                entered,
                flat,
                klass,
                "王敏",
                f"{day} 15:00",
                "已处理",
                closed,
                MATTERS[i % 4],
            )
        )
    book.save(path)
    return path


def write_multiplied(path: Path, times: int) -> Path:
    """Writes the sample with so many times its complaints, interviews, contacts and repair visits; returns where.

    Every identifier is used once: the second TS-202601-001 is TS-202601-001-2. Values alone are kept, no formats.
    """
    source = openpyxl.load_workbook(SAMPLE, read_only=True)
    book = openpyxl.Workbook(write_only=True)
    for sheet in source:
        rows = list(sheet.iter_rows(values_only=True))
        copy = book.create_sheet(sheet.title)
        for row in rows:
            copy.append(row)
        for n in range(2, times + 1) if sheet.title in MANY else ():
            for row in rows[1:]:
                if row[0] is not None:
                    copy.append((f"{row[0]}-{n}", *row[1:]))
    book.save(path)
    return path


if __name__ == "__main__":
    write_multiplied(Path(sys.argv[2]), int(sys.argv[1]))
