"""`clausecheck export`: results as other programs read them."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from .books import opened
from .console import language, tell, ui
from .elsewhere import results_at_hand
from .parameters import Book, Lang, Named
from .usage import misuse

FORMATS = ("csv", "parquet", "junit", "sarif")
FLAT = ("csv", "parquet")
TABLES = ("findings", "runs")


def export(
    source: Annotated[
        str,
        typer.Argument(
            help="一次核查或 portfolio 的输出文件夹，也可以是网址 · output folder of an audit, or of portfolio, also a URL"
        ),
    ],
    out: Annotated[Path, typer.Option(help="要写的文件 · the file to write")],
    form: Annotated[
        str,
        typer.Option(
            "--format",
            help="csv 或 parquet（平表）、junit（XML）或 sarif · csv or parquet (flat tables), junit or sarif",
        ),
    ] = "csv",
    table: Annotated[
        str,
        typer.Option(
            help="平表：findings 一行一项，runs 一行一个项目 · flat tables: findings, a line a finding; runs, a line a project"
        ),
    ] = "findings",
    procedure: Named = "",
    rulebook: Book = None,
    lang: Lang = "zh",
) -> int:
    """把结果导出给别的程序：CSV、Parquet、JUnit、SARIF · Write results for other programs: CSV, Parquet, JUnit, SARIF."""
    if form not in FORMATS:
        known = "、".join(FORMATS), ", ".join(FORMATS)
        raise misuse("--format", f"“{form}”不对；可用 {known[0]}", f'"{form}" will not do; use {known[1]}')
    if table not in TABLES or (table != "findings" and form not in FLAT):
        zh, en = (
            "可用 findings 或 runs（runs 只配 csv、parquet）",
            "use findings or runs (runs with csv and parquet alone)",
        )
        raise misuse("--table", f"“{table}”不对；{zh}", f'"{table}" will not do; {en}')
    from clausecheck.portfolio.export.flat import write_csv
    from clausecheck.portfolio.export.junit import write_junit
    from clausecheck.portfolio.export.parquet import write_parquet
    from clausecheck.portfolio.export.sarif import write_sarif
    from clausecheck.portfolio.export.source import exported

    whole = {"junit": write_junit, "sarif": write_sarif}
    flat = {"csv": write_csv, "parquet": write_parquet}
    book = opened(procedure, rulebook)
    with results_at_hand(source) as (here, _):
        projects = exported(here)
        if form in FLAT:
            count = flat[form](projects, out, book, language(), table)
        else:
            count = whole[form](projects, out, book, language())
    tell(ui("exported", n=count, file=out))
    return 0


COMMANDS: dict[str, Callable[..., int]] = {"export": export}
"""The command of this file by name."""
