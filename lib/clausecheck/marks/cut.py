"""Our comments taken out of the parts that hold comments, whatever program wrote them: texts, boxes, threads."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import field

from clausecheck.marks.model import AnnotationRefused
from clausecheck.marks.ourtext import Known, Span, ours_in
from clausecheck.marks.outline import Element, Outline, Splice, child, descendants, outline
from clausecheck.marks.vml import boxes_in
from clausecheck.marks.xmltext import content, position
from clausecheck.nouns.own_sheets import looks_ours
from clausecheck.nouns.records import dataclass

_TOKEN = re.compile(r"&[^;<>&]+;|\r\n|_x[0-9A-Fa-f]{4}_|.", re.DOTALL)
_SHAPE = re.compile(rb"<((?:\w+:)?(?:shape|rect|roundrect|oval|line|polyline|group|image))(?=[\s/>])")
TAKEN_OUT = "（上次核查的标注已去掉）· (the mark of the last audit was taken out)"
"""What stands in a thread in place of our comment where people answered it: without it their answers would go too."""


@dataclass(slots=True)
class Cutting:
    """What was cut from the comments of a sheet: splices, cell → our text there, and the cells without comment since."""

    splices: list[Splice] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    bare: set[str] = field(default_factory=set)
    left: int = 0  # comments that stay
    altered: set[str] = field(default_factory=set)  # cells with words left that were ours before a person changed them


@dataclass(frozen=True, slots=True)
class _Text:
    """A <t> of a comment: its letters, and the raw writing of each."""

    element: Element
    letters: str
    raw: tuple[str, ...]


def cut_comments(data: bytes, part: str, wrote: Known, threads: Cutting) -> Cutting:
    """Our text out of the comments of a sheet. `threads`: what was cut from its threads, which the comments repeat."""
    found, done = _utf8(outline(data, part)), Cutting()
    listed = child(found.root, "commentList")
    for comment in listed.children if listed else []:
        cell = comment.attributes.get("ref", "")
        if cell in threads.bare:
            done.splices.append(Splice(comment.start, comment.end, b""))
            done.bare.add(cell)
            continue
        texts = _texts(found, comment)
        said = "".join(each.letters for each in texts)
        spans = ours_in(said, wrote)
        rest = _rest(said, spans)
        if looks_ours(rest):
            done.altered.add(cell)
        if not spans:
            done.left += 1
            continue
        done.texts[cell] = "\n\n".join(said[start:end].strip("\n") for start, end in spans)
        if rest.strip():
            done.left += 1
            done.splices += _cut(texts, spans)
        else:
            done.bare.add(cell)
            done.splices.append(Splice(comment.start, comment.end, b""))
    return done


def cut_threads(data: bytes, part: str, wrote: Known) -> Cutting:
    """Our text out of threaded comments. One that nobody answered goes; an answered one stays, with other words."""
    found, done = _utf8(outline(data, part)), Cutting()
    answered = {each.attributes.get("parentId") for each in found.root.children}
    kept: set[str] = set()
    for comment in found.root.children:
        cell, texts = comment.attributes.get("ref", ""), _texts(found, comment, "text")
        said = "".join(each.letters for each in texts)
        spans = ours_in(said, wrote)
        if not spans:
            kept.add(cell)
            continue
        done.texts[cell] = "\n\n".join(said[start:end].strip("\n") for start, end in spans)
        if _rest(said, spans).strip():
            kept.add(cell)
            done.splices += _cut(texts, spans)
        elif comment.attributes.get("id") in answered:
            kept.add(cell)
            first = texts[0].element
            done.splices.append(Splice(first.open_end, first.close, content(TAKEN_OUT).encode("utf-8")))
        else:
            done.splices.append(Splice(comment.start, comment.end, b""))
    done.bare, done.left = set(done.texts) - kept, len(kept)
    return done


def _utf8(found: Outline) -> Outline:
    declared = re.match(rb"<\?xml[^>]*encoding=[\"']([^\"']+)", found.data)
    if declared and declared[1].lower() not in (b"utf-8", b"utf8", b"us-ascii", b"ascii"):
        raise AnnotationRefused("part_encoding", part="")
    return found


def _texts(found: Outline, comment: Element, name: str = "t") -> list[_Text]:
    texts = []
    for element in descendants(comment):
        phonetic = element.parent is not None and element.parent.name == "rPh"
        if element.name == name and element.close >= 0 and not element.children and not phonetic:
            raw = found.data[element.open_end : element.close].decode("utf-8", "replace")
            texts.append(_text(element, "" if "<![CDATA[" in raw else raw))
    return texts


def _text(element: Element, raw: str) -> _Text:
    letters, tokens = [], []
    for token in _TOKEN.findall(raw):
        said = _letter(token)
        if len(said) == 1:
            letters.append(said)
            tokens.append(token)
        elif tokens:  # what stands for no letter goes with the one before it
            tokens[-1] += token
    return _Text(element, "".join(letters), tuple(tokens))


def _letter(token: str) -> str:
    if len(token) == 1:
        return "\n" if token == "\r" else token
    if token == "\r\n":
        return "\n"
    if token.startswith("&"):
        letter = html.unescape(token)
        return "" if letter == "\r" else letter
    letter = chr(int(token[2:6], 16))
    return "" if letter == "\r" else letter


def _rest(said: str, spans: Sequence[Span]) -> str:
    ends = [0, *(end for _, end in spans)]
    return "".join(
        said[end:start] for end, start in zip(ends, [*(start for start, _ in spans), len(said)], strict=True)
    )


def _cut(texts: Sequence[_Text], spans: Sequence[Span]) -> list[Splice]:
    """Splices that leave of each text what is not in a span; a run without text goes as a whole."""
    splices, at = [], 0
    for each in texts:
        inside = range(at, at + len(each.letters))
        kept = [raw for place, raw in zip(inside, each.raw, strict=True) if not any(a <= place < b for a, b in spans)]
        at += len(each.letters)
        if len(kept) == len(each.raw):
            continue
        element, run = each.element, each.element.parent
        if not kept and run is not None and run.name == "r":
            splices.append(Splice(run.start, run.end, b""))
        else:
            splices.append(Splice(element.open_end, element.close, "".join(kept).encode("utf-8")))
    return splices


def cut_boxes(data: bytes, bare: Iterable[str]) -> list[Splice]:
    """The boxes of comments that are gone."""
    boxes, splices = boxes_in(data), []
    for place in {position(cell) for cell in bare}:
        if place not in boxes:
            continue
        inside = boxes[place][0]
        opening = max(_SHAPE.finditer(data, 0, inside), key=lambda each: each.start(), default=None)
        if opening is None:
            continue
        closing = b"</" + opening[1] + b">"
        end = data.find(closing, inside)
        if end >= 0:
            splices.append(Splice(opening.start(), end + len(closing), b""))
    return sorted(splices, key=lambda each: each.start)


def draws_nothing(data: bytes, splices: Sequence[Splice]) -> bool:
    """Whether no shape is left in a drawing once the boxes are out."""
    gone = [(each.start, each.end) for each in splices]
    return all(any(start <= each.start() < end for start, end in gone) for each in _SHAPE.finditer(data))
