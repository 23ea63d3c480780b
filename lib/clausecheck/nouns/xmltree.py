"""XML as a tree, by the parser of the standard library (expat): it runs wherever Python does, in a browser too.

A DTD is refused: no spreadsheet program writes one, it is there to multiply entities or to fetch files."""

from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

__all__ = ["Element", "NotXml", "canonical", "local", "read_xml", "space", "within"]


class NotXml(ValueError):
    """Bytes that are not well-formed, or bring a DTD; its text says where."""


class _Declaring(TreeBuilder):
    """Keeps the declarations of namespaces, among the attributes of their element, as `xmlns:PREFIX`."""

    def __init__(self) -> None:
        super().__init__()
        self._declared: dict[Any, str] = {}

    def start_ns(self, prefix: str, uri: str) -> None:
        self._declared[f"xmlns:{prefix}"] = uri

    def start(self, tag: Any, attrs: dict[Any, str], /) -> Element:
        if self._declared:
            attrs = {**attrs, **self._declared}
            self._declared.clear()
        return super().start(tag, attrs)

    def doctype(self, *about: Any) -> None:
        raise NotXml("DTD")


class _Plain(TreeBuilder):
    def doctype(self, *about: Any) -> None:
        raise NotXml("DTD")


def read_xml(data: bytes, *, declarations: bool = False) -> Element:
    """The root of a part, without comments and processing instructions; tags as `{namespace}name`. With `declarations`,
    those of namespaces stand among the attributes, so that a comparison sees them. Raises NotXml."""
    parser = XMLParser(target=_Declaring() if declarations else _Plain())
    try:
        parser.feed(data)
        root: Element = parser.close()
    except (ParseError, ValueError, LookupError) as error:  # the last two: an encoding that nobody knows
        raise NotXml(str(error)) from None
    return root


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def space(element: Element) -> str:
    """The namespace of an element, "" for none."""
    return element.tag.rpartition("}")[0]


def within(element: Element, name: str) -> list[Element]:
    """Every element of that name in a subtree, of whatever namespace."""
    return [one for one in element.iter() if local(one) == name]


def canonical(element: Element) -> tuple[object, ...]:
    """All that a subtree says: two are equal where their elements, attributes in any order, and texts are."""
    return tuple(
        (one.tag, tuple(sorted(one.attrib.items())), one.text or "", "" if one is element else one.tail or "", len(one))
        for one in element.iter()
    )
