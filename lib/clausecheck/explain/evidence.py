"""What counts as evidence for a rule: its sheets and the columns it looks at, found from the data of its checks."""

from collections.abc import Iterator
from typing import Any

from clausecheck.kinds.references import FIELD_LISTS, FIELD_NAMES
from clausecheck.kinds.scope import own_tables
from clausecheck.procedure.tables import tables
from clausecheck.rulebook import AnyCheck, Rule

Columns = dict[str, tuple[str, ...]]
"""Table -> its fields, in the order of the forms."""

BY_KIND: dict[str, Columns] = {
    "coverage": {
        "project": ("households",),
        "households": ("household", "handover_date"),
        "interviews": ("held_at", "household", "interviewer"),
    },
    "interview_plan": {
        "project": ("households",),
        "households": ("household", "handover_date"),
        "interview_plan": ("year", "month", "households", "made_on"),
    },
    "publicity_plan": {"publicity_plan": ("year", "topic", "month", "done_on")},
    "standing": {"postings": ("kind", "from", "until")},
    "attested": {"attestations": ("code", "by", "on", "seen", "result", "valid_until")},
}
"""Columns that a kind of check looks at by its nature, whatever the rule says."""

BY_PART: dict[str, Columns] = {
    "handled": {
        "complaints": (
            "received_at", "klass", "closed_at", "plan_at", "measures", "extended_to", "extension_told_at",
        ),
    },
    "outage_record": {
        "complaints": ("outage_record", "recorded_at"),
        "daily_records": ("id", "recorded_at", "outage_from", "outage_until"),
    },
}  # fmt: skip

BY_SHEET: dict[str, tuple[str, ...]] = {"staff": ("until",)}
"""Columns of a sheet that is looked up, besides its required ones."""


def columns_of(rule: Rule) -> Columns:
    """Every sheet a rule looks at with its columns, sheets and columns in the order of the forms."""
    found: dict[str, set[str]] = {}
    for check in rule.checks:
        for table, field in _of_check(check):
            found.setdefault(table, set()).add(field)
    ordered = {}
    for name, spec in tables().items():
        if name in found:
            ordered[name] = tuple(key for key in spec.fields if key in found[name])
    return ordered


def _of_check(check: AnyCheck) -> Iterator[tuple[str, str]]:
    yield from _facts(check)
    table = getattr(check, "table", "")
    for part in (check, *getattr(check, "parts", [])):
        for field in _named(part):
            yield table or own_tables(check)[0], field
        yield from _pairs(BY_PART.get(getattr(part, "part", ""), {}))
        if getattr(part, "part", "") == "counts":
            yield from _counted(part)
    yield from _pairs(BY_KIND.get(check.kind, {}))
    if check.kind == "standing":
        yield from _posting(check)
    for name in (*own_tables(check), *check.needs):
        yield from ((name, field) for field in (*tables()[name].required, *BY_SHEET.get(name, ())))
        if name in own_tables(check) and tables()[name].id:
            yield name, tables()[name].id
    yield from _trigger(check)


def _named(part: Any) -> Iterator[str]:
    """The fields a check or one of its parts names."""
    for attribute in FIELD_NAMES:
        if value := getattr(part, attribute, ""):
            yield value
    for attribute in FIELD_LISTS:
        yield from getattr(part, attribute, None) or []
    if getattr(part, "part", "") == "follow_up":
        yield part.due
    for attribute in ("only", "when", "match", "only_if"):
        yield from getattr(part, attribute, None) or {}
    if getattr(part, "part", "") != "counts":
        yield from getattr(part, "where", None) or {}
    for other in (getattr(part, "unless", None) or {}).values():
        yield from other


def _counted(part: Any) -> Iterator[tuple[str, str]]:
    yield part.table, tables()[part.table].key_date
    yield from ((part.table, field) for field in part.where)


def _trigger(check: AnyCheck) -> Iterator[tuple[str, str]]:
    trigger = getattr(check, "trigger", None)
    if trigger is not None:
        key = tables()[trigger.table].key_date or "handover_date"
        yield from ((trigger.table, field) for field in (key, *trigger.where))


def _posting(check: Any) -> Iterator[tuple[str, str]]:
    if check.contents or check.everyone or check.hotline:
        yield "postings", "contents"
    if check.each_place or check.one_place:
        yield "postings", "place"


def _facts(check: AnyCheck) -> Iterator[tuple[str, str]]:
    """The facts of the project that decide whether anything is owed."""
    if check.kind != "attested":
        yield from (("project", "takeover_date"), ("project", "exit_date"))
    if check.applies.ownership:
        yield from (("project", "ownership"), ("project", "owners"))
    if check.applies.fee_model:
        yield "project", "fee_model"
    committee = [getattr(part, "only_with_committee", False) for part in getattr(check, "parts", [])]
    if getattr(check, "committee_needed", False) or any(committee):
        yield "project", "committee_since"
    if getattr(check, "hotline", False):
        yield "project", "hotline"


def _pairs(columns: Columns) -> Iterator[tuple[str, str]]:
    for table, fields in columns.items():
        yield from ((table, field) for field in fields)
