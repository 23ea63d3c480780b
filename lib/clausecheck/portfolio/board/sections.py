# IPython gives no types:
# mypy: allow-untyped-calls
"""The sections over all projects: what came out, rank, branches, which clause fails where, and how it went from month to month."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from IPython.display import HTML
from markupsafe import Markup, escape

from clausecheck.nouns.records import dataclass
from clausecheck.nouns.text import shortened
from clausecheck.nouns.wordlists import WordsOf
from clausecheck.papers.page.sections import META
from clausecheck.wording import term

from ..model import DONE
from ..month.brief import brief_of
from ..month.lines import Line, Month
from ..month.told import DASH, cells, labels, middle, ranked, rate_text, rules_that_fail
from .pictures import heat_map, trend_chart
from .settings import Board

say = WordsOf(Path(__file__).with_name("words.yaml"), plurals=True)
STYLE = (Path(__file__).with_name("board.css")).read_text(encoding="utf-8")
MOST_LINES, MOST_RULES, MOST_PROJECTS = 300, 30, 40
RANKED = ("code", "name", "branch", "rate", "serious", "ordinary", "slight", "logs", "before")
NUMBERS = RANKED[3:]


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its id in the page, and what builds its HTML; its heading is `h_<id>`."""

    id: str
    build: Callable[[Board], Markup]


def title(board: Board) -> Markup:
    """What the brief of the month says."""
    brief = brief_of(board.month, board.lang)
    said = Markup("").join(Markup("<p>{}</p>").format(one) for one in brief.sentences)
    return Markup('<h1>{}</h1><p class="about">{}</p>{}').format(say("title", board.lang), brief.about, said)


def rank(board: Board) -> Markup:
    """The projects that have a score, the best first, each with its rate as a bar; then those without one."""
    lang, order = board.lang, ranked(board.month)
    heads = ("#", *(labels(lang)[name] for name in RANKED))
    rows = [_ranked_row(place, line, lang) for place, line in enumerate(order[:MOST_LINES], 1)]
    more = say("more", lang, n=len(order) - MOST_LINES) if len(order) > MOST_LINES else ""
    left = [line for line in board.month.lines if not line.rate]
    without = _without(left, lang) if left else Markup("")
    return Markup("{}{}{}").format(_table(heads, rows), Markup("<p>{}</p>").format(more) if more else "", without)


def _ranked_row(place: int, line: Line, lang: str) -> list[Markup]:
    told = cells(line, lang)
    bar = Markup('<i style="width:{}%"></i>{}').format(f"{middle(line.rate) or 0:.1f}", told["rate"].text)
    row = [_td(str(place), "n")]
    for name in RANKED:
        kind = "bar" if name == "rate" else "n" if name in NUMBERS else ""
        row.append(_td(bar if name == "rate" else shortened(told[name].text, 40), kind))
    return row


def _without(lines: Sequence[Line], lang: str) -> Markup:
    """The projects without a score, with their state."""
    told = [f"{line.code} {cells(line, lang)['state'].text}" for line in lines[:MOST_LINES]]
    return Markup("<p>{}</p>").format(say("without", lang, n=len(lines), projects=say("join", lang).join(told)))


def branches(board: Board) -> Markup:
    """Every branch with its projects, their mean rate and what they fail; the best first."""
    lang = board.lang
    found: dict[str, list[Line]] = {}
    for line in board.month.lines:
        found.setdefault(line.branch or DASH, []).append(line)
    heads = [say(f"branch_{name}", lang) for name in ("name", "projects", "done", "rate")]
    heads += [labels(lang)[name] for name in ("serious", "ordinary", "slight", "logs")]
    order = sorted(found.items(), key=lambda pair: (-(middle(mean_rate(pair[1])) or -1), pair[0]))
    return _table(heads, [_branch_row(name, lines) for name, lines in order])


def _branch_row(name: str, lines: list[Line]) -> list[Markup]:
    rate = mean_rate(lines)
    bar = Markup('<i style="width:{}%"></i>{}').format(f"{middle(rate) or 0:.1f}", rate_text(rate))
    counts = [sum(line.severities[place] for line in lines) for place in range(3)]
    numbers = [len(lines), sum(line.state in DONE for line in lines)]
    after = [*counts, sum(line.logs for line in lines)]
    return [_td(name), *(_td(str(n), "n") for n in numbers), _td(bar, "bar"), *(_td(str(n), "n") for n in after)]


def mean_rate(lines: Iterable[Line]) -> tuple[float, float] | None:
    """The mean of the rates of those that have one: of what is surely earned, and of what may be."""
    rates = [line.rate for line in lines if line.rate]
    if not rates:
        return None
    low, high = (round(sum(rate[end] for rate in rates) / len(rates), 1) for end in (0, 1))
    return low, high


def heat(board: Board) -> Markup:
    """Which clause which project fails, and how often: the clauses most projects fail, the projects that fail most."""
    lang, rules = board.lang, rules_that_fail(board.month)
    failing = sorted(
        (line for line in board.month.lines if line.record.get("rules")), key=lambda one: (-one.fails, one.code)
    )
    if not failing:
        return Markup("<p>{}</p>").format(say("nothing_fails", lang))
    shown = failing[:MOST_PROJECTS]
    named = [(one["code"], f"{one['clause']} {shortened(one['title'][lang], 18)}（{one['code']}）") for one in rules]

    def told(rule: str, project: str, n: int) -> str:
        return say("heat_cell", lang, rule=rule, project=project, n=n)

    picture = heat_map(named[:MOST_RULES], [(line.code, line.record["rules"]) for line in shown], told)
    about = say(
        "heat_about",
        lang,
        clauses=min(len(rules), MOST_RULES),
        of_clauses=len(rules),
        projects=len(shown),
        of_projects=len(failing),
    )
    return Markup('<p>{}</p><div class="wide">{}</div>').format(about, picture)


def trend(board: Board) -> Markup:
    """The mean rate and the breaches of each period that left results."""
    lang = board.lang
    heads = [say(f"trend_{name}", lang) for name in ("period", "done", "rate", "fails", "logs")]
    rows = [_trend_row(month, lang) for month in board.months]
    if not board.earlier:
        return Markup("<p>{}</p>{}").format(say("no_earlier", lang), _table(heads, rows))
    rates = [(term("period", str(month.period), lang), mean_rate(month.lines)) for month in board.months]
    return Markup('<div class="wide">{}</div>{}').format(trend_chart(rates), _table(heads, rows))


def _trend_row(month: Month, lang: str) -> list[Markup]:
    done = sum(line.state in DONE for line in month.lines)
    numbers = [str(sum(line.fails for line in month.lines)), str(sum(line.logs for line in month.lines))]
    period = _td(term("period", str(month.period), lang))
    return [period, _td(str(done), "n"), _td(rate_text(mean_rate(month.lines)), "n"), *(_td(n, "n") for n in numbers)]


def _td(text: str, kind: str = "") -> Markup:
    return Markup('<td class="{}">{}</td>').format(kind, text) if kind else Markup("<td>{}</td>").format(text)


def _table(heads: Iterable[str], rows: Iterable[Sequence[Markup]]) -> Markup:
    head = Markup("").join(Markup("<th>{}</th>").format(one) for one in heads)
    body = Markup("").join(Markup("<tr>{}</tr>").format(Markup("").join(row)) for row in rows)
    return Markup('<table class="board"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>').format(head, body)


TITLE = Section("title", title)
SECTIONS = (Section("rank", rank), Section("branches", branches), Section("heat", heat), Section("trend", trend))


def section_html(board: Board, section: Section) -> str:
    """A section as HTML with its heading; the title brings the styles with it."""
    lang = "zh-CN" if board.lang == "zh" else "en"
    body = section.build(board)
    if section is TITLE:
        return f'<style>{STYLE}</style><section class="cc" id="title" lang="{lang}">\n{body}</section>'
    heading = escape(say(f"h_{section.id}", board.lang))
    return f'<section class="cc" id="{section.id}" lang="{lang}">\n<h2>{heading}</h2>\n{body}</section>'


def show(board: Board, name: str) -> HTML:
    """A section by its id (`title`, `rank`, `branches`, `heat`, `trend`) as a notebook shows it. Raises KeyError for an
    unknown id."""
    section = {one.id: one for one in (TITLE, *SECTIONS)}[name]
    heading = say("title" if section is TITLE else f"h_{name}", board.lang)
    return HTML(section_html(board, section), metadata={META: {"id": name, "title": heading, "lang": board.lang}})
