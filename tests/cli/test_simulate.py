"""The command that makes projects to try: what it writes, and what it refuses."""

import json
from pathlib import Path

import pytest
from command_line import run


def test_it_writes_projects_with_their_answers_beside_and_says_how_to_audit_one(tmp_path: Path) -> None:
    options = ("--seed", "4", "--projects", "2", "--households", "8", "--breaches", "3", "--messes", "2")
    said = run("simulate", "--out", "trial", *options, "--lang", "en", cwd=tmp_path)
    assert said.returncode == 0, said.stderr
    assert "2 simulated project(s)" in said.stdout
    assert "clausecheck audit trial" in said.stdout
    for name in ("0001", "0002"):
        assert list((tmp_path / "trial" / name).iterdir())
        answer = json.loads((tmp_path / "trial" / f"{name}.planted.json").read_text(encoding="utf-8"))
        assert answer["period"] == "2026"
        assert sum(not entry["follows"] for entry in answer["planted"]) == 3
        assert answer["messes"]


def test_answers_may_go_elsewhere_and_ways_are_chosen_by_code(tmp_path: Path) -> None:
    options = ("--households", "8", "--breaches", "1", "--plant", "CMP09", "--answers", "answers")
    said = run("simulate", "--out", "trial", *options, cwd=tmp_path)
    assert "已在 trial 生成 1 个模拟项目" in said.stdout
    assert [path.name for path in (tmp_path / "trial").iterdir()] == ["0001"]
    answer = json.loads((tmp_path / "answers" / "0001.planted.json").read_text(encoding="utf-8"))
    assert {entry["code"] for entry in answer["planted"] if not entry["follows"]} == {"CMP09"}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--out", "full"), "文件夹不是空的"),
        (("--out", "full", "--lang", "en"), "the folder is not empty"),
        (("--out", "new", "--plant", "CMP99"), 'there is no "CMP99"'),
        (("--out", "new", "--as-of", "2025-12-31", "--lang", "en"), "not before its first day"),
    ],
)
def test_what_cannot_be_done_is_said(options: tuple[str, ...], said: str, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a.txt").write_text("x", encoding="utf-8")
    done = run("simulate", *options, cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert not (tmp_path / "new").exists()
