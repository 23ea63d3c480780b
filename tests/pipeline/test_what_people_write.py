"""What people write on 核查结果 and decide in review.yaml: read back, carried forward, shown, and whose it is."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from clausecheck.disk.resources import sample_projects
from clausecheck.nouns.errors import InputFault
from clausecheck.nouns.model import Audit, Finding
from clausecheck.papers.page import open_report
from clausecheck.papers.page.findings import findings_section
from clausecheck.papers.page.head import conclusion
from clausecheck.pipeline import audit_project, write_outputs
from clausecheck.results.people import key_of
from clausecheck.results.review import Review, save_review

PERIOD, AS_OF = "2026-Q3", "2026-10-31"


@pytest.fixture(scope="module")
def audit() -> Audit:
    return audit_project(sample_projects()[0], PERIOD, AS_OF)


@pytest.fixture(scope="module")
def copy(audit: Audit, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return next(write_outputs(audit, tmp_path_factory.mktemp("out")).glob("*_核查.xlsx"))


def first_of(audit: Audit, code: str) -> Finding:
    return next(one for one in audit.findings if one.code == code and one.verdict == "fail")


def filled(copy: Path, target: Path, changes: dict[tuple[str, str], Any], sheet: str = "核查结果") -> Path:
    """The copy with cells of the results filled in, by rule (its first line) and header."""
    book = openpyxl.load_workbook(copy)
    header = next(row for row in book[sheet].iter_rows() if row[1].value == "判定")
    column = {cell.value: cell.column for cell in header}
    for (code, name), value in changes.items():
        line = next(row[0].row for row in book[sheet].iter_rows() if row[2].value == code)
        book[sheet].cell(line, column[name]).value = value
    target.parent.mkdir()
    book.save(target)
    return target


def results(folder: Path) -> dict[str, dict[str, Any]]:
    """The first line of each rule on 核查结果, by its headers."""
    rows = list(openpyxl.load_workbook(next(folder.glob("*_核查.xlsx")))["核查结果"].iter_rows(values_only=True))
    top = next(n for n, row in enumerate(rows) if row[1] == "判定")
    lines = [dict(zip(rows[top], row, strict=True)) for row in rows[top + 1 :]]
    return {line["规则"]: line for line in reversed(lines)}


REPLY = {
    ("INF01", "整改情况"): "已张贴",
    ("INF01", "责任人"): "王丽",
    ("INF01", "完成日期"): "2026-11-05",
    ("INF01", "佐证"): "照片2张",
}


def test_what_the_centre_fills_in_comes_back_is_carried_forward_and_shown(
    audit: Audit, copy: Path, tmp_path: Path
) -> None:
    again = audit_project(filled(copy, tmp_path / "back" / copy.name, REPLY), PERIOD, AS_OF)
    reply = again.people.replies[key_of(first_of(again, "INF01"))]
    assert (reply.done, reply.by, reply.on, reply.evidence) == ("已张贴", "王丽", "2026-11-05", "照片2张")
    assert len(again.people.replies) == 1
    line = results(write_outputs(again, tmp_path / "out"))["INF01"]
    assert [line[name] for name in ("整改情况", "责任人", "完成日期", "佐证")] == list(REPLY.values())
    shown = findings_section(open_report(again))
    assert all(said in shown for said in ("服务中心填报", *REPLY.values()))
    assert [one.verdict for one in again.findings] == [one.verdict for one in audit.findings], "no verdict changes"


def test_the_auditors_columns_are_taken_from_no_file_but_the_one_he_names(copy: Path, tmp_path: Path) -> None:
    said = {("INF01", "审核意见"): "有异议：已张贴，未及登记", ("INF02", "复查结论"): "已整改"}
    back = filled(copy, tmp_path / "back" / copy.name, said)
    ignored = audit_project(back, PERIOD, AS_OF)
    assert ignored.people.opinions == {}
    assert len(ignored.people.ignored) == 2
    told = conclusion(open_report(ignored))
    assert all(f"核查结果!{cell}" in told for _, _, cell in ignored.people.ignored)
    assert "--review" in told
    taken = audit_project(sample_projects()[0], PERIOD, AS_OF, review=back)
    opinion = taken.people.opinions[key_of(first_of(taken, "INF01"))]
    assert (opinion.mark, opinion.note) == ("disputed", "已张贴，未及登记")
    assert taken.people.opinions[key_of(first_of(taken, "INF02"))].conclusion == "已整改"
    assert taken.people.ignored == ()


def test_review_yaml_decides_and_its_marks_stand_in_workbook_and_report(audit: Audit, tmp_path: Path) -> None:
    finding = first_of(audit, "INF03")
    key = (finding.code, finding.subject)
    review = Review(*key, "disputed", "凭证已补", "张敏", finding.fingerprint, finding.identity)
    folder = write_outputs(audit, tmp_path / "out")
    save_review(folder / "review.yaml", key, review)
    again = audit_project(sample_projects()[0], PERIOD, AS_OF, review=tmp_path / "out")
    assert results(write_outputs(again, tmp_path / "more"))["INF03"]["审核意见"] == "有异议（张敏）：凭证已补"
    shown = findings_section(open_report(again))
    assert '<div class="op disputed">有异议（张敏）：凭证已补</div>' in shown
    assert "审核意见" in shown
    save_review(folder / "review.yaml", key, replace(review, fingerprint="0000"))
    stale = audit_project(sample_projects()[0], PERIOD, AS_OF, review=folder / "review.yaml")
    assert not stale.people.opinions[key_of(finding)].disputes
    assert "请重新审核" in findings_section(open_report(stale))


@pytest.mark.parametrize(("name", "words"), [("没有.yaml", "没有这个文件"), ("台账.xlsx", "没有“核查结果”工作表")])
def test_what_is_no_review_is_refused(tmp_path: Path, name: str, words: str) -> None:
    if name.endswith("xlsx"):
        openpyxl.Workbook().save(tmp_path / name)
    with pytest.raises(InputFault) as refused:
        audit_project(sample_projects()[0], PERIOD, AS_OF, review=tmp_path / name)
    assert words in refused.value.say("zh")


def test_masked_nobody_who_answered_or_decided_is_named(copy: Path, tmp_path: Path) -> None:
    back = filled(copy, tmp_path / "back" / copy.name, {**REPLY, ("INF01", "整改情况"): "王丽打电话给业主赵铁柱"})
    masked = audit_project(back, PERIOD, AS_OF, mask=True)
    reply = next(iter(masked.people.replies.values()))
    assert "王丽" not in f"{reply}"
    assert "赵铁柱" not in f"{reply}"
    assert reply.on == "2026-11-05"


def test_the_results_print_two_pages_wide_with_what_tells_a_line_on_both(copy: Path) -> None:
    sheet = openpyxl.load_workbook(copy)["核查结果"]
    assert sheet.page_setup.fitToWidth == 2
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.print_title_cols == "$A:$C"
    assert sheet.column_dimensions["V"].hidden, "the identity"
