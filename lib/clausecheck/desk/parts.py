# ipywidgets gives no types:
# mypy: allow-untyped-calls
"""Small pieces that the panes of the screen are made of."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import ipywidgets as w
from markupsafe import Markup

from clausecheck.desk.texts import joined, style_sheet, text
from clausecheck.nouns.errors import InputFault

Action = Callable[[], None]
VERDICT_STYLES = {
    "fail": "danger",
    "logs": "warning",
    "at_risk": "warning",
    "undetermined": "primary",
    "waived": "info",
    "pass": "success",
}
"""Verdict -> ipywidgets' name of a button's style; style.css gives each the report's colour."""


def field(widget: Any, *classes: str) -> Any:
    """A widget with its label above it, as wide as there is room."""
    widget.style.description_width = "auto"
    widget.layout.width = "auto"
    return classed(widget, "ccw-field", *classes)


def classed(widget: Any, *classes: str) -> Any:
    """A widget with CSS classes."""
    for name in classes:
        widget.add_class(name)
    return widget


def box(children: Iterable[Any], *classes: str) -> Any:
    """A box whose layout style.css gives."""
    return classed(w.Box(list(children)), "ccw-box", *classes)


def html(value: str = "", *classes: str) -> Any:
    """A piece of HTML."""
    return classed(w.HTML(value), *classes)


def button(label: str, action: Callable[[], None], *classes: str) -> Any:
    """A button that does one thing."""
    made = classed(w.Button(description=label, layout=w.Layout(width="auto")), *classes)
    made.on_click(lambda _: action())
    return made


def shown(widget: Any, yes: bool) -> None:
    """Shows or hides a widget."""
    widget.layout.display = None if yes else "none"


def styles_html(lang: str) -> Markup:
    """The workbench's styles, outranking the report's (they come with `page.prepare`) and JupyterLab's.

    An upload button would count its files, which are listed beside it, so its words are put there by the styles.
    """
    outranking = str(style_sheet()).replace(".ccw ", ".ccw.ccw.ccw.ccw.ccw ")
    labels = "".join(
        f'.ccw.ccw.ccw.ccw.ccw button.{name}::before {{ content: "{text(name[4:].replace("-", "_"), lang)}"; }}\n'
        for name in ("ccw-upload", "ccw-rulebook-upload", "ccw-previous-upload")
    )
    return Markup("<style>{}{}</style>").format(Markup(outranking), Markup(labels))


def faults_html(refused: InputFault, lang: str, folder: Path) -> Markup:
    """Faults as sentences; places in the session's own folder are named without it, the user does not know it."""
    lines = [
        Markup("<li>{}</li>").format(one.say(lang).replace(f"{folder / 'uploads'}", "").lstrip("/\\"))
        for one in refused.faults
    ]
    return Markup("<div class='ccw-fault' role=alert><b>{}</b><ul>{}</ul></div>").format(
        text("fault_lead", lang), joined(lines)
    )


def own_fault_html(error: Exception, lang: str) -> Markup:
    """A fault of the program as a sentence; the traceback goes to the log, not to the screen."""
    return Markup("<div class='ccw-fault' role=alert><p>{}</p></div>").format(
        text("own_fault", lang, what=type(error).__name__)
    )


def size_text(size: int) -> str:
    """A file's size: 12 KB, 3.4 MB."""
    return f"{max(1, round(size / 1000))} KB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"
