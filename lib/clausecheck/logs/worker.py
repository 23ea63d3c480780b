"""The process in which files are opened: bounded in memory here, in time by its parent (apart.py), and expendable.

Reads pickled requests `(what, data, name, password)` from standard input and answers each with a Broken or what was asked
for: OPEN a WorkbookCells, PEEK a Peek, LOCATE (as a Broken) which cells make the file too large to be read.
"""

import gc
import pickle
import sys
from typing import IO, Any

from clausecheck.logs.answer import answer, located, looked
from clausecheck.logs.cells import WorkbookCells
from clausecheck.logs.openers import LOCATE, MEMORY, PEEK

OUT_OF_MEMORY = 3
"""Exit code; any but 1, which says that our own code failed."""


def main() -> None:
    """Serves until standard input closes."""
    limit_memory()
    try:
        serve(sys.stdin.buffer, sys.stdout.buffer)
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Answers requests until there are no more."""
    gc.disable()  # nothing here makes circles, and looking for them among millions of cells takes seconds
    try:
        while True:
            what, data, name, password = pickle.load(requests)
            if what == LOCATE:
                _send(located(data), answers)
            else:
                _send(looked(data) if what == PEEK else answer(data, name, password), answers)
    except EOFError:
        return


def limit_memory(more: int = 0) -> None:
    """At most 2 GiB of address space (and `more`), where the operating system can hold a process to it (not on Windows)."""
    try:
        import resource  # noqa: PLC0415 - does not exist on Windows
    except ImportError:
        return
    try:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY + more, MEMORY + more))
    except (ValueError, OSError):
        return  # macOS refuses; a lower limit may be set already


def _send(what: Any, answers: IO[bytes]) -> None:
    pickler = pickle.Pickler(answers, 5)
    if isinstance(what, WorkbookCells):
        pickler.fast = True  # cells share nothing worth remembering; this halves the time
    pickler.dump(what)
    answers.flush()


if __name__ == "__main__":
    main()
