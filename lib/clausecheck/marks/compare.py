"""Old against new for every small part that annotation may touch, each parsed and then compared as a whole."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from typing import Any

from clausecheck.marks.model import AnnotationRefused
from clausecheck.marks.outline import Splice
from clausecheck.marks.xmltext import whole
from clausecheck.nouns.records import dataclass
from clausecheck.nouns.xmltree import Element, NotXml, canonical, local, read_xml

_PLAIN = (("borderId", "0"), ("fontId", "0"), ("numFmtId", "0"))


def refuse(part: str, difference: str) -> AnnotationRefused:
    return AnnotationRefused("verification", part=part, difference=difference)


def parse(data: bytes, part: str) -> Element:
    """A part, with what it declares of namespaces. AnnotationRefused `verification`."""
    try:
        return read_xml(data, declarations=True)
    except NotXml as fault:
        raise refuse(part, str(fault)) from fault


def first(element: Element, name: str) -> Any:
    return next((each for each in element if local(each) == name), None)


def take_out(parent: Element, element: Element) -> None:
    """Remove an element and leave what stands behind it: a line break there was the original's."""
    at, tail = list(parent).index(element), element.tail or ""
    if at:
        parent[at - 1].tail = (parent[at - 1].tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def expect_same(old: Any, new: Any, part: str, what: str) -> None:
    if canonical(old) != canonical(new):
        raise refuse(part, what)


def same_listed(old: bytes, new: bytes, part: str) -> None:
    """Content types and relationships: the old entries, in order, then others."""
    before, after = list(parse(old, part)), list(parse(new, part))
    if [(each.tag, dict(each.attrib)) for each in before] != [
        (each.tag, dict(each.attrib)) for each in after[: len(before)]
    ]:
        raise refuse(part, "entries changed")


def same_workbook(old: bytes, new: bytes, part: str) -> None:
    """The same workbook once our tabs are taken out and what counts tabs is counted back."""
    before, after = parse(old, part), parse(new, part)
    known = [dict(each.attrib) for each in first(before, "sheets")]
    sheets = first(after, "sheets")
    tabs = list(sheets)
    ours = [index for index, tab in enumerate(tabs) if dict(tab.attrib) not in known]
    shift = next((index for index, _ in enumerate(tabs) if index not in ours), 0)
    for index in ours:
        take_out(sheets, tabs[index])
    _names_back(before, after, ours, shift)
    _views_back(before, after, shift, part)
    expect_same(before, after, part, "workbook")


def _names_back(before: Any, after: Any, ours: Sequence[int], shift: int) -> None:
    names, old_names = first(after, "definedNames"), first(before, "definedNames")
    for each in list(old_names) if old_names is not None else []:
        _shift(each, "localSheetId", 0)
    for each in list(names) if names is not None else []:
        if "localSheetId" in each.attrib and whole(each.get("localSheetId")) in ours:
            take_out(names, each)
        else:
            _shift(each, "localSheetId", shift)
    if names is not None and len(names) == 0 and old_names is None:
        take_out(after, names)


def _shift(element: Any, name: str, by: int) -> None:
    """An attribute that counts tabs, counted back. One that is no number counts as 0, as it did when it was written."""
    if name in element.attrib:
        element.set(name, str(whole(element.get(name)) - by))


def _views_back(before: Any, after: Any, shift: int, part: str) -> None:
    old_views, new_views = first(before, "bookViews"), first(after, "bookViews")
    if old_views is None and new_views is not None:
        if [whole(each.get("activeTab")) for each in new_views] != [shift]:
            raise refuse(part, "active tab")
        take_out(after, new_views)
        return
    for old, new in zip(
        old_views if old_views is not None else [], new_views if new_views is not None else [], strict=True
    ):
        for name in ("activeTab", "firstSheet"):
            if name == "activeTab" and whole(new.get(name)) - shift != whole(old.get(name)):
                raise refuse(part, "active tab")
            if name in old.attrib:
                _shift(old, name, 0)
                _shift(new, name, shift)
            elif name in new.attrib:
                del new.attrib[name]


def same_styles(old: bytes, new: bytes, part: str) -> None:
    """The same styles once what was appended is cut off."""
    before, after = parse(old, part), parse(new, part)
    for name in ("fonts", "fills", "borders", "cellXfs"):
        old_section, section = first(before, name), first(after, name)
        if section is None:
            continue
        if old_section is None or len(old_section) == 0:
            take_out(after, section)
            if old_section is not None:
                take_out(before, old_section)
            continue
        for each in list(section)[len(old_section) :]:
            take_out(section, each)
        for element in (old_section, section):  # a wrong count is put right in passing
            element.attrib.pop("count", None)
    expect_same(before, after, part, "styles")


@dataclass(frozen=True, slots=True)
class StyleTable:
    """Every cell style: all of it but the fill, and the fill's colour."""

    rest: tuple[tuple[object, ...], ...]
    colours: tuple[str, ...]


def style_table(data: bytes | None, part: str) -> StyleTable:
    if not data:
        return StyleTable((), ())
    root = parse(data, part)
    section, fills = first(root, "cellXfs"), first(root, "fills")
    colours = [_fill_colour(each) for each in fills] if fills is not None else []
    rest, filled = [], []
    for xf in section if section is not None else []:
        given = sorted((key, value) for key, value in xf.attrib.items() if key not in ("fillId", "applyFill"))
        rest.append((*given, *(canonical(each) for each in xf)))
        number = whole(xf.get("fillId"))
        filled.append(colours[number] if number < len(colours) else "")
    return StyleTable(tuple(rest), tuple(filled))


def _fill_colour(fill: Any) -> str:
    """The colour as RRGGBB, "" where it is not one solid RGB colour."""
    pattern = first(fill, "patternFill")
    front = first(pattern, "fgColor") if pattern is not None and pattern.get("patternType") == "solid" else None
    found = re.fullmatch("FF([0-9A-Fa-f]{6})", front.get("rgb", "")) if front is not None else None
    return found[1].upper() if found else ""


def only_fill_differs(old: StyleTable, base: int, new: StyleTable, style: int, colour: str) -> bool:
    """Whether `style` of the new table is `base` of the old one with another fill."""
    before = old.rest[base] if base < len(old.rest) else _PLAIN
    return style < len(new.rest) and new.rest[style] == before and new.colours[style] == colour


def texts_of(data: bytes, part: str) -> dict[str, str]:
    """Address → text of the comments of a part."""
    return {each.get("ref", ""): _words(each) for each in _comments(parse(data, part))}


def _comments(root: Element) -> Any:
    listed = first(root, "commentList")
    return listed if listed is not None else ()


def _words(element: Element) -> str:
    """The text of a comment, without how to read its characters (`rPh`)."""
    return "".join(
        (each.text or "") + (each.tail or "") if local(each) == "t" else _words(each)
        for each in element
        if local(each) != "rPh"
    )


def same_comments(old: bytes, new: bytes, part: str) -> None:
    """The old comments with their authors, in order, each with its text at the beginning; then others."""
    before, after = parse(old, part), parse(new, part)
    names = [[each.text for each in root.iterfind("{*}authors/{*}author")] for root in (before, after)]
    if names[1][: len(names[0])] != names[0]:
        raise refuse(part, "authors")
    for one, other in itertools.zip_longest(_comments(before), _comments(after)):
        if one is not None and (
            other is None or dict(one.attrib) != dict(other.attrib) or not _words(other).startswith(_words(one))
        ):
            raise refuse(part, f"comment {one.get('ref')}")


def same_drawing(back: Sequence[Splice], part: str) -> None:
    """Nothing went from a drawing but numbers that anchor boxes: it need not be XML, so it is not parsed."""
    if not all(re.fullmatch(rb"[\d,\s]*", each.new) for each in back):
        raise refuse(part, "drawing")


def content_types(data: bytes, part: str) -> Callable[[str], bool]:
    """A test of whether a part has a content type."""
    entries = list(parse(data, part))
    overrides = {each.get("PartName", "").lower() for each in entries}
    defaults = {each.get("Extension", "").lower() for each in entries}
    return lambda name: "/" + name.lower() in overrides or name.rpartition(".")[2].lower() in defaults
