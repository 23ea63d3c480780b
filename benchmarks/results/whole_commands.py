"""Whole commands in processes of their own: the entry point with its arguments, folder and environment, exit code and all.
The processes are forked from one that has imported the modules already, so that hundreds of runs take minutes."""

import contextlib
import importlib
import os
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

WANTED = (
    "clausecheck.cli", "clausecheck.papers.notice", "clausecheck.marks", "clausecheck.audit.waivers", "clausecheck.results.copies",
    "clausecheck.papers.page.run", "clausecheck.papers.page.export", "papermill.cli", "papermill.execute", "filelock", "psutil",
)  # fmt: skip
for each in WANTED:
    importlib.import_module(each)


def start(command: list[str], place: Path, environment: Mapping[str, str], said: Path | None = None) -> int:
    """Starts a command in a folder, in a process group of its own, and returns its process. `said`: where standard error
    goes."""
    sys.stdout.flush()
    sys.stderr.flush()
    process = os.fork()
    if not process:
        code = 70
        try:
            os.setpgid(0, 0)
            code = _do(command, place, environment, said or Path(os.devnull))
        finally:
            os._exit(code)
    with contextlib.suppress(OSError):
        os.setpgid(process, process)  # whoever comes first
    return process


def ended(process: int) -> int | None:
    """The exit code of a process that was started, negative for a signal; None while it runs."""
    there, status = os.waitpid(process, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if there else None


def run(command: list[str], place: Path, environment: Mapping[str, str]) -> tuple[int, str]:
    """Runs a command to its end; its exit code, and what it said on standard error."""
    with tempfile.TemporaryDirectory(prefix="prove-said-") as folder:
        said = Path(folder) / "said"
        process = start(command, place, environment, said)
        while (code := ended(process)) is None:
            time.sleep(0.02)
        return code, said.read_text(encoding="utf-8", errors="replace")


def _do(command: list[str], place: Path, environment: Mapping[str, str], said: Path) -> int:
    """In the new process: what the command's script does; its exit code."""
    os.chdir(place)
    os.environ.update(environment)
    tempfile.tempdir = None  # it was looked up in the environment before
    for stream, target in ((sys.stdin, os.devnull), (sys.stdout, os.devnull), (sys.stderr, said)):
        there = os.open(target, os.O_RDWR | os.O_CREAT)
        os.dup2(there, stream.fileno())
    sys.argv = command
    try:
        if command[0] == "papermill":
            sys.modules["papermill.cli"].papermill()
        else:
            sys.modules["clausecheck.cli"].main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(bool(end.code))
    except BaseException:  # noqa: BLE001 - as the interpreter does at its end
        sys.excepthook(*sys.exc_info())
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0
