"""manifest.json: what went in (hashes, parameters), with which rulebook and versions, and what became of the copies."""

import json
import platform
from collections.abc import Iterator
from pathlib import Path

import clausecheck
from clausecheck.nouns.model import Audit
from clausecheck.wording import LANGS, word

from .copy import Copy

LIBRARIES = ("chinesecalendar", "python-calamine", "openpyxl", "pydantic")


def write_manifest(audit: Audit, target: Path, copies: list[Copy], lang: str) -> None:
    """Writes manifest.json, but for the hashes of what was written beside it: whoever renews the folder adds them last. It
    carries no clock time: the same run gives the same bytes."""
    document = {
        "schema": 2,
        "clausecheck": clausecheck.__version__,
        "python": platform.python_version(),
        "libraries": dict(_versions()),
        "parameters": {"project": audit.project["code"], "period": str(audit.period), "as_of": audit.as_of.isoformat(), "lang": lang},
        "rulebook": {"id": audit.rulebook.id, "edition": audit.rulebook.edition, "sha256": audit.rulebook.sha256},
        "calendar": {"sha256": audit.calendar},
        "inputs": [
            {
                "file": file.file,
                "format": file.format,
                "sha256": file.sha256,
                "not_visible": file.notes,
                "sheets": [{"sheet": sheet.sheet, "table": sheet.table, "why": sheet.why, **sheet.details} for sheet in file.sheets],
            }
            for file in audit.files
        ],
        "unread": [{"file": one.file, "why": {lang: word(one.why, lang) for lang in LANGS}} for one in audit.unread],
        "notes": [{lang: word(note, lang) for lang in LANGS} for note in audit.notes],
        "tally": audit.tally,
        "tally_logs": audit.tally_logs,
        "copies": [
            {"of": copy.of, "file": copy.file, "annotated": copy.annotated, "why_not": copy.why_not, "said": dict(copy.said), "fault": copy.fault, "parts_untouched": copy.untouched, "parts_touched": list(copy.touched), "parts_added": list(copy.added), "notes": list(copy.notes)}
            for copy in copies
        ],
    }  # fmt: skip
    target.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")


def _versions() -> Iterator[tuple[str, str]]:
    """Of the libraries that are there: not every place that Python runs in has all of them."""
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - only who writes needs what this brings along

    for name in LIBRARIES:
        try:
            yield name, version(name)
        except PackageNotFoundError:
            continue
