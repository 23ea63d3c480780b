"""A draft as one page of HTML that loads nothing: to be shown on a screen, sent round, or printed on A4."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from .layout import Facts, Heading, Rows, Sign, Text
from .model import Kind, Number, Texts
from .sheets import PROMPTED

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)


def page_of(kind: Kind, texts: Texts, lang: str) -> str:
    """The blocks of a kind's layout with its texts, as a page."""
    template = _TEMPLATES.get_template("page.html")
    blocks = [made for block in kind.layout if (made := _block(block, texts))]
    return template.render(title=texts["label"]["title"], blocks=blocks, lang="zh-CN" if lang == "zh" else "en")


def _block(block: Any, texts: Texts) -> dict[str, Any] | None:
    label = texts["label"]
    match block:
        case Facts():
            pairs = [[(label[name], _said(texts[name])) for name in pair] for pair in block.pairs]
            return {"kind": "facts", "pairs": pairs}
        case Heading():
            return {"kind": "heading", "text": label[block.label]}
        case Text():
            return {"kind": "text", "text": _said(texts[block.field])}
        case Rows():
            rows = [[_said(row[name]) for name in block.cells] for row in texts[block.each]]
            return {"kind": "rows", "heads": [label[name] for name in block.heads], "rows": rows}
        case Sign():
            return {
                "kind": "sign",
                "names": [(label[name], label[f"{name}_about"]) for name in block.labels],
                "label": label,
            }
    return None


def _said(value: Any) -> dict[str, Any]:
    text = str(value.shown if isinstance(value, Number) else value)
    return {"text": text, "prompt": any(mark in text for mark in PROMPTED)}
