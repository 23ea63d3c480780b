"""Fills the page's HTML templates. Every value is escaped; only Markup made by this package is not."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from clausecheck.papers.page.figures import rate_text
from clausecheck.papers.page.record import Report
from clausecheck.papers.page.texts import html, named, text

HERE = Path(__file__).parent


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates", encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["rate"] = rate_text
    environment.filters["n"] = lambda n: f"{n:,}"
    environment.filters["markdown"] = _from_markdown
    environment.filters["some"] = lambda n: f"{n:,}" if n else ""
    return environment


def fill(template: str, report: Report, **values: Any) -> str:
    """A template of this package as HTML. It may use `t` (plain words), `h` (words with tags) and `name` (verdicts)."""
    lang = report.lang
    return (
        _environment()
        .get_template(template)
        .render(
            t=lambda key, **params: text(key, lang, **params),
            h=lambda key, **params: html(key, lang, **params),
            name=lambda verdict: named("verdict", verdict, lang),
            lang=lang,
            **values,
        )
    )


def fill_page(**values: Any) -> str:
    """The page around the sections."""
    return _environment().get_template("page.html.j2").render(**values)


def _from_markdown(text: str) -> Markup:
    """What a company's own cell says, as HTML. Such cells are rare: the reader of Markdown is loaded for them only."""
    from markdown_it import MarkdownIt  # noqa: PLC0415

    return Markup(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(text))


def style_sheet() -> Markup:
    """The styles of the sections, as they stand in a page or a notebook."""
    return Markup((HERE / "templates" / "style.css").read_text(encoding="utf-8"))


def page_style_sheet() -> Markup:
    """The styles of the page around the sections: contents at the side, A4 in print."""
    return Markup((HERE / "templates" / "page.css").read_text(encoding="utf-8"))


def filter_script() -> Markup:
    """The script of the filters and the search box."""
    return Markup((HERE / "templates" / "filter.js").read_text(encoding="utf-8"))
