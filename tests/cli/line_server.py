"""Runs command lines, each in a copy of this process, which has the program loaded: as a user's, but without the second
that Python takes to load it. One JSON line in: argv, cwd, env, out, err (files); one line out: the exit code."""

import importlib
import json
import os
import sys
import traceback
from pathlib import Path
from typing import Any, NoReturn

LOADED = (
    "clausecheck.cli.start", "clausecheck.pipeline", "clausecheck.results", "clausecheck.results.copies", "clausecheck.recheck",
    "clausecheck.results.mask", "clausecheck.explain", "clausecheck.papers.page.whole", "clausecheck.papers.notice",
    "rich.table", "rich.progress",
)  # fmt: skip
"""Not pandas, nor what draws: what starts threads cannot be copied."""


def _become(asked: dict[str, Any]) -> NoReturn:
    """The copy: is the command, ends with its exit code."""
    code = 1
    try:
        os.chdir(asked["cwd"])
        os.environ.clear()
        os.environ.update(asked["env"])
        for stream, name in ((1, "out"), (2, "err")):
            with Path(asked[name]).open("wb") as target:
                os.dup2(target.fileno(), stream)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - they live as long as the copy
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - likewise
        sys.argv = asked["argv"]
        from clausecheck.cli import main  # noqa: PLC0415 - loaded already

        main()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - as Python ends a process that fails
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def main() -> None:
    for name in LOADED:
        importlib.import_module(name)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _become(json.loads(line))
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        print(code, flush=True)


if __name__ == "__main__":
    main()
