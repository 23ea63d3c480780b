"""The facts of a project from the rows of 项目信息."""

from typing import Any

from clausecheck.nouns.model import Cell, Logs, Unknown

CONFLICT = "DAT01"


def facts(logs: Logs) -> dict[str, Any]:
    """Field key -> value, `Unknown` where it cannot be read or two forms contradict each other; absent where blank."""
    found: dict[str, Any] = {}
    for row in logs.rows(logs.facts):
        key, value = row.values["item"], row.values.get("content")
        if value is None:
            continue
        if key in found and found[key] != value:
            found[key] = Unknown(CONFLICT, f"{_text(found[key])} / {_text(value)}")
        else:
            found[key] = value
    return found


def fact_cells(logs: Logs) -> dict[str, Cell]:
    """Field key -> the cell of its content (also where it is blank); the first that holds something."""
    cells: dict[str, Cell] = {}
    filled: set[str] = set()
    for row in logs.rows(logs.facts):
        key = row.values["item"]
        if key not in cells or (key not in filled and "content" in row.values):
            cells[key] = row.cell("content")
        if "content" in row.values:
            filled.add(key)
    return cells


def _text(value: Any) -> str:
    return value.raw if isinstance(value, Unknown) else str(value)
