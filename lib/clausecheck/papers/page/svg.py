"""Drawing SVG as text: shapes, scales of numbers and days, and their axes. What is in a picture is text, so the reader's
own fonts show it; the room for labels is reckoned from their letters, and no machine without a Chinese font cuts them off.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta

from markupsafe import Markup, escape

from clausecheck.nouns.records import dataclass

FONT = "Microsoft YaHei, PingFang SC, Noto Sans CJK SC, Source Han Sans SC, WenQuanYi Micro Hei, sans-serif"
LETTERS = 12
"""Size of the letters, in pixels."""
GRID, AXIS, WORDS = "#e6ebf1", "#8a94a3", "#33415c"
BESIDE = 8
"""Pixels between a plot and the labels beside or below it."""
BELOW = LETTERS + BESIDE + 4
"""Pixels that labels below a plot take."""
_STEPS = (1, 2, 5)
_DAYS = (1, 2, 7)
_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120)

Scale = Callable[[float], float]
"""From a value to pixels."""


@dataclass(frozen=True, slots=True)
class Plot:
    """The plain in which values are drawn, and the room beside it. All in pixels."""

    width: float
    height: float
    left: float = 0
    right: float = 0
    top: float = 9
    below: float = BELOW

    def drawn(self, shapes: Iterable[str]) -> Markup:
        """The picture of shapes whose places count from the plain's upper left corner."""
        width, height = _n(self.left + self.width + self.right), _n(self.top + self.height + self.below)
        return Markup(
            f'<svg xmlns="http://www.w3.org/2000/svg" class="marks" width="{width}" height="{height}" '
            f'viewBox="0 0 {width} {height}" font-family="{FONT}" font-size="{LETTERS}" fill="none">'
            f'<g transform="translate({_n(self.left)},{_n(self.top)})">{"".join(shapes)}</g></svg>'
        )


def text_width(label: str) -> int:
    """The width a label needs at the charts' letter size, in pixels: a Chinese letter is as wide as high."""
    return round(sum(LETTERS if ord(letter) > 0x2E7F else LETTERS * 0.62 for letter in label))


def label(x: float, y: float, words: str, anchor: str = "middle", colour: str = WORDS) -> str:
    """Words whose middle height is at `y`. `anchor`: start, middle or end, which stands at `x`."""
    place = f'x="{_n(x)}" y="{_n(y + LETTERS * 0.35)}"'
    return f'<text {place} text-anchor="{anchor}" fill="{colour}">{escape(words)}</text>'


def rect(x: float, y: float, width: float, height: float, colour: str) -> str:
    """A filled rectangle."""
    return f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" fill="{colour}"/>'


def dot(x: float, y: float, radius: float, colour: str) -> str:
    """A filled circle through which what lies below it is seen a little."""
    return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" fill="{colour}" opacity="0.9"/>'


def line(points: Sequence[tuple[float, float]], colour: str, width: float = 1, dashes: str = "") -> str:
    """A line through points, in their order."""
    way = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<polyline points="{way}" stroke="{colour}" stroke-width="{_n(width)}"{dashed}/>'


def linear(low: float, high: float, start: float, end: float) -> Scale:
    """Values from `low` to `high` lie between the pixels `start` and `end`."""
    length = high - low or 1
    return lambda value: start + (value - low) / length * (end - start)


def round_steps(high: float, most: int) -> int:
    """The smallest of 1, 2, 5, 10, 20, … of which `most` at most lead from 0 to `high`."""
    step = 1
    while high / step > most:
        power = 10 ** (len(str(step)) - 1)
        step = next((n * power for n in _STEPS if n * power > step), 10 * power)
    return step


def whole_axis(plot: Plot, scale: Scale, high: int, step: int) -> Iterator[str]:
    """An axis of whole numbers at the left, with a line across for each step up to `high`."""
    for value in range(0, high + 1, step):
        yield line([(0, scale(value)), (plot.width, scale(value))], GRID)
        yield label(-BESIDE, scale(value), f"{value:,}", "end")


def days_axis(plot: Plot, scale: Scale, first: date, last: date, most: int = 13) -> Iterator[str]:
    """An axis of days below, with a line up for each step; where two labels would touch, the later is left out."""
    form = "%m-%d" if (last - first).days < 300 else "%Y-%m"
    free = -plot.left
    for day in _round_days(first, last, most):
        x = scale(day.toordinal())
        yield line([(x, 0), (x, plot.height)], GRID)
        words = day.strftime(form)
        half = text_width(words) / 2
        middle = min(max(x, half - plot.left), plot.width + plot.right - half)
        if middle - half >= free:
            yield label(middle, plot.height + BESIDE + LETTERS / 2, words)
            free = middle + half + BESIDE
    yield line([(0, plot.height), (plot.width, plot.height)], AXIS)


def _round_days(first: date, last: date, most: int) -> list[date]:
    """Days at even steps: every day, second day, Monday, first of a month, of every second month, …"""
    length = (last - first).days
    for step in _DAYS:
        if length / step <= most:
            start = first + timedelta(days=(7 - first.weekday()) % 7 if step >= 7 else 0)
            return [start + timedelta(days=n) for n in range(0, (last - start).days + 1, step)]
    months = next((n for n in _MONTHS if length / 30 / n <= most), _MONTHS[-1])
    firsts = (
        date(n // 12, n % 12 + 1, 1) for n in range(_month(first), _month(last) + 1) if n % 12 % min(months, 12) == 0
    )
    return [day for day in firsts if first <= day <= last and day.year % max(1, months // 12) == 0]


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _n(value: float) -> str:
    """A number of pixels, to a tenth."""
    return f"{value:.1f}".removesuffix(".0")
