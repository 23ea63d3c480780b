"""The score by deduction: each section's marks, what was deducted and what is held back, rule by rule in words."""

from clausecheck.papers.page.record import Report
from clausecheck.papers.page.render import fill


def score_section(report: Report) -> str:
    """The score as HTML; a sentence where the audit carries none."""
    return fill("score.html.j2", report, score=report.audit.score)
