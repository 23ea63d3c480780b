"""Time and memory of annotating a big workbook, beside what openpyxl needs to load and save it.

    python benchmarks/marks/big.py [rows] [marks] [columns]

Each program runs in a process of its own and is measured whole: start, imports, work. Seconds are of the processor, so that
a busy machine does not decide; the wall clock is printed too. Exit code 1 if the promise (a twentieth of the time, a quarter
of the memory, verification included) is broken.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SHEET = "投诉记录"


def make(path: Path, rows: int, columns: int) -> None:
    """A log as Excel would save it: shared strings, dates, numbers, formulas with their values."""
    import xlsxwriter  # noqa: PLC0415 - each process loads only what it measures

    random.seed(7)
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(SHEET)
        date = book.add_format({"num_format": "yyyy-mm-dd hh:mm", "border": 1})
        for row in range(rows):
            for column in range(columns):
                kind = column % 4
                if kind == 0:
                    sheet.write_string(row, column, f"TS-{row:06d}-{column}")
                elif kind == 1:
                    sheet.write_number(row, column, 45000 + random.random() * 900, date)
                elif kind == 2:
                    sheet.write_string(
                        row, column, random.choice(("电话", "上门", "电梯故障停运，业主多次反映", "一类"))
                    )
                else:
                    sheet.write_formula(row, column, f"=B{row + 1}*2", None, row * 1.5)


def load_and_save(source: Path, target: Path) -> None:
    import openpyxl  # noqa: PLC0415 - each process loads only what it measures

    openpyxl.load_workbook(source).save(target)


def annotated(source: Path, target: Path, marks: int, rows: int) -> None:
    from clausecheck.marks import Column, Link, Mark, Sheet, Value, annotate  # noqa: PLC0415 - each process loads only what it measures

    random.seed(11)
    chosen = sorted(random.sample(range(1, rows + 1), marks))
    made = [
        Mark(
            SHEET,
            f"{'BCF'[index % 3]}{row}",
            ("FFC7CE", "FFEB9C")[index % 2],
            f"CMP10 逾期\n要求：7 日内办结\n发现：{index} 日",
        )
        for index, row in enumerate(chosen)
    ]
    findings = [
        [Value("CMP10"), Value(each.cell, Link(SHEET, each.cell)), "不符合", "7 日内办结", each.text] for each in made
    ]
    columns = [Column("规则", 10), Column("位置", 18), Column("结论", 10), Column("要求", 30), Column("发现", 30)]
    annotate(source, target, made, [Sheet("核查结果", columns, findings, ("核查结果",), "first")], "规程核查")


def measured(*arguments: str) -> dict[str, float]:
    started = time.perf_counter()
    done = subprocess.run([sys.executable, __file__, "--one", *arguments], check=True, capture_output=True, text=True)
    return {**json.loads(done.stdout.splitlines()[-1]), "wall": time.perf_counter() - started}


def one(kind: str, source: str, target: str, marks: str, rows: str) -> None:
    import resource  # noqa: PLC0415 - each process loads only what it measures

    if kind == "make":
        make(Path(source), int(rows), int(target))
    elif kind == "openpyxl":
        load_and_save(Path(source), Path(target))
    else:
        annotated(Path(source), Path(target), int(marks), int(rows))
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps({"cpu": used.ru_utime + used.ru_stime, "megabytes": used.ru_maxrss / 1024}))


def main() -> int:
    rows, marks, columns = (int(each) for each in (*sys.argv[1:], *("100000", "5000", "12")[len(sys.argv) - 1 :]))
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "big.xlsx"
        measured("make", str(source), str(columns), "0", str(rows))  # not here: a child is charged its parent's memory
        given = (str(source), str(Path(folder) / "out.xlsx"), str(marks), str(rows))
        ours = max((measured("annotate", *given) for _ in range(3)), key=lambda each: each["cpu"])  # the worst of three
        theirs = measured("openpyxl", *given)
    print(f"{rows} rows, {columns} columns, {marks} marks")
    for name, each in (("annotate", ours), ("openpyxl", theirs)):
        print(f"  {name:9}{each['cpu']:7.2f} s processor {each['wall']:7.2f} s wall {each['megabytes']:7.0f} MB")
    time_ratio, memory_ratio = theirs["cpu"] / ours["cpu"], theirs["megabytes"] / ours["megabytes"]
    print(f"  {time_ratio:.1f} times as fast, 1/{memory_ratio:.1f} of the memory")
    return 0 if time_ratio > 20 and memory_ratio > 4 else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(*sys.argv[2:])
    else:
        sys.exit(main())
