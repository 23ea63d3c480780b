"""The page that `--help` shows, in Chinese and English. It is made of what the parameters say of themselves."""

from collections.abc import Iterable
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from .usage import both, name_of, usage_of

NAME = "bold cyan"


def show_help(ctx: Any) -> None:
    """Prints the help of a command, or of all of them, to the console's width."""
    console = Console(highlight=False, markup=False, emoji=False)
    usage = Table.grid(padding=(0, 1))
    usage.add_column(no_wrap=True)
    usage.add_column(overflow="fold")
    usage.add_row(Text(f"{both('usage')}:", "bold"), usage_of(ctx))
    console.print(usage)
    console.print()
    console.print(ctx.command.help)
    arguments = [param for param in ctx.command.params if param.param_type_name == "argument"]
    options = [param for param in ctx.command.params if param.param_type_name == "option"]
    own = (ctx.help_option_names[0], Text(both("this_help")))
    _list(console, "arguments", (_row(param, "") for param in arguments))
    _list(console, "filled_options", [*(_row(param, "" if param.is_flag else " …") for param in options), own])
    commands = getattr(ctx.command, "commands", {})
    _list(console, "commands", ((name, Text(command.help)) for name, command in commands.items()))
    if commands:
        console.print()
        console.print(both("help_of_command"))


def _list(console: Console, heading: str, rows: Iterable[tuple[str, Text]]) -> None:
    """A heading and what stands under it; nothing where nothing does."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style=NAME, no_wrap=True)
    table.add_column(overflow="fold")
    for row in rows:
        table.add_row(*row)
    if table.row_count:
        console.print()
        console.print(Text(both(heading), "bold"))
        console.print(Padding(table, (0, 0, 0, 2), expand=False))


def _row(param: Any, filled: str) -> tuple[str, Text]:
    """A parameter's name, and what it means with what is to be known of its value."""
    known = []
    if param.required:
        known.append(both("required"))
    elif not (param.default in (None, "") or isinstance(param.default, bool)):
        known.append(f"{both('default')}: {param.default}")
    if getattr(param, "max", None) is not None:
        known.append(f"{param.min}..{param.max}")
    text = Text(param.help or "")
    for one in known:
        text.append(f" [{one}]", "dim")
    return name_of(param) + filled, text
