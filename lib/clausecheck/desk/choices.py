"""What the form offers to choose from: the folders of projects, and of earlier results, below the folder of the page."""

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from clausecheck.desk.session import Session
from clausecheck.papers.page.given import base_folder

MOST = 200
DEEPEST = 5
"""Levels below the folder at which results are looked for: project/out/CODE/PERIOD, and one more."""
MOST_FOLDERS = 5000
"""Folders looked into: the page must not wait for a whole disk."""


def projects_of(session: Session) -> list[str]:
    """The folders to choose from on the web page: the one it was started for where that holds logs itself, and those below."""
    if session.root is None:
        return []
    own = [str(session.root)] if session.named and _holds_logs(session.root) else []
    return [*own, *projects_below(session.root)]


def projects_below(root: Path, most: int = MOST) -> list[str]:
    """Folders up to two levels down that hold workbooks, to choose from; our own results are none."""
    found: list[str] = []
    for pattern in ("*", "*/*"):
        for folder in sorted(root.glob(pattern)):
            if len(found) >= most:
                return found
            if folder.is_dir() and not folder.name.startswith((".", "_")) and _holds_logs(folder):
                found.append(folder.relative_to(root).as_posix())
    return found


def _holds_logs(folder: Path) -> bool:
    return not (folder / "findings.json").exists() and any(
        path.suffix.lower() in (".xlsx", ".xlsm", ".xls", ".et", ".ods") for path in folder.iterdir()
    )


def results_of(session: Session, out: str) -> list[str]:
    """The folders of earlier audits to choose from, the newest first: on the web page below its folder, elsewhere below the
    output folder."""
    root = session.root or base_folder()
    found = sorted(_results_below(session.root or base_folder() / out), reverse=True)
    return [folder.relative_to(root).as_posix() for _, folder in found[:MOST] if folder != root]


def _results_below(root: Path) -> Iterator[tuple[float, Path]]:
    """Folders with a findings.json, and when that was written."""
    for place, folders, files in islice(os.walk(root), MOST_FOLDERS):
        here = Path(place)
        if "findings.json" in files:
            yield (here / "findings.json").stat().st_mtime, here
        deep = len(here.relative_to(root).parts) >= DEEPEST
        folders[:] = [] if deep else sorted(name for name in folders if not name.startswith("."))
