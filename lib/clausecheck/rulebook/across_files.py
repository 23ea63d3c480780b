"""What one file of a procedure says of another must be there: sections, clauses, roles, tables, facts. A fault names file and
line."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from clausecheck.evidence.facts import COMMITTEE, FEE_MODEL, HOTLINE, HOUSEHOLDS, OWNERSHIP, SERVICE
from clausecheck.kinds import KINDS, own_tables
from clausecheck.kinds.language import whole
from clausecheck.kinds.references import starts
from clausecheck.nouns.errors import Fault
from clausecheck.procedure.rule import Rule
from clausecheck.procedure.tables import Tables, facts_of, table_for

from .mistakes import unknown
from .procedure_files import Document

Wrong = tuple[tuple[str | int, ...], str, str]
"""A path within a rule, and what is wrong there in Chinese and English."""


def roles_of(document: Document, tables: Tables) -> tuple[str, ...]:
    """Who may be responsible: the roles of the staff list, then those that the procedure, or a company, names besides."""
    return tuple(dict.fromkeys((*listed_roles(tables), *document.head.get("roles", ()))))


def listed_roles(tables: Tables) -> list[str]:
    """The roles that people of the staff list can have."""
    staff = table_for(tables, "staff")
    return [value for value, _ in staff.fields["role"].choices] if staff else []


def wrong_across(document: Document, tables: Tables) -> Iterator[Fault]:
    """What a rule says of sections, clauses and roles that are not there, and a time limit that counts from a cell that may
    be blank; what the ledger says of rules that are not there."""
    roles, listed = roles_of(document, tables), listed_roles(tables)
    clauses = [*document.clauses, *(section["clause"] for section in document.sections.values())]
    for code, rule in document.rules.items():
        known = document.sections
        wrong: list[Wrong] = [(("code",), *unknown(code[:3], known))] if code[:3] not in known else []
        if rule.get("clause") not in clauses:
            wrong.append((("clause",), *unknown(str(rule.get("clause")), clauses)))
        wrong += _wrong_roles(rule, roles, listed)
        wrong += _blank_starts(rule, tables)
        for path, zh, en in wrong:
            place = document.places.of(("rules", code, *path))
            yield Fault(place, f"{code} 的 {path[-1]}：{zh}", f"{path[-1]} of {code}: {en}")
    for name, clause in document.clauses.items():
        for code in clause.get("rules", []):
            if code not in document.rules:
                zh, en = unknown(code, document.rules)
                yield Fault(document.places.of(("clauses", name, "rules")), f"{name}：{zh}", f"{name}: {en}")
    if roles and document.head["log_role"] not in roles:
        zh, en = unknown(document.head["log_role"], roles)
        yield Fault(document.places.of(("log_role",)), f"log_role：{zh}", f"log_role: {en}")


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


def _wrong_roles(rule: dict[str, Any], roles: Sequence[str], listed: Sequence[str]) -> list[Wrong]:
    """A responsible role that nobody has, and roles of people that are none of the staff list."""
    wrong: list[Wrong] = []
    if roles and rule.get("role") not in roles:
        wrong.append((("role",), *unknown(str(rule.get("role")), roles)))
    for path, part, _ in _parts(rule):
        for key in ("roles", "everyone"):
            wrong += [((*path, key), *unknown(str(role), listed)) for role in part.get(key, []) if role not in listed]
    return wrong


def _blank_starts(rule: dict[str, Any], tables: Tables) -> list[Wrong]:
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


def lacking(rule: Rule, tables: Tables) -> Iterator[Wrong]:
    """Tables and facts that the checks of a rule need and the procedure has not."""
    facts = facts_of(tables)
    for i, check in enumerate(rule.checks):
        for name in own_tables(check):
            if name in tables and tables[name].facts:
                zh = f"“{tables[name].sheet}”是项目基本情况，没有可核查的行"
                yield (("checks", i), zh, f"{name} holds the facts of the project, no rows to be checked")
        for name in _facts(rule, check):
            if name not in facts.fields:
                yield (("checks", i), *_no(f"“{facts.sheet}”的字段", "fact", name, facts.fields))


def _no(what: str, what_en: str, name: str, known: Iterable[str]) -> tuple[str, str]:
    zh, en = unknown(name, known)
    mend, mend_en = "请在 tables.yaml 中加上", "add it in tables.yaml"
    return f"这里需要{what} {name}：{zh}；{mend}", f"this needs the {what_en} {name}: {en}; {mend_en}"


def _facts(rule: Rule, check: Any) -> Iterator[str]:
    """The facts of the project that decide whether anything is owed."""
    if KINDS[check.kind].takeover:
        yield SERVICE[0]
    if check.applies.ownership:
        yield OWNERSHIP[0]
    if check.applies.fee_model:
        yield FEE_MODEL
    if any(getattr(one, name, False) for one in whole(check) for name in ("needs_committee", "if_committee")):
        yield COMMITTEE
    if getattr(check, "hotline", False):
        yield HOTLINE
    if KINDS[check.kind].sized(rule, check):
        yield HOUSEHOLDS
