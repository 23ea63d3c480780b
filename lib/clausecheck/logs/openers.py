"""How this process opens files: by another process, itself under the eyes of another, or itself and unguarded.

Whoever reads asks for an `opener()` and need not know which. Until `settle` is told otherwise it is a process apart, kept
for the next project.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from clausecheck.logs.broken import Broken
from clausecheck.logs.cells import Peek, WorkbookCells

PASSWORD = "CLAUSECHECK_PASSWORD"
"""The environment variable that may hold the password of encrypted workbooks; it never stands in a notebook."""
SECONDS = 60.0
"""So long opening a file may take, and so long understanding it."""
LOCATING = 20.0
"""So long the cells that make a file too large are looked for."""
MEMORY = 2 << 30
"""So much address space opening a file may take, where the operating system can hold a process to it."""
OPEN, PEEK, LOCATE = "open", "peek", "locate"
"""What is asked of a process that opens files."""
TOO_MUCH = ("too_much_memory", "too_slow")


class Opening(Protocol):
    """What opens files."""

    def open(self, data: bytes, name: str, password: str | None = None) -> WorkbookCells:
        """The cells of a file. Raises Broken with what is wrong with it. `name` only decides what text without a signature
        is; `password` is for an encrypted file, by default that of the environment (`PASSWORD`)."""
        ...

    def peek(self, data: bytes) -> Peek:
        """What a look into a package tells, without its cells. Raises Broken for what is none, or a damaged one."""
        ...


class Here:
    """Opens files in this very process: for where no other can be started. What a file can do to it, it can do to us."""

    def open(self, data: bytes, name: str, password: str | None = None) -> WorkbookCells:
        """As `Opening`."""
        from clausecheck.logs.answer import answer, located  # noqa: PLC0415 - brings along what opens files

        found = answer(data, name, password or os.environ.get(PASSWORD))
        if isinstance(found, Broken) and found.key in TOO_MUCH and (far := located(data)).detail:
            found = far
        if isinstance(found, Broken):
            raise found
        return found

    def peek(self, data: bytes) -> Peek:
        """As `Opening`."""
        from clausecheck.logs.answer import looked  # noqa: PLC0415 - as above

        found = looked(data)
        if isinstance(found, Broken):
            raise found
        return found


_SETTLED: list[Opening] = [Here()] if sys.platform == "emscripten" else []


def settle(way: Opening) -> None:
    """From now on this process opens files in this way."""
    _SETTLED[:] = [way]


@contextmanager
def opener() -> Iterator[Opening]:
    """What opens files here, for as long as a project is read."""
    if _SETTLED:
        yield _SETTLED[0]
        return
    from clausecheck.logs.apart import kept  # noqa: PLC0415 - starting processes is not needed by who never does

    with kept() as process:
        yield process
