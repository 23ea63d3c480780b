"""findings.json: every judgement, passes too, one a line, written as a stream (spec: logs.md, What comes out)."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from clausecheck.nouns.model import Audit, Cell, FileRead, Finding, NumberUsed, Say, SheetRead, Unknown, Unread
from clausecheck.wording import LANGS, subject_in_words, word

SCHEMA = 2
BARE = ("pass", "not_applicable")
"""Verdicts that carry only code, subject, verdict and cells."""


def write_findings(audit: Audit, target: Path) -> None:
    """Writes findings.json. The same audit gives the same bytes."""
    with target.open("w", encoding="utf-8", newline="\n") as stream:
        for piece in pieces(audit):
            stream.write(piece)


def read_fails(written: Path) -> dict[str, Any]:
    """The head of a findings.json that `write_findings` wrote, and of its findings the fails alone: what a summary
    needs, without a large file in memory."""
    with written.open(encoding="utf-8") as stream:
        head: dict[str, Any] = json.loads(next(stream).rstrip(",\n") + "}")
        next(stream)
        return {**head, "findings": [json.loads(line.rstrip(",\n")) for line in stream if '"verdict": "fail"' in line]}


def pieces(audit: Audit) -> Iterator[str]:
    """The text of findings.json, piece by piece."""
    head = {
        "schema": SCHEMA,
        "project": audit.project["code"],
        "period": str(audit.period),
        "as_of": audit.as_of.isoformat(),
        "rulebook": {"id": audit.rulebook.id, "edition": audit.rulebook.edition, "sha256": audit.rulebook.sha256},
        "inputs": [*(_input(file, audit) for file in audit.files), *map(_unread, audit.unread)],
        "tally": audit.tally,
        "tally_logs": audit.tally_logs,
        "score": audit.score,
        "facts": {name: _plain(value) for name, value in audit.project.items()},
        "notes": [_both(note) for note in audit.notes],
        "remarks": [{"kind": one.kind, **_place(one.cell), "text": _both(one.text)} for one in audit.remarks],
        "set_aside": [
            {"file": row.file, "sheet": row.sheet, "row": row.row, "reason": _both(row.reason)}
            for row in audit.set_aside
        ],
    }
    yield _json(head)[:-1] + ',\n"findings": ['
    for i, finding in enumerate(audit.findings):
        yield ("\n" if i == 0 else ",\n") + _json(as_record(finding, audit))
    yield "\n]}\n"


def as_record(finding: Finding, audit: Audit) -> dict[str, Any]:
    """A finding of the audit as it stands in findings.json."""
    if finding.verdict in BARE:
        cells = [_place(cell) for cell in finding.cells]
        return {"code": finding.code, "subject": finding.subject, "verdict": finding.verdict, "cells": cells}
    zh, en = (message(finding, lang) for lang in ("zh", "en"))
    return {
        "code": finding.code,
        "clause": finding.clause,
        "subject": finding.subject,
        "about": {lang: subject_in_words(finding, audit.rulebook, lang) for lang in LANGS},
        "verdict": finding.verdict,
        **({"remark": True} if finding.remark else {}),
        "reason": finding.reason,
        "due": finding.due.isoformat() if finding.due else None,
        "severity": finding.severity,
        "role": finding.role,
        "required": word(finding.required, "zh") if finding.required else "",
        "found": found(finding, "zh"),
        "mend": _both(finding.mend),
        "action": _both(finding.action),
        "cells": [{**_place(cell), "value": audit.texts.get(cell, "")} for cell in finding.cells],
        "numbers": [_number(number) for number in finding.numbers],
        "assumptions": [
            f"{number.rule}.{number.name} = {number.zh}" for number in finding.numbers if number.source == "assumption"
        ],
        "message": {"zh": zh, "en": en},
        "fingerprint": finding.fingerprint,
        **({"waiver": finding.waiver} if finding.waiver else {}),
    }


def _place(cell: Cell) -> dict[str, str]:
    return {"file": cell.file, "sheet": cell.sheet, "cell": cell.cell}


def _both(said: Say | None) -> dict[str, str]:
    """A sentence in both languages; nothing said is an empty text."""
    return {lang: word(said, lang) if said else "" for lang in LANGS}


def found(finding: Finding, lang: str) -> str:
    """What was found, in one line."""
    return ("；" if lang == "zh" else "; ").join(word(said, lang) for said in finding.found)


def message(finding: Finding, lang: str) -> str:
    """The whole finding in one sentence: what is required, what was found, and what would have passed."""
    required = word(finding.required, lang) if finding.required else ""
    said = found(finding, lang)
    mend = word(finding.mend, lang) if finding.mend else ""
    if lang == "zh":
        return f"{required}。实际：{said}。" + (f"应达到：{mend}。" if mend else "")
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


def _unread(one: Unread) -> dict[str, Any]:
    """A file or folder that was handed in and not read, and why."""
    return {"file": one.file, "sha256": None, "sheets": [], "why": _both(one.why)}


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
                "rows_further": 0,
            }
        ]
    return [
        {
            "sheet": c.sheet,
            "table": c.table,
            "rows_read": c.rows_read,
            "rows_judged": c.rows_judged,
            "rows_set_aside": c.rows_set_aside,
            "rows_further": c.rows_further,
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
