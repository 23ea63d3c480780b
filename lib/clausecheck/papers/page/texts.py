"""The words of the page, in Chinese and English: its own list (words.yaml) and the names of the shared word list."""

from pathlib import Path
from typing import Any

from markupsafe import Markup

from clausecheck.nouns.model import RulebookId, Say, Unknown
from clausecheck.nouns.wordlists import LANGS, WordsOf
from clausecheck.wording import LOGS, term, word

LANGUAGES = LANGS
text = WordsOf(Path(__file__).with_name("words.yaml"), thousands=True)
"""The plain sentence of a key in a language."""
words = text.words


def html(key: str, lang: str, **params: Any) -> Markup:
    """The sentence of a key as HTML: its own tags count, every parameter is escaped (unless it is Markup itself)."""
    return Markup(text.unfilled(key, lang, params)).format(**text.written(params))


def said(sentence: Say | None, lang: str) -> str:
    """A finding's sentence in a language; nothing for nothing."""
    return word(sentence, lang) if sentence is not None else ""


def sentences(parts: tuple[Say, ...], lang: str) -> str:
    """Several sentences as one line."""
    return text("sentence_join", lang).join(word(part, lang) for part in parts)


def named(kind: str, name: str, lang: str) -> str:
    """The name of a `verdict` or `severity`; nothing for nothing."""
    return term(kind, name, lang) if name else ""


def or_as_is(key: str, lang: str) -> str:
    """The words of a key, or the key itself: what a reader reports is shown even where no words were made for it."""
    return text(key, lang) if key in words() else key.partition("_")[2]


def section_name(prefix: str, about: RulebookId, lang: str) -> str:
    """A section by its clause and name; the faults of the logs, and codes of no section, by words of ours."""
    if prefix == LOGS or prefix not in about.sections:
        return text("section_logs" if prefix == LOGS else "section_other", lang)
    return f"{about.sections[prefix]['clause']} {about.sections[prefix][lang]}"


def fact(value: Any, lang: str) -> str:
    """A fact of the project as it is shown: blank and unreadable ones say so."""
    if value is None or value == "":
        return text("not_given", lang)
    if isinstance(value, Unknown):
        return text("unreadable", lang, raw=value.raw)
    return str(value)


def joined(items: list[str], lang: str, most: int = 0) -> str:
    """Items in a row; with `most`, the first ones and a word that there are more."""
    shown = items[:most] if most else items
    return text("join", lang).join(shown) + (text("and_more", lang) if len(items) > len(shown) else "")
