"""Sentences and terms in Chinese or English, by their keys."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from clausecheck.nouns.model import Say, Unknown
from clausecheck.nouns.text import shortened
from clausecheck.nouns.wordlists import LANGS, counted, entries

__all__ = ["JOINTS", "LANGS", "LONGEST_QUOTED", "actions", "counted", "is_period", "term", "word"]

JOINTS = {"all": {"zh": "；", "en": "; "}, "length": {"zh": " ", "en": " "}}
"""Sentences made of others, and what stands between them: all that was found, the units of a length of time."""
SEPARATORS = {"zh": ("、", "；"), "en": (", ", "; ")}
"""Between values, and between values of which one holds a comma."""
NOTHING = "—"
LONGEST_QUOTED = 300
"""So many letters of a value are quoted; a finding's cells carry it whole."""
MOST_LISTED = 500
"""So many of many values are listed, and how many there are is said."""
_PERIOD = re.compile(r"(?P<year>\d{4})(?:-(?:Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<month>0[1-9]|1[0-2])))?")
_WORDS, _ACTIONS, _TERMS = (Path(__file__).with_name(f"{name}.yaml") for name in ("words", "actions", "terms"))


def word(sentence: Say, lang: str) -> str:
    """A sentence in `zh` or `en`, its parameters worded too. A table or a column of a procedure carries its words itself.

    Raises KeyError for a key that has no words.
    """
    kind, _, name = sentence.key.partition(":")
    if name:
        return dict(sentence.params)[lang] if sentence.params else term(kind, name, lang)
    if kind in JOINTS:
        return JOINTS[kind][lang].join(word(one, lang) for one in dict(sentence.params)["parts"])
    params = {name: _plain(value, lang) for name, value in sentence.params}
    said = str(params[lang]) if kind == "text" else _words()[kind][lang].format_map(params)
    return counted(said) if lang == "en" else said


def term(kind: str, name: str, lang: str) -> str:
    """One word that every procedure uses: `verdict:fail`, `severity:严重`, `period:2026-Q3`, …"""
    if kind == "period":
        return _period(name, lang)
    if kind == "number" and name not in _terms()[kind]:
        return name  # a company's own, as its rulebook writes it
    return _terms()[kind][name][lang]


def is_period(text: str) -> bool:
    """Whether a text is a year, half-year, quarter or month as programs write it."""
    return _PERIOD.fullmatch(text) is not None


def _period(label: str, lang: str) -> str:
    """2026-Q3 as 2026年第三季度, Q3 2026; two days joined in words; whatever else as it is."""
    if found := _PERIOD.fullmatch(label):
        unit = next((unit for unit in ("quarter", "half", "month") if found[unit]), "year")
        number = {} if unit == "year" else {unit: term(unit, str(int(found[unit])), lang)}
        return _words()[f"period.{unit}"][lang].format(year=found["year"], **number)
    start, dots, end = label.partition("..")
    return _words()["period.days"][lang].format(start=start, end=end) if dots else label


def _plain(value: Any, lang: str) -> str:
    if isinstance(value, Say):
        return word(value, lang)
    if value is None or isinstance(value, Unknown):  # nobody is to read how a program writes these
        return shortened(value.raw, LONGEST_QUOTED) or NOTHING if value else NOTHING
    if isinstance(value, tuple):
        return _listed(value, lang)
    return shortened(str(value), LONGEST_QUOTED)


def _listed(values: tuple[Any, ...], lang: str) -> str:
    """Values one after the other, apart by what stands in none of them."""
    said = [_plain(value, lang) for value in values[:MOST_LISTED]]
    if len(values) > MOST_LISTED:
        said.append(_words()["and_more"][lang].format(n=len(values) - MOST_LISTED))
    holds_comma = any("，" in one or "," in one for one in said)
    return SEPARATORS[lang][holds_comma].join(said)


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    return {**entries(_WORDS), **{f"act.{name}": entry for name, entry in actions().items()}}


def actions() -> Mapping[str, Mapping[str, Any]]:
    """Every action by name: its Chinese and English, and under `of` the sentences it answers."""
    return entries(_ACTIONS)  # type: ignore[no-any-return]


def _terms() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    return entries(_TERMS)  # type: ignore[no-any-return]
