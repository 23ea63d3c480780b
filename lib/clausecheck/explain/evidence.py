"""What counts as evidence for a rule: its sheets and the columns it looks at, found from the data of its checks."""

from collections.abc import Iterator
from typing import Any

from clausecheck.evidence.facts import COMMITTEE, FEE_MODEL, HOTLINE, HOUSEHOLDS, OWNERSHIP, SERVICE
from clausecheck.evidence.staff import ROLE, UNTIL
from clausecheck.kinds import KINDS
from clausecheck.kinds.language import uses, whole
from clausecheck.procedure.rule import Rule
from clausecheck.procedure.tables import Tables, TableSpec, facts_of

Columns = dict[str, tuple[str, ...]]
"""Table -> its fields, in the order of the forms."""


def columns_of(rule: Rule, tables: Tables) -> Columns:
    """Every sheet a rule looks at with its columns, sheets and columns in the order of the forms."""
    found: dict[str, set[str]] = {}
    for check in rule.checks:
        for table, field in _of_check(rule, check, tables):
            found.setdefault(table, set()).add(field)
    return {
        name: tuple(key for key in spec.fields if key in found[name]) for name, spec in tables.items() if name in found
    }


def _of_check(rule: Rule, check: Any, tables: Tables) -> Iterator[tuple[str, str]]:
    yield from ((facts_of(tables).name, name) for name in _facts(rule, check))
    for use in (use for shape in whole(check) for use in uses(shape, check.table)):
        if use.means.what == "column":
            yield from ((use.table, field) for field in use.names)
            yield from ((use.table, field) for values in use.values for field in values)
        elif use.means.what == "table":
            yield from ((name, tables[name].key_date) for name in use.names if not use.means.needed)
            yield from _own(check, use.names, tables) if use.means.needed else ()
    if getattr(check, "trigger", None):
        yield check.trigger.table, check.trigger.date or tables[check.trigger.table].key_date
    if _counts_households(rule, check):
        yield from ((name, field) for name, spec in tables.items() for field in _register(spec))


def _own(check: Any, names: tuple[str, ...], tables: Tables) -> Iterator[tuple[str, str]]:
    """The columns of sheets that a check cannot do without: the required ones, who is in post until when, and the
    identifier of its own."""
    for name in names:
        spec = tables[name]
        yield from ((name, field) for field in spec.required)
        if {ROLE, UNTIL} <= spec.fields.keys():
            yield name, UNTIL
        if spec.id and name not in check.needs:
            yield name, spec.id


def _register(spec: TableSpec) -> list[str]:
    """The columns of the register that say how many households there are: which, and since when."""
    if not spec.reference or not any(field.type == "household" for field in spec.fields.values()):
        return []
    return [key for key, field in spec.fields.items() if field.type == "household" or field.handover]


def _counts_households(rule: Rule, check: Any) -> bool:
    return check.kind == "coverage" or KINDS[check.kind].sized(rule, check)


def _facts(rule: Rule, check: Any) -> Iterator[str]:
    """The facts of the project that decide whether anything is owed."""
    if check.kind != "attested":
        yield from SERVICE
    if check.applies.ownership:
        yield from OWNERSHIP
    if check.applies.fee_model:
        yield FEE_MODEL
    if any(getattr(one, name, False) for one in whole(check) for name in ("needs_committee", "if_committee")):
        yield COMMITTEE
    if getattr(check, "hotline", False):
        yield HOTLINE
    if _counts_households(rule, check):
        yield HOUSEHOLDS
