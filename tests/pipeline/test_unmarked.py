"""A workbook that cannot be marked costs marks only: the audit is written, results stand beside, and it is said why."""

import io
import json
import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from clausecheck.cli.summary import unmarked
from clausecheck.disk.resources import sample_projects
from clausecheck.marks import AnnotationRefused
from clausecheck.papers.page import beside_in, copies_in, open_report
from clausecheck.papers.page.reading import reading_section
from clausecheck.pipeline import audit_project, write_outputs
from clausecheck.results import copies

PERIOD, AS_OF = "2026-Q3", date(2026, 10, 31)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("项目")
    shutil.copytree(sample_projects()[0], folder, dirs_exist_ok=True)
    return folder


def _written(project: Path, out: Path) -> tuple[Path, list[dict]]:
    folder = write_outputs(audit_project(project, PERIOD, AS_OF), out)
    return folder, json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["copies"]


@pytest.mark.parametrize(
    ("raised", "why", "said"),
    [
        (ValueError("bad ht"), "annotator_fault ValueError: bad ht", "程序自身出错（ValueError: bad ht）"),
        (MemoryError(), "annotator_fault MemoryError", "程序自身出错（MemoryError）"),
        (RecursionError("deep\nlines"), "annotator_fault RecursionError: deep\nlines", "RecursionError"),
        (AnnotationRefused("verification", part="p", difference="d"), "verification", "（verification）"),
        (AnnotationRefused("signed"), "signed", "数字签名"),
    ],
)
def test_whatever_the_annotator_raises_the_audit_is_written_and_says_it(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, raised: Exception, why: str, said: str
) -> None:
    def fails(*_: object) -> None:
        raise raised

    audit = audit_project(project, PERIOD, AS_OF)
    whole = write_outputs(audit, tmp_path / "whole")
    monkeypatch.setattr(copies, "annotate", fails)
    folder, listed = _written(project, tmp_path / "out")
    assert (folder / "findings.json").read_bytes() == (whole / "findings.json").read_bytes()
    assert listed
    for copy in listed:
        assert (copy["annotated"], copy["why_not"]) == (False, why)
        assert said in copy["said"]["zh"]
        assert type(raised).__name__ in copy["fault"] or str(raised) in copy["fault"]
        first = openpyxl.load_workbook(folder / copy["file"]).worksheets[0]
        assert any(said in str(row[0].value) for row in first.iter_rows(max_row=8))
    if not isinstance(raised, AnnotationRefused):
        assert all("Traceback" in copy["fault"] and "in fails" in copy["fault"] for copy in listed)
    report = open_report(audit, "zh", copies_in(folder), beside_in(folder))
    assert said in reading_section(report)
    (line,) = unmarked({"copies": listed}, "zh")
    assert said in line
    assert listed[0]["of"] in line


def test_a_workbook_with_marks_says_nothing_of_the_kind(project: Path, tmp_path: Path) -> None:
    _, listed = _written(project, tmp_path)
    assert all(copy["annotated"] and not copy["said"] and not copy["fault"] for copy in listed)
    assert unmarked({"copies": listed}, "zh") == []


def test_a_workbook_encrypted_with_everybodys_password_is_audited_and_its_results_stand_beside(
    project: Path, tmp_path: Path
) -> None:
    locked = tmp_path / "锁"
    shutil.copytree(project, locked)
    for path in locked.glob("*.xlsx"):
        sealed = io.BytesIO()
        OOXMLFile(io.BytesIO(path.read_bytes())).encrypt("VelvetSweatshop", sealed)
        path.write_bytes(sealed.getvalue())
    folder, listed = _written(locked, tmp_path / "out")
    plain, _ = _written(project, tmp_path / "plain")
    tallies = [json.loads((one / "findings.json").read_text(encoding="utf-8"))["tally"] for one in (folder, plain)]
    assert tallies[0] == tallies[1]
    assert {copy["why_not"] for copy in listed} == {"encrypted"}
    assert all((folder / copy["file"]).is_file() and "加密" in copy["said"]["zh"] for copy in listed)


def test_of_many_files_without_marks_the_terminal_has_one_line_for_each_reason() -> None:
    listed = [{"of": f"{n}.csv", "annotated": False, "said": {"zh": "此格式不能加标注"}} for n in range(9)]
    (line,) = unmarked({"copies": listed}, "zh")
    assert "9 个文件" in line
    assert line.count(".csv") == 3
