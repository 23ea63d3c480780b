"""What holds a package together: content types and relationships, in both flavours of OOXML."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Sequence
from urllib.parse import unquote

from clausecheck.marks.model import AnnotationRefused
from clausecheck.marks.outline import Splice, append, outline, prefixed
from clausecheck.marks.xmltext import attribute
from clausecheck.marks.zip import Package, find, read
from clausecheck.nouns.records import dataclass

CONTENT_TYPES = "[Content_Types].xml"
TRANSITIONAL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONS = {
    TRANSITIONAL: "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    STRICT: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
NO_RELATIONS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
_OFFICE_TYPE = "application/vnd.openxmlformats-officedocument."
TYPES = {
    "workbook": _OFFICE_TYPE + "spreadsheetml.sheet.main+xml",
    "worksheet": _OFFICE_TYPE + "spreadsheetml.worksheet+xml",
    "styles": _OFFICE_TYPE + "spreadsheetml.styles+xml",
    "comments": _OFFICE_TYPE + "spreadsheetml.comments+xml",
    "vmlDrawing": _OFFICE_TYPE + "vmlDrawing",
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
}


@dataclass(frozen=True, slots=True)
class Relation:
    identity: str
    kind: str  # last step of the type: "worksheet", "comments"
    type: str
    target: str  # name of the part, or the address if external
    external: bool


def relations_part(part: str) -> str:
    """Where the relationships of a part are kept; "" stands for the package."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", name + ".rels")


def relations(package: Package, part: str) -> tuple[Relation, ...]:
    """The relationships of a part, none if it has no relationships part."""
    place = relations_part(part)
    if place not in package.known:
        package.known[place] = _relations(package, part, place) if find(package, place) else ()
    found: tuple[Relation, ...] = package.known[place]
    return found


def _relations(package: Package, part: str, place: str) -> tuple[Relation, ...]:
    found: list[Relation] = []
    for element in outline(read(package, place), place).root.children:
        given = element.attributes
        external = given.get("TargetMode") == "External"
        target = given.get("Target", "")
        kind = given.get("Type", "").rpartition("/")[2]
        place_of = target if external else resolve(package, part, target)
        found.append(Relation(given.get("Id", ""), kind, given.get("Type", ""), place_of, external))
    return tuple(found)


def resolve(package: Package, source: str, target: str) -> str:
    """The part a relationship of `source` leads to, as the package spells it where it has it."""
    target = target.replace("\\", "/")  # as some programs on Windows write it
    joined = posixpath.normpath(posixpath.join("/", posixpath.dirname(source), target)).lstrip("/")
    for name in (joined, unquote(joined)):
        entry = find(package, name)
        if entry:
            return entry.name
    return joined


def relative(source: str, target: str) -> str:
    return posixpath.relpath(target, posixpath.dirname(source) or ".")


def add_relations(data: bytes, part: str, added: Sequence[tuple[str, str, str]]) -> list[Splice]:
    """Splices that add (identity, type, target) relationships."""
    root = outline(data, part).root
    fragment = b"".join(
        b'<Relationship Id="%s" Type="%s" Target="%s"/>' % (attribute(one), attribute(kind), attribute(target))
        for one, kind, target in added
    )
    return [append(data, root, prefixed(fragment, root.prefix))]


def free_identity(taken: Iterable[str], count: int) -> list[str]:
    """Relationship identities that nobody uses yet."""
    used = {each.lower() for each in taken}
    number = 1
    found: list[str] = []
    while len(found) < count:
        if f"rid{number}" not in used:
            found.append(f"rId{number}")
        number += 1
    return found


def add_content_types(data: bytes, parts: Sequence[tuple[str, str]]) -> list[Splice]:
    """Splices that give each (part, content type) its entry, where the defaults do not say it already."""
    root = outline(data, CONTENT_TYPES).root
    defaults = {each.attributes.get("Extension", "").lower(): each.attributes.get("ContentType")
                for each in root.children if each.name == "Default"}  # fmt: skip
    fragment = b""
    for part, kind in parts:
        extension = posixpath.splitext(part)[1][1:].lower()
        if extension in ("vml", "rels") and extension not in defaults:
            fragment += b'<Default Extension="%s" ContentType="%s"/>' % (extension.encode(), attribute(kind))
            defaults[extension] = kind
        elif defaults.get(extension) != kind:
            fragment += b'<Override PartName="/%s" ContentType="%s"/>' % (attribute(part), attribute(kind))
    return [append(data, root, prefixed(fragment, root.prefix))]


def refuse_signed(package: Package) -> None:
    """A signature covers the parts we change, and a broken one would only alarm. AnnotationRefused `signed`."""
    origin = any(each.type.endswith("/digital-signature/origin") for each in relations(package, ""))
    if origin or any(name.startswith("_xmlsignatures/") for name in package.names):
        raise AnnotationRefused("signed")
