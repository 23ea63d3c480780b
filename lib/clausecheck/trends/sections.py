# IPython gives no types:
# mypy: allow-untyped-calls
"""The sections of the trends notebook: each a heading, what it says in words, its picture and its table."""

from collections.abc import Callable
from pathlib import Path

from IPython.display import HTML
from markupsafe import Markup, escape

from clausecheck.nouns.records import dataclass
from clausecheck.papers.page.sections import META
from clausecheck.trends import sections_counts as counts
from clausecheck.trends import sections_times as times
from clausecheck.trends.study import Study

STYLE = (Path(__file__).parent / "trends.css").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its id in the page, the key of its heading, and what builds its HTML."""

    id: str
    heading: str
    build: Callable[[Study], Markup]


TITLE = Section("title", "page_title", counts.title)
SECTIONS = (
    Section("volumes", "h_volumes", counts.volumes),
    Section("changes", "h_changes", counts.changes),
    Section("rate-chart", "h_rate_chart", times.rate_control),
    Section("pareto", "h_pareto", counts.pareto),
    Section("places", "h_places", counts.places),
    Section("in-time", "h_times", times.in_time),
    Section("survival", "h_survival", times.survival),
    Section("time-charts", "h_time_charts", times.time_control),
    Section("backlog", "h_backlog", times.backlog),
    Section("repeats", "h_repeats", times.repeats),
    Section("season", "h_season", counts.season),
    Section("rows", "h_rows", counts.rows),
)


def section_html(study: Study, section: Section) -> str:
    """A section as HTML with its heading; the title brings the styles with it."""
    lang = "zh-CN" if study.lang == "zh" else "en"
    body = section.build(study)
    if section is TITLE:
        return f'<style>{STYLE}</style><section class="cc" id="title" lang="{lang}">\n{body}</section>'
    number = study.say("numerals").split()[SECTIONS.index(section)]
    heading = study.say("numbered", number=number, title=study.say(section.heading))
    return f'<section class="cc" id="{section.id}" lang="{lang}">\n<h2>{escape(heading)}</h2>\n{body}</section>'


def show(study: Study, name: str) -> HTML:
    """A section by its id (`title`, `volumes`, `changes`, `rate-chart`, …) as a notebook shows it. Its metadata let the
    page of the executed notebook (clausecheck.papers.page.export) list it. Raises KeyError for an unknown id."""
    by_id = {section.id: section for section in (TITLE, *SECTIONS)}
    section = by_id[name]
    named = study.say("page_title") if section is TITLE else study.say(section.heading)
    about = {"id": section.id, "title": named, "lang": study.lang}
    return HTML(section_html(study, section), metadata={META: about})
