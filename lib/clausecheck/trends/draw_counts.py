"""The pictures of how many: by month, by category, year on year, Pareto, heat map, season, repeats."""

from typing import Any

import pandas as pd

from clausecheck.trends.comparison import compared
from clausecheck.trends.marks import link
from clausecheck.trends.pictures import (
    AMBER,
    BLUE,
    DEEP,
    DOT,
    GREY,
    HALF,
    HREF,
    PALE,
    RED,
    SERIES,
    WIDE,
    Picture,
    colours,
    constant,
    label_room,
    month_names,
    months_axis,
    numbers_axis,
    records,
)
from clausecheck.trends.reach import covered
from clausecheck.trends.season import decomposed, strength
from clausecheck.trends.study import Study
from clausecheck.trends.texts import shown
from clausecheck.trends.volumes import counted, heat_map, pareto, rates

SILENCE = "#eceff3"
"""Behind months that no log reaches."""
MOST = 15
"""Bars in a picture by category; the table has them all."""


def volume_picture(study: Study) -> Picture:
    """Complaints by month, every bar a link to its rows; a month that is not whole is pale, one without data a band."""
    names = [study.say("whole_month"), study.say("part_month")]
    silent = study.rates[study.rates["n"].isna()]
    data = study.rates.loc[study.rates["n"].notna(), ["month", "n", "complete"]].copy()
    data["series"] = data["complete"].map({True: names[0], False: names[1]})
    data["rows"] = [link(month=month) for month in month_names(data["month"])]
    drawn = dict(zip(names if not data["complete"].all() else names[:1], (BLUE, PALE), strict=False))
    if len(silent):
        drawn[study.say("silent_month")] = SILENCE
    words, paint = list(drawn), list(drawn.values())
    x = months_axis(study.rates["month"])
    y = numbers_axis(study.say("complaints"), field="n")
    bars = {
        "data": {"values": records(data)},
        "mark": {"type": "bar"},
        "encoding": {"x": x, "y": y, "color": colours(words, paint), "href": HREF},
    }
    band = {
        "data": {"values": records(silent[["month"]])},
        "mark": {"type": "bar", "width": {"band": 1.25}, "clip": True},
        "encoding": {"x": x, "y": {"value": 0}, "y2": {"value": 230}, "color": constant(words[-1], words, paint)},
    }
    spec = {"width": WIDE - 70, "height": 230, "layer": [band, bars] if len(silent) else [bars]}
    legend = tuple(drawn.items()) if len(drawn) > 1 else ()
    return Picture("monthly", study.say("t_monthly"), spec, legend)


def category_picture(study: Study, by: str) -> Picture:
    """Complaints by one column, as bars with their numbers; hours as columns."""
    table = counted(study.frame, by)
    title = study.say("t_by", by=study.say(f"by_{by}"))
    if by == "hour":
        return Picture("by_hour", title, _hours(study, table), note=study.say("no_hour", n=int(table["n"].iloc[-1])))
    most = table.head(MOST)
    data = [
        {"key": shown(key, study.lang), "n": int(n), "label": f"{n:,}　{share:.0%}", "rows": link(**{by: key})}
        for key, n, share in zip(most["key"], most["n"], most["share"], strict=True)
    ]
    note = study.say("and_others", n=len(table) - MOST) if len(table) > MOST else ""
    return Picture(f"by_{by}", title, _bars(data), note=note)


def _bars(data: list[dict[str, Any]]) -> dict[str, Any]:
    labels = [one["key"] for one in data]
    room = label_room(labels)
    axis = {"title": None, "minExtent": room, "labelLimit": 0, "ticks": False, "domain": False, "labelPadding": 8}
    y = {"field": "key", "type": "nominal", "sort": labels, "axis": axis}
    most = max((one["n"] for one in data), default=1)
    x = {"field": "n", "type": "quantitative", "axis": None, "scale": {"domain": [0, most], "nice": False}}
    bars = {
        "mark": {"type": "bar", "color": BLUE, "height": {"band": 0.66}},
        "encoding": {"x": x, "y": y, "href": HREF},
    }
    words = {
        "mark": {"type": "text", "align": "left", "dx": 6, "fontSize": 12, "color": "#44546a"},
        "encoding": {"x": x, "y": y, "text": {"field": "label", "type": "nominal"}},
    }
    return {"width": HALF - room - 96, "height": {"step": 24}, "data": {"values": data}, "layer": [bars, words]}


def _hours(study: Study, table: pd.DataFrame) -> dict[str, Any]:
    hours = [(int(hour), int(n)) for hour, n in zip(table["key"][:-1], table["n"][:-1], strict=True)]
    data = [{"key": f"{hour}", "n": n, "rows": link(hour=hour)} for hour, n in hours]
    axis = {"title": study.say("hour_of_day"), "labelAngle": 0, "ticks": False, "labelOverlap": True}
    return {
        "width": HALF - 60,
        "height": 170,
        "data": {"values": data},
        "mark": {"type": "bar", "color": BLUE},
        "encoding": {
            "x": {"field": "key", "type": "ordinal", "sort": [one["key"] for one in data], "axis": axis},
            "y": numbers_axis(study.say("complaints"), field="n"),
            "href": HREF,
        },
    }


def years_picture(study: Study) -> Picture:
    """The rate by calendar month, a line for each year: 同比 at a glance."""
    known = bool(study.rates["per_1000"].notna().any())
    data = study.rates[study.rates["complete"]].copy()
    data["value"] = data["per_1000"] if known else data["n"].astype(float)
    data["series"], data["of_year"] = data["month"].dt.year.astype(str), data["month"].dt.month
    data["rows"] = [link(month=month) for month in month_names(data["month"])]
    years = sorted(set(data["series"]))
    strong = [PALE, GREY, AMBER, BLUE, RED][-len(years) :] if len(years) <= 5 else [*SERIES][: len(years)]
    axis = {"title": study.say("month_of_year"), "labelAngle": 0, "ticks": False}
    x = {"field": "of_year", "type": "ordinal", "axis": axis}
    y = numbers_axis(study.say("per_1000" if known else "complaints"))
    colour = colours(years, strong)
    layers = [
        {"mark": {"type": "line", "strokeWidth": 2}, "encoding": {"x": x, "y": y, "color": colour}},
        {"mark": {"type": "point", **DOT}, "encoding": {"x": x, "y": y, "color": colour, "href": HREF}},
    ]
    spec = {
        "width": WIDE - 70,
        "height": 240,
        "data": {"values": records(data[["series", "of_year", "value", "rows"]].dropna())},
        "layer": layers,
    }
    return Picture("years", study.say("t_years"), spec, tuple(zip(years, strong, strict=False)))


def pareto_picture(study: Study, by: str = "topic") -> Picture:
    """Bars most first, with the cumulative share over them."""
    table = pareto(study.frame, by).head(MOST)
    labels = [shown(key, study.lang) for key in table["key"]]
    data = [
        {"key": label, "n": int(n), "cumulative": float(sum_), "rows": link(**{by: key})}
        for label, key, n, sum_ in zip(labels, table["key"], table["n"], table["cumulative"], strict=True)
    ]
    names, paint = [study.say("complaints"), study.say("cumulative")], [BLUE, AMBER]
    crowded = label_room(labels) > (WIDE - 140) / max(len(labels), 1)
    axis = {"title": None, "labelAngle": -30 if crowded else 0, "labelLimit": 0, "ticks": False, "labelOverlap": False}
    x = {"field": "key", "type": "nominal", "sort": labels, "axis": axis}
    share = numbers_axis(names[1], "%", field="cumulative")
    share["scale"] = {"domain": [0, 1]}
    share["axis"] |= {"orient": "right", "titleAlign": "right", "titleX": 34, "grid": False}
    y = numbers_axis(names[0], field="n")
    bars = {
        "mark": {"type": "bar"},
        "encoding": {"x": x, "y": y, "color": constant(names[0], names, paint), "href": HREF},
    }
    over = {"x": x, "y": share, "color": constant(names[1], names, paint)}
    line = {
        "layer": [
            {"mark": {"type": "line"}, "encoding": over},
            {"mark": {"type": "point", **DOT}, "encoding": {**over, "href": HREF}},
        ]
    }
    spec = {
        "width": WIDE - 140,
        "height": 240,
        "data": {"values": data},
        "layer": [bars, line],
        "resolve": {"scale": {"y": "independent"}},
    }
    title = study.say("t_pareto", by=study.say(f"by_{by}"))
    return Picture("pareto", title, spec, tuple(zip(names, paint, strict=True)))


def heat_picture(study: Study) -> Picture:
    """Building by month; the darker, the more per 1,000 households."""
    table = heat_table(study)
    known = bool(table["per_1000"].notna().any())
    table["value"] = table["per_1000"] if known else table["n"].astype(float)
    months = month_names(table["month"])
    table["rows"] = [link(month=month, place=name) for month, name in zip(months, table["building"], strict=True)]
    table["building"] = [shown(name, study.lang) for name in table["building"]]
    buildings = list(dict.fromkeys(table["building"]))
    room = label_room(buildings)
    down = {"title": None, "minExtent": room, "labelLimit": 0, "ticks": False, "domain": False}
    spec = {
        "width": WIDE - room - 110,
        "height": {"step": 22 if len(buildings) <= 30 else 12},
        "data": {"values": records(table[table["value"].notna()][["building", "month", "value", "rows"]])},
        "mark": {"type": "rect", "stroke": "white"},
        "encoding": {
            "x": months_axis(study.rates["month"]),
            "y": {"field": "building", "type": "nominal", "sort": buildings, "axis": down},
            "color": {
                "field": "value",
                "type": "quantitative",
                "scale": {"range": ["#f3f7fb", "#9dc3de", BLUE, DEEP, "#0d2238"]},
                "legend": {"orient": "right", "title": None, "format": ".0f", "gradientLength": 120},
            },
            "href": HREF,
        },
    }
    left = len(study.frame) - int(table["n"].sum())
    note = study.say("heat_note" if known else "heat_note_count") + (study.say("heat_left", n=left) if left else "")
    return Picture("heat", study.say("t_heat"), spec, note=note)


def heat_table(study: Study) -> pd.DataFrame:
    """Complaints by building and month (see volumes.heat_map), of the months that the logs reach."""
    table = heat_map(study.frame, covered(study.households, study.reached), study.span)
    return table[table["month"].isin(study.heard)].reset_index(drop=True)


def season_picture(study: Study) -> Picture | None:
    """Value, trend, season and rest under each other; None for fewer than two years."""
    parts = decomposed(study.rates)
    if parts is None:
        return None
    panels = []
    names = ("value", "trend", "season", "rest")
    for name in names:
        data = parts[["month", name]].rename(columns={name: "value"})
        data["rows"] = [link(month=month) for month in month_names(data["month"])]
        colour = {"rest": GREY, "trend": RED}.get(name, BLUE)
        x = months_axis(parts["month"])
        if name != names[-1]:
            x["axis"] = {**x["axis"], "labels": False, "domain": False}
        zero = name not in ("value", "trend")
        y = numbers_axis(study.say(f"season_{name}"), ".0f", zero=zero)
        y["axis"]["tickCount"] = 3
        linked = {"type": "bar", "color": colour} if name == "rest" else {"type": "point", "color": colour, **DOT}
        layers: list[dict[str, Any]] = [{"mark": linked, "encoding": {"x": x, "y": y, "href": HREF}}]
        if name != "rest":
            layers.insert(0, {"mark": {"type": "line", "color": colour}, "encoding": {"x": x, "y": y}})
        panels.append({"width": WIDE - 70, "height": 84, "data": {"values": records(data)}, "layer": layers})
    note = study.say("season_note", strength=f"{strength(parts):.2f}")
    return Picture("season", study.say("t_season"), {"vconcat": panels, "spacing": 26}, note=note)


def changes(study: Study) -> pd.DataFrame:
    """The rates with 同比 and 环比 (see comparison.compared)."""
    return compared(study.rates)


def some_rates(study: Study, frame: pd.DataFrame, building: str = "", project: str = "") -> pd.DataFrame:
    """The rates of some complaints, per households of one project or building where that is what was chosen."""
    households = study.households
    if project:
        households = households[households["project"] == project]
    if building:
        households = households[households["building"] == building]
    reached = study.reached[study.reached["project"] == project] if project else study.reached
    return rates(frame, households, study.span, reached)
