"""The files of a procedure as one document: its head and sections, tables, clauses and rules, each held to its shape, and
what one of them says of another held to be there. A fault names file and line."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError

from clausecheck.kinds.references import starts
from clausecheck.nouns.errors import Fault, InputFault
from clausecheck.nouns.yamlfile import Lines, read_yaml
from clausecheck.procedure.numbers import Text
from clausecheck.procedure.rule import Clause
from clausecheck.procedure.tables import TableSpec, read_tables

from .mistakes import mistake, unknown
from .strict import Strict
from .table_shapes import known_roles, wrong_tables

Origin = dict[str, tuple[str, Lines]]
"""Code of a rule -> the file it stands in, and the lines of that file."""
Wrong = tuple[tuple[str | int, ...], str, str]
"""A path within a rule, and what is wrong there in Chinese and English."""


class SectionShape(Strict):
    """A section of the procedure: the codes of its rules begin with `prefix`."""

    prefix: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    clause: Annotated[str, Field(min_length=1)]
    zh: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]


class Head(Strict):
    """What a `rulebook.yaml` says of the procedure as a whole."""

    id: Annotated[str, Field(min_length=1)]
    edition: Annotated[str, Field(min_length=1)]
    title: Text
    sections: Annotated[list[SectionShape], Field(min_length=1)]


class Ledger(Strict):
    """A `clauses.yaml`."""

    clauses: Annotated[list[Clause], Field(min_length=1)]


class RuleFile(Strict):
    """A file of rules; what a rule may say is checked when all of them are there."""

    rules: dict[str, dict[str, Any]]


def documents_of(folder: Path) -> tuple[dict[str, Any], Origin]:
    """A procedure's files as one document, its rules in the order of its sections, and where each rule stands.

    Raises InputFault with every fault of the files, each with file and line.
    """
    faults: list[Fault] = []
    head, head_lines = _read(folder / "rulebook.yaml", Head, faults)
    ledger, ledger_lines = _read(folder / "clauses.yaml", Ledger, faults)
    path = folder / "tables.yaml"
    tables, table_lines = read_yaml(path, aliases=True)
    faults.extend(wrong_tables(tables, table_lines, path.name))
    rules, origin = _rules(folder / "rules", faults)
    if faults:
        raise InputFault(*faults)
    prefixes = [section["prefix"] for section in head["sections"]]
    faults.extend(_twice(prefixes, head_lines, "rulebook.yaml", "sections", "prefix"))
    faults.extend(_twice([one["id"] for one in ledger["clauses"]], ledger_lines, "clauses.yaml", "clauses", "id"))
    clauses = [one["id"] for one in ledger["clauses"]] + [section["clause"] for section in head["sections"]]
    faults.extend(_wrong_rules(rules, origin, prefixes, clauses, read_tables(folder)))
    faults.extend(_wrong_ledger(ledger["clauses"], ledger_lines, rules))
    if faults:
        raise InputFault(*faults)
    ordered = sorted(rules, key=lambda code: (prefixes.index(code[:3]), code))
    return {**head, "rules": {code: rules[code] for code in ordered}, "clauses": ledger["clauses"]}, origin


def _read(path: Path, shape: type[Strict], faults: list[Fault]) -> tuple[Any, Lines]:
    """A file as it stands, its faults of shape added to the others."""
    document, lines = read_yaml(path)
    try:
        shape.model_validate(document)
    except ValidationError as error:
        for problem in error.errors():
            known = SectionShape.model_fields if "sections" in problem["loc"] else shape.model_fields
            zh, en = mistake(problem, Clause.__slots__ if "clauses" in problem["loc"] else known)
            written = ".".join(map(str, problem["loc"]))
            place = f"{path.name}:{lines.nearest(tuple(problem['loc']))}"
            faults.append(Fault(place, f"{written}：{zh}", f"{written}: {en}"))
    return document, lines


def _rules(folder: Path, faults: list[Fault]) -> tuple[dict[str, Any], Origin]:
    """Every rule by its code. One code in two files would leave the first rule out without a word."""
    rules: dict[str, Any] = {}
    origin: Origin = {}
    for path in sorted(folder.glob("*.yaml")):
        before = len(faults)
        document, lines = _read(path, RuleFile, faults)
        for code, rule in document["rules"].items() if len(faults) == before else ():
            if code in rules:
                file, there = origin[code]
                first = f"{file}:{there.nearest(('rules', code))}"
                faults.append(
                    Fault(
                        f"{path.name}:{lines.nearest(('rules', code))}",
                        f"规则编号 {code} 重复，前一条在 {first}；请改一个编号",
                        f"the code {code} is given twice, first in {first}; change one",
                    )
                )
            else:
                rules[code], origin[code] = rule, (path.name, lines)
    return rules, origin


def _twice(names: list[str], lines: Lines, file: str, *path: str) -> Iterator[Fault]:
    for place, name in enumerate(names):
        if name in names[:place]:
            at = lines.nearest((path[0], place, *path[1:]))
            yield Fault(f"{file}:{at}", f"“{name}”重复；请删去一个", f'"{name}" is given twice; delete one')


def _wrong_rules(
    rules: dict[str, Any], origin: Origin, prefixes: list[str], clauses: list[str], tables: dict[str, TableSpec]
) -> Iterator[Fault]:
    """What a rule says of sections, clauses and roles that are not there, and a time limit that counts from a cell that
    may be blank."""
    roles = known_roles(tables.values())
    for code, rule in rules.items():
        file, lines = origin[code]
        wrong: list[Wrong] = [(("code",), *unknown(code[:3], prefixes))] if code[:3] not in prefixes else []
        if rule.get("clause") not in clauses:
            wrong.append((("clause",), *unknown(str(rule.get("clause")), clauses)))
        wrong += _wrong_roles(rule, roles)
        wrong += _blank_starts(rule, tables)
        for path, zh, en in wrong:
            place = f"{file}:{lines.nearest(('rules', code, *path))}"
            yield Fault(place, f"{code} 的 {path[-1]}：{zh}", f"{path[-1]} of {code}: {en}")


def _parts(rule: dict[str, Any]) -> Iterator[tuple[tuple[str | int, ...], dict[str, Any], dict[str, Any]]]:
    """Every part of a rule's checks with its path, and the check it belongs to (itself, for a check's own keys)."""
    checks = rule.get("checks")
    for i, check in enumerate(checks if isinstance(checks, list) else []):
        if isinstance(check, dict):
            yield ("checks", i), check, check
            parts = check.get("parts")
            for j, part in enumerate(parts if isinstance(parts, list) else []):
                if isinstance(part, dict):
                    yield ("checks", i, "parts", j), part, check


def _wrong_roles(rule: dict[str, Any], roles: list[str]) -> list[Wrong]:
    named: list[tuple[tuple[str | int, ...], Any]] = [(("role",), rule.get("role"))]
    for path, part, _ in _parts(rule):
        for key in ("roles", "everyone"):
            named += [((*path, key), role) for role in part.get(key, [])]
    return [(path, *unknown(str(role), roles)) for path, role in named if roles and role not in roles]


def _blank_starts(rule: dict[str, Any], tables: dict[str, TableSpec]) -> list[Wrong]:
    wrong: list[Wrong] = []
    for path, part, check in _parts(rule):
        key = starts().get(str(part.get("part")), "")
        table, start = tables.get(str(check.get("table"))), part.get(key)
        spec = table.fields.get(str(start)) if table and key else None
        if spec and not spec.required and start not in check.get("when_filled", []):
            zh = f'“{spec.header}”可以为空，不能从它算起；请把它设为必填（need: "!"），或列入 when_filled'
            en = f'{start} may be blank, so nothing can count from it; make it needed (need: "!"), or put it into when_filled'
            wrong.append(((*path, key), zh, en))
    return wrong


def _wrong_ledger(clauses: list[Any], lines: Lines, rules: dict[str, Any]) -> Iterator[Fault]:
    for place, clause in enumerate(clauses):
        for code in clause.get("rules", []):
            if code not in rules:
                zh, en = unknown(code, rules)
                at = lines.nearest(("clauses", place, "rules"))
                yield Fault(f"clauses.yaml:{at}", f"{clause['id']}：{zh}", f"{clause['id']}: {en}")
