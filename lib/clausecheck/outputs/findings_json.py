"""findings.json: every judgement, passes too, one a line, written as a stream (spec: logs.md, What comes out)."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from clausecheck.model import Audit, FileRead, Finding, NumberUsed, SheetRead, Unknown
from clausecheck.wording import word

BARE = ("pass", "not_applicable")
"""Verdicts that carry only code, subject, verdict and cells."""


def write_findings(audit: Audit, target: Path) -> None:
    """Writes findings.json. The same audit gives the same bytes."""
    with target.open("w", encoding="utf-8", newline="\n") as stream:
        for piece in pieces(audit):
            stream.write(piece)


def pieces(audit: Audit) -> Iterator[str]:
    """The text of findings.json, piece by piece."""
    head = {
        "schema": 1,
        "project": audit.project["code"],
        "period": str(audit.period),
        "as_of": audit.as_of.isoformat(),
        "rulebook": {"id": audit.rulebook.id, "edition": audit.rulebook.edition, "sha256": audit.rulebook.sha256},
        "inputs": [_input(file, audit) for file in audit.files],
        "tally": audit.tally,
        "score": audit.score,
        "facts": {name: _plain(value) for name, value in audit.project.items()},
        "notes": [{lang: word(note, lang) for lang in ("zh", "en")} for note in audit.notes],
        "set_aside": [
            {
                "file": row.file,
                "sheet": row.sheet,
                "row": row.row,
                "reason": {"zh": word(row.reason, "zh"), "en": word(row.reason, "en")},
            }
            for row in audit.set_aside
        ],
    }
    yield _json(head)[:-1] + ',\n"findings": ['
    for i, finding in enumerate(audit.findings):
        yield ("\n" if i == 0 else ",\n") + _json(as_record(finding))
    yield "\n]}\n"


def as_record(finding: Finding) -> dict[str, Any]:
    """A finding as it stands in findings.json."""
    cells = [{"file": cell.file, "sheet": cell.sheet, "cell": cell.cell} for cell in finding.cells]
    if finding.verdict in BARE:
        return {"code": finding.code, "subject": finding.subject, "verdict": finding.verdict, "cells": cells}
    zh, en = (message(finding, lang) for lang in ("zh", "en"))
    return {
        "code": finding.code,
        "clause": finding.clause,
        "subject": finding.subject,
        "verdict": finding.verdict,
        "reason": finding.reason,
        "due": finding.due.isoformat() if finding.due else None,
        "severity": finding.severity,
        "role": finding.role,
        "required": word(finding.required, "zh") if finding.required else "",
        "found": found(finding, "zh"),
        "mend": {"zh": word(finding.mend, "zh"), "en": word(finding.mend, "en")} if finding.mend else None,
        "cells": cells,
        "numbers": [_number(number) for number in finding.numbers],
        "assumptions": [
            f"{number.rule}.{number.name} = {number.zh}" for number in finding.numbers if number.source == "assumption"
        ],
        "message": {"zh": zh, "en": en},
        "fingerprint": finding.fingerprint,
        **({"waiver": finding.waiver} if finding.waiver else {}),
    }


def found(finding: Finding, lang: str) -> str:
    """What was found, in one line."""
    return ("；" if lang == "zh" else "; ").join(word(said, lang) for said in finding.found)


def message(finding: Finding, lang: str) -> str:
    """The whole finding in one sentence: what is required, what was found, and the smallest change that would pass."""
    required = word(finding.required, lang) if finding.required else ""
    said = found(finding, lang)
    mend = word(finding.mend, lang) if finding.mend else ""
    if lang == "zh":
        return f"{required}。实际：{said}。" + (f"合格条件：{mend}。" if mend else "")
    return f"{required}. Found: {said}." + (f" To pass: {mend}." if mend else "")


def _number(number: NumberUsed) -> dict[str, Any]:
    since = number.since.isoformat() if number.since else None
    return {
        "name": f"{number.rule}.{number.name}",
        "value": {"zh": number.zh, "en": number.en},
        "source": number.source,
        "since": since,
    }


def _input(file: FileRead, audit: Audit) -> dict[str, Any]:
    return {
        "file": file.file,
        "sha256": file.sha256,
        "sheets": [entry for sheet in file.sheets for entry in _sheets(sheet, audit)],
    }


def _sheets(sheet: SheetRead, audit: Audit) -> list[dict[str, Any]]:
    """One entry for each table on a sheet; a sheet that is no known table says why."""
    if sheet.table is None:
        return [
            {
                "sheet": sheet.sheet,
                "table": None,
                "why": sheet.why,
                "rows_read": 0,
                "rows_judged": 0,
                "rows_set_aside": 0,
            }
        ]
    return [
        {
            "sheet": c.sheet,
            "table": c.table,
            "rows_read": c.rows_read,
            "rows_judged": c.rows_judged,
            "rows_set_aside": c.rows_set_aside,
        }
        for c in audit.counts
        if (c.file, c.sheet, c.table) == (sheet.file, sheet.sheet, sheet.table)
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, Unknown):
        return {"unreadable": value.raw, "code": value.code}
    return value if isinstance(value, str | int) else str(value)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))
