"""index.html: all projects of a month on one page, to search, filter and sort; it loads nothing."""

import base64
import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from clausecheck.disk.writing import write_whole
from clausecheck.wording import term

from ..model import STATES, say
from .lines import Line, Month
from .told import COLUMNS, HERE, NUMBERS, cells, labels, words

AS_JSON = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
"""Signs that would end a script, or a line of it, written so that they do not."""


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE / "templates", encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def fill(template: str, lang: str, **values: Any) -> str:
    """A template of this folder as HTML. It may use `t` for words, and has the styles of both pages."""
    style = Markup((HERE / "templates" / "month.css").read_text(encoding="utf-8"))
    return (
        _templates()
        .get_template(template)
        .render(t=lambda key, **params: words(key, lang, **params), lang=lang, style=style, **values)
    )


def write_page(month: Month, target: Path, lang: str, up: str) -> None:
    """Writes the page. `up`: the way from it to DIR, for the links."""
    script = (HERE / "templates" / "month.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    states = [state for state in STATES if any(line.state == state for line in month.lines)]
    page = fill(
        "index.html.j2",
        lang,
        script=Markup(script),
        script_hash=f"sha256-{digest}",
        data=Markup(_json(_data(month, lang, up))),
        labels=labels(lang),
        numbers=NUMBERS,
        branches=sorted({line.branch for line in month.lines if line.branch}),
        states={state: say(f"state.{state}", lang) for state in states},
        about=words("about", lang, period=term("period", str(month.period), lang), as_of=month.as_of),
        total=len(month.lines),
    )
    write_whole(target, page)


def _data(month: Month, lang: str, up: str) -> dict[str, Any]:
    """What the script lists: of each line its texts, what its columns are sorted by, its state and its link."""
    return {
        "columns": COLUMNS,
        "numbers": NUMBERS,
        "shown": words("shown", lang, n="{n}", total="{total}"),
        "lines": [_row(line, lang, up) for line in month.lines],
    }


def _row(line: Line, lang: str, up: str) -> dict[str, Any]:
    told = cells(line, lang)
    return {
        "t": [told[name].text for name in COLUMNS],
        "n": [told[name].by for name in NUMBERS],
        "s": line.state,
        "b": line.branch,
        "l": f"{up}{quote(line.link)}" if line.link else "",
    }


def _json(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign, written in AS_JSON.items():
        text = text.replace(sign, written)
    return text
