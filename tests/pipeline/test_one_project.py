"""All paths of one call are one project: two are refused, a file given twice counts once, what contradicts is said."""

import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from clausecheck.disk.resources import sample_projects
from clausecheck.nouns.errors import InputFault
from clausecheck.nouns.model import Unknown
from clausecheck.pipeline import audit_project, write_outputs
from clausecheck.wording import word

CLEAN = sample_projects()[3]
PERIOD, AS_OF = "2026-Q3", date(2026, 10, 31)


def _facts(path: Path, **items: object) -> Path:
    """A workbook that holds nothing but 项目信息."""
    book = openpyxl.Workbook()
    book.active.title = "项目信息"
    for row in [("项目", "内容"), *items.items()]:
        book.active.append(row)
    book.save(path)
    return path


def test_two_projects_in_one_call_are_refused_naming_both() -> None:
    with pytest.raises(InputFault) as refused:
        audit_project(sample_projects()[:2], PERIOD, AS_OF)
    said = refused.value.say("zh")
    assert said.count("!B2") == 2
    assert "一次只能核查一个项目" in said


def test_a_period_that_is_still_ahead_is_said() -> None:
    notes = [word(note, "zh") for note in audit_project(CLEAN, "2027-Q1", AS_OF).notes]
    assert any("2027年第一季度在截至日期 2026-10-31 之后才开始" in note for note in notes)
    assert not any("之后才开始" in word(note, "zh") for note in audit_project(CLEAN, PERIOD, AS_OF).notes)


def test_a_file_handed_in_under_two_names_counts_once_and_is_said(tmp_path: Path) -> None:
    original = next(CLEAN.glob("*.xlsx"))
    for name in ("甲.xlsx", "乙.xlsx"):
        shutil.copy(original, tmp_path / name)
    audit = audit_project(tmp_path, PERIOD, AS_OF)
    assert audit.tally == audit_project(CLEAN, PERIOD, AS_OF).tally
    assert any("甲.xlsx" in word(note, "zh") and "没有重复读取" in word(note, "zh") for note in audit.notes)
    folder = write_outputs(audit, tmp_path / "结果")
    assert [path.name for path in folder.glob("*.xlsx")] == ["乙_核查.xlsx"]


def test_facts_that_contradict_are_said_and_neither_is_used(tmp_path: Path) -> None:
    first = _facts(tmp_path / "1.xlsx", 项目编码="X-1", 总户数=240, 统一客服电话="4001234567")
    other = _facts(tmp_path / "2.xlsx", 项目编码="X-1", 总户数=326)
    audit = audit_project([first, other], PERIOD, AS_OF)
    assert audit.project["households"] == Unknown("DAT01", "240 / 326")
    assert [word(note, "zh") for note in audit.notes if "总户数" in word(note, "zh")] == [
        "2.xlsx › 项目信息!B3 的“总户数”与前面填写的不同，都不采用"
    ]
