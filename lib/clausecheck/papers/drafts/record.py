"""What was drafted, kept beside the drafts: `drafts.json`, a line for each kind and period."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from clausecheck.disk.writing import write_whole
from clausecheck.nouns.errors import fault

FILE = "drafts.json"


def record_draft(folder: Path, kind: str, period: str, file: str, as_of: date) -> None:
    """Notes a draft; a later one of the same kind and period takes its place."""
    known = [one for one in drafts_in(folder) if (one["kind"], one["period"]) != (kind, period)]
    known.append({"kind": kind, "period": period, "file": file, "as_of": as_of.isoformat()})
    known.sort(key=lambda one: (one["kind"], one["period"]))
    write_whole(folder / FILE, json.dumps(known, ensure_ascii=False, indent=1) + "\n")


def drafts_in(folder: Path) -> list[dict[str, Any]]:
    """The drafts noted in a folder. Raises InputFault for a note that cannot be read."""
    path = folder / FILE
    if not path.is_file():
        return []
    try:
        noted = json.loads(path.read_text(encoding="utf-8"))
        return [{name: str(one[name]) for name in ("kind", "period", "file", "as_of")} for one in noted]
    except (ValueError, TypeError, KeyError):
        raise fault(str(path), "不能读取；请删去后重新起草", "cannot be read; delete it and draft again") from None


def drafted_on(folder: Path, kind: str, period: str) -> str:
    """As of which day a document was drafted that is still there; "" if it was not."""
    return next(
        (
            one["as_of"]
            for one in drafts_in(folder)
            if (one["kind"], one["period"]) == (kind, period) and (folder / one["file"]).is_file()
        ),
        "",
    )
