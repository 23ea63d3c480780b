"""findings.json: every judgement, passes too, one a line, written as a stream (spec: logs.md, What comes out)."""

import json
from collections.abc import Callable, Iterator
from functools import lru_cache
from json.encoder import encode_basestring
from pathlib import Path
from typing import Any, NamedTuple, cast

from clausecheck.audit.certain import Certain, Ground
from clausecheck.nouns.model import Audit, Cell, FileRead, Finding, NumberUsed, Say, SheetRead, Unknown, Unread
from clausecheck.wording import LANGS, subject_in_words, word

SCHEMA = 2
TOGETHER = 500
"""Lines that are written at once."""
BARE = ("pass", "not_applicable")
"""Verdicts that carry only code, subject, verdict and cells."""
PLACE = "#"
"""Stands in the subject of a row that goes by its place."""


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
        "identities": _identities(audit),
    }
    yield _json(head)[:-1] + ',\n"findings": ['
    line_of, between = line_writer(audit), "\n"
    for start in range(0, len(audit.findings), TOGETHER):
        yield between + ",\n".join([line_of(one) for one in audit.findings[start : start + TOGETHER]])
        between = ",\n"
    yield "\n]}\n"


def _identities(audit: Audit) -> dict[str, dict[str, str]]:
    """Code -> subject -> identity of what passes, or does not apply, and goes by its place: its line carries no more than its
    address, and by that alone a later audit does not know it again."""
    known: dict[str, dict[str, str]] = {}
    for finding in audit.findings if audit.lines else ():
        if PLACE in finding.subject and finding.verdict in BARE and finding.row is not None:
            known.setdefault(finding.code, {})[finding.subject] = audit.lines.identity(finding.code, finding.row, "")
    return known


def line_writer(audit: Audit) -> Callable[[Finding], str]:
    """Writes findings as `as_record` has them. What certain findings of one ground and one block of rows have in common
    is made once; only the subject and the number of the row are put in."""
    known: dict[Ground, dict[int, _Common]] = {}

    def line(finding: Finding) -> str:
        if not isinstance(finding, Certain):
            return _bare(finding) if finding.verdict in BARE else _json(as_record(finding, audit))
        row = finding.row
        if row.pieces:  # no certain finding rests on a row with values from elsewhere
            return _bare(cast(Finding, finding))
        of_ground = known.get(finding.ground)
        if of_ground is None:
            of_ground = known[finding.ground] = {}
        common = of_ground.get(id(row.columns))
        if common is None or common.sheet != row.sheet or common.file != row.file:
            common = of_ground[id(row.columns)] = _common(finding)
        return f"{common.head}{_text(finding.subject)}{str(row.number).join(common.rest)}"

    return line


class _Common(NamedTuple):
    """The line of a certain finding up to its subject, and what follows, cut where the number of the row stands."""

    file: str
    sheet: str
    head: str
    rest: list[str]


def _common(finding: Certain) -> _Common:
    row, columns = finding.row, finding.row.columns
    letters = dict.fromkeys(columns[name] for name in finding.ground.sure.fields if name in columns)
    cut = [_json(_place(Cell(row.file, row.sheet, one)))[:-2] for one in letters]  # up to the letters of the address
    rest = f', "verdict": {_json(finding.verdict)}, "cells": ['
    pieces = [rest + cut[0], *(f'"}}, {one}' for one in cut[1:]), '"}]}'] if cut else [rest + "]}"]
    return _Common(row.file, row.sheet, f'{{"code": {_json(finding.code)}, "subject": ', pieces)


def _bare(finding: Finding) -> str:
    """The line of a finding without words; one on a window may cite thousands of cells."""
    places: dict[tuple[str, str], str] = {}
    cells = []
    for cell in finding.cells:
        place = places.get(cell[:2]) or places.setdefault(cell[:2], _json(_place(Cell(*cell[:2], "")))[:-2])
        cells.append(f'{place}{cell.cell}"}}')
    said = f'{{"code": {_text(finding.code)}, "subject": {_text(finding.subject)}, "verdict": "{finding.verdict}", '
    return f'{said}"cells": [{", ".join(cells)}]}}'


def as_record(finding: Finding, audit: Audit) -> dict[str, Any]:
    """A finding of the audit as it stands in findings.json."""
    if finding.verdict in BARE:
        cells = [_place(cell) for cell in finding.cells]
        return {"code": finding.code, "subject": finding.subject, "verdict": finding.verdict, "cells": cells}
    zh, en = (_worded(finding, lang) for lang in LANGS)
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
        "required": zh.required,
        "found": zh.found,
        "mend": {"zh": zh.mend, "en": en.mend},
        "action": _both(finding.action),
        "cells": [_cited(cell, audit) for cell in finding.cells],
        "numbers": [_number(number) for number in finding.numbers],
        "assumptions": [
            f"{number.rule}.{number.name} = {number.zh}" for number in finding.numbers if number.source == "assumption"
        ],
        "message": {"zh": _message(zh, "zh"), "en": _message(en, "en")},
        "fingerprint": finding.fingerprint,
        **_known_by(finding, audit),
        **({"waiver": finding.waiver} if finding.waiver else {}),
    }


def _cited(cell: Cell, audit: Audit) -> dict[str, str]:
    """A cell with what it shows and, of a value, its field (a header has none)."""
    table, name = audit.fields.get(cell, ("", ""))
    return {**_place(cell), "value": audit.texts.get(cell, ""), **({"field": f"{table}.{name}"} if name else {})}


def _known_by(finding: Finding, audit: Audit) -> dict[str, Any]:
    """By what a later audit knows the finding again: its identity, the column of a fault, and what its row says."""
    known: dict[str, Any] = {"identity": finding.identity}
    if finding.column:
        known["column"] = finding.column
    if finding.row and audit.lines:
        line = audit.lines.of(finding.row)
        known["row"] = {
            "table": line.table,
            "file": line.file,
            "sheet": line.sheet,
            "row": line.number,
            "id": line.id,
            "says": dict(line.said),
        }
    return known


def _place(cell: Cell) -> dict[str, str]:
    return {"file": cell.file, "sheet": cell.sheet, "cell": cell.cell}


def _both(said: Say | None) -> dict[str, str]:
    """A sentence in both languages; nothing said is an empty text."""
    return {lang: word(said, lang) if said else "" for lang in LANGS}


def found(finding: Finding, lang: str) -> str:
    """What was found, in one line."""
    return ("；" if lang == "zh" else "; ").join(word(said, lang) for said in finding.found)


class _Worded(NamedTuple):
    """What a finding says in one language."""

    required: str
    found: str
    mend: str


def _worded(finding: Finding, lang: str) -> _Worded:
    required = _required(finding.required, lang) if finding.required else ""
    return _Worded(required, found(finding, lang), word(finding.mend, lang) if finding.mend else "")


@lru_cache(1000)
def _required(said: Say, lang: str) -> str:
    """Thousands of findings share what a rule requires."""
    return word(said, lang)


def _message(said: _Worded, lang: str) -> str:
    """The whole finding in one sentence: what is required, what was found, and what would have passed."""
    if lang == "zh":
        return f"{said.required}。实际：{said.found}。" + (f"应达到：{said.mend}。" if said.mend else "")
    return f"{said.required}. Found: {said.found}." + (f" To pass: {said.mend}." if said.mend else "")


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


_text = encode_basestring
_json = json.JSONEncoder(ensure_ascii=False, separators=(", ", ": ")).encode
