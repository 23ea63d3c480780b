"""The second procedure that ships: its rules by their cases, its sample, and its own name and sections on every paper."""

import json
import re
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from command_line import run
from docx import Document
from procedure_cases import Case, all_cases, write_case

from clausecheck import explain
from clausecheck.disk.resources import resource
from clausecheck.nouns.model import Audit
from clausecheck.papers.forms import write_template
from clausecheck.papers.notice import write_notice
from clausecheck.papers.page import open_report
from clausecheck.papers.page.whole import report_page
from clausecheck.pipeline import audit_project, write_outputs
from clausecheck.procedure.shipped import DEFAULT, PROCEDURES
from clausecheck.rulebook import load_procedure
from clausecheck.wording import LANGS, word

NAME = "cleaning_and_greening"
BOOK = load_procedure(NAME)
OWN = [code for code in BOOK.rules if not code.startswith("DAT")]
CASES = list(all_cases(Path(__file__).with_name(NAME)))
SAMPLE = next(resource("sample_data").glob(f"{NAME}/HJ-001_*"))
DAY = date(2026, 10, 31)
FOREIGN = re.compile("客户沟通|投诉|业主委员会|customer communication|complaint", re.IGNORECASE)
"""Words of the other procedure that have no place here."""
SUBJECTS = re.compile("停供|访谈|公示点位|interview", re.IGNORECASE)
"""What some sentences of kinds still speak of, whatever the procedure's tables are about."""


@pytest.fixture(scope="module")
def audit() -> Audit:
    return audit_project(SAMPLE, "2026-Q3", DAY, procedure=NAME)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_rule_judges_as_its_cases_say(case: Case, tmp_path: Path) -> None:
    path = write_case(case, BOOK, tmp_path / "台账.xlsx")
    found = [
        one for one in audit_project(path, case.period, case.as_of, procedure=NAME).findings if one.code == case.code
    ]
    assert {
        one.subject: f"{one.verdict} {one.reason}" if " " in case.expect.get(one.subject, "") else one.verdict
        for one in found
    } == case.expect
    for one in found:
        assert all(word(said, lang) for said in one.found for lang in LANGS)


def test_every_rule_has_a_case_that_passes_one_that_fails_and_one_that_stays_open() -> None:
    for code in OWN:
        shown = {said.split()[0] for case in CASES if case.code == code for said in case.expect.values()}
        assert {"pass", "fail"} < shown, code


def test_it_is_small_and_no_part_of_it_is_python() -> None:
    files = [path for path in (PROCEDURES / NAME).rglob("*") if path.is_file() and path.parent.name != "__pycache__"]
    assert {path.suffix for path in files} == {".yaml"}
    assert sum(len(path.read_text("utf-8").splitlines()) for path in files if path.name != "examples.yaml") <= 500
    assert len(OWN) >= 12
    kinds = {check.kind for rule in BOOK.rules.values() for check in rule.checks}
    assert {"dated", "each_row", "quota", "coverage", "standing", "attested"} <= kinds


def test_it_shares_no_table_with_the_other_procedure() -> None:
    ours, other = ({spec.sheet for spec in load_procedure(name).tables.values()} for name in (NAME, DEFAULT))
    assert not ours & other


def test_the_sample_shows_what_was_planted_and_nothing_else(audit: Audit) -> None:
    planted = json.loads((SAMPLE / "expected.json").read_text("utf-8"))["planted"]
    found = [
        (one.code, one.subject, one.verdict) for one in audit.findings if one.verdict not in ("pass", "not_applicable")
    ]
    assert sorted(found) == [(one["code"], one["subject"], one["verdict"]) for one in planted]
    assert audit.score and audit.score["with_waivers"]["score"]


@pytest.mark.parametrize("lang", LANGS)
def test_report_and_annotated_copy_carry_its_own_name_and_sections(audit: Audit, lang: str, tmp_path: Path) -> None:
    page = report_page(open_report(audit, lang))
    title = {"zh": "保洁与绿化作业检查规程核查报告", "en": "Cleaning and Greening Inspection Procedure – Audit Report"}[
        lang
    ]
    assert title in page
    for section in BOOK.sections[:5]:
        assert getattr(section, lang) in page
    copy = openpyxl.load_workbook(next(write_outputs(audit, tmp_path / "out", lang=lang).glob("*.xlsx")))
    results = copy.worksheets[0]
    assert {"zh": "保洁与绿化作业", "en": "cleaning and greening"}[lang] in str(results["A1"].value)
    cells = [str(cell.value) for row in results.iter_rows() for cell in row]
    assert not [said for said in (page, *cells) if FOREIGN.search(said)]


@pytest.mark.parametrize("lang", LANGS)
def test_notice_and_form_carry_its_own_name(audit: Audit, lang: str, tmp_path: Path) -> None:
    notice = write_notice(audit, tmp_path / "n.docx", number="1", issued_on=DAY, deadline=date(2026, 11, 15), lang=lang)
    said = "\n".join(
        [paragraph.text for paragraph in Document(str(notice)).paragraphs]
        + [cell.text for table in Document(str(notice)).tables for row in table.rows for cell in row.cells]
    )
    assert BOOK.title[lang] in said
    write_template(tmp_path / "form.xlsx", BOOK, lang=lang)
    form = openpyxl.load_workbook(tmp_path / "form.xlsx")
    for table in BOOK.tables.values():
        assert any(table.sheet in name for name in form.sheetnames), table.sheet
    cells = [str(cell.value) for sheet in form.worksheets for row in sheet.iter_rows() for cell in row]
    assert not [text for text in (said, *cells) if FOREIGN.search(text)]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("code", OWN)
def test_each_rule_is_explained_from_its_data(code: str, lang: str) -> None:
    said = explain.explain(code, DAY, lang, BOOK)
    rule = BOOK.rules[code]
    assert getattr(rule.title, lang) in said and rule.clause in said
    assert not FOREIGN.search(said)


def test_no_sentence_speaks_of_subjects_that_this_procedure_does_not_have(audit: Audit) -> None:
    told = [explain.explain(code, DAY, lang, BOOK) for code in OWN for lang in LANGS]
    told += [word(said, lang) for one in audit.findings for said in one.found for lang in LANGS]
    assert not [said for said in told if SUBJECTS.search(said)]


def test_the_coverage_page_lists_every_clause_and_what_checks_it() -> None:
    for lang in LANGS:
        said = explain.coverage_text(explain.coverage(lang, BOOK), lang)
        for clause in BOOK.clauses:
            assert clause.id in said and all(code in said for code in clause.rules)
        assert not FOREIGN.search(said)


def test_what_falls_due_is_told() -> None:
    ahead = explain.coming([SAMPLE], BOOK, DAY, 30)
    assert {"GRN01", "CLN03", "CLN04", "CHK01"} <= {item.code for item in ahead.items}
    for lang in LANGS:
        assert not FOREIGN.search(explain.render_coming(ahead, lang))


def test_the_command_line_takes_it_by_name(tmp_path: Path) -> None:
    done = run(
        "audit",
        SAMPLE,
        "--procedure",
        NAME,
        "--period",
        "2026-Q3",
        "--as-of",
        "2026-10-31",
        "--json-only",
        "--out",
        tmp_path / "out",
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    [found] = (tmp_path / "out").rglob("findings.json")
    assert json.loads(found.read_text("utf-8"))["rulebook"]["id"] == NAME
    assert "保洁作业当班完成" in run("rules", "--procedure", NAME, cwd=tmp_path).stdout
