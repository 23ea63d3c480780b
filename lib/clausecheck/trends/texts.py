"""The words of the trends page, in Chinese and English, and the names of what is counted."""

from functools import cache
from pathlib import Path
from typing import Any

from clausecheck.nouns.yamlfile import read_yaml

LANGUAGES = ("zh", "en")
BLANK, UNREADABLE, SEVERAL, OTHER = "未填写", "无法识别", "多处", "其他"
"""What stands in a category where the log gives no value, one that cannot be used, several, or no known topic."""
_HERE = Path(__file__).parent


@cache
def words() -> dict[str, dict[str, str]]:
    """Every key of words.yaml with its `zh` and `en`."""
    document, _ = read_yaml(_HERE / "words.yaml")
    return {key: dict(entry) for key, entry in document.items()}


@cache
def topics() -> dict[str, tuple[str, ...]]:
    """Every topic of topics.yaml with the words that tell it, in the order in which they are tried."""
    document, _ = read_yaml(_HERE / "topics.yaml")
    return {topic: tuple(entry["words"]) for topic, entry in document.items()}


@cache
def _english() -> dict[str, str]:
    document, _ = read_yaml(_HERE / "topics.yaml")
    names = {entry["zh"]: entry["en"] for key, entry in words().items() if key.startswith("value_")}
    return {**{topic: entry["en"] for topic, entry in document.items()}, **names}


def text(key: str, lang: str, **params: Any) -> str:
    """The sentence of a key. Whole numbers are written with thousands marks. Raises KeyError for an unknown key."""
    written = {name: f"{value:,}" if isinstance(value, int) else value for name, value in params.items()}
    return words()[key][lang].format(**written)


def shown(value: Any, lang: str) -> str:
    """A value of a log as it is shown: in English the values of closed lists are translated, all others stay."""
    return str(value) if lang == "zh" else _english().get(str(value), str(value))
