"""A rule is two files, as CONTRIBUTING.md says: the rule's own, with the column, the clause and the examples that it needs, and its
cases. Put into a procedure's folder it is judged, explained and asked for in the form, and changes no verdict of another."""

import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from example_books import findings_of, words_of
from procedure_cases import Case, all_cases, write_case

from clausecheck import explain
from clausecheck.disk.resources import resource
from clausecheck.explain.examples import examples
from clausecheck.nouns.model import Audit
from clausecheck.papers.forms import write_template
from clausecheck.pipeline import audit_project
from clausecheck.procedure.procedure import Procedure
from clausecheck.procedure.shipped import DEFAULT, PROCEDURES
from clausecheck.rulebook import load_procedure
from clausecheck.wording import LANGS

HERE = Path(__file__).with_name("one_more")
CODE, COLUMN = "CMP91", "办结回访时间"
CASES = list(all_cases(HERE / "cases", Path(__file__).parents[1] / "cases" / "base.yaml"))
DAY = date(2026, 10, 31)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Procedure:
    """The procedure that ships, with one file more among its rules."""
    folder = Path(shutil.copytree(PROCEDURES / DEFAULT, tmp_path_factory.mktemp("procedure") / "more"))
    shutil.copytree(HERE / "rules", folder / "rules", dirs_exist_ok=True)
    return load_procedure(folder)


def test_it_is_two_files() -> None:
    assert sorted(path.name for path in HERE.rglob("*.*")) == ["3_visits.yaml", f"{CODE}.yaml"]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_it_judges_as_its_cases_say(case: Case, book: Procedure, tmp_path: Path) -> None:
    path = write_case(case, book, tmp_path / "台账.xlsx")
    findings = audit_project(path, case.period, case.as_of, procedure=book.folder).findings
    assert {
        one.subject: f"{one.verdict} {one.reason}" if " " in case.expect.get(one.subject, "") else one.verdict
        for one in findings
        if one.code == CODE
    } == case.expect


def test_its_examples_are_true(book: Procedure, tmp_path: Path) -> None:
    both = examples(book)[CODE]
    assert [example.verdict for example in both] == ["pass", "fail"]
    for example in both:
        [finding] = findings_of(example, tmp_path, book)
        assert (finding.verdict, words_of(finding)) == (example.verdict, example.found)


@pytest.mark.parametrize("lang", LANGS)
def test_it_is_explained_and_covers_its_clause(book: Procedure, lang: str) -> None:
    rule, said = book.rules[CODE], explain.explain(CODE, DAY, lang, book)
    assert getattr(rule.title, lang) in said and COLUMN in said
    lines = explain.coverage_text(explain.coverage(lang, book), lang).splitlines()
    assert any(rule.clause in line and CODE in line for line in lines)


def test_the_blank_form_asks_for_its_column(book: Procedure, tmp_path: Path) -> None:
    write_template(tmp_path / "form.xlsx", book)
    sheet = openpyxl.load_workbook(tmp_path / "form.xlsx")["投诉记录"]
    assert COLUMN in [cell.value for row in sheet.iter_rows() for cell in row]


def test_it_changes_no_verdict_of_another_rule(book: Procedure) -> None:
    logs = next(resource("sample_data").glob("CH-001_*"))
    before, after = (_verdicts(audit_project(logs, "2026-Q3", DAY, procedure=one)) for one in (DEFAULT, book.folder))
    assert before.items() < after.items()
    more = after.keys() - before.keys()
    assert {code for code, _ in more} == {CODE, "DAT05"}
    [absent] = (subject for code, subject in more if code == "DAT05")
    assert absent.endswith(COLUMN)  # logs written before the rule lack its column
    assert {after[one][0] for one in more if one[0] == CODE} <= {"undetermined", "not_applicable"}


def _verdicts(audit: Audit) -> dict[tuple[str, str], tuple[str, str]]:
    return {(one.code, one.subject): (one.verdict, one.reason) for one in audit.findings}
