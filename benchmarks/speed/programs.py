"""What a measured process does: `python programs.py NAME ARGUMENTS…`. What it times itself it prints as JSON.

The project is the one on PYTHONPATH; where it is told at the end, so that no other one, installed elsewhere, is measured.
"""

from __future__ import annotations

import dataclasses
import functools
import gc
import importlib
import json
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import cycle, islice, product
from pathlib import Path
from typing import Any

from measure import own_cpu

FIVE = ("CMP01", "CMP03", "CMP09", "CMP10", "ITV08")
PERIOD, DAY = "2026", "2026-10-31"
STAGES = {"reading": "read_logs", "evidence": "prepare", "assess": "assess"}
"""Names in the pipeline that stand for its stages."""
BESIDE_RULES = ("faults_as_findings", "count_rows", "notes_on", "free_cells", "coverages")
"""What an assessment does besides judging rules."""


JSON = ("clausecheck.results.findings_json", "clausecheck.outputs.findings_json")


def of(*places: str) -> Any:
    """The first of these modules that the tree has."""
    for place in places[:-1]:
        try:
            return importlib.import_module(place)
        except ModuleNotFoundError as missing:
            if not place.startswith(str(missing.name)):
                raise
    return importlib.import_module(places[-1])


def load() -> None:
    """The shipped rules, under whatever name the tree has them."""
    rulebook = of("clausecheck.rulebook")
    (rulebook.load_procedure if hasattr(rulebook, "load_procedure") else rulebook.load_rulebook)()


class Timed:
    """Seconds by name, of calls wrapped in a clock."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def add(self, name: str, seconds: float) -> None:
        self.seconds[name] = self.seconds.get(name, 0.0) + seconds

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        start = own_cpu()
        yield
        self.add(name, own_cpu() - start)

    def wrap(self, module: Any, attribute: str, name: str) -> None:
        inner = getattr(module, attribute)

        @functools.wraps(inner)
        def outer(*given: Any, **named: Any) -> Any:
            with self(name):
                return inner(*given, **named)

        setattr(module, attribute, outer)


def stages(path: str) -> dict[str, float]:
    """One audit as the library makes it, each stage by itself; findings.json goes into a file."""
    timed = Timed()
    with timed("imports and rulebook"):
        from clausecheck import pipeline  # noqa: PLC0415 - what loading costs is part of the measure

        write_findings = of(*JSON).write_findings
        load()
    for name, attribute in STAGES.items():
        timed.wrap(pipeline, attribute, name)
    with timed("audit"):
        audit = pipeline.audit_project(path, PERIOD, DAY)
    with timed("findings.json"), tempfile.TemporaryDirectory() as folder:
        write_findings(audit, Path(folder) / "findings.json")
    timed.add("rest of the audit", timed.seconds.pop("audit") - sum(timed.seconds[name] for name in STAGES))
    return {**timed.seconds, "judgements": len(audit.findings)}


def library(path: str) -> dict[str, float]:
    """As `audit --json-only`, called from Python, as notebook and page do."""
    from clausecheck.pipeline import audit_project, write_outputs  # noqa: PLC0415 - likewise

    with tempfile.TemporaryDirectory() as out:
        write_outputs(audit_project(path, PERIOD, DAY), out, annotate=False)
    return {}


def warm(samples: str, projects: str) -> dict[str, float]:
    """So many audits of small projects in one process, the first of each not counted; seconds for one."""
    from clausecheck.pipeline import audit_project  # noqa: PLC0415 - likewise

    folders = sorted(Path(samples).glob("CH-*"))
    periods = ("2026", "2026-Q1", "2026-Q2", "2026-Q3", "2026-08", "2025", "2026-H1")
    for folder in folders:
        audit_project(folder, PERIOD, DAY)
    start = own_cpu()
    for folder, period in islice(cycle(product(folders, periods)), int(projects)):
        for _ in of(*JSON).pieces(audit_project(folder, period, DAY)):
            pass
    return {"each": (own_cpu() - start) / int(projects)}


def growing(path: str) -> dict[str, float]:
    """One audit with its findings.json, without what loading costs."""
    from clausecheck.pipeline import audit_project  # noqa: PLC0415 - likewise

    load()
    start = own_cpu()
    audit = audit_project(path, PERIOD, DAY)
    for _ in of(*JSON).pieces(audit):
        pass
    return {"audit": own_cpu() - start, "judgements": len(audit.findings)}


def five(path: str) -> dict[str, float]:
    """The five rules alone, whole process: reading, evidence and judging; what judging takes is told apart."""
    from clausecheck import pipeline  # noqa: PLC0415 - likewise

    timed, found = Timed(), []
    for name in BESIDE_RULES:
        timed.wrap(of("clausecheck.audit", "clausecheck.assess"), name, "beside")
    inner = pipeline.assess

    def assess_five(book: Any, *given: Any, **named: Any) -> Any:
        alone = dataclasses.replace(
            book, rules={code: rule for code, rule in book.rules.items() if code in FIVE or not rule.checks}
        )
        with timed("all"):
            judged = inner(alone, *given, **named)
        found.extend(judged.findings)
        raise _Enough

    pipeline.assess = assess_five
    with suppress(_Enough):
        pipeline.audit_project(path, PERIOD, DAY)
    fails = {code: sum(one.verdict == "fail" for one in found if one.code == code) for code in FIVE}
    return {"judge": timed.seconds["all"] - timed.seconds["beside"], **fails}


class _Enough(Exception):
    """The five rules are judged; what would follow is not measured."""


def marking(path: str) -> dict[str, float]:
    """The marked copy, from the audit in memory to the file that is verified and in its place; findings.json was made
    before, as in every audit. Circles are looked for as seldom in every tree as the command line does."""
    gc.set_threshold(200_000, 20, 50)
    from clausecheck.pipeline import audit_project  # noqa: PLC0415 - likewise

    audit = audit_project(path, PERIOD, DAY)
    for _ in of(*JSON).pieces(audit):
        pass
    timed = Timed()
    with tempfile.TemporaryDirectory() as folder, timed("with imports"):
        copies = of("clausecheck.results.copies", "clausecheck.outputs.copies")
        with timed("marking"):
            made = copies.write_copies(audit, Path(folder), "zh")
    assert all(one.annotated for one in made), made
    return timed.seconds


def load_and_save(path: str) -> dict[str, float]:
    """What openpyxl needs to read a workbook and write it back, without one mark."""
    timed = Timed()
    with timed("with imports"):
        import openpyxl  # noqa: PLC0415 - likewise

        with timed("marking"), tempfile.TemporaryDirectory() as folder:
            openpyxl.load_workbook(path).save(Path(folder) / "copy.xlsx")
    return timed.seconds


def deflate(path: str) -> dict[str, float]:
    """The floor: the sheets inflated and deflated again, level 6."""
    timed = Timed()
    with zipfile.ZipFile(path) as book, timed("marking"):
        for name in book.namelist():
            if "/worksheets/sheet" in name:
                zlib.compress(book.read(name), 6)
    return timed.seconds


PROGRAMS: dict[str, Callable[..., dict[str, float]]] = {
    one.__name__: one for one in (stages, library, warm, growing, five, marking, load_and_save, deflate)
}


def where() -> str:
    """The file of the project that was measured; none where a program needs none."""
    module = sys.modules.get("clausecheck")
    return str(module.__file__) if module else ""


if __name__ == "__main__":
    told = PROGRAMS[sys.argv[1]](*sys.argv[2:])
    print("measured:", where())
    print(json.dumps(told))
