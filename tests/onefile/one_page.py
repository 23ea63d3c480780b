"""The one file as these tests use it: built once, opened from the disk with the network off, driven in Chromium."""

import hashlib
import json
import os
import shutil
import time
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from clausecheck.onefile.inside import audit, begin
from clausecheck.onefile.packing import Packed, pack

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
QUIET = ["--no-sandbox", "--disable-gpu"]
AT_MOST = 600.0
Asked = Mapping[str, str]


def built(folder: Path, **more: Any) -> tuple[Path, Packed]:
    """The file, of this tree's code."""
    target = folder / "clausecheck.html"
    return target, pack(target, tell=lambda _: None, **more)


def native(folder: Path, inputs: Path, asked: Asked) -> Path:
    """What this Python writes for the same question: the folder."""
    shutil.copytree(inputs, folder / "in", ignore=shutil.ignore_patterns("expected.json"))
    visit = begin(str(folder))
    said = json.loads(audit(visit, json.dumps(asked), lambda _: None))
    assert "faults" not in said, said
    assert visit.written is not None
    return visit.written


@contextmanager
def opened(file: Path, browser: Any, **context: Any) -> Iterator[tuple[Any, list[str]]]:
    """The page, ready; and every request it made but for what it made itself (blob:, data:)."""
    asked: list[str] = []
    made = browser.new_context(offline=True, **{"viewport": {"width": 1366, "height": 768}, **context})
    page = made.new_page()
    page.on("request", lambda one: asked.append(one.url))
    page.goto(file.as_uri(), wait_until="commit")
    page.wait_for_selector("#faults", state="attached")
    until(page, "!!document.body.dataset.loaded || !document.getElementById('faults').hidden")
    assert page.evaluate("!!document.body.dataset.loaded"), page.inner_text("#faults")
    yield page, asked
    made.close()


def until(page: Any, condition: str, seconds: float = AT_MOST) -> None:
    """Waits for JavaScript to be true. (`wait_for_function` evaluates text within the page, whose policy forbids it.)"""
    end = time.monotonic() + seconds
    while not page.evaluate(condition):
        assert time.monotonic() < end, condition
        time.sleep(0.1)


def check(page: Any, files: Iterable[Path], period: str, as_of: str) -> str:
    """Drops workbooks and checks them; what the page says is wrong, or "" once the findings are listed."""
    page.evaluate("document.getElementById('clear').click(); delete document.body.dataset.took")
    page.set_input_files("#files", [str(one) for one in files])
    page.fill("#period", period)
    page.fill("#as-of", as_of)
    page.click("#go")
    until(page, "!!document.body.dataset.took || !document.getElementById('faults').hidden")
    if not page.evaluate("!!document.body.dataset.took"):
        until(page, "document.getElementById('stop').hidden")
        return str(page.inner_text("#faults"))
    until(page, "!!document.getElementById('report').srcdoc")
    return ""


def download(page: Any, folder: Path) -> dict[str, Path]:
    """Every file that is offered, by its name ("" for the zip of all)."""
    page.click("[data-tab=files]")
    folder.mkdir(parents=True)
    got = {}
    for button in page.query_selector_all("#offered button"):
        with page.expect_download() as waiting:
            button.click()
        name = button.get_attribute("data-file")
        got[name] = folder / waiting.value.suggested_filename
        waiting.value.save_as(got[name])
    return got


def differing(one: Path, other: Path) -> list[str]:
    """The parts in which two workbooks differ; a name that only one has differs."""
    with zipfile.ZipFile(one) as first, zipfile.ZipFile(other) as second:
        names = {*first.namelist(), *second.namelist()}
        both = {*first.namelist()} & {*second.namelist()}
        return sorted(name for name in names if name not in both or first.read(name) != second.read(name))


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
