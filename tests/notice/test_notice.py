"""The rectification notice as a Word file: what stands in it, which templates are refused, and the same bytes twice."""

import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from lxml import etree

from clausecheck.audit.certain import whole_of
from clausecheck.disk.resources import resource, sample_projects
from clausecheck.nouns.errors import InputFault
from clausecheck.nouns.model import Audit, Finding, Say, Unknown, say
from clausecheck.nouns.people import Cover, Opinion, People
from clausecheck.papers.notice import to_correct, to_mend, write_notice
from clausecheck.papers.notice.content import labels
from clausecheck.papers.notice.make_template import make_template
from clausecheck.pipeline import audit_project
from clausecheck.procedure.shipped import our_tables
from clausecheck.results.people import key_of
from clausecheck.wording import subject_in_words

OFFICE = shutil.which("soffice")
TEMPLATE = resource("templates") / "整改通知单.docx"
GIVEN: dict[str, Any] = {"number": "ZG-2026-001", "issued_on": date(2026, 11, 2), "deadline": date(2026, 11, 20)}
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def audit() -> Audit:
    return audit_project(sample_projects()[0], "2026-Q3", "2026-10-31")


@pytest.fixture(scope="module", params=["zh", "en"])
def notice(request: pytest.FixtureRequest, audit: Audit, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    folder = tmp_path_factory.mktemp("通知 单")
    return request.param, write_notice(audit, folder / "整改通知单.docx", lang=request.param, at_risk=True, **GIVEN)


def text_of(document: Document) -> str:
    return "\n".join("".join(part.itertext()) for part in document._element.body.iter("{*}p"))


def rows_of(document: Document) -> list[list[str]]:
    """The rows of findings: those that begin with a number."""
    rows = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    return [row for row in rows if len(row) == 10 and row[0].isdigit()]


def test_every_finding_stands_in_it_once_grouped_by_role(notice: tuple[str, Path], audit: Audit) -> None:
    lang, path = notice
    rows = rows_of(docx.Document(str(path)))
    wanted = to_mend(audit, at_risk=True)
    assert [int(row[0]) for row in rows] == list(range(1, len(wanted) + 1))
    assert sorted(row[1].split()[0] for row in rows) == sorted(finding.code for finding in wanted)
    subjects = {subject_in_words(finding, audit.rulebook, lang) for finding in wanted}
    assert subjects <= {row[2].split("\n")[0] for row in rows}
    assert all(row[7:] == ["", "", ""] for row in rows)


def test_it_says_number_project_period_deadline_and_has_places_to_sign(notice: tuple[str, Path]) -> None:
    lang, path = notice
    text = text_of(docx.Document(str(path)))
    period, day = ("2026年第三季度", "2026年11月20日") if lang == "zh" else ("Q3 2026", "2026-11-20")
    for words in ("ZG-2026-001", "翠湖花园", "CH-001", period, "2026-07-01", day):
        assert words in text
    for key in ("issued", "received", "reviewed", "reply", "done_on", "signed"):
        assert labels(lang)[key] in text


def test_the_counts_by_role_add_up(notice: tuple[str, Path], audit: Audit) -> None:
    _, path = notice
    table = docx.Document(str(path)).tables[1]
    numbers = [[int(cell.text) for cell in row.cells[1:]] for row in table.rows[1:]]
    *roles, total = numbers
    assert [sum(column) for column in zip(*roles, strict=True)] == total
    assert total[-1] == len(to_mend(audit, at_risk=True))
    assert all(sum(row[:3]) == row[3] for row in numbers)


def test_the_english_notice_has_no_chinese_but_names_cells_and_raw_values(audit: Audit, tmp_path: Path) -> None:
    document = docx.Document(str(write_notice(audit, tmp_path / "n.docx", lang="en", **GIVEN)))
    outside = [paragraph.text for paragraph in document.paragraphs]
    heads = [cell.text for table in document.tables for cell in table.rows[0].cells[:1]]
    footer = document.sections[0].footer.paragraphs[0].text
    assert not [text for text in (*outside, *heads[1:], footer) if HAN.search(text)]
    required = [row[3] for row in rows_of(document)]
    assert not [text for text in required if HAN.search(text)]


def test_nothing_of_the_template_is_left_unfilled(notice: tuple[str, Path]) -> None:
    _, path = notice
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if name.endswith(".xml"):
                assert b"{{" not in package.read(name), name
                assert b"{%" not in package.read(name), name


def test_heads_repeat_on_every_page_and_no_row_is_torn(notice: tuple[str, Path]) -> None:
    _, path = notice
    document = docx.Document(str(path))
    tables = [table for table in document.tables if len(table.columns) == 10]
    assert tables
    for table in tables:
        assert table.rows[0]._tr.trPr.find("{*}tblHeader") is not None
        assert all(row._tr.trPr.find("{*}cantSplit") is not None for row in table.rows[1:])
    footer = etree.tostring(document.sections[0].footer._element).decode()
    assert "PAGE" in footer
    assert "NUMPAGES" in footer


def test_the_parts_of_a_cells_format_stand_in_the_order_that_word_wants(notice: tuple[str, Path]) -> None:
    order = ["tcW", "gridSpan", "vMerge", "tcBorders", "shd", "noWrap", "tcMar", "vAlign"]
    for properties in docx.Document(str(notice[1]))._element.body.iter("{*}tcPr"):
        names = [etree.QName(part).localname for part in properties]
        assert names == sorted(names, key=order.index)


def test_the_same_arguments_give_the_same_bytes(audit: Audit, tmp_path: Path) -> None:
    first, second = (write_notice(audit, tmp_path / f"{n}.docx", **GIVEN).read_bytes() for n in "ab")
    assert first == second


def test_making_the_template_again_gives_the_committed_one(tmp_path: Path) -> None:
    make_template(tmp_path / "t.docx")
    with zipfile.ZipFile(tmp_path / "t.docx") as fresh, zipfile.ZipFile(TEMPLATE) as committed:
        assert fresh.namelist() == committed.namelist()
        for name in fresh.namelist():
            assert fresh.read(name) == committed.read(name), f"{name} differs: run bash tests/refresh notice"


HOSTILE = 'a<b>&"c" </w:t></w:r> {{ 7*7 }} {% for x in y %} \x00\x0b\x1f \ud800 \ufffe 第一行\n第二行'


def with_text(audit: Audit, text: str) -> Audit:
    said = Say("text:", (("zh", text), ("en", text)))
    finding = Finding(
        "CMP10", "4.3b.5", text, "fail", severity="严重", role="客服主管", required=said, found=(said,), action=said
    )
    return replace(audit, findings=[finding], project={**audit.project, "name": text, "branch": Unknown("DAT01", text)})


def test_text_from_workbooks_is_text_whatever_it_holds(audit: Audit, tmp_path: Path) -> None:
    path = write_notice(with_text(audit, HOSTILE), tmp_path / "n.docx", **GIVEN)
    row = rows_of(docx.Document(str(path)))[0]
    for cell in (row[2], row[3], row[4], row[5]):
        assert 'a<b>&"c" </w:t></w:r> {{ 7*7 }} {% for x in y %}' in cell
        assert "第一行\n第二行" in cell


def test_nobody_is_told_to_write_another_date(audit: Audit, tmp_path: Path) -> None:
    document = docx.Document(str(write_notice(audit, tmp_path / "n.docx", **GIVEN)))
    measures = [row[5] for row in rows_of(document)]
    assert any("已逾期，原记录保持不变" in measure for measure in measures)
    assert not any(re.search("不晚于|改为|改成|再有", measure) for measure in measures)


def test_faults_of_the_logs_are_asked_to_be_corrected_in_a_list_of_their_own(audit: Audit, tmp_path: Path) -> None:
    document = docx.Document(str(write_notice(audit, tmp_path / "n.docx", **GIVEN)))
    breaches, faults = to_mend(audit), to_correct(audit)
    assert len(faults) == audit.tally_logs > 0
    assert len(breaches) == audit.breaches
    assert not any(row[1].startswith("DAT") for row in rows_of(document))
    [apart] = [table for table in document.tables if len(table.columns) == 7]
    listed = [row.cells[1].text.split()[0] for row in apart.rows[1:]]
    assert listed == [finding.code for finding in faults]
    said = text_of(document)
    assert f"有 {len(breaches)} 项不合格，须整改" in said
    assert f"台账问题 {len(faults)} 处另列于后" in said


def test_where_only_the_logs_are_at_fault_the_notice_asks_for_corrections_alone(audit: Audit, tmp_path: Path) -> None:
    only = replace(audit, findings=to_correct(audit))
    said = text_of(docx.Document(str(write_notice(only, tmp_path / "n.docx", **GIVEN))))
    assert "没有不合格项，但台账有问题" in said
    assert "不合格，须整改" not in said


def test_a_finding_without_words_or_role_still_has_its_row(audit: Audit, tmp_path: Path) -> None:
    bare = Finding("INF01", "", "project", "fail")
    path = write_notice(replace(audit, findings=[bare]), tmp_path / "n.docx", **GIVEN)
    row = rows_of(docx.Document(str(path)))[0]
    assert row[1].startswith("INF01")
    assert row[2] == "整个项目"


def test_hundreds_of_findings_make_a_file_that_opens_and_lists_them_all(audit: Audit, tmp_path: Path) -> None:
    found = say("blank", field=our_tables()["complaints"].field("closed_at").said)
    many = [
        Finding("CMP10", "4.3b.5", f"TS-{i}", "fail", severity="严重", role="客服主管", found=(found,))
        for i in range(600)
    ]
    document = docx.Document(str(write_notice(replace(audit, findings=many), tmp_path / "n.docx", **GIVEN)))
    rows = next(table for table in document.tables if len(table.columns) == 10).rows
    assert len(rows) == 601
    assert rows[600].cells[2].text == "TS-599"


def test_what_passed_or_was_waived_is_not_in_it(audit: Audit) -> None:
    verdicts = {finding.verdict for finding in to_mend(audit)}
    assert verdicts == {"fail"}
    waived = replace(audit, findings=[replace(whole_of(finding), verdict="waived") for finding in audit.findings])
    assert to_mend(waived) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"number": "号" * 61}, "编号"),
        ({"deadline": date(2026, 11, 1)}, "早于发出日期"),
        ({"template": Path("没有.docx")}, "没有这个模板"),
    ],
    ids=["a number too long", "deadline before issue", "no template"],
)
def test_what_cannot_be_written_is_refused(audit: Audit, tmp_path: Path, change: dict, words: str) -> None:
    with pytest.raises(InputFault) as refused:
        write_notice(audit, tmp_path / "n.docx", **{**GIVEN, **change})
    assert words in refused.value.say("zh")
    assert not HAN.search(refused.value.faults[0].en.replace("没有.docx", ""))
    assert not (tmp_path / "n.docx").exists()


def test_an_audit_without_a_fail_needs_no_notice(audit: Audit, tmp_path: Path) -> None:
    clean = replace(audit, findings=[finding for finding in audit.findings if finding.verdict == "pass"])
    with pytest.raises(InputFault, match="nothing failed"):
        write_notice(clean, tmp_path / "n.docx", **GIVEN)


def changed(tmp_path: Path, old: str, new: str) -> Path:
    """Our template with one text changed, as a company might."""
    target = tmp_path / "template.docx"
    with zipfile.ZipFile(TEMPLATE) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                assert old in content.decode()
                content = content.decode().replace(old, new).encode()
            copy.writestr(name, content)
    return target


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("{{ intro }}", "{{ introo }}", ["introo", "intro"]),
        ("{{ finding.found }}", "{{ finding.fuond }}", ["fuond", "found"]),
        ("{{ label.title }}", "{{ label.titel }}", ["titel", "title"]),
        ("{{ finding.found }}", "{{ finding.found }", ["{{ }}"]),
        ("{%p endfor %}", "", ["{{ }}"]),
        ("{{ intro }}", "{{ intro.__class__.__mro__ }}", ["模板"]),
        ("{{ intro }}", "{{ 1/0 }}", ["模板"]),
    ],
    ids=[
        "no such field",
        "no such field of a finding",
        "no such label",
        "brace",
        "loop not closed",
        "reaching out",
        "sums",
    ],
)
def test_a_template_with_a_fault_is_refused_naming_it(
    audit: Audit, tmp_path: Path, old: str, new: str, words: list[str]
) -> None:
    template = changed(tmp_path, old, new)
    with pytest.raises(InputFault) as refused:
        write_notice(audit, tmp_path / "n.docx", template=template, **GIVEN)
    for word in words:
        assert word in refused.value.say("zh")
    assert "template.docx" in refused.value.say("en")


def test_a_foreign_template_is_refused_naming_what_it_lacks(audit: Audit, tmp_path: Path) -> None:
    letter = docx.Document()
    letter.add_paragraph("尊敬的 {{ project }}")
    letter.save(str(tmp_path / "letter.docx"))
    with pytest.raises(InputFault) as refused:
        write_notice(audit, tmp_path / "n.docx", template=tmp_path / "letter.docx", **GIVEN)
    assert "缺少 number、deadline、roles" in refused.value.say("zh")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"text"], ids=["empty", "broken zip", "text"])
def test_a_file_that_is_no_word_file_is_refused(audit: Audit, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "t.docx").write_bytes(content)
    with pytest.raises(InputFault) as refused:
        write_notice(audit, tmp_path / "n.docx", template=tmp_path / "t.docx", **GIVEN)
    assert ".docx" in refused.value.say("zh")


def test_a_workbook_taken_for_a_template_is_refused(audit: Audit, tmp_path: Path) -> None:
    with pytest.raises(InputFault):
        write_notice(audit, tmp_path / "n.docx", template=resource("templates") / "客户沟通记录_空白表.xlsx", **GIVEN)


def test_a_restyled_template_is_used_as_it_is(audit: Audit, tmp_path: Path) -> None:
    template = changed(tmp_path, "{{ label.title }}", "某某物业 {{ label.title }}（内部）")
    document = docx.Document(str(write_notice(audit, tmp_path / "n.docx", template=template, **GIVEN)))
    assert document.paragraphs[0].text == "某某物业 整 改 通 知 单（内部）"


@pytest.mark.skipif(OFFICE is None, reason="no LibreOffice here")
def test_a_word_processor_opens_it_and_its_pages_are_numbered(notice: tuple[str, Path], tmp_path: Path) -> None:
    lang, path = notice
    command = [
        str(OFFICE),
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(path),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    shown = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "整改通知单.pdf"), "-"], check=True, capture_output=True, timeout=60
    )
    pages = shown.stdout.decode("utf-8").split("\f")[:-1]
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        assert re.search(rf"第\s*{number}\s*页" if lang == "zh" else rf"Page\s+{number}\s+of", page), page[-200:]


def with_opinions(audit: Audit, **opinions: Opinion) -> Audit:
    """The audit with an opinion on the first finding of each of these rules."""
    first = {one.code: one for one in reversed(audit.findings) if one.verdict == "fail"}
    said = {key_of(first[code]): opinion for code, opinion in opinions.items()}
    return replace(audit, people=People(opinions=said, cover=Cover("", "张敏", "2026-10-30")))


def test_what_the_auditor_disputes_stands_apart_with_the_reason(audit: Audit, tmp_path: Path) -> None:
    judged = with_opinions(
        audit, INF03=Opinion("disputed", "已在公示栏补贴", "张敏", "2026-11-01"), RPT01=Opinion("accepted", "", "张敏")
    )
    assert len(to_mend(judged)) == len(to_mend(audit)) - 1
    written = docx.Document(str(write_notice(judged, tmp_path / "n.docx", **GIVEN)))
    assert "INF03" not in {row[1].split()[0] for row in rows_of(written)}
    apart = next(table for table in written.tables if table.rows[0].cells[-2].text == "异议理由")
    cells = [cell.text for cell in apart.rows[1].cells]
    assert cells[1].startswith("INF03")
    assert cells[4:] == ["已在公示栏补贴", "张敏\n2026-11-01"]
    text = text_of(written)
    assert "有异议的 1 项列于后" in text
    assert "其中 1 项已经审核人认可" in text
    assert "2026年10月30日" in text


def test_a_dispute_about_facts_that_have_changed_disputes_nothing(audit: Audit) -> None:
    judged = with_opinions(audit, INF03=Opinion("disputed", "已补贴", stale=True))
    assert len(to_mend(judged)) == len(to_mend(audit))


def test_repeated_findings_name_the_earlier_notice_and_others_get_a_copy(audit: Audit, tmp_path: Path) -> None:
    one = next(finding for finding in to_mend(audit) if finding.code == "INF03")
    for lang, mark, copy in (
        ("zh", "上期已提（ZG-009）", "抄送：品质部"),
        ("en", "in the earlier notice (ZG-009)", "Copy to: 品质部"),
    ):
        given = {**GIVEN, "cc": "品质部", "repeated": {one.fingerprint: "ZG-009"}, "lang": lang}
        written = docx.Document(str(write_notice(audit, tmp_path / f"{lang}.docx", **given)))
        assert [row[1].split()[0] for row in rows_of(written) if mark in row[1]] == ["INF03"]
        assert copy in text_of(written)


def test_what_is_not_given_is_a_line_to_write_on(audit: Audit, tmp_path: Path) -> None:
    written = write_notice(audit, tmp_path / "n.docx", **{**GIVEN, "number": ""})
    facts = [[cell.text for cell in row.cells] for row in docx.Document(str(written)).tables[0].rows]
    assert ["核查人", "＿＿＿＿＿＿＿＿"] in [row[:2] for row in facts]
    text = text_of(docx.Document(str(written)))
    assert "编号：＿＿＿＿＿＿＿＿" in text
    assert "抄送：" not in text
