"""The way back, carried by the copy as a custom XML part, the one kind of foreign data Excel keeps when it saves."""

from __future__ import annotations

import base64
import json
import zlib

from clausecheck.marks.model import AnnotationRefused
from clausecheck.marks.outline import Splice, outline
from clausecheck.marks.parts import WayBack
from clausecheck.marks.zip import Package, files, read
from clausecheck.nouns.records import dataclass

SPACE = "urn:clausecheck:marks:1"
_IDENTITY = "{6C1B4C52-8C5D-4B6E-9C0A-5C1A05EC4EC4}"


@dataclass(frozen=True, slots=True)
class Record:
    touched: dict[str, WayBack]
    added: tuple[str, ...]
    parts: dict[str, tuple[int, int]]  # every part the original has: checksum and size in the copy


def write_record(record: Record) -> bytes:
    """The record as an XML part."""
    touched = {
        name: [way.original, [[each.start, each.end, each.new.decode("latin-1")] for each in way.splices]]
        for name, way in record.touched.items()
    }
    plain = json.dumps({"touched": touched, "added": record.added, "parts": record.parts}).encode("ascii")
    return b'<marks xmlns="%s">%s</marks>' % (SPACE.encode(), base64.b64encode(zlib.compress(plain, 6)))


def read_record(package: Package, part: str) -> Record | None:
    """What `write_record` wrote, or None if the part is somebody else's. AnnotationRefused `bad_record`."""
    data = read(package, part)
    if SPACE.encode() not in data:
        return None
    root = outline(data, part).root
    if root.space != SPACE:  # the part that only names the record
        return None
    try:
        given = json.loads(zlib.decompress(base64.b64decode(data[root.open_end : root.close])))
        touched = {
            name: WayBack(original, tuple(Splice(start, end, old.encode("latin-1")) for start, end, old in splices))
            for name, (original, splices) in given["touched"].items()
        }
        parts = {name: (stamp[0], stamp[1]) for name, stamp in given["parts"].items()}
        return Record(touched, tuple(given["added"]), parts)
    except (ValueError, KeyError, TypeError, zlib.error) as fault:
        raise AnnotationRefused("bad_record", part=part, fault=str(fault)) from fault


def find_record(package: Package) -> Record | None:
    """The record in a package, None if it has none. Programs that keep it may relate it to another part than we did."""
    custom = (entry.name for entry in files(package) if entry.name.lower().startswith("customxml/"))
    return next((record for name in custom if (record := read_record(package, name))), None)


def properties() -> bytes:
    """The part that names the record to Excel."""
    space = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
    schemas = f'<ds:schemaRefs><ds:schemaRef ds:uri="{SPACE}"/></ds:schemaRefs>'
    return f'<ds:datastoreItem xmlns:ds="{space}" ds:itemID="{_IDENTITY}">{schemas}</ds:datastoreItem>'.encode()
