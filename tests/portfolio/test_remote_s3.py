"""An S3 of this machine: the command as it is typed, with a key by environment."""

import json
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any
from urllib.request import Request, urlopen

import pytest
from command_line import run as clausecheck
from nights import AS_OF, PERIOD, projects, run
from registers import register

LOCK = ".portfolio/running.json"
SECRET = "geheim-geheim-geheim"
LOGS, OUT = "s3://centre/logs", "s3://centre/company"
pytestmark = pytest.mark.full_size


@dataclass(frozen=True)
class Store:
    """A server, what a command must know to use it, and its files."""

    server: Any
    settings: dict[str, str]
    fs: Any

    def portfolio(self, cwd: Path, source: str = LOGS, out: str = OUT, *more: str) -> CompletedProcess[str]:
        options = ("--period", PERIOD, "--as-of", AS_OF, "--out", out, "--papers", "all", "--jobs", "2", *more)
        return clausecheck("portfolio", source, *options, cwd=cwd, **self.settings)

    def files(self, root: str) -> dict[str, bytes]:
        self.fs.invalidate_cache()
        return {name[len(root) + 1 :]: self.fs.cat_file(name) for name in self.fs.find(root)}

    def has(self, root: str) -> bool:
        self.fs.invalidate_cache()
        return bool(self.fs.find(root))

    def states(self) -> list[str]:
        listed = json.loads(self.fs.cat_file("centre/company/portfolio.json"))
        return [one["state"] for one in listed["projects"]]


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    moto = pytest.importorskip("moto.server")
    s3fs = pytest.importorskip("s3fs")
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    settings = {
        "AWS_ENDPOINT_URL": "http://{}:{}".format(*server.get_host_and_port()),
        "AWS_ACCESS_KEY_ID": "someone",
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    urlopen(Request(f"{settings['AWS_ENDPOINT_URL']}/moto-api/reset", method="POST")).close()  # it outlives a server
    s3fs.S3FileSystem.clear_instance_cache()
    fs = s3fs.S3FileSystem()
    fs.mkdir("centre")
    yield Store(server, settings, fs)
    server.stop()


def _put(store: Store, folder: Path, target: str) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            store.fs.pipe_file(f"{target}/{path.relative_to(folder).as_posix()}", path.read_bytes())


def _at_home(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def test_nights_in_a_bucket_are_those_of_this_machine(store: Store, tmp_path: Path) -> None:
    logs = projects(tmp_path)
    _put(store, logs, "centre/logs")
    first = store.portfolio(tmp_path)
    assert first.returncode == 0, first.stderr
    run(logs, tmp_path / "out", papers="all")
    assert store.files("centre/company") == _at_home(tmp_path / "out")
    assert store.portfolio(tmp_path).returncode == 0
    assert store.states() == ["unchanged"] * 3
    store.fs.pipe_file("centre/logs/0002/waivers.yaml", b"")
    assert store.portfolio(tmp_path, LOGS, OUT, "--ledger", str(tmp_path / "ledger.sqlite")).returncode == 0
    assert store.states() == ["unchanged", "audited", "unchanged"]
    assert (tmp_path / "ledger.sqlite").stat().st_size
    month = clausecheck("month", OUT, "--period", PERIOD, cwd=tmp_path, **store.settings)
    assert month.returncode == 0, month.stderr
    assert f"{OUT}/汇总_{PERIOD}" in month.stdout
    assert "index.html" in store.files(f"centre/company/汇总_{PERIOD}")
    written = clausecheck("export", OUT, "--out", "all.csv", cwd=tmp_path, **store.settings)
    assert written.returncode == 0, written.stderr


def test_a_register_in_a_bucket_leads_to_logs_beside_it_and_elsewhere(store: Store, tmp_path: Path) -> None:
    logs = projects(tmp_path, 1)
    _put(store, logs, "centre/some/logs")
    lines = [("SIM-5-0001", "甲", "logs/0001", "一", "是"), ("X-1", "乙", "s3://centre/nothing", "一", "是")]
    file = register(tmp_path / "登记表.xlsx", *lines)
    store.fs.pipe_file("centre/some/登记表.xlsx", file.read_bytes())
    found = store.portfolio(tmp_path, "s3://centre/some/登记表.xlsx")
    assert found.returncode == 1, found.stderr
    assert store.states() == ["audited", "failed"]
    assert "s3://centre/nothing" in found.stdout


def test_what_is_wrong_is_said_and_no_secret_with_it(store: Store, tmp_path: Path) -> None:
    _put(store, projects(tmp_path, 1), "centre/logs")
    wrong = {
        "s3://no-such-bucket/logs": "没有这个桶",
        "s3://centre/nothing": "没有这个桶",
    }
    for source, said in wrong.items():
        found = store.portfolio(tmp_path, source)
        assert (found.returncode, said in found.stderr, source in found.stderr) == (2, True, True), found.stderr
    nowhere = store.portfolio(tmp_path, LOGS, "s3://no-such-bucket/company")
    assert nowhere.returncode == 2
    assert "没有这个桶" in nowhere.stderr
    assert not store.fs.exists("no-such-bucket")
    assert store.portfolio(tmp_path, LOGS, OUT, "--notebooks").returncode == 2
    store.server.stop()
    gone = store.portfolio(tmp_path)
    assert gone.returncode == 2
    assert "连不上" in gone.stderr
    assert SECRET not in gone.stderr + nowhere.stderr


def test_killed_at_any_moment_it_leaves_its_lock_and_the_next_run_comes_to_the_same_end(
    store: Store, tmp_path: Path
) -> None:
    chance = random.Random(14)
    logs = projects(tmp_path)
    _put(store, logs, "centre/logs")
    run(logs, tmp_path / "out", papers="all")
    wanted = _without_states(_at_home(tmp_path / "out"))
    options = ("--period", PERIOD, "--as-of", AS_OF, "--out", OUT, "--papers", "all", "--jobs", "1")
    command = [sys.executable, "-c", "from clausecheck.cli import main; main()", "portfolio", LOGS, *options]
    for _ in range(4):
        with subprocess.Popen(command, env={**os.environ, **store.settings}, stderr=subprocess.DEVNULL) as night:
            while night.poll() is None and not store.has(f"centre/company/.portfolio/{PERIOD}/sending"):
                time.sleep(0.05)  # the server has only this process to run in
            time.sleep(chance.uniform(0, 0.3))
            night.kill()
        if store.fs.exists(f"centre/company/{LOCK}"):
            again = store.portfolio(tmp_path)
            assert (again.returncode, "running.json" in again.stderr) == (2, True)
            assert socket.gethostname() in again.stderr
            store.fs.rm_file(f"centre/company/{LOCK}")
        assert store.portfolio(tmp_path).returncode == 0
        assert _without_states(store.files("centre/company")) == wanted
        store.fs.rm("centre/company/.portfolio", recursive=True)  # so that the next one has all to do again


def _without_states(files: dict[str, bytes]) -> dict[str, bytes]:
    """All but what tells of a night, not of its projects."""
    return {name: data for name, data in files.items() if name.startswith("SIM")}
