"""The pane of drafts: what it offers, what it writes, and what it shows."""

from datetime import date
from pathlib import Path

import openpyxl

from clausecheck.desk.screen import Screen
from clausecheck.desk.session import Session
from clausecheck.disk.resources import sample_projects
from clausecheck.papers.drafts import KINDS
from clausecheck.rulebook import load_procedure

DAY = date(2026, 10, 31)


def _screen(folder: Path, lang: str) -> Screen:
    session = Session(folder / "s", root=sample_projects()[0].parent)
    session.uploads.mkdir(parents=True)
    return Screen(session, lang, lambda: DAY)


def test_a_document_is_drafted_from_the_logs_of_the_audit_and_shown_with_its_prompts(tmp_path: Path) -> None:
    screen = _screen(tmp_path, "zh")
    screen.form.fill_in(str(sample_projects()[0]), "2026-09", DAY, "", "", str(tmp_path / "out"))
    screen.check()
    pane = screen.drafts
    assert [name for _, name in pane._kind.options] == list(KINDS)
    pane._kind.value, pane._period.value = "monthly-statistics", "2026-Q3"
    screen.guard(screen.write_draft)
    assert "按月编制" in screen.faults.value
    pane._period.value = "2026-09"
    screen.guard(screen.write_draft)
    assert screen.faults.value == ""
    file = next((screen.checked.request.out / "CH-001" / "drafts").glob("*.xlsx"))
    assert openpyxl.load_workbook(file).sheetnames == ["客服部月度工作统计表", "依据"]
    assert "<mark>【待填写：填报日期】</mark>" in pane._shown.value
    assert len(pane._files._links.children) == 1


def test_a_procedure_that_asks_for_none_has_no_pane(tmp_path: Path) -> None:
    screen = _screen(tmp_path, "en")
    screen.drafts.offer(load_procedure("cleaning_and_greening"))
    assert screen.drafts.widget.layout.display == "none"
