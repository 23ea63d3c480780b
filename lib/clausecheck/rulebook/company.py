"""A company's own rulebook: what it changes of a procedure's rules, and the rules, columns, tables, clauses and sections that
it adds, held as strictly as the procedure's own."""

from pathlib import Path
from typing import Any

from clausecheck.nouns.errors import Fault
from clausecheck.nouns.yamlfile import Lines, read_yaml

from .mistakes import unknown
from .procedure_files import Document, add_clauses, add_columns, add_rules, add_sections, read_shaped
from .shapes import CompanysFile
from .shared import as_list, gathered

CHANGEABLE = ("severity", "role", "weight", "waivable", "boundary", "on_site", "numbers", "title", "requirement")
"""What a company's own rulebook may say of a rule of the procedure; what is checked and how stays the procedure's."""
NEW = ("clause", "checks")
"""A rule that the procedure has not got, and of which one of these is said, is a rule of the company's own."""


def extended(path: Path) -> str:
    """The procedure that a company's rulebook says it extends; empty where it does not say."""
    own, _ = read_yaml(path)
    said = own.get("extends", "") if isinstance(own, dict) else ""
    return said if isinstance(said, str) else ""


def add_companys(document: Document, path: Path) -> None:
    """Puts a company's rulebook into the document of the procedure it extends.

    Raises InputFault with every fault found, each with file and line.
    """
    name = str(path)
    own, lines = read_shaped(path, CompanysFile, document.faults, name)
    document.refuse()
    _refuse_other(document, own, lines, name)
    known = document.rules
    changes = {code: change for code, change in own.get("rules", {}).items() if code in known or not _is_new(change)}
    added = {code: rule for code, rule in own.get("rules", {}).items() if code not in changes}
    for code, change in changes.items():
        document.faults += _not_changeable(code, change, known, lines, name)
    document.refuse()
    changes, faults = gathered(changes, known, lines, name)
    document.faults += faults
    document.refuse()
    roles = [change["role"] for change in changes.values() if isinstance(change.get("role"), str)]
    for code, change in changes.items():
        known[code] = _merged(known[code], change)
        document.places.add(("rules", code), name, lines)
    _add(document, own, added, name, lines)
    document.refuse()
    document.head |= {
        "id": path.stem,
        **{key: own[key] for key in ("id", "edition", "title", "short", "subject") if key in own},
    }
    document.head["roles"] = [*document.head.get("roles", []), *own.get("roles", []), *roles]
    document.head["english"] = {**document.head.get("english", {}), **own.get("english", {})}


def _is_new(rule: Any) -> bool:
    return isinstance(rule, dict) and any(key in rule for key in NEW)


def _refuse_other(document: Document, own: dict[str, Any], lines: Lines, name: str) -> None:
    wanted, given = document.head["id"], own["extends"]
    if given != wanted:
        place = f"{name}:{lines.nearest(('extends',))}"
        zh, en = f"extends 应为 {wanted}，现为 {given}", f"extends must be {wanted}, not {given}"
        document.faults.append(Fault(place, zh, en))
    document.refuse()


def _add(document: Document, own: dict[str, Any], rules: dict[str, Any], name: str, lines: Lines) -> None:
    tables: dict[str, Any] = document.tables["tables"]
    for key, table in own.get("tables", {}).items():
        place = f"{name}:{lines.nearest(('tables', key))}"
        if key in tables:
            zh, en = "规程已有这张表；要加列请用 columns", "the procedure has this table; `columns` adds columns to it"
            document.faults.append(Fault(place, f"tables.{key}：{zh}", f"tables.{key}: {en}"))
        elif not isinstance(table.get("fields"), dict):
            document.faults.append(Fault(place, f"tables.{key}：应含 fields", f"tables.{key}: must have `fields`"))
        else:
            tables[key] = table
            document.places.add(("tables", "tables", key), name, lines, ("tables", key))
    document.tables["values"] = {**document.tables["values"], **own.get("values", {})}
    add_columns(document, own.get("columns", {}), name, lines)
    last = {key: document.sections.pop(key) for key in list(document.sections)[-1:]}
    add_sections(document, own.get("sections", []), name, lines)
    document.sections |= last
    add_clauses(document, own.get("clauses", []), name, lines)
    add_rules(document, {code: _companys_rule(rule) for code, rule in rules.items()}, name, lines)


def _companys_rule(rule: dict[str, Any]) -> dict[str, Any]:
    """A rule of the company's own: its numbers are the company's unless it says otherwise."""
    numbers = rule.get("numbers")
    if not isinstance(numbers, dict):
        return rule
    own = {name: [_companys_number(item, []) for item in as_list(value)] for name, value in numbers.items()}
    return {**rule, "numbers": own}


def _not_changeable(code: str, change: Any, known: dict[str, Any], lines: Lines, name: str) -> list[Fault]:
    """What a company says of a rule and cannot: a rule that is not there, not a mapping, a key that is not its to change, a
    number the rule has not got (it would be believed to count, and never would)."""

    def at(*path: str) -> str:
        return f"{name}:{lines.nearest(('rules', code, *path))}"

    if code not in known:
        return [_unknown(code, known, at())]
    if not isinstance(change, dict):
        return [Fault(at(), f"{code} 应为键值对", f"{code} must be a mapping")]
    if not isinstance(change.get("numbers", {}), dict):
        return [Fault(at("numbers"), f"{code} numbers 应为键值对", f"{code} numbers must be a mapping")]
    own, there = change.get("numbers", {}), known[code].get("numbers", {})
    faults = [_unknown(key, CHANGEABLE, at(key), code) for key in change if key not in CHANGEABLE]
    return faults + [_unknown(key, there, at("numbers", key), code) for key in own if key not in there]


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
