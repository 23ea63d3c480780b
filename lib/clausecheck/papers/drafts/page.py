"""A draft as HTML that loads nothing: a page of its own to be sent round or printed on A4, or a piece shown in another."""

import base64
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from .layout import Basis, Facts, Form, Heading, Page, Picture, Rows, Sign, Text
from .model import Kind, Texts
from .sheets import PROMPTED


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )


def page_of(piece: str, title: str, lang: str) -> str:
    """A piece as a page of its own."""
    template = _templates().get_template("page.html")
    return template.render(title=title, piece=Markup(piece), lang="zh-CN" if lang == "zh" else "en")


def piece_of(kind: Kind, texts: Texts, pictures: Mapping[str, bytes]) -> str:
    """The blocks of a kind's layout with its texts. Text from logs is escaped."""
    blocks = [made for block in kind.layout for made in _blocks(block, texts, pictures)]
    return _templates().get_template("piece.html").render(title=texts["label"]["title"], blocks=blocks)


def _blocks(block: Any, texts: Texts, pictures: Mapping[str, bytes]) -> list[dict[str, Any]]:
    label = texts["label"]
    match block:
        case Facts():
            pairs = [[(label[name], _said(texts[name])) for name in pair] for pair in block.pairs]
            return [{"kind": "facts", "pairs": pairs}]
        case Form():
            return [
                {
                    "kind": "facts",
                    "pairs": [[(label[head], _said(one[name])) for head, name, _ in line] for line in block.lines],
                }
                for one in texts[block.each]
            ]
        case Heading() | Page():
            return [{"kind": "heading", "text": label[block.label]}]
        case Text():
            return [{"kind": "text", "text": _said(texts[block.field])}] if texts[block.field] else []
        case Rows():
            rows = [[_said(row[name]) for name in block.cells] for row in texts[block.each]]
            return [{"kind": "rows", "heads": [label[name] for name in block.heads], "rows": rows}]
        case Picture() if block.field in pictures:
            return [{"kind": "picture", "png": base64.b64encode(pictures[block.field]).decode()}]
        case Picture():
            return [{"kind": "text", "text": _said(texts[block.field])}]
        case Sign():
            names = [(label[name], label[f"{name}_about"]) for name in block.labels]
            return [{"kind": "sign", "names": names, "label": label}]
        case Basis():
            return []
    raise ValueError(f"a page has no {block}")


def _said(value: Any) -> dict[str, Any]:
    text = str(value)
    return {"text": text, "prompt": any(mark in text for mark in PROMPTED)}
