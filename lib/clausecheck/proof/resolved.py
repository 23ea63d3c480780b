"""A rulebook as plain JSON: every table, word, number and check, for a checker that knows nothing of ours."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from clausecheck.procedure.numbers import Number
from clausecheck.procedure.rule import Rule, covered_by, in_words
from clausecheck.procedure.tables import FieldSpec, Tables, TableSpec
from clausecheck.procedure.words import WordList
from clausecheck.proof.verify import plain
from clausecheck.rulebook import Procedure

OF_FIELD = ("header", "type", "need", "blank", "absent_blank", "future", "end", "handover", "before")
OF_TABLE = ("reference", "facts", "key_date", "id", "pairs", "same_case", "repeats", "purpose")
OF_RULE = ("clause", "severity", "role", "on_site", "boundary")


def resolved(book: Procedure) -> dict[str, Any]:
    """All of a rulebook that a verdict can depend on. The same rulebook gives the same JSON."""
    return {
        "id": book.id,
        "edition": book.edition,
        "sha256": book.identity.sha256,
        "tables": {name: _table(spec) for name, spec in book.tables.items()},
        "words": {name: _words(getattr(book.words, name)) for name in _lists(book)},
        "rules": {code: _rule(rule, book.tables) for code, rule in book.rules.items()},
    }


def resolved_text(book: Procedure) -> str:
    """The same as the text of a file: a rule, table or list of words a line."""
    whole, lines = resolved(book), []
    for key, value in whole.items():
        if isinstance(value, dict):
            inner = ",\n".join(f" {_json(name)}: {_json(one)}" for name, one in value.items())
            lines.append(f"{_json(key)}: {{\n{inner}\n}}")
        else:
            lines.append(f"{_json(key)}: {_json(value)}")
    return "{" + ",\n".join(lines) + "}\n"


def write_resolved(book: Procedure, target: Path) -> None:
    """Writes the rulebook as JSON."""
    target.write_text(resolved_text(book), encoding="utf-8", newline="\n")


def sealed(checker: str, rulebooks: Path) -> str:
    """The text of verify.py with the hashes of the rulebooks that stand beside it."""
    texts = {path: path.read_bytes() for path in sorted(rulebooks.glob("*.json"))}
    known = {json.loads(text)["sha256"]: hashlib.sha256(text).hexdigest() for text in texts.values()}
    lines = "".join(f'    "{book}": "{digest}",\n' for book, digest in known.items())
    return re.sub(r"(SHIPPED: dict\[str, str\] = \{\n).*?(?=\}\n)", rf"\g<1>{lines}", checker, count=1, flags=re.DOTALL)


def _lists(book: Procedure) -> list[str]:
    return sorted(name for name in type(book.words).__slots__ if isinstance(getattr(book.words, name), WordList))


def _words(words: WordList) -> dict[str, list[str]]:
    return {"whole": sorted(words.whole), "beginnings": sorted(words.beginnings)}


def _table(spec: TableSpec) -> dict[str, Any]:
    """A table; what the checker compares is folded here as it folds it, a field's own header goes before a synonym."""
    every = {**spec.beside_rows, **spec.fields}
    synonyms = {plain(other): name for name, one in every.items() for other in one.also}
    return {
        **{name: getattr(spec, name) for name in OF_TABLE},
        "not_before": asdict(spec.not_before) if spec.not_before else None,
        "headers": {**synonyms, **{plain(one.header): name for name, one in every.items()}},
        "required": [name for name, one in spec.fields.items() if one.need == "!"],
        "dates": [name for name, one in spec.fields.items() if one.type in ("when", "day")],
        "flat": next((name for name, one in spec.fields.items() if one.type == "household"), ""),
        "fields": {name: _field(one) for name, one in spec.fields.items()},
        "beside_rows": {name: _field(one) for name, one in spec.beside_rows.items()},
    }


def _field(spec: FieldSpec) -> dict[str, Any]:
    ways: dict[str, list[str]] = {}
    for value, others in spec.choices:
        for way in {plain(one) for one in (value, *others)}:
            ways.setdefault(way, []).append(value)
    folded = {
        "choices": {way: ways[way] for way in sorted(ways)},
        "beside": [plain(one) for _, them in spec.beside for one in them],
        "maybe": [plain(one) for one in spec.maybe],
    }
    said = {**{name: getattr(spec, name) for name in OF_FIELD}, **folded}
    return {name: value for name, value in said.items() if value}


def _rule(rule: Rule, tables: Tables) -> dict[str, Any]:
    numbers = {
        name: sorted((_number(rule, name, one) for one in listed), key=lambda one: one["since"] or "")
        for name, listed in rule.numbers.items()
    }
    return {
        **{name: getattr(rule, name) for name in OF_RULE},
        "numbers": numbers,
        "checks": [_check(asdict(check), tables) for check in rule.checks],
    }


def _check(check: dict[str, Any], tables: Tables) -> dict[str, Any]:
    """A check, the tables that it looks into, and the fields of theirs that it reads."""
    said = (check, check.get("trigger") or {}, *check.get("parts", ()))
    looked = [one[key] for one in said for key in ("table", "records", "places") if one.get(key)]
    looked = list(dict.fromkeys([*looked, *check["needs"]]))
    fields = {name for table in looked for name in tables[table].fields}
    return {**check, "tables": looked, "reads": sorted(fields & set(_words_in(check)))}


def _words_in(said: Any) -> Iterator[str]:
    """Every text in a check: keys and values, at any depth."""
    if isinstance(said, str):
        yield said
    elif isinstance(said, dict | list | tuple):
        for one in (*said, *said.values()) if isinstance(said, dict) else said:
            yield from _words_in(one)


def _number(rule: Rule, name: str, number: Number) -> dict[str, Any]:
    zh, en = in_words(number, covered_by(rule, name))
    since = number.since.isoformat() if number.since else None
    return {"value": number.value, "unit": number.unit, "source": number.source, "since": since, "zh": zh, "en": en}


_json = json.JSONEncoder(ensure_ascii=False, default=list).encode
