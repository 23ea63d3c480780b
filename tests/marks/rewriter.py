"""A workbook as Excel and WPS save one: everything means the same, and hardly a part keeps its bytes."""

from __future__ import annotations

import itertools
import posixpath
import zipfile
from pathlib import Path
from typing import Any

from lxml import etree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
THREADS = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
THREADED = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
STAND_IN = "[线程批注]\n\n你的 Excel 版本可读取此线程批注; 但如果在更新版本的 Excel 中打开文件，则对批注所作的任何改动都将被删除。\n\n注释:\n    "
SHAPE = (
    '<v:roundrect id="_x0000_s{number}" style="position:absolute;visibility:hidden" fillcolor="infoBackground [80]" o:insetmode="auto" '
    'arcsize="1"><v:fill color2="infoBackground [80]"/><v:textbox><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>3, 15, 1, 10, 5, 15, 5, 4</x:Anchor>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:roundrect>"
)
DRAWING = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="7"/>'
    "</o:shapelayout>{shapes}</xml>"
)

Parts = dict[str, bytes]


def rewritten(source: Path, target: Path, *, keep_record: bool = True, threads: bool = False, answered: bool = False, saved: str = ""
) -> Path:  # fmt: skip
    """`source` saved anew: styles and fills numbered backwards, texts shared, comments in other parts, boxes drawn anew.
    `threads`: notes turned into threaded comments, `answered`: the one on C5 with an answer; `saved`: the time that the workbook then tells."""
    with zipfile.ZipFile(source) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    if not keep_record:
        _drop(parts, [name for name in parts if name.startswith("customXml/")])
    turned = _number_styles_anew(parts)
    strings: dict[str, int] = {}
    for name in [name for name in parts if name.startswith("xl/worksheets/sheet")]:
        sheet = etree.fromstring(parts[name])
        _restyle(sheet, turned)
        _share(sheet, strings)
        parts[name] = _bytes(sheet)
        _comment_anew(parts, name, threads, answered)
    if strings:
        _put_strings(parts, strings)
    if saved:
        parts["docProps/core.xml"] = _core(saved)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target


def _bytes(root: Any) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _relations(parts: Parts, part: str) -> tuple[str, Any]:
    place = posixpath.join(posixpath.dirname(part), "_rels", posixpath.basename(part) + ".rels")
    return place, etree.fromstring(parts[place]) if place in parts else etree.Element(f"{{{PACKAGE}}}Relationships")


def _target(part: str, relation: Any) -> str:
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), relation.get("Target"))).lstrip("/")


def _drop(parts: Parts, names: list[str]) -> None:
    for name in names:
        parts.pop(name)
    for place in [name for name in parts if name.endswith(".rels")]:
        root = etree.fromstring(parts[place])
        folder = posixpath.dirname(posixpath.dirname(place))
        for each in list(root):
            if _target(posixpath.join(folder, "x"), each) in names:
                root.remove(each)
        parts[place] = _bytes(root)
    types = etree.fromstring(parts["[Content_Types].xml"])
    for each in list(types):
        if each.get("PartName", "").lstrip("/") in names:
            types.remove(each)
    parts["[Content_Types].xml"] = _bytes(types)


def _number_styles_anew(parts: Parts) -> dict[int, int]:
    """Old number of a style → new one: all but the first in the opposite order, and so the fills behind the first two."""
    root = etree.fromstring(parts["xl/styles.xml"])
    fills, styles = root.find(f"{MAIN}fills"), root.find(f"{MAIN}cellXfs")
    fill_at = _reversed(fills, 2)
    turned = _reversed(styles, 1)
    for xf in root.iter(f"{MAIN}xf"):
        xf.set("fillId", str(fill_at[int(xf.get("fillId", "0"))]))
    parts["xl/styles.xml"] = _bytes(root)
    return turned


def _reversed(section: Any, fixed: int) -> dict[int, int]:
    old = list(section)
    new = [*old[:fixed], *reversed(old[fixed:])]
    for each in old:
        section.remove(each)
    section.extend(new)
    return {number: new.index(each) for number, each in enumerate(old)}


def _restyle(sheet: Any, turned: dict[int, int]) -> None:
    for name, attribute in (("c", "s"), ("row", "s"), ("col", "style")):
        for each in sheet.iter(f"{MAIN}{name}"):
            if each.get(attribute):
                each.set(attribute, str(turned[int(each.get(attribute))]))


def _share(sheet: Any, strings: dict[str, int]) -> None:
    for cell in sheet.iter(f"{MAIN}c"):
        if cell.get("t") == "inlineStr":
            text = "".join(cell.itertext(f"{MAIN}t"))
            for each in list(cell):
                cell.remove(each)
            cell.set("t", "s")
            etree.SubElement(cell, f"{MAIN}v").text = f"new {strings.setdefault(text, len(strings))}"


def _put_strings(parts: Parts, strings: dict[str, int]) -> None:
    """The new texts first: those that were shared before move behind them."""
    place = "xl/sharedStrings.xml"
    old = list(etree.fromstring(parts[place])) if place in parts else []
    root = etree.Element(f"{MAIN}sst", nsmap={None: MAIN[1:-1]})
    for text in strings:
        element = etree.SubElement(etree.SubElement(root, f"{MAIN}si"), f"{MAIN}t")
        element.text = text
        element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    root.extend(old)
    for name in [name for name in parts if name.startswith("xl/worksheets/sheet")]:
        sheet = etree.fromstring(parts[name])
        for cell in sheet.iter(f"{MAIN}c"):
            value = cell.find(f"{MAIN}v")
            if cell.get("t") == "s" and value is not None:
                new, _, number = value.text.partition(" ")
                value.text = number if new == "new" else str(int(value.text) + len(strings))
        parts[name] = _bytes(sheet)
    if place not in parts:
        relations_place, relations = _relations(parts, "xl/workbook.xml")
        _relate(relations, "rIdStrings", f"{OFFICE}/sharedStrings", "sharedStrings.xml")
        parts[relations_place] = _bytes(relations)
        _type(parts, place, "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml")
    parts[place] = _bytes(root)


def _relate(relations: Any, identity: str, kind: str, target: str) -> None:
    etree.SubElement(relations, f"{{{PACKAGE}}}Relationship", Id=identity, Type=kind, Target=target)


def _type(parts: Parts, part: str, kind: str) -> None:
    types = etree.fromstring(parts["[Content_Types].xml"])
    etree.SubElement(types, f"{{{TYPES}}}Override", PartName=f"/{part}", ContentType=kind)
    parts["[Content_Types].xml"] = _bytes(types)


def _comment_anew(parts: Parts, sheet: str, threads: bool, answered: bool) -> None:
    place, relations = _relations(parts, sheet)
    listed = next((each for each in relations if each.get("Type", "").endswith("/comments")), None)
    drawn = [each for each in relations if each.get("Type", "").endswith("/vmlDrawing")]
    legacy = etree.fromstring(parts[sheet]).find(f"{MAIN}legacyDrawing")
    if listed is None or legacy is None:
        return
    old = _target(sheet, listed)
    root, number = etree.fromstring(parts.pop(old)), sheet.removeprefix("xl/worksheets/sheet").removesuffix(".xml")
    new = f"xl/comments_{number}/comments{number}.xml"
    listed.set("Target", f"../comments_{number}/comments{number}.xml")
    comments = list(root.iter(f"{MAIN}comment"))
    if threads:
        _relate(relations, "rIdThreads", THREADED, f"../threadedComments/threadedComment{number}.xml")
        parts[f"xl/threadedComments/threadedComment{number}.xml"] = _threads(comments, answered)
        _type(
            parts, f"xl/threadedComments/threadedComment{number}.xml", "application/vnd.ms-excel.threadedcomments+xml"
        )
    else:
        _rewrite_texts(comments)
    parts[new] = _bytes(root)
    parts[place] = _bytes(relations)
    types = parts["[Content_Types].xml"].replace(f"/{old}".encode(), f"/{new}".encode())
    parts["[Content_Types].xml"] = types
    identity = legacy.get(f"{{{OFFICE}}}id")
    drawing = next(_target(sheet, each) for each in drawn if each.get("Id") == identity)
    if b"Button" not in parts[drawing]:  # other shapes would be kept as they are
        parts[drawing] = _drawing(comments)


def _rewrite_texts(comments: list[Any]) -> None:
    """All of a comment in two runs, split where no line ends, and nothing of their look left."""
    for comment in comments:
        text = "".join(comment.itertext(f"{MAIN}t"))
        holder = comment.find(f"{MAIN}text")
        for each in list(holder):
            holder.remove(each)
        for piece in (text[:7], text[7:]):
            run = etree.SubElement(holder, f"{MAIN}r")
            element = etree.SubElement(run, f"{MAIN}t")
            element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            element.text = piece


def _threads(comments: list[Any], answered: bool) -> bytes:
    root = etree.Element(f"{{{THREADS}}}ThreadedComments", nsmap={None: THREADS})
    for number, comment in enumerate(comments):
        text = "".join(comment.itertext(f"{MAIN}t"))
        one = etree.SubElement(root, f"{{{THREADS}}}threadedComment", ref=comment.get("ref"), id=f"{{{number:08d}}}")
        etree.SubElement(one, f"{{{THREADS}}}text").text = text
        if answered and comment.get("ref") == "C5":
            answer = etree.SubElement(root, one.tag, ref="C5", id="{A}", parentId=one.get("id"))
            etree.SubElement(answer, f"{{{THREADS}}}text").text = "已整改"
        holder = comment.find(f"{MAIN}text")
        for each in list(holder):
            holder.remove(each)
        etree.SubElement(holder, f"{MAIN}t").text = STAND_IN + text
    return _bytes(root)


def _drawing(comments: list[Any]) -> bytes:
    shapes = []
    for number, comment in zip(itertools.count(7169), comments, strict=False):
        row, column = _place(comment.get("ref"))
        shapes.append(SHAPE.format(number=number, row=row - 1, column=column - 1))
    return DRAWING.format(shapes="".join(shapes)).encode()


def _place(cell: str) -> tuple[int, int]:
    letters = cell.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(cell[len(letters) :]), column


def _core(saved: str) -> bytes:
    return (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{saved}</dcterms:modified></cp:coreProperties>'
    ).encode()
