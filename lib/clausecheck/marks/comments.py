"""The comments part of a sheet: new comments, and ours appended to those that are there."""

from __future__ import annotations

from collections.abc import Mapping

from clausecheck.marks.outline import Element, Outline, Splice, append, child, outline, prefixed
from clausecheck.marks.xmltext import attribute, content

# Latin letters take the font's own face, Chinese ones too: 微软雅黑 is on every Windows.
_LOOK = '<rPr><sz val="9"/><color rgb="FF000000"/><rFont val="微软雅黑"/><family val="2"/><charset val="134"/></rPr>'


def no_comments(space: str) -> bytes:
    head = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<comments xmlns="' + space.encode()
    return head + b'"><authors></authors><commentList></commentList></comments>'


def comment_texts(data: bytes, part: str) -> dict[str, str]:
    """Address → text of the comments that are there, as far as needed to size their boxes."""
    found = outline(data, part)
    return {each.attributes.get("ref", ""): _text(found, each) for each in _comments(found)}


def _comments(found: Outline) -> list[Element]:
    listed = child(found.root, "commentList")
    return listed.children if listed else []


def _text(found: Outline, comment: Element) -> str:
    pieces = []
    waiting = [comment]
    while waiting:
        element = waiting.pop(0)
        if element.name == "t" and element.close >= 0:
            pieces.append(found.data[element.open_end : element.close].decode("utf-8", "replace"))
        elif element.name not in ("rPh", "rPr"):
            waiting = element.children + waiting
    return "".join(pieces)


def comment_splices(data: bytes, part: str, texts: Mapping[str, str], author: str) -> list[Splice]:
    """Splices that give each address its text, behind the text of a comment that is there already."""
    found = outline(data, part)
    splices: list[Splice] = []
    present = {each.attributes.get("ref", ""): each for each in _comments(found)}
    new = [cell for cell in texts if cell not in present]
    if new and not found.root.children:  # perhaps closed in itself, and then open to one splice only
        splices = [
            append(data, found.root, prefixed(_all_new({cell: texts[cell] for cell in new}, author), found.root.prefix))
        ]
    elif new:
        number, splices = _author(found, author)
        fragments = b"".join(_comment(cell, texts[cell], number) for cell in new)
        splices += _into(found, "commentList", prefixed(fragments, found.root.prefix))
    for cell, text in texts.items():
        if cell in present:
            splices += _extended(found, present[cell], text)
    return sorted(splices, key=lambda each: each.start)


def _all_new(texts: Mapping[str, str], author: str) -> bytes:
    comments = b"".join(_comment(cell, text, 0) for cell, text in texts.items())
    return b"<authors><author>%s</author></authors><commentList>%s</commentList>" % (attribute(author), comments)


def _author(found: Outline, author: str) -> tuple[int, list[Splice]]:
    authors = child(found.root, "authors")
    names = [found.data[each.open_end : max(each.close, each.open_end)] for each in authors.children] if authors else []
    wanted = attribute(author)
    for number, name in enumerate(names):
        if name in (wanted, author.encode()):
            return number, []
    return len(names), _into(found, "authors", prefixed(b"<author>" + wanted + b"</author>", found.root.prefix))


def _into(found: Outline, section: str, fragment: bytes) -> list[Splice]:
    element = child(found.root, section)
    if element is not None:
        return [append(found.data, element, fragment)]
    prefix, name = found.root.prefix, section.encode()
    whole = b"<" + prefix + name + b">" + fragment + b"</" + prefix + name + b">"
    at = found.root.open_end if section == "authors" else found.root.close
    return [Splice(at, at, whole)]


def _comment(cell: str, text: str, author: int) -> bytes:
    head = b'<comment ref="%s" authorId="%d"><text>' % (cell.encode(), author)
    return head + _run(text) + b"</text></comment>"


def _run(text: str) -> bytes:
    """A run in ASCII, so that it fits a part of any encoding."""
    run = f'<r>{_LOOK}<t xml:space="preserve">{content(text)}</t></r>'
    return run.encode("ascii", "xmlcharrefreplace")


def _extended(found: Outline, comment: Element, text: str) -> list[Splice]:
    prefix = found.root.prefix
    holder = child(comment, "text")
    if holder is None:
        return [append(found.data, comment, prefixed(b"<text>" + _run(text) + b"</text>", prefix))]
    run = prefixed(_run("\n\n" + text), prefix)
    splices = []
    for plain in [each for each in holder.children if each.name == "t"]:  # text without runs cannot be followed by one
        splices.append(Splice(plain.start, plain.start, b"<" + prefix + b"r>"))
        splices.append(Splice(plain.end, plain.end, b"</" + prefix + b"r>"))
    behind = next((each for each in holder.children if each.name in ("rPh", "phoneticPr")), None)
    splices.append(Splice(behind.start, behind.start, run) if behind else append(found.data, holder, run))
    return splices
