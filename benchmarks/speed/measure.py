"""CPU seconds and peak memory of whole processes with everything they started, measured in turn."""

from __future__ import annotations

import ctypes
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

HERE = Path(__file__).parent
TREE = HERE.parents[1]
BARE_READING = """
import sys, python_calamine
book = python_calamine.CalamineWorkbook.from_path(sys.argv[1])
for name in book.sheet_names:
    book.get_sheet_by_name(name).to_python()
"""
"""Every cell of every sheet, by the reader that the project reads with, and nothing besides."""
_ADOPT_ORPHANS = 36  # PR_SET_CHILD_SUBREAPER of Linux


@dataclass(frozen=True, slots=True)
class Tree:
    """A state of the project: its folder, and the interpreter that has what it needs."""

    name: str
    folder: Path
    python: str = sys.executable

    def clausecheck(self, *arguments: str) -> Program:
        return Program((self.python, "-c", "from clausecheck.cli import main; main()", *arguments), self.paths)

    def program(self, name: str, *arguments: str) -> Program:
        return Program((self.python, str(HERE / "programs.py"), name, *arguments), self.paths)

    def bare_reading(self, workbook: Path) -> Program:
        return Program((self.python, "-c", BARE_READING, str(workbook)), {})

    @property
    def paths(self) -> dict[str, str]:
        return {"PYTHONPATH": str(self.folder / "lib")}


@dataclass(frozen=True, slots=True)
class Program:
    command: tuple[str, ...]
    more: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Cost:
    """`cpu`: seconds, user and system, of the process and all it started. `peak`: MiB of the largest of them, but never
    less than of this process, whose memory a child is charged until it has begun. `said`: what it measured itself,
    printed as JSON on its last line."""

    cpu: float
    peak: float
    said: dict[str, float]


def run(program: Program, work: Path) -> Cost:
    """Runs a program to its end. RuntimeError with what it said if it fails."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    # Compiled modules in a folder of ours: warm for every tree alike, and no tree is written to.
    environment |= {"PYTHONPYCACHEPREFIX": str(work / "pyc"), "PYTHONHASHSEED": "0", **program.more}
    with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as complained:
        process = subprocess.Popen(program.command, cwd=work, env=environment, stdout=said, stderr=complained)
        code, cpu, peak = _waited(process)
        said.seek(0)
        complained.seek(0)
        lines = said.read().splitlines()
        if code:
            raise RuntimeError(f"{' '.join(program.command)}: exit {code}\n{complained.read()[-3000:]}")
    place = next((line.split(": ")[1] for line in lines if line.startswith("measured: /")), "")
    if place and not place.startswith(program.more["PYTHONPATH"]):
        raise RuntimeError(f"{place} was measured, not {program.more['PYTHONPATH']}")
    told = json.loads(lines[-1]) if lines and lines[-1].startswith("{") else {}
    return Cost(cpu, peak, told)


def _waited(process: subprocess.Popen[str]) -> tuple[int, float, float]:
    """Exit code, CPU and peak of a process and of all its descendants, those included that outlive it."""
    code, cpu, peak = 0, 0.0, 0.0
    while True:
        try:
            pid, status, used = os.wait4(-1, 0)
        except ChildProcessError:
            break
        cpu += used.ru_utime + used.ru_stime
        peak = max(peak, used.ru_maxrss / 1024)
        if pid == process.pid:
            code = process.returncode = os.waitstatus_to_exitcode(status)
    return code, cpu, peak


_warm: set[tuple[str, ...]] = set()


def in_turn(programs: Mapping[str, Program], n: int, work: Path) -> dict[str, list[Cost]]:
    """All programs n times, one after the other in each round; before the first, each once without being counted that
    has not run yet with any workbook, so that its modules are compiled."""
    ctypes.CDLL(None).prctl(_ADOPT_ORPHANS, 1, 0, 0, 0)
    for program in programs.values():
        kind = (*(part for part in program.command if not part.endswith(".xlsx")), *program.more.values())
        if kind not in _warm:
            _warm.add(kind)
            run(program, work)
    costs: dict[str, list[Cost]] = {name: [] for name in programs}
    for _ in range(n):
        for name, program in programs.items():
            costs[name].append(run(program, work))
    return costs


def cpu(costs: Sequence[Cost]) -> float:
    return median(one.cpu for one in costs)


def peak(costs: Sequence[Cost]) -> float:
    return median(one.peak for one in costs)


def said(costs: Sequence[Cost], name: str) -> float:
    return median(one.said[name] for one in costs)


def own_cpu() -> float:
    """CPU of this process so far, with the children that have ended."""
    both = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in both)
