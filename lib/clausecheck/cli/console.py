"""Words and tables on a console, whatever its code page: a GBK window gets `?` for what it cannot show, never a crash."""

import sys
from collections.abc import Sequence
from pathlib import Path

import typer

from clausecheck.nouns.wordlists import WordsOf

_CHOSEN = {"lang": "zh"}
_say = WordsOf(Path(__file__).with_name("words.yaml"))


def ready_console() -> None:
    """Makes output replace what the console cannot show."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def choose_language(lang: str) -> None:
    """Makes this the language of everything said from now on."""
    _CHOSEN["lang"] = lang


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
    from rich.console import Console
    from rich.table import Table

    shown = Table(*columns, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        shown.add_row(*row)
    Console(highlight=False, markup=False, soft_wrap=False).print(shown)


def ui(key: str, lang: str = "", **params: object) -> str:
    """A text of the command line in a language, that chosen by default. Raises KeyError for a key without words."""
    return _say(key, lang or language(), **params)
