"""The table by clause and the calendar of what was due."""

from clausecheck.papers.page.charts import (
    STATE_COLOURS,
    VERDICT_COLOURS,
    due_chart,
    has_chinese_font,
    sections_chart,
)
from clausecheck.papers.page.figures import (
    STATES,
    RuleLine,
    counts_of,
    due_lines,
    gravity,
    is_data,
    rate,
    requirements,
    rule_lines,
)
from clausecheck.papers.page.progress import coverage_figures, handling_figures
from clausecheck.papers.page.record import Report
from clausecheck.papers.page.render import fill
from clausecheck.papers.page.texts import named
from clausecheck.wording import LOGS, section_of

COLUMNS = ("pass", "fail", "waived", "at_risk", "undetermined", "pending", "not_applicable")
MARKED = ("fail", "waived", "at_risk", "undetermined")
MISSED = ("late", "missing", "unmet")


def clause_table(report: Report) -> str:
    """Every rule with its counts and its rate, by section of the procedure, and a picture of the sections, as HTML."""
    findings = report.audit.findings
    sections: dict[str, list[RuleLine]] = {}
    for line in rule_lines(findings, report.audit.rulebook):
        sections.setdefault(_shown_under(report, line.code), []).append(line)
    chart = sections_chart(report)
    seen = {finding.verdict for finding in requirements(findings)}
    return fill(
        "clauses.html.j2",
        report,
        severities=_by_severity(report),
        groups=[_group(report, prefix, lines) for prefix, lines in sections.items()],
        verdicts=COLUMNS,
        marked=MARKED,
        data=any(map(is_data, findings)),
        chart=chart,
        legend=[(verdict, colour) for verdict, colour in VERDICT_COLOURS.items() if verdict in seen],
        no_font=not has_chinese_font(),
    )


def _shown_under(report: Report, code: str) -> str:
    """The section that a code is shown under; codes of no section stand together."""
    prefix = section_of(code)
    return prefix if prefix == LOGS or prefix in report.audit.rulebook.sections else ""


def _by_severity(report: Report) -> list[tuple[str, dict[str, int]]]:
    """Name and counts of every severity that occurs, gravest first; faults of the logs stand apart."""
    findings = requirements(report.audit.findings)
    graded = sorted({(gravity(finding), finding.severity) for finding in findings})
    return [
        (named("severity", one, report.lang) or report.say("severity_none"), counts_of(f for f in findings if f.severity == one))
        for _, one in graded
    ]  # fmt: skip


def _group(report: Report, prefix: str, lines: list[RuleLine]) -> dict[str, object]:
    rated = prefix != LOGS
    counts = {verdict: sum(line.counts[verdict] for line in lines) for verdict in COLUMNS}
    shown = [
        {
            "code": line.code,
            "clause": line.clause if rated else "",
            "title": report.title_of(line.code),
            "counts": line.counts,
            "total": line.total,
            "rate": rate(line.counts) if rated else None,
        }
        for line in lines
    ]
    total = sum(line.total for line in lines)
    return {
        "title": report.section(prefix),
        "counts": counts,
        "total": total,
        "rate": rate(counts),
        "rated": rated,
        "lines": shown,
    }


def due_section(report: Report) -> str:
    """What was due when, and what became of it: a picture and a table, as HTML."""
    lines = due_lines(report.audit.findings, report.audit.rulebook)
    unit, chart = due_chart(report, lines)
    seen = [state for state in STATES if any(line.states[state] for line in lines)]
    shown = [
        {
            "code": line.code,
            "title": report.title_of(line.code),
            "first": line.first,
            "last": line.last,
            "total": line.total,
            "states": line.states,
        }
        for line in lines
    ]
    return fill(
        "due.html.j2",
        report,
        lines=shown,
        total=sum(line.total for line in lines),
        as_of=report.audit.as_of,
        unit=unit,
        chart=chart,
        states=STATES,
        marked=MISSED,
        legend=[(state, STATE_COLOURS[state]) for state in seen],
        paces=coverage_figures(report),
        times=handling_figures(report),
    )
