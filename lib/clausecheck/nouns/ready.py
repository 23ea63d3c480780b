"""What takes long to make of our own files, kept as Python keeps what it compiles of them: in `__pycache__`, written where and
when Python would write there, made anew once anything that it is made of has changed, and never needed."""

import hashlib
import io
import os
import pickle
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any, TypeVar

from clausecheck import __version__

T = TypeVar("T")
OUR_OWN = "clausecheck."
PLAIN = {
    "datetime.date",
    "decimal.Decimal",
    "builtins.frozenset",
    "builtins.set",
    "pathlib.PosixPath",
    "pathlib.WindowsPath",
}
"""What else a kept file may name."""


def ready(source: Path, texts: Iterable[Path], code: Iterable[Path], make: Callable[[], T]) -> T:
    """What `make` makes, or made before of the same.

    `source`: the file of ours in whose name it is kept. `texts`: the files that it is made of, known by every byte;
    `code`: the folders of the code that makes it, known as Python knows what it has compiled, by size and time.
    """
    place = Path(cache_from_source(str(source))).with_suffix(".ready")
    made_of = _made_of(texts, code)
    kept = _kept(place, made_of)
    made = pickle.dumps(make(), 5) if kept is None else kept
    whole: T = _OurOwn(io.BytesIO(made)).load()
    if kept is None:
        _keep(place, _seal(made_of, made) + made)
    return whole


def _made_of(texts: Iterable[Path], code: Iterable[Path]) -> bytes:
    told = hashlib.sha256(f"{sys.version} {__version__}".encode())
    for path in texts:
        text = path.read_bytes()
        told.update(f"{path.name} {len(text)}\n".encode())
        told.update(text)
    for folder in code:
        told.update(_stamps(folder))
    return told.digest()


@cache
def _stamps(folder: Path) -> bytes:
    """Size and time of every file of a folder of code: such as run in this process."""
    with os.scandir(folder) as found:
        files = sorted((one.name, one.stat()) for one in found if one.name.endswith((".py", ".pyc")))
    return "".join(f"{name} {about.st_size} {about.st_mtime_ns}\n" for name, about in files).encode()


def _seal(made_of: bytes, kept: bytes) -> bytes:
    return hashlib.sha256(made_of + kept).digest()


def _kept(place: Path, made_of: bytes) -> bytes | None:
    """What is kept, if it was made of this and is whole."""
    try:
        with place.open("rb") as file:
            seal, kept = file.read(32), file.read()
    except OSError:
        return None
    return kept if seal == _seal(made_of, kept) else None


def _keep(place: Path, data: bytes) -> None:
    """Puts a file in its place in one move. Where nothing can be written the next process makes it again."""
    if sys.dont_write_bytecode:
        return
    beside = place.with_suffix(f".{os.getpid()}")
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(data)
        try:
            beside.replace(place)
        except OSError:  # Windows, while another process reads it
            beside.unlink()


class _OurOwn(pickle.Unpickler):
    """Makes nothing but records of ours and plain values."""

    def find_class(self, module: str, name: str) -> Any:
        if not module.startswith(OUR_OWN) and f"{module}.{name}" not in PLAIN:
            raise pickle.UnpicklingError(f"{module}.{name} has no place in what is kept")
        return super().find_class(module, name)
