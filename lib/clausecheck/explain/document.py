"""A page as a list of blocks, written as plain text for a terminal or as Markdown for the docs."""

import unicodedata
from collections.abc import Iterable, Sequence

from clausecheck.nouns.records import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Para:
    text: str


@dataclass(frozen=True, slots=True)
class Items:
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Code:
    text: str
    language: str = "yaml"


Block = Heading | Para | Items | Table | Code


def as_text(blocks: Iterable[Block]) -> str:
    """The blocks for a terminal, tables in columns (a Chinese character is two wide)."""
    lines: list[str] = []
    for block in blocks:
        match block:
            case Heading(level, said):
                lines += ([""] if lines and level < 3 else []) + ["  " * (level - 2) + said]
            case Para(said):
                lines.append(f"  {said}")
            case Items(items):
                lines += [f"    - {item}" for item in items]
            case Table(head, rows):
                lines += [f"  {line}" for line in columns([head, *rows])]
            case Code(said):
                lines += [f"      {line}" for line in said.splitlines()]
    return "\n".join(lines) + "\n"


def columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows of cells as lines, each column as wide as its widest cell."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    padded = (
        "  ".join(cell + " " * (wide - width(cell)) for cell, wide in zip(row, widths, strict=True)) for row in rows
    )
    return [line.rstrip() for line in padded]


def width(said: str) -> int:
    """The columns a text takes on a terminal."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in said)


def as_markdown(blocks: Iterable[Block]) -> str:
    """The blocks as Markdown, ending with a line break."""
    return "\n\n".join(_markdown(block) for block in blocks) + "\n"


def _markdown(block: Block) -> str:
    match block:
        case Heading(level, said):
            return f"{'#' * level} {said}"
        case Para(said):
            return _escaped(said)
        case Items(items):
            return "\n".join(f"- {_escaped(item)}" for item in items)
        case Table(head, rows):
            lines = [_line(head), _line(["---"] * len(head)), *map(_line, rows)]
            return "\n".join(lines)
        case Code(said, language):
            return f"```{language}\n{said.rstrip()}\n```"


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(_escaped(cell).replace("|", "\\|") for cell in cells) + " |"


def _escaped(said: str) -> str:
    """Signs that Markdown would take for its own."""
    for sign in "*<":
        said = said.replace(sign, "\\" + sign)
    return said
