"""The report: an audit as sections that a notebook shows, and the executed notebook as one page that loads nothing.

`clausecheck.papers.page.run` runs the notebook and makes the page; it is imported by whoever needs it, for papermill
takes a second. The public names are loaded when first asked for: `whole.py` makes the page where there is no IPython.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from clausecheck.papers.page.lab import prepare, show_files, show_parameters
    from clausecheck.papers.page.parameters import check_parameters
    from clausecheck.papers.page.recheck import compared, sheets_of
    from clausecheck.papers.page.record import Report, beside_in, copies_in, open_report
    from clausecheck.papers.page.shown import (
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

_WHERE = {
    "Report": "record",
    "beside_in": "record",
    "check_parameters": "parameters",
    "compared": "recheck",
    "copies_in": "record",
    "open_report": "record",
    "prepare": "lab",
    "sheets_of": "recheck",
    "show_assumptions": "shown",
    "show_brief": "shown",
    "show_clauses": "shown",
    "show_conclusion": "shown",
    "show_data_faults": "shown",
    "show_due": "shown",
    "show_files": "lab",
    "show_findings": "shown",
    "show_parameters": "lab",
    "show_reading": "shown",
    "show_recheck": "shown",
    "show_score": "shown",
    "show_signoff": "shown",
    "show_title": "shown",
    "show_undetermined": "shown",
}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(name)
    return getattr(import_module(f"clausecheck.papers.page.{_WHERE[name]}"), name)
