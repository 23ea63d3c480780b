"""All commands behind one name, and how each may end: what it raises becomes words and an exit code."""

import atexit
import contextlib
import errno
import gc
import os
import sys
from importlib import import_module
from typing import Annotated, NoReturn

import typer

import clausecheck
from clausecheck.disk.writing import disk_fault
from clausecheck.nouns.errors import InputFault

from . import NAME
from .commands import AllCommands, OneCommand
from .console import complain, language, ready_console, tell, ui
from .usage import Misuse

INTERRUPTED = 130
"""What the parser returns after Ctrl+C."""
ADDRESSES = "rfc3987_syntax"
"""An optional part of jsonschema, which nbformat imports: it takes two seconds to build grammars of web addresses, and
nothing here has an address checked by a schema."""

PARTS: dict[str, tuple[str, ...]] = {
    "audit": ("audit", "demo"),
    "portfolios": ("portfolio", "month"),
    "ledgers": ("history", "ledger"),
    "rechecking": ("recheck", "compare"),
    "proving": ("verify",),
    "files": ("template", "unmark", "waive", "report", "map", "notebooks"),
    "knowledge": ("rules", "explain", "coverage", "diff", "due"),
    "papers": ("notice", "pdf", "app"),
    "drafting": ("draft",),
    "exporting": ("export",),
    "shipping": ("bundle",),
    "simulating": ("simulate",),
}
"""The files of the commands, and which each holds: what is asked for by name needs no other's."""


def command_line(*asked: str) -> typer.Typer:
    """Every command behind one name; where the first word asked is the name of one, that one and its neighbours alone."""
    app = typer.Typer(name=NAME, cls=AllCommands, add_completion=False, pretty_exceptions_enable=False)
    files = [file for file, names in PARTS.items() if set(asked[:1]) & set(names)] or list(PARTS)
    for part in (import_module(f"{__package__}.{file}") for file in files):
        for name, command in part.COMMANDS.items():
            app.command(name, cls=OneCommand)(command)
        if hasattr(part, "GROUP"):
            app.add_typer(part.GROUP, name="ledger", cls=AllCommands, help=part.ABOUT)
    app.callback(invoke_without_command=True)(start)
    return app


def start(
    ctx: typer.Context,
    version: Annotated[bool, typer.Option("--version", "-V", help="版本 · the version")] = False,
) -> None:
    """规程核查：逐条逐格核查服务中心的 Excel 台账 · Checks a service centre's Excel logs, clause by clause, cell by cell."""
    if version:
        tell(f"{NAME} {clausecheck.__version__}")
        raise typer.Exit(0)
    if ctx.invoked_subcommand is None:
        ctx.get_help()  # prints it
        raise typer.Exit(2)


def run() -> None:
    """Runs the command line and ends the process with its exit code."""
    ready_console()
    gc.set_threshold(200_000, 20, 50)  # a command loads thousands of modules and objects, and ends
    atexit.register(gc.freeze)  # likewise: at its end Python would look for circles among them, three times over
    sys.modules[ADDRESSES] = None  # type: ignore[assignment] # "not installed"; this process is ours
    try:
        code = command_line(*sys.argv[1:])(prog_name=NAME, standalone_mode=False)
    except InputFault as fault:
        complain(fault.say(language()))
        sys.exit(2)
    except Misuse as misuse:
        complain(str(misuse))
        sys.exit(2)
    except (typer.Abort, KeyboardInterrupt):
        code = INTERRUPTED
    except OSError as error:
        _disk(error)
    except UnicodeEncodeError as error:
        _unwritable_name(error)
    except Exception:  # noqa: BLE001 - a fault of ours is shown whole and is never taken for a verdict
        _our_fault()
    if code == INTERRUPTED:
        import logging

        logging.disable()  # what libraries have to say of work that was broken off
        complain("已中止 · stopped")
        sys.exit(2)
    sys.exit(code if isinstance(code, int) else 0)


def _disk(error: OSError) -> NoReturn:
    """A fault of the disk, a pipe or a right, said as what it is."""
    if not error.filename:
        if error.errno not in (errno.EPIPE, errno.ENOSPC, errno.EINVAL, errno.EIO):
            _our_fault()
        _say_nothing_more(ui("output_closed"))
    complain(disk_fault(error).say(language()))
    sys.exit(2)


def _say_nothing_more(said: str) -> NoReturn:
    """Ends where standard output cannot be written: what is still in its buffer would raise once more at the end."""
    with contextlib.suppress(OSError):
        complain(said)
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(2)


def _unwritable_name(error: UnicodeEncodeError) -> NoReturn:
    if "surrogates" not in error.reason:
        _our_fault()
    name = str(error.object).encode("utf-8", "replace").decode()[:200]
    complain(ui("bad_name", name=name))
    sys.exit(2)


def _our_fault() -> NoReturn:
    import traceback

    traceback.print_exc()
    complain("这是 clausecheck 自身的错误，项目未核查 · this is a fault of clausecheck; the project was not audited")
    sys.exit(2)
