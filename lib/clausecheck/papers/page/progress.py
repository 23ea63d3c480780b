"""How interviews kept the required pace, and how long complaints took against their limits: two kinds of picture."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from markupsafe import Markup

from clausecheck.nouns.model import Coverage, Handling
from clausecheck.nouns.records import dataclass
from clausecheck.papers.page.charts import AS_OF, STATE_COLOURS, WIDTH
from clausecheck.papers.page.record import Report
from clausecheck.papers.page.svg import (
    AXIS,
    BESIDE,
    LETTERS,
    Plot,
    Scale,
    days_axis,
    label,
    line,
    linear,
    rect,
    round_steps,
    whole_axis,
)
from clausecheck.papers.page.texts import or_as_is

REACHED, PACE = "#3a7ca5", "#8a94a3"
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
    return Figure(report.say("chart_pace", **words, done=done, as_of=last), legend, _pace(grown, report.audit.as_of))


def _pace(grown: Coverage, as_of: date) -> Markup:
    """Households reached, step by step, beside the straight line of the required pace."""
    start, end = grown.window.start, grown.window.end
    done = grown.reached[-1][1] if grown.reached else 0
    plot = Plot(WIDTH - 90, 190, left=60, right=30)
    step = round_steps(max(grown.required, done, 1), 7)
    high = -(-max(grown.required, done, 1) // step) * step
    across, up = linear(start.toordinal(), end.toordinal() + 1, 0, plot.width), linear(0, high, plot.height, 0)
    shapes = [*whole_axis(plot, up, high, step), *days_axis(plot, across, start, end + timedelta(days=1))]
    ends = ((start, 0), (end, grown.required))
    shapes.append(line([(across(day.toordinal()), up(n)) for day, n in ends], PACE, 2, "6 4"))
    if as_of >= start:
        shapes.append(
            line(list(_stairs([(start, 0), *grown.reached, (min(as_of, end), done)], across, up)), REACHED, 2.5)
        )
    if start <= as_of <= end:
        shapes.append(line([(across(as_of.toordinal()), 0), (across(as_of.toordinal()), plot.height)], AS_OF, 1, "2 3"))
    return plot.drawn(shapes)


def _stairs(steps: Sequence[tuple[date, int]], across: Scale, up: Scale) -> Iterator[tuple[float, float]]:
    """The corners of a line that keeps its height until the next step."""
    for (_, before), (day, n) in pairwise([(steps[0][0], steps[0][1]), *steps]):
        yield across(day.toordinal()), up(before)
        yield across(day.toordinal()), up(n)


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
    chart = _bars(counted, min(last, end), some.days)
    return Figure(caption, legend, chart, " ".join(notes))


def _bars(counted: Counter[tuple[int, str]], last: int, limits: tuple[int, ...]) -> Markup:
    """How many took how many days, one state upon the other, and a line behind the last day of each limit."""
    end, states = max(last, 10), list(STATE_COLOURS)
    heights = Counter[int]()
    for (days, _), n in counted.items():
        heights[days] += n
    step = round_steps(max(heights.values()), 5)
    high = -(-max(heights.values()) // step) * step
    plot = Plot(WIDTH - 90, 110, left=60, right=30)
    across, up = linear(-0.6, end + 0.6, 0, plot.width), linear(0, high, plot.height, 0)
    shapes, below = list(whole_axis(plot, up, high, step)), Counter[int]()
    for days in range(0, end + 1, round_steps(end, 16)):
        shapes.append(label(across(days), plot.height + BESIDE + LETTERS / 2, f"{days:,}"))
    for (days, became), n in sorted(counted.items(), key=lambda one: (one[0][0], states.index(one[0][1]))):
        left, right, top = across(days - 0.4), across(days + 0.4), up(below[days] + n)
        shapes.append(rect(left, top, right - left, up(below[days]) - top, STATE_COLOURS[became]))
        below[days] += n
    shapes.append(line([(0, plot.height), (plot.width, plot.height)], AXIS))
    for days in limits:
        shapes.append(line([(across(days + 0.5), 0), (across(days + 0.5), plot.height)], AS_OF, 1.5, "5 4"))
    return plot.drawn(shapes)
