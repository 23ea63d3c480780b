"""Parameters that several commands have: how they are written and what they mean."""

import os
from pathlib import Path
from typing import Annotated

import typer

from clausecheck.nouns.people import Cover
from clausecheck.nouns.periods import parse_day

from .console import choose_language, ui
from .usage import misuse


def _choose(value: str) -> str:
    if value not in ("zh", "en"):
        raise misuse("--lang", f"没有“{value}”这种语言；可用 zh 或 en", f'there is no language "{value}"; use zh or en')
    choose_language(value)
    return value


def _ask(wanted: bool) -> bool:
    if wanted:
        from clausecheck.logs import PASSWORD

        os.environ[PASSWORD] = typer.prompt(ui("password"), hide_input=True, err=True)
    return wanted


Paths = Annotated[list[Path], typer.Argument(help="工作簿或文件夹，合为一个项目 · workbooks or folders of one project")]
PeriodText = Annotated[
    str,
    typer.Option(
        "--period",
        help="核查期间，如 2026-Q3、2026-09 或 2026-01-15..2026-03-10 · period, such as 2026-Q3, 2026-09 or 2026-01-15..2026-03-10",
    ),
]
AsOf = Annotated[str, typer.Option(help="截至日期，如 2026-10-31；默认今天 · as-of date; today by default")]
Book = Annotated[Path | None, typer.Option("--rulebook", help="公司自己的规则库 · a company's own rulebook")]
Named = Annotated[
    str,
    typer.Option("--procedure", help="规程的名称，或其文件夹 · a procedure by its name, or its folder"),
]
Mask = Annotated[bool, typer.Option("--mask", help="隐去个人信息 · hide personal data")]
AskPassword = Annotated[
    bool, typer.Option("--ask-password", callback=_ask, help="询问加密工作簿的密码 · ask for a password")
]
ReviewFile = Annotated[
    Path | None,
    typer.Option(
        "--review",
        help="核查人的 review.yaml 或填好的标注副本，默认用输出文件夹中的 · the auditor's review.yaml or annotated copy; by default the one among the results",
    ),
]
Number = Annotated[str, typer.Option("--number", help="编号 · number of the paper")]
Auditor = Annotated[str, typer.Option("--auditor", help="核查人 · auditor")]
CheckedOn = Annotated[str, typer.Option("--checked-on", help="核查日期 · date of the audit on site")]
Lang = Annotated[
    str, typer.Option("--lang", callback=_choose, is_eager=True, help="语言，zh 或 en · language, zh or en")
]


def cover_of(number: str, auditor: str, checked_on: str) -> Cover:
    """What stands on covers, from the three options. Raises InputFault for what is no date."""
    day = parse_day(checked_on, "--checked-on").isoformat() if checked_on else ""
    return Cover(number.strip(), auditor.strip(), day)
