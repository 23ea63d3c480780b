"""How long a user waits for the screens, in a real Chromium: a report of 5,000 findings, the workbench's first screen
and a large upload, and the answers of the trends page over 100,000 complaints.

    python benchmarks/browser/screens.py [complaints]      (100,000 unless told)

Exit code 1 where a promise is broken: a second for the report and for each answer, five for the first screen, and no
request to the outside.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))
from big_log import write_big_log

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run"]
COMMAND = [sys.executable, "-c", "from clausecheck.cli import main; main()"]
INSIDE = ("file:", "data:", "blob:", "http://127.0.0.1:", "ws://127.0.0.1:")
DRAWN = "new Promise(done => requestAnimationFrame(() => setTimeout(done)))"
FINDINGS = 5000
HEAVY = 195_000_000
PATIENCE = 180_000
broken: list[str] = []


def took(name: str, most: float, do: Callable[[], object]) -> None:
    """Prints how long something takes until it is drawn, and remembers what took longer than promised."""
    start = time.perf_counter()
    do()
    seconds = time.perf_counter() - start
    print(f"  {name:58s} {seconds:6.2f} s   (promise: {most:g} s)")
    if seconds > most:
        broken.append(name)


def tab_of(browser: Browser) -> Page:
    """A new tab of a new user. What it asks of the outside breaks the promise."""
    tab = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
    tab.set_default_timeout(PATIENCE)
    for event in ("request", "websocket"):
        tab.on(event, lambda asked: asked.url.startswith(INSIDE) or broken.append(f"asked {asked.url}"))
    return tab


def report(browser: Browser, folder: Path) -> None:
    """A report of 5,000 findings, made by the command line from a log with as many late complaints."""
    log = write_big_log(folder / "late.xlsx", FINDINGS, late_every=1)
    out = folder / "out"
    options = ["--period", "2026", "--as-of", "2026-10-31", "--out", str(out)]
    subprocess.run([*COMMAND, "audit", str(log), *options], check=True, capture_output=True)
    page = out / "BIG" / "2026" / "report.html"
    tab = tab_of(browser)
    rows = "document.querySelectorAll('#cc-findings tbody tr').length"
    took(
        "a report of 5,000 findings opens",
        1,
        lambda: (tab.goto(page.as_uri()), tab.evaluate(DRAWN)),
    )
    print(f"  ({tab.evaluate(rows):,} findings listed, {page.stat().st_size / 1e6:.1f} MB)")
    if tab.evaluate(rows) != FINDINGS:
        broken.append("not 5,000 findings")
    search = tab.locator("#findings input[type=search]")
    found = tab.locator("#findings output", has_text="显示 1 /")
    took("a search in it", 1, lambda: (search.fill("TS-000123"), found.wait_for(), tab.evaluate(DRAWN)))


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """`clausecheck app` on a folder; yields the address it prints."""
    command = [*COMMAND, "app", str(folder)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        lines = iter(server.stdout.readline, "")
        yield next(word for line in lines for word in line.split() if word.startswith("http://127.0.0.1:"))
    finally:
        server.terminate()
        server.wait(timeout=60)
        server.stdout.close()


def workbench(browser: Browser, folder: Path, complaints: int) -> None:
    """The first screen once the server is up, a large workbook, then the trends of many complaints, choice by choice."""
    (folder / "many").mkdir()
    write_big_log(folder / "many" / "many.xlsx", complaints, late_every=20, years=4)
    with served(folder) as address:
        tab = tab_of(browser)
        ready = tab.locator(".ccw-go").first
        took("the workbench's first screen", 5, lambda: (tab.goto(address), ready.wait_for(), tab.evaluate(DRAWN)))
        upload(browser, address, folder)
        tab.get_by_role("button", name="选择文件夹").click()
        tab.get_by_label("文件夹或工作簿").fill("many")
        tab.get_by_label("截至日期").fill("2026-10-31")
        start = time.perf_counter()
        tab.get_by_role("button", name="投诉趋势").click()
        tab.get_by_text("投诉趋势已完成").wait_for(timeout=900_000)
        print(f"  (the trends of {complaints:,} complaints stand after {time.perf_counter() - start:.0f} s)")
        answers(tab, complaints)
        tab.goto("about:blank")


def upload(browser: Browser, address: str, folder: Path) -> None:
    """A workbook near the limit of 200 MB, for what no one refers to in it: up, checked, and down again whole."""
    heavy, photo = write_big_log(folder / "heavy.xlsx", 100, late_every=20), os.urandom(HEAVY)
    with zipfile.ZipFile(heavy, "a", zipfile.ZIP_STORED) as archive:
        archive.writestr("xl/media/photo.png", photo)
    tab = tab_of(browser)
    tab.goto(address)
    start = time.perf_counter()
    tab.get_by_role("button", name="上传文件").click()
    with tab.expect_file_chooser() as chooser:
        tab.locator("button.ccw-upload").click()
    chooser.value.set_files(str(heavy))
    tab.locator(".ccw-files li", has_text=heavy.name).wait_for()
    tab.get_by_label("核查期间").fill("2026")
    tab.get_by_label("截至日期").fill("2026-10-31")
    tab.get_by_role("button", name="核查", exact=True).click()
    tab.get_by_text("完成：").wait_for()
    with tab.expect_download() as started:
        tab.locator("a.file_annotated").first.click()
    back = folder / "back.xlsx"
    started.value.save_as(back)
    print(f"  (a workbook of {HEAVY / 1e6:.0f} MB: up, checked and down in {time.perf_counter() - start:.0f} s)")
    with zipfile.ZipFile(back) as archive:
        if archive.read("xl/media/photo.png") != photo:
            broken.append("a part of the large workbook came back changed")
    tab.goto("about:blank")


def answers(tab: Page, complaints: int) -> None:
    """Each kind of choice on the trends page, until its answer is drawn."""

    def choose(label: str, value: str, shows: str, where: str = "section.cc") -> Callable[[], object]:
        answer = tab.locator(f".jupyter-widgets {where}", has_text=shows)
        select = tab.get_by_label(label, exact=True)
        return lambda: (select.select_option(value), answer.first.wait_for(), tab.evaluate(DRAWN))

    part = complaints // 5
    took("trends: one class", 1, choose("类别", "二类", f"二类 · 所选 {part:,} 件"))
    took("trends: every class again", 1, choose("类别", "全部", f"全部 · 所选 {complaints:,} 件"))
    took("trends: one building", 1, choose("楼栋", "7栋", "7栋 · 所选"))
    took("trends: times instead of rates", 1, choose("图", "办结用时（单值图）", "办结用时（单值图） ·"))
    month = tab.get_by_label("查看记录", exact=True).locator("option").all_text_contents()[-1]
    took("trends: the rows of a month", 1, choose("查看记录", month, f"{month[:7]}-", "table"))


def main() -> int:
    """Prints what every screen took; returns 1 when a promise is broken."""
    complaints = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory(prefix="clausecheck-screens-") as place, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        report(browser, Path(place))
        workbench(browser, Path(place), complaints)
        browser.close()
    print("  " + (f"BROKEN: {', '.join(broken)}" if broken else "every promise kept, nothing asked of the outside"))
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
