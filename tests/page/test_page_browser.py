"""The page in a real browser: nothing is asked from outside, filter and search work, it prints on A4."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import page_sample as sample
import pytest

from clausecheck.papers import page
from clausecheck.papers.page.whole import report_page

sync_api = pytest.importorskip("playwright.sync_api")
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield running
        running.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("报告")
    for lang in ("zh", "en"):
        made = report_page(page.open_report(sample.audit(), lang, {sample.BOOK: sample.BOOK}))
        (folder / f"{lang}.html").write_text(made, encoding="utf-8")
    big = report_page(page.open_report(sample.big_audit(5000), "zh", {sample.BOOK: sample.BOOK}))
    (folder / "big.html").write_text(big, encoding="utf-8")
    return folder


@pytest.fixture
def opened(browser: Any, pages: Any) -> Iterator[Any]:
    tabs = []

    def open_page(name: Any, width: int = 1366) -> Any:
        tab = browser.new_page(viewport={"width": width, "height": 768})
        tab.asked, tab.said = [], []
        tab.on("request", lambda request: tab.asked.append(request.url))
        tab.on("console", lambda message: tab.said.append(message.text))
        tab.on("pageerror", lambda error: tab.said.append(str(error)))
        tab.goto((pages / f"{name}.html").as_uri())
        tabs.append(tab)
        return tab

    yield open_page
    for tab in tabs:
        tab.close()


def shown_rows(tab: Any, table: Any = "cc-findings") -> Any:
    return tab.evaluate(f"[...document.querySelectorAll('#{table} tbody tr')].filter(r => !r.hidden).length")


@pytest.mark.parametrize("name", ["zh", "en"])
def test_nothing_is_asked_from_outside_and_nothing_complains(opened: Any, name: Any) -> None:
    tab = opened(name)
    assert [url for url in tab.asked if not url.startswith(("file:", "data:"))] == []
    assert tab.said == []


@pytest.mark.parametrize("name", ["zh", "en"])
@pytest.mark.parametrize("width", [1366, 794, 390])
def test_nothing_sticks_out(opened: Any, name: Any, width: int) -> None:
    tab = opened(name, width)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    if width > 900:
        cut = "[...document.querySelectorAll('td, th, .card')].filter(x => x.scrollWidth > x.clientWidth + 1).length"
        assert tab.evaluate(cut) == 0


@pytest.mark.parametrize("name", ["zh", "en"])
def test_on_a_phone_a_finding_is_read_without_moving_it_sideways(opened: Any, name: Any) -> None:
    tab = opened(name, 390)
    narrow = """[...document.querySelectorAll('#cc-findings td, #cc-data td')]
        .filter(x => x.clientWidth < 300 || x.scrollWidth > x.clientWidth + 1 || x.getBoundingClientRect().right > 390)
        .map(x => x.textContent)"""
    assert tab.evaluate(narrow) == []
    title = "getComputedStyle(document.querySelector('#cc-findings td:nth-child(2)'), '::before').content"
    assert tab.evaluate(title) == {"zh": '"实际与应达到"', "en": '"Found and to pass"'}[name]


@pytest.mark.parametrize("name", ["zh", "en"])
def test_no_text_in_a_picture_is_cut_off(opened: Any, name: Any) -> None:
    outside = """[...document.querySelectorAll('figure svg text')].filter(t => {
        const a = t.getBoundingClientRect(), b = t.closest('svg').getBoundingClientRect();
        return a.left < b.left - 1 || a.right > b.right + 1 || a.top < b.top - 1 || a.bottom > b.bottom + 1;
    }).map(t => t.textContent)"""
    assert opened(name).evaluate(outside) == []


def choose(tab: Any, place: Any, *words: Any) -> None:
    """Leaves ticked in a filter of the findings only what is given."""
    pick = tab.locator("#findings .pick").nth(place)
    pick.locator("summary").click()
    pick.locator(".all").uncheck()
    for word in words:
        pick.locator(f'input[value="{word}"]').check()
    pick.locator("summary").click()


def expect_shown(tab: Any, shown: Any, everything: Any) -> None:
    sync_api.expect(tab.locator("#findings output")).to_have_text(f"显示 {shown} / {everything} 项")
    assert shown_rows(tab) == shown


def test_filters_work_together_and_clear(opened: Any) -> None:
    tab = opened("zh")
    everything = shown_rows(tab)
    choose(tab, 0, "fail")
    choose(tab, 3, "CMP10")
    expect_shown(tab, 12, everything)
    tab.locator("#findings .cc-filter > .reset").click()
    expect_shown(tab, everything, everything)


def test_a_filter_takes_several_values_as_in_excel_and_is_searched(opened: Any) -> None:
    tab = opened("zh")
    everything = shown_rows(tab)
    count = "[...document.querySelectorAll('#cc-findings tr[data-k]')].filter(r => /(INF04|RPT01)/.test(r.dataset.k)).length"
    either = tab.evaluate(count)
    choose(tab, 3, "INF04", "RPT01")
    expect_shown(tab, either, everything)
    pick = tab.locator("#findings .pick").nth(3)
    assert re.match(r"规则 2/\d+", pick.locator("summary").inner_text())
    pick.locator("summary").click()
    pick.locator(".find").fill("cmp10")
    sync_api.expect(pick.locator("label:visible")).to_have_count(2)  # what fits, and all of it
    pick.locator(".find").fill("")
    expect_shown(tab, everything, everything)
    tab.locator("#findings h2").click()
    assert pick.get_attribute("open") is None


def test_search_finds_a_cell_an_id_and_two_words_in_any_place(opened: Any) -> None:
    tab = opened("zh")
    everything = shown_rows(tab)
    box = tab.locator("#findings .words")
    for typed, found in (("ts-2026-0009", 2), ("投诉记录!B12", 1), ("inf04 市政抢修", 1), ("没有这样的字", 0)):
        box.fill(typed)
        expect_shown(tab, found, everything)


def test_of_five_thousand_findings_only_those_in_sight_are_laid_out_and_all_are_searched(opened: Any) -> None:
    """Which is why they open in a second: laying out 5,000 rows would take many."""
    tab = opened("big")
    tab.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
    assert shown_rows(tab) == 5000
    laid_out = "[...document.querySelectorAll('#cc-findings tr')].filter(r => r.checkVisibility({contentVisibilityAuto: true})).length"
    assert tab.evaluate(laid_out) < 2500  # the others follow when the page is at rest
    tab.locator("#findings .words").fill("TS-2026-4321")
    expect_shown(tab, 1, 5000)
    assert tab.evaluate(laid_out) <= 2  # the row and its head


def test_of_five_thousand_findings_all_are_laid_out_in_the_end_so_that_a_long_picture_shows_them(opened: Any) -> None:
    tab = opened("big")
    sync_api.expect(tab.locator("#cc-findings .chunk:not(.seen)")).to_have_count(0, timeout=60_000)
    hidden = "[...document.querySelectorAll('#cc-findings tr')].filter(r => !r.checkVisibility({contentVisibilityAuto: true})).length"
    assert tab.evaluate(hidden) == 0


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext on this machine")
def test_printing_keeps_the_filter_if_asked(opened: Any, tmp_path: Path) -> None:
    tab = opened("zh")
    tab.locator("#findings .words").fill("ITV05")
    sync_api.expect(tab.locator("#findings output")).not_to_have_text(re.compile("显示 (62|67) "))
    tab.locator("#findings .printed").check()
    tab.pdf(path=tmp_path / "report.pdf", prefer_css_page_size=True, print_background=True)
    printed = subprocess.run(["pdftotext", "-layout", tmp_path / "report.pdf", "-"], capture_output=True, check=True)
    found = printed.stdout.decode("utf-8").split("、核查发现")[-1]
    assert "ITV05" in found
    assert "TS-2026-0009" not in found.split("台账问题")[0]


def test_rules_fold_and_unfold_together_and_escape_closes_a_filter(opened: Any) -> None:
    tab = opened("zh")
    fold, opened_ones = tab.locator("#findings .folding"), tab.locator("#cc-findings .fold[open]")
    everything = tab.locator("#cc-findings .fold").count()
    sync_api.expect(opened_ones).to_have_count(everything)
    fold.click()
    sync_api.expect(opened_ones).to_have_count(0)
    fold.click()
    sync_api.expect(opened_ones).to_have_count(everything)
    tab.locator("#findings .pick").first.locator("summary").click()
    tab.keyboard.press("Escape")
    sync_api.expect(tab.locator("#findings .pick[open]")).to_have_count(0)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext on this machine")
@pytest.mark.parametrize("name", ["zh", "en"])
def test_it_prints_on_a4_with_page_numbers_repeated_heads_and_every_row(opened: Any, tmp_path: Path, name: Any) -> None:
    tab = opened(name)
    tab.locator("#findings .words").fill("ITV05")
    sync_api.expect(tab.locator("#findings output")).not_to_have_text(re.compile("显示 62 |62 of"))
    tab.pdf(path=tmp_path / "report.pdf", prefer_css_page_size=True, print_background=True)
    printed = subprocess.run(["pdftotext", "-layout", tmp_path / "report.pdf", "-"], capture_output=True, check=True)
    sheets = printed.stdout.decode("utf-8").split("\f")[:-1]
    numbered = [bool(re.search(rf"\b{n}\s*/\s*{len(sheets)}\b", sheet)) for n, sheet in enumerate(sheets, 1)]
    assert numbered == [True] * len(sheets)
    head = "实际与应达到" if name == "zh" else "Found and to pass"
    assert sum(head in sheet for sheet in sheets) >= 2
    assert sum(sheet.count("TS-2026-0009") for sheet in sheets) >= 1
    box = subprocess.run(["pdfinfo", tmp_path / "report.pdf"], capture_output=True, check=True).stdout.decode()
    assert "A4" in box
