"""Word lists: YAML files in which every key has its Chinese and its English. Each file is read once, when first used.

What stands deeper (kind -> name -> words), or beside the words of a key, is had from `entries` as it stands.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from clausecheck.nouns.ready import ready
from clausecheck.nouns.records import dataclass
from clausecheck.nouns.yamlfile import read_yaml

LANGS = ("zh", "en")
_HERE = Path(__file__).parent
_COUNTED = re.compile(r"\b(\d+)((?: more)? [a-z]+)\(s\)")


@cache
def entries(file: Path) -> Any:
    """What a file of ours holds, read once and not to be changed."""
    return ready(file, [file], [_HERE], lambda: read_yaml(file)[0])


def counted(english: str) -> str:
    """English with its counted nouns written out: `1 day(s)` as 1 day, `3 day(s)` as 3 days."""
    if "(s)" not in english:
        return english
    return _COUNTED.sub(lambda found: found[1] + found[2] + ("" if found[1] == "1" else "s"), english)


@dataclass(frozen=True, slots=True)
class WordsOf:
    """The sentences of one room: `say = WordsOf(HERE / "words.yaml")`, then `say("key", "en", n=3)`."""

    file: Path
    more: tuple[Path, ...] = ()
    """Further lists of the same room."""
    thousands: bool = False
    """Whether whole numbers are written with thousands marks: 1,234."""
    plurals: bool = False
    """Whether English writes out `day(s)` by the number before it. (An entry may also give its `one`, for n = 1.)"""

    def words(self) -> Mapping[str, Mapping[str, str]]:
        """Every key with its `zh`, its `en` and whatever else stands with them."""
        return _together((self.file, *self.more)) if self.more else entries(self.file)

    def __call__(self, key: str, lang: str, /, **params: Any) -> str:
        """The sentence of a key in a language. Raises KeyError for an unknown key or a missing parameter."""
        said = self.unfilled(key, lang, params).format_map(self.written(params))
        return counted(said) if self.plurals and lang == "en" else said

    def unfilled(self, key: str, lang: str, params: Mapping[str, Any]) -> str:
        """The sentence with its blanks still open; `params` decide whether it is the one for the number one."""
        entry = self.words()[key]
        return entry["one"] if lang == "en" and "one" in entry and params.get("n") == 1 else entry[lang]

    def written(self, params: dict[str, Any]) -> dict[str, Any]:
        """The parameters as they are written into a sentence."""
        if not self.thousands:
            return params
        return {name: f"{value:,}" if isinstance(value, int) else value for name, value in params.items()}


@cache
def _together(files: tuple[Path, ...]) -> Mapping[str, Mapping[str, str]]:
    return {key: entry for file in files for key, entry in entries(file).items()}
