"""The texts of an empty form: its own words stay, and everything else is a place to write on."""

from datetime import date
from typing import Any

from clausecheck.evidence import prepare
from clausecheck.nouns.model import Block, Cell, Logs, Row
from clausecheck.nouns.periods import containing
from clausecheck.procedure import Procedure

from .layout import Facts, Form, Rows, Text
from .model import Kind, Number, Texts
from .scene import Scene, say
from .sheets import PROMPTED

DAY = date(2026, 1, 1)
"""Some day: nothing that depends on it stands on the form."""
LINE = "＿" * 46
FEWEST_LINES = 3
"""A text that is to have so many lines is written on them; a shorter one is the draft's own and left out."""


def blank_texts(kind: Kind, book: Procedure, lang: str) -> Texts:
    """The fields of a kind's layout, empty: lists with as many rows as there are words for them, or as the form has."""
    words = kind.compose(_scene_of_nobody(kind, book, lang)).texts
    texts: Texts = {}
    for block in kind.layout:
        match block:
            case Facts():
                texts |= {name: "" for pair in block.pairs for name in pair}
            case Text():
                texts[block.field] = _lines(block, lang)
            case Rows():
                texts[block.each] = _rows(block, words[block.each])
            case Form():
                fields = {name: "" for line in block.lines for _, name, _ in line}
                texts[block.each] = [{**fields, "sheet": say(f"title.{kind.name}", lang)}]
            case _:
                pass
    return texts


def _lines(block: Text, lang: str) -> str:
    if (key := f"blank.{block.field}") in say.words():
        return say(key, lang)
    return "\n".join([LINE] * block.lines) if block.lines >= FEWEST_LINES else ""


def _rows(block: Rows, words: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if not block.fixed:
        return [dict.fromkeys(block.cells, "") for _ in range(block.blank)]
    return [{name: _fixed(row[name]) if name in block.fixed else "" for name in block.cells} for row in words]


def _fixed(value: Any) -> Any:
    return "" if isinstance(value, Number) or any(mark in str(value) for mark in PROMPTED) else value


def _scene_of_nobody(kind: Kind, book: Procedure, lang: str) -> Scene:
    """A project of which nothing is known but that there is one."""
    spec, sheet = book.facts, book.facts.sheet
    row = Row(spec.name, "", sheet, 2, {"item": "code", "content": "-"}, {"item": "A", "content": "B"})
    headers = {name: Cell("", sheet, f"{letter}1") for name, letter in row.columns.items()}
    logs = Logs(
        [], [Block(spec.name, "", sheet, headers, frozenset(), [row])], [], tables=book.tables, words=book.words
    )
    period = containing(kind.unit or "month", DAY)
    return Scene(prepare(logs, book, period, DAY), period, lang)
