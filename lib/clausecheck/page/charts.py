"""The pictures, as SVG drawn on the server: what is in them is text, so the reader's own fonts show it.

The charts are Vega-Lite specifications, drawn by vl-convert (the drawing half of altair; altair itself takes two
seconds to import and adds nothing here). Legends and captions are HTML, and the space for labels is reckoned from their
letters: neither can be cut off by a machine that has no Chinese font to measure them with.
"""

import os
import re
import sys
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import vl_convert
from markupsafe import Markup

from clausecheck.model import Finding
from clausecheck.page.figures import (
    DueLine,
    code_order,
    counts_of,
    due_points,
    requirements,
    section_key,
    section_of,
)
from clausecheck.page.record import Report

FONT = "Microsoft YaHei, PingFang SC, Noto Sans CJK SC, Source Han Sans SC, WenQuanYi Micro Hei, sans-serif"
VERDICT_COLOURS = {
    "fail": "#c0392b",
    "waived": "#8a6d3b",
    "at_risk": "#e08e0b",
    "undetermined": "#7d6ba6",
    "pending": "#a9bdd1",
    "pass": "#3a7ca5",
}
STATE_COLOURS = {
    "met": "#3a7ca5",
    "late": "#e08e0b",
    "missing": "#c0392b",
    "unmet": "#8e2a20",
    "waived": "#8a6d3b",
    "unknown": "#7d6ba6",
    "waiting": "#a9bdd1",
}
WIDTH = 960
LETTERS = 12
_CJK_FONT = re.compile(
    r"cjk|source-?han|sourcehan|wqy|msyh|simsun|simhei|simkai|deng|pingfang|heiti|songti|droidsansfallback|uming|ukai",
    re.IGNORECASE,
)


def sections_chart(report: Report) -> Markup:
    """Verdicts by section, as shares of a whole bar; empty where nothing was judged."""
    found: dict[str, list[Finding]] = {}
    for finding in requirements(report.audit.findings):
        if finding.verdict != "not_applicable":
            found.setdefault(report.say(section_key(section_of(finding.code))), []).append(finding)
    if not found:
        return Markup("")
    first = {label: min(code_order(finding.code) for finding in some) for label, some in found.items()}
    labels = sorted(found, key=lambda label: first[label])
    values = [
        {"section": label, "verdict": verdict, "n": n, "order": place, "total": len(found[label])}
        for label in labels
        for place, verdict in enumerate(VERDICT_COLOURS)
        if (n := counts_of(found[label])[verdict])
    ]
    return drawn(_sections_spec(labels, values))


def _sections_spec(labels: list[str], values: list[dict[str, Any]]) -> dict[str, Any]:
    room = max(map(text_width, labels)) + 12
    down = {"field": "section", "type": "nominal", "sort": labels, "axis": labels_axis(room)}
    bars = {
        "mark": {"type": "bar", "height": 18},
        "encoding": {
            "y": down,
            "x": {
                "field": "n",
                "type": "quantitative",
                "stack": "normalize",
                "axis": {"title": None, "format": "%", "tickCount": 5, "grid": True, "domain": False},
            },
            "color": colour_scale("verdict", VERDICT_COLOURS),
            "order": {"field": "order", "type": "quantitative"},
        },
    }
    totals = {
        "transform": [{"aggregate": [{"op": "max", "field": "total", "as": "total"}], "groupby": ["section"]}],
        "mark": {"type": "text", "align": "left", "dx": 8, "fontSize": LETTERS, "color": "#44546a"},
        "encoding": {
            "y": down,
            "x": {"value": WIDTH - room - 70},
            "text": {"field": "total", "type": "quantitative", "format": ","},
        },
    }
    return {"width": WIDTH - room - 70, "height": {"step": 30}, "data": {"values": values}, "layer": [bars, totals]}


def due_chart(report: Report, lines: list[DueLine]) -> tuple[str, Markup]:
    """The calendar of obligations: rule by due date. Gives the unit its dots are gathered by (a word) and the SVG."""
    unit, points = due_points(report.audit.findings)
    values = [
        {"code": code, "day": day.isoformat(), "state": became, "n": n, "order": list(STATE_COLOURS).index(became)}
        for code, day, became, n in points
    ]
    if not values:
        return unit, Markup("")
    return unit, drawn(_due_spec(values, [line.code for line in lines], report.audit.as_of))


def _due_spec(values: list[dict[str, Any]], codes: list[str], as_of: date) -> dict[str, Any]:
    room = max(map(text_width, codes)) + 12
    last = max(*(value["day"] for value in values), as_of.isoformat())
    days = (date.fromisoformat(last) - date.fromisoformat(min(value["day"] for value in values))).days
    across = {
        "field": "day",
        "type": "temporal",
        "axis": {"title": None, "format": "%m-%d" if days < 300 else "%Y-%m", "labelOverlap": True, "tickCount": 12},
        "scale": {"padding": 14},
    }
    dots = {
        "mark": {"type": "circle", "opacity": 0.9},
        "encoding": {
            "y": {
                "field": "code",
                "type": "nominal",
                "sort": codes,
                "axis": {**labels_axis(room), "grid": True},
                "scale": {"paddingInner": 0.4, "paddingOuter": 0.2},
            },
            "x": across,
            "yOffset": {"field": "order", "type": "ordinal"},
            "size": {
                "field": "n",
                "type": "quantitative",
                "scale": {"type": "sqrt", "domain": [1, max(40, *(v["n"] for v in values))], "range": [40, 260]},
                "legend": None,
            },
            "color": colour_scale("state", STATE_COLOURS),
            "order": {"field": "n", "type": "quantitative", "sort": "descending"},
        },
    }
    line = {
        "data": {"values": [{"day": as_of.isoformat()}]},
        "mark": {"type": "rule", "color": "#1f4e79", "strokeDash": [5, 4]},
        "encoding": {"x": {"field": "day", "type": "temporal"}},
    }
    high = {"step": 24, "for": "position"}
    return {"width": WIDTH - room - 20, "height": high, "data": {"values": values}, "layer": [line, dots]}


def colour_scale(field: str, colours: dict[str, str]) -> dict[str, Any]:
    """The colours of a field's values; the legend is HTML."""
    scale = {"domain": list(colours), "range": list(colours.values())}
    return {"field": field, "type": "nominal", "scale": scale, "legend": None}


def labels_axis(room: int) -> dict[str, Any]:
    """An axis of names with so much room for them."""
    return {"title": None, "minExtent": room, "labelLimit": 0, "ticks": False, "domain": False, "labelPadding": 8}


def text_width(label: str) -> int:
    """The width a label needs at the charts' letter size, in pixels: a Chinese letter is as wide as high."""
    return round(sum(LETTERS if ord(letter) > 0x2E7F else LETTERS * 0.62 for letter in label))


def drawn(spec: dict[str, Any]) -> Markup:
    """A chart as SVG, in the letters and lines that all of them share."""
    config = {
        "font": FONT,
        "background": "transparent",
        "view": {"stroke": None},
        "axis": {"labelFontSize": LETTERS, "labelColor": "#33415c", "gridColor": "#e6ebf1", "tickColor": "#c5cfda"},
    }
    drawn = vl_convert.vegalite_to_svg(
        {"$schema": "https://vega.github.io/schema/vega-lite/v5.json", "padding": 4, "config": config, **spec}
    )
    return Markup(re.sub(r"(?<=\d\.\d\d)\d+", "", drawn))


@cache
def has_chinese_font() -> bool:
    """Whether this machine has a font with Chinese letters, by the names of its font files."""
    home = Path.home()
    folders = [home / ".fonts", home / ".local/share/fonts", Path("/usr/share/fonts"), Path("/usr/local/share/fonts")]
    if sys.platform == "win32":
        folders = [Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts"]
    elif sys.platform == "darwin":
        folders = [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"]
    return any(_CJK_FONT.search(file.name) for folder in folders if folder.is_dir() for file in folder.rglob("*.*"))
