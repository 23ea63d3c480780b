"""A procedure of three rules, none of whose tables has a name of ours: audited, marked, explained, noticed and reported under
its own name, without a line of Python."""

import re
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from clausecheck import explain
from clausecheck.nouns.errors import InputFault
from clausecheck.nouns.model import Audit
from clausecheck.papers.forms import write_template
from clausecheck.papers.notice import write_notice
from clausecheck.papers.page import open_report
from clausecheck.papers.page.whole import report_page
from clausecheck.pipeline import audit_project, write_outputs
from clausecheck.rulebook import load_procedure
from clausecheck.wording import word

SMALL = Path(__file__).with_name("small")
DAY = date(2026, 10, 10)
OURS = re.compile("客户沟通|投诉|customer communication|complaint", re.IGNORECASE)
LOGS = {
    "机房信息": [["项目", "内容"], ["机房编码", "JF-01"], ["机房名称", "北机房"], ["启用日期", "2026-01-01"]],
    "班组": [["成员", "工种", "上岗日期", "离班日期"], ["甲某", "巡查员", "2026-01-01"], ["乙某", "班长", "2026-01-01"]],
    "巡查表": [
        ["巡查号", "巡查时刻", "巡查人", "隐患", "消除时刻"],
        ["X-1", "2026-08-05 09:00", "甲某", "有", "2026-08-06 10:00"],
        ["X-2", "2026-08-06 09:00", "乙某", "有", "2026-08-16 10:00"],
        ["X-3", "2026-07-06 09:00", "甲某"],
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in LOGS.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path = tmp_path_factory.mktemp("logs") / "台账.xlsx"
    book.save(path)
    return path


@pytest.fixture(scope="module")
def audit(logs: Path) -> Audit:
    return audit_project(logs, "2026-Q3", DAY, procedure=SMALL)


def test_no_table_of_it_has_a_name_of_ours() -> None:
    small, ours = load_procedure(SMALL), load_procedure()
    assert not small.tables.keys() & ours.tables.keys()
    assert (small.id, small.roles, [section.prefix for section in small.sections]) == (
        "patrol",
        ("班长", "巡查员"),
        ["PAT", "FIX", "DAT"],
    )


def test_every_rule_is_judged(audit: Audit) -> None:
    assert {(one.code, one.subject): (one.verdict, one.reason) for one in audit.findings} == {
        ("PAT01", "2026-07"): ("fail", "short"),
        ("PAT01", "2026-08"): ("pass", ""),
        ("PAT01", "2026-09"): ("fail", "short"),
        ("PAT02", "X-1"): ("pass", ""),
        ("PAT02", "X-2"): ("fail", "wrong_role"),
        ("PAT02", "X-3"): ("pass", ""),
        ("FIX01", "X-1"): ("pass", ""),
        ("FIX01", "X-2"): ("fail", "late"),
        ("FIX01", "X-3"): ("not_applicable", "row"),
    }
    found = next(one.found for one in audit.findings if one.reason == "wrong_role")
    assert word(found[0], "en") == '"patroller" 乙某 is foreman, should be patroller'


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_paper_carries_its_own_name_and_sections(audit: Audit, lang: str, tmp_path: Path) -> None:
    book = load_procedure(SMALL)
    page = report_page(open_report(audit, lang))
    title, section = {
        "zh": ("机房巡查办法核查报告", "3 隐患整改"),
        "en": ("Machine Room Patrols – Audit Report", "3 Mending"),
    }[lang]
    assert title in page and section in page
    written = write_outputs(audit, tmp_path / "out", lang=lang)
    results = openpyxl.load_workbook(next(written.glob("*.xlsx"))).worksheets[0]
    assert {"zh": "机房巡查规程核查结果", "en": "audit of machine room patrol"}[lang] in results["A1"].value
    notice = write_notice(
        audit, tmp_path / "通知.docx", number="1", issued_on=DAY, deadline=date(2026, 11, 1), lang=lang
    )
    basis = "".join(cell.text for table in Document(str(notice)).tables for row in table.rows for cell in row.cells)
    assert book.title[lang] in basis
    write_template(tmp_path / "form.xlsx", book, lang=lang)
    form = openpyxl.load_workbook(tmp_path / "form.xlsx")
    assert any("巡查表" in name for name in form.sheetnames)
    told = [explain.explain(code, DAY, lang, book) for code in book.rules if not code.startswith("DAT")]
    told += [explain.coverage_text(explain.coverage(lang, book), lang)]
    sheets = [str(cell.value) for sheet in (*form.worksheets, results) for row in sheet.iter_rows() for cell in row]
    for said in (page, *told, *sheets, basis):
        assert not OURS.search(said), said[:200]


def test_what_falls_due_is_told(logs: Path) -> None:
    ahead = explain.coming([logs], load_procedure(SMALL), DAY, 30)
    assert [(item.code, item.subject, item.missing) for item in ahead.items] == [("PAT01", "2026-10", 2)]
    assert "foreman" in explain.render_coming(ahead, "en")


def test_a_masked_audit_names_nobody(logs: Path) -> None:
    hidden = audit_project(logs, "2026-Q3", DAY, procedure=SMALL, mask=True)
    said = "".join(word(one, "zh") for finding in hidden.findings for one in finding.found)
    assert "乙*" in said and "乙某" not in said


def test_a_rule_carries_its_own_example() -> None:
    told = explain.explain("FIX01", DAY, "zh", load_procedure(SMALL))
    assert "巡查号 X-9" in told and "示例" in told
    assert "示例" not in explain.explain("PAT01", DAY, "zh", load_procedure(SMALL))


def test_logs_read_by_another_procedures_tables_are_not_judged(logs: Path, audit: Audit) -> None:
    with pytest.raises(InputFault):  # ours finds no sheet of its facts in them
        audit_project(logs, "2026-Q3", DAY)
