"""A company's own rulebook adds rules, columns, tables, clauses and sections, held as strictly as ours; and extends the
procedure it says."""

import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from clausecheck import explain
from clausecheck.nouns.errors import InputFault
from clausecheck.papers.page import open_report
from clausecheck.papers.page.whole import report_page
from clausecheck.pipeline import audit_project
from clausecheck.procedure.shipped import DEFAULT, PROCEDURES
from clausecheck.rulebook import load_procedure

SMALL = Path(__file__).parents[1] / "procedures" / "small"
VISIT = """
  {code}:
    clause: "{clause}"
    title: {{zh: "重大投诉回访", en: "Major complaints visited"}}
    requirement: {{zh: "一类重大投诉办结后 {{limit}}内上门回访", en: "A major complaint of class 1 is visited within {{limit}} of closing"}}
    severity: 一般
    role: 客服主管
    weight: 1
    numbers: {{limit: {{value: 2, unit: days, source: company}}}}
    checks:
      - kind: each_row
        table: complaints
        applies_to: {{klass: [一类], impact: [重大]}}
        when_filled: [closed_at]
        parts: [{{part: within, start: closed_at, end: seen_at_home, limit: limit}}]
"""
COLUMN = "{header: 登门回访时间, en: visited at, type: when, also: [回访登门时间], about: 上门回访的时间, about_en: when the customer was visited}"
OWN = f"""extends: customer_communication
id: acme
columns:
  complaints:
    seen_at_home: {COLUMN}
tables:
  drills:
    sheet: 演练记录
    en: Drills
    key_date: held_on
    about: 每次演练一行
    about_en: one row a drill
    fields:
      held_on: {{header: 演练日期, en: held on, type: day, need: "!", about: 日期, about_en: day}}
      kind: {{header: 演练类型, en: kind, type: list, list: {{消防演练: [消防演练, 消防], 防汛演练: [防汛演练]}}, about: 类型, about_en: kind}}
values: {{消防演练: fire drill, 防汛演练: flood drill}}
sections:
  - {{prefix: SAF, clause: "A.1", zh: "安全演练", en: "Drills"}}
clauses:
  - {{id: "A.1.1", text: {{zh: "每半年演练", en: "Drills"}}, how: automated, rules: [SAF01]}}
  - {{id: "A.2.1", text: {{zh: "重大投诉回访", en: "Visits"}}, how: automated, rules: [CMP90]}}
rules:
  CMP01:
    numbers: {{limit: {{value: 60}}}}{VISIT.format(code="CMP90", clause="A.2.1")}
  SAF01:
    clause: "A.1.1"
    title: {{zh: "每季演练", en: "A drill a quarter"}}
    requirement: {{zh: "每季度至少演练 {{at_least}}", en: "At least {{at_least}} drills a quarter"}}
    severity: 轻微
    role: 安保主管
    weight: 1
    numbers: {{at_least: {{value: 1, unit: times}}}}
    checks:
      - {{kind: quota, each: quarter, table: drills, date: held_on, at_least: at_least}}
"""
SCORE = "sections:\n  - {clause: all, rules: [INF, RPT, CMP, ITV, SUR, ENG, STA, SAF], full: 100, zh: 全部, en: all}\n"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "公司规则.yaml"
    path.write_text(OWN, encoding="utf-8")
    (tmp_path / "score.yaml").write_text(SCORE, encoding="utf-8")
    return path


def _logs(folder: Path) -> Path:
    book = openpyxl.Workbook()
    facts = book.active
    facts.title = "项目信息"
    for row in (["项目", "内容"], ["项目编码", "P-1"], ["接管日期", "2026-01-01"]):
        facts.append(row)
    complaints, drills = book.create_sheet("投诉记录"), book.create_sheet("演练记录")
    complaints.append(["投诉编号", "受理时间", "类别", "影响程度", "办结时间", "登门回访时间"])
    complaints.append(["TS-1", "2026-08-01 09:00", "一类", "重大", "2026-08-03 10:00", "2026-08-04 10:00"])
    complaints.append(["TS-2", "2026-08-01 09:00", "一类", "重大", "2026-08-03 10:00", "2026-08-09 10:00"])
    for row in (["演练日期", "演练类型"], ["2026-07-03", "消防"]):
        drills.append(row)
    path = folder / "台账.xlsx"
    book.save(path)
    return path


def test_what_a_company_adds_is_judged_and_shown_like_ours(own: Path, tmp_path: Path) -> None:
    book = load_procedure(rulebook=own)
    assert (book.id, book.base) == ("acme", "customer_communication")
    assert [section.prefix for section in book.sections][-2:] == ["SAF", "DAT"]
    assert book.rules["SAF01"].number("at_least", date(2026, 1, 1)).source == "company"
    audit = audit_project(_logs(tmp_path), "2026-Q3", "2026-10-31", rulebook=own)
    verdicts = {(one.code, one.subject): one.verdict for one in audit.findings}
    assert [verdicts["CMP90", subject] for subject in ("TS-1", "TS-2")] == ["pass", "fail"]
    assert verdicts["SAF01", "2026-Q3"] == "pass"
    assert audit.score is not None and "CMP90" in str(audit.score)
    page = report_page(open_report(audit, "en"))
    assert "A.1 Drills" in page and "Major complaints visited" in page
    assert "登门回访时间" in explain.explain("CMP90", date(2026, 10, 31), "zh", book)
    assert "SAF01" in explain.coverage_text(explain.coverage("zh", book), "zh")
    assert "SAF01" in explain.rules_text(explain.list_rules("zh", book), "zh")


def test_ours_does_not_learn_what_a_company_adds(own: Path) -> None:
    load_procedure(rulebook=own)
    assert "CMP90" not in load_procedure().rules
    assert "seen_at_home" not in load_procedure().tables["complaints"].fields


BAD = {
    "a column of a table that is not there": ("  complaints:\n    seen_at_home", "  complaint:\n    seen_at_home", ":4", "没有“complaint”；是否应为 complaints？"),
    "a misspelt key of a column": ("about_en: when the customer was visited", "about_english: x", ":5", "没有“about_english”；是否应为 about_en？"),
    "a column that is there already": ("    seen_at_home: {header", "    closed_at: {header", ":5", "“closed_at”重复"),
    "a header that is there already": ("header: 登门回访时间", "header: 办结时间", ":5", "表头“办结时间”已用于 closed_at"),
    "a table that is there already": ("  drills:\n", "  outages:\n", ":7", "规程已有这张表"),
    "a sheet that is there already": ("sheet: 演练记录", "sheet: 投诉记录", ":8", "工作表名“投诉记录”已用于 complaints"),
    "a value without English": ("values: {消防演练: fire drill, ", "values: {", ":15", "“消防演练”没有英文"),
    "a section that is there already": ("prefix: SAF", "prefix: CMP", ":18", "“CMP”重复"),
    "a clause that is there already": ('id: "A.1.1"', 'id: "2.0"', ":20", "“2.0”重复"),
    "a rule of the ledger that is not there": ("rules: [SAF01]}", "rules: [SAF09]}", ":20", "没有“SAF09”；是否应为 SAF01？"),
    "a clause of no ledger": ('clause: "A.2.1"', 'clause: "A.9"', ":26", "没有“A.9”"),
    "a column that the check cannot find": ("end: seen_at_home", "end: seen_on_home", ":34", "是否应为 seen_at_home？"),
    "a rule without its requirement": ("    requirement: {zh: \"每季度", "    requirment: {zh: \"每季度", ":43", "没有“requirment”；是否应为 requirement？"),
    "a new rule that is only a slip of the pen": ("  CMP01:\n", "  CMP1:\n", ":23", "没有“CMP1”"),
    "an unknown key of the file": ("columns:\n", "colums:\n", ":3", "没有“colums”；是否应为 columns？"),
}  # fmt: skip


@pytest.mark.parametrize("slip", BAD)
def test_a_slip_in_what_a_company_adds_is_refused_with_file_and_line(own: Path, slip: str) -> None:
    there, instead, place, words = BAD[slip]
    assert there in OWN, there
    own.write_text(OWN.replace(there, instead, 1), encoding="utf-8")
    with pytest.raises(InputFault) as refused:
        load_procedure(rulebook=own)
    lines = refused.value.say("zh").splitlines()
    assert any(words in line and place in line for line in lines), lines
    assert len(refused.value.say("en").splitlines()) == len(lines)


def test_a_section_without_a_place_in_the_score_is_refused_where_it_stands(own: Path) -> None:
    own.with_name("score.yaml").unlink()
    with pytest.raises(InputFault) as refused:
        load_procedure(rulebook=own)
    assert f"{own}:18: SAF 不在评分表（score.yaml）的任何部分里；请补上" in refused.value.say("zh")


def test_a_rulebook_that_extends_another_procedure_than_the_chosen_one_is_refused(own: Path) -> None:
    with pytest.raises(InputFault) as refused:
        load_procedure(SMALL, own)
    assert f"{own}:1: extends 应为 patrol，现为 customer_communication" in refused.value.say("zh")
    assert "extends must be patrol, not customer_communication" in refused.value.say("en")


def test_a_company_extends_a_procedure_outside_the_package(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text("extends: patrol\nrules:\n  FIX01:\n    numbers: {limit: {value: 1}}\n", encoding="utf-8")
    book = load_procedure(SMALL, path)
    assert book.rules["FIX01"].number("limit", date(2026, 1, 1)).value == 1
    assert book.identity.short == {"zh": "机房巡查办法", "en": "Machine Room Patrols"}
    with pytest.raises(InputFault) as refused:
        load_procedure(rulebook=path)
    assert "extends 应为 customer_communication，现为 patrol" in refused.value.say("zh")


def test_the_keys_of_an_older_language_are_taken_with_a_warning_that_says_where(own: Path) -> None:
    own.write_text(OWN.replace("applies_to: {klass", "when: {klass"), encoding="utf-8")
    book = load_procedure(rulebook=own)
    assert [one.say("zh") for one in book.warnings] == [f"{own}:36: CMP90：“when”现在叫 applies_to；请改名"]
    assert book.warnings[0].en == "CMP90: `when` is now called `applies_to`; rename it"
    assert load_procedure().warnings == ()


def test_a_procedure_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(InputFault) as refused:
        load_procedure("customer_comunication")
    assert "没有“customer_comunication”；是否应为 customer_communication？" in refused.value.say("zh")


def test_adding_a_rule_with_its_column_and_clause_touches_one_file_of_the_procedure(tmp_path: Path) -> None:
    """house: class 1, major, visited within two days of closing; a file of rules may carry columns and clauses too."""
    folder = Path(shutil.copytree(PROCEDURES / DEFAULT, tmp_path / "ours"))
    text = f"columns:\n  complaints:\n    seen_at_home: {COLUMN}\n" + (
        'clauses:\n  - {id: "4.3b.91", text: {zh: "回访", en: "Visits"}, how: automated, rules: [CMP91]}\n'
        f"rules:{VISIT.format(code='CMP91', clause='4.3b.91')}"
    )
    (folder / "rules" / "7_visits.yaml").write_text(text, encoding="utf-8")
    book = load_procedure(folder)
    assert [code for code in book.rules if code.startswith("CMP")][-1] == "CMP91"
    audit = audit_project(_logs(tmp_path), "2026-Q3", "2026-10-31", procedure=folder)
    verdicts = {one.subject: one.verdict for one in audit.findings if one.code == "CMP91"}
    assert verdicts == {"TS-1": "pass", "TS-2": "fail"}
