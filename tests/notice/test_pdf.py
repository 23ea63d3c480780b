"""A page printed to PDF by an installed browser, without asking the network for anything; and what is said if there is none."""

import os
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from clausecheck.nouns.errors import InputFault
from clausecheck.papers.pdf import find_browser, print_pdf

PAGE = """<!doctype html><meta charset="utf-8"><title>报告</title>
<style>@page {{ size: A4; @bottom-center {{ content: "第 " counter(page) " 页 / " counter(pages) }} }} p {{ break-after: page }}</style>
<p>核查报告一</p><p>核查报告二</p>{more}"""


@pytest.fixture(scope="module")
def asked() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine, and what was asked of it."""
    paths: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_response(404)
            self.end_headers()

    server = HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}", paths
    server.shutdown()


def test_a_page_becomes_a_pdf_with_its_own_page_numbers_and_nothing_is_asked(
    tmp_path: Path, asked: tuple[str, list[str]]
) -> None:
    address, paths = asked
    addresses = (address, address.replace("localhost", "127.0.0.1"))
    page, target = tmp_path / "报 告.html", tmp_path / "输出 #1" / "报告 100%.pdf"
    target.parent.mkdir()
    page.write_text(PAGE.format(more="".join(f'<img src="{one}/secret.png">' for one in addresses)), encoding="utf-8")
    assert print_pdf(page, target) == target
    text = subprocess.run(["pdftotext", str(target), "-"], check=True, capture_output=True).stdout.decode("utf-8")
    assert "核查报告一" in text
    assert "第1页" in text.replace(" ", "")
    assert paths == []
    assert [path.name for path in target.parent.iterdir()] == [target.name]


def test_without_a_browser_place_fault_and_mend_are_said_in_both_languages() -> None:
    for platform in ("linux", "win32", "darwin"):
        with pytest.raises(InputFault) as refused:
            find_browser({"PATH": "", "HOME": "/nowhere", "ProgramFiles": "C:/nothing"}, platform)
        assert "请安装" in refused.value.say("zh")
        assert "install one of them" in refused.value.say("en")


@pytest.mark.parametrize(
    ("platform", "root", "program"),
    [
        ("win32", "ProgramFiles(x86)", "Microsoft/Edge/Application/msedge.exe"),
        ("win32", "LocalAppData", "Google/Chrome/Application/chrome.exe"),
        ("darwin", "HOME", "Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
    ],
    ids=["Edge on Windows", "Chrome of one user on Windows", "Chrome on macOS"],
)
def test_a_browser_is_found_where_it_is_usually_installed(
    tmp_path: Path, platform: str, root: str, program: str
) -> None:
    place = tmp_path / program
    place.parent.mkdir(parents=True)
    place.touch()
    assert find_browser({"PATH": "", root: str(tmp_path)}, platform) == place


def test_the_environment_may_name_the_browser_and_a_wrong_name_is_refused(tmp_path: Path) -> None:
    program = tmp_path / "my-browser"
    program.touch()
    assert find_browser({"CLAUSECHECK_BROWSER": str(program)}) == program
    with pytest.raises(InputFault, match="no such program"):
        find_browser({"CLAUSECHECK_BROWSER": str(tmp_path / "nothing")})


def test_a_page_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputFault, match="no such file"):
        print_pdf(tmp_path / "nothing.html", tmp_path / "x.pdf", browser=Path("/bin/sh"))


@pytest.mark.skipif(os.name == "nt", reason="the stand-in browser is a shell script")
@pytest.mark.parametrize(
    ("script", "words"),
    [("echo no display >&2; exit 1", "no display"), ("sleep 30", "more than"), ("exit 0", "did not say why")],
    ids=["fails", "hangs", "does nothing"],
)
def test_a_browser_that_makes_no_pdf_is_reported_and_ended(tmp_path: Path, script: str, words: str) -> None:
    program, page = tmp_path / "browser", tmp_path / "p.html"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    page.write_text("x", encoding="utf-8")
    with pytest.raises(InputFault, match=words):
        print_pdf(page, tmp_path / "p.pdf", browser=program, timeout=1)
    assert not (tmp_path / "p.pdf").exists()


@pytest.mark.skipif(os.name == "nt", reason="file modes")
def test_a_program_that_cannot_be_started_is_reported(tmp_path: Path) -> None:
    program, page = tmp_path / "browser", tmp_path / "p.html"
    program.write_text("", encoding="utf-8")
    page.write_text("x", encoding="utf-8")
    with pytest.raises(InputFault, match="cannot be started"):
        print_pdf(page, tmp_path / "p.pdf", browser=program)
