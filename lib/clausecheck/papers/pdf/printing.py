"""One page in, one PDF out: a headless browser with a profile of its own that may not ask the network for anything."""

import os
import subprocess
import sys
import time
from pathlib import Path

from clausecheck.disk.writing import replacing, scratch
from clausecheck.nouns.errors import fault

from .browsers import find_browser

LONGEST = 180
"""Seconds a page may take; 5,000 findings take a few."""
_FLAGS = (
    "--headless=new",
    "--disable-gpu",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-extensions",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-component-update",
    "--disable-background-networking",
    "--disable-domain-reliability",
    "--disable-client-side-phishing-detection",
    "--disable-features=Translate,OptimizationHints,MediaRouter,msSmartScreenProtection",
    "--metrics-recording-only",
    "--no-pings",
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--password-store=basic",
    "--use-mock-keychain",
    "--hide-scrollbars",
    "--no-pdf-header-footer",
)


def print_pdf(html: Path, target: Path, *, browser: Path | None = None, timeout: float = LONGEST) -> Path:
    """Prints a page to a PDF file and returns where. The page numbers and heads are those of the page's own print styles.

    `browser`: the program to use, by default an installed one. Raises InputFault when there is no browser, no such
    page, or the browser made no PDF (with what it said).
    """
    program = browser or find_browser()
    if not html.is_file():
        raise fault(
            str(html),
            "没有这个文件；请先核查，生成 report.html",
            "there is no such file; audit first, to make report.html",
        )
    if not target.parent.is_dir():
        raise fault(
            str(target.parent),
            "没有这个文件夹；请先建好，或换个位置",
            "there is no such folder; make it first, or name another place",
        )
    with scratch("pdf") as folder:
        made = folder / "page.pdf"
        said = _run(_command(program, html, made, folder / "profile"), folder, timeout, html)
        _wait_for(made)
        if not _is_pdf(made):
            raise fault(
                str(html),
                f"{program.name} 没有生成 PDF：{said or '没有说明原因'}；请在浏览器中打开该页后打印为 PDF",
                f"{program.name} made no PDF: {said or 'it did not say why'}; open the page in a browser and print it to PDF",
            )
        with replacing(target) as whole:
            whole.write_bytes(made.read_bytes())
    return target


def _command(program: Path, html: Path, made: Path, profile: Path) -> list[str]:
    as_root = ["--no-sandbox"] if _is_root() else []  # Chromium refuses to start otherwise
    own = [f"--user-data-dir={profile}", f"--print-to-pdf={made}"]
    return [str(program), *_FLAGS, *as_root, *own, html.resolve().as_uri()]


def _is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0


def _run(command: list[str], scratch: Path, timeout: float, html: Path) -> str:
    """Runs the browser to its end; returns the last lines it said. Only the process started here is ever ended."""
    said = scratch / "said.txt"
    with said.open("wb") as log:
        try:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=sys.platform != "win32"
            )
        except OSError as error:
            raise fault(
                command[0],
                f"不能启动：{error.strerror}；请检查该程序",
                f"cannot be started: {error.strerror}; check the program",
            ) from None
        try:
            process.wait(timeout)
        except subprocess.TimeoutExpired:
            _end(process)
            raise fault(
                str(html),
                f"打印超过 {timeout:g} 秒，已停止；请在浏览器中打开该页后打印为 PDF",
                f"printing took more than {timeout:g} seconds and was stopped; open the page in a browser and print it to PDF",
            ) from None
    lines = [line for line in said.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
    return " / ".join(line.strip()[:200] for line in lines[-2:])


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Ends the browser with the helpers it started: its own session on POSIX, its process on Windows."""
    if sys.platform != "win32":
        import signal  # noqa: PLC0415 - killpg is not there on Windows

        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def _wait_for(made: Path) -> None:
    """On Windows Edge's starter may end a moment before the page is written."""
    for _ in range(50 if sys.platform == "win32" else 1):
        if _is_pdf(made):
            return
        time.sleep(0.1)


def _is_pdf(made: Path) -> bool:
    if not made.is_file():
        return False
    content = made.read_bytes()
    return content.startswith(b"%PDF-") and content.rstrip().endswith(b"%%EOF")
