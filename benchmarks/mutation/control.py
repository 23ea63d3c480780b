"""The tests without a mutant: whether they pass, how long each takes, and which lines each runs."""

import os
import pickle
import re
import tempfile
import time
from dataclasses import dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any

import coverage
import pytest
from mutants import LIBRARY

TREE = LIBRARY.parents[1]
ROOMS = (
    ("rules/test_cases.py", "rules/test_kinds.py"),
    ("workdays", "periods", "evidence", "rules/test_waivers.py", "readings/test_readings.py", "logs/test_logs_values.py",
     "logs/test_logs_flats.py", "logs/test_logs_lists.py", "logs/test_logs_traps.py", "logs/test_logs_canonical.py"),
)  # fmt: skip
"""The tests that mutants are held to: cases of rules, kinds, readings, dates and values. The laws over whole projects, which
take seconds each, are left out. A group is measured in a process."""
OPTIONS = ["-q", "-x", "-s", "--tb=no", "--assert=plain", "-p", "no:cacheprovider", "-p", "no:nbval", "-p", "no:xdist",
           "--rootdir", str(TREE)]  # fmt: skip
_RULE = re.compile(r"\[([A-Z]{3}\d\d)\b")


@dataclass
class Control:
    """What a run without a mutant says. Tests by node id; files as within the library."""

    failed: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    lines: dict[str, dict[int, list[str]]] = field(default_factory=dict)
    """File -> line -> the tests that run it."""
    before: dict[str, set[int]] = field(default_factory=dict)
    """File -> lines that ran before any test: while modules were imported and tests collected."""
    uses: dict[str, set[str]] = field(default_factory=dict)
    """Rule -> the files of the kinds and parts that it is made of."""

    def rule_uses(self, test: str, file: str) -> bool:
        found = _RULE.search(test)
        return found is not None and file in self.uses.get(found[1], ())


class Measuring:
    """Has every test run once, and writes down what `Control` says."""

    def __init__(self, covered: coverage.Coverage) -> None:
        self.covered, self.control = covered, Control()

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.control.uses = _uses()
        for item, following in zip(session.items, [*session.items[1:], None], strict=True):
            self.covered.switch_context(item.nodeid)
            start = time.process_time()
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            self.control.seconds[item.nodeid] = time.process_time() - start
        return True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.control.failed.append(report.nodeid)


def measured(files: list[str]) -> Control:
    """Runs the tests without a mutant, a copy of this process for each group; it has imported nothing of ours yet."""
    with tempfile.TemporaryDirectory(prefix="clausecheck-control-") as folder:
        kept = [Path(folder, str(number)) for number in range(len(ROOMS))]
        children = []
        for rooms, file in zip(ROOMS, kept, strict=True):
            if (child := os.fork()) == 0:
                os.setsid()  # where the scheduler shares by session, each process gets its share
                file.write_bytes(pickle.dumps(_measured(files, rooms)))
                os._exit(0)
            children.append(child)
        for child in children:
            os.waitpid(child, 0)
        return _together([pickle.loads(file.read_bytes()) for file in kept], files)


def _measured(files: list[str], rooms: tuple[str, ...]) -> Control:
    covered = coverage.Coverage(data_file=None, include=[str(LIBRARY / file) for file in files], config_file=False)
    measuring = Measuring(covered)
    covered.start()
    status = pytest.main([*OPTIONS, *(str(TREE / "tests" / room) for room in rooms)], plugins=[measuring])
    covered.stop()
    control, data = measuring.control, covered.get_data()
    if status not in (0, 1):
        control.failed.append(f"pytest ended with {status}")
    for file in files:
        by_line = data.contexts_by_lineno(str(LIBRARY / file))
        control.lines[file] = {line: [test for test in tests if test] for line, tests in by_line.items()}
        control.before[file] = {line for line, tests in by_line.items() if "" in tests}
    return control


def _together(controls: list[Control], files: list[str]) -> Control:
    whole = Control(uses=controls[0].uses)
    for one in controls:
        whole.failed += one.failed
        whole.seconds |= one.seconds
        for file in files:
            whole.before.setdefault(file, set()).update(one.before[file])
            lines = whole.lines.setdefault(file, {})
            for line, tests in one.lines[file].items():
                lines[line] = lines.get(line, []) + tests
    return whole


def _uses() -> dict[str, set[str]]:
    from clausecheck.rulebook import load_rulebook  # noqa: PLC0415 - nothing of ours is imported before a mutant is in place

    return {code: set(_files(rule.checks)) for code, rule in load_rulebook(None).rules.items()}


def _files(part: Any) -> list[str]:
    if isinstance(part, list | tuple):
        return [file for each in part for file in _files(each)]
    if not is_dataclass(part) or not type(part).__module__.startswith("clausecheck.kinds"):
        return []
    own = "/".join(type(part).__module__.split(".")[1:]) + ".py"
    return [own, *(file for each in fields(part) for file in _files(getattr(part, each.name)))]
