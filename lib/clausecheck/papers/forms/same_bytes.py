"""Saving a workbook so that the same content gives the same bytes: nothing in the file says when it was written."""

import io
import re
import zipfile
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook

from clausecheck.disk.writing import replacing

_WRITTEN = datetime(2026, 1, 1)
_ZIP_TIME = (2026, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def save_same_bytes(workbook: Workbook, target: Path) -> None:
    """Writes an openpyxl workbook to `target`. Raises OSError where the file cannot be written."""
    workbook.properties.created = _WRITTEN
    workbook.properties.creator = "clausecheck"
    saved = io.BytesIO()
    workbook.save(saved)
    with replacing(target) as whole:
        whole.write_bytes(_retimed(saved.getvalue()))


def _retimed(package: bytes) -> bytes:
    """The same zip with fixed times; openpyxl stamps the parts and `modified` with the clock."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(result, "w") as copy:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>" + _WRITTEN.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), content)
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # the same on Windows as elsewhere
            entry.external_attr = 0
            copy.writestr(entry, content)
    return result.getvalue()
