"""Waivers (reading 45): a fail is waived while one is in force; one that cannot be used is itself reported."""

from datetime import date
from pathlib import Path

import pytest

from clausecheck.audit.waived import apply_waivers, find_waivers
from clausecheck.audit.waivers import Waiver, read_waivers
from clausecheck.nouns.errors import InputFault
from clausecheck.nouns.model import Finding
from clausecheck.rulebook import Procedure, load_rulebook

AS_OF = date(2026, 8, 31)
LATE = Finding("CMP01", "4.3b.2", "A1", "fail", "late", fingerprint="f1")
KEPT = Finding("CMP01", "4.3b.2", "A2", "pass", fingerprint="f2")
OPEN = Finding("CMP01", "4.3b.2", "A3", "undetermined", "day_only", fingerprint="f3")


@pytest.fixture(scope="module")
def book() -> Procedure:
    return load_rulebook()


def a_waiver(**changes: str) -> Waiver:
    usual = {
        "code": "CMP01",
        "subject": "A1",
        "reason": "系统升级",
        "approved_by": "总经理",
        "from": "2026-08-01",
        "until": "2026-08-31",
    }
    return Waiver.model_validate(usual | changes)


def applied(book: Procedure, *waivers: Waiver) -> tuple[list[str], list[str]]:
    """The verdicts of A1 and A2, and the keys of what is reported. What is undetermined stays so whatever is waived."""
    findings, notes = apply_waivers([LATE, KEPT, OPEN], waivers, book, AS_OF)
    *verdicts, last = [finding.verdict for finding in findings]
    assert last == "undetermined"
    return verdicts, [note.key for note in notes]


@pytest.mark.parametrize(
    "changes",
    [{}, {"from": "2026-08-31"}, {"fingerprint": "f1"}],
    ids=["until the as-of day", "from the as-of day", "the finding that was expected"],
)
def test_a_waiver_in_force_on_the_as_of_day_covers_the_fail(book: Procedure, changes: dict[str, str]) -> None:
    assert applied(book, a_waiver(**changes)) == (["waived", "pass"], [])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"until": "2026-08-30"}, "waiver.expired"),
        ({"from": "2026-09-01", "until": "2026-09-30"}, "waiver.not_yet"),
        ({"subject": "A2"}, "waiver.matched_nothing"),
        ({"subject": "A9"}, "waiver.matched_nothing"),
        ({"code": "CMP99"}, "waiver.matched_nothing"),
        ({"fingerprint": "f2"}, "waiver.changed"),
        ({"from": "2026-08-31", "until": "2026-08-30"}, "waiver.backwards"),
        ({"from": "2026-10-01", "until": "2026-07-01"}, "waiver.backwards"),
        ({"subject": "A3"}, "waiver.matched_nothing"),
    ],
    ids=[
        "expired",
        "not in force yet",
        "no fail to waive",
        "no such subject",
        "no such rule",
        "another finding",
        "ends the day before it begins",
        "ends before it begins, neither day reached",
        "evidence is lacking",
    ],
)
def test_a_waiver_that_cannot_be_used_leaves_the_fail_and_is_reported(
    book: Procedure, changes: dict[str, str], said: str
) -> None:
    assert applied(book, a_waiver(**changes)) == (["fail", "pass"], [said])


def test_a_rule_marked_non_waivable_cannot_be_waived(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("extends: customer_communication\nrules: {CMP01: {waivable: false}}\n", encoding="utf-8")
    assert applied(load_rulebook(own), a_waiver()) == (["fail", "pass"], ["waiver.not_waivable"])


def test_of_two_waivers_of_one_fail_the_expired_is_reported_and_the_other_used(book: Procedure) -> None:
    assert applied(book, a_waiver(until="2026-08-30"), a_waiver()) == (["waived", "pass"], ["waiver.expired"])


def test_of_two_waivers_in_force_the_first_is_used_and_the_second_reported(book: Procedure) -> None:
    first, second = a_waiver(), a_waiver(reason="另一个理由")
    findings, notes = apply_waivers([LATE, KEPT], [first, second], book, AS_OF)
    assert findings[0].waiver == "系统升级"
    assert [(note.key, dict(note.params)["subject"]) for note in notes] == [("waiver.second", "A1")]


def test_waivers_are_found_beside_a_workbook_and_read_once(tmp_path: Path) -> None:
    line = "- {code: RPT09, subject: 2026, reason: 换届, approved_by: 总经理, from: 2026-01-01, until: 2026-12-31}\n"
    (tmp_path / "waivers.yaml").write_text(line, encoding="utf-8")
    found = find_waivers([tmp_path, tmp_path / "日志.xlsx"])
    assert [waiver.subject for waiver in found] == ["2026"]


@pytest.mark.parametrize("text", ["", "# 暂无豁免 none yet\n", "[]\n"])
def test_a_file_without_a_waiver_holds_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "waivers.yaml"
    path.write_text(text, encoding="utf-8")
    assert read_waivers(path) == []


def test_a_waiver_that_is_not_complete_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "waivers.yaml"
    path.write_text(
        "- {code: CMP01, subject: A1, approved_by: 总经理, from: 2026-08-01, until: 2026-08-31}\n"
        "- {code: CMP01, subject: A2, reason: x, approved_by: 总经理, from: 2026-08-01, until: 八月底}\n",
        encoding="utf-8",
    )
    with pytest.raises(InputFault) as caught:
        read_waivers(path)
    assert "waivers.yaml:1: reason" in str(caught.value)
    assert "waivers.yaml:2: until" in str(caught.value)
