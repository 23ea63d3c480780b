"""One run at a time writes to a place: two at once could leave half of each."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from clausecheck.errors import fault

LONGEST = 1800
"""Seconds to wait for another run before it is taken for stuck."""


@contextmanager
def alone(*what: str | Path) -> Iterator[None]:
    """Waits until no other run of this user on this machine holds the same, and holds it until the end.

    `what`: whatever tells one from another, such as the folder that is written. Raises InputFault when the other run does
    not end. A run that was killed holds nothing.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 - brings asyncio along, which reading logs does not need

    name = hashlib.sha256("\0".join(map(str, what)).encode()).hexdigest()[:24]
    lock = FileLock(_locks() / f"{name}.lock")
    try:
        lock.acquire(timeout=LONGEST)
    except Timeout:
        raise fault(
            str(what[0]),
            "另一次核查一直在写同一处；请等它结束，或结束它后重试",
            "another audit keeps writing to the same place; wait until it ends, or end it, and try again",
        ) from None
    try:
        yield
    finally:
        lock.release()


def _locks() -> Path:
    """Where the locks lie: not among the user's files, and apart from other users of the machine."""
    owner = str(os.getuid()) if hasattr(os, "getuid") else ""
    folder = Path(tempfile.gettempdir()) / f"clausecheck-locks{owner}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
