"""What only the parts of an .xlsx tell: whether it is whole, counts from 1904, and which cells hold an error or a
formula without a stored value (calamine gives all of these as blank, or as midnight under a date format)."""

import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO
from xml.parsers import expat

from clausecheck.logs.broken import Broken
from clausecheck.nouns.records import dataclass
from clausecheck.nouns.xmltree import Element, NotXml, local, read_xml, space

LARGEST_PART = 1_500_000_000
LARGEST_TOTAL = 3_000_000_000
_CHUNK = 1 << 20
_HINTS = (b't="e"', b"t='e'", b"<f", b":f", b"inlineStr")
_TELLING = (
    re.compile(rb"""t=["']e["']"""),
    re.compile(rb"<f[\s/>]"),
    re.compile(rb":f[\s/>]"),
    re.compile(rb"""t=["']inlineStr["'][^>]*>\s*<(?:[\w.-]+:)?v"""),
)
"""Signs of an error cell or a formula, each beginning with letters that are looked for fast."""
_ENCODING = re.compile(rb"""\s*(?:\xef\xbb\xbf)?<\?xml[^>]*?\sencoding\s*=\s*["']([\w.-]+)["']""")
_UTF8 = (b"utf-8", b"utf8", b"us-ascii", b"ascii")
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


def check_zip(archive: zipfile.ZipFile) -> None:
    """Raises Broken when a part is listed twice, or the parts unpacked are larger than anything a log can be."""
    names = [info.filename.lower() for info in archive.infolist()]
    if len(set(names)) < len(names):
        raise Broken("duplicate_parts")
    sizes = [info.file_size for info in archive.infolist()]
    if max(sizes, default=0) > LARGEST_PART or sum(sizes) > LARGEST_TOTAL:
        raise Broken("too_large")


def check_parts(archive: zipfile.ZipFile, skip: set[str]) -> None:
    """Reads the XML parts once, so that a damaged one (wrong checksum) is found before half of it is taken for all."""
    for info in archive.infolist():
        if info.filename not in skip and info.filename.lower().endswith((".xml", ".rels", ".bin")):
            with archive.open(info) as part:
                first = True
                while chunk := part.read(_CHUNK):
                    if first:
                        _refuse_dtd(info.filename, chunk)
                    first = False


def check_encoding(archive: zipfile.ZipFile, parts: Iterable[str]) -> None:
    """Raises Broken where a part that is read is not UTF-8: calamine would take such a sheet for an empty one. What
    nobody reads may be as it likes (Excel keeps a Power Query in UTF-16)."""
    there = set(archive.namelist())
    for part in parts:
        if part in there:
            with archive.open(part) as stream:
                beginning = stream.read(4096)
            declared = _ENCODING.match(beginning)
            if beginning[:2] in (b"\xff\xfe", b"\xfe\xff") or (declared and declared[1].lower() not in _UTF8):
                raise Broken("encoding", part)


def _refuse_dtd(part: str, beginning: bytes) -> None:
    """No spreadsheet program writes a DTD; one is there to multiply entities or to fetch files."""
    if b"<!DOCTYPE" in beginning[:4096] or b"<!ENTITY" in beginning[:4096]:
        raise Broken("damaged", f"{part}: DTD")


@dataclass(frozen=True, slots=True)
class Parts:
    """The workbook's part, those of its sheets by name, what else is read of it, and whether days count from 1904."""

    main: str
    sheets: dict[str, str]
    others: tuple[str, ...]
    from_1904: bool


def workbook_parts(archive: zipfile.ZipFile) -> Parts:
    """Where in a package the sheets lie. Only what stands directly in the workbook counts: extensions behind it have
    elements of the same names."""
    main = _target(archive, "", "officeDocument") or "xl/workbook.xml"
    folder, _, name = main.rpartition("/")
    relations = dict(_relations(archive, main))
    book = _parse(archive, main)
    own = [one for one in book if space(one) == space(book)]
    properties = next((one for one in own if local(one) == "workbookPr"), None)
    from_1904 = properties is not None and properties.get("date1904", "0") in ("1", "true", "on")
    sheets: dict[str, str] = {}
    for element in (inside for one in own if local(one) == "sheets" for inside in one):
        if local(element) == "sheet":
            target = relations.get(element.get(_RELATION) or element.get(_STRICT_RELATION) or "")
            if target:
                sheets[element.get("name", "")] = target
    read = tuple(part for part in relations.values() if part.lower().endswith(("sharedstrings.xml", "styles.xml")))
    return Parts(main, sheets, (main, f"{folder}/_rels/{name}.rels", *read), from_1904)


def error_cells(archive: zipfile.ZipFile, part: str) -> dict[int, dict[int, str]]:
    """Row number -> column (0 = A) -> the error shown, or "" for a formula without a stored value."""
    if part not in archive.namelist() or not _tells(archive, part):
        return {}
    found: dict[int, dict[int, str]] = {}
    with archive.open(part) as stream:
        for row, column, shown in _cells_with_errors(stream):
            found.setdefault(row, {})[column] = shown
    return found


def _tells(archive: zipfile.ZipFile, part: str) -> bool:
    """Whether there is any error cell or formula: most logs have none and are spared a full look."""
    rest = b""
    tells = False
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            if not rest:
                _refuse_dtd(part, chunk)
            if not tells:
                window = rest + chunk
                tells = any(hint in window for hint in _HINTS) and any(form.search(window) for form in _TELLING)
            rest = chunk[-64:]
    return tells  # read to the end in any case: that checks the part's checksum


def _cells_with_errors(stream: IO[bytes]) -> list[tuple[int, int, str]]:
    """Row, column and what is shown, of the cells that tell."""
    cells = _Cells()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = cells.start, cells.end
    parser.CharacterDataHandler = cells.text
    parser.ParseFile(stream)
    return cells.found


class _Cells:
    """What the parser says of a sheet, heard for the cells that tell: no tree of a million cells is built."""

    __slots__ = ("attributes", "child", "column", "depth", "found", "inside", "row", "texts")

    def __init__(self) -> None:
        self.found: list[tuple[int, int, str]] = []
        self.row, self.column = 0, -1
        self.depth = self.inside = 0  # `inside`: how deep the cell stands that is open, 0 for none
        self.attributes: dict[str, str] = {}
        self.texts: dict[str, str] = {}  # of the cell's children by name
        self.child = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.inside:
            self.child = name.rpartition("}")[2] if self.depth == self.inside + 1 else ""
            if self.child:
                self.texts.setdefault(self.child, "")
        elif name.endswith("}c") or name == "c":
            self.attributes, self.inside = attributes, self.depth
            self.texts.clear()
        elif name.endswith("}row") or name == "row":
            number = attributes.get("r", "")
            self.row, self.column = int(number) if number.isdigit() else self.row + 1, -1

    def text(self, data: str) -> None:
        if self.child:
            self.texts[self.child] += data

    def end(self, _: str) -> None:
        self.child = ""
        if self.depth == self.inside:
            place = _CELL.fullmatch(self.attributes.get("r", ""))
            self.column = _column_index(place[1]) if place else self.column + 1
            if (shown := _telling(self.attributes.get("t", ""), self.texts)) is not None:
                self.found.append((self.row, self.column, shown))
            self.inside = 0
        self.depth -= 1


def _telling(kind: str, texts: dict[str, str]) -> str | None:
    """What a cell shows that calamine gives as blank: an error, or "" for a formula with no value stored beside it; None
    for all others. `texts`: of its children by name. An empty text result (t="str") is a stored value."""
    value = texts.get("v", "")
    if kind == "e":
        return value or "#ERROR!"
    if kind == "inlineStr":
        return value if value and "is" not in texts else None  # written where no program looks: shown, not used
    return "" if "f" in texts and kind != "str" and not value else None


def _column_index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def _parse(archive: zipfile.ZipFile, part: str) -> Element:
    try:
        return read_xml(archive.read(part))
    except (KeyError, NotXml) as error:
        raise Broken("damaged", f"{part}: {error}") from None


def _relations(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[str, str]]:
    folder, _, name = part.rpartition("/")
    where = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
    if where not in archive.namelist():
        return
    for relation in _parse(archive, where):
        if relation.get("TargetMode") != "External":  # links to other files are never followed
            target = relation.get("Target", "")
            yield relation.get("Id", ""), target.lstrip("/") if target.startswith("/") else _join(folder, target)


def _target(archive: zipfile.ZipFile, part: str, kind: str) -> str:
    if "_rels/.rels" not in archive.namelist():
        return ""
    for relation in _parse(archive, "_rels/.rels"):
        if relation.get("Type", "").endswith("/" + kind):
            return str(relation.get("Target", "")).lstrip("/")
    return ""


def _join(folder: str, target: str) -> str:
    parts = folder.split("/") if folder else []
    for step in target.split("/"):
        if step == ".." and parts:
            parts.pop()
        elif step not in ("", ".", ".."):
            parts.append(step)
    return "/".join(parts)
