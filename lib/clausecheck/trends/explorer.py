# ipywidgets give no types:
# mypy: allow-untyped-calls
"""The part of the notebook that answers: choose some complaints, see their control chart, choose a month, see its rows.

Only ipywidgets and SVG: nothing is loaded from outside. Without a running kernel it shows its first state.
"""

from collections.abc import Mapping
from typing import Any

import ipywidgets as widgets
import pandas as pd
from markupsafe import Markup

from clausecheck.trends.draw_control import control_picture
from clausecheck.trends.draw_counts import some_rates
from clausecheck.trends.marks import chosen_rows
from clausecheck.trends.pictures import figure, month_names
from clausecheck.trends.sections_times import signal_list
from clausecheck.trends.study import Study, rate_chart_of, time_chart_of
from clausecheck.trends.tables import rows_table
from clausecheck.trends.texts import shown

FILTERS = ("project", "klass", "nature", "building", "channel", "topic")
CHARTS = ("chart_rate", "chart_closed", "chart_feedback")
MOST = 300
"""Rows shown at once; a longer table is slow to draw, and nobody reads it."""
ALL = ""
"""The choice of everything. Not None: a list of ipywidgets takes that for no choice and shows nothing."""


def explorer(study: Study) -> widgets.VBox:
    """Filters, a control chart, and the rows of a month. Every choice draws again what hangs on it."""
    filters = {name: _filter(study, name) for name in FILTERS if name != "project" or len(study.projects) > 1}
    kind = widgets.Dropdown(
        options=[(_begun(study.say(name)), name) for name in CHARTS], description=study.say("show_chart"), style=_STYLE
    )
    month = widgets.Dropdown(description=study.say("choose_month"), options=[("–", ALL)], style=_STYLE)
    chart, rows = widgets.HTML(), widgets.HTML()
    for drawn in (chart, rows):
        drawn.add_class("cc-explored")

    def chosen_now() -> dict[str, str]:
        return {name: widget.value for name, widget in filters.items() if widget.value != ALL}

    def choose(_: Any = None) -> None:
        chosen = chosen_now()
        frame = chosen_rows(study.frame, chosen)
        chart.value = str(chart_html(study, frame, chosen, kind.value))
        kept, month.options = month.value, _months(study, frame)
        month.value = kept if kept in [value for _, value in month.options] else month.options[0][1]
        open_month()

    def open_month(_: Any = None) -> None:
        rows.value = str(rows_html(study, chosen_now(), month.value))

    for widget in (*filters.values(), kind):
        widget.observe(choose, "value")
    month.observe(open_month, "value")
    choose()
    said = widgets.HTML(f'<section class="cc"><p class="dim">{study.say("explore_note")}</p></section>')
    line = widgets.Layout(flex_flow="row wrap")
    return widgets.VBox([said, widgets.Box([kind, *filters.values()], layout=line), chart, month, rows])


_STYLE = {"description_width": "4.5em"}


def _filter(study: Study, name: str) -> widgets.Dropdown:
    values = list(study.frame[name].value_counts().loc[lambda n: n > 0].index.astype(str))
    if name in ("klass", "building", "project"):
        values = [value for value in study.frame[name].cat.categories if value in values]
    options = [(_begun(study.say("all")), ALL), *((shown(value, study.lang), value) for value in values)]
    return widgets.Dropdown(options=options, description=_begun(study.say(f"by_{name}")), style=_STYLE)


def _begun(words: str) -> str:
    """Words with a capital first letter, as labels have it in English."""
    return words[:1].upper() + words[1:]


def _months(study: Study, frame: pd.DataFrame) -> list[tuple[str, str]]:
    n = frame["month"].value_counts().sort_index(ascending=False)
    named = zip(month_names(n.index.to_series()), n, strict=True)
    return [(study.say("rows_of", month=name, n=int(count)), name) for name, count in named] or [("–", ALL)]


def chart_html(study: Study, frame: pd.DataFrame, chosen: Mapping[str, str], kind: str) -> Markup:
    """The control chart of some complaints with its signals, as HTML."""
    if frame.empty:
        return _section(Markup("<p>{}</p>").format(study.say("nothing_chosen")))
    words = "、".join(shown(value, study.lang) for value in chosen.values()) or study.say("all")
    title = f"{study.say(kind)} · {words} · {study.say('chosen', n=len(frame))}"
    if kind == "chart_rate":
        rates = some_rates(study, frame, chosen.get("building", ""), chosen.get("project", ""))
        chart = rate_chart_of(study, rates)
        unit = study.say("per_1000" if chart and chart.per > 1 else "complaints")
    else:
        chart = time_chart_of(study, frame, kind.removeprefix("chart_"))
        unit = study.say("unit_days")
    if chart is None:
        return _section(Markup("<p>{}</p>").format(study.say("no_time_chart", klass=words)))
    picture = control_picture(study, chart, "explored", title, unit)
    return _section(figure(picture) + signal_list(study, chart))


def rows_html(study: Study, chosen: Mapping[str, str], month: str) -> Markup:
    """The rows of a month among some complaints, as HTML: the newest first `MOST`."""
    if month == ALL:
        return Markup("")
    frame = chosen_rows(study.frame, {**chosen, "month": month})
    more = study.say("more_rows", n=len(frame) - MOST) if len(frame) > MOST else ""
    return _section(rows_table(study, frame.head(MOST)) + Markup('<p class="dim">{}</p>').format(more))


def _section(body: Markup) -> Markup:
    return Markup('<section class="cc">{}</section>').format(body)
