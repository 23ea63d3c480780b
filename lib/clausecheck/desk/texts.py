"""The words of the workbench, Chinese and English (words.yaml); HTML is made of them with every value escaped."""

from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from clausecheck.nouns.yamlfile import read_yaml

HERE = Path(__file__).parent
LANGUAGES = ("zh", "en")


@cache
def words() -> dict[str, dict[str, str]]:
    """Every key of words.yaml with its `zh` and its `en`."""
    document, _ = read_yaml(HERE / "words.yaml")
    return {key: dict(entry) for key, entry in document.items()}


def text(key: str, lang: str, **params: Any) -> str:
    """The sentence of a key in a language. Raises KeyError for an unknown key or a missing parameter."""
    return words()[key][lang].format(**{name: _written(value) for name, value in params.items()})


def _written(value: Any) -> Any:
    return f"{value:,}" if isinstance(value, int) else value


def joined(pieces: list[Markup]) -> Markup:
    """Pieces of HTML one after the other."""
    return Markup("").join(pieces)


@cache
def style_sheet() -> Markup:
    """The workbench's own styles."""
    return Markup((HERE / "style.css").read_text(encoding="utf-8"))
