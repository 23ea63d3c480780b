"""Which findings are listed, in which order, and what each line says. Pure: findings and a filter in, lines out."""

from collections import Counter
from collections.abc import Mapping, Sequence

from clausecheck.desk.texts import text
from clausecheck.nouns.model import Finding
from clausecheck.nouns.records import dataclass
from clausecheck.papers.page.figures import LISTED, SEVERITIES, gravity
from clausecheck.papers.page.texts import named, section_name
from clausecheck.results.review import Key, Review, key_of
from clausecheck.rulebook import Procedure
from clausecheck.wording import code_order, role_name, section_of, subject_in_words, word

OPEN = "open"
"""The filter's first choice: everything that is neither passed nor not applicable."""
UNMARKED = "unmarked"
_KINDS = ("fail", "logs", *LISTED[1:], "remark", "pass", "not_applicable")
TO_SEE = (*LISTED, "logs")
"""What is to be looked at."""
Choices = list[tuple[str, str]]
Marks = Mapping[Key, Review]


@dataclass(frozen=True, slots=True)
class Filter:
    """What is wanted; empty means all. `place` is a section (CMP) or a rule (CMP10)."""

    verdict: str = OPEN
    place: str = ""
    severity: str = ""
    role: str = ""
    mark: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Index:
    """The findings in the order of the list, each with all its words in lower case for the search."""

    findings: tuple[Finding, ...]
    words: tuple[str, ...]


def index_of(findings: Sequence[Finding], book: Procedure, lang: str) -> Index:
    """Findings gravest first, as the report lists them, then what passed and what does not apply."""
    ordered = sorted(
        findings, key=lambda one: (_KINDS.index(one.shown_as), gravity(one), code_order(one.code, book.identity))
    )
    return Index(tuple(ordered), tuple(_words(finding, book, lang) for finding in ordered))


def _words(finding: Finding, book: Procedure, lang: str) -> str:
    said = [
        word(one, lang) for one in (finding.required, *finding.found, finding.mend, finding.action) if one is not None
    ]
    cells = [f"{cell.sheet}!{cell.cell}" for cell in (finding.at or finding.cells)[:50]]
    head = (
        finding.code,
        title_of(book, finding.code, lang),
        finding.clause,
        finding.subject,
        subject_of(finding, book, lang),
        finding.role,
    )
    return " ".join((*head, *said, *cells)).lower()


def chosen(index: Index, wanted: Filter, marks: Marks) -> list[Finding]:
    """The findings that fit the filter; several search words must all occur, in any place."""
    searched = wanted.words.lower().split()
    return [
        finding
        for finding, words in zip(index.findings, index.words, strict=True)
        if _fits(finding, wanted, marks) and all(one in words for one in searched)
    ]


def _fits(finding: Finding, wanted: Filter, marks: Marks) -> bool:
    return (
        (finding.shown_as in TO_SEE if wanted.verdict == OPEN else wanted.verdict in ("", finding.shown_as))
        and wanted.place in ("", finding.code, section_of(finding.code))
        and wanted.severity in ("", finding.severity)
        and wanted.role in ("", finding.role)
        and (not wanted.mark or wanted.mark == mark_of(finding, marks))
    )


def mark_of(finding: Finding, marks: Marks) -> str:
    """`waived`, `accepted`, `disputed` or `unmarked`."""
    if finding.verdict == "waived":
        return "waived"
    review = marks.get(key_of(finding))
    return review.mark if review else UNMARKED


def title_of(book: Procedure, code: str, lang: str) -> str:
    """The title of a rule."""
    rule = book.rules.get(code)
    if rule is None:
        return ""
    return rule.title.zh if lang == "zh" else rule.title.en


def subject_of(finding: Finding, book: Procedure, lang: str) -> str:
    """Whom or what a finding is about, in words."""
    return subject_in_words(finding, book.identity, lang)


def line_of(finding: Finding, book: Procedure, marks: Marks, lang: str) -> str:
    """A finding in three short lines: rule and title; whom it is about; verdict, severity, role, due date and mark."""
    about = [
        named("verdict", finding.shown_as, lang),
        named("severity", finding.severity, lang),
        role_name(finding.role, book.identity.english, lang),
        finding.due.isoformat() if finding.due else "",
    ]
    mark = mark_of(finding, marks)
    if mark in ("accepted", "disputed"):
        about.append(text(f"sign_{mark}", lang))
    parts = (f"{finding.code} {title_of(book, finding.code, lang)}", subject_of(finding, book, lang))
    return "\n".join((*parts, " · ".join(filter(None, about))))


def verdict_choices(findings: Sequence[Finding], lang: str) -> Choices:
    """The verdicts that occur with their numbers; what is to be looked at comes first."""
    counted = Counter(finding.shown_as for finding in findings)
    to_see = sum(counted[kind] for kind in TO_SEE)
    choices = [(text("filter_open", lang, n=to_see), OPEN)]
    choices += [
        (text("filter_verdict_n", lang, verdict=named("verdict", one, lang), n=f"{counted[one]:,}"), one)
        for one in _KINDS
        if counted[one]
    ]
    return [*choices, (text("filter_all", lang, n=len(findings)), "")]


def place_choices(findings: Sequence[Finding], book: Procedure, lang: str) -> Choices:
    """The sections, each followed by its rules; the clause stands with its rule."""
    clauses = {finding.code: finding.clause for finding in findings}
    choices = [(text("filter_any", lang), "")]
    codes = sorted(clauses, key=lambda code: code_order(code, book.identity))
    for section in dict.fromkeys(map(section_of, codes)):
        known = section in book.identity.sections
        choices.append((section_name(section, book.identity, lang) if known else section, section))
        for code in codes:
            if section_of(code) == section and code != section:
                parts = (code, clauses[code], title_of(book, code, lang))
                choices.append(("\u2003" + " ".join(filter(None, parts)), code))
    return choices


def severity_choices(lang: str) -> Choices:
    """Every severity."""
    return [(text("filter_any", lang), ""), *((named("severity", one, lang), one) for one in SEVERITIES)]


def role_choices(findings: Sequence[Finding], book: Procedure, lang: str) -> Choices:
    """The roles that occur."""
    roles = dict.fromkeys(finding.role for finding in findings if finding.role)
    return [(text("filter_any", lang), ""), *((role_name(one, book.identity.english, lang), one) for one in roles)]


def mark_choices(lang: str) -> Choices:
    """Every mark that a finding may carry, and none."""
    marks = (UNMARKED, "accepted", "disputed", "waived")
    return [(text("filter_any", lang), ""), *((text(f"mark_{one}", lang), one) for one in marks)]
