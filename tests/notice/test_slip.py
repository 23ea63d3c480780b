"""The slip of a recheck (复查单), the comparison as a sheet and in the report: what became of each item, and to sign."""

import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.document import Document

from clausecheck.disk.resources import resource, sample_projects
from clausecheck.nouns.errors import InputFault
from clausecheck.nouns.model import Audit
from clausecheck.nouns.people import Cover
from clausecheck.papers.page import open_report
from clausecheck.papers.page.brief import brief_section
from clausecheck.papers.page.recheck import recheck_section, sheets_of
from clausecheck.papers.page.whole import report_page
from clausecheck.papers.slip import write_slip
from clausecheck.papers.slip.content import labels
from clausecheck.papers.slip.make_template import make_template
from clausecheck.pipeline import audit_project, write_outputs
from clausecheck.recheck import Recheck, read_document, recheck
from clausecheck.results import record_notice
from clausecheck.wording import subject_in_words

OFFICE = shutil.which("soffice")
HAN = re.compile(r"[一-鿿]")


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Recheck, Audit]:
    """CH-001 audited and noticed; then one thing mended, and one dated before the notice."""
    folder = tmp_path_factory.mktemp("复查")
    source = next(sample_projects()[0].glob("*.xlsx"))
    first = write_outputs(audit_project(source, "2026-Q3", "2026-10-31"), folder / "out", annotate=False)
    record_notice(first, "ZG-014", date(2026, 11, 2), date(2026, 11, 20))
    book = openpyxl.load_workbook(source)
    book["投诉记录"]["W136"] = "2026-09-16 10:00"
    cell = book["信息公示"]["G11"]
    cell.value = f"{cell.value}、收费依据、代收代缴费用"
    book.save(folder / source.name)
    cover = Cover("FC-03", "张敏", "2026-11-25")
    audit = audit_project(folder / source.name, "2026-Q3", "2026-11-25", cover=cover)
    return recheck(read_document(first), audit), audit


def text_of(document: Document) -> str:
    return "\n".join("".join(part.itertext()) for part in document._element.body.iter("{*}p"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_change_stands_in_the_slip_once_with_state_and_cells(
    compared: tuple[Recheck, Audit], tmp_path: Path, lang: str
) -> None:
    result, audit = compared
    written = docx.Document(str(write_slip(result, audit, tmp_path / "复查单.docx", lang=lang)))
    rows = [[cell.text for cell in row.cells] for table in written.tables for row in table.rows if len(row.cells) == 7]
    items = [row for row in rows if row[0].isdigit() and len(row[1]) > 3]
    assert [int(row[0]) for row in items] == list(range(1, len(result.changes) + 1))
    doubtful = next(row for row in items if "投诉记录!W136" in row[5])
    assert "2026-09-16 10:00" in doubtful[5]
    mended = next(one for one in result.changes if one.code == "INF03")
    assert mended.state == "mended"
    text = text_of(written)
    for said in ("FC-03", "ZG-014", "张敏", "CH-001", {"zh": "2026年11月2日", "en": "2026-11-02"}[lang]):
        assert said in text
    assert f"{int(1000 * result.mended / result.open_before) / 10:g}%" in text
    for key in ("rechecked", "received", "approved"):
        assert labels(lang)[key] in text
    assert not re.search(r"\{[{%]", text)


def test_the_english_slip_has_no_chinese_but_names_and_cells(compared: tuple[Recheck, Audit], tmp_path: Path) -> None:
    result, audit = compared
    written = docx.Document(str(write_slip(result, audit, tmp_path / "slip.docx", lang="en")))
    heads = [cell.text for table in written.tables for cell in table.rows[0].cells]
    given = {str(audit.project["name"])}
    assert [text for text in heads if HAN.search(text) and text not in given] == []
    assert [one.text for one in written.paragraphs if HAN.search(one.text)] == []


def test_the_same_arguments_give_the_same_bytes(compared: tuple[Recheck, Audit], tmp_path: Path) -> None:
    one, other = (write_slip(*compared, tmp_path / name) for name in ("a.docx", "b.docx"))
    assert one.read_bytes() == other.read_bytes()


def test_making_the_template_again_gives_the_committed_one(tmp_path: Path) -> None:
    make_template(tmp_path / "复查单.docx")
    assert (tmp_path / "复查单.docx").read_bytes() == (resource("templates") / "复查单.docx").read_bytes()


def test_a_template_of_something_else_is_refused(compared: tuple[Recheck, Audit], tmp_path: Path) -> None:
    with pytest.raises(InputFault) as refused:
        write_slip(*compared, tmp_path / "n.docx", template=resource("templates") / "整改通知单.docx")
    assert "templates/复查单.docx" in refused.value.say("zh")


@pytest.mark.skipif(OFFICE is None, reason="no LibreOffice on this machine")
def test_a_word_processor_opens_it(compared: tuple[Recheck, Audit], tmp_path: Path) -> None:
    written = write_slip(*compared, tmp_path / "复查单.docx")
    command = [
        OFFICE,
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "txt:Text",
    ]
    subprocess.run([*command, "--outdir", tmp_path, written], check=True, capture_output=True, timeout=120)
    assert "整 改 复 查 单" in (tmp_path / "复查单.txt").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_report_has_a_section_of_it_and_the_brief_a_sentence(compared: tuple[Recheck, Audit], lang: str) -> None:
    result, audit = compared
    report = open_report(audit, lang, recheck=result)
    section = recheck_section(report)
    assert section.count("<tr><td") == len(result.changes)
    assert "<del>" in section
    assert "<ins>2026-09-16 10:00</ins>" in section
    assert "ZG-014" in brief_section(report)
    page = report_page(report)
    assert page.index('id="brief"') < page.index('id="title"') < page.index('id="recheck"') < page.index('id="score"')
    assert recheck_section(open_report(audit, lang)) == ""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_workbook_has_a_sheet_of_it(compared: tuple[Recheck, Audit], tmp_path: Path, lang: str) -> None:
    result, audit = compared
    folder = write_outputs(audit, tmp_path, lang=lang, sheets=sheets_of(result, audit, lang))
    book = openpyxl.load_workbook(next(folder.glob("*_*.xlsx")))
    sheet = book[{"zh": "整改对照", "en": "Comparison"}[lang]]
    rows = [row for row in sheet.iter_rows() if isinstance(row[0].value, int)]
    assert len(rows) == len(result.changes)
    line = next(row for row in rows if row[8].value and "W136" in row[8].value)
    assert line[1].fill.fgColor.rgb == "FFFFEB9C"
    change = next(one for one in result.changes if one.code == "INF01")
    said = subject_in_words(change.now, audit.rulebook, lang)
    assert said in {row[4].value for row in rows if row[2].value == "INF01"}
