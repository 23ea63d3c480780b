"""What is typed: commands of which some words are anything at all. A result, or an error in words, never a traceback."""

import contextlib
import io
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from laws import a_workbook

from clausecheck.cli.start import run as run_command

COMMANDS: tuple[tuple[str, ...], ...] = (
    ("audit", "记录.xlsx", "--json-only", "--out", "out", "--period", "?", "--as-of", "?"),
    ("audit", "记录.xlsx", "--json-only", "--out", "out", "--as-of", "?"),
    ("audit", "记录.xlsx", "--json-only", "--out", "out", "--period", "2026-Q3", "--as-of", "2026-10-31", "--number", "?",
     "--auditor", "?", "--checked-on", "?"),
    ("audit", "记录.xlsx", "--json-only", "--out", "out", "--procedure", "?", "--fail-on", "?"),
    ("rules", "--as-of", "?"),
    ("explain", "?", "--as-of", "?"),
    ("due", "记录.xlsx", "--as-of", "?", "--days", "?"),
    ("recheck", "?", "--period", "?"),
    ("?", "?"),
)  # fmt: skip
"""Commands with what is typed for each question mark; what they write goes to a folder of their own."""
_SAFE = {"app", "bundle", "demo", "pdf", "report", "portfolio", "simulate", "notebooks", "template", "draft", "month"}
"""Commands that start servers, browsers or much work, or write beside what they are given: never typed for `?`."""


def typed(number: int, words: Sequence[str]) -> None:
    """A command with anything at all typed for its parameters: a result, or an error in words."""
    pattern, left = COMMANDS[number % len(COMMANDS)], list(words)
    arguments = [(left.pop(0) if left else "") if part == "?" else part for part in pattern]
    arguments = [argument.replace("\0", "").replace("/", "") for argument in arguments]
    if arguments[0] in _SAFE:
        return
    with tempfile.TemporaryDirectory(prefix="clausecheck-fuzz-") as folder:
        Path(folder, "记录.xlsx").write_bytes(a_workbook())
        code, said = _ran(arguments, folder)
    assert code in (0, 1, 2), (arguments, code, said)
    assert "Traceback" not in said, (arguments, said)


def _ran(arguments: list[str], folder: str) -> tuple[object, str]:
    """The exit code of a command and what it says of errors, run here in a folder."""
    out, error, argv, before = io.StringIO(), io.StringIO(), sys.argv, Path.cwd()
    os.chdir(folder)
    sys.argv = ["clausecheck", *arguments]
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(error):
            run_command()
    except SystemExit as ended:
        return ended.code, error.getvalue()
    finally:
        os.chdir(before)
        sys.argv = argv
    return 0, error.getvalue()
