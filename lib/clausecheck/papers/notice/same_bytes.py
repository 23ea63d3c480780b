"""Saving a Word file so that the same content gives the same bytes: nothing in it says when it was written."""

import io
import zipfile
from datetime import datetime
from pathlib import Path

from docx.document import Document

from clausecheck.disk.writing import keep_aside, replacing

_ZIP_TIME = (2026, 1, 1, 0, 0, 0)
AUTHOR = "clausecheck"


def save_same_bytes(document: Document, target: Path, *, title: str, written: datetime) -> None:
    """Writes a document with the given title and time of writing; a file half written never takes the target's place.

    Raises OSError where the file cannot be written.
    """
    about = document.core_properties
    about.title, about.author, about.last_modified_by = title, AUTHOR, AUTHOR
    about.created = about.modified = written
    about.comments, about.revision = "", 1
    saved = io.BytesIO()
    document.save(saved)
    written_anew = _retimed(saved.getvalue())
    with replacing(target) as whole:
        whole.write_bytes(written_anew)
        if target.is_file() and target.read_bytes() != written_anew:
            keep_aside(target)  # somebody may have worked in it: this program cannot tell, and never throws that away


def _retimed(package: bytes) -> bytes:
    """The same zip with fixed times and the same flags on every system."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(result, "w") as copy:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            entry.external_attr = 0
            copy.writestr(entry, source.read(name))
    return result.getvalue()
