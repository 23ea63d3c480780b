"""certificate.json: what every judgement rests on, passes too, for somebody who checks the audit without this program.

It is made of the audit and its evidence alone: which column of each sheet was read as which field, every row with its cells as
they stand and as they were read, what became of each row, what was searched in vain, and of each judgement its cells, the
rows these lie in and its numbers. `verify.py` holds it against the workbooks.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from clausecheck.evidence import Evidence, Table
from clausecheck.nouns.model import Audit, Block, Cell, Finding, NumberUsed, Row, SetAside, Unknown
from clausecheck.wording import LANGS, word

SCHEMA = 1
NAME = "certificate.json"
TOGETHER = 500
"""Lines that are written at once."""


def write_certificate(audit: Audit, findings: Path, target: Path) -> None:
    """Writes the certificate of an audit whose findings.json stands at `findings`. The same audit gives the same bytes.

    Raises ValueError for a masked audit, which has nothing left to check by.
    """
    if audit.lines is None:
        raise ValueError("a masked audit has no certificate")
    digest = hashlib.sha256(findings.read_bytes()).hexdigest()
    with target.open("w", encoding="utf-8", newline="\n") as stream:
        for piece in _pieces(audit, audit.lines.evidence, digest):
            stream.write(piece)


def _pieces(audit: Audit, evidence: Evidence, digest: str) -> Iterator[str]:
    head = {
        "schema": SCHEMA,
        "project": audit.project["code"],
        "period": str(audit.period),
        "as_of": audit.as_of.isoformat(),
        "rulebook": {"id": audit.rulebook.id, "edition": audit.rulebook.edition, "sha256": audit.rulebook.sha256},
        "findings_sha256": digest,
        "facts": _facts(evidence),
        "sheets": [_sheet(block) for table in evidence.tables.values() for block in table.blocks],
        "searched_in_vain": _in_vain(evidence),
        "rules": _subjects(audit),
    }
    yield _json(head)[:-1]
    aside = {(one.file, one.sheet, one.row): one for one in audit.set_aside}
    written = {
        fault.cell: fault.raw for fault in evidence.faults if fault.raw
    }  # a date without its year, before it had one
    yield from _list("rows", (_row(row, aside, written) for row in _rows(evidence)))
    yield from _list("judgements", (_judgement(one, evidence) for one in audit.findings))
    yield "}\n"


def _list(name: str, records: Iterator[dict[str, Any]]) -> Iterator[str]:
    """A list of the document, a record a line."""
    yield f",\n{_json(name)}: ["
    lines: list[str] = []
    between = "\n"
    for record in records:
        lines.append(between + _json(record))
        between = ",\n"
        if len(lines) >= TOGETHER:
            yield "".join(lines)
            lines.clear()
    yield "".join(lines) + "\n]"


def _facts(evidence: Evidence) -> dict[str, Any]:
    return {
        name: {"file": cell.file, "sheet": cell.sheet, "cell": cell.cell, "value": _value(evidence.facts.get(name))}
        for name, cell in evidence.facts.cells.items()
    }


def _sheet(block: Block) -> dict[str, Any]:
    """Where the header stands, which column is which field, and which fields have none."""
    columns = {name: {"cell": cell.cell, "title": block.titles.get(name, "")} for name, cell in block.headers.items()}
    ambiguous = {name: [cell.cell for _, cell in several] for name, several in block.ambiguous.items()}
    return {
        "file": block.file,
        "sheet": block.sheet,
        "table": block.table,
        "header_row": block.written_on,
        "columns": columns,
        "absent": sorted(block.absent),
        "ambiguous": ambiguous,
        "no_records": sorted(block.ended),
    }


def _in_vain(evidence: Evidence) -> dict[str, Any]:
    tables = evidence.tables.values()
    return {
        "sheets": [table.spec.name for table in tables if not table.handed_in],
        "columns": {table.spec.name: sorted(table.absent) for table in tables if table.handed_in and table.absent},
    }


def _subjects(audit: Audit) -> dict[str, list[str]]:
    """Every rule with all that it looked at: rows, periods, places."""
    listed: dict[str, list[str]] = defaultdict(list)
    for finding in audit.findings:
        listed[finding.code].append(finding.subject)
    return dict(listed)


def _rows(evidence: Evidence) -> Iterator[Row]:
    for table in evidence.tables.values():
        yield from _of(table)


def _of(table: Table) -> Iterator[Row]:
    """Every row of a table, those set aside too, each once, in the order of the sheets."""
    rows = {row.key: row for row in (*table.rows, *table.incomplete, *(row for row, _ in table.aside))}
    for key in sorted(rows):
        yield rows[key]


def _row(row: Row, aside: dict[tuple[str, str, int], SetAside], written: dict[Cell, str]) -> dict[str, Any]:
    away = aside.get((row.file, row.sheet, row.number))
    cells = {}
    for name in row.columns:
        if name in row.values or name in row.raw:
            value = row.values.get(name)
            raw = written.get(row.cell(name)) or row.raw.get(name, _value(value))
            cells[name] = {"cell": row.cell(name).cell, "raw": raw, "value": _value(value)}
    return {
        "table": row.table,
        "file": row.file,
        "sheet": row.sheet,
        "row": row.number,
        **({"further": row.further} if row.further else {}),
        "became": "set_aside" if away else "judged",
        **({"why": {lang: word(away.reason, lang) for lang in LANGS}} if away else {}),
        "cells": cells,
    }


def _judgement(finding: Finding, evidence: Evidence) -> dict[str, Any]:
    cells = [[cell.file, cell.sheet, cell.cell] for cell in finding.cells]
    rows = dict.fromkeys((cell.file, cell.sheet, int(cell.cell.lstrip(LETTERS) or 0)) for cell in finding.cells)
    return {
        "code": finding.code,
        "subject": finding.subject,
        "verdict": finding.verdict,
        "reason": finding.reason,
        "due": finding.due.isoformat() if finding.due else None,
        "row": [finding.row.file, finding.row.sheet, finding.row.number] if finding.row else None,
        "rows": [list(row) for row in rows],
        "cells": cells,
        "numbers": [_number(number, evidence) for number in finding.numbers],
    }


LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _number(used: NumberUsed, evidence: Evidence) -> dict[str, Any]:
    """A number with its value, unit and source, in the edition that was used."""
    listed = evidence.procedure.rules[used.rule].numbers[used.name]
    one = next(number for number in listed if number.since == used.since)
    since = one.since.isoformat() if one.since else None
    name = f"{used.rule}.{used.name}"
    return {"name": name, "value": one.value, "unit": one.unit, "source": one.source, "since": since}


def _value(value: Any) -> Any:
    """A value as it was read, in plain JSON."""
    if isinstance(value, Unknown):
        return {"unreadable": value.raw, "code": value.code}
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, tuple):
        return [str(one) for one in value]
    return getattr(value, "raw", "") or str(value)


_json = json.JSONEncoder(ensure_ascii=False).encode
