"""Charts as pictures: Vega-Lite specifications drawn by vl-convert, as SVG for a page and as PNG for a workbook.

In a page the title and the legend are HTML around the SVG (see clausecheck.papers.page.charts), in a PNG they are drawn.
"""

import copy
import re
from typing import Any

import pandas as pd
import vl_convert
from markupsafe import Markup

from clausecheck.nouns.records import dataclass
from clausecheck.papers.page.svg import FONT, LETTERS, text_width

WIDE, HALF = 960, 470
BLUE, DEEP, PALE, RED, AMBER, PURPLE, GREEN, GREY = (
    "#3a7ca5",
    "#1f4e79",
    "#a9bdd1",
    "#c0392b",
    "#e08e0b",
    "#7d6ba6",
    "#4b8b6a",
    "#98a2b3",
)
SERIES = (BLUE, RED, AMBER, PURPLE, GREEN, DEEP)
HREF = {"field": "rows", "type": "nominal"}
"""The encoding by which a mark leads to its rows (see marks.link)."""
DOT = {"filled": True, "size": 36, "opacity": 1}
_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
_BASE = re.compile(r'xlink:href="[^"#]*(#[^"]*)"')


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart: `name` (of its file), `title`, Vega-Lite `spec`, `legend` (words, colour), a `note` below it."""

    name: str
    title: str
    spec: dict[str, Any]
    legend: tuple[tuple[str, str], ...] = ()
    note: str = ""


def figure(picture: Picture) -> Markup:
    """A picture as an HTML figure with its title, legend and note. Its marks may link to places in the same page."""
    legend = Markup("").join(
        Markup('<span><i style="background:{}"></i>{}</span>').format(colour, words) for words, colour in picture.legend
    )
    return Markup(
        '<figure><figcaption>{}</figcaption><div class="legend">{}</div>{}<p class="dim small">{}</p></figure>'
    ).format(picture.title, legend, svg(picture), picture.note)


def svg(picture: Picture) -> Markup:
    """The chart alone as SVG. It loads nothing, and its links stay within the page."""
    drawn = vl_convert.vegalite_to_svg(_whole(_without_legends(picture.spec), {}))
    local = _BASE.sub(r'xlink:href="\1"', drawn)
    return Markup(re.sub(r"(?<=\d\.\d\d)\d+", "", local))


def png(picture: Picture, scale: float = 1.5) -> bytes:
    """The chart with title and legend as PNG."""
    title = {"text": picture.title, "anchor": "start", "fontSize": 15, "fontWeight": 600, "offset": 12}
    return bytes(vl_convert.vegalite_to_png(_whole(picture.spec, {"title": title, "background": "white"}), scale=scale))


def _whole(spec: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    config = {
        "font": FONT,
        "background": "transparent",
        "view": {"stroke": None},
        "axis": {
            "labelFontSize": LETTERS,
            "titleFontSize": LETTERS,
            "titleFontWeight": "normal",
            "titleColor": "#667085",
            "labelColor": "#33415c",
            "gridColor": "#e6ebf1",
            "tickColor": "#c5cfda",
            "domainColor": "#c5cfda",
        },
        "legend": {"orient": "bottom", "title": None, "labelFontSize": LETTERS, "labelLimit": 0, "columns": 6},
        "title": {"font": FONT},
    }
    return {"$schema": _SCHEMA, "padding": 6, "config": config, **spec, **more}


def _without_legends(spec: Any) -> Any:
    """A copy of a specification in which no colour draws a legend, except a scale of numbers."""
    if isinstance(spec, list):
        return [_without_legends(one) for one in spec]
    if not isinstance(spec, dict):
        return copy.copy(spec)
    result = {key: _without_legends(value) for key, value in spec.items()}
    colour = result.get("color")
    if isinstance(colour, dict) and colour.get("type") != "quantitative" and ("field" in colour or "datum" in colour):
        result["color"] = {**colour, "legend": None}
    return result


def months_axis(months: pd.Series, title: str | None = None, every: int | None = None) -> dict[str, Any]:
    """The months along the bottom, as words (so that no clock's zone can move them): 2026-04."""
    names = month_names(months)
    step = every or max(1, -(-len(names) // 13))
    shown = [name for name in names if step == 1 or (int(name[5:]) - 1) % step == 0]
    axis = {"title": title, "labelAngle": 0, "values": shown, "labelOverlap": "greedy", "ticks": False}
    return {"field": "month", "type": "ordinal", "sort": names, "axis": axis, "scale": {"domain": names}}


def month_names(months: pd.Series) -> list[str]:
    return [f"{month:%Y-%m}" for month in months]


def numbers_axis(title: str, form: str = ",~f", zero: bool = True, field: str = "value") -> dict[str, Any]:
    """Numbers up the side; the title lies along the top of the axis, so that its letters need no turning."""
    axis = {
        "title": title,
        "format": form,
        "domain": False,
        "ticks": False,
        "titleAngle": 0,
        "titleAlign": "left",
        "titleAnchor": "start",
        "titleX": 0,
        "titleY": -14,
        "titleBaseline": "bottom",
        "tickCount": 5,
    }
    return {"field": field, "type": "quantitative", "axis": axis, "scale": {"zero": zero, "nice": True}}


def colours(names: list[str], of: list[str] | tuple[str, ...], field: str = "series") -> dict[str, Any]:
    """A colour for each name."""
    return {
        "field": field,
        "type": "nominal",
        "scale": {"domain": names, "range": list(of)[: len(names)]},
        "sort": names,
    }


def constant(name: str, names: list[str], of: list[str]) -> dict[str, Any]:
    """The colour of a layer that stands for one thing; all layers of a chart share the list."""
    return {"datum": name, "type": "nominal", "scale": {"domain": names, "range": of}}


def label_room(labels: list[str]) -> int:
    """The pixels that the longest of some labels needs."""
    return max(map(text_width, labels), default=0) + 12


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The lines of a frame as plain values for a chart: months as words, missing values as None."""
    plain = frame.copy()
    if "month" in plain and plain["month"].dtype.kind == "M":
        plain["month"] = month_names(plain["month"])
    plain = plain.astype(object).where(plain.notna(), None)
    return [
        {str(key): getattr(value, "item", lambda v=value: v)() for key, value in line.items()}
        for line in plain.to_dict("records")
    ]
