"""A night on whatever an Executor runs on: the same findings, the same reasons, whether threads, processes or a cluster."""

import os
import pickle
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from command_line import run as clausecheck
from nights import AS_OF, PERIOD, night, projects, run, states

from clausecheck.nouns.errors import fault
from clausecheck.portfolio.batches import each_by
from clausecheck.portfolio.listing import list_projects
from clausecheck.portfolio.run import run_night
from clausecheck.rulebook import load_procedure


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three projects, one of them broken, and their night at home."""
    place = tmp_path_factory.mktemp("many")
    logs = projects(place)
    (logs / "0002" / "坏的.xlsx").write_bytes(b"no workbook")
    run(logs, place / "out")
    return place


def by(executor: Executor, done: Path, out: Path) -> dict[str, Any]:
    listed = list_projects(done / "logs", load_procedure())
    return {one.project.id: one for one in run_night(listed, night(out), jobs=1, executor=executor)}


def results(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def test_by_an_executor_a_night_comes_to_the_same(done: Path, tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as executor:
        found = by(executor, done, tmp_path / "out")
    assert states(found) == {"0001": "audited", "0002": "failed", "0003": "audited"}
    assert results(tmp_path / "out") == results(done / "out")


class _Gone(Executor):
    """An executor whose machines go away."""

    def submit(self, *args: Any, **named: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_exception(ConnectionError("a worker is gone"))
        return future


def test_a_machine_that_goes_away_ends_its_projects_and_no_others(done: Path, tmp_path: Path) -> None:
    found = by(_Gone(), done, tmp_path / "out")
    assert set(states(found).values()) == {"failed"}
    assert "ConnectionError" in found["0001"].reason["en"]
    assert not (tmp_path / "out" / ".portfolio" / PERIOD / "claims").exists()


def _kills(task: str) -> str:
    if task == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    return task


@pytest.mark.full_size
def test_in_a_batch_one_that_is_killed_ends_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))  # so that a batch finds this file
    with ThreadPoolExecutor(1) as executor:
        found = list(each_by(executor, ["one", "killed", "two"], _kills, seconds=60, memory=4 << 30, at_once=2))
    assert {one.task: one.how for one in found} == {"one": "done", "killed": "killed", "two": "done"}


@pytest.fixture
def cluster() -> Iterator[str]:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as local:
        yield local.scheduler_address


@pytest.mark.full_size
def test_on_a_dask_cluster_of_two_workers_a_night_comes_to_the_same(done: Path, tmp_path: Path, cluster: str) -> None:
    options = (
        "--period",
        PERIOD,
        "--as-of",
        AS_OF,
        "--out",
        tmp_path / "out",
        "--papers",
        "none",
        "--ledger",
        "none",
        "--dask",
        cluster,
    )
    said = clausecheck("portfolio", done / "logs", *options, cwd=tmp_path)
    assert said.returncode == 1, said.stderr  # one project is broken
    assert results(tmp_path / "out") == results(done / "out")


@pytest.mark.full_size
def test_a_cluster_that_is_not_there_is_refused(done: Path, tmp_path: Path) -> None:
    said = clausecheck(
        "portfolio", done / "logs", "--period", PERIOD, "--as-of", AS_OF, "--dask", "tcp://127.0.0.1:1", cwd=tmp_path
    )
    assert said.returncode == 2
    assert "Dask" in said.stderr or "distributed" in said.stderr


def test_a_fault_comes_out_of_another_process_as_it_went_in() -> None:
    told = pickle.loads(pickle.dumps(fault("台账.xlsx", "打不开", "cannot be opened")))
    assert (told.say("zh"), str(told)) == ("台账.xlsx: 打不开", "台账.xlsx: cannot be opened")
