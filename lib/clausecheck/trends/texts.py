"""The words of the trends page, in Chinese and English, and the names of what is counted."""

from functools import cache
from pathlib import Path
from typing import Any

from clausecheck.nouns.wordlists import LANGS, WordsOf, entries

LANGUAGES = LANGS
BLANK, UNREADABLE, SEVERAL, OTHER = "未填写", "无法识别", "多处", "其他"
"""What stands in a category where the log gives no value, one that cannot be used, several, or no known topic."""
_TOPICS = Path(__file__).with_name("topics.yaml")
text = WordsOf(Path(__file__).with_name("words.yaml"), thousands=True)
"""The sentence of a key in a language."""
words = text.words


@cache
def topics() -> dict[str, tuple[str, ...]]:
    """Every topic of topics.yaml with the words that tell it, in the order in which they are tried."""
    return {topic: tuple(entry["words"]) for topic, entry in entries(_TOPICS).items()}


@cache
def _english() -> dict[str, str]:
    names = {entry["zh"]: entry["en"] for key, entry in words().items() if key.startswith("value_")}
    return {**{topic: entry["en"] for topic, entry in entries(_TOPICS).items()}, **names}


def shown(value: Any, lang: str) -> str:
    """A value of a log as it is shown: in English the values of closed lists are translated, all others stay."""
    return str(value) if lang == "zh" else _english().get(str(value), str(value))
