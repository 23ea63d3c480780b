"""The proofs over simulated projects in small, as commands: a sweep of boundaries, the change gate, a run that is added to
the accuracy page. `benchmarks/prove` runs them whole."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DAY = "2026-11-27"


def run(script: str, *options: str) -> tuple[int, str]:
    """Ends with what, and says what."""
    command = [sys.executable, str(ROOT / "benchmarks" / script), *options]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "lib"), "PYTHONUTF8": "1"}
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, check=False)
    return done.returncode, done.stdout + done.stderr


def lines_of(page: Path, code: str) -> list[str]:
    return [line for line in page.read_text("utf-8").splitlines() if line.startswith(f"| {code} |")]


def test_the_page_of_boundaries_has_every_field_that_todays_rules_read(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "boundaries.md").read_text("utf-8")
    assert run("boundaries/run.py", "--check") == (0, "\n")
    shorter = tmp_path / "page.md"
    shorter.write_text(
        page.replace("| STA02 | 活动记录 · 公布日期 |", "| STA02 | 活动记录 · 公开日期 |"), encoding="utf-8"
    )
    code, said = run("boundaries/run.py", "--check", "--out", str(shorter))
    assert code == 1
    assert said.splitlines() == [
        "lacks | STA02 | 活动记录 · 公布日期 |",
        "| STA02 | 活动记录 · 公开日期 | is read by no rule",
    ]


def test_two_rules_turn_today_where_the_page_says(tmp_path: Path) -> None:
    code, said = run("boundaries/run.py", DAY, "--rules", "CMP03,RPT08", "--out", str(tmp_path / "page.md"))
    assert code == 0, said
    for rule in ("CMP03", "RPT08"):
        assert lines_of(tmp_path / "page.md", rule) == lines_of(ROOT / "docs" / "boundaries.md", rule) != []


@pytest.mark.full_size
def test_the_gate_names_the_flips_of_a_change_made_on_purpose(tmp_path: Path) -> None:
    code, said = run("gate_shown.py", DAY, "--projects", "1", "--seed", "1", "--out", str(tmp_path / "gate.md"))
    assert code == 0, said
    assert [line.split(" | ")[1:3] for line in lines_of(tmp_path / "gate.md", "CMP10")] == [["fail late → pass", "1"]]
    assert all("pass → " in line for line in lines_of(tmp_path / "gate.md", "ITV04"))


def test_a_run_is_added_to_the_page_and_replaces_that_of_its_seed(tmp_path: Path) -> None:
    runs, page = tmp_path / "runs.jsonl", tmp_path / "page.md"
    clean = {"accused": [], "acquitted": [], "undetermined": [], "otherwise": []}
    earlier = {"date": "2026-11-26", "library": "", "projects": 10, "rows": 100}
    wrong = (
        earlier
        | {"seed": 2, "rules": {"CMP10": [3, 4, 4, 1, 9, 0, 0]}}
        | {"faults": clean | {"accused": ["SIM-2-0001 CMP10 TS-1"]}}
    )
    right = earlier | {"seed": 5, "rules": {"CMP10": [3, 4, 4, 0, 9, 0, 0]}} | {"faults": clean}
    runs.write_text("".join(json.dumps(run) + "\n" for run in (wrong, right)), encoding="utf-8")
    files = ["--runs", str(runs), "--out", str(page)]
    code, said = run("accuracy.py", *files)
    assert (code, said) == (1, "2 runs, 20 projects: 8 of 8 breaches found, 1 differences\n")
    text = page.read_text("utf-8")
    assert "| CMP10 | 6 | 8 | 8 | 100.00 % (63.05–100.00) | 88.88 % (51.75–99.72) | 18 | 0 of 0 |" in text
    assert text.count("- SIM-2-0001 CMP10 TS-1\n") == 1
    code, said = run("accuracy.py", DAY, "--seed", "2", "--projects", "2", "--processes", "1", *files)
    assert code == 0, said
    assert said.startswith("2 runs, 12 projects: ")
    assert "SIM-2-0001" not in page.read_text("utf-8")
    first, second = map(json.loads, runs.read_text("utf-8").splitlines())
    assert second == right
    assert (first["seed"], first["date"], first["projects"], len(first["library"])) == (2, DAY, 2, 40)
