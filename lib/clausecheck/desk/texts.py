"""The words of the workbench, Chinese and English (words.yaml); HTML is made of them with every value escaped."""

from functools import cache
from pathlib import Path

from markupsafe import Markup

from clausecheck.nouns.wordlists import LANGS, WordsOf

HERE = Path(__file__).parent
LANGUAGES = LANGS
text = WordsOf(HERE / "words.yaml", thousands=True)
"""The sentence of a key in a language."""
words = text.words


def joined(pieces: list[Markup]) -> Markup:
    """Pieces of HTML one after the other."""
    return Markup("").join(pieces)


@cache
def style_sheet() -> Markup:
    """The workbench's own styles."""
    return Markup((HERE / "style.css").read_text(encoding="utf-8"))
