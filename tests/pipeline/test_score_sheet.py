"""扣分表: the same score as everywhere, in live formulas; what an auditor changes comes back beside it."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from clausecheck.disk.resources import sample_projects
from clausecheck.nouns.model import Audit
from clausecheck.papers.page import open_report
from clausecheck.papers.page.scores import score_section
from clausecheck.pipeline import audit_project, write_outputs

OFFICE = shutil.which("soffice")
PERIOD, AS_OF = "2026-Q3", "2026-10-31"
NAME = {"zh": "扣分表", "en": "Score sheet"}


@pytest.fixture(scope="module")
def audit() -> Audit:
    return audit_project(sample_projects()[0], PERIOD, AS_OF)


@pytest.fixture(scope="module")
def copy(audit: Audit, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return next(write_outputs(audit, tmp_path_factory.mktemp("out")).glob("*_核查.xlsx"))


def rows_of(sheet: Worksheet) -> dict[str, dict[str, Any]]:
    """The lines by rule, the sums by what they are called; each by its headers."""
    rows = list(sheet.iter_rows(values_only=True))
    top = next(n for n, row in enumerate(rows) if row[1] in ("规则", "Rule"))
    lines = [dict(zip(rows[top], row, strict=True)) for row in rows[top + 1 :]]
    item = "核查项目" if "核查项目" in rows[top] else "Item"
    return {str(line["规则"] if line.get("规则") else line[item]): line for line in lines}


@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_the_sums_are_the_score_of_terminal_and_report(place: int, tmp_path: Path) -> None:
    project = sample_projects()[place]
    judged = audit_project(project, "2026", "2026-12-31")
    folder = write_outputs(judged, tmp_path)
    named = [
        path for path in sorted(folder.glob("*_核查.xlsx")) if NAME["zh"] in openpyxl.load_workbook(path).sheetnames
    ]
    assert len(named) == 1, "in one copy only, or two would contradict each other"
    rows = rows_of(openpyxl.load_workbook(named[0], data_only=True)[NAME["zh"]])
    marks = judged.score["with_waivers"]
    assert f"{rows['合计']['得分']:g}" == marks["highest"]
    assert f"{rows['合计']['标准分']:.2f}".rstrip("0").rstrip(".") == marks["attainable"]
    if marks["lowest"] != marks["highest"]:
        assert f"{rows['最低得分（证据不足均不合格）']['得分']:g}" == marks["lowest"]
    assert marks["rate"].endswith(f"{rows['得分率']['得分'] * 100:.1f}".rstrip("0").rstrip(".") + "%")
    assert judged.score["says"]["zh"] in score_section(open_report(judged))


def test_every_rule_has_its_line_with_the_reason(audit: Audit, copy: Path) -> None:
    rows = rows_of(openpyxl.load_workbook(copy, data_only=True)[NAME["zh"]])
    rules = [rule for section in audit.score["sections"] for rule in section["rules"]]
    assert {rule["code"] for rule in rules} <= set(rows)
    assert rows["CMP10"]["扣分原因"].startswith("50 项中 3 项不合格：TS-202607-104、")
    assert rows["ITV01"]["扣分原因"] == "不适用或未到期，不计入"
    for rule in rules:
        assert float(rule["deducted"]) == pytest.approx(rows[rule["code"]]["扣分"] or 0, abs=0.0051)


@pytest.mark.skipif(OFFICE is None, reason="no LibreOffice on this machine")
def test_the_formulas_follow_a_change_and_agree_with_what_is_stored(copy: Path, tmp_path: Path) -> None:
    stored = rows_of(openpyxl.load_workbook(copy, data_only=True)[NAME["zh"]])
    book = openpyxl.load_workbook(copy)
    for name in book.sheetnames:
        if name != NAME["zh"]:
            del book[name]
    sheet = book[NAME["zh"]]
    header = next(row for row in sheet.iter_rows() if row[1].value == "规则")
    column = {cell.value: cell.column for cell in header}
    book.save(tmp_path / "as_it_is.xlsx")
    line = next(row[0].row for row in sheet.iter_rows() if row[1].value == "INF03")
    sheet.cell(line, column["扣分"]).value = 3
    book.save(tmp_path / "changed.xlsx")
    command = [OFFICE, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "xlsx"]
    files = [tmp_path / "as_it_is.xlsx", tmp_path / "changed.xlsx"]
    subprocess.run(
        [*command, "--outdir", tmp_path / "calculated", *files], check=True, capture_output=True, timeout=180
    )
    same, changed = (
        rows_of(openpyxl.load_workbook(tmp_path / "calculated" / file.name, data_only=True)[NAME["zh"]])
        for file in files
    )
    for name in ("合计", "得分率", "最低得分（证据不足均不合格）", "4.2 主动提供信息"):
        assert same[name]["得分"] == pytest.approx(stored[name]["得分"], abs=1e-9)
    assert changed["合计"]["得分"] == pytest.approx(stored["合计"]["得分"] + 2, abs=1e-9)


def returned(copy: Path, target: Path, changes: dict[tuple[str, str], Any]) -> Path:
    """The copy as it comes back: on 扣分表 the cells of rule and header changed."""
    book = openpyxl.load_workbook(copy)
    sheet = book[NAME["zh"]]
    header = next(row for row in sheet.iter_rows() if row[1].value == "规则")
    column = {cell.value: cell.column for cell in header}
    for (code, name), value in changes.items():
        line = next(row[0].row for row in sheet.iter_rows() if row[1].value == code)
        sheet.cell(line, column[name]).value = value
    target.parent.mkdir()
    book.save(target)
    return target


def test_what_an_auditor_changes_comes_back_beside_the_score_and_never_instead(
    audit: Audit, copy: Path, tmp_path: Path
) -> None:
    changes = {
        ("INF03", "扣分"): 3.5,
        ("INF03", "备注"): "整改中",
        ("CMP10", "人工调整"): 1,
        ("INF02", "备注"): "已谈话",
    }
    back = returned(copy, tmp_path / "back" / copy.name, changes)
    again = audit_project(back, PERIOD, AS_OF)
    assert {code: (one.marks, one.note) for code, one in again.people.adjustments.items()} == {
        "INF03": (-1.5, "整改中"),
        "CMP10": (1.0, ""),
        "INF02": (0.0, "已谈话"),
    }
    assert again.score == audit.score
    written = next(write_outputs(again, tmp_path / "out").glob("*_核查.xlsx"))
    rows = rows_of(openpyxl.load_workbook(written, data_only=True)[NAME["zh"]])
    assert rows["INF03"]["扣分"] == 5
    assert (rows["INF03"]["人工调整"], rows["INF03"]["备注"]) == (-1.5, "整改中")
    assert rows["合计"]["得分"] == pytest.approx(float(audit.score["with_waivers"]["highest"]))
    assert rows["人工调整后得分（供参考）"]["得分"] == pytest.approx(rows["合计"]["得分"] + 0.5)
    shown = score_section(open_report(again))
    assert "人工调整" in shown
    assert "整改中" in shown


def test_an_adjustment_of_a_deduction_that_is_another_one_now_is_only_told(
    audit: Audit, copy: Path, tmp_path: Path
) -> None:
    back = returned(copy, tmp_path / "back" / copy.name, {("INF03", "人工调整"): -1.5})
    book = openpyxl.load_workbook(back)
    cell = book["信息公示"]["G11"]
    cell.value = f"{cell.value}、收费依据、代收代缴费用"
    book.save(back)
    written = next(write_outputs(audit_project(back, PERIOD, AS_OF), tmp_path / "out").glob("*_核查.xlsx"))
    line = rows_of(openpyxl.load_workbook(written, data_only=True)[NAME["zh"]])["INF03"]
    assert (line["扣分"], line["人工调整"]) == (0, None)
    assert "上次调整 -1.5（当时扣 5.00" in line["备注"]
