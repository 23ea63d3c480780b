"""The trends notebook: tidy as committed, run by papermill, what it shows and writes, and the part that answers."""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import openpyxl
import papermill
import pytest
from analysis_sample import CLONE, GIVEN, plain_rows, study

from clausecheck import trends
from clausecheck.nouns.errors import InputFault
from clausecheck.papers.page.export import render_report
from clausecheck.trends import show
from clausecheck.trends.explorer import chart_html, explorer, rows_html
from clausecheck.trends.marks import chosen_rows, link
from clausecheck.trends.pictures import Picture, png, svg
from clausecheck.trends.sections import SECTIONS, TITLE, section_html
from clausecheck.trends.settings import check_values
from clausecheck.trends.study import open_study
from clausecheck.trends.tables import rows_table
from clausecheck.trends.texts import topics, words
from clausecheck.trends.workbook import Column, Sheet, write_workbook

NOTEBOOK = CLONE / "notebooks" / "complaint_trends.ipynb"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
OUTSIDE = re.compile(r"""(?:src|href|url)\s*[=(]\s*["']?(?:https?:)?//""")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return tmp_path_factory.mktemp("趋势")


@pytest.fixture(scope="module")
def executed(place: Any) -> Any:
    given = {**GIVEN, "baseline": None, "out": str(place / "out")}
    target = place / "executed.ipynb"
    papermill.execute_notebook(str(NOTEBOOK), str(target), given, kernel_name="python3", progress_bar=False)
    return target


@pytest.fixture(scope="module")
def written(executed: Any, place: Any) -> Any:
    return place / "out" / "CH-005" / "trends"


def test_it_is_committed_without_outputs_and_without_logic() -> None:
    notebook = nbformat.read(str(NOTEBOOK), as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.id for cell in code if "parameters" in cell.metadata.get("tags", [])] == ["parameters"]
    for cell in code:
        assert (cell.outputs, cell.execution_count) == ([], None)
        assert len(cell.source.splitlines()) <= 15
        assert not re.search(r"^\s*(def|class|for|if|while|try)\b", cell.source, re.MULTILINE)


def test_its_first_cell_says_what_it_is_for_in_chinese_then_in_english() -> None:
    first = nbformat.read(str(NOTEBOOK), as_version=4).cells[0]
    assert 0 <= first.source.index("用途") < first.source.index("What it is for")


def test_it_shows_every_section() -> None:
    source = "\n".join(cell.source for cell in nbformat.read(str(NOTEBOOK), as_version=4).cells)
    assert all(f'"{section.id}"' in source for section in (TITLE, *SECTIONS))


def test_as_a_page_it_has_every_section_and_loads_nothing(executed: Any, place: Any) -> None:
    page = render_report(executed, place / "page.html", "zh").read_text(encoding="utf-8")
    listed = re.findall(r'<section class="cc" id="([a-z-]+)"', page)
    assert sorted(listed) == sorted(section.id for section in (TITLE, *SECTIONS))
    assert not OUTSIDE.search(page)
    anchors = set(re.findall(r'href="#(rows-[\d-]+)"', page))
    assert len(anchors) == 36
    assert anchors <= set(re.findall(r'id="(rows-[\d-]+)"', page))


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
@pytest.mark.parametrize("width", [1366, 390])
def test_in_a_browser_a_mark_leaves_the_rows_behind_it_and_a_month_brings_the_others_back(
    executed: Any, place: Any, width: int
) -> None:
    sync_api = pytest.importorskip("playwright.sync_api")
    page_file = render_report(executed, place / "browsed.html", "zh")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": width, "height": 768 if width > 400 else 844})
        said = []
        page.on("console", lambda message: said.append(message.text))
        page.goto(page_file.as_uri())
        for _ in range(2):  # the second time the address stays as it is
            page.locator(f"svg a[*|href='{link(klass='二类')}']").first.click()
            sync_api.expect(page.locator("#rows tbody tr:not([hidden])")).to_have_count(308, timeout=60_000)
            sync_api.expect(page.locator("#rows h2")).to_be_in_viewport(timeout=60_000)
        assert page.locator("#rows tbody tr:visible", has_text="一类").count() == 0
        page.locator("#rate-chart td a", has_text="2026-08").click()
        sync_api.expect(page.locator("#rows tbody tr:not([hidden])")).to_have_count(1902, timeout=60_000)
        assert page.evaluate("document.documentElement.scrollWidth") == width
        tall = "[...document.querySelectorAll('#rows-2026-08 tbody tr')].filter(row => row.offsetHeight > 100).length"
        assert (page.evaluate(tall), said) == (0, [])
        browser.close()


def test_the_workbook_holds_the_numbers_the_pictures_and_every_row(written: Any) -> None:
    book = openpyxl.load_workbook(written / "投诉趋势.xlsx")
    assert book.sheetnames == [
        "说明",
        "月度",
        "构成",
        "楼栋月份",
        "及时性",
        "用时",
        "存量",
        "控制图",
        "重复投诉",
        "季节分解",
        "明细",
    ]
    rows = book["明细"]
    header = [cell.value for cell in rows[3]]
    assert rows.max_row == 3 + len(plain_rows())
    first = dict(zip(header, [cell.value for cell in rows[4]], strict=True))
    expected = plain_rows()[0]
    found = (first["文件"], first["工作表"], first["单元格"], first["投诉编号"])
    assert found == (expected["file"], "投诉记录", f"A{expected['number']}", expected["投诉编号"])
    with zipfile.ZipFile(written / "投诉趋势.xlsx") as package:
        pictures = [name for name in package.namelist() if name.startswith("xl/media/")]
        assert len(pictures) >= 10
        assert all(package.read(name).startswith(b"\x89PNG") for name in pictures)


def test_every_picture_is_there_as_svg_with_its_words_as_text(written: Any) -> None:
    names = {path.stem for path in written.glob("*.svg")}
    assert {"monthly", "rate_chart", "time_chart_二类", "pareto", "heat", "survival_closed", "season"} <= names
    for path in written.glob("*.svg"):
        content = path.read_text(encoding="utf-8")
        assert "<text" in content
        assert not OUTSIDE.search(content.replace("http://www.w3.org", ""))


def test_nothing_in_the_workbook_becomes_a_formula(tmp_path: Path) -> None:
    texts = ["=1+1", "+8613", "-5", "@sum", "a\x00b", "字" * 40_000, '=HYPERLINK("http://x")']
    target = write_workbook([Sheet("表", "=题", [Column("=列")], [[text] for text in texts])], tmp_path / "注入.xlsx")
    sheet = openpyxl.load_workbook(target)["表"]
    assert all(cell.data_type == "s" for row in sheet.iter_rows() for cell in row if cell.value is not None)
    assert sheet["A4"].value == "=1+1"
    assert sheet["A8"].value == "ab"
    with zipfile.ZipFile(target) as package:
        assert b"<f>" not in package.read("xl/worksheets/sheet1.xml")


def test_the_same_study_gives_the_same_workbook(tmp_path: Path) -> None:
    sheet = Sheet(
        "表", "题", [Column("值", "number")], [[1.5]], [Picture("p", "图", {"mark": "bar", "data": {"values": []}})]
    )
    first, again = (write_workbook([sheet], tmp_path / f"{i}.xlsx").read_bytes() for i in (1, 2))
    assert first == again


def test_text_from_the_logs_is_escaped_in_the_page() -> None:
    frame = study().frame.head(3).assign(content="<script>alert(1)</script>")
    assert "<script>" not in rows_table(study(), frame)


def test_png_and_svg_of_a_picture() -> None:
    spec = {
        "data": {"values": [{"a": "字", "b": 1}]},
        "mark": "bar",
        "encoding": {"x": {"field": "a"}, "y": {"field": "b"}},
    }
    picture = Picture("p", "题", spec)
    assert png(picture).startswith(b"\x89PNG")
    assert "字" in svg(picture)


def test_every_word_is_there_in_both_languages_and_so_is_every_topic() -> None:
    assert all(entry["zh"] and entry["en"] for entry in words().values())
    han = re.compile("[一-鿿]")
    assert not any(han.search(entry["en"]) for entry in words().values())
    assert all(topic and listed for topic, listed in topics().items())


def test_the_english_sections_hold_no_chinese_but_what_the_logs_say() -> None:
    english = open_study(check_values({**GIVEN, "lang": "en"}))
    said = set("".join(english.frame["content"]) + "".join(english.frame["household"]))
    said |= set(
        "".join(
            str(value)
            for name in ("project", "file", "sheet", "channel", "building")
            for value in set(english.frame[name])
        )
    )
    for section in (TITLE, *SECTIONS[:-1]):
        shown = re.sub(
            r"font(-family)?[:=][^;>]*|<style>.*?</style>", "", section_html(english, section), flags=re.DOTALL
        )
        left = set(re.findall("[一-鿿]", shown)) - said
        assert (section.id, left) == (section.id, set())


def test_the_explorer_draws_again_for_a_choice_and_lists_the_rows_of_a_month() -> None:
    box = explorer(study())
    kind, klass, *_ = box.children[1].children
    before = box.children[2].value
    assert {choice.label for choice in box.children[1].children[1:]} == {"全部"}
    klass.value = "二类"
    assert box.children[2].value != before
    klass.label = "全部"
    assert (klass.label, box.children[2].value) == ("全部", before)
    klass.value = "二类"
    kind.value = "chart_closed"
    assert "单值图" in box.children[2].value
    month = box.children[3]
    month.value = "2026-03"
    expected = [row for row in plain_rows() if f"{row['受理时间']:%Y-%m}" == "2026-03" and row["类别"] == "二类"]
    assert box.children[4].value.count("<tr>") == len(expected) + 1


def test_choices_without_complaints_or_with_few_say_so_and_do_not_fail() -> None:
    chosen = {"klass": "二类", "topic": "宠物"}
    assert "没有投诉" in chart_html(study(), chosen_rows(study().frame, chosen), chosen, "chart_rate")
    for topic in ("装修", "照明", "绿化"):
        for building in ("1栋", "8栋"):
            for kind in ("chart_rate", "chart_closed", "chart_feedback"):
                some = {"topic": topic, "building": building}
                assert "<section" in chart_html(study(), chosen_rows(study().frame, some), some, kind)
    assert rows_html(study(), {}, "") == ""


def test_a_section_carries_its_title_for_the_contents() -> None:
    about = show(study(), "rate-chart").metadata["clausecheck"]
    assert about == {"id": "rate-chart", "title": "投诉率控制图", "lang": "zh"}


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"inputts": "x"}, "inputts"),
        ({"as_of": 20261031}, "as_of"),
        ({"span": "去年"}, "span"),
        ({"rules": "weco"}, "rules"),
        ({"repeat_days": 0}, "repeat_days"),
        ({"lang": "fr"}, "lang"),
    ],
)
def test_wrong_parameters_are_refused_by_name(given: Any, place: Any) -> None:
    with pytest.raises(InputFault) as refused:
        check_values({**GIVEN, **given})
    assert [fault.place for fault in refused.value.faults] == [place]


def test_a_span_without_complaints_is_said_and_not_drawn() -> None:
    with pytest.raises(InputFault) as refused:
        open_study(check_values({**GIVEN, "span": "2019"}))
    assert "没有可用的投诉记录" in refused.value.say("zh")


def test_a_span_and_a_day_that_nobody_gave_are_said() -> None:
    unsaid = replace(study(), settings=replace(study().settings, span=None, as_of_today=True))
    for lang, said in (
        ("zh", ("没有给出期间", "没有给出截至日期")),
        ("en", ("no span was given", "no as-of date was given")),
    ):
        title = section_html(replace(unsaid, settings=replace(unsaid.settings, lang=lang)), TITLE)
        assert all(words in title for words in said)
        assert not any(words in section_html(study(), TITLE) for words in said)


@pytest.mark.full_size
def test_the_audit_samples_can_be_looked_at_together_without_span_or_baseline() -> None:
    inputs = [str(path) for path in sorted(CLONE.glob("sample_data/CH-00[1234]_*"))]
    several = open_study(check_values({"inputs": inputs, "as_of": "2026-10-31", "out": "out"}))
    assert several.frame["project"].nunique() == 4
    for section in (TITLE, *SECTIONS):
        assert section_html(several, section)


@pytest.mark.full_size
def test_stock_papermill_is_stopped_at_an_unknown_parameter_with_a_sentence(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "papermill", str(NOTEBOOK), str(tmp_path / "x.ipynb"), "-p", "spann", "2026"]
    ran = subprocess.run(command, cwd=CLONE, capture_output=True, check=False)
    assert ran.returncode == 1
    assert "没有这个参数，是不是 span？" in ran.stderr.decode("utf-8", "replace")


def test_the_notebook_names_only_what_the_package_hands_out() -> None:
    source = json.dumps([cell.source for cell in nbformat.read(str(NOTEBOOK), as_version=4).cells])
    assert set(re.findall(r"analysis\.(\w+)\(", source)) <= set(trends.__all__)
