"""The pictures of the control charts."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pandas as pd

from clausecheck.trends.control import Chart
from clausecheck.trends.marks import link
from clausecheck.trends.pictures import (
    AMBER,
    BLUE,
    DEEP,
    GREY,
    HREF,
    RED,
    WIDE,
    Picture,
    constant,
    month_names,
    months_axis,
    numbers_axis,
    records,
)
from clausecheck.trends.run_rules import RULE_SETS, chance_of_false_signal
from clausecheck.trends.study import Study


def control_picture(
    study: Study, chart: Chart, name: str, title: str, unit: str, mark: Mapping[str, str] = MappingProxyType({})
) -> Picture:
    """A control chart: points in the order of months, centre line and limits, signals with the numbers of their rules.
    `mark`: what besides the month the rows behind a point have in common (see marks.link)."""
    names = [study.say(key) for key in ("c_value", "c_signal", "c_centre", "c_limits")]
    paint = [BLUE, RED, DEEP, AMBER]
    points = chart.points.copy()
    points["rows"] = [link(month=month, **mark) for month in month_names(points["month"])]
    points["series"] = [names[1] if keys else names[0] for keys in points["signals"]]
    points["words"] = ["".join(filter(str.isdigit, keys)) for keys in points["signals"]]
    x, y = months_axis(study.rates["month"]), numbers_axis(unit)
    layers = [*_baseline(points, x), *_lines(x, y, names, paint), *_points(x, y, names, paint)]
    spec = {"width": WIDE - 70, "height": 250, "data": {"values": records(points)}, "layer": layers}
    legend = [*zip(names, paint, strict=True)]
    if 0 < int(points["baseline"].sum()) < len(points):
        legend.append((study.say("c_baseline"), "#e8edf3"))
    return Picture(name, title, spec, tuple(legend), control_note(study, chart))


def _baseline(points: pd.DataFrame, x: dict[str, Any]) -> list[dict[str, Any]]:
    """A band behind the months that the limits rest on, where these are not all."""
    inside = points[points["baseline"]]
    if inside.empty or len(inside) == len(points):
        return []
    months = points[(points["month"] >= inside["month"].min()) & (points["month"] <= inside["month"].max())]
    return [
        {
            "data": {"values": [{"month": name} for name in month_names(months["month"])]},
            "mark": {"type": "bar", "color": "#eef2f7", "width": {"band": 1.25}},
            "encoding": {"x": x, "y": {"value": 0}, "y2": {"value": 250}},
        }
    ]


def _lines(x: dict[str, Any], y: dict[str, Any], names: list[str], paint: list[str]) -> list[dict[str, Any]]:
    limits = [
        {
            "mark": {"type": "line", "interpolate": "step", "strokeDash": [5, 3], "strokeWidth": 1.4},
            "encoding": {"x": x, "y": {**y, "field": side}, "color": constant(names[3], names, paint)},
        }
        for side in ("low", "high")
    ]
    centre = {
        "mark": {"type": "line", "interpolate": "step", "strokeWidth": 1.4},
        "encoding": {"x": x, "y": {**y, "field": "centre"}, "color": constant(names[2], names, paint)},
    }
    return [*limits, centre]


def _points(x: dict[str, Any], y: dict[str, Any], names: list[str], paint: list[str]) -> list[dict[str, Any]]:
    there = [{"filter": "datum.value !== null"}]
    line = {"transform": there, "mark": {"type": "line", "color": GREY, "strokeWidth": 1}, "encoding": {"x": x, "y": y}}
    colour = {"field": "series", "type": "nominal", "scale": {"domain": names, "range": paint}}
    dots = {
        "transform": there,
        "mark": {"type": "point", "filled": True, "size": 58, "opacity": 1},
        "encoding": {"x": x, "y": y, "color": colour, "href": HREF},
    }
    words = {
        "transform": [{"filter": "datum.words !== ''"}],
        "mark": {"type": "text", "baseline": "bottom", "dy": -7, "fontSize": 9, "color": RED},
        "encoding": {"x": x, "y": y, "text": {"field": "words", "type": "nominal"}},
    }
    return [line, dots, words]


def control_note(study: Study, chart: Chart) -> str:
    """How the limits were made, and what the rules promise: the chance of a signal where nothing changed."""
    rule_set = RULE_SETS[chart.rules]
    known = int(chart.points["z"].notna().sum())
    made = study.say(f"limits_{chart.kind}", months=int(chart.points["baseline"].sum()))
    wider = study.say("dispersed", times=f"{chart.dispersion:.2f}") if chart.dispersion > 1 else ""
    exact = study.say("limits_quantile") if chart.limits == "quantile" else ""
    promise = study.say(
        "promise",
        rules=study.say(f"set_{chart.rules}"),
        run_length=f"{rule_set.run_length:g}",
        points=known,
        chance=f"{chance_of_false_signal(rule_set, known):.0%}",
        source=rule_set.source,
    )
    return made + wider + exact + promise
