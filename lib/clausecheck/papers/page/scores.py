"""The score by deduction: each section's marks, what was deducted and what is held back, rule by rule in words."""

from clausecheck.papers.page.record import Report
from clausecheck.papers.page.render import fill


def score_section(report: Report) -> str:
    """The score as HTML; a sentence where the audit carries none."""
    return fill("score.html.j2", report, score=report.audit.score, adjusted=_adjusted(report))


def _adjusted(report: Report) -> list[dict[str, str]]:
    """What an auditor adjusted on 扣分表, beside what was computed."""
    score = report.audit.score
    rules = {rule["code"]: rule for section in score["sections"] for rule in section["rules"]} if score else {}
    return [
        {
            "code": code,
            "title": report.title_of(code),
            "deducted": rules[code]["deducted"],
            "then": f"{round(one.computed, 2):g}",
            "marks": f"{one.marks:+g}" if one.marks else "",
            "note": one.note,
        }
        for code, one in sorted(report.audit.people.adjustments.items())
        if code in rules
    ]
