"""The process in which files are opened: bounded in memory here, in time by its parent (apart.py), and expendable.

Reads pickled requests `(data, name, password, locate)` from standard input and answers each with a WorkbookCells or a
Broken; with `locate` it says which cells make the file too large to be read.
"""

import gc
import pickle
import sys
from typing import IO, Any

from python_calamine import PasswordError, ZipError

from clausecheck.logs.broken import Broken
from clausecheck.logs.cells import WorkbookCells
from clausecheck.logs.farcells import far_cells
from clausecheck.logs.opening import open_workbook

MEMORY = 2 << 30
OUT_OF_MEMORY = 3
"""Exit code; any but 1, which says that our own code failed."""


def main() -> None:
    """Serves until standard input closes."""
    limit_memory()
    gc.disable()  # nothing here makes circles, and looking for them among millions of cells takes seconds
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    try:
        while True:
            data, name, password, locate = pickle.load(requests)
            _send(Broken("far_cells", far_cells(data)) if locate else answer(data, name, password), answers)
    except EOFError:
        return
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)


def limit_memory() -> None:
    """At most 2 GiB of address space, where the operating system can hold a process to it (not on Windows)."""
    try:
        import resource  # noqa: PLC0415 - does not exist on Windows
    except ImportError:
        return
    try:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    except (ValueError, OSError):
        return  # macOS refuses; a lower limit may be set already


def answer(data: bytes, name: str, password: str | None) -> WorkbookCells | Broken:
    """A file's cells, or what is wrong with it."""
    try:
        return open_workbook(data, name, password)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001 - a panic of the Rust library is a BaseException of no public class
        return _worded(error)


def _worded(error: BaseException) -> Broken:
    said = f"{type(error).__name__}: {error}"[:200]
    if isinstance(error, Broken):
        return error
    if isinstance(error, PasswordError):
        return Broken("encrypted")
    if isinstance(error, MemoryError):
        return Broken("too_much_memory")
    return Broken("truncated" if isinstance(error, ZipError) else "damaged", said)


def _send(what: Any, answers: IO[bytes]) -> None:
    pickler = pickle.Pickler(answers, 5)
    if isinstance(what, WorkbookCells):
        pickler.fast = True  # cells share nothing worth remembering; this halves the time
    pickler.dump(what)
    answers.flush()


if __name__ == "__main__":
    main()
