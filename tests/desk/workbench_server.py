"""Starts the real server of `clausecheck app` in a process of its own and opens its page in a real browser."""

import contextlib
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import psutil
from msoffcrypto.format.ooxml import OOXMLFile

CLONE = Path(__file__).parents[2]
SAMPLE = CLONE / "sample_data" / "CH-001_翠湖花园" / "翠湖花园_客户沟通记录_2026.xlsx"
OTHER = CLONE / "sample_data" / "CH-002_金桥国际中心" / "金桥国际中心 客户沟通台账2026.xlsx"
TRENDS = sorted((CLONE / "sample_data" / "trends" / "CH-005_锦绣江南").glob("*.xlsx"))
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run"]
PROGRAM = """
import sys
from clausecheck.desk.app import serve
serve(root=sys.argv[3] or None, lang=sys.argv[1], left_alone=float(sys.argv[2]), procedure=sys.argv[4])
"""
PATIENCE = 180
"""Seconds that anything may take on a machine with much else to do."""
NASTY = '<img src=x onerror="window.injected=1">'


@contextlib.contextmanager
def running(
    place: Any, lang: str = "zh", left_alone: Any = 3600, root: "Path | str" = "", procedure: str = ""
) -> Iterator[Any]:
    """A server that stands in `place`; yields its address with the token. Its working folders lie in `place`/tmp.

    Unless told otherwise it waits an hour before it takes a page for gone: only the page's farewell ends a session then.
    """
    scratch = place / "tmp"
    scratch.mkdir(exist_ok=True)
    environment = {**os.environ, "TMPDIR": str(scratch), "TEMP": str(scratch), "PYTHONUTF8": "1"}
    with (place / "server.log").open("w", encoding="utf-8") as log:
        server = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, lang, str(left_alone), str(root), procedure],
            cwd=place,
            stdout=subprocess.PIPE,
            stderr=log,
            env=environment,
            text=True,
        )
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()
            server.wait(timeout=30)
            server.stdout.close()


def sessions(place: Any) -> Any:
    """The working folders of all users: kernel id -> names of the files uploaded."""
    folders = place.glob("tmp/clausecheck-app-*/*/uploads")
    return {folder.parent.name: sorted(path.name for path in folder.iterdir()) for folder in folders}


def browser_to_kill(kind: Any) -> Any:
    """A browser of its own, and what ends it as a crash would: without a word to the page or to anybody."""
    mark = "--window-name=to-be-killed"
    browser = kind.launch(executable_path=CHROMIUM, args=[*QUIET, mark])
    [process] = [each for each in psutil.Process().children(recursive=True) if mark in each.cmdline()]
    return browser, process.kill


def big_workbook(target: Any, megabytes: int) -> Any:
    """The sample with a piece of HTML in a cited cell, grown to a size by a part that no one refers to."""
    book = openpyxl.load_workbook(SAMPLE)
    book["信息公示"]["A11"] = NASTY
    book.save(target)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_STORED) as archive:
        archive.writestr("xl/media/photo.png", os.urandom(megabytes * 1_000_000))
    return target


def encrypted(target: Any, password: str) -> Any:
    """The sample with a password to open it."""
    with SAMPLE.open("rb") as plain, target.open("wb") as locked:
        OOXMLFile(plain).encrypt(password, locked)
    return target


class Visitor:
    """One user: a browser of his own with one page, and what that page asked for and complained about."""

    def __init__(
        self, browser: Any, address: str, width: int = 1366, height: int = 768, ready: Any = ".ccw-go"
    ) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": height}, accept_downloads=True)
        self.asked, self.said = [], []
        self.context.set_default_timeout(1000 * PATIENCE)
        self.context.on("request", lambda request: self.asked.append(request.url))
        self.page = self.context.new_page()
        self.page.on("websocket", lambda socket: self.asked.append(socket.url))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("console", self._hear)
        self.page.goto(address)
        self.page.locator(ready).first.wait_for()

    def _hear(self, message: Any) -> None:
        if message.type == "error":
            self.said.append(message.text)

    def upload(self, *files: Any) -> None:
        with self.page.expect_file_chooser() as chooser:
            self.page.locator("button.ccw-upload").click()
        chooser.value.set_files([str(file) for file in files])
        for file in files:
            self.page.locator(".ccw-files li", has_text=Path(file).name).wait_for()

    def upload_previous(self, *files: Any) -> None:
        """Gives the data of an earlier audit."""
        with self.page.expect_file_chooser() as chooser:
            self.page.locator("button.ccw-previous-upload").click()
        chooser.value.set_files([str(file) for file in files])
        given = "document.querySelector('.ccw-previous input').value"
        self.page.wait_for_function(f"{given} !== ''")

    def check(self, period: str = "2026-Q3", as_of: Any = "2026-10-31") -> None:
        self.page.get_by_label("核查期间").fill(period)
        self.page.get_by_label("截至日期").fill(as_of)
        self.page.get_by_role("button", name="核查", exact=True).click()
        self.page.get_by_text("完成：").wait_for()

    def choose(self, label: str, words: Any) -> None:
        """Sets a filter to the first choice that holds the words."""
        said = self.page.get_by_label(label, exact=True).locator("option").all_text_contents()
        place = next(at for at, text in enumerate(said) if words in text)
        self.page.get_by_label(label, exact=True).select_option(index=place)

    def lines(self) -> Any:
        return [text for text in self.page.locator(".ccw-line:visible").all_inner_texts() if text]

    def pick(self, words: Any) -> None:
        self.page.locator(".ccw-line", has_text=words).first.click()
        self.page.locator(".ccw-detail h3", has_text=words.split()[0]).wait_for()

    def download(self, kind: str, target: Any) -> Any:
        with self.page.expect_download() as started:
            self.page.locator(f"a.{kind}").first.click()
        started.value.save_as(target)
        return target

    def say_farewell(self) -> None:
        """Goes to another page; the browser stays."""
        self.page.goto("about:blank")

    def leave(self) -> None:
        if not self.page.is_closed():
            self.say_farewell()
            self.context.close()
