"""What of a comment is ours, letter by letter: a person may have written before, behind or between our lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field

from clausecheck.marks.returned import ResultRow
from clausecheck.nouns.own_sheets import HEAD, LABELS, LINES, MORE
from clausecheck.nouns.records import dataclass

Span = tuple[int, int]  # from a letter up to another
_LABELS = tuple(label for both in LABELS.values() for label in both)
_COLUMNS = (
    (("要求", "Required"), ("required",)),
    (("实际", "Found"), ("found",)),
    (("应达到", "To pass"), ("mend",)),
    (("整改要求（台账问题：请更正）", "To do (logs: to correct)"), ("action", "correct")),
)


@dataclass(frozen=True, slots=True)
class Known:
    """What we are known to have written: whole comments, and every line of them. Without any line, our lines are told by
    how they begin; a line that begins so and is not known was altered by a person, and is the person's."""

    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """First line → whole comments that begin with it."""
    lines: frozenset[str] = field(default_factory=frozenset)


def known(texts: Iterable[str], rows: Iterable[ResultRow]) -> Known:
    """From the texts of the marks, and from the lines of the sheet of results."""
    told: dict[str, tuple[str, ...]] = {}
    lines: set[str] = set()
    for text in dict.fromkeys(_plain(text) for text in texts if text.strip()):
        first, *rest = _lines(text)
        told[first] = (*told.get(first, ()), text)
        lines.update((first, *rest))
    for row in rows:
        lines.update(line for said in _said(row) for line in _lines(said))
    return Known(told, frozenset(lines))


def _said(row: ResultRow) -> Iterator[str]:
    """The lines of a comment that a line of results was told in."""
    yield f"{row.code} {row.verdict} · {row.subject}"
    for headers, labels in _COLUMNS:
        text = next((str(row.cells[header].value) for header in headers if header in row.cells), "")
        for label in labels if text else ():
            yield from (f"{said}{text}" for said in LABELS[label])


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def ours_in(text: str, wrote: Known) -> list[Span]:
    """Which letters of a comment are ours, in order, with the blank lines that join them to a person's. Line breaks in
    `text` are line feeds."""
    wholes = [one for line in dict.fromkeys(_lines(text)) for one in wrote.texts.get(line, ()) if one in text]
    longest = max(wholes, key=len, default="")
    spans = [(text.index(longest), text.index(longest) + len(longest))] if longest else []
    for span in _line_spans(text, wrote):
        if not any(start <= span[0] and span[1] <= end for start, end in spans):
            spans.append(span)
    return _joined(text, sorted(spans))


def _line_spans(text: str, wrote: Known) -> Iterator[Span]:
    """The lines that are ours, each as a span without its line break."""
    at, inside = 0, False
    lines = text.split("\n")
    for index, line in enumerate(lines):
        said, behind = line.strip(), lines[index + 1].strip() if index + 1 < len(lines) else ""
        if said:
            inside = _begins(said, behind, wrote) or (inside and _goes_on(said, wrote))
            if inside or MORE.match(said) or said in LINES:
                yield at, at + len(line)
        else:
            inside = False
        at += len(line) + 1


def _begins(said: str, behind: str, wrote: Known) -> bool:
    return bool(HEAD.match(said)) and (said in wrote.lines or (not wrote.lines and behind.startswith(_LABELS)))


def _goes_on(said: str, wrote: Known) -> bool:
    return said in wrote.lines if wrote.lines else said.startswith(_LABELS)


def _joined(text: str, spans: Sequence[Span]) -> list[Span]:
    """Spans with nothing but blank between them as one, and each with the blank before it, or else the one behind it."""
    found: list[Span] = []
    for start, end in spans:
        if found and not text[found[-1][1] : start].strip():
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return [_with_blank(text, *span) for span in found]


def _with_blank(text: str, start: int, end: int) -> Span:
    before = len(text[:start].rstrip("\n"))
    if before:
        return before, end
    return 0, len(text) - len(text[end:].lstrip("\n"))
