"""The workbook part: which tabs it has, where their parts are, and how new tabs get in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from clausecheck.marks.model import AnnotationRefused, Sheet
from clausecheck.marks.opc import (
    CONTENT_TYPES,
    RELATIONS,
    Relation,
    refuse_signed,
    relations,
)
from clausecheck.marks.outline import (
    Element,
    Outline,
    Splice,
    append,
    child,
    outline,
    prefixed,
    related,
    set_attribute,
)
from clausecheck.marks.xmltext import attribute, whole
from clausecheck.marks.zip import Package, find, read
from clausecheck.nouns.records import dataclass

_BEFORE_NAMES = {"functionGroups", "externalReferences"}


@dataclass(frozen=True, slots=True)
class Tab:
    name: str
    part: str
    kind: str  # "worksheet", "chartsheet", "dialogsheet", "xlMacrosheet"


@dataclass(frozen=True, slots=True)
class Book:
    package: Package
    part: str  # of the workbook
    space: str  # the namespace of its elements
    tabs: tuple[Tab, ...]
    relations: tuple[Relation, ...]
    outline: Outline


@dataclass(frozen=True, slots=True)
class NewTab:
    sheet: Sheet
    name: str  # free in this workbook
    identity: str  # of its relationship
    names: tuple[tuple[str, str, bool], ...]  # defined names: name, what it means, hidden
    hidden: bool = False


def open_book(package: Package) -> Book:
    """The workbook of a package. AnnotationRefused: `not_ooxml`, `binary_workbook`, `signed`."""
    if find(package, CONTENT_TYPES) is None:
        raise AnnotationRefused("not_ooxml")
    refuse_signed(package)
    part = next((each.target for each in relations(package, "") if each.kind == "officeDocument"), None)
    if part is None:
        raise AnnotationRefused("not_ooxml")
    if part.lower().endswith(".bin"):
        raise AnnotationRefused("binary_workbook")
    found = outline(read(package, part), part)
    if found.root.name != "workbook" or found.root.space not in RELATIONS:
        raise AnnotationRefused("not_ooxml", part=part)
    near = relations(package, part)
    return Book(package, part, found.root.space, _tabs(found, near), near, found)


def _tabs(found: Outline, near: Sequence[Relation]) -> tuple[Tab, ...]:
    by_identity = {each.identity: each for each in near}
    key = RELATIONS[found.root.space] + " id"
    tabs = []
    for element in _sheets(found).children:
        relation = by_identity.get(element.attributes.get(key, ""))
        if relation is None:
            raise AnnotationRefused("part_missing", part=element.attributes.get("name", ""))
        tabs.append(Tab(element.attributes.get("name", ""), relation.target, relation.kind))
    return tuple(tabs)


def _sheets(found: Outline) -> Element:
    sheets = child(found.root, "sheets")
    if sheets is None:
        raise AnnotationRefused("not_ooxml")
    return sheets


def related_part(book: Book, kind: str) -> str | None:
    return next((each.target for each in book.relations if each.kind == kind and not each.external), None)


def free_name(wanted: str, taken: Iterable[str]) -> str:
    """The name made fit for a tab, with a number behind it if it is taken."""
    used = {each.casefold() for each in taken}
    base = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", wanted).strip("' ") or "Sheet"
    name, number = base[:31], 2
    while name.casefold() in used:
        name, number = f"{base[:25].rstrip()} ({number})", number + 1
    return name


def workbook_splices(book: Book, tabs: Sequence[NewTab]) -> list[Splice]:
    """Splices on the workbook part: tabs in front and behind, and everything that counts tabs counted anew."""
    data, root, sheets = book.outline.data, book.outline.root, _sheets(book.outline)
    first = [each for each in tabs if each.sheet.position == "first"]
    last = [each for each in tabs if each.sheet.position == "last"]
    number = max((whole(each.attributes.get("sheetId")) for each in sheets.children), default=0) + 1
    elements = [_sheet_element(book, tab, number + index) for index, tab in enumerate(first + last)]
    front, back = b"".join(elements[: len(first)]), b"".join(elements[len(first) :])
    splices = [append(data, sheets, back) if sheets.children else append(data, sheets, front + back)]
    if sheets.children:
        splices.append(Splice(sheets.children[0].start, sheets.children[0].start, front))
    splices += _views(data, root, len(first) if book.tabs else 0)
    splices += _names(book.outline, first, last, len(book.tabs))
    return sorted((each for each in splices if each.new or each.end > each.start), key=lambda each: each.start)


def _sheet_element(book: Book, tab: NewTab, number: int) -> bytes:
    shown = b' state="veryHidden"' if tab.hidden else b""
    named = b'<sheet name="%s" sheetId="%d"%s' % (attribute(tab.name), number, shown)
    return prefixed(
        named + related(book.outline, RELATIONS[book.space], tab.identity) + b"/>", book.outline.root.prefix
    )


def _views(data: bytes, root: Element, shift: int) -> list[Splice]:
    """The tab that was active stays active."""
    if not shift:
        return []
    views = child(root, "bookViews")
    if views is None:
        before = next(each.start for each in root.children if each.name == "sheets")
        view = b'<bookViews><workbookView activeTab="%d"/></bookViews>' % shift
        return [Splice(before, before, prefixed(view, root.prefix))]
    splices = []
    for view_ in views.children:
        active = whole(view_.attributes.get("activeTab"))
        splices.append(set_attribute(data, view_, "activeTab", str(active + shift)))
        if "firstSheet" in view_.attributes:  # the tab the tab bar begins with: ours are left of it
            splices.append(set_attribute(data, view_, "firstSheet", str(whole(view_.attributes["firstSheet"]) + shift)))
    return splices


def _names(found: Outline, first: Sequence[NewTab], last: Sequence[NewTab], old: int) -> list[Splice]:
    data, root = found.data, found.root
    names = child(root, "definedNames")
    splices = []
    for element in names.children if names and first else []:
        scope = element.attributes.get("localSheetId")
        if scope is not None:
            splices.append(set_attribute(data, element, "localSheetId", str(whole(scope) + len(first))))
    places = [*enumerate(first), *enumerate(last, start=len(first) + old)]
    fragment = prefixed(b"".join(_name(index, *each) for index, tab in places for each in tab.names), root.prefix)
    if not fragment:
        return splices
    if names:
        return [*splices, append(data, names, fragment)]
    behind = max(each.end for each in root.children if each.name in _BEFORE_NAMES | {"sheets"})
    wrapped = prefixed(b"<definedNames>", root.prefix) + fragment + prefixed(b"</definedNames>", root.prefix)
    return [Splice(behind, behind, wrapped)]


def _name(index: int, name: str, meaning: str, hidden: bool) -> bytes:
    shown = b' hidden="1"' if hidden else b""
    return b'<definedName name="%s" localSheetId="%d"%s>%s</definedName>' % (
        attribute(name), index, shown, attribute(meaning))  # fmt: skip
