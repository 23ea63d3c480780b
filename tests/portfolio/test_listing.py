"""Which projects there are, and what of a register stands in for facts that are missing."""

import json
from pathlib import Path

import pytest
from nights import PERIOD, projects, run, states, workbook
from registers import register, without_facts

from clausecheck.nouns.errors import InputFault
from clausecheck.portfolio.fail_on import met, parse_fail_on
from clausecheck.portfolio.listing import list_projects
from clausecheck.rulebook import load_procedure


def test_each_folder_and_workbook_is_a_project_but_what_is_ours_or_hidden(tmp_path: Path) -> None:
    for name in ("甲", ".隐藏", "out", "结果"):
        (tmp_path / name).mkdir()
    (tmp_path / "out" / ".portfolio").mkdir()
    for name in ("findings.json", "manifest.json"):
        (tmp_path / "结果" / name).touch()
    for name in ("乙.xlsx", "~$乙.xlsx", "说明.docx"):
        (tmp_path / name).touch()
    assert [one.id for one in list_projects(tmp_path, load_procedure())] == ["乙.xlsx", "甲"]


def test_results_may_lie_among_the_projects(tmp_path: Path) -> None:
    logs = projects(tmp_path, 1)
    for wanted in ("audited", "unchanged"):
        assert states(run(logs, logs / "out")) == {"0001": wanted}


def test_facts_of_a_register_stand_in_for_a_sheet_that_is_missing(tmp_path: Path) -> None:
    logs = projects(tmp_path, 2)
    without_facts(workbook(logs / "0001"))
    file = register(
        tmp_path / "登记表.xlsx",
        ("R-1", "翠湖花园", "logs/0001", "华南", "是", "多产权", 6, "包干制", "2024-03-01"),
        ("SIM-5-0002", "别的名字", "logs/0002", "华东", "", "", 99, "", ""),
        ("R-3", "停用的", "logs/0003", "华东", "否", "", "", "", ""),
    )
    found = run(file, tmp_path / "out")
    assert states(found) == {"R-1": "audited", "SIM-5-0002": "audited", "R-3": "disabled"}
    first = json.loads((tmp_path / "out" / "R-1" / PERIOD / "findings.json").read_text(encoding="utf-8"))
    assert first["facts"]["households"] == 6
    assert first["facts"]["branch"] == "华南"
    cells = [cell for one in first["findings"] for cell in one["cells"] if cell["file"] == "登记表.xlsx"]
    assert {"G3"} <= {cell["cell"] for cell in cells}
    assert {cell["sheet"] for cell in cells} == {"项目登记"}
    second = json.loads((tmp_path / "out" / "SIM-5-0002" / PERIOD / "findings.json").read_text(encoding="utf-8"))
    assert second["facts"]["name"] != "别的名字"
    notes = [note["zh"] for note in second["notes"] if "登记表" in note["zh"]]
    assert len(notes) == 2  # name and households; what the workbook leaves blank contradicts nothing
    assert "别的名字" in notes[0]
    assert "登记表.xlsx › 项目登记!C4" in notes[0]


def test_a_line_that_moves_is_audited_anew_only_where_its_cells_are_cited(tmp_path: Path) -> None:
    logs = projects(tmp_path, 2)
    without_facts(workbook(logs / "0001"))
    lines = [
        ("R-1", "", "logs/0001", "", "是", "多产权", 6, "包干制", "2024-03-01"),
        ("SIM-5-0002", "", "logs/0002", "", "", "", "", "", ""),
    ]
    file = register(tmp_path / "登记表.xlsx", *lines)
    run(file, tmp_path / "out")
    register(file, ("R-0", "", "nowhere", "", "否", "", "", "", ""), *lines)
    moved = run(file, tmp_path / "out")
    assert states(moved) == {"R-0": "disabled", "R-1": "audited", "SIM-5-0002": "unchanged"}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("", "", "logs/0001", "", "", "", "", "", ""), "没有项目编码"),
        (("R-1", "", "", "", "", "", "", "", ""), "没有台账的路径"),
        (("R-1", "", "logs/0001", "", "也许", "", "", "", ""), "“启用”写的是“也许”"),
        (("R-1", "", "logs/0009", "", "", "", "", "", ""), "没有这个文件或文件夹"),
        (("R-1", "", "logs/0001", "", "", "", "", "", ""), "0001"),
    ],
)
def test_what_is_wrong_with_a_line_is_said_of_its_project(tmp_path: Path, line: tuple[object, ...], said: str) -> None:
    projects(tmp_path, 1)
    without_code = line[0] == "R-1" and line[2] == "logs/0001" and not line[4]
    file = register(
        tmp_path / "登记表.xlsx", line, line if without_code else ("R-2", "", "x", "", "否", "", "", "", "")
    )
    found = run(file, tmp_path / "out")
    failed = [one for one in found.values() if one.state == "failed"]
    assert len(failed) == 1
    if without_code:
        said = "各登记了一次"
    assert said in failed[0].reason["zh"]
    assert failed[0].reason["en"]


@pytest.mark.parametrize(("name", "said"), [("无.xlsx", "没有这个文件"), ("表.docx", "不是登记表"), ("空", "没有项目")])
def test_a_source_that_holds_no_project_is_refused(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "表.docx").touch()
    (tmp_path / "空").mkdir()
    with pytest.raises(InputFault) as refused:
        list_projects(tmp_path / name, load_procedure())
    assert said in refused.value.say("zh")


def test_a_workbook_without_the_two_columns_is_no_register(tmp_path: Path) -> None:
    logs = projects(tmp_path, 1)
    with pytest.raises(InputFault, match="has the two columns"):
        list_projects(workbook(logs / "0001"), load_procedure())


@pytest.mark.parametrize(
    ("text", "reached"),
    [
        ("", False), ("fail", True), ("fail:12", True), ("fail:13", False), ("at_risk:14", True), ("严重:2", True), ("严重:3", False),
        ("严重：3，fail", True), ("serious", False),
    ],
)  # fmt: skip
def test_fail_on_counts_all_projects_together(text: str, reached: bool) -> None:
    totals = {"tally": {"fail": 12, "at_risk": 2}, "severities": {"严重": 2}}
    if text == "serious":
        with pytest.raises(InputFault, match="will not do"):
            parse_fail_on(text)
    else:
        assert met(parse_fail_on(text), totals) == reached


@pytest.mark.parametrize("text", ["fails", "fail:", "fail:0", "fail:x", "严重:-1", "fail:3:4"])
def test_fail_on_that_is_not_understood_is_refused(text: str) -> None:
    with pytest.raises(InputFault):
        parse_fail_on(text)
