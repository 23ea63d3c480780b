"""Templates, blank forms, and what is refused."""

import json
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest
from logbook import Logbook, book, simulated

from clausecheck.cli.drafting import draft
from clausecheck.cli.usage import Misuse
from clausecheck.disk.resources import resource
from clausecheck.logs import read_logs
from clausecheck.nouns.errors import InputFault
from clausecheck.papers.drafts import KINDS, blank_form, kind_named, listed, period_of
from clausecheck.papers.drafts.scene import template_of
from clausecheck.rulebook import load_procedure

AS_OF = date(2026, 10, 31)
TEMPLATES = resource("templates") / "drafts"


@pytest.fixture(scope="module")
def logs() -> Logbook:
    return simulated(AS_OF).only(
        "complaints", "contacts", "repair_visits", "monthly_statistics", "interviews", "phases"
    )


def test_a_workbook_that_misses_a_field_is_refused_with_its_name(logs: Logbook, tmp_path: Path) -> None:
    own = openpyxl.load_workbook(TEMPLATES / template_of(KINDS["monthly-statistics"]))
    for row in own.worksheets[0]:
        for cell in row:
            if cell.value == "{{ counts.now }}":
                cell.value = "{{ counts.nwo }}"
    own.save(tmp_path / "ours.xlsx")
    with pytest.raises(InputFault) as refused:
        logs.draft("monthly-statistics", tmp_path, "2026-09", AS_OF, template=tmp_path / "ours.xlsx")
    said = refused.value.say("zh")
    assert "模板缺少 counts.now" in said
    assert "是否应为 counts.now" in said
    assert "lacks counts.now" in refused.value.say("en")


@pytest.mark.parametrize(("mark", "named"), [("{{ finance }}", "finance"), ("{{ row.change }}", "complaints.change")])
def test_a_letter_that_misses_a_field_is_refused_with_its_name(
    logs: Logbook, tmp_path: Path, mark: str, named: str
) -> None:
    own = docx.Document(str(TEMPLATES / template_of(KINDS["service-report"])))
    cells = [cell for table in own.tables for row in table.rows for cell in row.cells]
    for paragraph in (*own.paragraphs, *(paragraph for cell in cells for paragraph in cell.paragraphs)):
        if paragraph.text == mark:
            paragraph.runs[0].text = ""
    own.save(str(tmp_path / "ours.docx"))
    with pytest.raises(InputFault) as refused:
        logs.draft("service-report", tmp_path, "2026-Q3", AS_OF, template=tmp_path / "ours.docx")
    assert f"模板缺少 {named}" in refused.value.say("zh")


def test_a_restyled_workbook_keeps_its_style(logs: Logbook, tmp_path: Path) -> None:
    own = openpyxl.load_workbook(TEMPLATES / template_of(KINDS["monthly-statistics"]))
    own.worksheets[0]["A1"].value = "本公司 {{ label.title }}（{{ period }}）"
    own.worksheets[0].column_dimensions["A"].width = 33
    own.save(tmp_path / "ours.xlsx")
    made = logs.draft("monthly-statistics", tmp_path, "2026-09", AS_OF, template=tmp_path / "ours.xlsx")
    page = openpyxl.load_workbook(made.file).worksheets[0]
    assert page["A1"].value == "本公司 客服部月度工作统计表（2026年9月）"
    assert page.column_dimensions["A"].width == 33


def test_every_kind_has_an_empty_form(tmp_path: Path) -> None:
    for kind in KINDS:
        file = blank_form(kind, book(), tmp_path).file
        if file.suffix == ".docx":
            text = "".join(docx.Document(str(file)).element.body.itertext())
        else:
            sheets = openpyxl.load_workbook(file).worksheets
            text = "".join(str(cell.value or "") for sheet in sheets for row in sheet for cell in row)
        assert listed("zh")[list(KINDS).index(kind)][1] in text
        assert "{{" not in text
        assert "待填写" not in text


def test_the_same_logs_give_the_same_bytes_and_are_noted(logs: Logbook, tmp_path: Path) -> None:
    made = logs.draft("complaint-bulletin", tmp_path, "2026-09", AS_OF)
    first = {file: file.read_bytes() for file in (made.file, *made.beside)}
    again = logs.draft("complaint-bulletin", tmp_path, "2026-09", AS_OF)
    assert {file: file.read_bytes() for file in (again.file, *again.beside)} == first
    noted = json.loads((made.file.parent / "drafts.json").read_text(encoding="utf-8"))
    assert noted == [{"kind": "complaint-bulletin", "period": "2026-09", "file": made.file.name, "as_of": "2026-10-31"}]
    assert {one.name for one in made.file.parent.iterdir()} == {*(file.name for file in first), "drafts.json"}


def test_what_a_person_made_of_a_draft_is_kept(logs: Logbook, tmp_path: Path) -> None:
    made = logs.draft("monthly-statistics", tmp_path, "2026-09", AS_OF)
    filled = openpyxl.load_workbook(made.file)
    filled.worksheets[0]["A1"].value = "已填"
    filled.save(made.file)
    logs.draft("monthly-statistics", tmp_path, "2026-09", AS_OF)
    kept = [path for path in made.file.parent.glob("*.xlsx") if path != made.file]
    assert [openpyxl.load_workbook(path).worksheets[0]["A1"].value for path in kept] == ["已填"]


def test_a_draft_among_the_logs_is_no_log(logs: Logbook, tmp_path: Path) -> None:
    folder = tmp_path / "logs"
    logs.write(folder)
    made = logs.draft("developer-issues", tmp_path, "2026-Q3", AS_OF)
    (folder / "遗留.xlsx").write_bytes(made.file.read_bytes())
    read = read_logs([folder], tables=book().tables, words=book().words)
    assert [file.file for file in read.files] == ["台账.xlsx"]
    assert [one.why.key for one in read.unread] == ["unread.draft"]


@pytest.mark.parametrize(
    ("kind", "period", "said"),
    [
        ("monthly-statistics", "2026-Q3", "按月编制；请写成如 2026-07"),
        ("service-report", "2026-09", "按季度编制；请写成如 2026-Q3"),
        ("interview-plan", "2026-H1", "按年度编制；请写成如 2026"),
    ],
)
def test_a_period_of_another_length_is_refused(kind: str, period: str, said: str) -> None:
    with pytest.raises(InputFault, match="write it like") as refused:
        period_of(kind_named(kind), period, AS_OF)
    assert said in refused.value.say("zh")


def test_without_a_period_it_is_the_last_one_that_is_over() -> None:
    periods = {name: str(period_of(KINDS[name], "", AS_OF)) for name in KINDS}
    assert {periods[name] for name in ("monthly-statistics", "service-brief", "daily-record")} == {"2026-09"}
    assert {periods[name] for name in ("service-report", "developer-issues")} == {"2026-Q3"}
    assert {periods[name] for name in ("interview-plan", "publicity-plan", "fund-disclosure")} == {"2026"}


def test_a_procedure_without_such_a_document_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputFault) as refused:
        blank_form("service-report", load_procedure("cleaning_and_greening"), tmp_path)
    assert "不要求这种文件" in refused.value.say("zh")


def test_the_command_lists_the_kinds_and_drafts(
    logs: Logbook, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert draft(kinds=True) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == list(KINDS)
    logs.write(tmp_path / "logs")
    assert draft("monthly-statistics", [tmp_path / "logs"], as_of="2026-10-31", out=tmp_path / "out") == 0
    said = capsys.readouterr().out
    assert "客服部月度工作统计表_2026-09.xlsx" in said
    assert "有 1 处【待填写】" in said
    with pytest.raises(Misuse, match="请给出台账的工作簿或文件夹"):
        draft("postings")
    with pytest.raises(Misuse, match="--list"):
        draft()
