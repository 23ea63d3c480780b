"""The command that packs clausecheck for machines without a network."""

from pathlib import Path
from typing import Annotated

import typer

import clausecheck
from clausecheck.nouns.errors import fault

from .console import tell, ui
from .parameters import Lang
from .usage import misuse


def bundle(
    source: Annotated[
        Path | None,
        typer.Argument(
            help="源码文件夹或 clausecheck 的 .whl，默认为本程序的安装来源 · a checkout or a wheel of clausecheck; by default what this was installed from"
        ),
    ] = None,
    windows: Annotated[
        bool,
        typer.Option("--windows", help="为 64 位 Windows 打包（目前只有它） · for 64-bit Windows, the only one so far"),
    ] = False,
    python: Annotated[
        str, typer.Option(help="那台机器的 Python：3.11、3.12 或 3.13 · the Python of that machine: 3.11, 3.12 or 3.13")
    ] = "3.13",
    out: Annotated[Path | None, typer.Option(help="要写的 .zip · the .zip to write")] = None,
    lang: Lang = "zh",
) -> int:
    """打成一个压缩包，供不能上网的 Windows 安装使用 · Pack everything a Windows machine without a network needs."""
    from clausecheck.bundle import PYTHONS, pack

    if not windows:
        raise misuse(
            "--windows", "请写明 --windows；目前只能为 Windows 打包", "write --windows; there is no other kind yet"
        )
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
