"""The options of the loop as a user types them: an earlier audit's notice, the auditor's decisions, number and names."""

import json
import shutil
from pathlib import Path

import openpyxl
import pytest
from command_line import run
from docx import Document

from clausecheck.disk.resources import sample_projects

WHEN = ("--period", "2026-Q3", "--as-of")
ISSUED = ("--deadline", "2026-11-30", "--issued-on")


@pytest.fixture(scope="module")
def noticed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the audit of a sample and the notice that told it."""
    folder = tmp_path_factory.mktemp("noticed")
    shutil.copytree(next(one for one in sample_projects() if one.name.startswith("CH-003")), folder / "logs")
    done("audit", "logs", *WHEN, "2026-10-31", "--json-only", folder=folder)
    done(
        "notice", "logs", *WHEN, "2026-10-31", *ISSUED, "2026-11-01", "--number", "TZ-1", "--out", "out", folder=folder
    )
    return folder


def done(*arguments: str | Path, folder: Path) -> str:
    answer = run(*arguments, cwd=folder)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


def result_of(out: Path) -> Path:
    return out / "CH-003" / "2026-Q3"


def said_in(path: Path) -> str:
    document = Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_a_second_notice_names_the_first_and_who_gets_a_copy(noticed: Path) -> None:
    more = ("--previous", result_of(noticed / "out"), "--cc", "华东分公司", "--auditor", "周岩", "--out", "second")
    done("notice", "logs", *WHEN, "2026-11-20", *ISSUED, "2026-11-21", *more, folder=noticed)
    said = said_in(result_of(noticed / "second") / "整改通知单.docx")
    assert "上期已提（TZ-1）" in said and "华东分公司" in said and "周岩" in said


def test_an_earlier_audit_without_a_notice_is_refused(noticed: Path, tmp_path: Path) -> None:
    bare = shutil.copytree(result_of(noticed / "out"), tmp_path / "CH-003" / "2026-Q3")
    manifest = json.loads((bare / "manifest.json").read_text(encoding="utf-8"))
    del manifest["notice"]
    (bare / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    answer = run("notice", "logs", *WHEN, "2026-11-20", *ISSUED, "2026-11-21", "--previous", bare, cwd=noticed)
    assert answer.returncode == 2 and "2026-Q3" in answer.stderr and "通知单" in answer.stderr


def test_what_a_review_disputes_stands_apart_in_the_notice(noticed: Path, tmp_path: Path) -> None:
    review = tmp_path / "review.yaml"
    review.write_text(
        "- {code: INF04, subject: 停供通知#5, mark: disputed, note: 供电公司临时抢修, by: 周岩}\n", encoding="utf-8"
    )
    more = ("--review", review, "--out", "disputed")
    done("notice", "logs", *WHEN, "2026-10-31", *ISSUED, "2026-11-01", *more, folder=noticed)
    said = said_in(result_of(noticed / "disputed") / "整改通知单.docx")
    assert "审核人有异议" in said and "供电公司临时抢修" in said


def test_a_masked_notice_that_names_the_earlier_one_shows_no_name(noticed: Path) -> None:
    more = ("--previous", result_of(noticed / "out"), "--mask", "--out", "masked")
    done("notice", "logs", *WHEN, "2026-11-20", *ISSUED, "2026-11-21", *more, folder=noticed)
    [folder] = (noticed / "masked").iterdir()
    said = said_in(folder / "2026-Q3" / "整改通知单.docx")
    assert "上期已提（TZ-1）" in said
    staff = openpyxl.load_workbook(next((noticed / "logs").glob("01_*.xlsx")))["人员"]
    names = {str(row[0].value) for row in staff.iter_rows(min_row=2) if row[0].value}
    assert names and not [name for name in names if name in said]
