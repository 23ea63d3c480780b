"""Reads a rulebook: ours, or a company's own that `extends` ours and changes numbers (clear errors with file and line)."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from clausecheck.kinds import AnyCheck
from clausecheck.kinds.references import with_new_keys, wrong_references
from clausecheck.nouns.errors import Fault, InputFault, fault
from clausecheck.nouns.model import RulebookId
from clausecheck.nouns.workdays import find_workdays
from clausecheck.nouns.yamlfile import Lines, read_yaml
from clausecheck.procedure.numbers import Number, Text
from clausecheck.procedure.rule import Clause, Rule
from clausecheck.procedure.tables import DEFAULT_PROCEDURE, PROCEDURES, tables
from clausecheck.procedure.words import Words, load_words

from .book import Rulebook
from .mistakes import mistake, unknown
from .procedure_files import documents_of
from .score_table import ScoreTable, load_table, table_beside
from .shared import Place, as_list, followed, gathered, put_in
from .strict import iso_day

CHANGEABLE = ("severity", "role", "weight", "waivable", "boundary", "on_site", "numbers", "title", "requirement")
"""What a company's own rulebook may say of a rule of ours; what is checked and how stays the procedure's."""


def load_rulebook(path: Path | None = None) -> Rulebook:
    """Our rulebook, or the company's one at `path`, checked as a whole.

    Raises InputFault with every fault found, each with file and line.
    """
    return _ours(DEFAULT_PROCEDURE) if path is None else _companys(path)


@cache
def _ours(procedure: str) -> Rulebook:
    documents, lines = documents_of(PROCEDURES / procedure)
    return _build(documents, lines, load_table(), load_words())


def _companys(path: Path) -> Rulebook:
    own, lines = read_yaml(path)
    name = str(path)
    _refuse_unknown_keys(own, lines, name)
    if own.get("extends") != DEFAULT_PROCEDURE:
        raise fault(
            f"{name}:{lines.nearest(('extends',))}",
            f"extends 应为 {DEFAULT_PROCEDURE}" + (f"，现为 {own['extends']}" if "extends" in own else ""),
            f"extends must be {DEFAULT_PROCEDURE}" + (f", not {own['extends']}" if "extends" in own else ""),
        )
    document, origin = documents_of(PROCEDURES / DEFAULT_PROCEDURE)
    faults: list[Fault] = []
    changes = own.get("rules", {})
    for code, change in changes.items():
        if code not in document["rules"]:
            faults.append(_unknown(code, document["rules"], f"{name}:{lines.nearest(('rules', code))}"))
        else:
            faults.extend(_not_changeable(code, change, document["rules"][code], lines, name))
    if faults:
        raise InputFault(*faults)
    changes, faults = gathered(changes, document["rules"], lines, name)
    if faults:
        raise InputFault(*faults)
    for code, change in changes.items():
        document["rules"][code] = _merged(document["rules"][code], change)
        origin[code] = (name, lines)
    document.update({"id": path.stem, **{key: own[key] for key in ("id", "edition", "title") if key in own}})
    return replace(_build(document, origin, table_beside(path), load_words(path)), workdays=find_workdays([path]))


def _refuse_unknown_keys(own: Any, lines: Lines, name: str) -> None:
    known = ("extends", "id", "edition", "title", "rules")
    if not isinstance(own, dict) or not isinstance(own.get("rules", {}), dict):
        raise fault(name, "应为键值对，并含 rules", "must be a mapping with `rules`")
    faults = [_unknown(key, known, f"{name}:{lines.nearest((key,))}") for key in own if key not in known]
    title = own.get("title", {"zh": "", "en": ""})
    if not isinstance(title, dict) or set(title) != {"zh", "en"}:
        faults.append(Fault(f"{name}:{lines.nearest(('title',))}", "title 应有 zh 和 en", "title must have zh and en"))
    if faults:
        raise InputFault(*faults)


def _not_changeable(code: str, change: Any, ours: dict[str, Any], lines: Lines, name: str) -> list[Fault]:
    """What a company says of a rule and cannot: not a mapping, a key that is not its to change, a number the rule has
    not got (it would be believed to count, and never would)."""

    def at(*path: str) -> str:
        return f"{name}:{lines.nearest(('rules', code, *path))}"

    if not isinstance(change, dict):
        return [Fault(at(), f"{code} 应为键值对", f"{code} must be a mapping")]
    if not isinstance(change.get("numbers", {}), dict):
        return [Fault(at("numbers"), f"{code} numbers 应为键值对", f"{code} numbers must be a mapping")]
    own, known = change.get("numbers", {}), ours.get("numbers", {})
    faults = [_unknown(key, CHANGEABLE, at(key), code) for key in change if key not in CHANGEABLE]
    return faults + [_unknown(key, known, at("numbers", key), code) for key in own if key not in known]


def _unknown(key: str, known: Any, place: str, code: str = "") -> Fault:
    zh, en = unknown(key, known)
    return Fault(place, f"{code} {zh}".lstrip(), f"{code}: {en}" if code else en)


def _merged(ours: dict[str, Any], change: dict[str, Any]) -> dict[str, Any]:
    """A rule of ours with a company's changes; a number with `since` comes after ours (in its place, where ours is from
    the same day), one without replaces it."""
    merged = {**ours, **{key: value for key, value in change.items() if key != "numbers"}}
    numbers = dict(ours.get("numbers", {}))
    for name, value in change.get("numbers", {}).items():
        base = as_list(numbers.get(name, []))
        own = [_companys_number(item, base) for item in as_list(value)]
        days = [item.get("since") if isinstance(item, dict) else None for item in own]
        keep = [item for item in base if item.get("since") not in days] if all(days) else []
        numbers[name] = [*keep, *own]
    return {**merged, "numbers": numbers}


def _companys_number(item: Any, base: list[Any]) -> Any:
    if not isinstance(item, dict):
        return item
    unit = {"unit": base[-1]["unit"]} if base else {}
    return {**unit, "source": "company", **item}


def _build(document: dict[str, Any], origin: dict[str, tuple[str, Lines]], score: ScoreTable, words: Words) -> Rulebook:
    faults: list[Fault] = []
    rules: dict[str, Rule] = {}
    warnings: list[Fault] = []
    follows = followed(document["rules"])
    for code, written in put_in(document["rules"]).items():
        file, lines = origin[code]
        raw = _with_new_keys(code, written, file, lines, warnings)
        rule, problems = _shaped(code, raw)
        own = [one for one in problems if (code, str((*one["loc"], "", "")[1])) not in follows]
        faults.extend(_schema_faults(own, code, file, lines))
        if rule:
            rules[code] = rule
    faults.extend(_wrong(rules.values(), follows, origin))
    if faults:
        raise InputFault(*faults)
    clauses = tuple(map(TypeAdapter(Clause).validate_python, document["clauses"]))
    whole = {**document, "score": score.model_dump(mode="json"), "words": words.listed}
    digest = hashlib.sha256(json.dumps(whole, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    titles = {code: asdict(rule.title) for code, rule in rules.items()}
    identity = RulebookId(document["id"], document["edition"], digest, document["title"], titles)
    return Rulebook(rules, clauses, score, identity, words, warnings=tuple(warnings))


def _with_new_keys(code: str, raw: dict[str, Any], file: str, lines: Lines, warnings: list[Fault]) -> dict[str, Any]:
    """A rule with the keys of today; each that had an old name is a warning."""
    checks, renamed = with_new_keys(raw.get("checks"))
    for path, old, new in renamed:
        place = f"{file}:{lines.nearest(('rules', code, *path))}"
        warnings.append(
            Fault(place, f"{code}：“{old}”现在叫 {new}；请改名", f"{code}: `{old}` is now called `{new}`; rename it")
        )
    return {**raw, "checks": checks} if renamed else raw


@cache
def _shapes() -> tuple[TypeAdapter[Rule], TypeAdapter[tuple[Any, ...]]]:
    """What a rule and its checks may say."""
    return TypeAdapter(Rule), TypeAdapter(tuple[AnyCheck, ...])


def _shaped(code: str, raw: dict[str, Any]) -> tuple[Rule | None, list[Any]]:
    """A rule as its record, or what is wrong with it."""
    of_rule, of_checks = _shapes()
    problems: list[Any] = []
    try:
        checks = of_checks.validate_python(raw.get("checks", ()))
    except ValidationError as error:
        checks, problems = (), [{**one, "loc": ("checks", *one["loc"])} for one in error.errors()]
    try:
        rule = of_rule.validate_python({"code": code, **_typed(raw), "checks": checks})
    except ValidationError as error:
        return None, error.errors() + problems
    return (None, problems) if problems else (rule, [])


def _wrong(rules: Iterable[Rule], follows: dict[Place, Place], origin: dict[str, tuple[str, Lines]]) -> Iterator[Fault]:
    """What the rules refer to wrongly. What is wrong with a number for a rule that only follows it is said where that
    number stands, and only where nothing else is said of it."""
    said: set[str] = set()
    later = []
    for rule in rules:
        for path, zh, en in wrong_references(rule, tables()):
            source = follows.get((rule.code, str(path[1]))) if path[0] == "numbers" else None
            whose = (source[0], "numbers", source[1], *path[2:]) if source else (rule.code, *path)
            file, lines = origin[str(whose[0])]
            wrong = Fault(f"{file}:{lines.nearest(('rules', *whose))}", zh, en)
            if source:
                later.append(wrong)
            else:
                said.add(wrong.place)
                yield wrong
    yield from (wrong for wrong in later if wrong.place not in said)


_WHOLE_NUMBER = re.compile(r"-?\d+$")


def _typed(raw: dict[str, Any]) -> dict[str, Any]:
    """YAML gives texts only; the values of numbers become whole numbers here unless their unit is text, and days dates."""
    numbers = {}
    for name, value in raw.get("numbers", {}).items():
        numbers[name] = [_typed_number(item) for item in as_list(value)]
    return {**raw, "numbers": numbers}


def _typed_number(item: Any) -> Any:
    if isinstance(item, dict) and "since" in item:
        item = {**item, "since": iso_day(item["since"])}
    if isinstance(item, dict) and item.get("unit") != "text" and _WHOLE_NUMBER.match(str(item.get("value", ""))):
        return {**item, "value": int(item["value"])}
    return item


def _schema_faults(problems: Iterable[Any], code: str, file: str, lines: Lines) -> list[Fault]:
    faults = []
    for problem in problems:
        path: tuple[str | int, ...] = ("rules", code)
        for step in problem["loc"]:
            if (*path, step) in lines:
                path = (*path, step)
        written = ".".join(str(step) for step in problem["loc"] if isinstance(step, str))
        zh, en = mistake(problem, Number.__slots__ if "numbers" in problem["loc"] else Text.__slots__)
        faults.append(
            Fault(f"{file}:{lines.nearest(path)}", f"{code} 的 {written}：{zh}", f"{written} of {code}: {en}")
        )
    return faults
