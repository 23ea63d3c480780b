"""What the .bat file of a Windows bundle runs for logs dropped on it: `python -m clausecheck.cli.dropped`.

The command line as Explorer wrote it comes in a variable, for cmd itself cuts it at an unquoted "&"."""

import os
import re
import sys
from collections.abc import Sequence

VARIABLE = "CLAUSECHECK_DROPPED"
DROPPED_ON = re.compile(r'(?is)\s/c\s+"(.*)"\s*')
"""`cmd.exe /c ""D:\\clausecheck\\audit.bat" C:\\a&b.xlsx "C:\\c d.xlsx""`, all within one pair of quotes."""
ONE = re.compile(r'"([^"]*)"|([^\s"]+)')


def dropped(command_line: str, arguments: Sequence[str]) -> list[str]:
    """The paths that were dropped; `arguments`, where the file was not started by dropping."""
    found = DROPPED_ON.search(command_line)
    if not found:
        return list(arguments)
    return [quoted or plain for quoted, plain in ONE.findall(found[1])][1:]


def main() -> None:
    """Asks for the period and audits; ends with the exit code of `clausecheck audit`."""
    from clausecheck.cli import main as command

    from .console import complain, ready_console, ui

    ready_console()
    paths = dropped(os.environ.get(VARIABLE, ""), sys.argv[1:])
    if not paths:
        complain(ui("nothing_dropped"))
        sys.exit(2)
    period = input(ui("which_period", "zh") + "\n" + ui("which_period", "en") + "\n> ").strip()
    sys.argv = ["clausecheck", "audit", *paths, "--out", "out", *(["--period", period] if period else [])]
    command()


if __name__ == "__main__":
    main()
