"""Opening files in a process apart, so that no file can hang, crash or bloat the one that audits."""

import atexit
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING

from clausecheck.disk.writing import temporary
from clausecheck.logs.broken import Broken
from clausecheck.logs.cells import Peek, WorkbookCells
from clausecheck.logs.openers import LOCATE, LOCATING, OPEN, PASSWORD, PEEK, SECONDS, TOO_MUCH

if TYPE_CHECKING:
    from clausecheck.logs.copied import Copied

ENDED_BY_PYTHON = 1
"""Exit code of an exception that nothing caught; a file that breaks the reading library ends otherwise."""
LONGEST_CLOCK = 5.0
"""Seconds in which a clock that was stopped has ended."""
LARGE = 5_000_000
"""A process that opened so large a file is not kept: it may hold on to the memory it took."""
_LIBRARY = Path(__file__).parents[2]
Answer = WorkbookCells | Peek | Broken
_IDLE: "list[Opener]" = []
"""The process that is kept for the next project, if any; a copy of ours has no part in it."""
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_IDLE.clear)


_FIRST: "list[Callable[[IO[bytes]], Copied]]" = []
"""How the first process of an opener is started, if not afresh; one that a file killed is always replaced by a fresh one."""


def open_by_copies() -> None:
    """From now on this process has its files opened by copies of itself: for one that is a copy itself, of a process that
    has loaded what opens files, and runs one thread."""
    from clausecheck.logs.copied import Copied  # noqa: PLC0415 - brings along what opens files

    _FIRST[:] = [Copied]


def one_thread() -> None:
    """Ends the process that is kept, and waits for the clocks of whoever opened files: a process that is to be copied must
    have one thread."""
    end_idle()
    for thread in threading.enumerate():
        if thread is not threading.current_thread():
            thread.join(LONGEST_CLOCK)


def open_afresh() -> None:
    """Takes back `open_by_copies` for whatever is still to be started."""
    _FIRST.clear()


class Opener:
    """One process that opens files one after the other; replaced when a file kills it. Use it in a `with`."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        # A file, since a pipe could fill up with nobody reading it; closed in __exit__.
        self._said = tempfile.TemporaryFile(dir=temporary())  # noqa: SIM115
        self._process: subprocess.Popen[bytes] | Copied = _FIRST[0](self._said) if _FIRST else _start(self._said)
        self._worn = False
        self._busy = False

    def __enter__(self) -> "Opener":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Ends the process."""
        _stop(self._process)
        self._said.close()

    @property
    def ready(self) -> bool:
        """Whether the process lives, has nothing left to do, and may be kept."""
        return not self._worn and not self._busy and self._process.poll() is None

    def open(self, data: bytes, name: str, password: str | None = None) -> WorkbookCells:
        """The cells of a file. Raises Broken: what the process says, or why it died over the file.

        `password`: for an encrypted file; by default that of the environment (`PASSWORD`).
        A process that cannot even start, or fails in our own code, is our fault: RuntimeError with what it said.
        """
        self._worn |= len(data) > LARGE
        answer = self._answer(self.seconds, OPEN, data, name, password or os.environ.get(PASSWORD))
        if isinstance(answer, Broken) and answer.key in TOO_MUCH:
            located = self._answer(LOCATING, LOCATE, data, name, None)
            if isinstance(located, Broken) and located.key == "far_cells" and located.detail:
                answer = located
        if isinstance(answer, Broken):
            raise answer
        assert isinstance(answer, WorkbookCells)  # what was asked for
        return answer

    def peek(self, data: bytes) -> Peek:
        """What a look into a package tells, without its cells. Raises Broken for what is none, or a damaged one."""
        answer = self._answer(self.seconds, PEEK, data, "", None)
        if isinstance(answer, Broken):
            raise answer
        assert isinstance(answer, Peek)  # what was asked for
        return answer

    def _answer(self, seconds: float, what: str, data: bytes, name: str, password: str | None) -> Answer:
        """What the process makes of a file; one that takes longer, or dies over it, is replaced."""
        stopped = threading.Event()

        def stop() -> None:
            stopped.set()
            self._process.kill()

        timer = threading.Timer(seconds, stop)
        timer.start()
        try:
            return self._ask(what, data, name, password)
        except (EOFError, OSError, pickle.UnpicklingError):
            answer = Broken("too_slow") if stopped.is_set() else self._epitaph()
            _stop(self._process)
            self._process = _start(self._said)
            self._busy = False
            return answer
        finally:
            timer.cancel()

    def _epitaph(self) -> Broken:
        """What a process that died over a file died of."""
        code = self._process.wait(timeout=10)
        if code == ENDED_BY_PYTHON:
            self._said.seek(0)
            said = self._said.read().decode("utf-8", "replace")
            raise RuntimeError(f"the process that opens files failed: {said[-2000:]}")
        return Broken("damaged" if code == -signal.SIGSEGV else "too_much_memory")

    def _ask(self, what: str, data: bytes, name: str, password: str | None) -> Answer:
        requests, answers = self._process.stdin, self._process.stdout
        if requests is None or answers is None:
            raise EOFError
        self._busy = True
        pickle.dump((what, data, name, password), requests, 5)
        requests.flush()
        answer: Answer = pickle.load(answers)
        self._busy = False
        return answer


@contextmanager
def kept() -> Iterator[Opener]:
    """A process that opens files, started or idle since the last project; kept for the next one, unless it is worn. It
    ends with ours."""
    try:
        opener = _IDLE.pop()
    except IndexError:
        opener = Opener()
    if not opener.ready:
        opener.close()
        opener = Opener()
    try:
        yield opener
    finally:
        if _IDLE or not opener.ready:
            opener.close()
        else:
            _IDLE.append(opener)


@atexit.register
def end_idle() -> None:
    """Ends the process that is kept, if any."""
    while _IDLE:
        _IDLE.pop().close()


def _start(errors: IO[bytes]) -> "subprocess.Popen[bytes]":
    places = [str(_LIBRARY), os.environ.get("PYTHONPATH", "")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, places))}
    return subprocess.Popen(
        [sys.executable, "-P", "-X", "utf8", "-m", "clausecheck.logs.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        env=environment,
        start_new_session=True,  # Ctrl+C is for the process that audits, which ends this one
    )


def _stop(process: "subprocess.Popen[bytes] | Copied") -> None:
    process.kill()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            try:
                stream.close()
            except OSError:
                continue  # what was still to be written has nobody left to read it
    process.wait()
