"""`clausecheck draft`: the papers that the procedure asks for, drafted from the logs."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from clausecheck.nouns.periods import parse_day

from .books import opened
from .console import language, tell, ui
from .parameters import AskPassword, AsOf, Book, Lang, Mask, Named
from .usage import misuse

WIDEST = 21


def draft(
    kind: Annotated[str, typer.Argument(help="哪种文件，见 --list · which document, see --list")] = "",
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="工作簿或文件夹，合为一个项目 · workbooks or folders of one project"),
    ] = None,
    period: Annotated[
        str,
        typer.Option(
            "--period",
            help="所属期间，如 2026-09、2026-Q3、2026；默认最近结束的一期，计划为本年 · period covered; by default the last one that is over, of a plan this year",
        ),
    ] = "",
    as_of: AsOf = "",
    out: Annotated[Path, typer.Option(help="输出文件夹 · output folder")] = Path("out"),
    template: Annotated[Path | None, typer.Option(help="公司自己的模板 · a company's own template")] = None,
    kinds: Annotated[bool, typer.Option("--list", help="列出全部文件 · list the documents")] = False,
    blank: Annotated[bool, typer.Option("--blank", help="空白表，供打印手填 · the empty form, to be printed")] = False,
    procedure: Named = "",
    rulebook: Book = None,
    mask: Mask = False,
    ask_password: AskPassword = False,
    lang: Lang = "zh",
) -> int:
    """由台账起草规程要求的文件 · Draft the papers that the procedure asks for."""
    from clausecheck.papers.drafts import blank_form, kind_named, listed
    from clausecheck.papers.drafts import draft as drafted_from

    if kinds:
        for name, document, form in listed(language()):
            tell(f"{name:<{WIDEST}}{document} ({form})")
        return 0
    if not kind:
        raise misuse("KIND", "请写明哪种文件，见 --list", "say which document, see --list")
    kind_named(kind)
    book = opened(procedure, rulebook)
    if blank:
        made = blank_form(kind, book, out, template=template, lang=language())
        tell(ui("written", file=made.file))
        return 0
    if not paths:
        raise misuse("PATH", "请给出台账的工作簿或文件夹", "give the workbooks or folders of the logs")
    day = parse_day(as_of) if as_of else date.today()  # the command line alone asks what day it is
    made = drafted_from(kind, paths, book, period, day, out, template=template, lang=language(), mask=mask)
    for file in (made.file, *made.beside):
        tell(ui("written", file=file))
    if made.prompts:
        tell(ui("draft_prompts", n=made.prompts))
    return 0


COMMANDS: dict[str, Callable[..., int]] = {"draft": draft}
"""The command of this file by name."""
