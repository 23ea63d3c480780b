"""The pictures of how long: share in time, survival, distribution, backlog, repeats."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from clausecheck.trends.backlog import AGES, backlog, open_ages
from clausecheck.trends.draw_counts import MOST
from clausecheck.trends.marks import link, open_mark
from clausecheck.trends.pictures import (
    AMBER,
    BLUE,
    DEEP,
    DOT,
    HALF,
    HREF,
    PALE,
    RED,
    SERIES,
    WIDE,
    Picture,
    colours,
    label_room,
    month_names,
    months_axis,
    numbers_axis,
    records,
)
from clausecheck.trends.repeats import repeat_summary
from clausecheck.trends.study import Study, klasses
from clausecheck.trends.survival import EDGES, curve, distribution, durations
from clausecheck.trends.texts import shown
from clausecheck.trends.timeliness import share_within

AGE_COLOURS = ("#cfe0ee", "#9dc3de", AMBER, "#d4692f", RED)


def share_picture(study: Study) -> Picture:
    """The share in time by month of receipt, for closing and for feedback, with its 95% interval."""
    names, paint = [study.say("closed_in"), study.say("feedback_in")], [BLUE, AMBER]
    tables = []
    for name, state in zip(names, ("closed_in", "feedback_in"), strict=True):
        table = share_within(study.frame, state, "month").rename(columns={"key": "month"})
        tables.append(table[["month", "share", "low", "high"]].assign(series=name))
    data = pd.concat(tables).dropna()
    data["rows"] = [link(month=month) for month in month_names(data["month"])]
    x = months_axis(study.rates["month"])
    y = numbers_axis(study.say("share_in_time"), "%", zero=False, field="share")
    low = float(data["low"].min()) if len(data) else 0.0
    y["scale"] = {"domain": [max(0.0, low - 0.05), 1], "nice": False, "zero": False}
    band = {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}, "color": colours(names, paint)}
    spec = {
        "width": WIDE - 70,
        "height": 220,
        "data": {"values": records(data)},
        "layer": [
            {"mark": {"type": "area", "opacity": 0.16}, "encoding": band},
            {"mark": {"type": "line"}, "encoding": {"x": x, "y": y, "color": colours(names, paint)}},
            {
                "mark": {"type": "point", **DOT},
                "encoding": {"x": x, "y": y, "color": colours(names, paint), "href": HREF},
            },
        ],
    }
    legend = tuple(zip(names, paint, strict=True))
    return Picture("share_in_time", study.say("t_share"), spec, legend, study.say("share_note"))


def survival_picture(study: Study, end: str = "closed") -> Picture:
    """Kaplan-Meier curves by class: the share still open after so many days, open complaints counted in."""
    names, paint, tables, dots = [], [], [], []
    for place, klass in enumerate(klasses(study)):
        steps = curve(durations(study.frame[study.frame["klass"] == klass], end, study.settings.as_of))
        if len(steps) > 1:
            names.append(shown(klass, study.lang))
            paint.append(SERIES[place % len(SERIES)])
            tables.append(_thinned(steps).assign(series=names[-1]))
            dots.append(_dots(steps).assign(series=names[-1]))
            dots[-1]["rows"] = [link(klass=klass, **{end: group}) for group in dots[-1]["group"]]
    data = pd.concat(tables) if tables else pd.DataFrame(columns=["days", "open", "low", "high", "series"])
    last = max([float(table.loc[table["open"] > 0.02, "days"].max()) for table in tables], default=1.0)
    x = {
        "field": "days",
        "type": "quantitative",
        "axis": {"title": study.say("days_since"), "grid": False, "tickCount": 12},
        "scale": {"domain": [0, max(last, 1.0)], "nice": False, "clamp": False},
    }
    y = numbers_axis(study.say("still_open"), "%", field="open")
    y["scale"] = {"domain": [0, 1]}
    colour = colours(names, paint)
    band = {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}, "color": colour}
    spec = {
        "width": WIDE - 70,
        "height": 260,
        "data": {"values": records(data[["days", "open", "low", "high", "series"]].dropna())},
        "layer": [
            {"mark": {"type": "area", "opacity": 0.15, "interpolate": "step-after", "clip": True}, "encoding": band},
            {
                "mark": {"type": "line", "interpolate": "step-after", "clip": True},
                "encoding": {"x": x, "y": y, "color": colour},
            },
            {
                "data": {"values": records(pd.concat(dots)) if dots else []},
                "mark": {"type": "point", "clip": True, **DOT},
                "encoding": {"x": x, "y": y, "color": colour, "href": HREF},
            },
        ],
    }
    title = study.say("t_survival" if end == "closed" else "t_survival_feedback")
    return Picture(f"survival_{end}", title, spec, tuple(zip(names, paint, strict=True)), study.say("survival_note"))


def _dots(steps: pd.DataFrame) -> pd.DataFrame:
    """Where a curve stands at the end of each group of `EDGES` in which something ended: `days`, `open`, `group`."""
    group = np.searchsorted(EDGES, steps["days"].to_numpy(), side="right") - 1
    last = steps.assign(group=group)[steps["ended"] > 0].groupby("group").tail(1)
    upper = pd.Series([*EDGES[1:], float("inf")])[last["group"]].to_numpy()
    return last.assign(days=np.minimum(upper, steps["days"].iloc[-1]))[["days", "open", "group"]]


def _thinned(steps: pd.DataFrame, most: int = 400) -> pd.DataFrame:
    """So many steps at most, evenly by place: the eye sees no more."""
    if len(steps) <= most:
        return steps
    keep = sorted({round(i * (len(steps) - 1) / (most - 1)) for i in range(most)})
    return steps.iloc[keep]


def distribution_picture(study: Study, end: str = "closed") -> Picture:
    """How many ended within which days."""
    table = distribution(study.frame, end)
    labels = [
        study.say("days_from", low=f"{low:g}") if pd.isna(high) else f"{low:g}–{high:g}"
        for low, high in zip(table["low"], table["high"], strict=True)
    ]
    data = [
        {"key": label, "n": int(n), "rows": link(**{end: place})}
        for place, (label, n) in enumerate(zip(labels, table["n"], strict=True))
    ]
    axis = {"title": study.say("days"), "labelAngle": 0, "ticks": False, "labelOverlap": False}
    x = {"field": "key", "type": "ordinal", "sort": labels, "axis": axis}
    bars = {
        "mark": {"type": "bar", "color": BLUE},
        "encoding": {"x": x, "y": numbers_axis(study.say("complaints"), field="n"), "href": HREF},
    }
    words = {
        "mark": {"type": "text", "dy": -7, "fontSize": 11, "color": "#44546a"},
        "encoding": {
            "x": x,
            "y": {"field": "n", "type": "quantitative"},
            "text": {"field": "n", "type": "quantitative", "format": ","},
        },
    }
    spec = {"width": HALF - 60, "height": 190, "data": {"values": data}, "layer": [bars, words]}
    return Picture(f"days_{end}", study.say(f"t_days_{end}"), spec)


def backlog_picture(study: Study) -> Picture:
    """Open complaints at the end of each month."""
    table = backlog_table(study)
    names, paint = [study.say("open_at_end"), study.say("received"), study.say("closed")], [DEEP, PALE, AMBER]
    months = month_names(table["month"])
    long = pd.concat(
        [
            table[["month", column]]
            .rename(columns={column: "value"})
            .assign(series=name, width=width, rows=[link(**{key: month}) for month in months])
            for column, name, width, key in (
                ("received", names[1], 1.5, "came"),
                ("closed", names[2], 1.5, "ended"),
                ("open", names[0], 3, "standing"),
            )
        ]
    )
    where = {
        "x": months_axis(study.rates["month"]),
        "y": numbers_axis(study.say("complaints")),
        "color": colours(names, paint),
    }
    thick = {"strokeWidth": {"field": "width", "type": "quantitative", "scale": None}}
    spec = {
        "width": WIDE - 70,
        "height": 200,
        "data": {"values": records(long)},
        "layer": [
            {"mark": {"type": "line"}, "encoding": {**where, **thick}},
            {"mark": {"type": "point", **DOT}, "encoding": {**where, "href": HREF}},
        ],
    }
    return Picture("backlog", study.say("t_backlog"), spec, tuple(zip(names, paint, strict=True)))


def backlog_table(study: Study) -> pd.DataFrame:
    """The backlog (see backlog.backlog) of the months that the logs reach."""
    table = backlog(study.everything, study.span)
    return table[table["month"].isin(study.heard)].reset_index(drop=True)


def ages_picture(study: Study) -> Picture:
    """What is open now by class and age."""
    table = open_ages(study.everything, study.settings.as_of)
    names = age_names(study)
    table = table.assign(series=[names[group] for group in table["group"]])
    marks = zip(table["klass"], table["group"], strict=True)
    table["rows"] = [link(**open_mark(klass, group)) for klass, group in marks]
    table["key"] = [shown(klass, study.lang) for klass in table["klass"]]
    data = records(table.rename(columns={"group": "place"}))
    spec = _stacked_bars(data, names, AGE_COLOURS, HALF - 50, 34)
    return Picture("open_ages", study.say("t_ages"), spec, tuple(zip(names, AGE_COLOURS, strict=True)))


def age_names(study: Study) -> list[str]:
    """The age groups in words."""
    lows = [0, *(age + 1 for age in AGES)]
    named = [study.say("age_group", low=low, high=high) for low, high in zip(lows, AGES, strict=False)]
    return [*named, study.say("age_over", low=AGES[-1])]


def repeats_picture(study: Study) -> Picture:
    """Repeats by topic, those that came back after closing apart."""
    table = repeat_summary(study.frame, study.again)
    table = table[table["repeats"] > 0].head(MOST)
    names, paint = [study.say("reopened"), study.say("repeat_only")], [RED, PALE]
    labels = [shown(key, study.lang) for key in table["key"]]
    data: list[dict[str, Any]] = []
    for label, line in zip(labels, table.itertuples(), strict=True):
        counts = (("reopened", line.reopened), ("repeat", line.repeats - line.reopened))
        for place, (again, n) in enumerate(counts):
            rows = link(topic=line.key, again=again)
            data.append({"key": label, "series": names[place], "n": int(n), "place": place, "rows": rows})
    spec = _stacked_bars(data, names, paint, WIDE - 60, 24)
    return Picture("repeats", study.say("t_repeats"), spec, tuple(zip(names, paint, strict=True)))


def _stacked_bars(
    data: Sequence[Mapping[str, Any]], names: list[str], paint: list[str] | tuple[str, ...], wide: int, step: int
) -> dict[str, Any]:
    """Bars to the right, one for each `key` in the order given, of pieces: `series`, `place` among them, `n`, `rows`."""
    labels = list(dict.fromkeys(one["key"] for one in data))
    room = label_room(labels)
    down = {"title": None, "minExtent": room, "labelLimit": 0, "ticks": False, "domain": False, "labelPadding": 8}
    along = {"title": None, "tickMinStep": 1, "tickCount": 10, "domain": False, "format": "d"}
    return {
        "width": wide - room,
        "height": {"step": step},
        "data": {"values": data},
        "mark": {"type": "bar", "height": {"band": 0.66}},
        "encoding": {
            "y": {"field": "key", "type": "nominal", "sort": labels, "axis": down},
            "x": {"field": "n", "type": "quantitative", "axis": along},
            "color": colours(names, paint),
            "order": {"field": "place", "type": "quantitative"},
            "href": HREF,
        },
    }
