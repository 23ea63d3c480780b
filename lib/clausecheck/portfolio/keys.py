"""What a result rests on, as one hash: the same key means that another audit would come to the same."""

import hashlib
import json
from pathlib import Path

import clausecheck
from clausecheck.logs import Excerpt
from clausecheck.logs.columns import FILE_NAME
from clausecheck.logs.passed_over import SETTINGS
from clausecheck.logs.sources import find_inputs
from clausecheck.nouns.errors import InputFault
from clausecheck.results.names import REVIEW
from clausecheck.rulebook import Procedure

from .model import Night, Project


def key_of(project: Project, night: Night, book: Procedure, folder: Path | None = None) -> str:
    """The key of a project in a night; `folder`: its earlier result, where the auditor may have decided. "" where the inputs
    cannot be read: their audit will say why."""
    try:
        files, unread = _files(project)
        settings = _settings(project.path) if project.path else {}
        excerpt = _excerpt(project.excerpt) if project.excerpt else {}
        reviewed = _hash(folder / REVIEW) if folder and (folder / REVIEW).is_file() else ""
    except (InputFault, OSError):
        return ""
    line = project.line
    parts = {
        "files": files,
        "unread": unread,
        "settings": settings,
        "review": reviewed,
        **excerpt,
        "register": [list(map(str, line.headers)), list(map(str, line.cells))] if line else [],
        "rulebook": [book.identity.id, book.identity.sha256, book.workdays.sha256],
        "version": clausecheck.__version__,
        "period": str(night.period),
        "as_of": night.as_of.isoformat(),
        "lang": night.lang,
        "papers": night.papers,
        **({"notebooks": True} if night.notebooks else {}),
    }
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _files(project: Project) -> tuple[dict[str, str], list[str]]:
    """The hashes of a project's files by name, and the names of those that are not read. Raises InputFault, OSError."""
    if project.path is None:
        return {}, []
    inputs = find_inputs([project.path])
    hashes = {source.file: _hash(source.path) for source in inputs.sources}
    return hashes, sorted(one.file for one in inputs.unread)


def _settings(path: Path) -> dict[str, str]:
    """The hashes of the settings beside logs."""
    beside = path if path.is_dir() else path.parent
    return {name: _hash(beside / name) for name in SETTINGS if (beside / name).is_file()}


def _excerpt(excerpt: Excerpt) -> dict[str, list[str]]:
    """An export of many projects counts as a whole: results name its hash, and rows by their place."""
    beside = excerpt.path.parent / FILE_NAME
    return {"excerpt": [excerpt.file, excerpt.sha256, _hash(beside) if beside.is_file() else ""]}


def _hash(path: Path) -> str:
    """SHA-256 of a file. Raises OSError for what is no file: reading a pipe never ends."""
    if not path.is_file():
        raise OSError(f"no file: {path}")
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
