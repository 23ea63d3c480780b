"""The pictures of the report: verdicts by section, and the calendar of what was due. Legends and captions are HTML."""

import math
import os
import re
import sys
from datetime import date
from functools import cache
from pathlib import Path

from markupsafe import Markup

from clausecheck.nouns.model import Finding
from clausecheck.papers.page.figures import (
    DueLine,
    counts_of,
    due_points,
    requirements,
)
from clausecheck.papers.page.record import Report
from clausecheck.papers.page.svg import (
    BESIDE,
    GRID,
    LETTERS,
    Plot,
    days_axis,
    dot,
    label,
    line,
    linear,
    rect,
    text_width,
)
from clausecheck.wording import code_order, section_of

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
AS_OF = "#1f4e79"
ROW, BAR = 30, 18
"""Height of a section's row and of its bar, in pixels."""
LINE, BAND = 24, 14
"""Height of a rule's line in the calendar, and of the band in which its dots lie."""
LEAST, LARGEST = 40, 260
"""Area of the dot of one obligation, and of the largest, in square pixels."""
_CJK_FONT = re.compile(
    r"cjk|source-?han|sourcehan|wqy|msyh|simsun|simhei|simkai|deng|pingfang|heiti|songti|droidsansfallback|uming|ukai",
    re.IGNORECASE,
)


def sections_chart(report: Report) -> Markup:
    """Verdicts by section, as shares of a whole bar; empty where nothing was judged."""
    found: dict[str, list[Finding]] = {}
    for finding in requirements(report.audit.findings):
        if finding.verdict != "not_applicable":
            found.setdefault(report.section(section_of(finding.code)), []).append(finding)
    if not found:
        return Markup("")
    first = {
        name: min(code_order(finding.code, report.audit.rulebook) for finding in some) for name, some in found.items()
    }
    rows = [(name, counts_of(found[name])) for name in sorted(found, key=lambda name: first[name])]
    room, beside = max(text_width(name) for name, _ in rows) + 12, 66
    plot = Plot(WIDTH - room - beside, ROW * len(rows), left=room, right=beside)
    return plot.drawn(
        [*_shares_axis(plot), *(shape for at, row in enumerate(rows) for shape in _shares(plot, at, *row))]
    )


def _shares_axis(plot: Plot) -> list[str]:
    shapes = []
    for percent in range(0, 101, 20):
        x = plot.width * percent / 100
        shapes.append(line([(x, 0), (x, plot.height)], GRID))
        shapes.append(label(x, plot.height + BESIDE + LETTERS / 2, f"{percent}%"))
    return shapes


def _shares(plot: Plot, at: int, name: str, counts: dict[str, int]) -> list[str]:
    """A section's bar: what became of how much of it, and how much it is."""
    middle, total, done = at * ROW + ROW / 2, sum(counts[verdict] for verdict in VERDICT_COLOURS), 0
    shapes = [label(-BESIDE, middle, name, "end")]
    for verdict, colour in VERDICT_COLOURS.items():
        if counts[verdict]:
            start, done = done, done + counts[verdict]
            shapes.append(
                rect(plot.width * start / total, middle - BAR / 2, plot.width * (done - start) / total, BAR, colour)
            )
    return [*shapes, label(plot.width + BESIDE, middle, f"{total:,}", "start", "#44546a")]


def due_chart(report: Report, lines: list[DueLine]) -> tuple[str, Markup]:
    """The calendar of obligations: rule by due date. Gives the unit its dots are gathered by (a word) and the SVG."""
    unit, points = due_points(report.audit.findings, report.audit.rulebook)
    if not points:
        return unit, Markup("")
    return unit, _calendar(points, [one.code for one in lines], report.audit.as_of)


def _calendar(points: list[tuple[str, date, str, int]], codes: list[str], as_of: date) -> Markup:
    room, margin = max(map(text_width, codes)) + 12, 14
    plot = Plot(WIDTH - room - 20, LINE * len(codes), left=room, right=20)
    days = [as_of, *(day for _, day, _, _ in points)]
    first, last = min(days), max(days)
    across = linear(first.toordinal(), last.toordinal(), margin, plot.width - margin)
    states = [state for state in STATE_COLOURS if any(became == state for _, _, became, _ in points)]
    most = max(40, *(n for *_, n in points))
    shapes = list(days_axis(plot, across, first, last))
    for at, code in enumerate(codes):
        shapes.append(line([(0, at * LINE + LINE / 2), (plot.width, at * LINE + LINE / 2)], GRID))
        shapes.append(label(-BESIDE, at * LINE + LINE / 2, code, "end"))
    for code, day, became, n in sorted(points, key=lambda point: -point[3]):
        y = codes.index(code) * LINE + (LINE - BAND) / 2 + BAND * (states.index(became) + 0.5) / len(states)
        shapes.append(dot(across(day.toordinal()), y, _radius(n, most), STATE_COLOURS[became]))
    shapes.append(line([(across(as_of.toordinal()), 0), (across(as_of.toordinal()), plot.height)], AS_OF, 1, "5 4"))
    return plot.drawn(shapes)


def _radius(n: int, most: int) -> float:
    """The area of a dot grows with the root of how many lie in it."""
    share = (math.sqrt(n) - 1) / (math.sqrt(most) - 1)
    return math.sqrt((LEAST + share * (LARGEST - LEAST)) / math.pi)


@cache
def has_chinese_font() -> bool:
    """Whether this machine has a font with Chinese letters, by the names of its font files. In a browser the fonts are the
    reader's own."""
    if sys.platform == "emscripten":
        return True
    home = Path.home()
    folders = [home / ".fonts", home / ".local/share/fonts", Path("/usr/share/fonts"), Path("/usr/local/share/fonts")]
    if sys.platform == "win32":
        folders = [Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts"]
    elif sys.platform == "darwin":
        folders = [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"]
    return any(_CJK_FONT.search(file.name) for folder in folders if folder.is_dir() for file in folder.rglob("*.*"))
