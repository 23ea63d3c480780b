"""Words and tables on a console, whatever its code page: a GBK window gets `?` for what it cannot show, never a crash."""

import os
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from clausecheck.errors import fault
from clausecheck.yamlfile import read_yaml

_CHOSEN = {"lang": "zh"}


def ready_console() -> None:
    """Makes output replace what the console cannot show."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _choose(value: str) -> str:
    if value not in ("zh", "en"):
        raise fault("--lang", f"没有“{value}”这种语言；可用 zh 或 en", f'there is no language "{value}"; use zh or en')
    _CHOSEN["lang"] = value
    return value


Lang = Annotated[str, typer.Option("--lang", callback=_choose, is_eager=True, help="zh 或 en · zh or en")]


def _ask(wanted: bool) -> bool:
    if wanted:
        from clausecheck.pipeline import PASSWORD

        os.environ[PASSWORD] = typer.prompt(ui("password"), hide_input=True, err=True)
    return wanted


AskPassword = Annotated[
    bool, typer.Option("--ask-password", callback=_ask, help="询问加密工作簿的密码 · ask for a password")
]
Mask = Annotated[bool, typer.Option("--mask", help="隐去个人信息 · hide personal data")]


def language() -> str:
    """The language chosen on the command line."""
    return _CHOSEN["lang"]


def tell(text: str = "") -> None:
    """A line on standard output."""
    typer.echo(text)


def complain(text: str) -> None:
    """A line on standard error."""
    typer.echo(text, err=True)


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A plain table that wraps to the console's width; it has no frame that a code page could break."""
    shown = Table(*columns, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        shown.add_row(*row)
    Console(highlight=False, markup=False, soft_wrap=False).print(shown)


@cache
def _words() -> dict[str, dict[str, str]]:
    words, _ = read_yaml(Path(__file__).with_name("words.yaml"))
    return dict(words)


def ui(key: str, lang: str = "", **params: object) -> str:
    """A text of the command line in a language, that chosen by default. Raises KeyError for a key without words."""
    return _words()[key][lang or language()].format_map(params)
