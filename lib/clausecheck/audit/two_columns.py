"""A column that is there twice is not absent: findings that need it name both columns (reading 57)."""

from dataclasses import replace

from clausecheck.evidence import Evidence, field_name
from clausecheck.kinds import Outcome
from clausecheck.nouns.model import Block, Cell, Row, Say, say

ABSENT = "undetermined.column_absent"
FIELD = "field:"
STAFF = {"post_unclear": ("role", "from", "until")}
"""Sentences on somebody's post, and the columns of the staff list that they rest on."""


def named_apart(judgement: Outcome, evidence: Evidence) -> Outcome:
    """A judgement that lacks a column, with the columns named that could each be it, where there are such."""
    keys = {key for said in judgement.found for key in _keys(said)}
    if judgement.reason != "column_absent" and keys.isdisjoint((ABSENT, *STAFF)):
        return judgement
    headers: list[Cell] = []
    found = tuple(_apart(said, judgement.row, evidence, headers) for said in judgement.found)
    if not headers:
        return judgement
    cells = tuple(dict.fromkeys((*judgement.cells, *headers)))
    reason = "column_ambiguous" if judgement.reason == "column_absent" else judgement.reason
    return replace(judgement, reason=reason, found=found, cells=cells, at=tuple(dict.fromkeys(headers)))


def _keys(said: Say) -> tuple[str, ...]:
    return tuple(one.key for one in _single(said))


def _single(said: Say) -> tuple[Say, ...]:
    return said.params[0][1] if said.key == "all" else (said,)


def _apart(said: Say, row: Row | None, evidence: Evidence, headers: list[Cell]) -> Say:
    """A sentence with the fields taken out that stand in two columns, and a sentence on each of those."""
    if said.key == "all":
        said_apart = [_apart(one, row, evidence, headers) for one in said.params[0][1]]
        return say("all", parts=tuple(single for one in said_apart for single in _single(one)))
    if said.key in STAFF:
        staff = evidence.table_for("staff")
        fields = tuple(field_name(staff.spec, name) for name in STAFF[said.key]) if staff else ()
        doubtful = say(ABSENT, fields=fields)
        named = [one for one in _single(_apart(doubtful, row, evidence, headers)) if one.key != ABSENT]
        return say("all", parts=(said, *named)) if named else said
    if said.key != ABSENT:
        return said
    apart, absent = [], []
    for field in dict(said.params)["fields"]:
        several = _columns(field, row, evidence)
        headers += [cell for _, cell in several]
        if several:
            titles = tuple(f"{title}({cell.cell})" for title, cell in several)
            apart.append(say("undetermined.column_ambiguous", field=field, titles=titles))
        else:
            absent.append(field)
    parts = ([say(ABSENT, fields=tuple(absent))] if absent else []) + apart
    return parts[0] if len(parts) == 1 else say("all", parts=tuple(parts))


def _columns(field: Say, row: Row | None, evidence: Evidence) -> tuple[tuple[str, Cell], ...]:
    """The columns that could each be a field: on the row's sheet, or on any sheet of the table."""
    table, _, name = field.key.removeprefix(FIELD).partition(".")
    blocks = evidence.tables[table].blocks if table in evidence.tables else []
    return tuple(one for block in blocks if _holds(block, row) for one in block.ambiguous.get(name, ()))


def _holds(block: Block, row: Row | None) -> bool:
    return row is None or row.table != block.table or (row.file, row.sheet) == (block.file, block.sheet)
