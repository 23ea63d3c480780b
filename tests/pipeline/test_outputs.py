"""What an audit leaves behind: true to the cells, the same bytes each time, and nothing of the user's touched."""

import errno
import hashlib
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from clausecheck.disk.resources import sample_projects
from clausecheck.marks import unmark
from clausecheck.nouns.errors import InputFault
from clausecheck.nouns.model import Audit
from clausecheck.pipeline import audit_project, write_outputs
from clausecheck.results import enlist, read_fails
from clausecheck.results.folder import output_folder, safe_name

PERIOD, AS_OF = "2026-Q3", "2026-10-31"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("台账 文件夹") / "项目"
    shutil.copytree(sample_projects()[0], folder)
    return folder


@pytest.fixture(scope="module")
def audit(project: Path) -> Audit:
    return audit_project(project, PERIOD, AS_OF)


@pytest.fixture(scope="module")
def written(audit: Audit, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_outputs(audit, tmp_path_factory.mktemp("out"))


def _hashes(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir()) if path.is_file()
    }


def test_the_same_run_twice_gives_the_same_bytes(project: Path, written: Path, tmp_path: Path) -> None:
    again = write_outputs(audit_project(project, PERIOD, AS_OF), tmp_path)
    assert _hashes(again) == _hashes(written)


def test_the_users_own_files_are_not_touched(project: Path, audit: Audit, tmp_path: Path) -> None:
    before = _hashes(project)
    write_outputs(audit, tmp_path)
    assert _hashes(project) == before


def test_findings_json_is_as_the_spec_says(written: Path, audit: Audit) -> None:
    document = json.loads((written / "findings.json").read_text(encoding="utf-8"))
    assert document["schema"] == 2
    assert (document["project"], document["period"], document["as_of"]) == ("CH-001", PERIOD, AS_OF)
    assert document["tally"] == audit.tally
    remarks = [finding for finding in document["findings"] if finding.get("remark")]
    assert {finding["code"] for finding in remarks} == {"DAT10"}
    assert sum(document["tally"].values()) == len(document["findings"]) - len(remarks)
    faults = [one for one in document["findings"] if one["code"].startswith("DAT") and not one.get("remark")]
    assert document["tally_logs"] == len(faults) == audit.tally["fail"] - audit.breaches
    for sheet in (sheet for file in document["inputs"] for sheet in file["sheets"]):
        assert sheet["rows_read"] == sheet["rows_judged"] + sheet["rows_set_aside"]
    for finding in document["findings"]:
        if finding["verdict"] in ("pass", "not_applicable"):
            assert set(finding) == {"code", "subject", "verdict", "cells"}
        else:
            assert finding["required"]
            assert finding["found"]
            for said in (finding["mend"], finding["action"], finding["about"]):
                assert said["zh"], finding
                assert said["en"], finding
            assert all(isinstance(cell["value"], str) for cell in finding["cells"])
            assert finding["message"]["zh"]
            assert finding["message"]["en"]
            assert len(finding["fingerprint"]) == 16


def test_a_summary_reads_the_head_and_the_fails_alone(written: Path) -> None:
    path = written / "findings.json"
    whole = json.loads(path.read_text(encoding="utf-8"))
    whole["findings"] = [one for one in whole["findings"] if one["verdict"] == "fail"]
    assert whole["findings"]
    assert read_fails(path) == whole


def test_the_value_of_a_cell_is_the_text_as_read(project: Path, written: Path) -> None:
    document = json.loads((written / "findings.json").read_text(encoding="utf-8"))
    books = {path.name: openpyxl.load_workbook(path, data_only=True) for path in project.glob("*.xlsx")}
    blank = held = dated = 0
    for cell in (cell for one in document["findings"] for cell in one["cells"] if "value" in cell):
        there = books[cell["file"]][cell["sheet"]][cell["cell"]].value
        blank += there is None
        held += isinstance(there, str)
        dated += isinstance(there, datetime)
        if there is None:
            assert cell["value"] == "", cell
        elif isinstance(there, datetime):
            assert cell["value"].startswith(there.date().isoformat()), cell
        else:
            assert str(there).split("\n")[0].strip() in cell["value"], cell
    assert min(blank, held, dated) > 5


def test_every_cited_cell_exists_and_a_date_it_names_stands_there(project: Path, written: Path) -> None:
    document = json.loads((written / "findings.json").read_text(encoding="utf-8"))
    books = {path.name: openpyxl.load_workbook(path, data_only=True) for path in project.glob("*.xlsx")}
    named = 0
    for finding in document["findings"]:
        for cell in finding["cells"]:
            sheet = books[cell["file"]][cell["sheet"]]
            there = sheet[cell["cell"]]
            assert there.row <= sheet.max_row, cell
            assert there.column <= sheet.max_column, cell
        if finding["code"] == "CMP10" and finding.get("reason") == "late":
            shown = [books[c["file"]][c["sheet"]][c["cell"]].value for c in finding["cells"]]
            days = [value.date().isoformat() for value in shown if isinstance(value, datetime)]
            assert all(day in finding["found"] for day in days), finding
            named += len(days)
    assert named, "the sample has late complaints whose dates are named"


def test_the_annotated_copy_marks_the_cells_and_opens(written: Path, audit: Audit) -> None:
    copy = next(written.glob("*_核查.xlsx"))
    book = openpyxl.load_workbook(copy)
    assert book.sheetnames[0] == "核查结果"
    late = next(f for f in audit.findings if f.code == "CMP10" and f.reason == "late")
    cell = book[late.at[0].sheet][late.at[0].cell]
    assert cell.fill.fgColor.rgb.endswith("FFC7CE")
    assert "CMP10" in cell.comment.text
    assert "超" in cell.comment.text
    shown = [row[2].value for row in book["核查结果"].iter_rows(min_row=9)]
    fails = sum(1 for f in audit.findings if f.verdict not in ("pass", "not_applicable"))
    assert len([code for code in shown if code and code != "规则"]) == fails


def test_values_beyond_the_marks_are_the_originals(project: Path, written: Path) -> None:
    original = next(project.glob("*.xlsx"))
    copy = next(written.glob("*_核查.xlsx"))
    before, after = openpyxl.load_workbook(original), openpyxl.load_workbook(copy)
    for name in before.sheetnames:
        assert [[c.value for c in row] for row in before[name].iter_rows()] == [
            [c.value for c in row]
            for row in after[name].iter_rows(max_row=before[name].max_row, max_col=before[name].max_column)
        ]
    with zipfile.ZipFile(copy) as package:
        assert package.testzip() is None


def test_a_format_that_carries_no_marks_gets_a_findings_workbook_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "csv"
    folder.mkdir()
    (folder / "项目信息.csv").write_text("项目,内容\n项目编码,C-1\n接管日期,2024-01-01\n", encoding="utf-8-sig")
    rows = "投诉编号,受理时间,录入时间\nA1,2026-08-05 09:00,2026-08-05 10:00\n"
    (folder / "投诉记录.csv").write_text(rows, encoding="gb18030")
    written = write_outputs(audit_project(folder, "2026-08", "2026-09-30"), tmp_path / "out")
    beside = sorted(path.name for path in written.glob("*.xlsx"))
    assert beside == ["投诉记录_核查_csv.xlsx", "项目信息_核查_csv.xlsx"]
    title = [row[0].value for row in openpyxl.load_workbook(written / beside[0])["核查结果"].iter_rows(max_row=8)]
    assert any("未加批注" in str(line) for line in title)


def test_a_second_run_leaves_nothing_of_the_first_but_what_others_put_there(
    project: Path, audit: Audit, tmp_path: Path
) -> None:
    folder = write_outputs(audit, tmp_path)
    for name in ("report.html", "整改通知单.docx"):
        (folder / name).write_text("of the first run", encoding="utf-8")
    enlist(folder / "report.html")
    write_outputs(audit_project(project, PERIOD, "2026-11-30"), tmp_path, annotate=False)
    assert {path.name for path in folder.iterdir()} == {"findings.json", "manifest.json", "整改通知单.docx"}
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]
    for name in ("findings.json", "manifest.json"):
        assert "2026-11-30" in (folder / name).read_text(encoding="utf-8")


def test_a_run_that_fails_midway_leaves_the_folder_as_it_was(
    audit: Audit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_outputs(audit, tmp_path / "out")
    before = _hashes(folder)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("clausecheck.results.folder.write_manifest", full)
    with pytest.raises(InputFault, match="the disk is full"):
        write_outputs(audit, tmp_path / "out")
    assert _hashes(folder) == before
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def _changed(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    book["投诉记录"].insert_rows(2)
    book.save(path)


@pytest.mark.parametrize(
    ("done", "why", "said"),
    [(_changed, "changed", "工作簿在读取之后被改动"), (Path.unlink, "gone", "工作簿在读取之后被移走或删除")],
)
def test_a_workbook_that_is_another_by_now_is_never_marked_by_old_addresses(
    project: Path, tmp_path: Path, done: Callable[[Path], None], why: str, said: str
) -> None:
    logs = shutil.copytree(project, tmp_path / "台账")
    late = audit_project(logs, PERIOD, AS_OF)
    done(next(logs.glob("*.xlsx")))
    folder = write_outputs(late, tmp_path / "out")
    (copy,) = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["copies"]
    assert (copy["annotated"], copy["why_not"]) == (False, why)
    book = openpyxl.load_workbook(folder / copy["file"])
    assert "投诉记录" not in book.sheetnames
    assert said in "".join(str(row[0].value) for row in book.worksheets[0].iter_rows(max_row=8))


def test_a_run_ended_between_old_and_new_loses_nothing(audit: Audit, tmp_path: Path) -> None:
    folder = write_outputs(audit, tmp_path)
    (folder / "批示.txt").write_text("同意", encoding="utf-8")
    folder.rename(folder.with_name(f".{folder.name}.old"))
    assert (write_outputs(audit, tmp_path) / "批示.txt").read_text(encoding="utf-8") == "同意"
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


@pytest.mark.parametrize("code", ["../../etc", "a/b", "CON", "..", "x" * 300, "con.txt", " . ", 'a"<>|b'])
def test_a_project_code_cannot_lead_out_of_the_output_folder(code: str, audit: Audit, tmp_path: Path) -> None:
    audit = Audit(**{**{name: getattr(audit, name) for name in Audit.__slots__}, "project": {"code": code}})
    folder = output_folder(audit, tmp_path)
    assert folder.resolve().is_relative_to(tmp_path.resolve())
    assert len(folder.parent.name) < 100
    folder.mkdir(parents=True)


def test_two_codes_never_share_a_folder() -> None:
    assert safe_name("A/B") != safe_name("A_B")
    assert safe_name("A/B") != safe_name("A\\B")


def test_markup_in_a_complaint_stays_text(project: Path, tmp_path: Path) -> None:
    folder = tmp_path / "p"
    shutil.copytree(project, folder)
    path = next(folder.glob("*.xlsx"))
    book = openpyxl.load_workbook(path)
    book["投诉记录"]["A5"] = "=HYPERLINK(1)<script>alert(1)</script>"
    book["投诉记录"]["A5"].data_type = "s"
    book["投诉记录"]["H5"] = "<b>四类</b>"
    book.save(path)
    written = write_outputs(audit_project(folder, PERIOD, date(2026, 10, 31)), tmp_path / "out")
    sheet = openpyxl.load_workbook(next(written.glob("*_核查.xlsx")))["核查结果"]
    for row in sheet.iter_rows():
        assert all(cell.data_type != "f" for cell in row)


def _handed_in(folder: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    folder.mkdir()
    book = openpyxl.Workbook()
    book.remove(book.active)
    facts = [["项目", "内容"], ["项目编码", "C-1"], ["产权类型", "多产权"], ["总户数", 20], ["收费模式", "包干制"]]
    written: dict[str, list[list[Any]]] = {"项目信息": [*facts, ["接管日期", date(2024, 1, 1)]], **sheets}
    for name, rows in written.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(folder / "台账.xlsx")
    return folder


REPORTS = [
    ["报告类型", "所属期间", "编制日期", "经理审核日期", "分公司审批日期", "抄送日期"],
    ["管理服务报告", "2026Q1", *[date(2026, 4, day) for day in (9, 10, 11, 12)]],
]


def test_a_row_that_should_be_there_is_a_marked_note_at_the_tables_end_and_linked(tmp_path: Path) -> None:
    audit = audit_project(_handed_in(tmp_path / "p", {"报告台账": REPORTS}), "2026-07", "2026-09-30")
    missing = [finding for finding in audit.findings if finding.code == "RPT01"]
    assert [(finding.subject, finding.reason) for finding in missing] == [("2026-Q2", "missing")]
    book = openpyxl.load_workbook(next(write_outputs(audit, tmp_path / "out").glob("*_核查.xlsx")))
    note = book["报告台账"]["C3"]
    assert note.value is None
    assert note.fill.fgColor.rgb == "FFFFC7CE"
    assert note.comment.text.startswith("此表应有而没有的记录：\n\nRPT01 不合格 · 2026年第二季度")
    assert not any("RPT01" in cell.comment.text for cell in book["报告台账"][1] if cell.comment)
    places = [row[9] for row in book["核查结果"].iter_rows() if row[2].value == "RPT01"]
    assert [(cell.value, cell.hyperlink.location) for cell in places] == [("报告台账!C3（缺行）", "'报告台账'!C3")]


def test_a_missing_row_stays_at_the_header_where_no_line_is_free_below_the_table(tmp_path: Path) -> None:
    statistics = [
        ["月份", "投诉数", "建议数", "咨询数", "维修回访数", "填报日期"],
        ["2026-07", 0, 0, 0, 0, date(2026, 8, 3)],
    ]
    folder = _handed_in(tmp_path / "p", {"报告台账": [*REPORTS, *statistics]})
    audit = audit_project(folder, "2026-07", "2026-09-30")
    book = openpyxl.load_workbook(next(write_outputs(audit, tmp_path / "out").glob("*_核查.xlsx")))
    assert "RPT01" in book["报告台账"]["F1"].comment.text
    assert not book["报告台账"]["C3"].comment


def test_what_is_wrong_with_a_whole_table_is_said_at_one_header_and_not_at_all_of_them(tmp_path: Path) -> None:
    audit = audit_project(_handed_in(tmp_path / "p", {"报告台账": REPORTS}), "2026-07", "2026-09-30")
    book = openpyxl.load_workbook(next(write_outputs(audit, tmp_path / "out").glob("*_核查.xlsx")))
    said = {cell.coordinate for cell in book["报告台账"][1] if cell.comment and "DAT05" in cell.comment.text}
    assert said == {"F1"}


def test_the_results_sheet_explains_the_colours_with_the_colours(written: Path) -> None:
    sheet = openpyxl.load_workbook(next(written.glob("*_核查.xlsx")))["核查结果"]
    legend = next(row for row in sheet.iter_rows() if row[0].value == "图例")
    assert {cell.value: cell.fill.fgColor.rgb for cell in legend[1:7]} == {
        "不合格": "FFFFC7CE",
        "台账问题": "FFFCE4D6",
        "预警": "FFFFEB9C",
        "证据不足": "FFD9D2E9",
        "豁免": "FFDDEBF7",
        "提示": "FFEDEDED",
    }
    assert {row[4].value for row in sheet.iter_rows() if row[2].value == "INF01"} == {"整个项目"}


def test_a_finding_in_another_workbook_of_the_project_is_linked_to_that_ones_copy(tmp_path: Path) -> None:
    folder = _handed_in(tmp_path / "p", {})
    book = openpyxl.Workbook()
    book.active.title = "报告台账"
    for row in REPORTS:
        book.active.append(row)
    book.save(folder / "报告 (2026).xlsx")
    written = write_outputs(audit_project(folder, "2026-07", "2026-09-30"), tmp_path / "out")
    for name, target in (("台账_核查.xlsx", "报告%20(2026)_核查.xlsx"), ("报告 (2026)_核查.xlsx", None)):
        sheet = openpyxl.load_workbook(written / name)["核查结果"]
        cell = next(row[9] for row in sheet.iter_rows() if row[2].value == "RPT01")
        assert cell.hyperlink.location == "'报告台账'!C3"
        assert cell.hyperlink.target == target
        assert unmark(written / name, tmp_path / f"还原 {name}").exact


def test_the_english_sheets_have_no_chinese_but_names_places_and_raw_values(audit: Audit, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(next(write_outputs(audit, tmp_path, lang="en").glob("*_audited.xlsx")))
    ours = [
        book[name] for name in ("Audit results", "Score sheet", "Assumptions", "Rows accounted for", "Untouched parts")
    ]
    given = ("Subject", "Cell", "Found", "To pass", "To do (logs: to correct)", "File", "Sheet", "Reason")
    for sheet in ours:
        rows = list(sheet.iter_rows(min_row=2, values_only=True))
        header = next(row for row in rows if row[0] in ("No.", "Rule", "File", "Part"))
        texts = [text for row in rows for name, text in zip(header, row, strict=True) if name not in given]
        assert [
            text for text in texts if isinstance(text, str) and re.search("[\u3000-\u9fff\uff00-\uffef]", text)
        ] == []
