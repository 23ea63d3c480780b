"""The command line: `clausecheck audit PATH... --period 2026-Q3 --as-of 2026-10-31`. The only place that asks what day
it is. Exit codes: 0 done, 1 `--fail-on` was met, 2 could not be done (place, fault and mend are printed)."""

import sys

import clausecheck

NAME = "clausecheck"


def main() -> None:
    """Runs the command line and ends the process with its exit code."""
    if sys.argv[1:] in (["--version"], ["-V"]):  # asked by scripts, and needs nothing that the commands need
        sys.stdout.write(f"{NAME} {clausecheck.__version__}\n")
        return
    from .start import run

    run()
