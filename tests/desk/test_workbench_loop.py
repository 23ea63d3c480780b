"""The loop on the page: the corrected copy comes back, is rechecked and slipped; what is left unsaved is asked about; what has
died says so."""

import os
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import psutil
import pytest
import workbench_server as app

sync_api = pytest.importorskip("playwright.sync_api")
pytestmark = [
    pytest.mark.full_size,
    pytest.mark.skipif(app.CHROMIUM is None, reason="no Chromium on this machine"),
]
FEW = re.compile(r"^\d+ 项$")
"""What stands above a list that needs one page only."""
SHOTS = os.environ.get("WORKBENCH_SHOTS")
"""A folder for pictures of the pages, for those who want to look at them."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return tmp_path_factory.mktemp("复查")


@pytest.fixture(scope="module")
def address(place: Any) -> Iterator[Any]:
    with app.running(place) as given:
        yield given


@pytest.fixture
def visit(browser: Any, address: str) -> Iterator[Any]:
    visitors = []

    def come(**size: Any) -> Any:
        visitors.append(app.Visitor(browser, address, **size))
        return visitors[-1]

    yield come
    for visitor in visitors:
        visitor.leave()


def picture(visitor: Any, name: Any) -> None:
    if SHOTS:
        visitor.page.wait_for_timeout(600)
        visitor.page.screenshot(path=Path(SHOTS) / f"{name}.png")


def corrected(copy: Path, target: Path) -> Path:
    """The annotated copy as a centre gives it back: a sub-class supplied, and a case closed before anybody was told of it."""
    book = openpyxl.load_workbook(copy)
    log = book["投诉记录"]
    log["I98"] = log["I97"].value
    log["W136"] = datetime(2026, 9, 16, 10, 0)
    book.save(target)
    return target


def test_a_returned_copy_is_rechecked_and_the_slip_downloaded(visit: Any, tmp_path: Path) -> None:
    first = visit()
    first.upload(app.SAMPLE)
    first.check()
    copy = first.download("file_annotated", tmp_path / "标注.xlsx")
    before = first.download("file_findings", tmp_path / "findings.json")
    again = visit()
    again.upload(corrected(copy, tmp_path / "整改后.xlsx"))
    again.upload_previous(before)
    again.check(as_of="2026-11-20")
    assert "是本工具的标注副本，按整改后的台账核查" in again.page.locator(".ccw-tally .notes").inner_text()
    pane = again.page.locator(".ccw-recheck")
    pane.locator(".ccw-recheck-lead", has_text=re.compile(r"已整改 \d+ 项，整改率 \d")).wait_for()
    picture(again, "recheck")
    pane.get_by_role("button", name="改动可疑").click()
    row = pane.locator("tr[data-state=doubtful]", has_text="TS-202609-135")
    row.filter(has_text="投诉记录!W136").filter(has_text="2026-09-16").wait_for()
    pane.locator("tr[data-state=persisting]").first.wait_for(state="detached")
    pane.get_by_role("button", name="已整改").click()
    mended = pane.locator("tr[data-state=mended]", has_text="CMP03").filter(has_text="TS-202607-097")
    mended.filter(has_text="投诉记录!I98").wait_for()
    with zipfile.ZipFile(again.download("file_slip", tmp_path / "复查单.docx")) as slip:
        said = re.sub("<[^>]+>", "", slip.read("word/document.xml").decode("utf-8"))
    assert ("翠湖花园" in said, "TS-202609-135" in said, "改动可疑" in said) == (True, True, True)
    book = openpyxl.load_workbook(again.download("file_annotated", tmp_path / "复查.xlsx"))
    assert "整改对照" in book.sheetnames
    assert again.said == []


def test_a_narrow_page_shows_the_recheck_whole(visit: Any, tmp_path: Path) -> None:
    first = visit()
    first.upload(app.SAMPLE)
    first.check()
    before = first.download("file_findings", tmp_path / "findings.json")
    narrow = visit(width=390, height=844)
    narrow.upload(app.SAMPLE)
    narrow.upload_previous(before)
    narrow.check(as_of="2026-11-20")
    narrow.page.locator(".ccw-recheck").scroll_into_view_if_needed()
    picture(narrow, "recheck-390")
    out = """() => [...document.querySelectorAll('.ccw *')].filter(x => !x.closest('.ccw-scroll') && x.offsetParent
        && x.getBoundingClientRect().right > innerWidth + 1).map(x => x.className)"""
    assert narrow.page.evaluate(out) == []
    narrow.pick("CMP10")
    narrow.page.locator("td.hit").first.wait_for()
    top = "document.querySelector('.ccw-detail h3').getBoundingClientRect().top"
    narrow.page.wait_for_function(f"{top} >= 0 && {top} < innerHeight / 2")
    picture(narrow, "picked-390")


def test_the_cell_in_question_is_in_view_with_its_row_s_name(visit: Any) -> None:
    visitor = visit()
    visitor.upload(app.SAMPLE)
    visitor.check()
    visitor.choose("部分与条款", "CMP10")
    visitor.page.locator(".ccw-count", has_text=FEW).wait_for()
    visitor.page.locator(".ccw-line", has_text="TS-202609-135").click()
    visitor.page.locator("td[data-cell=W136].hit").wait_for()
    picture(visitor, "cell")
    seen = """cell => { const at = document.querySelector(`td[data-cell=${cell}]`).getBoundingClientRect();
        return at.left >= 0 && at.right <= innerWidth && at.top >= 0 && at.bottom <= innerHeight; }"""
    assert [visitor.page.evaluate(seen, cell) for cell in ("A136", "W136")] == [True, True]


def test_a_whole_rule_is_accepted_at_once_by_key(visit: Any) -> None:
    visitor = visit()
    visitor.upload(app.SAMPLE)
    visitor.check()
    visitor.choose("部分与条款", "CMP10")
    visitor.page.locator(".ccw-count", has_text=FEW).wait_for()
    n = len(visitor.lines())
    visitor.page.keyboard.press("j")
    visitor.page.locator(".ccw-detail h3", has_text="CMP10").wait_for()
    visitor.page.keyboard.press("a")
    visitor.page.get_by_label(f"CMP10 其余未标记的 {n - 1} 项也这样标记").check()
    visitor.page.get_by_label("审核人").fill("李审")
    visitor.page.keyboard.press("Control+Enter")
    visitor.page.get_by_text(f"{n} 项一并标记。").wait_for()
    picture(visitor, "whole-rule")
    visitor.choose("标记", "未标记")
    visitor.page.locator(".ccw-count", has_text="没有符合筛选的发现").wait_for()


def test_leaving_with_something_unsaved_asks_and_staying_keeps_the_session(visit: Any) -> None:
    visitor = visit()
    visitor.upload(app.SAMPLE)
    visitor.check()
    visitor.pick("INF03")
    asked = []

    def stay(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    visitor.page.get_by_role("button", name="有异议").click()
    visitor.page.locator(".ccw-decision.ccw-unsaved").wait_for()
    visitor.page.on("dialog", stay)
    visitor.page.evaluate("setTimeout(() => location.assign('about:blank'), 0)")
    visitor.page.wait_for_timeout(1500)
    assert asked == ["beforeunload"]
    visitor.page.get_by_label("异议理由").fill("价目表另贴一张")
    visitor.page.get_by_label("审核人").fill("李审")
    visitor.page.get_by_role("button", name="保存标记").click()
    visitor.page.get_by_text("保存在本浏览器中：").wait_for()
    visitor.say_farewell()
    assert asked == ["beforeunload"]


def test_a_process_that_died_is_said_in_a_sentence(visit: Any, place: Path) -> None:
    visitor = visit()
    marked = visitor.page.locator("#lost")
    before = set(app.sessions(place))
    kernel = visitor.page.evaluate("JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId")
    assert kernel in before
    [process] = [one for one in psutil.process_iter(["cmdline"]) if kernel in " ".join(one.info["cmdline"] or [])]
    process.kill()
    visitor.page.locator("#lost.died").wait_for()
    picture(visitor, "died")
    assert "计算进程已停止" in marked.inner_text()
    visitor.page.get_by_role("link", name="重新打开工作台").click()
    visitor.page.locator(".ccw-go").first.wait_for()


def test_the_page_audits_by_the_procedure_it_was_started_with(browser: Any, tmp_path: Path) -> None:
    with app.running(tmp_path, "en", procedure="cleaning_and_greening") as address:
        visitor = app.Visitor(browser, address)
        assert "clean" in visitor.page.locator(".ccw h1 + p").inner_text().lower()
        picture(visitor, "form-en")
        visitor.leave()


def test_marks_that_one_browser_keeps_are_offered_to_no_other(visit: Any) -> None:
    one, two = visit(), visit()
    for visitor in (one, two):
        visitor.upload(app.SAMPLE)
        visitor.check()
    one.pick("INF03")
    one.page.get_by_role("button", name="认可").click()
    one.page.get_by_label("审核人").fill("李审")
    one.page.get_by_role("button", name="保存标记").click()
    one.page.get_by_text("保存在本浏览器中：").wait_for()
    for visitor in (one, two):
        visitor.page.reload()
        visitor.page.locator(".ccw-go").first.wait_for()
        visitor.upload(app.SAMPLE)
        visitor.check()
    one.page.locator(".ccw-offer", has_text="1 项").wait_for()
    assert two.page.locator(".ccw-offer").get_by_role("button", name="取回").count() == 0
    assert two.said == []
