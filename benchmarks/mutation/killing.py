"""One mutant in a process of its own: put in place, the tests most likely to notice it run first, the rest while time allows.

A mutant within a function that nothing has called yet is given to a copy of a process that has collected all tests (warm):
its code is exchanged. Any other goes to a copy of a process that has imported nothing of ours (cold): the module is
loaded with the mutant's text, and all that follows from it is made anew.
"""

import gc
import json
import os
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
from control import OPTIONS, TREE, Control
from mutants import Mutant
from places import Instead, Known, Place, known_functions, place_of, put

KILLED, SURVIVED, OVER_TIME, UNRUN = "killed", "survived", "timed out", "not run"
WALL = 600
COLD_FILES = 3
"""A cold process collects the tests of so many files at most: collecting costs more than running."""


@dataclass
class Killers:
    """Which tests have killed mutants of a file, or of a function by its first line: they are asked first."""

    by_place: dict[Any, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def note(self, mutant: Mutant, place: Place, test: str) -> None:
        self.by_place[mutant.file][test] += 1
        self.by_place[mutant.file, min(place.head, default=0)][test] += 1

    def rank(self, mutant: Mutant, place: Place, test: str) -> tuple[int, int]:
        near = self.by_place[mutant.file, min(place.head, default=0)]
        return -near[test], -self.by_place[mutant.file][test]


def order(mutant: Mutant, place: Place, control: Control, killers: Killers) -> list[str]:
    """The tests that run anything of the mutant's file, those likely to notice first: of the line, of the function, of a
    rule that is made of this file; the quick before the slow."""
    lines = control.lines[mutant.file]
    on_line = set(lines.get(mutant.line, ()))
    in_function = {test for line in place.lines for test in lines.get(line, ())}
    tests = {test for each in lines.values() for test in each}

    def rank(test: str) -> tuple[Any, ...]:
        reach = 0 if test in on_line else 1 if test in in_function else 2
        near = killers.rank(mutant, place, test)
        return reach > 1, near, reach, not control.rule_uses(test, mutant.file), control.seconds[test]

    return sorted(tests, key=rank)


class Trying:
    """Runs chosen tests in their order until one fails or the time is used up."""

    def __init__(self, chosen: list[str], control: Control, cap: float) -> None:
        self.chosen, self.control, self.cap = chosen, control, cap
        self.ran, self.killer = 0, ""

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        by_id = {item.nodeid: item for item in session.items}
        self.run([by_id[test] for test in self.chosen if test in by_id])
        return True

    def run(self, items: list[pytest.Item]) -> None:
        start = time.process_time()
        for item, following in zip(items, [*items[1:], None], strict=True):
            if self.killer or time.process_time() - start > self.cap:
                return
            signal.setitimer(signal.ITIMER_VIRTUAL, 10 + 5 * self.control.seconds[item.nodeid])
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            self.ran += 1

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and not self.killer:
            self.killer = report.nodeid

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed and not self.killer:
            self.killer = report.nodeid or "collection"

    def said(self) -> dict[str, Any]:
        return {"state": KILLED if self.killer else SURVIVED if self.ran else UNRUN, "by": self.killer, "ran": self.ran}


def in_a_copy(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What `work` answers in a copy of this process; a copy that ends by its timer is over time, one that dies is killed."""
    reading, writing = os.pipe()
    place = tempfile.mkdtemp(prefix="clausecheck-mutant-")
    if (child := os.fork()) == 0:
        try:
            os.close(reading)
            _apart(place)
            os.write(writing, json.dumps(work()).encode())
        except BaseException as error:  # noqa: BLE001 - whatever it is, this copy must end here and say so
            with suppress(OSError):
                os.write(
                    writing,
                    json.dumps({"state": KILLED, "by": f"{type(error).__name__}: {error}"[:200], "ran": 0}).encode(),
                )
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    shutil.rmtree(place, ignore_errors=True)
    if said:
        answer: dict[str, Any] = json.loads(said)
        return answer
    by_timer = os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGVTALRM, signal.SIGALRM)
    return {"state": OVER_TIME if by_timer else KILLED, "by": f"ended with status {status}", "ran": 0}


def _apart(place: str) -> None:
    """What a copy writes goes to a folder of its own, what it says nowhere; it ends when it takes far too long."""
    os.environ["PYTEST_DEBUG_TEMPROOT"] = place
    tempfile.tempdir = place
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    for name in (signal.SIGALRM, signal.SIGVTALRM):
        signal.signal(name, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, WALL)


@dataclass
class Trial:
    """What all mutants are tried with."""

    control: Control
    cap: float
    note: Callable[[Mutant, dict[str, Any]], None]
    killers: Killers = field(default_factory=Killers)

    def all_of(self, mutants: list[Mutant]) -> None:
        """Tries every mutant: the cold ones first, as this process has imported nothing of ours yet."""
        places = {mutant: place_of(mutant) for mutant in mutants}
        for mutant, place in places.items():
            if self.is_cold(mutant, place):
                self.tell(mutant, place, in_a_copy(lambda one=mutant, its=place: self.cold(one, its)), "cold")
        warm = {mutant: place for mutant, place in places.items() if not self.is_cold(mutant, place)}
        if warm:
            pytest.main([*OPTIONS, *_files_of(self.control.seconds)], plugins=[Warm(self, warm)])

    def is_cold(self, mutant: Mutant, place: Place) -> bool:
        return place.runs_within(self.control.before[mutant.file])

    def cold(self, mutant: Mutant, place: Place) -> dict[str, Any]:
        Instead(mutant).take_place()
        chosen = order(mutant, place, self.control, self.killers)
        files = list(dict.fromkeys(test.partition("::")[0] for test in chosen))[:COLD_FILES]
        trying = Trying(chosen, self.control, self.cap)
        pytest.main([*OPTIONS, *(str(TREE / file) for file in files)], plugins=[trying])
        return trying.said()

    def tell(self, mutant: Mutant, place: Place, said: dict[str, Any], way: str) -> None:
        if said["state"] == KILLED and said["by"] in self.control.seconds:
            self.killers.note(mutant, place, said["by"])
        self.note(mutant, {**said, "way": way})


def _files_of(tests: Iterable[str]) -> Iterator[str]:
    yield from dict.fromkeys(str(TREE / test.partition("::")[0]) for test in tests)


class Warm:
    """Tries mutants in copies of this process once it has collected the tests."""

    def __init__(self, trial: Trial, places: dict[Mutant, Place]) -> None:
        self.trial, self.places = trial, places

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        by_id = {item.nodeid: item for item in session.items}
        known = known_functions(sorted({mutant.file for mutant in self.places}))
        gc.freeze()  # so that a copy shares the memory of what is there
        for mutant, place in self.places.items():
            said = in_a_copy(lambda one=mutant, its=place: self.copy(session, one, its, known, by_id))
            self.trial.tell(mutant, place, said, "warm")
        return True

    def copy(
        self, session: pytest.Session, mutant: Mutant, place: Place, known: Known, by_id: dict[str, pytest.Item]
    ) -> dict[str, Any]:
        if not put(place, known):
            if Instead(mutant).module in sys.modules:
                return {"state": UNRUN, "by": "no function to change", "ran": 0}
            Instead(mutant).take_place()
        chosen = order(mutant, place, self.trial.control, self.trial.killers)
        trying = Trying(chosen, self.trial.control, self.trial.cap)
        session.config.pluginmanager.register(trying)
        trying.run([by_id[test] for test in chosen if test in by_id])
        return trying.said()
