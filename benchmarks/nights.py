"""Nights over many projects: faults that stay alone, kills that change nothing, how well two processes work, what a second night
costs, and notebooks in copies of a warm process beside papermill's own. Writes docs/nights.md.

    python benchmarks/nights.py DATE [--projects 200] [--killed 20] [--kills 50] [--small 500] [--notebooks 8] [--row 1000]

Ends with 1 where a law is broken: a fault that is not told of its project alone, a byte that differs, an output that differs.
Seconds and shares are told, and promised nothing: they are to be read on a machine that does nothing else.
"""

import argparse
import hashlib
import json
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from multiprocessing import Process
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
import papermill
import psutil

from clausecheck.simulate import Disturbance, Wish, make
from clausecheck.warm.engine import register

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "nights.md"
AS_OF, PERIOD = date(2026, 10, 31), "2026-09"
SMALL = (326, 1)
"""Households and density of a small project: one of CH-001's size."""
PROGRAM = "from clausecheck.cli import main; main()"


@dataclass
class Page:
    """Lines of the page, and whether every law held."""

    lines: list[str] = field(default_factory=list)
    kept: bool = True

    def tell(self, line: str, kept: bool = True) -> None:
        self.lines.append(f"- {line}" if kept else f"- **✗** {line}")
        self.kept = self.kept and kept
        print(self.lines[-1], flush=True)


def simulated(place: Path, count: int, households: int = 6) -> Path:
    make(place / "logs", place / "answers", 14, count, Wish("2026", AS_OF, households, 2), Disturbance(3, 0, ()))
    return place / "logs"


def command(logs: Path, out: Path, *more: str) -> list[str]:
    options = ["--period", PERIOD, "--as-of", AS_OF.isoformat(), "--out", str(out), *more]
    return [sys.executable, "-c", PROGRAM, "portfolio", str(logs), *options]


def night(logs: Path, out: Path, *more: str) -> tuple[dict[str, int], float]:
    """The states of a night, and the seconds it took."""
    start = time.perf_counter()
    subprocess.run(command(logs, out, *more), capture_output=True, check=False)
    seconds = time.perf_counter() - start
    document = json.loads((out / "portfolio.json").read_text(encoding="utf-8"))
    return dict(Counter(one["state"] for one in document["projects"])), seconds


def results(out: Path) -> dict[str, str]:
    """Every file of every result, by its hash."""
    files = (path for path in out.glob("SIM-*/**/*") if path.is_file())
    return {path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def faults(page: Page, place: Path, count: int) -> None:
    """Many projects with notebooks: three broken in different ways, one stopped while it is audited."""
    logs = simulated(place, count)
    folders = sorted(logs.iterdir())
    broken = [next(folder.glob("*.xlsx")) for folder in folders[:3]]
    broken[0].write_bytes(b"no workbook")
    broken[1].write_bytes(broken[1].read_bytes()[:2000])
    (folders[2] / "waivers.yaml").write_text("- code: CMP10\n", encoding="utf-8")
    more = ("--papers", "all", "--notebooks", "--jobs", "2", "--seconds", "90")
    start = time.perf_counter()
    with subprocess.Popen(
        command(logs, place / "out", *more), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as run:
        _stop_one(psutil.Process(run.pid))
    seconds = time.perf_counter() - start
    entries = json.loads((place / "out" / "portfolio.json").read_text(encoding="utf-8"))["projects"]
    states = Counter(one["state"] for one in entries)
    notebooks = len(list((place / "out").glob("SIM-*/*/project_audit.ipynb")))
    wanted = {"audited": count - 4, "failed": 3, "timed_out": 1}
    said = f"{count} projects with notebooks, two processes: {dict(states)}, {notebooks} notebooks, {seconds:.0f} s"
    page.tell(said, dict(states) == wanted and notebooks == count - 4 and run.returncode == 1)
    for one in entries:
        if one["state"] in ("failed", "timed_out"):
            page.tell(
                f"`{one['code']}` {one['state']}: {' '.join(one['reason']['zh'].replace(f'{place}/', '').split())[:160]}"
            )


def _stop_one(driver: psutil.Process) -> None:
    """Stops one of the processes that audit, one that began some seconds after the first, so that it never ends by itself."""
    seen: set[int] = set()
    while len(seen) < 8 and driver.is_running():
        with suppress(psutil.Error):
            for child in driver.children():
                if child.pid not in seen:
                    seen.add(child.pid)
                    if len(seen) == 8:
                        child.suspend()
        time.sleep(0.005)


def kills(page: Page, place: Path, count: int, times: int) -> None:
    """The run, or one of the processes it started, killed at random moments; run again, the end is that of one undisturbed."""
    logs, chance = simulated(place, count), random.Random(14)
    more = ("--papers", "all", "--notebooks", "--jobs", "2")
    _, seconds = night(logs, place / "out", *more)
    wanted, differing, whom = results(place / "out"), 0, Counter[str]()
    for _ in range(times):
        shutil.rmtree(place / "out")
        with subprocess.Popen(
            command(logs, place / "out", *more), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as run:
            time.sleep(chance.uniform(0.2, seconds))
            with suppress(psutil.Error):
                driver = psutil.Process(run.pid)
                victim = chance.choice([driver, *driver.children(recursive=True)])
                whom["the run" if victim == driver else "a process of it"] += 1
                victim.kill()
        night(logs, place / "out", *more)
        found = results(place / "out")
        differing += found != wanted
        for name in sorted(name for name in found.keys() | wanted.keys() if found.get(name) != wanted.get(name)):
            print(f"  differs: {name}", file=sys.stderr, flush=True)
    said = f"{count} projects, killed (SIGKILL) {times} times at random moments ({dict(whom)}) and run again: {differing} ends differ from the undisturbed one, byte for byte"
    page.tell(said, not differing)


def two(page: Page, place: Path, count: int) -> None:
    """How well two processes work beside a control that only reckons; then a second night with one in a hundred changed."""
    logs = simulated(place, count, SMALL[0])
    control = _burnt(2) / _burnt(1)
    (_, one), (states, both) = (
        night(logs, place / "one", "--papers", "none", "--jobs", "1"),
        night(logs, place / "two", "--papers", "none", "--jobs", "2"),
    )
    share = one / both / 2 * control
    page.tell(
        f"{count} small projects without papers: {one:.0f} s with one process, {both:.0f} s with two; a loop that only reckons takes {control:.2f} times as long in two processes at once: efficiency {share:.0%} of the control"
    )
    for folder in sorted(logs.iterdir())[: max(1, count // 100)]:
        (folder / "waivers.yaml").write_text("[]\n", encoding="utf-8")
    states, again = night(logs, place / "two", "--papers", "none", "--jobs", "2")
    page.tell(
        f"second night, one in a hundred changed: {dict(states)}, {again:.1f} s, {again / both:.0%} of the first",
        states == {"audited": max(1, count // 100), "unchanged": count - max(1, count // 100)},
    )


def _reckon() -> None:
    total = 0
    for number in range(30_000_000):
        total += number * number % 7


def _burnt(processes: int) -> float:
    start = time.perf_counter()
    started = [Process(target=_reckon) for _ in range(processes)]
    for one in started:
        one.start()
    for one in started:
        one.join()
    return time.perf_counter() - start


def notebooks(page: Page, place: Path, count: int, row: int) -> None:
    """The audit notebook in copies of this process beside papermill's own engine, in turn; then many in a row."""
    logs, costs = simulated(place, 1, SMALL[0]) / "0001", {"warm": 0.0, "own": 0.0}
    # what is loaded and worked out once is not what a notebook costs
    first, same = [_ran(logs, place, register()) for _ in range(2)][-1], True
    for _ in range(count):
        for name, engine in (("warm", register()), ("own", None)):
            before = _cpu()
            shown = _ran(logs, place, engine)
            costs[name] += _cpu() - before
            same = same and shown == first
    share = costs["warm"] / costs["own"]
    page.tell(
        f"the audit notebook, {count} times each in turn: {costs['warm'] / count:.2f} s of processor in a copy, {costs['own'] / count:.2f} s by papermill's own engine: {share:.2f}; outputs equal: {'yes' if same else 'no'}",
        same,
    )
    memory = []
    for number in range(row):
        _ran(logs, place, register())
        if number in (row // 10, row - 1):
            memory.append(psutil.Process().memory_info().rss / (1 << 20))
    left = len(psutil.Process().children())
    page.tell(
        f"{row} notebooks in a row in one process: {memory[0]:.0f} MB after a tenth of them, {memory[-1]:.0f} MB at the end; {left} processes left",
        not left and memory[-1] < 1.1 * memory[0],
    )


def _ran(logs: Path, place: Path, engine: str | None) -> str:
    """What a run of the notebook shows, without clock times and random ids."""
    shutil.rmtree(place / "out", ignore_errors=True)
    given = {"inputs": str(logs), "period": PERIOD, "as_of": AS_OF.isoformat(), "out": str(place / "out")}
    papermill.execute_notebook(
        str(ROOT / "notebooks" / "project_audit.ipynb"),
        str(place / "done.ipynb"),
        given,
        engine_name=engine,
        kernel_name="python3",
        progress_bar=False,
    )
    done = nbformat.read(str(place / "done.ipynb"), as_version=4)
    return re.sub(r"ipykernel_\d+", "", json.dumps([cell.get("outputs") for cell in done.cells]))


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("date", help="the day that the page names")
    for name, usual in (
        ("projects", 200),
        ("killed", 20),
        ("kills", 50),
        ("small", 500),
        ("notebooks", 8),
        ("row", 1000),
    ):
        parser.add_argument(f"--{name}", type=int, default=usual)
    parser.add_argument("--out", type=Path, default=PAGE)
    given = parser.parse_args()
    page = Page()
    parts = (
        lambda place: faults(page, place, given.projects),
        lambda place: kills(page, place, given.killed, given.kills),
        lambda place: two(page, place, given.small),
        lambda place: notebooks(page, place, given.notebooks, given.row),
    )
    for part in parts:
        with TemporaryDirectory(prefix="clausecheck-nights-") as place:
            part(Path(place))
    about = f"{given.date}, `benchmarks/nights.py`, {os.cpu_count()} cores, Python {sys.version.split()[0]}."
    zh = f"{given.date}，`benchmarks/nights.py`，{os.cpu_count()} 核：大量项目的一夜。出错的只影响自己；中途被杀后再运行，结果逐字节相同；第二夜只重做有变动的；笔记本在预热进程的副本中运行，输出与 papermill 自带引擎相同。"
    lines = ["# 夜间核查 · Nights", "", zh, "", about, "", *page.lines]
    given.out.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    return 0 if page.kept else 1


if __name__ == "__main__":
    sys.exit(main())
