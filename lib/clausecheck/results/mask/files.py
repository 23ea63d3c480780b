"""File names without people: one that holds anything but dates, the project's name and harmless words is replaced."""

import re
from collections.abc import Iterable, Set
from functools import cache
from pathlib import Path, PurePosixPath

from clausecheck.nouns.wordlists import entries

_ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}")
_DATE = r"(?<!\d)(?:(?:19|20)\d\d(?:[01]\d(?:[0-3]\d)?)?|\d{1,2})(?!\d)"
_BETWEEN = r"[\s._\-—–~～·、，,()（）【】\[\]《》#&+]"
_TABLES = (".csv", ".txt", ".tsv")
"""Files whose one sheet has the file's name."""


def shown_files(files: Iterable[str], vocabulary: Set[str], own: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """What stands for each file name that may name somebody, and for the sheet that is called like it, longest first.
    `vocabulary`: the words of the form; `own`: the project's names and code."""
    given = sorted(set(files))
    harmless = _pattern(frozenset(vocabulary | _words()), tuple(own))
    found: dict[str, str] = {}
    taken = set(given)
    number = 0
    for file in given:
        if harmless.fullmatch(file.rstrip("/").replace("/", " ")):
            continue
        name = ""
        while not name or name in taken:
            number += 1
            name = f"文件夹{number}/" if file.endswith("/") else f"文件{number}{_ending(file)}"
        found[file] = name
        path = PurePosixPath(file)
        if path.suffix.lower() in _TABLES and len(path.stem) > 1:
            found.setdefault(path.stem, f"文件{number}")
    return tuple(sorted(found.items(), key=lambda pair: (-len(pair[0]), pair[0])))


def renamed(text: str, files: tuple[tuple[str, str], ...]) -> str:
    """A text that calls files by what is shown of their names."""
    if not files or not any(name in text for name, _ in files):
        return text
    shown = dict(files)
    return _any_of(files).sub(lambda found: shown[found[0]], text)


@cache
def _any_of(files: tuple[tuple[str, str], ...]) -> "re.Pattern[str]":
    return re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(re.escape(name) for name, _ in files)})(?![A-Za-z0-9])")


def _ending(file: str) -> str:
    ending = PurePosixPath(file).suffix.lower()
    return ending if _ENDING.fullmatch(ending) else ""


@cache
def _words() -> frozenset[str]:
    return frozenset(entries(Path(__file__).with_name("filewords.yaml")))


@cache
def _pattern(words: frozenset[str], own: tuple[str, ...]) -> "re.Pattern[str]":
    """Names made of known words and dates. A run of Chinese signs is one word or several; a Latin word stands alone."""
    known = sorted(words - {""}, key=len, reverse=True)
    itself = "|".join(re.escape(word) for word in sorted(own, key=len, reverse=True) if word)
    chinese = "|".join(re.escape(word) for word in known if not word.isascii())
    latin = "|".join(re.escape(word) for word in known if word.isascii() and word.isalpha())
    one = rf"(?:{itself}{'|' if itself else ''}{chinese}|(?<![A-Za-z])(?:{latin})(?![A-Za-z])|{_DATE}|{_BETWEEN})"
    return re.compile(rf"{one}++", re.IGNORECASE)  # never tried in another way: it must not take long
