"""The words of the guide: its own lists (words.yaml, logic.yaml) and the shared terms, for one language at a time."""

from collections.abc import Iterable
from pathlib import Path

from clausecheck.nouns.model import Say
from clausecheck.nouns.wordlists import LANGS, WordsOf
from clausecheck.procedure.tables import Tables
from clausecheck.wording import term, word

__all__ = ["LANGS", "column_name", "joined", "named", "sentences", "table_name", "text", "words"]

_HERE = Path(__file__).parent
text = WordsOf(_HERE / "words.yaml", (_HERE / "logic.yaml",), plurals=True)
"""The sentence of a key in a language."""
words = text.words


def joined(items: Iterable[str], lang: str, joint: str = "join") -> str:
    """Items in a row, with the joint of the language."""
    return words()[joint][lang].join(items)


def table_name(table: str, tables: Tables, lang: str) -> str:
    """A sheet by the name it has in the workbook; in English its English name before it."""
    spec = tables[table]
    return text("header", lang, header=spec.sheet, en=spec.en)


def column_name(table: str, field: str, tables: Tables, lang: str) -> str:
    """A column by the header it has in the workbook; in English what that means before it."""
    spec = tables[table].fields[field]
    return text("header", lang, header=spec.header, en=spec.en)


def named(kind: str, name: str, lang: str) -> str:
    """A word of the shared list (`verdict`, `severity`, `source` …)."""
    return term(kind, name, lang)


def sentences(found: Iterable[Say], lang: str) -> str:
    """The sentences of a finding as one."""
    return joined((word(part, lang) for part in found), lang, "join_sentences")
