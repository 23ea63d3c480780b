"""Tasks in processes of their own, each bounded in time and memory: whatever one does to itself, the others finish.

A process is forked from this one, which has loaded everything, where the system can fork; else it starts afresh.
"""

import multiprocessing
import signal
import sys
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from typing import Any, Generic, Literal, TypeVar

import psutil

from clausecheck.disk.writing import disk_fault, of_the_disk
from clausecheck.logs.apart import end_idle, open_by_copies
from clausecheck.nouns.errors import Fault, InputFault
from clausecheck.nouns.records import dataclass

Task = TypeVar("Task")
How = Literal["done", "refused", "bug", "memory", "killed", "slow"]
LONGEST_TRACE = 20_000
"""Of a traceback, in letters: what a process says has to fit into a pipe."""
LATER = 60
"""Seconds after its time in which a process ends itself, should nobody be left to end it."""


@dataclass(frozen=True, slots=True)
class Ended(Generic[Task]):
    """How a task ended. `value`: what it returned (done), the faults it was refused with (tuple of Fault), the traceback
    (bug), or the signal that ended it (killed)."""

    task: Task
    how: How
    value: Any = None


@dataclass(slots=True)
class _Running(Generic[Task]):
    task: Task
    process: Any
    answers: Connection
    until: float


def each_apart(
    tasks: Iterable[Task], work: Callable[[Task], Any], *, jobs: int, seconds: float, memory: int
) -> Iterator[Ended[Task]]:
    """Does the work of every task in a process of its own, so many at a time, and tells of each when it ends. `work` and the
    tasks must be such that they can be sent to a process. Whoever leaves off early ends the processes that still run."""
    context, waiting = _context(), deque(tasks)
    running: list[_Running[Task]] = []
    try:
        while waiting or running:
            while waiting and len(running) < jobs:
                running.append(_start(context, work, waiting.popleft(), seconds, memory))
            ended = _ended(running)
            running = [one for one in running if all(one.task is not other.task for other in ended)]
            yield from ended
    finally:
        for one in running:
            _end(one)


def _context() -> BaseContext:
    """How processes are started here. On macOS a copy of a process that used the system's own libraries may crash."""
    can_fork = "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"
    return multiprocessing.get_context("fork" if can_fork else "spawn")


def _start(
    context: BaseContext, work: Callable[[Task], Any], task: Task, seconds: float, memory: int
) -> _Running[Task]:
    answers, answering = context.Pipe(duplex=False)
    copied = context.get_start_method() == "fork"
    process: Any = context.Process(target=_answer, args=(answering, work, task, seconds, memory, copied))  # type: ignore[attr-defined]
    process.start()
    answering.close()
    return _Running(task, process, answers, time.monotonic() + seconds)


def _ended(running: list[_Running[Task]]) -> list[Ended[Task]]:
    """Waits until one has answered, died or had its time; tells of all that did."""
    left = max(0.0, min(one.until for one in running) - time.monotonic())
    ready = wait([one.answers for one in running], timeout=left)
    now = time.monotonic()
    found = []
    for one in running:
        if one.answers in ready:
            found.append(_told(one))
        elif one.until <= now:
            _end(one)
            found.append(Ended(one.task, "slow"))
    return found


def _told(one: _Running[Task]) -> Ended[Task]:
    """What a process said, or what it died of."""
    try:
        how, value = one.answers.recv()
    except (EOFError, OSError):
        one.process.join()
        code = one.process.exitcode
        _end(one)
        return Ended(one.task, "killed", -code if code and code < 0 else code)
    one.process.join(LATER)
    _end(one)
    return Ended(one.task, how, value)


def _end(one: _Running[Any]) -> None:
    """Ends a process, if it still lives, with those that it started: busy with a file they would not notice that it is gone."""
    helpers = _started_by(one.process.pid) if one.process.is_alive() else []
    one.process.kill()
    for helper in helpers:
        with suppress(psutil.Error):
            helper.kill()
    one.process.join()
    one.process.close()
    one.answers.close()


def _started_by(process: int) -> list[psutil.Process]:
    try:
        found: list[psutil.Process] = psutil.Process(process).children(recursive=True)
    except psutil.Error:  # it has just ended
        return []
    return found


def _answer(
    answers: Connection, work: Callable[[Task], Any], task: Task, seconds: float, memory: int, copied: bool
) -> None:
    """The life of a process: bounded, it does its work and says how that went. `copied`: it is a copy of a warm one, and has
    its files opened by copies of itself."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the process that started this one, which ends it
    _bound(seconds, memory)
    if copied:
        open_by_copies()
    try:
        said: tuple[How, Any] = ("done", work(task))
    except InputFault as refused:
        said = ("refused", refused.faults)
    except MemoryError:
        said = ("memory", None)
    except OSError as error:
        said = _of_the_disk(error)
    except Exception:  # noqa: BLE001 - a fault of ours is told of its project and never ends the others
        said = ("bug", traceback.format_exc()[-LONGEST_TRACE:])
    finally:
        end_idle()
    with suppress(BrokenPipeError):  # nobody is left who would hear it
        answers.send(said)


def _of_the_disk(error: OSError) -> tuple[How, Any]:
    if not of_the_disk(error):
        return ("bug", traceback.format_exc()[-LONGEST_TRACE:])
    faults: tuple[Fault, ...] = disk_fault(error).faults
    return ("refused", faults)


def _bound(seconds: float, memory: int) -> None:
    """Holds this process to its time and memory, as far as the system can."""
    if hasattr(signal, "alarm"):
        signal.alarm(int(seconds) + LATER)
    try:
        import resource  # noqa: PLC0415 - does not exist on Windows

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    except (ImportError, ValueError, OSError):
        return  # macOS refuses; a lower limit may be set already
