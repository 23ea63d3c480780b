"""What is wrong with a command line, said in Chinese and English: whoever mistypes may not have come to `--lang` yet.

The parser's own exceptions are English. Only what they carry is used (the option, the parameter), never their wording.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from typing import Any

import typer

from .console import ui


class Misuse(Exception):
    """A command line that cannot be used; its text names place, fault and mend in both languages."""


def both(key: str) -> str:
    """A text of the command line in Chinese and English on one line."""
    return f"{ui(key, 'zh')} · {ui(key, 'en')}"


def misuse(place: str, zh: str, en: str) -> Misuse:
    """A misuse ready to raise, said of an option or a command."""
    return Misuse(f"{place}: {zh}\n{place}: {en}")


@contextmanager
def explained(ctx: Any, arguments: Sequence[str]) -> Iterator[None]:
    """Turns what the parser raises about these arguments into a Misuse."""
    given = list(arguments)  # the parser empties its list
    try:
        yield
    except typer.TyperException as error:
        raise _said_of(ctx, error, given) from error


def unknown_command(ctx: Any, name: str, known: Sequence[str]) -> Misuse:
    """There is no such command."""
    return _misuse(ctx, "no_command", near=get_close_matches(name.lower(), known, 1), name=name)


def too_much(ctx: Any, left: Sequence[str]) -> Misuse:
    """More arguments than the command takes."""
    return _misuse(ctx, "too_much", left=" ".join(left))


def name_of(param: Any) -> str:
    """A parameter as it is written: `--period`, `PATHS...`."""
    if param.param_type_name == "option":
        return str(param.opts[0])
    return f"{param.name.upper()}{'...' if param.nargs == -1 else ''}"


def usage_of(ctx: Any) -> str:
    """How the command is written, without what may be left out."""
    if hasattr(ctx.command, "commands"):
        return f"{ctx.command_path} <{both('command')}> [{both('options')}]"
    pieces = [_piece(param) for param in ctx.command.params if param.required or param.param_type_name == "argument"]
    return " ".join([ctx.command_path, *pieces, f"[{both('options')}]"])


def _piece(param: Any) -> str:
    name = name_of(param)
    if param.param_type_name == "option":
        return f"{name} …"
    return name if param.required else f"[{name}]"


def _said_of(ctx: Any, error: typer.TyperException, given: Sequence[str]) -> Misuse:
    """The parser's exceptions are told apart by what they carry, for their types are its own affair."""
    option, param = getattr(error, "option_name", None), getattr(error, "param", None)
    if option is not None:
        known = _option(ctx, option)
        if known is None:
            return _no_option(ctx, _written(option, given))
        key, at = ("no_value_taken" if known.is_flag else "no_value"), option
        return _misuse(ctx, key, at, **_meaning(known))
    if param is not None and hasattr(error, "param_type"):
        return _misuse(ctx, "missing", name=name_of(param), **_meaning(param))
    least, most = getattr(param, "min", None), getattr(param, "max", None)
    if param is not None and least is not None and most is not None:
        value = _value(param, given)
        return _misuse(ctx, "not_in_range", name_of(param), value=value, least=least, most=most)
    return _misuse(ctx, "wrong", message=error.format_message())


def _misuse(ctx: Any, key: str, option: str = "", *, near: Sequence[str] = (), **params: Any) -> Misuse:
    """Place and fault in each language, the nearest name if there is one, the usage, and which help to read."""
    place = f"{ctx.command_path} {option}".rstrip()
    lines = []
    for lang in ("zh", "en"):
        # a parameter's own words come as a pair, one for each language
        own = {name: value[lang] if isinstance(value, dict) else value for name, value in params.items()}
        hint = ui("near", lang, near=near[0]) if near else ""
        lines.append(f"{place}: {ui(key, lang, **own)}{hint}")
    lines.append(f"{both('usage')}: {usage_of(ctx)}")
    lines.append(f"{both('see')}: {ctx.command_path} {ctx.help_option_names[0]}")
    return Misuse("\n".join(lines))


def _no_option(ctx: Any, written: str) -> Misuse:
    if hasattr(ctx.command, "commands"):
        return _misuse(ctx, "option_before_command", name=written)
    bare = {option.lstrip("-"): option for param in ctx.command.params for option in param.opts if option[:1] == "-"}
    near = get_close_matches(written.lstrip("-").replace("_", "-").lower(), bare, 1)
    return _misuse(ctx, "no_option", near=[bare[name] for name in near], name=written)


def _option(ctx: Any, name: str) -> Any:
    return next((param for param in ctx.command.params if name in param.opts), None)


def _written(option: str, given: Sequence[str]) -> str:
    """The option as it was typed: of `-period` the parser names the first letter only."""
    names = (word.partition("=")[0] for word in given if word.startswith(option))
    return next(names, option)


def _value(param: Any, given: Sequence[str]) -> str:
    """What was given for an option, the last time it was given."""
    value = ""
    for word, after in zip(given, [*given[1:], ""], strict=True):
        name, equals, rest = word.partition("=")
        if name in param.opts:
            value = rest if equals else after
    return value


def _meaning(param: Any) -> dict[str, Any]:
    """What a parameter means, by its help: Chinese · English."""
    zh, _, en = (param.help or "").partition(" · ")
    return {"meaning": {"zh": zh, "en": en or zh}}
