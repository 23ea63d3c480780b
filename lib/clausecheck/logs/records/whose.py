"""Whose a row is (reading 48): an export of a call centre holds every project of the company."""

from clausecheck.logs.records.setting_aside import Aside
from clausecheck.nouns.model import Logs, Row, say
from clausecheck.nouns.records import dataclass
from clausecheck.nouns.text import same_key

BETWEEN = "；"
"""Between the texts of several columns that say one thing."""


@dataclass(frozen=True, slots=True)
class Project:
    """The codes and names that 项目信息 gives, as `same_key` writes them; empty where it gives none."""

    codes: frozenset[str]
    names: frozenset[str]


def project_of(logs: Logs) -> Project:
    """This project, as far as 项目信息 names it."""
    given: dict[str, set[str]] = {"code": set(), "name": set()}
    for row in logs.rows(logs.facts):
        content = row.get("content")
        if row.get("item") in given and isinstance(content, str):
            given[row.values["item"]].add(same_key(content))
    return Project(frozenset(given["code"]), frozenset(given["name"]))


def other_project(row: Row, project: Project) -> str:
    """The project a row belongs to if that is another one, as the row writes it; "" for this project's.

    Where both the row and 项目信息 have a code, the code decides; else the name: spelled alike, or one within the other.
    """
    code, name = row.values.get("project_code"), row.values.get("project_name")
    if code and project.codes:
        return "" if same_key(code) in project.codes else " ".join(filter(None, (code, name)))
    if not name or not project.names:
        return ""
    for written in name.split(BETWEEN):
        key = same_key(written)
        if any(key in own or own in key for own in project.names):
            return ""
    return str(name)


def rows_of_others(logs: Logs, project: Project) -> Aside:
    """Every row of another project, with the reason."""
    return [
        (row, say("aside.other_project", place=name))
        for block in logs.blocks
        if block.table != logs.facts
        for row in block.rows
        if (name := other_project(row, project))
    ]


def sheets_of_others(logs: Logs, others: Aside) -> set[tuple[str, str, str]]:
    """File, sheet and table of the sheets that hold only rows of other projects: as if they had not been handed in."""
    touched = {(row.file, row.sheet, row.table) for row, _ in others}
    out = {row.key for row, _ in others}
    left = {(row.file, row.sheet, row.table) for block in logs.blocks for row in block.rows if row.key not in out}
    return touched - left
