"""Saving a Word file so that the same content gives the same bytes: nothing in it says when it was written."""

import io
import zipfile
from datetime import datetime
from pathlib import Path

from docx.document import Document

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
    partial = target.with_name(target.name + ".part")
    partial.write_bytes(_retimed(saved.getvalue()))
    partial.replace(target)


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
