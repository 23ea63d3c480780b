"""The words of a procedure itself: its roles, its sections, its sheets, as the identity of the rulebook carries them."""

from collections.abc import Mapping

from clausecheck.nouns.model import RulebookId

LOGS = "DAT"
"""How the codes of faults of the logs themselves begin, whatever the procedure."""


def role_name(role: str, english: Mapping[str, str], lang: str) -> str:
    """A role in a language; one whose English nobody gave as it is written. `english`: the procedure's words in English."""
    return role if lang == "zh" else english.get(role, role)


def sheet_name(table: str, about: RulebookId, lang: str) -> str:
    """The name of a table's sheet; a table that the procedure does not have by its key."""
    return about.sheets.get(table, {}).get(lang, table)


def section_of(code: str) -> str:
    """The section of a code: its letters."""
    return code.rstrip("0123456789") or code


def code_order(code: str, about: RulebookId) -> tuple[int, str, str]:
    """Sorts codes as the procedure runs; sections that it does not know come before the faults of the logs."""
    section, known = section_of(code), [name for name in about.sections if name != LOGS]
    place = known.index(section) if section in known else len(known) + (section == LOGS)
    return (place, section, code)
