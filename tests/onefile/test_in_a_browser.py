"""The file in Chromium, opened from the disk with the network off: the same findings, copies and reports as here."""

import shutil
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import one_page
import openpyxl
import pytest

from clausecheck.disk.resources import sample_projects
from clausecheck.onefile.fetching import is_fetched

pytestmark = [
    pytest.mark.full_size,
    pytest.mark.skipif(not (one_page.CHROMIUM and shutil.which("node")), reason="needs Chromium and Node.js"),
    pytest.mark.skipif(not is_fetched(), reason="pyodide and its wheels were not fetched: clausecheck bundle --html"),
]
PERIODS = {"CH-003": "2026"}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return one_page.built(tmp_path_factory.mktemp("onefile"))[0]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=one_page.CHROMIUM, args=one_page.QUIET)
        yield started
        started.close()


def test_every_sample_comes_out_as_it_does_here(file: Path, browser: Any, tmp_path: Path) -> None:
    with one_page.opened(file, browser) as (page, requests):
        for sample in sample_projects():
            period = PERIODS.get(sample.name[:6], "2026-Q3")
            asked = {"period": period, "as_of": "2026-10-31", "lang": "zh"}
            here = one_page.native(tmp_path / "here" / sample.name, sample, asked)
            assert one_page.check(page, sorted(sample.glob("*.xls*")), period, "2026-10-31") == ""
            got = one_page.download(page, tmp_path / "there" / sample.name)
            assert set(got) == {"", *(path.name for path in here.iterdir())}
            for name in ("findings.json", "report.html"):
                assert one_page.sha256(got[name]) == one_page.sha256(here / name), (sample.name, name)
            for path in here.glob("*.xls*"):
                assert one_page.differing(path, got[path.name]) == []
            with zipfile.ZipFile(got[""]) as whole:
                assert {name.rpartition("/")[2] for name in whole.namelist()} == {path.name for path in here.iterdir()}
        assert [one for one in requests if not one.startswith(("blob:", "data:"))] == [file.as_uri()]


def test_hostile_workbooks_are_refused_with_words_and_the_page_lives(file: Path, browser: Any, tmp_path: Path) -> None:
    sample = sample_projects()[0]
    good = next(sample.glob("*.xlsx"))
    with one_page.opened(file, browser) as (page, _):
        for name, write, said in HOSTILE:
            write(tmp_path / name, good)
            refused = one_page.check(page, [tmp_path / name], "2026-Q3", "2026-10-31")
            assert name in refused and said in refused, (name, refused)
        assert one_page.check(page, [good], "2026-Q3", "2026-10-31") == ""


def _cut(path: Path, good: Path) -> None:
    path.write_bytes(good.read_bytes()[:-700])


def _encrypted(path: Path, _: Path) -> None:
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 3000 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600
    )


def _with_dtd(path: Path, good: Path) -> None:
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/workbook.xml":
                start = data.index(b"<workbook")
                data = data[:start] + b'<!DOCTYPE a [<!ENTITY b "c">]>' + data[start:]
            new.writestr(name, data)


def _bomb(path: Path, good: Path) -> None:
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != "xl/sharedStrings.xml":
                new.writestr(name, old.read(name))
        with new.open("xl/bomb.bin", "w", force_zip64=True) as part:
            for _ in range(4_000):
                part.write(b"\0" * 1_000_000)


def _far_cell(path: Path, _: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "投诉编号"
    book.active["XFD1048576"] = "x"
    book.save(path)


HOSTILE = [
    ("半个.xlsx", _cut, "文件不完整"),
    ("加密.xlsx", _encrypted, "不能解密"),
    ("实体.xlsx", _with_dtd, "文件已损坏"),
    ("炸弹.xlsx", _bomb, "过大"),
    ("远格.xlsx", _far_cell, "很远处有多余的单元格"),
    ("文本.xlsx", lambda path, _: path.write_bytes(b"hello"), "内容不是工作簿"),
]


def test_what_takes_too_long_is_stopped_and_the_page_checks_again(file: Path, browser: Any) -> None:
    good = next(sample_projects()[0].glob("*.xlsx"))
    with one_page.opened(file, browser) as (page, _):
        page.evaluate("document.body.dataset.seconds = '0.01'")
        assert "处理时间过长" in one_page.check(page, [good], "2026-Q3", "2026-10-31")
        page.evaluate("document.body.dataset.seconds = '240'")
        assert one_page.check(page, [good], "2026-Q3", "2026-10-31") == ""


def test_an_earlier_audit_is_compared_and_the_language_turned(file: Path, browser: Any, tmp_path: Path) -> None:
    good = next(sample_projects()[0].glob("*.xlsx"))
    with one_page.opened(file, browser) as (page, _):
        one_page.check(page, [good], "2026-Q3", "2026-10-31")
        earlier = one_page.download(page, tmp_path / "first")["findings.json"]
        page.set_input_files("#previous", str(earlier))
        assert one_page.check(page, [good], "2026-Q3", "2026-11-15") == ""
        assert "整改率" in page.inner_text("[data-pane=recheck]")
        assert "recheck.json" in one_page.download(page, tmp_path / "second")
        page.click("#switch")
        one_page.until(page, "document.getElementById('tally').textContent.includes('Score')")
        page.click("[data-tab=findings]")
        one_page.until(page, "document.querySelectorAll('#lines button').length > 20")
        page.select_option("#f-verdict", "fail")
        one_page.until(page, "document.querySelectorAll('#lines button:not(.fail)').length === 0")
        page.click("#lines button:nth-child(3)")
        one_page.until(page, "!!document.querySelector('#detail td.hit')")
        page.fill("#f-words", "TS-202607-104")
        one_page.until(page, "document.querySelectorAll('#lines button').length === 1")


def test_the_page_is_seen_within_a_second_and_fits_a_phone(file: Path, browser: Any) -> None:
    context = browser.new_context(offline=True, viewport={"width": 390, "height": 844})
    page = context.new_page()
    start = time.perf_counter()
    page.goto(file.as_uri(), wait_until="commit")
    page.wait_for_selector("h1")
    print(f"seen after {time.perf_counter() - start:.2f} s")
    assert page.evaluate("document.documentElement.scrollWidth <= 390")
    context.close()
