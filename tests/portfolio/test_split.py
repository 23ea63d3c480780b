"""One export of many projects: each gets its rows, what is nobody's is named, and findings lead to the export itself."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from command_line import run as clausecheck
from exports import Export, export
from nights import PERIOD, night, run, states
from openpyxl import load_workbook

from clausecheck.nouns.errors import InputFault
from clausecheck.portfolio.model import Result, Stranger
from clausecheck.portfolio.run import run_night
from clausecheck.portfolio.split import split_export
from clausecheck.rulebook import load_procedure


def split(made: Export, out: Path, column: str = "项目名称", **more: object) -> dict[str, Result]:
    listed, strangers = split_export(made.file, column, made.register, load_procedure())
    found = run_night(listed, night(out, **more), jobs=2, strangers=strangers)
    return {one.project.id: one for one in found}


def _findings(out: Path, code: str) -> list[dict[str, Any]]:
    document = json.loads((out / code / PERIOD / "findings.json").read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = document["findings"]
    return found


def _moved(finding: dict[str, Any], rows: dict[tuple[str, int], int]) -> dict[str, Any]:
    """A finding of a workbook alone, with its rows where they stand in the export. Of its words the numbers stay out: they name
    rows."""
    cells = [{**cell, "cell": _at(cell["sheet"], cell["cell"], rows)} for cell in finding["cells"]]
    place = re.fullmatch(r"(.*)([#!])([A-Z]*)(\d+)", finding["subject"])
    subject = finding["subject"]
    if place:
        sheet, sign, letters, number = place.groups()
        subject = f"{sheet}{sign}{letters}{rows.get((sheet, int(number)), int(number))}"
    kept = {name: finding.get(name) for name in ("code", "verdict", "reason", "due", "severity", "role", "clause")}
    said = re.sub(
        r"\d+", "", json.dumps([finding.get(name) for name in ("message", "mend", "action")], ensure_ascii=False)
    )
    return {**kept, "subject": subject, "cells": cells, "said": said}


def _at(sheet: str, cell: str, rows: dict[tuple[str, int], int]) -> str:
    letters, number = re.fullmatch(r"([A-Z]+)(\d+)", cell).groups()
    return f"{letters}{rows.get((sheet, int(number)), int(number))}"


def _where(finding: dict[str, Any]) -> str:
    return json.dumps([finding["code"], finding["subject"], finding["cells"]], ensure_ascii=False)


@pytest.mark.parametrize(
    ("column", "count"), [("项目名称", 2), pytest.param("项目编码", 10, marks=pytest.mark.full_size)]
)
def test_an_export_that_is_split_comes_to_what_each_project_alone_comes_to(
    tmp_path: Path, column: str, count: int
) -> None:
    made = export(tmp_path, count, column)
    assert set(states(split(made, tmp_path / "split", column)).values()) == {"audited"}
    assert set(states(run(made.alone, tmp_path / "each")).values()) == {"audited"}
    for code, rows in made.places.items():
        alone = [_moved(one, rows) for one in _findings(tmp_path / "each", code)]
        parted = [_moved(one, {}) for one in _findings(tmp_path / "split", code)]
        for one in (*alone, *parted):
            for cell in one["cells"]:
                cell["file"] = "" if cell["file"].startswith(("登记表", "单个")) else cell["file"]
        assert sorted(parted, key=_where) == sorted(alone, key=_where)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Export:
    return export(tmp_path_factory.mktemp("export"), 2)


def _changed(made: Export, folder: Path) -> tuple[Export, Any]:
    """The export with its register in another folder, and its workbook to be changed."""
    for file in (made.file, made.register):
        (folder / file.name).write_bytes(file.read_bytes())
    copy = Export(folder / made.file.name, folder / made.register.name, made.alone, made.names, made.places)
    return copy, load_workbook(copy.file)


def test_rows_of_no_project_are_named_with_their_place_and_what_stands_there(made: Export, tmp_path: Path) -> None:
    copy, book = _changed(made, tmp_path)
    page = book["投诉记录"]
    last = page.max_row
    page.append(["望江新村", "TS-900"])
    page.append([None, "TS-901"])
    page.append([None, None, None, None, None, None, "又来电补充"])
    book.create_sheet("说明一下").append(["这里没有那一列"])
    book.save(copy.file)
    said = clausecheck(
        "portfolio", copy.file, "--split", "项目名称", "--register", copy.register, "--period", PERIOD, "--as-of",
        "2026-10-31", "--out", tmp_path / "out", "--papers", "none", cwd=tmp_path,
    )  # fmt: skip
    assert said.returncode == 0
    document = json.loads((tmp_path / "out" / "portfolio.json").read_text(encoding="utf-8"))
    about = {"file": "导出.xlsx", "sheet": "投诉记录"}
    assert document["unassigned"] == [
        {**about, "row": last + 1, "value": "望江新村"},
        {**about, "row": last + 2, "value": ""},
        {**about, "row": last + 3, "value": ""},
        {"file": "导出.xlsx", "sheet": "说明一下", "row": None, "value": ""},
    ]
    assert f"导出.xlsx › 投诉记录!{last + 1} 写的是“望江新村”" in said.stdout
    assert "说明一下 整张工作表没有这一列" in said.stdout


def test_a_line_that_goes_on_with_the_row_above_goes_where_that_goes(made: Export, tmp_path: Path) -> None:
    copy, book = _changed(made, tmp_path)
    page = book["投诉记录"]
    code, name = next(iter(made.names.items()))
    header = [cell.value for cell in page[2]]
    mine = next(number for number in range(3, page.max_row + 1) if page.cell(number, 1).value == name)
    page.insert_rows(mine + 1)
    page.cell(mine + 1, header.index("内容") + 1, "业主再次来电补充")
    book.save(copy.file)
    listed, strangers = split_export(copy.file, "项目名称", copy.register, load_procedure())
    assert strangers == ()
    [sheet] = [one for one in listed[0].excerpt.cells.sheets if one.name == "投诉记录"]
    assert listed[0].code == code
    assert mine + 1 in [number for number, _ in sheet.rows]


def test_a_cell_merged_over_several_rows_says_whose_they_all_are(made: Export, tmp_path: Path) -> None:
    copy, book = _changed(made, tmp_path)
    page = book["公示点位"]
    first = page.max_row + 1
    for place in ("东门", "西门"):
        page.append([None, place, "出入口"])
    page.cell(first, 1, next(iter(made.names.values())))
    page.merge_cells(start_row=first, end_row=first + 1, start_column=1, end_column=1)
    book.save(copy.file)
    listed, strangers = split_export(copy.file, "项目名称", copy.register, load_procedure())
    assert strangers == ()
    [sheet] = [one for one in listed[0].excerpt.cells.sheets if one.name == "公示点位"]
    assert {first, first + 1} <= {number for number, _ in sheet.rows}


def test_a_name_that_fits_two_projects_fits_none(made: Export, tmp_path: Path) -> None:
    copy, book = _changed(made, tmp_path)
    whole = " ".join(made.names.values())
    page = book["投诉记录"]
    page.append([whole, "TS-900"])
    place = page.max_row
    book.save(copy.file)
    _, strangers = split_export(copy.file, "项目名称", copy.register, load_procedure())
    assert strangers == (Stranger("导出.xlsx", "投诉记录", place, whole),)


def test_a_fact_that_nobody_gives_is_named_and_the_others_finish(made: Export, tmp_path: Path) -> None:
    copy, _ = _changed(made, tmp_path)
    register = load_workbook(copy.register)
    header = [cell.value for cell in register.active[1]]
    register.active.cell(2, header.index("总户数") + 1).value = None
    register.active.append(["SIM-9", "无行花园", "", "是"])
    register.save(copy.register)
    found = split(copy, tmp_path / "out")
    assert list(states(found).values()) == ["failed", "audited", "failed"]
    assert "总户数" in found["SIM-5-0001"].reason["zh"]
    assert "导出里没有这个项目的行" in found["SIM-9"].reason["zh"]


@pytest.mark.full_size
def test_the_project_s_own_logs_join_its_rows_and_give_its_facts(made: Export, tmp_path: Path) -> None:
    copy, book = _changed(made, tmp_path)
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "投诉.xlsx").write_bytes((made.file.parent / "SIM-5-0001" / made.file.name).read_bytes())
    own = load_workbook(tmp_path / "own" / "投诉.xlsx")
    for page in own.worksheets:
        if page.title != "投诉记录":
            own.remove(page)
    own.save(tmp_path / "own" / "投诉.xlsx")
    book.remove(book["投诉记录"])
    book.save(copy.file)
    register = load_workbook(copy.register)
    register.active.cell(2, 3).value = "own"
    register.save(copy.register)
    found = split(copy, tmp_path / "out")
    assert set(states(found).values()) == {"audited"}
    document = json.loads((tmp_path / "out" / "SIM-5-0001" / PERIOD / "findings.json").read_text(encoding="utf-8"))
    read = {one["file"]: [sheet["sheet"] for sheet in one["sheets"]] for one in document["inputs"]}
    assert read["投诉.xlsx"] == ["投诉记录"]
    assert "访谈记录" in read["导出.xlsx"]
    assert "投诉记录" not in read["导出.xlsx"]


def test_papers_of_an_export_hold_no_rows_of_other_projects(made: Export, tmp_path: Path) -> None:
    found = split(made, tmp_path / "out", papers="all")
    assert set(states(found).values()) == {"audited"}
    for code, name in made.names.items():
        folder = tmp_path / "out" / code / PERIOD
        [written] = folder.glob("*.xlsx")
        shown = "\n".join(str(cell) for page in load_workbook(written) for row in page.values for cell in row)
        shown += (folder / "report.html").read_text(encoding="utf-8")
        assert name in shown
        assert not [other for other in made.names.values() if other != name and other in shown]
    assert set(states(split(made, tmp_path / "out", papers="all")).values()) == {"unchanged"}


@pytest.mark.parametrize(("column", "said"), [("楼盘经理", "没有一张工作表"), ("项目名称", "登记表要有")])
def test_a_column_or_a_register_that_is_not_there_is_refused(
    made: Export, tmp_path: Path, column: str, said: str
) -> None:
    register = made.register if column == "楼盘经理" else made.file.with_name("SIM-5-0001") / made.file.name
    with pytest.raises(InputFault) as refused:
        split_export(made.file, column, register, load_procedure())
    assert said in refused.value.say("zh")


@pytest.mark.full_size
def test_split_and_register_go_together(made: Export) -> None:
    said = clausecheck(
        "portfolio", made.file, "--split", "项目名称", "--period", PERIOD, "--as-of", "2026-10-31", cwd=made.file.parent
    )
    assert said.returncode == 2
    assert "--register" in said.stderr
