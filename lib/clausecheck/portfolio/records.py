"""What is kept of each audit of a portfolio, one small file a project and period, and portfolio.json, the whole of a night.

A record is written after its result has taken its place, and names the hash of that result's manifest: so nothing that is
half written, or was altered since, is ever taken for done.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from clausecheck.disk.writing import write_whole
from clausecheck.nouns.model import Audit, Finding
from clausecheck.nouns.wordlists import LANGS
from clausecheck.results.names import safe_name
from clausecheck.wording import subject_in_words

from .listing import HOME, PORTFOLIO
from .model import Night, Project, Result, Stranger

SCHEMA = 1
MOST_DUE = 20
OPEN = ("pending", "at_risk")
REGISTER_DIFFERS = "note.register_differs"
REMEMBERED = ("code", "folder", "tally", "tally_logs", "severities", "score")
"""What a night needs of a record to its end; the rest stays in its file, for ten thousand together would fill the memory."""
MANIFEST, FINDINGS = "manifest.json", "findings.json"


def record_of(audit: Audit, folder: Path, project: Project, night: Night, key: str) -> dict[str, Any]:
    """What portfolio and month need to know of an audit whose result stands in `folder`."""
    breaches = [finding for finding in audit.findings if finding.shown_as == "fail"]
    score = audit.score or {}
    return {
        "schema": SCHEMA,
        "key": key,
        "code": str(audit.project["code"]),
        "name": _plain(audit.project.get("name")),
        "branch": _plain(audit.project.get("branch")),
        "folder": folder.relative_to(night.out).as_posix(),
        "manifest": _hash(folder / MANIFEST),
        "tally": audit.tally,
        "tally_logs": audit.tally_logs,
        "score": {"full": score.get("full"), **score.get("with_waivers", {})},
        "severities": dict(Counter(one.severity for one in breaches)),
        "rules": dict(sorted(Counter(one.code for one in breaches).items())),
        "clauses": {one.code: one.clause for one in breaches},
        "titles": {one.code: audit.rulebook.titles[one.code] for one in breaches},
        "due": [_due(one, audit) for one in _coming(audit, night)[:MOST_DUE]],
        "unread": len(audit.unread),
        "line": line_of(project) if cites_register(audit, project) else None,
    }


def in_brief(record: dict[str, Any]) -> dict[str, Any]:
    """What a night keeps of a record until it ends."""
    return {name: record[name] for name in REMEMBERED}


def line_of(project: Project) -> list[Any] | None:
    """Where a project stands in a register; None without one."""
    line = project.line
    return [line.file, line.sheet, line.headers_on, line.number, line.left] if line else None


def cites_register(audit: Audit, project: Project) -> bool:
    """Whether a result names cells of the register: it is then made anew when the line moves."""
    from_there = project.line is not None and any(
        not file.sheets and file.path == project.line.path for file in audit.files
    )
    return from_there or any(note.key == REGISTER_DIFFERS for note in audit.notes)


def _coming(audit: Audit, night: Night) -> list[Finding]:
    """What is still open and falls due on the as-of day or later, the nearest first."""
    found = [one for one in audit.findings if one.verdict in OPEN and one.due and one.due >= night.as_of]
    return sorted(found, key=lambda one: (str(one.due), one.code, one.subject))


def _due(finding: Finding, audit: Audit) -> dict[str, Any]:
    return {
        "due": finding.due.isoformat() if finding.due else "",
        "code": finding.code,
        "title": audit.rulebook.titles[finding.code],
        "about": {lang: subject_in_words(finding, audit.rulebook, lang) for lang in LANGS},
        "role": finding.role,
    }


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else ""


def write_record(record: dict[str, Any], project: Project, night: Night) -> None:
    """Keeps the record of a project, in place of the one of an earlier night."""
    file = _file(project, night)
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, _text(record))


def read_record(project: Project, night: Night) -> dict[str, Any] | None:
    """The record of a project, None where there is none that could be read."""
    return _read(_file(project, night))


def holds(record: dict[str, Any], project: Project, night: Night) -> bool:
    """Whether the result that a record speaks of still stands as it was written, and names places that are still so."""
    if record["line"] not in (None, line_of(project)):
        return False
    folder = night.out / record["folder"]
    try:
        return (folder / FINDINGS).is_file() and _hash(folder / MANIFEST) == str(record["manifest"])
    except OSError:
        return False


def write_portfolio(results: list[Result], night: Night, strangers: Sequence[Stranger] | None = None) -> Path:
    """Writes portfolio.json, and the same beside the records of the period, where `month` finds it. `strangers`: of an export
    that was split, the rows of no project."""
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "period": str(night.period),
        "as_of": night.as_of.isoformat(),
        "projects": [_entry(one) for one in results],
    }
    if strangers is not None:
        document["unassigned"] = list(map(_stranger, strangers))
    listed = {**document, "names": {one.code: [one.project.name, one.project.branch] for one in results}}
    listed["ids"] = [one.project.id for one in results]
    place = of_period(night.out, str(night.period))
    place.mkdir(parents=True, exist_ok=True)
    write_whole(place / PORTFOLIO, _text(listed))
    return write_whole(night.out / PORTFOLIO, _text(document))


def _stranger(one: Stranger) -> dict[str, Any]:
    """A row of no project; `row` is null for a whole sheet that does not say whose its rows are."""
    return {"file": one.file, "sheet": one.sheet, "row": one.row or None, "value": one.value}


def _entry(result: Result) -> dict[str, Any]:
    record = result.record or {}
    return {
        "code": result.code,
        "state": result.state,
        "reason": result.reason,
        "tally": record.get("tally"),
        "score": record.get("score"),
        "folder": record.get("folder"),
    }


def of_period(out: Path, period: str) -> Path:
    """Where the records of a period are kept."""
    return out / HOME / period.replace("..", "_")


def record_file(out: Path, period: str, project: str) -> Path:
    """Where the record of a project (its `id`) is kept."""
    return of_period(out, period) / "projects" / f"{safe_name(project)}.json"


def _file(project: Project, night: Night) -> Path:
    return record_file(night.out, str(night.period), project.id)


def _read(file: Path) -> dict[str, Any] | None:
    try:
        read = json.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return read if isinstance(read, dict) and read.get("schema") == SCHEMA else None


def read_json(file: Path) -> dict[str, Any] | None:
    """A document of ours, None where there is none."""
    return _read(file)


def _text(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
