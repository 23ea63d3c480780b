"""`clausecheck export`: results as other programs read them."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from .books import opened
from .console import language, tell, ui
from .parameters import Book, Lang, Named
from .usage import misuse

FORMATS = ("csv", "junit", "sarif")


def export(
    source: Annotated[
        Path,
        typer.Argument(help="一次核查或 portfolio 的输出文件夹 · output folder of an audit, or of portfolio"),
    ],
    out: Annotated[Path, typer.Option(help="要写的文件 · the file to write")],
    form: Annotated[
        str,
        typer.Option("--format", help="csv（一行一项）、junit（XML）或 sarif · csv (a line a finding), junit or sarif"),
    ] = "csv",
    procedure: Named = "",
    rulebook: Book = None,
    lang: Lang = "zh",
) -> int:
    """把结果导出给别的程序：CSV、JUnit、SARIF · Write results for other programs: CSV, JUnit, SARIF."""
    if form not in FORMATS:
        known = "、".join(FORMATS), ", ".join(FORMATS)
        raise misuse("--format", f"“{form}”不对；可用 {known[0]}", f'"{form}" will not do; use {known[1]}')
    from clausecheck.portfolio.export.flat import write_csv
    from clausecheck.portfolio.export.junit import write_junit
    from clausecheck.portfolio.export.sarif import write_sarif
    from clausecheck.portfolio.export.source import exported

    write = {"csv": write_csv, "junit": write_junit, "sarif": write_sarif}[form]
    count = write(exported(source), out, opened(procedure, rulebook), language())
    tell(ui("exported", n=count, file=out))
    return 0


COMMANDS: dict[str, Callable[..., int]] = {"export": export}
"""The command of this file by name."""
