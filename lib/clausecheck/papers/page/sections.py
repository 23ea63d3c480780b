"""The sections of the report in their order, each as HTML."""

from collections.abc import Callable

from markupsafe import escape

from clausecheck.nouns.records import dataclass
from clausecheck.papers.page.brief import brief_section
from clausecheck.papers.page.clauses import clause_table, due_section
from clausecheck.papers.page.findings import data_section, findings_section
from clausecheck.papers.page.grounds import assumptions_section, signoff_section, undetermined_section
from clausecheck.papers.page.head import conclusion, title_block
from clausecheck.papers.page.reading import reading_section
from clausecheck.papers.page.recheck import recheck_section
from clausecheck.papers.page.record import Report
from clausecheck.papers.page.scores import score_section

META = "clausecheck"
"""The key of an output's metadata under which the page finds the section's id and title."""


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its id in the page, the key of its heading, and the function that makes its HTML."""

    id: str
    heading: str
    build: Callable[[Report], str]


BRIEF = Section("brief", "h_brief", brief_section)
TITLE = Section("title", "h_title", title_block)
RECHECK = Section("recheck", "h_recheck", recheck_section)
NUMBERED = (
    Section("conclusion", "h_conclusion", conclusion),
    Section("score", "h_score", score_section),
    Section("clauses", "h_clauses", clause_table),
    Section("due", "h_due", due_section),
    Section("findings", "h_findings", findings_section),
    Section("data", "h_data", data_section),
    Section("undetermined", "h_undetermined", undetermined_section),
    Section("reading", "h_reading", reading_section),
    Section("assumptions", "h_assumptions", assumptions_section),
    Section("signoff", "h_signoff", signoff_section),
)


WITHOUT_NUMBER = (BRIEF, TITLE)


def numbered(report: Report) -> tuple[Section, ...]:
    """The numbered sections of a report; the comparison stands second, where there is one."""
    return (NUMBERED[0], RECHECK, *NUMBERED[1:]) if report.recheck else NUMBERED


def heading(report: Report, section: Section) -> str:
    """The heading of a section with its number."""
    place = numbered(report).index(section)
    number = report.say("numerals").split()[place] if report.lang == "zh" else str(place + 1)
    return report.say("numbered", number=number, title=report.say(section.heading))


def section_html(report: Report, section: Section) -> str:
    """A whole section as HTML, its heading included."""
    body = section.build(report)
    lang = "zh-CN" if report.lang == "zh" else "en"
    top = "" if section in WITHOUT_NUMBER else f"<h2>{escape(heading(report, section))}</h2>\n"
    return f'<section class="cc" id="{section.id}" lang="{lang}">\n{top}{body}</section>'


def about(report: Report, section: Section) -> dict[str, str]:
    """What the page's contents say of a section; of the title, what the page is called too."""
    told = {"id": section.id, "title": _named(report, section), "lang": report.lang}
    return {**told, "report": f"{report.name} {report.title}"} if section is TITLE else told


def _named(report: Report, section: Section) -> str:
    if section in WITHOUT_NUMBER:
        return report.say(section.heading)
    return heading(report, section)
