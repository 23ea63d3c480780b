"""Where Edge, Chrome or Chromium is installed on Windows, macOS and Linux."""

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from clausecheck.nouns.errors import fault

CHOSEN = "CLAUSECHECK_BROWSER"
"""The environment variable that may name the browser's program."""
_WINDOWS = (
    "Microsoft/Edge/Application/msedge.exe",
    "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
)
_WINDOWS_ROOTS = ("ProgramFiles(x86)", "ProgramFiles", "ProgramW6432", "LocalAppData")
_MACOS = (
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Chromium.app/Contents/MacOS/Chromium",
)
_NAMES = (
    "microsoft-edge",
    "microsoft-edge-stable",
    "google-chrome",
    "google-chrome-stable",
    "chromium",
    "chromium-browser",
    "chrome",
    "msedge",
)


def find_browser(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """The program of an installed browser: the one named by CLAUSECHECK_BROWSER, else the first of the usual places.

    Raises InputFault when there is none, or when the one that was named is not there.
    """
    if named := environ.get(CHOSEN, ""):
        if Path(named).is_file():
            return Path(named)
        raise fault(
            f"{CHOSEN}={named}",
            "没有这个程序；请改正，或删去该环境变量",
            "there is no such program; correct the environment variable, or remove it",
        )
    for place in _places(environ, platform):
        if place.is_file():
            return place
    raise fault(
        "PDF",
        f"没有找到 Edge、Chrome 或 Chromium；请安装其中一个，或用环境变量 {CHOSEN} 指明程序，或在浏览器中打开 report.html 后打印为 PDF",
        f"no Edge, Chrome or Chromium was found; install one of them, or name its program in the environment variable {CHOSEN}, "
        "or open report.html in a browser and print it to PDF",
    )


def _places(environ: Mapping[str, str], platform: str) -> Iterator[Path]:
    if platform == "win32":
        roots = [environ[root] for root in _WINDOWS_ROOTS if environ.get(root)]
        yield from (Path(root) / program for program in _WINDOWS for root in roots)
    elif platform == "darwin":
        roots = ["/Applications", f"{environ.get('HOME', '')}/Applications"]
        yield from (Path(root) / program for program in _MACOS for root in roots)
    for name in _NAMES:
        if found := shutil.which(name, path=environ.get("PATH", "")):
            yield Path(found)
