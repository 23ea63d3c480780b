"""A place elsewhere, by its URL: what lies there, fetching it, sending to it, and what goes wrong said in words."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import Any

from clausecheck.disk.writing import FULL
from clausecheck.nouns.errors import Fault, InputFault
from clausecheck.nouns.records import dataclass
from clausecheck.nouns.wordlists import LANGS

from ..model import say

_SECRET = re.compile(r"secret|token|passw|key", re.IGNORECASE)
_SHORT = 6
"""What is shorter is no secret, and would blot out common words."""
_NO_RIGHTS = ("NoCredentialsError", "PartialCredentialsError", "CredentialRetrievalError", "TokenRetrievalError")
"""What libraries raise that know of no key to use."""
_OURS = (InputFault, TypeError, AttributeError, NameError, KeyError, IndexError, ImportError)
_MOST_SAID = 300
_USER = re.compile(r"(?<=://)([^/@:]*):[^/@]*(?=@)")
_QUERY = re.compile(r"(://[^\s?]*)\?[^\s'\"]*")


@dataclass(frozen=True, slots=True)
class Place:
    """A folder or file elsewhere. `fs`: the file system of fsspec; `root`: the path in it; `url`: how it is called, without a
    secret."""

    fs: Any
    root: str
    url: str

    def at(self, name: str) -> str:
        """The path of what lies there under a name."""
        return f"{self.root}/{name}" if name else self.root


def shown(url: str) -> str:
    """A URL without its password and its query, which may hold a signature."""
    return _QUERY.sub(r"\1", _USER.sub(r"\1:***", url)).rstrip("/")


def open_place(url: str) -> Place:
    """The place of a URL. Raises InputFault where fsspec, or what it needs for this kind, is missing or refuses."""
    try:
        from fsspec.core import url_to_fs  # noqa: PLC0415 - an extra
    except ImportError:
        raise _refused(shown(url), "remote_missing") from None
    try:
        with told(shown(url)):
            fs, root = url_to_fs(url)
    except ImportError as error:
        raise _refused(shown(url), "remote_driver", why=_why(error)) from None
    fs.invalidate_cache()
    return Place(fs, root.rstrip("/"), shown(url))


def names_in(place: Place) -> dict[str, int | None]:
    """The files below a place by their names seen from it, each with its size (None: not known); "" is the place itself, where
    it is a file. Empty where there is nothing. Raises InputFault, also for a bucket that is not there."""
    with told(place.url):
        found: Mapping[str, Mapping[str, Any]] = place.fs.find(place.root, detail=True)
    names: dict[str, int | None] = {}
    for path, about in sorted(found.items()):
        whole = path.rstrip("/")
        if about["type"] == "directory" or path != whole:
            continue  # a mark that stands for a folder
        if whole == place.root:
            names[""] = about.get("size")
        elif whole.startswith(f"{place.root}/"):
            names[whole[len(place.root) + 1 :]] = about.get("size")
    return names


def fetch(place: Place, names: Mapping[str, int | None], target: Path) -> None:
    """Fetches files into a folder under their names. `names`: as `names_in` has them.

    Raises FileNotFoundError and PermissionError, which may be about these files alone; InputFault for a name that leads out
    of the folder, a file that changed while it was fetched, and a place that cannot be reached.
    """
    for name in names:
        if not _is_safe(name):
            raise _refused(f"{place.url}/{name}", "remote_name")
        (target / name).parent.mkdir(parents=True, exist_ok=True)
    with told(place.url, but=(FileNotFoundError, PermissionError)):
        if names:
            place.fs.get([place.at(name) for name in names], [str(target / name) for name in names])
    for name, size in names.items():
        if size is not None and (target / name).stat().st_size != size:
            raise _refused(f"{place.url}/{name}", "remote_changing")


def _is_safe(name: str) -> bool:
    parts = name.split("/")
    return not any(part in ("", ".", "..") or "\\" in part or "\0" in part for part in parts) and not (
        os.name == "nt" and PurePosixPath(name).as_posix() != Path(name).as_posix()
    )


def send(place: Place, folder: Path, names: Sequence[str]) -> None:
    """Sends files of a folder, each under its name. Raises InputFault."""
    with told(place.url):
        if names:
            for above in sorted({place.at(name).rpartition("/")[0] for name in names}):
                place.fs.makedirs(above, exist_ok=True)
            place.fs.put([str(folder / name) for name in names], [place.at(name) for name in names])


def remove(place: Place, names: Sequence[str]) -> None:
    """Removes files, if they are there. Raises InputFault. One by one: `rm` of many takes [1] and * in a name for a pattern, and
    would remove others."""
    with told(place.url):
        for name in names:
            with suppress(FileNotFoundError):
                place.fs.rm_file(place.at(name))


@contextmanager
def told(where: str, but: tuple[type[Exception], ...] = ()) -> Iterator[None]:
    """Says what a file system raises as a fault of the place. `but`: what is left to the caller."""
    try:
        yield
    except Exception as error:  # each file system has its own words for a network that is gone
        full = isinstance(error, OSError) and error.errno in FULL
        if full or isinstance(error, (*_OURS, *but)):
            raise
        raise in_words(error, where) from None


def in_words(error: Exception, where: str) -> InputFault:
    """What a file system raised, as place, fault and mend."""
    if isinstance(error, FileNotFoundError):
        return _refused(where, "remote_no_place", why=_why(error))
    if isinstance(error, PermissionError) or type(error).__name__ in _NO_RIGHTS:
        return _refused(where, "remote_no_right", why=_why(error))
    if isinstance(error, ValueError) and "Protocol not known" in str(error):
        return _refused(where, "remote_unknown")
    return _refused(where, "remote_unreachable", why=_why(error))


def _refused(where: str, key: str, **params: str) -> InputFault:
    return InputFault(Fault(where, *(say(key, lang, **params) for lang in LANGS)))


def _why(error: Exception) -> str:
    """The first line of what was raised, without anything secret."""
    lines = str(error).strip().splitlines()
    text = shown(lines[0]) if lines else type(error).__name__
    for name, value in os.environ.items():
        if len(value) >= _SHORT and _SECRET.search(name):
            text = text.replace(value, "***")
    return text[:_MOST_SAID]
