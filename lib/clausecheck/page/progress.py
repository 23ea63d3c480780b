"""How interviews kept the required pace, and how long complaints took against their limits: two kinds of picture."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from markupsafe import Markup

from clausecheck.model import Coverage, Handling
from clausecheck.page.charts import STATE_COLOURS, WIDTH, colour_scale, drawn
from clausecheck.page.record import Report
from clausecheck.page.texts import or_as_is

REACHED, PACE, AS_OF = "#3a7ca5", "#8a94a3", "#1f4e79"
LONGEST = 31
"""Days that have a bar of their own; what took longer is gathered in the last one."""
STATES = {"pass": "met", "late": "late", "missing": "missing", "pending": "waiting", "undetermined": "unknown"}
"""What became of a complaint -> its state; everything else fails for another reason than time."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with the sentence above it, its legend (colour, words) and what it leaves out."""

    caption: str
    legend: list[tuple[str, str]]
    chart: Markup
    note: str = ""


def coverage_figures(report: Report) -> list[Figure]:
    """One picture for each yearly quota of interviews: households reached beside the required pace."""
    return [_coverage_figure(report, grown) for grown in report.audit.coverage]


def _coverage_figure(report: Report, grown: Coverage) -> Figure:
    last = min(report.audit.as_of, grown.window.end)
    done = grown.reached[-1][1] if grown.reached else 0
    words: dict[str, Any] = {"code": grown.code, "label": grown.window.label, "required": grown.required}
    legend = [(REACHED, report.say("pace_reached")), (PACE, report.say("pace_required")), (AS_OF, report.say("as_of"))]
    return Figure(
        report.say("chart_pace", **words, done=done, as_of=last), legend, drawn(_coverage_spec(grown, report))
    )


def _coverage_spec(grown: Coverage, report: Report) -> dict[str, Any]:
    start, end, as_of = grown.window.start, grown.window.end, report.audit.as_of
    done = grown.reached[-1][1] if grown.reached else 0
    steps = [(start, 0), *grown.reached, (min(as_of, end), done)] if as_of >= start else []
    across = {
        "field": "day", "type": "temporal",
        "axis": {"title": None, "format": "%Y-%m-%d" if grown.window.days < 60 else "%Y-%m", "tickCount": 12, "labelOverlap": True},
        "scale": {"domain": [start.isoformat(), (end + timedelta(days=1)).isoformat()]},
    }  # fmt: skip
    up = {"field": "n", "type": "quantitative", "axis": {"title": None, "tickCount": 5, "format": ",d"}}
    reached = {
        "data": {"values": [{"day": day.isoformat(), "n": n} for day, n in steps]},
        "mark": {"type": "line", "interpolate": "step-after", "strokeWidth": 2.5, "color": REACHED},
        "encoding": {"x": across, "y": up},
    }
    pace = {
        "data": {"values": [{"day": start.isoformat(), "n": 0}, {"day": end.isoformat(), "n": grown.required}]},
        "mark": {"type": "line", "strokeDash": [6, 4], "strokeWidth": 2, "color": PACE},
        "encoding": {"x": across, "y": up},
    }
    line = {
        "data": {"values": [{"day": as_of.isoformat()}] if start <= as_of <= end else []},
        "mark": {"type": "rule", "color": AS_OF, "strokeDash": [2, 3]},
        "encoding": {"x": across},
    }
    return {"width": WIDTH - 90, "height": 190, "layer": [pace, reached, line]}


def handling_figures(report: Report) -> list[Figure]:
    """One picture for each class of complaints: how many took how many days, and where the limit lies."""
    drawn_ones = [some for some in report.audit.handling if some.took]
    end = max((days for some in drawn_ones for days in (*some.days, *(took[0] for took in some.took))), default=0)
    return [_handling_figure(report, some, end) for some in drawn_ones]


def _handling_figure(report: Report, some: Handling, end: int) -> Figure:
    """`end`: the most days among all classes, for their pictures to be of one scale."""
    longest = max(days for days, _, _ in some.took)
    last = max(LONGEST, *(days + 1 for days in some.days))
    counted: Counter[tuple[int, str]] = Counter()
    for days, became, n in some.took:
        counted[min(days, last), STATES.get(became, "unmet")] += n
    limits = report.say("join").join(limit.zh if report.lang == "zh" else limit.en for limit in some.limits)
    caption = report.say(
        "chart_handling",
        code=some.code,
        klass=or_as_is(f"value_{some.klass}", report.lang),
        n=sum(counted.values()),
        limits=limits,
    )
    states = {state for _, state in counted}
    legend = [(colour, report.say(f"took_{state}")) for state, colour in STATE_COLOURS.items() if state in states]
    notes = [report.say("handling_longest", days=last)] if longest > last else []
    notes += [report.say("handling_left_out", n=some.left_out)] if some.left_out else []
    chart = drawn(_handling_spec(counted, min(last, end), some.days))
    return Figure(caption, legend, chart, " ".join(notes))


def _handling_spec(counted: Counter[tuple[int, str]], last: int, limits: tuple[int, ...]) -> dict[str, Any]:
    values, height = [], Counter[int]()
    for state in STATE_COLOURS:
        for days in sorted(days for days, became in counted if became == state):
            below, height[days] = height[days], height[days] + counted[days, state]
            values.append({"x": days - 0.4, "x2": days + 0.4, "y": below, "y2": height[days], "state": state})
    plain = {"title": None, "tickMinStep": 1, "format": ",d"}
    scale = {"domain": [-0.6, max(last, 10) + 0.6], "nice": False}
    across = {"field": "x", "type": "quantitative", "axis": {**plain, "tickCount": 16, "grid": False}, "scale": scale}
    bars = {
        "data": {"values": values},
        "mark": {"type": "rect"},
        "encoding": {
            "x": across,
            "x2": {"field": "x2"},
            "y": {"field": "y", "type": "quantitative", "axis": {**plain, "tickCount": 4}},
            "y2": {"field": "y2"},
            "color": colour_scale("state", STATE_COLOURS),
        },
    }
    rules = {
        "data": {"values": [{"x": days + 0.5} for days in limits]},
        "mark": {"type": "rule", "color": AS_OF, "strokeDash": [5, 4], "strokeWidth": 1.5},
        "encoding": {"x": across},
    }
    return {"width": WIDTH - 90, "height": 110, "layer": [bars, rules]}
