"""The command line as a user types it, in a process of its own."""

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

CAN_COPY = hasattr(os, "fork")


def run(*arguments: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command's exit code and what it printed. Where a process can be copied, in a copy of one that is loaded already;
    `test_schedule` starts it from nothing."""
    env = {**os.environ, "PYTHONIOENCODING": "utf-8", **environment}
    if not CAN_COPY:
        return run_cold(*arguments, cwd=cwd, env=env)
    with TemporaryDirectory(prefix="clausecheck-line-") as place:
        out, err = Path(place, "out"), Path(place, "err")
        argv = ["clausecheck", *map(str, arguments)]
        asked = {"argv": argv, "cwd": str(cwd), "env": env, "out": str(out), "err": str(err)}
        server = _server()
        assert server.stdin
        assert server.stdout
        server.stdin.write(json.dumps(asked) + "\n")
        server.stdin.flush()
        code = int(server.stdout.readline())
        said = [file.read_text(encoding="utf-8") if file.exists() else "" for file in (out, err)]
    return subprocess.CompletedProcess(argv, code, *said)


def run_cold(*arguments: str | Path, cwd: Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Likewise, by a Python that is started for it."""
    command = [sys.executable, "-c", "from clausecheck.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", env=env, check=False)


@cache
def _server() -> subprocess.Popen[str]:
    """Ends when this process does, for its input ends then."""
    script = Path(__file__).with_name("line_server.py")
    return subprocess.Popen(
        [sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
