"""A procedure of its files and of a company's rulebook that `extends` it: read, held to their shapes and put together. Clear
errors with file and line."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, fields
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from clausecheck.kinds import AnyCheck
from clausecheck.kinds.references import with_new_keys, wrong_references
from clausecheck.nouns.errors import Fault
from clausecheck.nouns.model import RulebookId
from clausecheck.nouns.workdays import Workdays, find_workdays
from clausecheck.nouns.yamlfile import Lines
from clausecheck.procedure import Procedure, Section
from clausecheck.procedure.numbers import Number, Text
from clausecheck.procedure.rule import Clause, Rule
from clausecheck.procedure.shipped import PROCEDURES
from clausecheck.procedure.tables import Tables, facts_of, tables_of
from clausecheck.procedure.words import FILE as WORDS
from clausecheck.procedure.words import words_of

from .across_files import lacking, roles_of, wrong_across
from .company import add_companys
from .mistakes import mistake
from .procedure_files import Document, document_of
from .score_table import FILE as SCORE
from .score_table import left_out, load_score
from .shared import Place, as_list, followed, put_in
from .strict import iso_day
from .table_shapes import wrong_tables


def build(folder: Path, rulebook: Path | None) -> Procedure:
    """The procedure whose files stand in a folder, with what a company's rulebook, if there is one, changes and adds. Raises as
    `load_procedure`."""
    document = document_of(folder)
    base = document.head["id"]
    if rulebook:
        add_companys(document, rulebook)
    document.faults += wrong_tables(document.tables, document.places)
    document.refuse()
    return _build(document, tables_of(document.tables), folder, base, rulebook)


def _build(document: Document, tables: Tables, folder: Path, base: str, rulebook: Path | None) -> Procedure:
    _with_new_keys(document)
    document.faults += wrong_across(document, tables)
    document.refuse()
    prefixes = list(document.sections)
    ordered = sorted(document.rules, key=lambda code: (prefixes.index(code[:3]), code))
    document.rules = {code: document.rules[code] for code in ordered}
    rules = _rules(document, tables)
    beside = rulebook.parent if rulebook else None
    score = load_score(folder, beside / SCORE if beside else None, document.sections)
    for prefix in left_out(score, document.sections):
        place = document.places.of(("sections", prefix))
        document.faults.append(
            Fault(
                place,
                f"{prefix} 不在评分表（{SCORE}）的任何部分里；请补上",
                f"{prefix} stands in no section of {SCORE}; add it",
            )
        )
    document.refuse()
    words = words_of(PROCEDURES / WORDS, folder / WORDS, *([beside / WORDS] if beside else []))
    whole = {
        "head": document.head, "sections": document.sections, "tables": document.tables, "clauses": document.clauses,
        "rules": document.rules, "score": repr(score), "words": words.listed,
    }  # fmt: skip
    return Procedure(
        identity=_identity(document, rules, tables, whole),
        tables=tables,
        rules=rules,
        clauses=tuple(map(TypeAdapter(Clause).validate_python, document.clauses.values())),
        sections=tuple(Section(prefix, **section) for prefix, section in document.sections.items()),
        roles=roles_of(document, tables),
        words=words,
        score=score,
        folder=folder,
        base=base,
        examples=document.examples,
        workdays=find_workdays([rulebook]) if rulebook else Workdays(),
        warnings=tuple(document.warnings),
    )


def _with_new_keys(document: Document) -> None:
    """Gives the rules the keys of today; each that had an old name is a warning."""
    for code, rule in document.rules.items():
        checks, renamed = with_new_keys(rule.get("checks"))
        for path, old, new in renamed:
            place = document.places.of(("rules", code, *path))
            zh, en = f"{code}：“{old}”现在叫 {new}；请改名", f"{code}: `{old}` is now called `{new}`; rename it"
            document.warnings.append(Fault(place, zh, en))
        if renamed:
            document.rules[code] = {**rule, "checks": checks}


def _identity(document: Document, rules: Mapping[str, Rule], tables: Tables, whole: dict[str, Any]) -> RulebookId:
    digest = hashlib.sha256(json.dumps(whole, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    head = document.head
    return RulebookId(
        id=head["id"],
        edition=head["edition"],
        sha256=digest,
        title=head["title"],
        titles={code: asdict(rule.title) for code, rule in rules.items()},
        short=head.get("short", head["title"]),
        subject=head["subject"],
        sections=document.sections,
        sheets={name: dict(spec.said.params) for name, spec in tables.items()},
        facts=tuple(facts_of(tables).fields),
        headers={
            f"{name}.{key}": {"zh": field.header, "en": field.en}
            for name, spec in tables.items()
            for key, field in spec.fields.items()
        },
        english=head.get("english", {}),
    )


def _rules(document: Document, tables: Tables) -> dict[str, Rule]:
    """The rules by code; what is wrong in one is added to the faults."""
    rules: dict[str, Rule] = {}
    follows = followed(document.rules)
    for code, raw in put_in(document.rules).items():
        file, lines = document.places.file(("rules", code))
        rule, problems = _shaped(code, raw)
        own = [one for one in problems if (code, str((*one["loc"], "", "")[1])) not in follows]
        document.faults += _schema_faults(own, code, file, lines)
        if rule:
            rules[code] = rule
    document.faults += _wrong(rules.values(), follows, document, tables)
    document.refuse()
    return rules


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


def _wrong(rules: Iterable[Rule], follows: dict[Place, Place], document: Document, tables: Tables) -> Iterator[Fault]:
    """What the rules refer to wrongly. What is wrong with a number for a rule that only follows it is said where that
    number stands, and only where nothing else is said of it."""
    said: set[str] = set()
    later = []
    for rule in rules:
        for path, zh, en in (*wrong_references(rule, tables), *lacking(rule, tables)):
            source = follows.get((rule.code, str(path[1]))) if path[0] == "numbers" else None
            whose = (source[0], "numbers", source[1], *path[2:]) if source else (rule.code, *path)
            wrong = Fault(document.places.of(("rules", *whose)), zh, en)
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
        zh, en = mistake(problem, _known(problem["loc"]))
        faults.append(
            Fault(f"{file}:{lines.nearest(path)}", f"{code} 的 {written}：{zh}", f"{written} of {code}: {en}")
        )
    return faults


def _known(loc: tuple[str | int, ...]) -> list[str]:
    """The keys that may stand at a place of a rule; of a check each kind has its own."""
    if len(loc) == 1:
        return [one.name for one in fields(Rule) if one.name != "code"]
    shapes = {"numbers": Number, "title": Text, "requirement": Text}
    return [one.name for one in fields(shapes[str(loc[0])])] if loc[0] in shapes else []
