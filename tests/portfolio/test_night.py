"""A night: every project in a process of its own; a second night redoes only what is new or changed."""

import json
import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest
from command_line import run as clausecheck
from nights import AS_OF, PERIOD, projects, run, states, workbook
from papermill.engines import NBClientEngine

from clausecheck.logs.apart import Opener
from clausecheck.logs.broken import Broken
from clausecheck.logs.copied import Copied
from clausecheck.pipeline import audit_project, write_outputs
from clausecheck.portfolio.workers import each_apart

ALL = ("0001", "0002", "0003")


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three projects in `logs` and their first night in `out`."""
    place = tmp_path_factory.mktemp("portfolio")
    found = run(projects(place), place / "out")
    assert set(states(found).values()) == {"audited"}
    return place


def _copied(done: Path, target: Path) -> Path:
    shutil.copytree(done, target / "again")
    return target / "again"


def test_a_portfolio_comes_to_the_same_findings_as_an_audit_of_each(done: Path, tmp_path: Path) -> None:
    document = json.loads((done / "out" / "portfolio.json").read_text(encoding="utf-8"))
    assert (document["period"], document["as_of"]) == (PERIOD, AS_OF)
    for entry, name in zip(document["projects"], ALL, strict=True):
        alone = write_outputs(audit_project(done / "logs" / name, PERIOD, AS_OF), tmp_path, annotate=False)
        assert (done / "out" / entry["folder"] / "findings.json").read_bytes() == (alone / "findings.json").read_bytes()
        findings = json.loads((alone / "findings.json").read_text(encoding="utf-8"))
        assert entry == {
            "code": findings["project"],
            "state": "audited",
            "reason": None,
            "tally": findings["tally"],
            "score": {"full": findings["score"]["full"], **findings["score"]["with_waivers"]},
            "folder": f"{findings['project']}/{PERIOD}",
        }


def test_a_second_night_redoes_only_what_is_changed(done: Path, tmp_path: Path) -> None:
    place = _copied(done, tmp_path)
    assert set(states(run(place / "logs", place / "out")).values()) == {"unchanged"}
    (place / "logs" / "0001" / "waivers.yaml").write_text("", encoding="utf-8")
    book = workbook(place / "logs" / "0002")
    book.rename(book.with_name("另一个名字.xlsx"))
    (place / "out" / "SIM-5-0003" / PERIOD / "review.yaml").write_text("", encoding="utf-8")
    assert states(run(place / "logs", place / "out")) == dict.fromkeys(ALL, "audited")


@pytest.mark.parametrize("other", [{"papers": "all"}, {"lang": "en"}])
def test_it_is_done_again_for_other_papers_or_another_language(
    done: Path, tmp_path: Path, other: dict[str, str]
) -> None:
    place = _copied(done, tmp_path)
    shutil.rmtree(place / "logs" / "0002")
    shutil.rmtree(place / "logs" / "0003")
    found = run(place / "logs", place / "out", **other)
    assert states(found) == {"0001": "audited"}
    folder = place / "out" / str(found["0001"].record["folder"])
    assert (folder / "report.html").exists() == ("papers" in other)
    assert bool(list(folder.glob("*_核查.xlsx"))) == ("papers" in other)


def test_a_result_that_was_altered_or_is_half_there_is_not_taken_for_done(done: Path, tmp_path: Path) -> None:
    place = _copied(done, tmp_path)
    folders = [place / "out" / f"SIM-5-{name}" / PERIOD for name in ALL]
    (folders[0] / "findings.json").unlink()
    (folders[1] / "manifest.json").write_text("{", encoding="utf-8")
    assert states(run(place / "logs", place / "out")) == {"0001": "audited", "0002": "audited", "0003": "unchanged"}


def test_a_broken_file_a_fault_of_ours_and_a_missing_project_are_named_and_the_rest_finish(
    done: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = _copied(done, tmp_path)
    shutil.rmtree(place / "out")
    (place / "logs" / "0001" / "坏的.xlsx").write_bytes(b"no workbook")

    def broken(paths: list[Path], *args: Any, **named: Any) -> object:
        return 1 / 0 if paths[0].name == "0002" else audit_project(paths, *args, **named)

    monkeypatch.setattr("clausecheck.portfolio.one.audit_project", broken)
    found = run(place / "logs", place / "out")
    assert states(found) == {"0001": "failed", "0002": "failed", "0003": "audited"}
    assert "坏的.xlsx" in found["0001"].reason["zh"]
    assert "faults/0002.txt" in found["0002"].reason["en"]
    assert "ZeroDivisionError" in (place / "out" / "faults" / "0002.txt").read_text(encoding="utf-8")


def test_two_projects_with_one_code_do_not_overwrite_each_other(done: Path, tmp_path: Path) -> None:
    place = _copied(done, tmp_path)
    shutil.copytree(place / "logs" / "0001", place / "logs" / "0000")
    for _ in range(2):
        found = run(place / "logs", place / "out")
        assert states(found)["0000"] == "failed"
        assert "“0001”" in found["0000"].reason["zh"]
        assert found["0001"].state == "unchanged"


def _asleep(task: str) -> str:
    if task == "slow":
        time.sleep(60)
    if task == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if task == "greedy":
        return str(len(bytearray(8 << 30)))
    return task


def test_what_hangs_is_killed_or_takes_too_much_memory_ends_alone() -> None:
    tasks = ["one", "slow", "killed", "greedy", "two"]
    found = {one.task: one for one in each_apart(tasks, _asleep, jobs=2, seconds=1.5, memory=4 << 30)}
    assert {name: one.how for name, one in found.items()} == {
        "one": "done", "two": "done", "slow": "slow", "killed": "killed", "greedy": "memory",
    }  # fmt: skip
    assert (found["one"].value, found["killed"].value) == ("one", signal.SIGKILL)


def _waits_for_another(file: str) -> None:
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True) as other:
        Path(file).write_text(str(other.pid), encoding="utf-8")


def test_what_a_process_that_hangs_had_started_ends_with_it(tmp_path: Path) -> None:
    file = tmp_path / "pid"
    assert [one.how for one in each_apart([str(file)], _waits_for_another, jobs=1, seconds=2, memory=4 << 30)] == [
        "slow"
    ]
    other = int(file.read_text(encoding="utf-8"))
    deadline = time.monotonic() + 10
    while psutil.pid_exists(other) and psutil.Process(other).status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _opened_by_copies(file: str) -> tuple[bool, str, str, bool]:
    data = Path(file).read_bytes()
    with Opener() as copy:
        copied = isinstance(copy._process, Copied)
        first = copy.open(data, "a.xlsx")
        with pytest.raises(Broken) as refused:
            copy.open(b"no workbook", "b.xlsx")
        copy._process.kill()
        with pytest.raises(Broken) as killed:
            copy.open(data, "a.xlsx")
        return copied, refused.value.key, killed.value.key, copy.open(data, "a.xlsx") == first


def test_files_are_opened_by_a_copy_that_is_replaced_when_a_file_kills_it(done: Path) -> None:
    file = str(workbook(done / "logs" / "0001"))
    [ended] = each_apart([file], _opened_by_copies, jobs=1, seconds=60, memory=4 << 30)
    assert ended.value == (True, "not_a_workbook", "too_much_memory", True)


def _command(place: Path, *more: str) -> list[str]:
    code = "from clausecheck.cli import main; main()"
    options = ("--period", PERIOD, "--as-of", AS_OF, "--out", str(place / "out"), "--papers", "none", *more)
    return [sys.executable, "-c", code, "portfolio", str(place / "logs"), *options]


def _children(process: psutil.Process) -> Iterator[psutil.Process]:
    """The processes that audit, as they come: copies of the one that runs the night."""
    seen = set()
    while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
        for child in process.children():
            if child.pid not in seen:
                seen.add(child.pid)
                yield child
        time.sleep(0.01)


def test_a_project_that_hangs_is_told_of_and_the_others_finish(tmp_path: Path) -> None:
    """The first process that audits is stopped from outside, as one that waits for ever for a disk would be."""
    projects(tmp_path, 2)
    with subprocess.Popen(
        _command(tmp_path, "--jobs", "1", "--seconds", "6"), stdout=subprocess.PIPE, text=True
    ) as night:
        next(_children(psutil.Process(night.pid))).suspend()
        said, _ = night.communicate(timeout=120)
    assert night.returncode == 1
    document = json.loads((tmp_path / "out" / "portfolio.json").read_text(encoding="utf-8"))
    assert [entry["state"] for entry in document["projects"]] == ["timed_out", "audited"]
    assert "超过 6 秒没有完成" in said


@pytest.fixture
def _hears_ctrl_c() -> Iterator[None]:
    """Whoever runs the tests in the background has them ignore it, and with them what they start."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("_hears_ctrl_c")
def test_after_ctrl_c_what_is_done_is_kept_and_the_next_run_goes_on(tmp_path: Path) -> None:
    projects(tmp_path, 3)
    with subprocess.Popen(_command(tmp_path, "--jobs", "1"), stderr=subprocess.PIPE, text=True) as night:
        of_second = _children(psutil.Process(night.pid))
        next(of_second)
        second = next(of_second)
        second.suspend()  # so that it cannot be done before we interrupt
        night.send_signal(signal.SIGINT)
        _, said = night.communicate(timeout=60)
    assert night.returncode == 2
    assert "都已保存" in said
    assert not second.is_running()
    document = json.loads((tmp_path / "out" / "portfolio.json").read_text(encoding="utf-8"))
    assert [entry["state"] for entry in document["projects"]] == ["audited", "stopped", "stopped"]
    assert "再运行同一命令" in document["projects"][1]["reason"]["zh"]
    assert clausecheck("month", tmp_path / "out", "--period", PERIOD, cwd=tmp_path).returncode == 0
    assert states(run(tmp_path / "logs", tmp_path / "out")) == {
        "0001": "unchanged",
        "0002": "audited",
        "0003": "audited",
    }


@pytest.mark.full_size
def test_two_runs_on_one_folder_wait_for_each_other(done: Path, tmp_path: Path) -> None:
    place = _copied(done, tmp_path)
    shutil.rmtree(place / "out")
    shutil.rmtree(place / "logs" / "0003")
    found: list[dict[str, str]] = []
    both = [threading.Thread(target=lambda: found.append(_states_of_a_process(place))) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(found, key=str) == [dict.fromkeys(ALL[:2], "audited"), dict.fromkeys(ALL[:2], "unchanged")]


def _states_of_a_process(place: Path) -> dict[str, str]:
    here = str(Path(__file__).parent)
    code = f"import sys, json; sys.path.insert(0, {here!r}); from pathlib import Path; from nights import run, states; "
    code += f"print(json.dumps(states(run(Path({str(place / 'logs')!r}), Path({str(place / 'out')!r})))))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    read: dict[str, str] = json.loads(said)
    return read


@pytest.mark.full_size
def test_where_no_copies_can_be_made_each_process_starts_afresh(
    done: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clausecheck.portfolio.workers._context", lambda: multiprocessing.get_context("spawn"))
    assert set(states(run(done / "logs", tmp_path / "out")).values()) == {"audited"}
    assert _results(tmp_path / "out") == _results(done / "out")


def _results(out: Path) -> dict[str, bytes]:
    return {
        path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.glob("SIM-*/**/*")) if path.is_file()
    }


@pytest.mark.full_size
def test_killed_at_any_moment_it_comes_to_the_same_end(done: Path, tmp_path: Path) -> None:
    """The run itself, or one of the processes it started, is killed again and again; the end is that of one undisturbed."""
    chance = random.Random(14)
    wanted = _results(done / "out")
    place = _copied(done, tmp_path)
    for _ in range(20):
        shutil.rmtree(place / "out", ignore_errors=True)
        with subprocess.Popen(
            _command(place, "--jobs", "2"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as night:
            time.sleep(chance.uniform(0.5, 4))
            process = psutil.Process(night.pid)
            with suppress(psutil.NoSuchProcess):
                chance.choice([process, *process.children(recursive=True)]).kill()
        found = run(place / "logs", place / "out")
        assert set(states(found).values()) <= {"audited", "unchanged"}
        assert _results(place / "out") == wanted
        assert not list((place / "out").glob("SIM-*/.*"))


def test_with_notebooks_each_report_has_its_own_run_in_a_copy(
    done: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(NBClientEngine, "execute_managed_notebook", lambda *_, **__: 1 / 0)
    place = _copied(done, tmp_path)
    for name in ALL[1:]:
        shutil.rmtree(place / "logs" / name)
    for state in ("audited", "unchanged"):
        found = run(place / "logs", tmp_path / "out", papers="all", notebooks=True)
        assert states(found) == {"0001": state}
    names = {Path(name).suffix for name in _results(tmp_path / "out")}
    assert names == {".json", ".ipynb", ".html", ".xlsx"}


@pytest.mark.full_size
def test_a_night_with_notebooks_writes_what_an_audit_of_each_writes(done: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"  # one place for both, for it stands in the notebook
    run(done / "logs", out, papers="all", notebooks=True)
    night = _results(out)
    shutil.rmtree(out)
    for name in ALL:
        options = ("--period", PERIOD, "--as-of", AS_OF, "--out", out)
        assert clausecheck("audit", done / "logs" / name, *options, cwd=tmp_path).returncode == 0
    assert _results(out) == night
