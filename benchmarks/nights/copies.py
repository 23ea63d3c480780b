"""The audit notebook in copies of a warm process, beside papermill's own engine."""

import json
import re
import shutil
from pathlib import Path

import nbformat
import papermill
import psutil
from company import AS_OF, PERIOD, ROOT, SMALL, Told, cpu, simulated

from clausecheck.warm.engine import register

MUST = 0.25
"""The largest share of the processor that a notebook in a copy may need."""


def notebooks(told: Told, place: Path, count: int) -> None:
    """Both engines in turn on a small project: what each needs of the processor, and whether the outputs are the same."""
    logs, costs = simulated(place, 1, SMALL) / "0001", {"warm": 0.0, "own": 0.0}
    # what is loaded and worked out once is not what a notebook costs
    first, same = [_ran(logs, place, register()) for _ in range(2)][-1], True
    for _ in range(count):
        for name, engine in (("warm", register()), ("own", None)):
            before = cpu()
            shown = _ran(logs, place, engine)
            costs[name] += cpu() - before
            same = same and shown == first
    share = costs["warm"] / costs["own"]
    told.tell(
        f"the audit notebook, {count} times each in turn: {costs['warm'] / count:.2f} s of processor in a copy, "
        f"{costs['own'] / count:.2f} s by papermill's own engine: {share:.2f} (at most {MUST}); "
        f"outputs equal: {'yes' if same else 'no'}",
        same and share <= MUST,
    )


def row(told: Told, place: Path, count: int) -> None:
    """Many notebooks in a row in one process: what it holds, and that no kernel dies or stays."""
    logs, memory = simulated(place, 1, SMALL) / "0001", []
    for number in range(count):
        _ran(logs, place, register())
        if number in (count // 10, count - 1):
            memory.append(psutil.Process().memory_info().rss / (1 << 20))
    left = len(psutil.Process().children())
    told.tell(
        f"{count:,} notebooks in a row in one process, none failed: {memory[0]:.0f} MB after a tenth of them, "
        f"{memory[1]:.0f} MB at the end; {left} processes left",
        not left and memory[1] <= 1.1 * memory[0],
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
