"""Breaches and faults of the logs counted apart, one figure for one thing on every surface (reading 65); what was not taken
as it stands is said on the first screen of each."""

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest

from clausecheck.cli.summary import print_summary
from clausecheck.disk.resources import sample_projects
from clausecheck.logs import read_logs
from clausecheck.nouns.model import REMARKS, Audit, Cell, Remark, Unread, say
from clausecheck.papers.notice import write_notice
from clausecheck.papers.page.head import cards, conclusion
from clausecheck.papers.page.reading import reading_section
from clausecheck.papers.page.record import open_report
from clausecheck.pipeline import audit_project, write_outputs
from clausecheck.procedure.shipped import our_tables
from clausecheck.results.mask import masked, masker_of
from clausecheck.rulebook import load_rulebook

SAMPLE = sample_projects()[0]


@pytest.fixture(scope="module")
def audit() -> Audit:
    return audit_project(SAMPLE, "2026-Q3", "2026-10-31")


def test_every_surface_shows_the_same_two_figures(
    audit: Audit, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_outputs(audit, tmp_path)
    document = json.loads((folder / "findings.json").read_text(encoding="utf-8"))
    remarks = sum(one.remark for one in audit.findings)
    assert remarks, "the sample has a date without its year"
    breaches, faults = document["tally"]["fail"] - document["tally_logs"], document["tally_logs"]
    assert (breaches, faults) == (audit.breaches, audit.tally_logs)
    line = f"不合格 {breaches} 项 · 台账问题 {faults} 处"
    print_summary(document, folder, load_rulebook())
    assert line in capsys.readouterr().out
    sheet = openpyxl.load_workbook(next(folder.glob("*_核查.xlsx")))["核查结果"]
    assert any(line in str(row[0].value) for row in sheet.iter_rows(max_row=6))
    verdicts = [row[1].value for row in sheet.iter_rows()]
    assert [verdicts.count(name) for name in ("不合格", "台账问题", "提示")] == [
        breaches + 1,
        faults,
        remarks,
    ]  # one in the key
    shown = {card["label"]: card["value"] for card in cards(open_report(audit))}
    assert (shown["不合格"], shown["台账问题"]) == (str(breaches), str(faults))
    day = date(2026, 11, 1)
    path = write_notice(audit, tmp_path / "n.docx", number="1", issued_on=day, deadline=day)
    said = "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)
    assert f"有 {breaches} 项不合格" in said
    assert f"台账问题 {faults} 处" in said


def test_the_score_is_the_same_on_every_surface(
    audit: Audit, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_outputs(audit, tmp_path)
    document = json.loads((folder / "findings.json").read_text(encoding="utf-8"))
    line = document["score"]["says"]["zh"]
    print_summary(document, folder, load_rulebook())
    assert line in capsys.readouterr().out
    sheet = openpyxl.load_workbook(next(folder.glob("*_核查.xlsx")))["核查结果"]
    assert any(row[0].value == line for row in sheet.iter_rows(max_row=6))
    [score] = [card for card in cards(open_report(audit)) if card["label"] == "得分率"]
    assert score["value"] in line


@pytest.fixture(scope="module")
def remarked(audit: Audit) -> Audit:
    """The audit with a remark of every kind, and a file that was not read."""
    place = audit.files[0].file
    remarks = [
        Remark(kind, Cell(place, "投诉记录", f"A{i}"), say("blank", field=our_tables()["complaints"].fields["id"].said))
        for i, kind in enumerate(REMARKS, 2)
    ]
    return replace(audit, remarks=remarks, unread=[Unread("照片.jpg", say("sheet.not_a_worksheet"))])


def test_what_was_not_taken_as_it_stands_is_on_the_first_screen_of_each(
    remarked: Audit, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_outputs(remarked, tmp_path)
    document = json.loads((folder / "findings.json").read_text(encoding="utf-8"))
    assert [one["kind"] for one in document["remarks"]] == list(REMARKS)
    assert set(document["remarks"][0]) == {"kind", "file", "sheet", "cell", "text"}
    assert document["inputs"][-1]["file"] == "照片.jpg"
    assert set(document["inputs"][-1]["why"]) == {"zh", "en"}
    print_summary(document, folder, load_rulebook())
    terminal = capsys.readouterr().out
    sheet = openpyxl.load_workbook(next(folder.glob("*_核查.xlsx")))["核查结果"]
    workbook = " ".join(str(row[0].value) for row in sheet.iter_rows(max_row=20))
    page = conclusion(open_report(remarked))
    for said in ("属于其他项目的行 1 处", "已作废的行 1 处", "重复的行 1 处", "同一事项的续行 1 处", "照片.jpg"):
        assert said in terminal
        assert said in workbook
        assert said in page
    listed = reading_section(open_report(remarked))
    assert all(f"A{i}" in listed for i in range(2, 2 + len(REMARKS)))
    assert "照片.jpg" in listed


def test_remarks_files_and_values_are_masked_too(remarked: Audit, tmp_path: Path) -> None:
    public = masked(remarked, masker_of(read_logs([SAMPLE])))
    folder = write_outputs(public, tmp_path, annotate=False)
    document = json.loads((folder / "findings.json").read_text(encoding="utf-8"))
    assert len(document["remarks"]) == len(REMARKS)
    names = {text for cell, text in remarked.texts.items() if remarked.fields.get(cell) == ("complaints", "handler")}
    assert names
    values = [cell["value"] for one in document["findings"] for cell in one["cells"] if "value" in cell]
    assert values
    assert not any(name and name in value for name in names for value in values)
    assert not re.search("丁晓晴|杨春梅", (folder / "findings.json").read_text(encoding="utf-8"))
