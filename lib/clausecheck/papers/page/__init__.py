"""The report: an audit as sections that a notebook shows, and the executed notebook as one page that loads nothing.

`clausecheck.papers.page.run` runs the notebook and makes the page; it is imported by whoever needs it, for papermill
takes a second.
"""

from clausecheck.papers.page.lab import prepare, show_files, show_parameters
from clausecheck.papers.page.parameters import check_parameters
from clausecheck.papers.page.recheck import compared, sheets_of
from clausecheck.papers.page.record import Report, beside_in, copies_in, open_report
from clausecheck.papers.page.sections import (
    show_assumptions,
    show_brief,
    show_clauses,
    show_conclusion,
    show_data_faults,
    show_due,
    show_findings,
    show_reading,
    show_recheck,
    show_score,
    show_signoff,
    show_title,
    show_undetermined,
)

__all__ = [
    "Report",
    "beside_in",
    "check_parameters",
    "compared",
    "copies_in",
    "open_report",
    "prepare",
    "sheets_of",
    "show_assumptions",
    "show_brief",
    "show_clauses",
    "show_conclusion",
    "show_data_faults",
    "show_due",
    "show_files",
    "show_findings",
    "show_parameters",
    "show_reading",
    "show_recheck",
    "show_score",
    "show_signoff",
    "show_title",
    "show_undetermined",
]
