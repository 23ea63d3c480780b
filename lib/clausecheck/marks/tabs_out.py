"""Sheets and parts taken out of a package, with all that counts or names them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import field

from clausecheck.marks.book import Book
from clausecheck.marks.opc import CONTENT_TYPES, Relation, relations, relations_part
from clausecheck.marks.outline import Element, Splice, attributes_under, child, outline, set_attribute
from clausecheck.marks.record import SPACE
from clausecheck.marks.xmltext import whole
from clausecheck.marks.zip import Package, files, find, read
from clausecheck.nouns.records import dataclass


@dataclass(slots=True)
class Leaving:
    """Relationships that are to go: part (or "" for the package) → identities. What they alone lead to goes with them."""

    of: dict[str, set[str]] = field(default_factory=dict)

    def add(self, part: str, identities: Iterable[str]) -> None:
        self.of.setdefault(part, set()).update(identities)


def without_tabs(book: Book, names: Collection[str]) -> list[Splice]:
    """Splices on the workbook part that take out the tabs of those names, and what belongs to them."""
    root = book.outline.root
    sheets = child(root, "sheets")
    assert sheets is not None  # open_book has looked
    gone = [index for index, tab in enumerate(book.tabs) if tab.name in names]
    moved = {index: index - sum(one < index for one in gone) for index in range(len(book.tabs)) if index not in gone}
    splices = [Splice(sheets.children[index].start, sheets.children[index].end, b"") for index in gone]
    splices += _names(book.outline.data, root, moved)
    splices += _views(book.outline.data, root, moved)
    return sorted(splices, key=lambda each: each.start)


def _names(data: bytes, root: Element, moved: Mapping[int, int]) -> list[Splice]:
    """Names of the tabs that go are gone, those of the others count anew."""
    names, splices, left = child(root, "definedNames"), [], 0
    for element in names.children if names else []:
        scope = element.attributes.get("localSheetId")
        if scope is not None and whole(scope) not in moved:
            splices.append(Splice(element.start, element.end, b""))
            continue
        left += 1
        if scope is not None and moved[whole(scope)] != whole(scope):
            splices.append(set_attribute(data, element, "localSheetId", str(moved[whole(scope)])))
    return [Splice(names.start, names.end, b"")] if names and not left else splices


def _views(data: bytes, root: Element, moved: Mapping[int, int]) -> list[Splice]:
    """The tab that was active stays so; where it goes, the first one is."""
    views, splices = child(root, "bookViews"), []
    for view in views.children if views else []:
        for name in ("activeTab", "firstSheet"):
            if name in view.attributes:
                now = moved.get(whole(view.attributes[name]), 0)
                splices.append(set_attribute(data, view, name, str(now)))
    return splices


def leave_tabs(book: Book, names: Collection[str], leaving: Leaving) -> None:
    """The relationships to the tabs of those names, to our record, and to a calculation chain that names such a tab."""
    parts = {tab.part for tab in book.tabs if tab.name in names}
    leaving.add(book.part, (each.identity for each in book.relations if each.target in parts))
    for source in ("", book.part):
        for each in relations(book.package, source):
            if each.kind == "customXml" and not each.external and _is_record(book.package, each.target):
                leaving.add(source, [each.identity])
    leaving.add(book.part, (each.identity for each in book.relations if _names_tab(book, each, names)))


def _names_tab(book: Book, relation: Relation, names: Collection[str]) -> bool:
    """Whether this is the order in which formulas are worked out, and one on a tab of those names is in it: the program
    that opens the workbook makes it anew."""
    if relation.kind != "calcChain" or find(book.package, relation.target) is None:
        return False
    tabs = attributes_under(book.outline.root, "sheets")
    numbers = {each.get("sheetId") for each in tabs if each.get("name") in names}
    listed = outline(read(book.package, relation.target), relation.target).root.children
    return any(each.attributes.get("i") in numbers for each in listed)


def _is_record(package: Package, part: str) -> bool:
    return find(package, part) is not None and SPACE.encode() in read(package, part)


def parts_out(package: Package, leaving: Leaving) -> set[str]:
    """The parts that nothing leads to any more, their relationships parts among them."""
    before, after = _reached(package, Leaving()), _reached(package, leaving)
    gone = before - after
    gone |= {part for part in (relations_part(one) for one in gone) if find(package, part)}
    loose = {each.name for each in files(package) if _is_loose_record(package, each.name)}
    return {find_name(package, part) for part in gone | loose}


def find_name(package: Package, part: str) -> str:
    entry = find(package, part)
    return entry.name if entry else part


def _is_loose_record(package: Package, name: str) -> bool:
    """Whether a part is our record or names it, whatever leads to it."""
    return name.lower().startswith("customxml/") and name.lower().endswith(".xml") and _is_record(package, name)


def _reached(package: Package, leaving: Leaving) -> set[str]:
    found: set[str] = set()
    waiting = [""]
    while waiting:
        part = waiting.pop()
        gone = leaving.of.get(part, set())
        for each in relations(package, part):
            if each.external or each.identity in gone or each.target in found or find(package, each.target) is None:
                continue
            found.add(each.target)
            waiting.append(each.target)
    return found


def without_relations(package: Package, part: str, gone: Collection[str]) -> list[Splice]:
    """Splices on the relationships part of a part."""
    place = relations_part(part)
    listed = outline(read(package, place), place).root.children
    return [Splice(each.start, each.end, b"") for each in listed if each.attributes.get("Id") in gone]


def without_types(package: Package, gone: Collection[str]) -> list[Splice]:
    """Splices on the content types: nothing is said of parts that are not there."""
    names = {"/" + name.lower() for name in gone}
    listed = outline(read(package, CONTENT_TYPES), CONTENT_TYPES).root.children
    return [
        Splice(each.start, each.end, b"") for each in listed if each.attributes.get("PartName", "").lower() in names
    ]
