"""Small projects, audited twice: what a state is asked of."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from handed_in import FACTS, facts_sheet, read_here, whole_sheet, write_workbook

from clausecheck.nouns.model import Audit
from clausecheck.nouns.periods import parse_period
from clausecheck.pipeline import audit_logs
from clausecheck.recheck import Change, Document, Recheck, read_document, recheck
from clausecheck.results import write_outputs
from clausecheck.rulebook import load_rulebook

Rows = list[dict[str, Any]]
Sheets = Mapping[str, Rows]
USUAL = {"项目编码": "P1", "产权类型": "多产权", "总户数": "300", "收费模式": "包干制", "接管日期": "2025-01-01"}
FIRST, SECOND = date(2026, 10, 31), date(2026, 11, 30)
NOTICE = {"number": "ZG-1", "issued_on": "2026-11-05", "deadline": "2026-11-30"}


def audited(
    place: Path, sheets: Sheets, as_of: date, facts: Mapping[str, str] | None = None, period: str = "2026-Q3"
) -> Audit:
    """The audit of sheets in the blank form's columns."""
    place.mkdir(parents=True, exist_ok=True)
    book = {
        FACTS: facts_sheet({**USUAL, **(facts or {})}),
        **{name: whole_sheet(name, rows) for name, rows in sheets.items()},
    }
    logs = read_here([write_workbook(place / "台账.xlsx", book)])
    return audit_logs(logs, load_rulebook(None), parse_period(period), as_of)


def left(audit: Audit, out: Path, notice: Mapping[str, str] | None = NOTICE) -> Document:
    """What an audit leaves, with the notice that was written of it."""
    folder = write_outputs(audit, out, annotate=False)
    if notice:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        (folder / "manifest.json").write_text(json.dumps({**manifest, "notice": notice}), encoding="utf-8")
    return read_document(folder)


def twice(
    place: Path,
    before: Sheets,
    after: Sheets,
    *,
    notice: Mapping[str, str] | None = NOTICE,
    facts: Mapping[str, str] | None = None,
) -> Recheck:
    """A project audited, and audited again with other sheets (and facts) a month later."""
    earlier = left(audited(place / "1", before, FIRST), place / "out", notice)
    return recheck(earlier, audited(place / "2", after, SECOND, facts))


def of(result: Recheck, code: str, subject: str) -> Change:
    """What became of one finding, by its name then."""
    (found,) = (one for one in result.changes if (one.code, one.subject) == (code, subject))
    return found
