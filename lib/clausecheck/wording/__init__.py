"""Findings in words, Chinese and English. Every sentence stands in `words.yaml`, every term in `terms.yaml`."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from clausecheck.model import Say
from clausecheck.schema import tables
from clausecheck.yamlfile import read_yaml

LANGS = ("zh", "en")
_HERE = Path(__file__).parent


def word(sentence: Say, lang: str) -> str:
    """A sentence in `zh` or `en`, its parameters worded too. Raises KeyError for a key that has no words."""
    params = {name: _plain(value, lang) for name, value in sentence.params}
    kind, _, name = sentence.key.partition(":")
    if name:
        return term(kind, name, lang)
    if kind == "text":
        return str(params[lang])
    if kind == "all":
        return str(params["parts"])
    return _words()[kind][lang].format_map(params)


def term(kind: str, name: str, lang: str) -> str:
    """One word of the field: `field:complaints.closed_at`, `table:complaints`, `role:客服`, `verdict:fail`, …"""
    if kind == "field":
        table, _, field = name.partition(".")
        spec = tables()[table].fields[field]
        return spec.header if lang == "zh" else spec.en
    if kind == "table":
        return tables()[name].sheet if lang == "zh" else tables()[name].en
    if kind == "role" and name not in _terms()[kind]:
        return name  # a role of a company's own, as its rulebook writes it
    return _terms()[kind][name][lang]


def _plain(value: Any, lang: str) -> str:
    if isinstance(value, Say):
        return word(value, lang)
    if isinstance(value, tuple):
        joint = (
            ("；" if lang == "zh" else "; ")
            if any("，" in _plain(v, lang) or "," in _plain(v, lang) for v in value)
            else ("、" if lang == "zh" else ", ")
        )
        return joint.join(_plain(item, lang) for item in value)
    return str(value)


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    words, _ = read_yaml(_HERE / "words.yaml")
    return dict(words)


@cache
def _terms() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    terms, _ = read_yaml(_HERE / "terms.yaml")
    return dict(terms)
