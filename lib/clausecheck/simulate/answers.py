"""What a project is known to deserve: each planted breach, and what follows from it, with its subject as an audit names it."""

from typing import Any

from clausecheck.procedure.shipped import our_tables
from clausecheck.simulate.draft import Draft, Planted, Row

Places = dict[int, tuple[str, str, int, dict[str, str]]]
"""id of a row -> file, sheet, row number, column letters: how a planted breach is named."""


def planted_list(draft: Draft, places: Places) -> list[dict[str, Any]]:
    """The breaches with their subjects as the audit names them, in the order of code and subject."""
    named = [
        {
            "code": one.code,
            "subject": _subject(draft, one, places),
            "verdict": one.verdict,
            "why_zh": one.why_zh,
            "why_en": one.why_en,
        }
        | ({"way": one.way, "amount": one.amount, "follows": one.follows} if one.way else {})
        for one in draft.planted
    ]
    return sorted(named, key=lambda entry: (entry["code"], entry["subject"]))


def _subject(draft: Draft, one: Planted, places: Places) -> str:
    if isinstance(one.subject, str):
        return one.subject
    if isinstance(one.subject, tuple):
        row, field = one.subject
        _, sheet, number, columns = places[id(row)]
        return f"{sheet}!{columns[field]}{number}"
    return _row_subject(draft, one.subject, places)


def _row_subject(draft: Draft, row: Row, places: Places) -> str:
    """A row's id; its sheet and row number where it has none, or shares it (reading 17)."""
    for name, rows in draft.tables.items():
        if any(row is other for other in rows):
            key = our_tables()[name].id
            identifier = row.get(key) if key else None
            if identifier and name != "households" and sum(other.get(key) == identifier for other in rows) == 1:
                return str(identifier)
    _, sheet, number, _ = places[id(row)]
    return f"{sheet}#{number}"
