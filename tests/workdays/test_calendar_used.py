"""A calendar.yaml beside the logs or the rulebook is used by every way to an audit, and stands in the manifest."""

import json
from datetime import date
from pathlib import Path

import pytest
from handed_in import write_workbook
from rule_cases import BASE, sheets_of

from clausecheck.explain import coming, diff_rulebooks
from clausecheck.nouns.errors import InputFault
from clausecheck.nouns.yamlfile import read_yaml
from clausecheck.pipeline import audit_project
from clausecheck.results import write_outputs
from clausecheck.rulebook import load_rulebook
from clausecheck.wording import word

CALENDAR = """days_off:
  - {date: 2027-03-03, issued: 2026-11-10, source: 国办发明电〔2026〕9号}
make_up_days:
  - {date: 2027-03-06, issued: 2026-11-10, source: 国办发明电〔2026〕9号}
"""
RULEBOOK = """extends: customer_communication
rules: {CMP10: {numbers: {class_1: {value: 3, unit: working_days}}}}
"""
COMPLAINT = {"投诉编号": "A1", "受理时间": "2027-03-01 09:00", "类别": "一类", "子类": "服务"}
CLOSED = {**COMPLAINT, "办结时间": "2027-03-05 18:00", "处理措施": "已处理"}


def hand_in(folder: Path, complaint: dict[str, str], calendar_beside: str) -> tuple[Path, Path]:
    """Logs and rulebook in folders of their own, with the calendar in one of them."""
    logs, rules = folder / "logs", folder / "rules"
    for place in (logs, rules):
        place.mkdir(exist_ok=True)
    base, _ = read_yaml(BASE)
    write_workbook(logs / "记录.xlsx", sheets_of(base, {"given": {"投诉记录": [complaint]}}))
    (rules / "rulebook.yaml").write_text(RULEBOOK, encoding="utf-8")
    if calendar_beside:
        (folder / calendar_beside / "calendar.yaml").write_text(CALENDAR, encoding="utf-8")
    return logs, rules / "rulebook.yaml"


@pytest.mark.parametrize(("beside", "verdict"), [("logs", "pass"), ("rules", "pass"), ("", "undetermined")])
def test_an_audit_finds_the_calendar_and_says_so(tmp_path: Path, beside: str, verdict: str) -> None:
    logs, rulebook = hand_in(tmp_path, CLOSED, beside)
    audit = audit_project(logs, "2027-03", "2027-03-31", rulebook=rulebook)
    assert {f.verdict for f in audit.findings if (f.code, f.subject) == ("CMP10", "A1")} == {verdict}
    said = "；".join(word(note, "zh") for note in audit.notes)
    assert ("放假 1 天，调休上班 1 天（国办发明电〔2026〕9号）" in said) is bool(beside)
    folder = write_outputs(audit, tmp_path / "out", annotate=False)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["calendar"] == {"sha256": audit.calendar} and bool(audit.calendar) is bool(beside)


def test_a_calendar_announced_later_is_not_used_and_that_is_said(tmp_path: Path) -> None:
    logs, rulebook = hand_in(tmp_path, CLOSED, "logs")
    audit = audit_project(logs, "2026", "2026-11-09", rulebook=rulebook)
    said = "；".join(word(note, "zh") for note in audit.notes)
    assert "2027-03-03、2027-03-06 的通知发布于 2026-11-09 之后，未采用" in said


@pytest.mark.parametrize("beside", ["logs", "rules"])
def test_what_falls_due_is_reckoned_with_the_calendar(tmp_path: Path, beside: str) -> None:
    logs, rulebook = hand_in(tmp_path, COMPLAINT, beside)
    ahead = coming([logs], load_rulebook(rulebook), date(2027, 3, 1), 30)
    assert [item.due for item in ahead.items if (item.code, item.subject) == ("CMP10", "A1")] == [date(2027, 3, 5)]


def test_past_the_known_calendar_a_thing_falls_due_on_the_first_day_that_may_be_the_last(tmp_path: Path) -> None:
    logs, rulebook = hand_in(tmp_path, COMPLAINT, "")
    ahead = coming([logs], load_rulebook(rulebook), date(2027, 3, 1), 30)
    assert [item.due for item in ahead.items if (item.code, item.subject) == ("CMP10", "A1")] == [date(2027, 3, 4)]


def test_two_rulebooks_are_compared_with_the_calendar_of_the_logs(tmp_path: Path) -> None:
    late = {**CLOSED, "办结时间": "2027-03-06 18:00"}
    logs, rulebook = hand_in(tmp_path, late, "logs")
    own, ours = load_rulebook(rulebook), load_rulebook()
    flips = diff_rulebooks(ours, own, [logs], "2027-03", "2027-03-31")
    assert not [flip for flip in flips if (flip.code, flip.subject) == ("CMP10", "A1")]  # late by either


def test_calendars_beside_logs_and_rulebook_must_agree(tmp_path: Path) -> None:
    logs, rulebook = hand_in(tmp_path, CLOSED, "logs")
    contrary = CALENDAR.replace("days_off", "x").replace("make_up_days", "days_off").replace("x:", "make_up_days:")
    (rulebook.parent / "calendar.yaml").write_text(contrary, encoding="utf-8")
    with pytest.raises(InputFault, match="2027-03-03"):
        audit_project(logs, "2027-03", "2027-03-31", rulebook=rulebook)
