"""Who opens files: a process that is kept for the next project, or this one where no other can be started."""

import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from logbooks import workbook

from clausecheck.logs import apart, openers, read_logs
from clausecheck.logs.broken import Broken
from clausecheck.nouns.errors import InputFault

COMPLAINTS = [["投诉编号", "受理时间", "房号"], ["TS-1", "2026-03-05 09:02", "1栋301"]]


@pytest.fixture(autouse=True)
def none_kept() -> None:
    apart.end_idle()


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return workbook(tmp_path / "a.xlsx", {"投诉记录": COMPLAINTS})


def kept() -> list[psutil.Process]:
    return [one for one in psutil.Process().children() if "clausecheck.logs.worker" in one.cmdline()]


def test_the_process_that_opens_files_is_kept_for_the_next_project_and_ends_when_told(log: Path) -> None:
    read_logs([log])
    [first] = kept()
    read_logs([log])
    assert kept() == [first]
    apart.end_idle()
    assert kept() == []


def test_one_that_has_died_meanwhile_is_replaced(log: Path) -> None:
    read_logs([log])
    [first] = kept()
    first.kill()
    first.wait()
    assert len(list(read_logs([log]).rows("complaints"))) == 1
    assert kept() != [first]


def test_after_a_broken_file_it_is_kept_and_after_a_large_one_replaced(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_logs([log])
    [first] = kept()
    spoilt = log.with_name("b.xlsx")
    spoilt.write_bytes(log.read_bytes()[:-100])
    with pytest.raises(InputFault):
        read_logs([spoilt])
    assert kept() == [first]
    monkeypatch.setattr(apart, "LARGE", 1)
    read_logs([log])
    assert kept() == []


def test_two_at_once_are_two_and_one_of_them_is_kept(log: Path) -> None:
    with openers.opener() as one, openers.opener() as other:
        assert one is not other
        assert len(kept()) == 2
        assert one.open(log.read_bytes(), "a.xlsx").format == other.open(log.read_bytes(), "a.xlsx").format
    assert len(kept()) == 1


def test_whoever_breaks_off_while_a_file_is_opened_leaves_no_busy_process(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_logs([log])

    def broken_off(stream: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pickle.load", broken_off)
    with pytest.raises(KeyboardInterrupt):
        read_logs([log])
    assert kept() == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system splits no process")
def test_a_copy_of_this_process_has_one_of_its_own(log: Path) -> None:
    read_logs([log])
    [ours] = kept()
    copy = os.fork()
    if not copy:
        try:
            read_logs([log])
            os._exit(len(kept()))
        finally:
            os._exit(99)
    assert os.waitstatus_to_exitcode(os.waitpid(copy, 0)[1]) == 1
    read_logs([log])
    assert kept() == [ours]


def test_it_ends_with_the_program(log: Path) -> None:
    code = (
        "import sys, psutil; from pathlib import Path; from clausecheck.logs import read_logs; "
        "read_logs([Path(sys.argv[1])]); print(*(one.pid for one in psutil.Process().children()))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(log)], capture_output=True, text=True, check=True)
    [number] = map(int, done.stdout.split())
    assert not psutil.pid_exists(number)


def test_where_no_process_can_be_started_this_one_opens_files(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openers, "_SETTLED", [])
    openers.settle(openers.Here())
    assert len(list(read_logs([log]).rows("complaints"))) == 1
    assert kept() == []
    with pytest.raises(Broken) as caught, openers.opener() as here:
        here.open(b"", "a.xlsx")
    assert caught.value.key == "empty"


def test_the_password_of_the_environment_is_used_by_every_way(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[str | None] = []

    def answer(data: bytes, name: str, password: str | None) -> Broken:
        given.append(password)
        return Broken("empty")

    monkeypatch.setenv(openers.PASSWORD, "secret")
    monkeypatch.setattr("clausecheck.logs.answer.answer", answer)
    for password in (None, "own"):
        with pytest.raises(Broken):
            openers.Here().open(b"", "a.xlsx", password)
    assert given == ["secret", "own"]
