"""Sentences and terms in Chinese or English, by their keys."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from clausecheck.nouns.model import Say, Unknown
from clausecheck.nouns.text import shortened
from clausecheck.nouns.yamlfile import read_yaml
from clausecheck.procedure.tables import tables

LANGS = ("zh", "en")
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
_HERE = Path(__file__).parent


def word(sentence: Say, lang: str) -> str:
    """A sentence in `zh` or `en`, its parameters worded too. Raises KeyError for a key that has no words."""
    kind, _, name = sentence.key.partition(":")
    if name:
        return term(kind, name, lang)
    if kind in JOINTS:
        return JOINTS[kind][lang].join(word(one, lang) for one in dict(sentence.params)["parts"])
    params = {name: _plain(value, lang) for name, value in sentence.params}
    said = str(params[lang]) if kind == "text" else _words()[kind][lang].format_map(params)
    return counted(said) if lang == "en" else said


_COUNTED = re.compile(r"\b(\d+)((?: more)? [a-z]+)\(s\)")


def counted(english: str) -> str:
    """English with its counted nouns written out: `1 day(s)` as 1 day, `3 day(s)` as 3 days."""
    return _COUNTED.sub(lambda found: found[1] + found[2] + ("" if found[1] == "1" else "s"), english)


def term(kind: str, name: str, lang: str) -> str:
    """One word of the field: `field:complaints.closed_at`, `table:complaints`, `role:客服`, `verdict:fail`,
    `period:2026-Q3`, …"""
    if kind == "field":
        table, _, field = name.partition(".")
        spec = tables()[table].field(field)
        return spec.header if lang == "zh" else spec.en
    if kind == "table":
        return tables()[name].sheet if lang == "zh" else tables()[name].en
    if kind == "period":
        return _period(name, lang)
    if kind in ("role", "number") and name not in _terms()[kind]:
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
    words, _ = read_yaml(_HERE / "words.yaml")
    return {**words, **{f"act.{name}": entry for name, entry in actions().items()}}


@cache
def actions() -> Mapping[str, Mapping[str, Any]]:
    """Every action by name: its Chinese and English, and under `of` the sentences it answers."""
    entries, _ = read_yaml(_HERE / "actions.yaml")
    return dict(entries)


@cache
def _terms() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    terms, _ = read_yaml(_HERE / "terms.yaml")
    return dict(terms)
