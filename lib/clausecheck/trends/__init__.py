"""Complaints over time, for the analyst: frames, statistics, control charts, pictures, and the trends notebook's sections.

pandas is for people: it stays in this room, beside the audit. The pieces by file: frame (one line per complaint), exposure
(households), volumes, comparison, timeliness, survival, backlog, repeats, season, control with run_rules and expected, marks
(the rows behind a mark); then what a notebook shows: study, sections, explorer, export.
"""

from clausecheck.trends.explorer import explorer
from clausecheck.trends.export import write_trends, write_trends_workbook
from clausecheck.trends.frame import complaint_frame
from clausecheck.trends.marks import rows_behind
from clausecheck.trends.sections import SECTIONS, TITLE, section_html, show
from clausecheck.trends.settings import Settings, check_parameters
from clausecheck.trends.study import Study, open_study

__all__ = [
    "SECTIONS",
    "TITLE",
    "Settings",
    "Study",
    "check_parameters",
    "complaint_frame",
    "explorer",
    "open_study",
    "rows_behind",
    "section_html",
    "show",
    "write_trends",
    "write_trends_workbook",
]
