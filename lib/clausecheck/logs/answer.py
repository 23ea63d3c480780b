"""What is made of a file, whatever it does to the library that reads it, short of killing the process."""

from collections.abc import Callable
from typing import TypeVar

from python_calamine import PasswordError, ZipError

from clausecheck.logs.broken import Broken
from clausecheck.logs.cells import Peek, WorkbookCells
from clausecheck.logs.made import peek
from clausecheck.logs.opening import open_workbook

Found = TypeVar("Found")


def answer(data: bytes, name: str, password: str | None) -> WorkbookCells | Broken:
    """A file's cells, or what is wrong with it."""
    return _guarded(lambda: open_workbook(data, name, password))


def looked(data: bytes) -> Peek | Broken:
    """What a look into a package tells, or what is wrong with it."""
    return _guarded(lambda: peek(data))


def _guarded(ask: Callable[[], Found]) -> Found | Broken:
    try:
        return ask()
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
    if isinstance(error, MemoryError) or "capacity overflow" in said:  # so says Rust where addresses have 32 bits
        return Broken("too_much_memory")
    return Broken("truncated" if isinstance(error, ZipError) else "damaged", said)


def located(data: bytes) -> Broken:
    """Which cells make a file too large."""
    from clausecheck.logs.farcells import far_cells  # noqa: PLC0415 - seldom needed

    return Broken("far_cells", far_cells(data))
