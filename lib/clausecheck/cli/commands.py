"""How commands are read and how they show their help: the parser's own way, in our words."""

from typing import Any

from typer.core import TyperCommand, TyperGroup

from .usage import explained, too_much, unknown_command


class OneCommand(TyperCommand):
    """A command whose misuse and whose help are said in Chinese and English."""

    allow_extra_args = True
    """They are refused all the same, by us."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        with explained(ctx, args):
            left = super().parse_args(ctx, args)
        if left:
            raise too_much(ctx, left)
        return left

    def format_help(self, ctx: Any, formatter: Any) -> None:
        _show_help(ctx)


class AllCommands(TyperGroup):
    """All commands, likewise."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        with explained(ctx, args):
            return super().parse_args(ctx, args)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of a name. Raises Misuse where there is none."""
        command = super().get_command(ctx, cmd_name)
        if command is None:
            raise unknown_command(ctx, cmd_name, self.list_commands(ctx))
        return command

    def format_help(self, ctx: Any, formatter: Any) -> None:
        _show_help(ctx)


def _show_help(ctx: Any) -> None:
    from .help import show_help

    show_help(ctx)
