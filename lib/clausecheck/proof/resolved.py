"""A rulebook as plain JSON: every table, word, number and check, for a checker that knows nothing of ours."""

import hashlib
import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

from clausecheck.procedure.numbers import Number
from clausecheck.procedure.rule import Rule, covered_by, in_words
from clausecheck.procedure.tables import FieldSpec, TableSpec
from clausecheck.procedure.words import WordList
from clausecheck.rulebook import Procedure

OF_FIELD = (
    "header", "type", "need", "also", "choices", "blank", "absent_blank", "future", "end", "handover", "beside",
    "second", "maybe", "joins", "before", "known", "also_gives",
)  # fmt: skip
OF_TABLE = ("sheet", "reference", "facts", "key_date", "id", "pairs", "same_case", "repeats", "not_before", "purpose")
OF_RULE = ("clause", "severity", "role", "on_site", "boundary")


def resolved(book: Procedure) -> dict[str, Any]:
    """All of a rulebook that a verdict can depend on. The same rulebook gives the same JSON."""
    return {
        "id": book.id,
        "edition": book.edition,
        "sha256": book.identity.sha256,
        "tables": {name: _table(spec) for name, spec in book.tables.items()},
        "words": {name: _words(getattr(book.words, name)) for name in _lists(book)},
        "rules": {code: _rule(rule) for code, rule in book.rules.items()},
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
    said = {name: getattr(spec, name) for name in OF_TABLE}
    said["not_before"] = asdict(spec.not_before) if spec.not_before else None
    fields = {key: _field(one) for key, one in spec.fields.items()}
    return {**said, "fields": fields, "beside_rows": {key: _field(one) for key, one in spec.beside_rows.items()}}


def _field(spec: FieldSpec) -> dict[str, Any]:
    return {name: value for name in OF_FIELD if (value := getattr(spec, name))}


def _rule(rule: Rule) -> dict[str, Any]:
    numbers = {name: [_number(rule, name, one) for one in listed] for name, listed in rule.numbers.items()}
    return {
        **{name: getattr(rule, name) for name in OF_RULE},
        "numbers": numbers,
        "checks": [asdict(check) for check in rule.checks],
    }


def _number(rule: Rule, name: str, number: Number) -> dict[str, Any]:
    zh, en = in_words(number, covered_by(rule, name))
    since = number.since.isoformat() if number.since else None
    return {"value": number.value, "unit": number.unit, "source": number.source, "since": since, "zh": zh, "en": en}


_json = json.JSONEncoder(ensure_ascii=False, default=list).encode
