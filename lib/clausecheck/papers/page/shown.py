# IPython gives no types:
# mypy: allow-untyped-calls
"""The sections of the report, each as something a notebook shows."""

from IPython.display import HTML

from clausecheck.papers.page.record import Report
from clausecheck.papers.page.sections import BRIEF, META, NUMBERED, RECHECK, TITLE, Section, about, section_html


def show(report: Report, section: Section) -> HTML:
    """A section as a notebook shows it. Its metadata tell the page what stands in the contents."""
    return HTML(section_html(report, section), metadata={META: about(report, section)})


def show_brief(report: Report) -> HTML:
    """The page for whoever has one minute."""
    return show(report, BRIEF)


def show_recheck(report: Report) -> HTML | None:
    """What became of an earlier audit's findings; nothing where there is none."""
    return show(report, RECHECK) if report.recheck else None


def show_title(report: Report) -> HTML:
    """Title block, hashes and tally."""
    return show(report, TITLE)


def show_conclusion(report: Report) -> HTML:
    """The conclusion in words."""
    return show(report, NUMBERED[0])


def show_score(report: Report) -> HTML:
    """The score by deduction, section by section."""
    return show(report, NUMBERED[1])


def show_clauses(report: Report) -> HTML:
    """The table by clause, with its picture."""
    return show(report, NUMBERED[2])


def show_due(report: Report) -> HTML:
    """What was due, as calendar and table."""
    return show(report, NUMBERED[3])


def show_findings(report: Report) -> HTML:
    """What was found, with links to the cells."""
    return show(report, NUMBERED[4])


def show_data_faults(report: Report) -> HTML:
    """What is wrong with the logs themselves."""
    return show(report, NUMBERED[5])


def show_undetermined(report: Report) -> HTML:
    """What could not be judged, and why."""
    return show(report, NUMBERED[6])


def show_reading(report: Report) -> HTML:
    """What was read and what was not."""
    return show(report, NUMBERED[7])


def show_assumptions(report: Report) -> HTML:
    """The numbers that the conclusions rest on."""
    return show(report, NUMBERED[8])


def show_signoff(report: Report) -> HTML:
    """Where the report is signed."""
    return show(report, NUMBERED[9])
