"""A night: every project of a portfolio that is new or changed is audited; portfolio.json tells of all."""

import gc
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from clausecheck.disk.locks import alone
from clausecheck.disk.resources import sample_projects
from clausecheck.disk.writing import scratch, write_whole
from clausecheck.logs.apart import one_thread
from clausecheck.nouns.wordlists import LANGS
from clausecheck.pipeline import audit_project
from clausecheck.results.names import safe_name
from clausecheck.rulebook import Procedure, load_procedure

from .batches import each_by
from .keys import key_of
from .model import DONE, Both, Night, Project, Result, Stranger, both
from .one import Task, audit_one, claim
from .place_names import renamed
from .records import holds, in_brief, of_period, read_record, write_portfolio
from .workers import Ended, each_apart

MOST_FAULTS = 5
"""So many faults of a project stand in its reason."""
FAULTS = "faults"
"""The folder in DIR that keeps what a developer needs to find the cause of a fault of ours."""
WARM = (
    "clausecheck.results.copies", "clausecheck.results.scoresheet", "clausecheck.papers.page",
    "clausecheck.papers.page.whole", "clausecheck.marks", "clausecheck.logs.read", "clausecheck.logs.copied",
)  # fmt: skip
"""What an audit and its papers load, loaded once before processes are forked."""
MANY = 30
"""So many projects are worth a sample's audit before them."""
SAMPLE = ("2026-09", "2026-10-31")
Tell = Callable[[Result, int, int], None]
"""Told of each result, how many are done, and of how many in all."""


def run_night(
    projects: list[Project],
    night: Night,
    *,
    jobs: int,
    tell: Tell | None = None,
    strangers: Sequence[Stranger] | None = None,
    executor: Executor | None = None,
) -> list[Result]:
    """Audits what is new or changed, each project in a process of its own, and writes portfolio.json. Results come in the
    order of the projects. A run that is broken off keeps what it has done, and portfolio.json says what that is: the next
    one goes on from there. `strangers`: the rows of an export that belong to no project, which portfolio.json lists.
    `executor`: what runs the audits in place of `jobs` processes here, ten projects a task: a pool, a cluster. It is left open.

    Raises InputFault for a procedure that cannot be loaded, and where another run keeps writing to the same folder.
    """
    book = load_procedure(night.procedure or None, night.rulebook)
    of_period(night.out, str(night.period)).mkdir(parents=True, exist_ok=True)
    with alone(night.out.resolve(), "portfolio"), _claims(night, shared=executor is not None) as claims:
        results, tasks = _planned(projects, night, book, claims)
        told = _Telling(results, len(projects), tell)
        bounds: dict[str, Any] = {"seconds": night.seconds, "memory": night.memory}
        try:
            if executor is None:
                _warm(night, len(tasks))
                each = each_apart(tasks, audit_one, jobs=jobs, **bounds)
            else:
                each = each_by(executor, tasks, audit_one, **bounds)
            for ended in each:
                told.add(_result(ended, night))
        finally:
            found = [results.get(project.id) or Result(project, "stopped", both("stopped")) for project in projects]
            write_portfolio(found, night, strangers)
    return found


@contextmanager
def _claims(night: Night, *, shared: bool) -> Iterator[Path]:
    """A folder in which codes are taken. `shared`: it must stand where other machines find it too."""
    if not shared:
        with scratch("claims") as claims:
            yield claims
        return
    claims = of_period(night.out, str(night.period)).resolve() / "claims"
    shutil.rmtree(claims, ignore_errors=True)  # of a run that was killed
    claims.mkdir()
    try:
        yield claims
    finally:
        shutil.rmtree(claims, ignore_errors=True)


class _Telling:
    """Keeps the results as they come, and tells of each."""

    def __init__(self, results: dict[str, Result], total: int, tell: Tell | None) -> None:
        self.results, self.total, self.tell = results, total, tell
        known, self.done = list(results.values()), 0
        for one in known:
            self.add(one)

    def add(self, result: Result) -> None:
        self.results[result.project.id] = result
        self.done += 1
        if self.tell:
            self.tell(result, self.done, self.total)


def _planned(
    projects: Iterable[Project], night: Night, book: Procedure, claims: Path
) -> tuple[dict[str, Result], list[Task]]:
    """What is known without an audit, and what has to be audited. Codes stay with the projects that had them before."""
    results: dict[str, Result] = {}
    tasks = []
    for project in projects:
        if project.fault or not project.enabled:
            state, reason = ("failed", project.fault) if project.enabled else ("disabled", both("disabled"))
            results[project.id] = Result(project, state, reason)  # type: ignore[arg-type]
            continue
        record = read_record(project, night)
        key = key_of(project, night, book, night.out / record["folder"] if record else None)
        if record:
            claim(record["code"], project, claims)
        if record and key and record["key"] == key and holds(record, project, night):
            results[project.id] = Result(project, "unchanged", None, in_brief(record))
        else:
            tasks.append(Task(project, night, key, claims))
    return results, tasks


def _warm(night: Night, tasks: int) -> None:
    """Loads what every process will need, and puts it where no collection of a copy of this process touches it. Where many
    will be made, a sample is audited too: what that works out once, each copy then has."""
    if night.notebooks and night.papers != "none":
        from clausecheck.papers.page.run import notebook_file  # noqa: PLC0415 - papermill, which few nights need
        from clausecheck.warm.fork import load_for  # noqa: PLC0415 - likewise

        load_for(notebook_file(), rehearse=tasks >= MANY)
    for name in WARM:
        if night.papers != "none" or not name.startswith("clausecheck.papers"):
            import_module(name)
    if tasks >= MANY:
        audit_project(sample_projects()[0], *SAMPLE)
        one_thread()
    gc.collect()
    gc.freeze()


def _result(ended: Ended[Task], night: Night) -> Result:
    """What the end of a process means for its project."""
    project = ended.task.project
    if ended.how == "done":
        return Result(project, "audited", None, in_brief(ended.value))
    if ended.how == "slow":
        return Result(project, "timed_out", both("timed_out", n=int(night.seconds)))
    return Result(project, "failed", _reason(ended, night))


def _reason(ended: Ended[Task], night: Night) -> Both:
    if ended.how == "refused":
        said = ended.value[:MOST_FAULTS]
        return {lang: renamed("\n".join(one.say(lang) for one in said), night.called) for lang in LANGS}
    if ended.how == "memory":
        return both("memory", n=round(night.memory / (1 << 30), 1))
    if ended.how == "killed":
        return both("killed", n=ended.value)
    return both("bug", file=_kept(ended, night))


def _kept(ended: Ended[Task], night: Night) -> str:
    """Keeps a traceback in a file and tells where, seen from DIR."""
    file = night.out / FAULTS / f"{safe_name(ended.task.project.id)}.txt"
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, ended.value)
    return file.relative_to(night.out).as_posix()


def states(results: Iterable[Result]) -> dict[str, int]:
    """How many projects there are of every state that occurs."""
    counted: dict[str, int] = {}
    for one in results:
        counted[one.state] = counted.get(one.state, 0) + 1
    return counted


def totals(results: Iterable[Result]) -> dict[str, Any]:
    """The verdicts and the severities of all projects that are done, together."""
    tally: dict[str, int] = {}
    severities: dict[str, int] = {}
    for one in results:
        if one.state in DONE and one.record:
            for total, part in ((tally, one.record["tally"]), (severities, one.record["severities"])):
                for name, n in part.items():
                    total[name] = total.get(name, 0) + n
    return {"tally": tally, "severities": severities}
