"""Sheets of a workbook that hold no cells of ours and stop the reading library: Excel 4 macros, modules without a part."""

import io
import re
import zipfile
from xml.etree import ElementTree

from clausecheck.nouns.xmltree import Element, read_xml, within

DIALOG = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/dialogsheet"
_IDS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
_MACROS = re.compile(r"/relationships/xl(?:Intl)?Macrosheet$")
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_PREFIX = "clausecheckNone"


def without_odd_sheets(archive: zipfile.ZipFile, main: str) -> bytes | None:
    """The package with its odd sheets called dialogs, which are passed over by name; None where it has none.

    None too where a worksheet's part belongs to no sheet: then a sheet has lost its rows, and the file is damaged.
    """
    folder, _, name = main.rpartition("/")
    beside = f"{folder}/_rels/{name}.rels"
    if beside not in archive.namelist() or main not in archive.namelist():
        return None
    relations = read_xml(archive.read(beside))
    odd = [one for one in relations.iter(_RELATIONSHIP) if _MACROS.search(one.get("Type", ""))]
    for one in odd:
        one.set("Type", DIALOG)
    parts: dict[str, bytes] = {}
    if not main.endswith(".bin"):
        book = read_xml(archive.read(main))
        lost = _named_without_part(book, relations)
        if lost is None:
            return None
        if lost:
            parts[main] = _written(book)
    if not odd and not parts:
        return None
    parts[beside] = _written(relations)
    return _repacked(archive, parts)


def _named_without_part(book: Element, relations: Element) -> int | None:
    """Gives every sheet that names no part one of its own; how many, None if a worksheet's part is nobody's."""
    by_id = {one.get("Id"): one for one in relations.iter(_RELATIONSHIP)}
    sheets = within(book, "sheet")
    used = {one.get(_IDS[0]) or one.get(_IDS[1]) for one in sheets}
    lost = [one for one in sheets if (one.get(_IDS[0]) or one.get(_IDS[1])) not in by_id]
    if lost and any(one.get("Type", "").endswith("/worksheet") and key not in used for key, one in by_id.items()):
        return None
    for number, one in enumerate(lost):
        one.attrib.pop(_IDS[1], None)
        one.set(_IDS[0], f"{_PREFIX}{number}")
        ElementTree.SubElement(
            relations, _RELATIONSHIP, Id=f"{_PREFIX}{number}", Type=DIALOG, Target=f"{_PREFIX}{number}.xml"
        )
    return len(lost)


def _written(root: Element) -> bytes:
    written: bytes = ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return written


def _repacked(archive: zipfile.ZipFile, parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for info in archive.infolist():
            new.writestr(info.filename, parts.get(info.filename) or archive.read(info), zipfile.ZIP_STORED)
    return out.getvalue()
