"""One run at a time writes to a place: two at once could leave half of each."""

import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from platformdirs import user_cache_dir

from clausecheck.disk.writing import temporary
from clausecheck.nouns.errors import fault

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
    """Where the locks lie: not among the user's files, and in a folder that nobody else on the machine can make first.

    Raises InputFault where there is no such folder.
    """
    for place in PLACES:
        folder = place()
        with suppress(OSError):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if _is_ours(folder):
                return folder
    raise fault(
        str(folder),
        "不是本用户的文件夹，不能放锁文件；请设好 HOME（或 XDG_CACHE_HOME），或请管理员删去它",
        "is not a folder of this user, so no locks can be kept there; set HOME (or XDG_CACHE_HOME), or have it removed",
    )


def _among_temporary() -> Path:
    owner = str(os.getuid()) if hasattr(os, "getuid") else ""
    return temporary() / f"clausecheck-locks{owner}"


PLACES: tuple[Callable[[], Path], ...] = (
    lambda: Path(user_cache_dir("clausecheck", appauthor=False)) / "locks",
    _among_temporary,
)
"""The user's own cache folder; where it cannot be written to, one in the folder for temporary files."""


def _is_ours(folder: Path) -> bool:
    about = folder.lstat()
    mine = not hasattr(os, "getuid") or about.st_uid == os.getuid()
    return mine and stat.S_ISDIR(about.st_mode) and os.access(folder, os.W_OK)
