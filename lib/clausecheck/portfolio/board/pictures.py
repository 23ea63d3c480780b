"""The pictures over all projects: clauses by projects, and rates from period to period."""

from collections.abc import Callable, Mapping, Sequence

from markupsafe import Markup, escape

from clausecheck.papers.page.svg import AXIS, BESIDE, GRID, LETTERS, Plot, dot, label, line, linear, rect, text_width

CELL = 22
WIDTH, HEIGHT = 860, 240
STEPS = ((1, "#f6d5c9"), (2, "#eba78e"), (4, "#d9694a"), (8, "#b53a23"), (16, "#7f1d13"))
"""From so many fails on, a cell has this colour."""
LIGHT = 4
"""From so many fails on, the number in a cell is white."""
BLUE, BAND = "#3a7ca5", "#cfe0ec"


def heat_map(
    rules: Sequence[tuple[str, str]],
    projects: Sequence[tuple[str, Mapping[str, int]]],
    told: Callable[[str, str, int], str],
) -> Markup:
    """Rules (code, name) below one another, projects (code, fails by rule) beside one another; each cell that fails is
    coloured by how often, and says it when pointed at (`told`: of rule, project and number)."""
    left = max(text_width(name) for _, name in rules) + 2 * BESIDE
    longest = max(text_width(code) for code, _ in projects)
    plot = Plot(CELL * len(projects), CELL * len(rules), left=left, right=16, top=longest + 2 * BESIDE, below=12)
    shapes = []
    for at, (code, _) in enumerate(projects):
        x = at * CELL + CELL / 2
        words = f'<text text-anchor="start" fill="#33415c" transform="translate({x + LETTERS * 0.35:.1f},-{BESIDE}) rotate(-90)">'
        shapes.append(f"{words}{escape(code)}</text>")
    for row, (rule, name) in enumerate(rules):
        shapes.append(label(-BESIDE, row * CELL + CELL / 2, name, "end"))
        shapes.append(line([(0, row * CELL), (plot.width, row * CELL)], GRID))
        for at, (code, fails) in enumerate(projects):
            if n := fails.get(rule, 0):
                shapes.append(_cell(at, row, n, told(name, code, n)))
    return plot.drawn(shapes)


def _cell(at: int, row: int, n: int, said: str) -> str:
    colour = [colour for least, colour in STEPS if n >= least][-1]
    number = label(at * CELL + CELL / 2, row * CELL + CELL / 2, str(n), colour="#ffffff" if n >= LIGHT else "#33415c")
    return (
        f"<g><title>{escape(said)}</title>{rect(at * CELL + 1, row * CELL + 1, CELL - 2, CELL - 2, colour)}{number}</g>"
    )


def trend_chart(rates: Sequence[tuple[str, tuple[float, float] | None]]) -> Markup:
    """The mean rate of each period (in percent), with the range of what is possible; a period without one is a gap."""
    known = [rate for _, rate in rates if rate]
    plot = Plot(WIDTH, HEIGHT, left=48, right=24, below=LETTERS + 3 * BESIDE)
    low = max(0.0, min((rate[0] for rate in known), default=0) // 10 * 10 - 10)
    across = linear(0, max(1, len(rates) - 1), 30, plot.width - 30)
    up = linear(low, 100, plot.height, 0)
    shapes = []
    for value in range(int(low), 101, 10):
        shapes += [line([(0, up(value)), (plot.width, up(value))], GRID), label(-BESIDE, up(value), f"{value}%", "end")]
    shapes.append(line([(0, plot.height), (plot.width, plot.height)], AXIS))
    every = max(1, len(rates) * 80 // WIDTH + 1)
    for at, (name, rate) in enumerate(rates):
        if (len(rates) - 1 - at) % every == 0:
            shapes.append(label(across(at), plot.height + BESIDE + LETTERS / 2, name))
        if rate:
            shapes.append(line([(across(at), up(rate[0])), (across(at), up(rate[1]))], BAND, 9))
    middles = [(across(at), up(sum(rate) / 2)) for at, (_, rate) in enumerate(rates) if rate]
    return plot.drawn([*shapes, line(middles, BLUE, 2), *(dot(x, y, 4, BLUE) for x, y in middles)])
