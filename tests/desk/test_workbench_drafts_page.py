"""Drafting on the page: a document is chosen, written, read there with its prompts, and downloaded."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import workbench_server as app
from docx import Document

pytest.importorskip("playwright.sync_api")
pytestmark = [
    pytest.mark.full_size,
    pytest.mark.skipif(app.CHROMIUM is None, reason="no Chromium on this machine"),
]
SHOTS = os.environ.get("WORKBENCH_SHOTS")
"""A folder for pictures of the pages, for those who want to look at them."""


@pytest.fixture(scope="module")
def visitor(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with app.running(tmp_path_factory.mktemp("起草")) as address:
        visitor = app.Visitor(browser, address)
        visitor.upload(app.SAMPLE)
        visitor.check()
        yield visitor
        visitor.leave()


def drafted(visitor: Any, kind: str, period: str, masked: bool = False) -> Any:
    """The pane with a document just drafted."""
    pane = visitor.page.locator(".ccw-card", has=visitor.page.locator("h4", has_text="起草"))
    visitor.choose("文件", kind)
    pane.get_by_label("期间").fill(period)
    pane.get_by_label("隐去个人信息").set_checked(masked)
    pane.get_by_role("button", name="起草").click()
    return pane


def picture(pane: Any, name: str) -> None:
    if SHOTS:
        pane.page.wait_for_timeout(600)
        pane.screenshot(path=Path(SHOTS) / f"{name}.png")


def test_a_document_is_drafted_read_on_the_page_and_downloaded(visitor: Any, tmp_path: Path) -> None:
    pane = drafted(visitor, "客服部月度工作统计表", "2026-09")
    pane.locator("mark", has_text="填报日期").wait_for()
    picture(pane, "draft-statistics")
    book = openpyxl.load_workbook(visitor.download("file_draft", tmp_path / "统计.xlsx"))
    page = {row[0]: row[2] for row in book.worksheets[0].iter_rows(values_only=True)}
    shown = pane.locator("tr", has=visitor.page.get_by_text("投诉数", exact=True)).locator("td")
    assert str(page["投诉数"]) in shown.all_inner_texts()


def test_a_period_that_the_document_does_not_know_is_told_and_the_next_try_works(visitor: Any, tmp_path: Path) -> None:
    drafted(visitor, "管理服务报告", "2026-09")
    visitor.page.get_by_text("请写成如 2026-Q3").wait_for()
    pane = drafted(visitor, "管理服务报告", "2026-Q3")
    pane.locator("mark", has_text="财务收支情况").wait_for()
    picture(pane, "draft-report")
    assert "管理服务报告" in Document(str(visitor.download("file_draft", tmp_path / "报告.docx"))).paragraphs[0].text


def test_a_masked_draft_names_nobody_on_the_page(visitor: Any) -> None:
    pane = drafted(visitor, "客户访谈记录表", "2026-09")
    pane.locator("td", has_text="FT-").first.wait_for()
    said = pane.locator(".ccw-draft").inner_text()
    pane = drafted(visitor, "客户访谈记录表", "2026-09", masked=True)
    pane.locator("mark", has_text="隐去个人信息后由人改写").first.wait_for()
    picture(pane, "draft-masked")
    log = openpyxl.load_workbook(app.SAMPLE, read_only=True)["访谈记录"]
    head, *rows = log.iter_rows(values_only=True)
    people = {str(row[head.index("受访人")]) for row in rows if row[head.index("受访人")]}
    assert [name for name in people if name in said]
    assert [name for name in people if name in pane.inner_text()] == []
    assert visitor.said == []
