"""Runs the full-size proofs and writes them to docs/proofs.md with a date. `benchmarks/prove` calls it."""

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import openpyxl

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "proofs.md"
ROWS = 100_000
MOST_SECONDS, MOST_MEGABYTES = 120, 3072


def annotating() -> tuple[str, bool]:
    """A 100,000-row workbook with 5,000 marks, beside what openpyxl needs to load and save it."""
    command = [sys.executable, str(HERE / "annotate" / "big.py"), str(ROWS), "5000"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    return done.stdout.strip() or done.stderr.strip(), done.returncode == 0


def reading() -> tuple[str, bool]:
    """Every spreadsheet that the installed packages ship, and twenty spoilt versions of each."""
    folders = [sys.prefix, sys.base_prefix, "/usr/share", "/usr/lib"]
    command = [sys.executable, str(HERE / "logs" / "foreign.py"), "--spoil", "20", *folders]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    return done.stdout.strip() or done.stderr.strip(), done.returncode == 0


def auditing(folder: Path) -> tuple[str, bool]:
    """A project of 100,000 complaints and 3,000 households, from the command line to findings.json."""
    book = openpyxl.Workbook(write_only=True)
    facts = book.create_sheet("项目信息")
    for row in (
        ("项目", "内容"),
        ("项目编码", "BIG"),
        ("产权类型", "多产权"),
        ("总户数", 3000),
        ("收费模式", "包干制"),
        ("接管日期", "2020-01-01"),
    ):
        facts.append(row)
    staff = book.create_sheet("人员")
    staff.append(("姓名", "岗位", "到岗日期"))
    staff.append(("王敏", "客服", "2020-01-01"))
    log = book.create_sheet("投诉记录")
    log.append(("投诉编号", "受理时间", "录入时间", "房号", "类别", "责任人", "反馈时间", "处理措施", "办结时间"))
    for i in range(ROWS):
        day, late = f"2026-{1 + i % 9:02d}-{1 + i % 27:02d}", i % 20 == 0
        flat = f"{1 + i % 30}栋{1 + i % 4}单元{i % 25 + 1:02d}01"
        entered = f"{day} 10:{'45' if late else '10'}"
        log.append(
            (f"TS-{i:06d}", f"{day} 10:00", entered, flat, "一类", "王敏", f"{day} 15:00", "已处理", f"{day} 17:00")
        )
    path = folder / "big.xlsx"
    book.save(path)
    command = [
        sys.executable,
        "-c",
        "from clausecheck.cli import main; main()",
        "audit",
        str(path),
        "--period",
        "2026",
        "--as-of",
        "2026-10-31",
        "--json-only",
        "--out",
        str(folder / "out"),
    ]
    seconds, megabytes = _measured(command)
    document = json.loads((folder / "out" / "BIG" / "2026" / "findings.json").read_text(encoding="utf-8"))
    judged = len(document["findings"])
    text = f"{ROWS:,} complaints, {judged:,} judgements: {seconds:.1f} s, peak {megabytes:,.0f} MB (promise: {MOST_SECONDS} s, {MOST_MEGABYTES} MB)"
    return text, seconds <= MOST_SECONDS and megabytes <= MOST_MEGABYTES and judged > 5 * ROWS


def exploring() -> tuple[str, bool]:
    """100,000 complaints: every figure of the trends page and every answer of its explorer, each under a second."""
    command = [sys.executable, str(HERE / "analysis" / "explore.py"), str(ROWS)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    return done.stdout.strip() or done.stderr.strip(), done.returncode == 0


def _measured(command: list[str]) -> tuple[float, float]:
    """Wall seconds and peak memory in MB of a command, the largest of its processes."""
    import resource  # noqa: PLC0415 - POSIX only, like this script

    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return time.perf_counter() - start, peak


def main() -> int:
    """Writes the page; returns 1 when a promise is broken."""
    date = sys.argv[1]
    proofs = []
    with tempfile.TemporaryDirectory(prefix="clausecheck-prove-") as folder:
        proofs.append(("Auditing a big log (`clausecheck audit --json-only`)", *auditing(Path(folder))))
    proofs.append(("Annotating a big workbook (whole processes, verification included)", *annotating()))
    proofs.append(("Reading foreign spreadsheets, whole and spoilt", *reading()))
    proofs.append(
        ("Exploring complaints (figures and answers of the trends page, a second each at most)", *exploring())
    )
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    lines = ["# Proofs at full size", "", f"Made by `benchmarks/prove {date}` on {machine}.", ""]
    for title, text, kept in proofs:
        lines += [f"## {title}: {'kept' if kept else 'BROKEN'}", "", "```", text, "```", ""]
    PAGE.write_text("\n".join(lines), encoding="utf-8", newline="\n")
    print(PAGE.read_text(encoding="utf-8"))
    return 0 if all(kept for _, _, kept in proofs) else 1


if __name__ == "__main__":
    sys.exit(main())
