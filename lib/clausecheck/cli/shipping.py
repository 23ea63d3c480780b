"""The command that packs clausecheck for machines without a network, or without Python."""

from pathlib import Path
from typing import Annotated

import typer

import clausecheck
from clausecheck.nouns.errors import fault

from .console import language, tell, ui
from .parameters import Book, Lang, Named
from .usage import misuse


def bundle(
    source: Annotated[
        Path | None,
        typer.Argument(
            help="源码文件夹或 clausecheck 的 .whl，默认为本程序的安装来源 · a checkout or a wheel of clausecheck; by default what this was installed from"
        ),
    ] = None,
    windows: Annotated[
        bool, typer.Option("--windows", help="打成 64 位 Windows 的安装包 · a zip to install from on 64-bit Windows")
    ] = False,
    html: Annotated[
        Path | None,
        typer.Option(
            "--html",
            help="写成一个网页文件，用浏览器打开即可核查，不需安装和网络 · write one HTML file that checks within a browser, nothing installed, no network",
        ),
    ] = None,
    python: Annotated[
        str, typer.Option(help="那台机器的 Python：3.11、3.12 或 3.13 · the Python of that machine: 3.11, 3.12 or 3.13")
    ] = "3.13",
    out: Annotated[Path | None, typer.Option(help="要写的 .zip · the .zip to write")] = None,
    procedure: Named = "",
    rulebook: Book = None,
    wheels: Annotated[
        Path | None,
        typer.Option(
            help="--html：WebAssembly 安装包所在文件夹，默认由 pip 取 · --html: folder of the WebAssembly wheels; by default pip gets them"
        ),
    ] = None,
    pyodide: Annotated[
        Path | None,
        typer.Option(
            help="--html：npm 的 pyodide 所在文件夹，默认由 npm 取 · --html: folder of npm's pyodide; by default npm gets it"
        ),
    ] = None,
    lang: Lang = "zh",
) -> int:
    """打成一个文件，供不能上网或没有 Python 的电脑使用 · Pack one file for machines without a network, or without Python."""
    if windows == bool(html):
        raise misuse("--windows", "请写 --windows 或 --html 文件名 其中之一", "write one of --windows and --html FILE")
    if html:
        return _html(html, procedure, rulebook, wheels, pyodide)
    return _windows(source, python, out)


def _html(target: Path, procedure: str, rulebook: Path | None, wheels: Path | None, pyodide: Path | None) -> int:
    from clausecheck.onefile.packing import pack

    made = pack(
        target,
        procedure=procedure,
        rulebook=rulebook,
        lang=language(),
        wheels=wheels,
        pyodide=pyodide,
        tell=lambda step: tell(ui(step)),
    )
    tell(ui("html_written", file=target, megabytes=f"{made.size / 1e6:.1f}", sha256=made.sha256))
    return 0


def _windows(source: Path | None, python: str, out: Path | None) -> int:
    from clausecheck.bundle import PYTHONS, pack

    if python not in PYTHONS:
        known = "、".join(PYTHONS)
        raise misuse("--python", f"“{python}”不能用；可用 {known}", f'"{python}" will not do; use one of {known}')
    target = out or Path(f"clausecheck-{clausecheck.__version__}-windows-python{python}.zip")
    if target.exists():
        raise fault(str(target), "文件已存在；用 --out 换个名字", "the file exists; give another name with --out")
    count = pack(source, python, target, lambda step: tell(ui(f"bundle_{step}")))
    tell(ui("bundled", file=target, n=count, megabytes=round(target.stat().st_size / 1e6), python=python))
    return 0


COMMANDS = {"bundle": bundle}
"""The commands of this file by name."""
