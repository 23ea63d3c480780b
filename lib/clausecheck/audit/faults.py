"""What is wrong with the logs themselves, as findings (DAT): one for each cell, column or count. A code without a fault
yields nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from clausecheck.evidence import BEFORE_COVERED, Evidence
from clausecheck.kinds import unknown_codes
from clausecheck.nouns.model import Block, Cell, CellFault, Finding, Logs, Row, Say, say
from clausecheck.procedure.tables import FieldSpec, TableSpec
from clausecheck.rulebook import Procedure, Rule

from .findings import edition_of, fingerprint
from .lines import Lines, digest

NOTES = {
    "no_year_fits": "dat.DAT01_no_year",
    "year_from_period": "dat.DAT10_year",
    "year_from_row": "dat.DAT10_year_row",
    "year_from_title": "dat.DAT10_year_title",
    "order_from_column": "dat.DAT10_order_column",
    "order_from_period": "dat.DAT10_order_period",
    "two_values": "dat.DAT07_two",
    "several_years_fit": "dat.DAT10_several",
    "error_value": "dat.DAT08_error",
    "no_stored_value": "dat.DAT08_formula",
    "no_such_rule": "dat.DAT07_rule",
}
USED = ("year_from_period",)
"""Notes that say the value was used all the same (reading 65)."""
REASONS = (*NOTES, "fits_several", "not_on_register", BEFORE_COVERED)
"""Notes that say why a cell is at fault; of the others (a field, a count) the code says enough."""
DATES = ("when", "day", "month", "quarter", "year", "span")


def faults_as_findings(book: Procedure, logs: Logs, evidence: Evidence, lines: Lines) -> list[Finding]:
    """Every DAT finding, ordered by code and by place as read."""
    faults = [*evidence.faults, *unknown_codes(book.rules, evidence)]
    faulty: dict[tuple[str, str], set[int]] = {}
    for fault in faults:
        faulty.setdefault((fault.cell.file, fault.cell.sheet), set()).add(_row_number(fault.cell))
    at = {
        (row.file, row.sheet, f"{letters}{number}"): row
        for block in logs.blocks
        for row in block.rows
        if (here := faulty.get((row.file, row.sheet))) and (row.number in here or row.further)
        for number in (row.number, *row.further)
        if number in here
        for letters in row.columns.values()
    }
    judged = lines.as_judged(at.values())
    found: dict[tuple[str, str], Finding] = {}
    for fault in faults:
        row = at.get(fault.cell)
        finding = _cell_finding(book.rules[fault.code], fault, row, evidence)
        about = judged.get(row.key) if row else None
        finding = replace(finding, row=about, identity=_identity(fault, about, lines))
        found.setdefault((finding.code, finding.subject), finding)
    for finding in _absent_columns(book.rules["DAT05"], logs, evidence):
        found.setdefault((finding.code, finding.subject), finding)
    return sorted(found.values(), key=lambda finding: finding.code)


def _identity(fault: CellFault, row: Row | None, lines: Lines) -> str:
    """A fault is known by its column and its row; outside of any row by what its cell shows, never by where it stands."""
    code = f"{fault.code}.{fault.table}.{fault.field}"
    return lines.identity(code, row, "") if row else digest(code, fault.raw)


def _cell_finding(rule: Rule, fault: CellFault, row: Row | None, evidence: Evidence) -> Finding:
    cell, specs = fault.cell, evidence.procedure.tables
    field = specs[fault.table].field(fault.field).said
    place = f"{evidence.names.sheet(cell.file, cell.sheet)}!{cell.cell}"
    subject = "project" if fault.code == "DAT09" else place
    return Finding(
        code=rule.code, clause=rule.clause, subject=subject, verdict="fail", reason=_reason(fault),
        severity=rule.severity, role=rule.role, required=edition_of(rule, evidence.as_of).required,
        found=(_said(fault, field, specs[fault.table], evidence),), mend=_mend(fault, specs[fault.table]),
        cells=(fault.first, cell) if fault.first else (cell,), at=(cell,),
        remark=fault.remark or fault.note in USED, column=f"{fault.table}.{fault.field}",
        fingerprint=fingerprint(evidence, f"{rule.code}.{fault.table}.{fault.field}", row, f"{subject}#" if row else subject),
    )  # fmt: skip


def _row_number(cell: Cell) -> int:
    return int("".join(char for char in cell.cell if char.isdigit()))


def _reason(fault: CellFault) -> str:
    note = fault.note.partition(":")[0]
    return note if note in REASONS else fault.code


def _said(fault: CellFault, field: Say, spec: TableSpec, evidence: Evidence) -> Say:
    words = {"field": field, "raw": fault.raw}
    match fault.code:
        case "DAT02":
            note, _, parts = fault.note.partition(":")
            key = {"fits_several": "dat.DAT02_several"}.get(
                note, "dat.DAT02" if parts == fault.raw else "dat.DAT02_parts"
            )
            return say(key, **words, parts=parts)
        case "DAT03":
            return say("dat.DAT03", **words, first=_place(fault.first, fault.cell, evidence))
        case "DAT04":
            return say("dat.DAT04", **words, as_of=evidence.as_of.isoformat())
        case "DAT06" if fault.note.startswith(BEFORE_COVERED):
            return say("dat.DAT06_covered", **words, period=Say(f"period:{fault.note.partition(':')[2]}"))
        case "DAT06":
            other = evidence.procedure.tables[fault.other_table or fault.table].fields[fault.note]
            return say("dat.DAT06", **words, other=other.said)
        case "DAT07" if fault.note != "no_such_rule":
            key = NOTES.get(fault.note, "dat.DAT07")
            return say(key, **words, choices=tuple(value for value, _ in spec.field(fault.field).choices))
        case "DAT09":
            return say("dat.DAT09", raw=fault.raw, counted=fault.note)
    return say(NOTES.get(fault.note, f"dat.{fault.code}"), **words)


def _place(first: Cell | None, cell: Cell, evidence: Evidence) -> str:
    """A cell as one says it from another: by its address alone on the same sheet."""
    if first is None:
        return "—"
    here = (first.file, first.sheet) == (cell.file, cell.sheet)
    return first.cell if here else f"{evidence.names.sheet(first.file, first.sheet)}!{first.cell}"


def _mend(fault: CellFault, spec: TableSpec) -> Say:
    kind = spec.field(fault.field).type
    if kind in DATES and fault.code in ("DAT01", "DAT10"):
        return say(f"dat.mend.{'date' if kind in ('when', 'day') else kind}")
    return say(f"dat.mend.{_reason(fault)}")


def _absent_columns(rule: Rule, logs: Logs, evidence: Evidence) -> Iterator[Finding]:
    """Columns (and items of 项目信息) a rule needs that are absent, on sheets that are there (reading 18)."""
    for block in _in_order(logs.blocks):
        spec = evidence.procedure.tables[block.table]
        absent = frozenset(spec.fields) - frozenset(evidence.facts.cells) if spec.facts else block.absent
        for name, field in spec.fields.items():
            if name not in absent or name in block.ambiguous or _may_lack(field, spec.facts):
                continue  # two columns that could each be it are not none (reading 57)
            subject = f"{evidence.names.sheet(block.file, block.sheet)}/{field.header}"
            yield Finding(
                code=rule.code, clause=rule.clause, subject=subject, verdict="fail", reason="absent", severity=rule.severity,
                role=rule.role, required=edition_of(rule, evidence.as_of).required, **_said_of_column(block, field, spec.facts),
                fingerprint=fingerprint(evidence, rule.code, None, subject),
                column=f"{block.table}.{name}", identity=digest(rule.code, block.table, name),
            )  # fmt: skip


def _may_lack(field: FieldSpec, fact: bool) -> bool:
    """Whether its absence is not remarked: nobody needs it, or it is a fact that may be blank (reading 62)."""
    return not field.required if fact else field.need == "°"


def _said_of_column(block: Block, field: FieldSpec, fact: bool) -> dict[str, Any]:
    """What is found, how to mend it and where to look: a column that is not there, or an item of the facts."""
    return {
        "found": (say("dat.DAT05_fact" if fact else "dat.DAT05", field=field.said),),
        "mend": say("dat.mend.fact" if fact else "dat.mend.column"),
        "cells": tuple(block.headers.values()),
    }


def _in_order(blocks: Iterable[Block]) -> list[Block]:
    return sorted(blocks, key=lambda block: (block.file, block.sheet))
