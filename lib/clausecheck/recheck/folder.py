"""The folder of a recheck: what an audit writes, recheck.json beside it, and in the manifest where the earlier audit lies."""

import json
from datetime import date
from pathlib import Path

from clausecheck.disk.writing import write_whole

from .chain import pointer_to
from .document import MANIFEST, RECHECK, Document
from .model import Recheck
from .record import recheck_text

CALLED = "复查"


def recheck_folder(folder: Path, as_of: date) -> Path:
    """The folder of a recheck, `PERIOD_复查_AS-OF` beside the one that an audit of that period has."""
    return folder.with_name(f"{folder.name}_{CALLED}_{as_of.isoformat()}")


def add_recheck(fresh: Path, folder: Path, previous: Document, result: Recheck) -> None:
    """Adds to a fresh folder, which is to stand at `folder`, what a recheck has besides an audit's files."""
    write_whole(fresh / RECHECK, recheck_text(result.changes))
    manifest = json.loads((fresh / MANIFEST).read_text(encoding="utf-8"))
    manifest["recheck"] = pointer_to(previous, folder, result.previous.generation + 1)
    write_whole(fresh / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1) + "\n")
