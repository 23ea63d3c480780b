"""Several audits of one project at once, as when a schedule starts one while an auditor has another running."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from command_line import run

from clausecheck.disk import locks
from clausecheck.disk.locks import alone
from clausecheck.disk.resources import sample_projects
from clausecheck.nouns.errors import InputFault

FIRST = sample_projects()[0]
HOLD = """
import sys
from clausecheck.disk.locks import alone
with alone(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""


def audit(out: Path, *more: str) -> subprocess.CompletedProcess[str]:
    options = ("--period", "2026-Q3", "--as-of", "2026-10-31", "--out", str(out), *more)
    return run("audit", FIRST, *options, cwd=out.parent)


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.full_size
@pytest.mark.parametrize(("more", "times"), [(("--json-only",), 4), ((), 2)])
def test_audits_of_one_project_at_once_leave_what_one_alone_leaves(
    tmp_path: Path, more: tuple[str, ...], times: int
) -> None:
    out = tmp_path / "out"
    assert audit(out, *more).returncode == 0
    alone_left = bytes_of(out)
    with ThreadPoolExecutor(times) as several:
        done = list(several.map(lambda _: audit(out, *more), range(times)))
    assert [(one.returncode, one.stderr) for one in done] == [(0, "")] * times
    assert bytes_of(out) == alone_left


def test_a_run_that_was_killed_holds_nothing(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, tmp_path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    holder.kill()
    holder.communicate()
    with alone(tmp_path):
        pass


def test_a_run_that_does_not_end_is_named_with_the_place_and_the_mend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "LONGEST", 0.05)
    with alone(tmp_path):
        with alone(tmp_path / "other"):
            pass
        with pytest.raises(InputFault) as caught, alone(tmp_path):
            pass
    [fault] = caught.value.faults
    assert fault.place == str(tmp_path)
    assert ("等它结束" in fault.zh, "wait until it ends" in fault.en) == (True, True)
