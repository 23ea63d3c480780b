"""`clausecheck recheck` and `clausecheck compare` as a user types them."""

import json
import shutil
from pathlib import Path

import openpyxl
import pytest
from command_line import run

from clausecheck.disk.resources import sample_projects

KEYS = ["code", "subject", "subject_now", "state", "before", "after", "cells"]


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the audit of a sample, its notice, and the logs corrected a little."""
    folder = tmp_path_factory.mktemp("month")
    logs = folder / "logs"
    shutil.copytree(sample_projects()[3], logs)
    audited = run("audit", "logs", "--period", "2026-Q3", "--as-of", "2026-10-31", "--json-only", cwd=folder)
    assert audited.returncode == 0, audited.stderr
    (workbook,) = logs.glob("*.xlsx")
    book = openpyxl.load_workbook(workbook)
    complaints = book["投诉记录"]
    headers = {cell.value: cell.column for cell in complaints[1]}
    complaints.cell(3, headers["类别"]).value = None
    complaints.delete_rows(2)
    book.save(workbook)
    return folder


def result_of(folder: Path) -> Path:
    (code,) = (folder / "out").iterdir()
    return code / "2026-Q3"


def test_a_recheck_writes_an_audits_files_and_recheck_json_beside_them(month: Path) -> None:
    earlier = result_of(month)
    done = run("recheck", earlier, "logs", "--as-of", "2026-11-30", "--json-only", cwd=month)
    assert done.returncode == 0, done.stderr
    folder = earlier.with_name("2026-Q3_复查_2026-11-30")
    changes = json.loads((folder / "recheck.json").read_text(encoding="utf-8"))
    assert {path.name for path in folder.iterdir()} == {"findings.json", "manifest.json", "recheck.json"}
    assert all(list(one) == KEYS for one in changes)
    assert any(one["state"] == "new" and one["code"] == "CMP03" for one in changes)
    assert "新增 CMP03" in done.stdout and "投诉记录!" in done.stdout and "整改率" in done.stdout
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["recheck"] == {
        "previous": "../2026-Q3/findings.json",
        "period": "2026-Q3",
        "as_of": "2026-10-31",
        "generation": 1,
    }
    assert "recheck.json" in manifest["outputs"]


def test_a_recheck_of_a_recheck_onto_itself_is_refused(month: Path) -> None:
    run("recheck", result_of(month), "logs", "--as-of", "2026-12-01", "--json-only", cwd=month)
    folder = result_of(month).with_name("2026-Q3_复查_2026-12-01")
    before = (folder / "recheck.json").read_bytes()
    again = run("recheck", folder, "logs", "--as-of", "2026-12-01", "--json-only", cwd=month)
    assert again.returncode == 2
    assert "覆盖上次的结果" in again.stderr
    assert (folder / "recheck.json").read_bytes() == before


def test_fail_on_ends_with_1_as_in_an_audit(month: Path) -> None:
    done = run(
        "recheck", result_of(month), "logs", "--as-of", "2026-11-29", "--json-only", "--fail-on", "fail", cwd=month
    )
    assert done.returncode == 1


def test_what_is_no_result_is_refused_and_nothing_is_written(month: Path, tmp_path: Path) -> None:
    done = run("recheck", month / "logs", month / "logs", "--as-of", "2026-11-30", cwd=tmp_path)
    assert (done.returncode, list(tmp_path.iterdir())) == (2, [])
    assert "findings.json" in done.stderr


def test_two_results_are_compared_as_json(month: Path) -> None:
    run("recheck", result_of(month), "logs", "--as-of", "2026-11-28", "--json-only", cwd=month)
    later = result_of(month).with_name("2026-Q3_复查_2026-11-28")
    done = run("compare", result_of(month), later, "--json", cwd=month)
    assert done.returncode == 0, done.stderr
    whole = json.loads(done.stdout)
    assert sum(whole["by_state"].values()) == len(whole["changes"])
    assert whole["by_state"]["new"] >= 1
