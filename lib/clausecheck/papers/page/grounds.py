"""What the conclusions rest on: what could not be judged and why, and the numbers that were used; and the sign-off."""

from clausecheck.nouns.model import Finding, NumberUsed
from clausecheck.nouns.records import dataclass
from clausecheck.papers.page.figures import numbers_used, requirements
from clausecheck.papers.page.findings import number_ids
from clausecheck.papers.page.record import Report
from clausecheck.papers.page.render import fill
from clausecheck.papers.page.texts import joined, sentences
from clausecheck.wording import code_order, subject_in_words, term

MOST_SUBJECTS = 8
SIGNERS = ("prepared", "reviewed", "approved")


@dataclass(frozen=True, slots=True)
class UndeterminedLine:
    """The findings of one rule that are undetermined for one reason."""

    code: str
    title: str
    total: int
    why: str
    subjects: str
    more: int


@dataclass(frozen=True, slots=True)
class NumberLine:
    """One number of the rulebook as it stands in the report; `id` is where findings link to."""

    id: str
    rule: str
    title: str
    name: str
    value: str
    source: str
    since: str
    used: int
    why: str


def undetermined_section(report: Report) -> str:
    """What is undetermined, gathered by rule and reason, as HTML."""
    return fill("undetermined.html.j2", report, lines=undetermined_lines(report))


def undetermined_lines(report: Report) -> list[UndeterminedLine]:
    """The undetermined findings by rule and reason, in the procedure's order."""
    grouped: dict[tuple[str, str], list[Finding]] = {}
    for finding in requirements(report.audit.findings):
        if finding.verdict == "undetermined":
            why = sentences(finding.found, report.lang) or report.say("why_unknown")
            grouped.setdefault((finding.code, why), []).append(finding)
    lines = []
    for (code, why), some in sorted(grouped.items(), key=lambda item: code_order(item[0][0], report.audit.rulebook)):
        subjects = [subject_in_words(finding, report.audit.rulebook, report.lang) for finding in some]
        shown = joined(subjects[:MOST_SUBJECTS], report.lang)
        more = max(0, len(subjects) - MOST_SUBJECTS)
        lines.append(UndeterminedLine(code, report.title_of(code), len(some), why, shown, more))
    return lines


def assumptions_section(report: Report) -> str:
    """The numbers that judgements used: assumed ones and the company's own first, then the procedure's, as HTML."""
    ids = number_ids(report)
    lines = [
        _line(report, ids[number], number, used)
        for number, used in numbers_used(report.audit.findings, report.audit.rulebook)
    ]
    return fill(
        "assumptions.html.j2",
        report,
        assumed=[line for line in lines if line.source != "procedure"],
        given=[line for line in lines if line.source == "procedure"],
    )


def _line(report: Report, place: str, number: NumberUsed, used: int) -> NumberLine:
    chinese = report.lang == "zh"
    return NumberLine(
        id=place,
        rule=number.rule,
        title=report.title_of(number.rule),
        name=term("number", number.name, report.lang),
        value=number.zh if chinese else number.en,
        source=number.source,
        since=number.since.isoformat() if number.since else report.say("always"),
        used=used,
        why=number.why if chinese else number.why_en or number.why,
    )


def signoff_section(report: Report) -> str:
    """Where the report is signed, as HTML."""
    return fill("signoff.html.j2", report, people=SIGNERS)
