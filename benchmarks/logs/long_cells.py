"""A text of 30,000 letters in every column of every table, audited whole, with and without --mask: 10 s of CPU at most."""

import resource
import subprocess
import sys
import tempfile
from itertools import cycle
from pathlib import Path

import openpyxl

from clausecheck.procedure.shipped import our_tables

LETTERS = 30_000
MOST_SECONDS = 10.0
SPELLINGS = cycle((
    "1、", "301\n", "（是）", "张三、", "1栋2单元301", "十", "9", "a\u200b", "1/", " ", "2026-08-01 ", "日", "ﷺ", "（", "〃",
    "孙客服和", "-", "\u3000/", "３－２－５０１；", "12:00", "1.1", "无，", "第", "(", "e\u0301", "TS-001 ", "8月", "&",
))  # fmt: skip
"""What a reader of dates, numbers, flats, people, lists, links or times may take long over, again and again."""
FACTS = (
    "项目信息",
    (("项目", "内容"), ("项目编码", "LONG"), ("项目名称", "长文"), ("产权类型", "多产权"), ("总户数", 300)),
)


def write_long_cells(path: Path) -> tuple[int, int]:
    """Writes the workbook; returns its rows and how many of its cells are long."""
    book = openpyxl.Workbook(write_only=True)
    name, lines = FACTS
    facts = book.create_sheet(name)
    for line in lines:
        facts.append(line)
    rows = long = 0
    for table in our_tables().values():
        if table.sheet == name:
            continue
        sheet = book.create_sheet(table.sheet)
        fields = list(table.fields.values())
        sheet.append([field.header for field in fields])
        usual = [field.example for field in fields]
        for at in range(len(fields)):
            sheet.append([_long() if each == at else cell for each, cell in enumerate(usual)])
        sheet.append([_long() for _ in fields])
        rows, long = rows + len(fields) + 1, long + 2 * len(fields)
    book.save(path)
    return rows, long


def _long() -> str:
    spelling = next(SPELLINGS)
    return (spelling * (LETTERS // len(spelling) + 1))[:LETTERS]


def main() -> int:
    """Prints the seconds; returns 1 where an audit takes more than it may, or does not end as one ends."""
    kept = True
    with tempfile.TemporaryDirectory(prefix="clausecheck-long-") as place:
        folder = Path(place)
        rows, long = write_long_cells(folder / "long.xlsx")
        print(f"{rows} rows, {long} cells of {LETTERS:,} letters")
        for options in (["--json-only"], ["--json-only", "--mask"], [], ["--mask"]):
            seconds, code = _audited(folder, options)
            kept = kept and seconds <= MOST_SECONDS and code in (0, 1)
            print(f"  audit {' '.join(options) or '(all papers)':22} {seconds:5.1f} s CPU   exit code {code}")
    return 0 if kept else 1


def _audited(folder: Path, options: list[str]) -> tuple[float, int]:
    """Seconds of CPU, of every process of it, and the exit code."""
    where = folder / ("out" + "".join(options))
    usual = ["audit", str(folder / "long.xlsx"), "--period", "2026-Q3", "--as-of", "2026-09-30", "--out", str(where)]
    before = _seconds()
    command = [sys.executable, "-c", "from clausecheck.cli import main; main()", *usual, *options]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode not in (0, 1) or "Traceback" in done.stderr:
        print(done.stderr[-3000:])
    return _seconds() - before, done.returncode


def _seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    sys.exit(main())
