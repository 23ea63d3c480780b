"""A company of simulated projects, and a night over it as a command of its own."""

import hashlib
import json
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import psutil

from clausecheck.simulate import Disturbance, Wish, make

ROOT = Path(__file__).parents[2]
AS_OF, PERIOD = date(2026, 10, 31), "2026-09"
SMALL = 326
"""Households of a small project: one of CH-001's size."""
PROGRAM = "from clausecheck.cli import main; main()"


@dataclass
class Told:
    """What a trial says, and whether every law held."""

    lines: list[str] = field(default_factory=list)
    kept: bool = True

    def tell(self, line: str, kept: bool = True) -> None:
        self.lines.append(f"- {line}" if kept else f"- **✗** {line}")
        self.kept = self.kept and kept
        print(self.lines[-1], flush=True)


Trial = Callable[[Told, Path], None]
"""Writes into an empty folder, and tells what it saw."""


@dataclass(frozen=True)
class Night:
    """What a night came to: projects by state, seconds by the clock and of processors, and the largest memory in MB that
    its first process and any other held, each after a tenth of the projects and at the end."""

    states: dict[str, int]
    seconds: float
    cpu: float
    memory: tuple[float, float] = (0.0, 0.0)


def simulated(place: Path, count: int, households: int = 6) -> Path:
    """The folder of so many projects' logs."""
    make(place / "logs", place / "answers", 14, count, Wish("2026", AS_OF, households, 2), Disturbance(3, 0, ()))
    return place / "logs"


def command(logs: Path, out: Path, *more: str) -> list[str]:
    options = ["--period", PERIOD, "--as-of", AS_OF.isoformat(), "--out", str(out), *more]
    return [sys.executable, "-c", PROGRAM, "portfolio", str(logs), *options]


def night(logs: Path, out: Path, *more: str) -> Night:
    """A night from its beginning to its end."""
    start, used, held = time.perf_counter(), cpu(), []
    with subprocess.Popen(command(logs, out, *more), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
        driver = psutil.Process(run.pid)
        while run.poll() is None:
            held.append(_megabytes(driver))
            time.sleep(0.5)
    document = json.loads((out / "portfolio.json").read_text(encoding="utf-8"))
    states = dict(Counter(one["state"] for one in document["projects"]))
    early, late = held[: max(1, len(held) // 10)], held[-max(1, len(held) // 10) :]
    return Night(states, time.perf_counter() - start, cpu() - used, (max(early), max(late)))


def _megabytes(process: psutil.Process) -> float:
    """What a process holds, 0 where it has just ended."""
    try:
        return float(process.memory_info().rss) / (1 << 20)
    except psutil.Error:
        return 0.0


def cpu() -> float:
    """Seconds of processor that this process and those it waited for have used."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def results(out: Path) -> dict[str, str]:
    """Every file of every result, by its hash."""
    files = (path for path in out.glob("SIM-*/**/*") if path.is_file())
    return {path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
