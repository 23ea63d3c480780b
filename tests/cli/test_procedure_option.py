"""`--procedure`: every command that judges or tells takes a procedure by its name or by its folder."""

import json
import shutil
from pathlib import Path

import openpyxl
import pytest
from command_line import run

SMALL = Path(__file__).parents[1] / "procedures" / "small"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with a procedure of its own in `procedure`, and logs by it in `logs`."""
    shutil.copytree(SMALL, tmp_path / "procedure")
    (tmp_path / "logs").mkdir()
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in {
        "机房信息": [["项目", "内容"], ["机房编码", "JF-01"], ["机房名称", "北机房"], ["启用日期", "2026-01-01"]],
        "班组": [["成员", "工种", "上岗日期", "离班日期"], ["甲某", "巡查员", "2026-01-01"]],
        "巡查表": [["巡查号", "巡查时刻", "巡查人", "隐患", "消除时刻"], ["X-1", "2026-08-05 09:00", "甲某"]],
    }.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(tmp_path / "logs" / "台账.xlsx")
    return tmp_path


def test_an_audit_with_its_notebook_is_that_of_the_procedure_in_a_folder(here: Path) -> None:
    done = run(
        "audit", "logs", "--period", "2026-08", "--as-of", "2026-09-10", "--procedure", "procedure", "--lang", "en",
        cwd=here,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    folder = here / "out" / "JF-01" / "2026-08"
    assert json.loads((folder / "findings.json").read_text(encoding="utf-8"))["rulebook"]["id"] == "patrol"
    assert "Machine Room Patrols – Audit Report" in (folder / "report.html").read_text(encoding="utf-8")
    typed = json.loads((folder / "project_audit.ipynb").read_text(encoding="utf-8"))["metadata"]["papermill"]
    assert typed["parameters"]["procedure"] == "procedure"


def test_what_tells_of_rules_takes_the_procedure_too(here: Path) -> None:
    for command in (("rules",), ("explain", "FIX01"), ("coverage",), ("due", "logs", "--as-of", "2026-08-10")):
        done = run(*command, "--procedure", "procedure", "--lang", "en", cwd=here)
        assert done.returncode == 0, done.stderr
        assert "atrol" in done.stdout or "mended" in done.stdout.lower(), done.stdout
    assert run("rules", "--procedure", "customer_communication", cwd=here).returncode == 0
    done = run("template", "form.xlsx", "--procedure", "procedure", cwd=here)
    assert done.returncode == 0, done.stderr
    assert "巡查表" in openpyxl.load_workbook(here / "form.xlsx").sheetnames
    done = run("map", "logs", "--procedure", "procedure", cwd=here)
    assert done.returncode == 0 and "巡查表" in done.stdout
    done = run(
        "waive", "logs", "FIX01", "X-1", "--reason", "r", "--approved-by", "p", "--until", "2027-01-01",
        "--procedure", "procedure", cwd=here,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_a_procedure_that_is_none_is_refused(here: Path) -> None:
    done = run("rules", "--procedure", "logs", cwd=here)
    assert done.returncode == 2
    assert "没有“logs”" in done.stderr and "rulebook.yaml" in done.stderr


def test_old_keys_are_said_on_standard_error_and_listed_by_rules(here: Path) -> None:
    path = here / "procedure" / "rules" / "patrols.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("applies_to: {trouble", "when: {trouble"), encoding="utf-8"
    )
    said = "patrols.yaml:37: FIX01：“when”现在叫 applies_to；请改名"
    told = run("explain", "FIX01", "--procedure", "procedure", cwd=here)
    assert said in told.stderr and said not in told.stdout
    assert said in run("rules", "--procedure", "procedure", cwd=here).stdout
