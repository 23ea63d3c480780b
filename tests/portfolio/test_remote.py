"""Logs and results elsewhere: the same bytes as a night of this machine, and nothing half sent is taken for done."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem
from nights import AS_OF, PERIOD, projects, run
from registers import register

from clausecheck.cli.elsewhere import at_hand
from clausecheck.cli.exporting import export
from clausecheck.cli.portfolios import month, portfolio
from clausecheck.nouns.errors import InputFault
from clausecheck.portfolio.place_names import is_url, local
from clausecheck.portfolio.remote.place import fetch, in_words, open_place, shown

LOGS, OUT = "memory://bucket/logs", "memory://bucket/company"
MINE = "/bucket/company/SIM-5-0001/2026-09/记录[1].txt"
FAILED = ("SIM-5-0003", "SIM-5-0004", "SIM-5-0002")
KEPT = ".portfolio/2026-09/projects"


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two projects, one of them with a file that is broken, and their night at home."""
    place = tmp_path_factory.mktemp("remote")
    (projects(place, 2) / "0002" / "坏的[1].xlsx").write_bytes(b"no workbook")
    run(place / "logs", place / "out")
    return place


@pytest.fixture
def bucket(done: Path) -> Iterator[MemoryFileSystem]:
    """A file system elsewhere that holds the logs, and nothing afterwards."""
    fs = fsspec.filesystem("memory")
    _put(fs, done / "logs", "/bucket/logs")
    yield fs
    fs.store.clear()
    fs.pseudo_dirs[:] = [""]


def _put(fs: Any, folder: Path, target: str) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            fs.pipe_file(f"{target}/{path.relative_to(folder).as_posix()}", path.read_bytes())


def _night(source: str = LOGS, out: str = OUT, **more: Any) -> int:
    return portfolio(source, PERIOD, AS_OF, out, 1, "none", **more)


def _results(fs: Any, root: str = "bucket/company") -> dict[str, bytes]:
    names = {path: path.lstrip("/")[len(root) + 1 :] for path in fs.find(root)}
    return {name: fs.cat_file(path) for path, name in names.items()}


def _at_home(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def _states(fs: Any) -> dict[str, str]:
    return {one["code"]: one["state"] for one in _listed(fs)}


def _listed(fs: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(fs.cat_file("bucket/company/portfolio.json"))["projects"]
    return found


def test_a_night_elsewhere_is_that_of_this_machine_and_the_next_one_finds_it(
    done: Path, bucket: MemoryFileSystem, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert _night() == 1
    home, there = _at_home(done / "out"), _results(bucket)
    alike = [name for name in home if not name.endswith("portfolio.json")]
    assert set(there) == set(home)
    assert [name for name in alike if there[name] != home[name]] == []
    for name in set(home) - set(alike):  # the broken file is named by its URL
        as_here = there[name].decode().replace(LOGS, (done / "logs").as_posix())
        assert as_here == home[name].decode()
    assert "历史库不放在那里" in capsys.readouterr().err
    assert _night() == 1
    assert _states(bucket) == {"SIM-5-0001": "unchanged", "0002": "failed"}
    assert f"clausecheck month {OUT}" in capsys.readouterr().out
    assert month(OUT, PERIOD) == 0
    assert export(OUT, tmp_path / "there.csv") == export(str(done / "out"), tmp_path / "here.csv") == 0
    there_said = (tmp_path / "there.csv").read_text(encoding="utf-8").replace("未变动", "已核查")
    assert there_said.replace(LOGS, (done / "logs").as_posix()) == (tmp_path / "here.csv").read_text(encoding="utf-8")
    assert {Path(name).suffix for name in _results(bucket, "bucket/company/汇总_2026-09")} >= {
        ".xlsx",
        ".html",
        ".docx",
    }


def test_what_was_cut_off_while_it_was_sent_is_done_again(
    bucket: MemoryFileSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    _night()
    whole = _results(bucket)
    bucket.rm_file("/bucket/logs/0002/坏的[1].xlsx")
    bucket.pipe_file("/bucket/logs/0001/waivers.yaml", b"")
    bucket.pipe_file(MINE, b"what a person put there")
    put = MemoryFileSystem.put

    def cut(self: Any, files: list[str], targets: list[str], **more: Any) -> None:
        if any(target.endswith("manifest.json") for target in targets):
            raise ConnectionResetError("the line is gone")
        put(self, files, targets, **more)

    monkeypatch.setattr(MemoryFileSystem, "put", cut)
    with pytest.raises(InputFault) as refused:
        _night()
    assert "the line is gone" in refused.value.say("en")
    left = _results(bucket)
    assert left["portfolio.json"] == whole["portfolio.json"]
    assert f"{KEPT}/0001.json" not in left
    assert ".portfolio/running.json" not in left
    monkeypatch.undo()
    assert _night() == 0
    assert _states(bucket) == {"SIM-5-0001": "audited", "SIM-5-0002": "audited"}
    left = _results(bucket)
    assert left.pop(MINE.removeprefix("/bucket/company/")) == b"what a person put there"
    assert {name for name in left if "SIM-5-0002" not in name and "0002" not in name} == set(whole)


def test_after_ctrl_c_what_is_done_is_there_and_the_rest_is_named(
    bucket: MemoryFileSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("clausecheck.cli.portfolios._teller", lambda _: stopped)
    with pytest.raises(KeyboardInterrupt):
        _night()
    assert _states(bucket) == {"SIM-5-0001": "audited", "0002": "stopped"}
    assert not bucket.exists("/bucket/company/.portfolio/running.json")


def test_a_second_run_on_one_place_is_refused_with_who_holds_it(bucket: MemoryFileSystem) -> None:
    with at_hand(LOGS, "", OUT, "", PERIOD), pytest.raises(InputFault) as refused:
        _night()
    assert '"process": ' in refused.value.say("zh")
    assert ".portfolio/running.json" in refused.value.say("zh")
    assert not bucket.exists("/bucket/company/.portfolio/running.json")


def test_paths_of_a_register_lead_elsewhere_or_on_from_where_it_lies(
    done: Path, bucket: MemoryFileSystem, tmp_path: Path
) -> None:
    lines = [("SIM-5-0001", "甲", "logs/0001", "一", "是"), ("SIM-5-0003", "丙", "logs/nothing", "一", "是")]
    more = [("SIM-5-0004", "丁", "../else", "一", "是"), ("SIM-5-0002", "乙", f"{LOGS}/0000", "一", "是")]
    file = register(tmp_path / "登记表.xlsx", *lines, *more)
    bucket.pipe_file("/bucket/登记表.xlsx", file.read_bytes())
    bucket.pipe_file("/bucket/logs/0000/a.pdf", b"no logs")
    assert _night("memory://bucket/登记表.xlsx") == 1
    assert _states(bucket) == {"SIM-5-0001": "audited", **dict.fromkeys(FAILED, "failed")}
    reasons = {one["code"]: one["reason"]["zh"] for one in _listed(bucket) if one["reason"]}
    named = (f"{LOGS}/nothing: ", "（../else）", f"{LOGS}/0000: ")
    assert [part in reasons[code] for code, part in zip(FAILED, named, strict=True)] == [True] * 3, reasons
    findings = _results(bucket)["SIM-5-0001/2026-09/findings.json"]
    (tmp_path / "logs").symlink_to(done / "logs")
    run(register(file, lines[0]), tmp_path / "out")
    assert (tmp_path / "out" / "SIM-5-0001" / "2026-09" / "findings.json").read_bytes() == findings


def test_what_is_missing_or_denied_is_said_of_its_project(
    bucket: MemoryFileSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    get = MemoryFileSystem.get

    def denied(self: Any, names: list[str], targets: list[str], **more: Any) -> None:
        if any("/0002/" in name for name in names):
            raise PermissionError("Access Denied")
        get(self, names, targets, **more)

    monkeypatch.setattr(MemoryFileSystem, "get", denied)
    assert _night() == 1
    listed = _listed(bucket)
    assert [one["state"] for one in listed] == ["audited", "failed"]
    assert listed[1]["reason"]["en"].startswith(f"{LOGS}/0002: no right to it")


def test_a_name_that_leads_out_is_not_fetched(bucket: MemoryFileSystem, tmp_path: Path) -> None:
    place = open_place(LOGS)
    for name in ("../x", "a/../../x", "/x", "a//x", "a\\..\\x"):
        with pytest.raises(InputFault):
            fetch(place, {name: 1}, tmp_path / "in")
    assert not (tmp_path / "x").exists()


def test_secrets_are_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "geheim-geheim")
    assert shown("sftp://me:geheim@host/logs?sig=geheim") == "sftp://me:***@host/logs"
    error = OSError("no answer from https://me:geheim@host/x?X-Amz-Signature=geheim with geheim-geheim")
    assert "geheim" not in in_words(error, "s3://bucket").say("zh")


def test_urls_are_told_from_paths() -> None:
    assert [is_url(one) for one in ("s3://b/x", "memory://x", "file:///x", "C:/x", "a/b.xlsx")] == [
        True, True, False, False, False,
    ]  # fmt: skip
    assert local("file:///tmp/a%20b") == Path("/tmp/a b")
    with pytest.raises(InputFault) as refused:
        open_place("nosuch://x")
    assert "fsspec" in refused.value.say("zh")


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "fsspec.core", None)
    with pytest.raises(InputFault) as refused:
        open_place("s3://bucket/logs")
    assert "clausecheck[remote]" in refused.value.say("en")


def test_where_a_store_cannot_keep_others_away_it_is_said(
    bucket: MemoryFileSystem, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    put = MemoryFileSystem.pipe_file

    def without_exclusive_creation(fs: Any, path: str, value: bytes, mode: str = "overwrite", **more: Any) -> Any:
        if mode == "create":
            raise NotImplementedError
        return put(fs, path, value, mode=mode, **more)

    monkeypatch.setattr(MemoryFileSystem, "pipe_file", without_exclusive_creation)
    with at_hand(LOGS, "", OUT, "", PERIOD) as here:
        assert here.store is not None
        assert not here.store.alone
    assert "不能防止两次运行同时写入" in capsys.readouterr().err
