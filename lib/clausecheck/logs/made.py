"""What of ours a package is, found by the parts in it; the opened workbook tells the rest by its sheets (own.py)."""

import html
import io
import re
import zipfile
from datetime import UTC, datetime

from clausecheck.logs.broken import Broken
from clausecheck.logs.cells import Peek
from clausecheck.logs.ooxml import workbook_parts
from clausecheck.logs.own import COPY, COPY_MARK, PRODUCTS, PROPERTY, RESTORED, RESTORED_COMMENT, made_of
from clausecheck.nouns.own_sheets import told_in

_COMMENTS = re.compile(r"(?:^|/)(?:threaded)?comments?\d*\.xml$", re.IGNORECASE)
_COMMENT = re.compile(r"</(?:\w+:)?(?:comment|threadedComment)>")
_TEXT = re.compile(r"<(?:\w+:)?(?:t|text)(?:\s[^>]*)?>([^<]*)</")
_MODIFIED = re.compile(rb"<(?:\w+:)?modified\b[^>]*>\s*([^<\s]+)")
_MOST = 65_536
_MOST_OF_COMMENTS = 20_000_000


def made_here(archive: zipfile.ZipFile) -> str:
    """What of ours a package says it is: one of PRODUCTS, RESTORED, or "" for somebody else's."""
    names = archive.namelist()
    custom = [name for name in names if name.lower().startswith("customxml/item") and name.lower().endswith(".xml")]
    if any(COPY_MARK in _beginning(archive, name) for name in custom):
        return COPY
    if "docProps/custom.xml" in names:
        found = PROPERTY.search(_beginning(archive, "docProps/custom.xml"))
        if found and found[1].decode() in PRODUCTS:
            return found[1].decode()
    if archive.comment == RESTORED_COMMENT:
        return RESTORED
    return COPY if any(_has_our_comment(archive, name) for name in names if _COMMENTS.search(name)) else ""


def _beginning(archive: zipfile.ZipFile, part: str) -> bytes:
    with archive.open(part) as stream:
        return stream.read(_MOST)


def _has_our_comment(archive: zipfile.ZipFile, part: str) -> bool:
    """Whether a finding of ours is told in a comment: all other traces may have been dropped or deleted."""
    if archive.getinfo(part).file_size > _MOST_OF_COMMENTS:
        return False
    comments = archive.read(part).decode("utf-8", "replace")
    return any(told_in(html.unescape("".join(_TEXT.findall(one)))) for one in _COMMENT.split(comments))


def peek(data: bytes) -> Peek:
    """A look into a package without its cells. Raises Broken for anything else."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OverflowError) as error:
        raise Broken("not_a_workbook", str(error)) from None
    with archive:
        there = "[Content_Types].xml" in archive.namelist() and "xl/workbook.bin" not in archive.namelist()
        sheets = tuple(workbook_parts(archive).sheets) if there else ()
        return Peek(made_here(archive) or made_of(sheets), sheets, _modified(archive))


def _modified(archive: zipfile.ZipFile) -> datetime | None:
    """When the package says it was last saved; None where it does not, or not in words that are a time."""
    name = next((one for one in archive.namelist() if one.lower() == "docprops/core.xml"), "")
    found = _MODIFIED.search(_beginning(archive, name)) if name else None
    try:
        saved = datetime.fromisoformat(found[1].decode("ascii")) if found else None
    except ValueError:
        return None
    return saved.replace(tzinfo=UTC) if saved and saved.tzinfo is None else saved
