"""Workbooks and letters of which the same content gives the same bytes: nothing in a file says when it was written."""

import io
import re
import zipfile
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from clausecheck.disk.writing import keep_aside, replacing

if TYPE_CHECKING:  # a form is not to load Word, a letter not to load openpyxl
    from docx.document import Document
    from openpyxl import Workbook

AUTHOR = "clausecheck"
_WRITTEN = datetime(2026, 1, 1)
_ZIP_TIME = (2026, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def save_workbook(workbook: "Workbook", target: Path, *, keep: bool = False) -> None:
    """Writes an openpyxl workbook to `target`; with `keep` what somebody made of an earlier one is kept aside. Raises
    OSError where the file cannot be written."""
    workbook.properties.created = _WRITTEN
    workbook.properties.creator = AUTHOR
    saved = io.BytesIO()
    workbook.save(saved)
    written_anew = _retimed(saved.getvalue(), _WRITTEN)
    with replacing(target) as whole:
        whole.write_bytes(written_anew)
        if keep and target.is_file() and target.read_bytes() != written_anew:
            keep_aside(target)


def save_document(document: "Document", target: Path, *, title: str, written: datetime) -> None:
    """Writes a Word document with the given title and time of writing; what somebody made of an earlier one is kept
    aside. Raises OSError where the file cannot be written."""
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


def _retimed(package: bytes, modified: datetime | None = None) -> bytes:
    """The same zip with fixed times and the same flags on every system; with `modified`, that is written into it too,
    where openpyxl stamps it with the clock."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(result, "w") as copy:
        for name in source.namelist():
            content = source.read(name)
            if modified and name == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>" + modified.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), content)
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # the same on Windows as elsewhere
            entry.external_attr = 0
            copy.writestr(entry, content)
    return result.getvalue()
