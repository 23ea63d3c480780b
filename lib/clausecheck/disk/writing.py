"""Files appear whole or not at all: written beside their place, and put there in one step."""

import errno
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from clausecheck.nouns.errors import InputFault, fault

FULL = (errno.ENOSPC, errno.EDQUOT)
SUFFIX = ".tmp"
OURS = "clausecheck-"
STALE = 3_600
"""Seconds after which a file beside what people keep is taken for left behind: it may lie on a drive that another machine
writes to, whose processes are not seen here."""


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """A new file beside `target` that takes its place at the end, or vanishes if anything is raised.

    Raises OSError where the disk does not let us write, always with the name of the file.
    """
    sweep(target.parent, f".{OURS}", SUFFIX, STALE)
    with named(target):
        start = f".{OURS}{os.getpid()}-"
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=start, suffix=SUFFIX, delete=False) as stream:
            path = Path(stream.name)
        try:
            yield path
            path.chmod(_usual_mode())
            path.replace(target)
        except BaseException:
            path.unlink(missing_ok=True)
            raise


def write_whole(target: Path, text: str) -> Path:
    """A text file (UTF-8, line ends as they are), whole or not at all; returns it. Raises OSError as `replacing`."""
    with replacing(target) as path:
        path.write_text(text, encoding="utf-8", newline="")
    return target


@contextmanager
def named(place: Path) -> Iterator[None]:
    """Gives an OSError without a file name (a full disk tells none) the name of what was being written."""
    try:
        yield
    except OSError as error:
        if error.filename is None and error.errno not in (None, errno.EPIPE):
            raise OSError(error.errno, error.strerror, str(place)) from None
        raise


def of_the_disk(error: OSError) -> bool:
    """Whether it is about a file, or a disk that is full: then what it says is of use to the user."""
    return bool(error.filename) or error.errno in FULL


def disk_fault(error: OSError, place: str | Path = "") -> InputFault:
    """What a disk, a right or a path refused, said as what it is. `place`: what was written, by default the file named."""
    named = os.fsencode(place or error.filename2 or error.filename or tempfile.tempdir or "?").decode(
        "utf-8", "replace"
    )
    if error.errno in FULL:
        return fault(
            named,
            "磁盘已满，没有写完的文件已删去，原有的没有动；请腾出空间后重试",
            "the disk is full; what was half written is removed, what stood there is untouched; make room and try again",
        )
    return fault(
        named,
        f"不能读写（{error.strerror}）；请检查路径、权限和磁盘空间，并关闭正在 Excel 中打开的文件",
        f"cannot be read or written ({error.strerror}); check path, rights and disk space, and close files open in Excel",
    )


def keep_aside(path: Path) -> Path | None:
    """Gives a file that another is about to replace a second name, with its own time in it. None: none stands there.

    So what a person made or edited is never overwritten; and it stays in its place too until the other one takes it.
    """
    if not path.exists():
        return None
    kept = dated(path, lambda place: not place.exists() or place.samefile(path))
    if kept.exists():
        return kept  # a run that was killed got as far as this
    try:
        os.link(path, kept)
    except OSError as error:
        if error.errno in FULL:
            raise
        path.rename(kept)  # a disk without links
    return kept


def copy_whole(source: Path, target: Path) -> None:
    """A copy of a file, whole or not at all. Raises OSError as `replacing`."""
    with replacing(target) as path:
        shutil.copyfile(source, path)


def dated(path: Path, free: Callable[[Path], bool]) -> Path:
    """A free name beside a file that carries the time it was last changed: 通知单_20261127-0930.docx."""
    stamp = datetime.fromtimestamp(path.stat().st_mtime).strftime("%Y%m%d-%H%M")
    names = (
        path.with_name(f"{path.stem}_{stamp}{more}{path.suffix}") for more in ("", *(f"-{n}" for n in range(2, 1000)))
    )
    return next(name for name in names if free(name))


@contextmanager
def scratch(kind: str) -> Iterator[Path]:
    """A temporary folder of this process, gone at the end; those that killed processes left are deleted first."""
    folder = scratch_folder(kind)
    try:
        with named(folder):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def scratch_folder(kind: str) -> Path:
    """As `scratch`, for whoever deletes it himself."""
    place = temporary()
    sweep(place, f"{OURS}{kind}-")
    return Path(tempfile.mkdtemp(prefix=f"{OURS}{kind}-{os.getpid()}-", dir=place))


def temporary() -> Path:
    """The folder for temporary files. Raises InputFault where not one of them can be written to."""
    try:
        return Path(tempfile.gettempdir())
    except FileNotFoundError:
        raise fault(
            "TMPDIR",
            "没有可写的临时文件夹（磁盘已满或没有权限）；请腾出空间，或把 TMPDIR 设为可写的文件夹",
            "no folder for temporary files can be written to (disk full, or no right); make room, or set TMPDIR to one",
        ) from None


def sweep(folder: Path, prefix: str, suffix: str = "", age: int = 0) -> None:
    """Removes what killed processes left in a folder: `<prefix><process>-…<suffix>` whose process is gone, if it is older
    than so many seconds."""
    try:
        left = [one for one in folder.iterdir() if one.name.startswith(prefix) and one.name.endswith(suffix)]
        gone = [one for one in left if _left_behind(one, one.name[len(prefix) :].partition("-")[0], age)]
    except OSError:
        return  # a folder that cannot be listed says so when it is written to
    for one in gone:
        if one.is_dir() and not one.is_symlink():
            shutil.rmtree(one, ignore_errors=True)
        else:
            one.unlink(missing_ok=True)


def _left_behind(path: Path, process: str, age: int) -> bool:
    if not process.isdecimal() or time.time() - path.stat(follow_symlinks=False).st_mtime < age:
        return False
    import psutil  # noqa: PLC0415 - only where something was left

    return not psutil.pid_exists(int(process))


def _usual_mode() -> int:
    """What a new file may be read and written by; a temporary file is its owner's alone."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
