"""Projects on other machines: whatever a `concurrent.futures.Executor` runs on, it is given some projects at a time.

Where a batch arrives, it gets a process of its own, and each of its projects a copy of that, bounded as at home: a worker of
a cluster has threads, and must not be copied itself. Logs and output folder must stand at the same path on every machine.
"""

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, as_completed
from pathlib import Path
from typing import Any

from .workers import LATER, Ended, How, Task, each_apart

AT_ONCE = 10
"""Projects a batch: starting its process costs as much as auditing a few."""
_LIBRARY = Path(__file__).parents[2]
_PROGRAM = "from clausecheck.portfolio.batches import main; main()"
Answer = tuple[int, How, Any]
"""The place of a task in its batch, and how it ended."""


def each_by(
    executor: Executor,
    tasks: Sequence[Task],
    work: Callable[[Task], Any],
    *,
    seconds: float,
    memory: int,
    at_once: int = AT_ONCE,
) -> Iterator[Ended[Task]]:
    """As `each_apart`, by an executor. A batch that comes to nothing, because a machine went away, ends its tasks as killed.
    Whoever leaves off early calls off what has not begun."""
    batches = [tasks[start : start + at_once] for start in range(0, len(tasks), at_once)]
    futures = {executor.submit(done_apart, work, list(batch), seconds, memory): batch for batch in batches}
    try:
        for future in as_completed(futures):
            batch = futures[future]
            try:
                answers = future.result()
            except Exception as lost:  # noqa: BLE001 - each kind of cluster has its own word for a worker that is gone
                answers = [(place, "killed", f"{type(lost).__name__}") for place in range(len(batch))]
            yield from (Ended(batch[place], how, value) for place, how, value in answers)
    finally:
        for future in futures:
            future.cancel()


def done_apart(work: Callable[[Task], Any], tasks: list[Task], seconds: float, memory: int) -> list[Answer]:
    """Does a batch in a process of its own, wherever this is called. Raises OSError, EOFError and the like where that process
    dies."""
    places = [str(_LIBRARY), os.environ.get("PYTHONPATH", "")]
    process = subprocess.run(
        [sys.executable, "-P", "-X", "utf8", "-c", _PROGRAM],
        input=pickle.dumps((work, tasks, seconds, memory)),
        stdout=subprocess.PIPE,
        timeout=len(tasks) * (seconds + LATER),
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, places))},
        check=True,
    )
    answers: list[Answer] = pickle.loads(process.stdout)
    return answers


def main() -> None:
    """The process of a batch: tasks come by standard input, answers go by standard output, whatever else is said elsewhere."""
    answering = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    work, tasks, seconds, memory = pickle.load(sys.stdin.buffer)
    places = {id(task): place for place, task in enumerate(tasks)}
    ended = each_apart(tasks, work, jobs=1, seconds=seconds, memory=memory)
    answers: list[Answer] = [(places[id(one.task)], one.how, one.value) for one in ended]
    pickle.dump(answers, answering)
    answering.close()
