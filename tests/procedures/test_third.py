"""A third procedure, lifts and fire safety, written by what CONTRIBUTING.md says and nothing else: it loads as it stands, and one
workbook shows a pass, a fail and an open case of each of its rules, told under its own name."""

import json
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from command_line import run
from example_books import findings_of, words_of

from clausecheck import explain
from clausecheck.explain.examples import examples as explain_examples
from clausecheck.nouns.model import Audit
from clausecheck.papers.page import open_report
from clausecheck.papers.page.whole import report_page
from clausecheck.pipeline import audit_project, write_outputs
from clausecheck.rulebook import load_procedure
from clausecheck.wording import LANGS

THIRD = Path(__file__).with_name("third")
OWN = ("LFT01", "FIR01", "FIR02")
DAY = date(2026, 10, 5)
FOREIGN = re.compile("客户沟通|投诉|保洁|customer communication|complaint|cleaning", re.IGNORECASE)
"""Words of the procedures that ship, which have no place here."""
PATROLS = [(f"2026-{month:02}-06", block) for month in range(1, 9) for block in ("1栋1单元", "2栋1单元")]
LOGS: dict[str, list[list[Any]]] = {
    "小区信息": [["项目", "内容"], ["小区编码", "XQ-07"], ["小区名称", "松涛里"], ["楼座数", 2], ["接管日期", date(2026, 1, 1)]],
    "值守人员": [
        ["姓名", "岗位", "到岗日期", "离岗日期"],
        ["沈川", "消防巡查员", date(2025, 1, 1)],
        ["顾宁", "安全主管", date(2025, 1, 1)],
    ],
    "楼座清单": [["楼座"], ["1栋1单元"], ["2栋1单元"]],
    "电梯故障记录": [
        ["故障编号", "报警时间", "电梯编号", "故障类型", "到场时间"],
        ["DT-1", datetime(2026, 8, 5, 9), "1号梯", "困人", datetime(2026, 8, 5, 9, 30)],
        ["DT-2", datetime(2026, 8, 6, 9), "1号梯", "关人", datetime(2026, 8, 6, 9, 31)],
        ["DT-3", datetime(2026, 8, 7, 9), "2号梯", "停梯", datetime(2026, 8, 7, 18)],
        ["DT-4", datetime(2026, 8, 8, 9), "2号梯", "困人", "随后"],
        ["DT-5", datetime(2026, 10, 5, 23, 45), "2号梯", "困人"],
    ],
    "消防巡查记录": [
        ["巡查编号", "巡查时间", "楼座", "巡查人"],
        *(
            [f"XF-{n}", date.fromisoformat(day), block, "沈川"]
            for n, (day, block) in enumerate(
                [*PATROLS, ("2026-09-06", "1栋1单元"), ("2026-10-02", "1栋1单元")], 1
            )
        ),
        ["XF-90", date(2026, 9, 7), "2栋1单元", "顾宁"],
    ],
    "消防检测报告": [
        ["季度", "检测日期", "审核日期", "归档日期"],
        ["2026Q1", date(2026, 3, 20), date(2026, 4, 3), date(2026, 4, 10)],
        ["2026Q2", date(2026, 6, 20), date(2026, 7, 3), date(2026, 7, 13)],
        ["2026Q3", date(2026, 9, 20)],
    ],
}  # fmt: skip


def written(sheets: dict[str, list[list[Any]]], path: Path) -> Path:
    book = openpyxl.Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(LOGS, tmp_path_factory.mktemp("logs") / "台账.xlsx")


@pytest.fixture(scope="module")
def audit(logs: Path) -> Audit:
    return audit_project(logs, "2026", DAY, procedure=THIRD)


def test_each_rule_has_a_pass_a_fail_and_an_open_case(audit: Audit) -> None:
    assert {(one.code, one.subject): (one.verdict, one.reason) for one in audit.findings if one.code in OWN} == {
        ("LFT01", "DT-1"): ("pass", ""),
        ("LFT01", "DT-2"): ("fail", "late"),
        ("LFT01", "DT-3"): ("not_applicable", "row"),
        ("LFT01", "DT-4"): ("undetermined", "unreadable"),
        ("LFT01", "DT-5"): ("pending", "open"),
        **{("FIR01", f"2026-{month:02}"): ("pass", "") for month in range(1, 9)},
        ("FIR01", "2026-09"): ("fail", "short"),  # the other building was patrolled by somebody else
        **{("FIR01", f"2026-{month}"): ("pending", "open") for month in (10, 11, 12)},
        ("FIR02", "2026-Q1"): ("pass", ""),
        ("FIR02", "2026-Q2"): ("fail", "late"),
        ("FIR02", "2026-Q3"): ("pending", "open"),
    }
    assert [(one.code, one.subject) for one in audit.findings if one.code not in OWN] == [("DAT01", "电梯故障记录!E5")]


def test_without_a_register_and_a_number_nobody_can_tell_what_share_was_patrolled(tmp_path: Path) -> None:
    less = {name: rows for name, rows in LOGS.items() if name != "楼座清单"}
    less["小区信息"] = [row for row in LOGS["小区信息"] if row[0] != "楼座数"]
    found = audit_project(written(less, tmp_path / "台账.xlsx"), "2026", DAY, procedure=THIRD).findings
    assert [(one.subject, one.verdict, one.reason) for one in found if one.code == "FIR01"] == [
        ("project", "undetermined", "fact")
    ]


@pytest.mark.parametrize("lang", LANGS)
def test_each_rule_is_explained(lang: str) -> None:
    book = load_procedure(THIRD)
    for code in OWN:
        said, rule = explain.explain(code, DAY, lang, book), book.rules[code]
        assert getattr(rule.title, lang) in said and rule.clause in said
        assert not FOREIGN.search(said)
    told = explain.coverage_text(explain.coverage(lang, book), lang)
    assert all(clause.id in told for clause in book.clauses) and not FOREIGN.search(told)


def test_the_examples_that_a_rule_carries_are_true(tmp_path: Path) -> None:
    book = load_procedure(THIRD)
    for example in explain_examples(book)["LFT01"]:
        [finding] = findings_of(example, tmp_path, book)
        assert (finding.subject, finding.verdict, words_of(finding)) == (
            example.subject,
            example.verdict,
            example.found,
        )


@pytest.mark.parametrize("lang", LANGS)
def test_report_and_copy_carry_its_own_name(audit: Audit, lang: str, tmp_path: Path) -> None:
    page = report_page(open_report(audit, lang))
    title = {"zh": "电梯与消防巡检规程核查报告", "en": "Lift and Fire Inspection Procedure – Audit Report"}[lang]
    assert title in page and {"zh": "3 消防巡检", "en": "3 Fire safety inspections"}[lang] in page
    copy = openpyxl.load_workbook(next(write_outputs(audit, tmp_path / "out", lang=lang).glob("*.xlsx")))
    results = copy.worksheets[0]
    assert {"zh": "电梯与消防巡检", "en": "lift and fire inspection"}[lang] in str(results["A1"].value)
    cells = [str(cell.value) for row in results.iter_rows() for cell in row]
    assert not [said for said in (page, *cells) if FOREIGN.search(said)]


def test_the_command_line_takes_its_folder(logs: Path, tmp_path: Path) -> None:
    options = (
        "--procedure",
        THIRD,
        "--period",
        "2026",
        "--as-of",
        DAY.isoformat(),
        "--json-only",
        "--out",
        tmp_path / "out",
    )
    done = run("audit", logs, *options, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    [found] = (tmp_path / "out").rglob("findings.json")
    assert json.loads(found.read_text("utf-8"))["rulebook"]["id"] == "lift_and_fire"
