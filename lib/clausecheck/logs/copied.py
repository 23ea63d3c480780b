"""The process that opens files as a copy of ours: there in a hundredth of the time that a fresh one takes to load what it needs.
Only for a process that has loaded that already and runs one thread; its bounds are those of worker.py."""

import os
import resource
import subprocess
import time
import traceback
from pathlib import Path
from typing import IO, NoReturn

from clausecheck.logs.worker import OUT_OF_MEMORY, limit_memory, serve

FAILED = 1
"""Exit code of our own code that failed, as Python's."""
PAUSE = 0.002


class Copied:
    """A copy of this process that opens files: of what `subprocess.Popen` offers, what `apart.Opener` asks for."""

    def __init__(self, errors: IO[bytes]) -> None:
        requests, to_ask = os.pipe()
        to_hear, answers = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            _live(requests, answers, errors.fileno())
        os.close(requests)
        os.close(answers)
        self.stdin: IO[bytes] | None = os.fdopen(to_ask, "wb")
        self.stdout: IO[bytes] | None = os.fdopen(to_hear, "rb")
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Its exit code, negative for a signal; None while it lives."""
        if self.returncode is None:
            ended, status = os.waitpid(self.pid, os.WNOHANG)
            if ended:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code, once it has ended. Raises subprocess.TimeoutExpired."""
        until = None if timeout is None else time.monotonic() + timeout
        while (code := self.poll()) is None:
            if until is not None and time.monotonic() > until:
                raise subprocess.TimeoutExpired("opener", timeout or 0)
            time.sleep(PAUSE)
        return code

    def kill(self) -> None:
        """Ends it at once."""
        if self.poll() is None:
            os.kill(self.pid, 9)


def _live(requests: int, answers: int, errors: int) -> NoReturn:
    """The life of the copy: it holds nothing of ours but its two pipes, and never returns."""
    code = FAILED
    try:
        os.setsid()  # Ctrl+C is for the process that audits, which ends this one
        for mine, place in ((requests, 0), (answers, 1), (errors, 2)):
            os.dup2(mine, place)
        os.closerange(3, os.sysconf("SC_OPEN_MAX"))
        limit_memory(more=_taken())
        with os.fdopen(0, "rb") as asked, os.fdopen(1, "wb") as told:
            serve(asked, told)
        code = 0
    except MemoryError:
        code = OUT_OF_MEMORY
    except BaseException:  # noqa: BLE001 - it must not return into the life of the process it is a copy of
        os.write(2, traceback.format_exc().encode("utf-8", "replace"))
    finally:
        os._exit(code)


def _taken() -> int:
    """The address space that this process has as a copy: what a file takes is counted from there."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    except OSError:  # not Linux
        import psutil  # noqa: PLC0415 - only here, and takes longer to load than a small file to be opened

        return int(psutil.Process().memory_info().vms)
