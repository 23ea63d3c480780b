"""Where the elements of an XML part stand, byte by byte, so that a part can be changed without being rewritten.

A change to a part is a list of splices on its bytes. What no splice covers stays as it was, and the splices turned
round (`undo`) bring the original back. For parts that fit in memory; the rows of sheets have a tokenizer of their own.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from typing import NamedTuple
from xml.parsers import expat

from clausecheck.marks.model import AnnotationRefused
from clausecheck.nouns.records import dataclass

TAG = re.compile(rb"<[^<>\"']*+(?:(?:\"[^\"]*+\"|'[^']*+')[^<>\"']*+)*+>")
_ATTRIBUTE = re.compile(rb"\s+([^\s=/>]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


@dataclass(slots=True)
class Element:
    name: str
    space: str
    prefix: bytes  # b"" or b"x:"
    attributes: dict[str, str]  # keys are local names, or "namespace local" for prefixed attributes
    start: int
    open_end: int  # behind the start tag
    parent: Element | None
    close: int = -1  # where the end tag begins; -1 for <element/>
    end: int = -1
    children: list[Element] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Outline:
    data: bytes
    root: Element
    prefixes: dict[str, bytes]  # namespace → prefix ("" for the default one), as declared at the root


class Splice(NamedTuple):
    """Bytes start to end of the old data become `new`."""

    start: int
    end: int
    new: bytes


def outline(data: bytes, part: str) -> Outline:
    """The elements of a part. AnnotationRefused `bad_xml` if it is not well-formed, `doctype` if it has a DTD."""
    reading = Reading(part)
    reading.feed(data)
    return reading.close()


class Reading:
    """An outline in the making: the part comes piece by piece, none of which ends within a tag.

    Refuses as `outline`. `roots` holds the root element, with the children that have begun so far."""

    def __init__(self, part: str, closed: frozenset[str] = frozenset()) -> None:
        """`closed`: names of elements whose children nobody will ask for."""
        self.part, self.data = part, b""
        self._shut, self._depth = closed, 0
        self.roots: list[Element] = []
        self._prefixes: dict[str, bytes] = {}
        self._stack: list[Element] = []
        parser = self._parser = expat.ParserCreate(namespace_separator=" ")
        parser.namespace_prefixes = True
        parser.StartElementHandler, parser.EndElementHandler = self._opened, self._closed
        parser.StartNamespaceDeclHandler, parser.StartDoctypeDeclHandler = self._declared, self._doctype

    def feed(self, piece: bytes, last: bool = False) -> None:
        self.data += piece
        try:
            self._parser.Parse(piece, last)
        except (expat.ExpatError, LookupError, ValueError) as fault:
            raise AnnotationRefused("bad_xml", part=self.part, fault=str(fault)) from fault

    def close(self) -> Outline:
        self.feed(b"", last=True)
        return Outline(self.data, self.roots[0], self._prefixes)

    def _opened(self, name: str, given: dict[str, str]) -> None:
        start = self._parser.CurrentByteIndex
        tag = TAG.match(self.data, start)
        if tag is None:  # the parser took it for a tag and we do not: an encoding that is not read byte by byte
            raise AnnotationRefused("part_encoding", part=self.part)
        local, space, prefix = _split(name)
        attributes = {_attribute_key(key): value for key, value in given.items()} if " " in "".join(given) else given
        stack = self._stack
        parent = stack[-1] if stack else None
        element = Element(local, space, prefix, attributes, start, tag.end(), parent)
        (parent.children if parent else self.roots).append(element)
        stack.append(element)
        if local in self._shut:
            self._parser.StartElementHandler, self._parser.EndElementHandler = self._deeper, self._passed

    def _deeper(self, _name: str, _given: dict[str, str]) -> None:
        self._depth += 1

    def _passed(self, name: str) -> None:
        if self._depth:
            self._depth -= 1
            return
        self._parser.StartElementHandler, self._parser.EndElementHandler = self._opened, self._closed
        self._closed(name)

    def _closed(self, _name: str) -> None:
        element = self._stack.pop()
        if self.data.endswith(b"/>", element.start, element.open_end):
            element.end = element.open_end
        else:
            element.close = self._parser.CurrentByteIndex
            element.end = self.data.index(b">", element.close) + 1

    def _declared(self, prefix: str | None, space: str | None) -> None:
        if not self._stack:
            self._prefixes.setdefault(space or "", f"{prefix}:".encode() if prefix else b"")

    def _doctype(self, *_: object) -> None:
        raise AnnotationRefused("doctype", part=self.part)


@functools.lru_cache(maxsize=4096)
def _split(name: str) -> tuple[str, str, bytes]:
    """Local name, namespace and prefix of a name as the parser gives it."""
    pieces = name.split(" ")
    if len(pieces) == 1:
        return pieces[0], "", b""
    return pieces[1], pieces[0], pieces[2].encode() + b":" if len(pieces) == 3 else b""


@functools.lru_cache(maxsize=4096)
def _attribute_key(name: str) -> str:
    return " ".join(name.split(" ")[:2])


def child(element: Element, name: str) -> Element | None:
    return next((each for each in element.children if each.name == name), None)


def attributes_under(element: Element, name: str) -> list[dict[str, str]]:
    """The attributes of each child of the child of that name, none if there is none."""
    found = child(element, name)
    return [each.attributes for each in found.children] if found else []


def descendants(element: Element) -> Iterator[Element]:
    for each in element.children:
        yield each
        yield from descendants(each)


def attributes_in(tag: bytes, offset: int = 0) -> dict[bytes, tuple[bytes, int, int]]:
    """Attributes of a start tag: name → raw value, and where the value stands (moved by offset)."""
    found = {}
    for each in _ATTRIBUTE.finditer(tag):
        group = 2 if each[2] is not None else 3
        found[each[1]] = (each[group], each.start(group) + offset, each.end(group) + offset)
    return found


def set_attribute(data: bytes, element: Element, name: str, value: str) -> Splice:
    """The splice that gives an element the attribute (no prefix, a value that needs no escaping)."""
    present = attributes_in(data[element.start : element.open_end], element.start).get(name.encode())
    if present:
        return Splice(present[1], present[2], value.encode())
    behind_name = element.start + 1 + len(element.prefix) + len(element.name.encode())
    return Splice(behind_name, behind_name, f' {name}="{value}"'.encode())


def append(data: bytes, element: Element, fragment: bytes) -> Splice:
    """The splice that puts a fragment behind the element's last child."""
    if element.close >= 0:
        return Splice(element.close, element.close, fragment)
    end_tag = b"</" + element.prefix + element.name.encode() + b">"
    return Splice(element.open_end - 2, element.open_end, b">" + fragment + end_tag)


def related(found: Outline, space: str, identity: str) -> bytes:
    """The attribute r:id, with whatever prefix the part has for the namespace of relationships."""
    prefix = found.prefixes.get(space)
    if prefix:
        return b" " + prefix + b'id="' + identity.encode() + b'"'
    return b' xmlns:r="' + space.encode() + b'" r:id="' + identity.encode() + b'"'


def prefixed(fragment: bytes, prefix: bytes) -> bytes:
    """A fragment written without prefixes, with the prefix on each of its elements."""
    return re.sub(rb"<(/?)(?=[A-Za-z])", rb"<\1" + prefix, fragment) if prefix else fragment


def apply(data: bytes, splices: Sequence[Splice], removed: list[bytes] | None = None, base: int = 0) -> bytes:
    """The data, which begins at `base`, with the splices applied, in order and not overlapping; what they took away is
    appended to `removed`."""
    out, done = [], 0
    for splice in splices:
        start, end = splice.start - base, splice.end - base
        out += [data[done:start], splice.new]
        done = end
        if removed is not None:
            removed.append(data[start:end])
    return b"".join((*out, data[done:])) if splices else data


def spliced(chunks: Iterable[bytes], splices: Sequence[Splice], removed: list[bytes] | None = None) -> Iterator[bytes]:
    """The data with the splices applied, as a stream; what they took away is appended to `removed`.

    Splices must be in order and must not overlap. ValueError if one reaches beyond the data."""
    buffer, base, waiting = b"", 0, 0
    for chunk in itertools.chain(chunks, [b""]):
        buffer += chunk
        stop, done, out = base + len(buffer), 0, []
        while waiting < len(splices) and splices[waiting].end <= stop:
            splice = splices[waiting]
            out += [buffer[done : splice.start - base], splice.new]
            done, waiting = splice.end - base, waiting + 1
            if removed is not None:
                removed.append(buffer[splice.start - base : done])
        keep = min(splices[waiting].start, stop) - base if waiting < len(splices) else len(buffer)
        out.append(buffer[done:keep])
        buffer, base = buffer[keep:], base + keep
        yield b"".join(out)
    if waiting < len(splices):
        raise ValueError("a splice reaches beyond the data")


def undo(splices: Sequence[Splice], old: Sequence[bytes]) -> list[Splice]:
    """The splices that lead back: old[i] is what stood where splices[i] wrote."""
    shift, back = 0, []
    for splice, before in zip(splices, old, strict=True):
        start = splice.start + shift
        back.append(Splice(start, start + len(splice.new), before))
        shift += len(splice.new) - (splice.end - splice.start)
    return back
