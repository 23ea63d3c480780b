"""The page for whoever has one minute: score, tally, three sentences, the gravest items."""

from collections import defaultdict

from clausecheck.nouns.model import Finding
from clausecheck.nouns.records import dataclass
from clausecheck.papers.page.figures import SEVERE, gravity, requirements
from clausecheck.papers.page.head import cards, conclusion_sentences, overall_kind, period_text
from clausecheck.papers.page.recheck import rechecked
from clausecheck.papers.page.record import Report
from clausecheck.papers.page.render import fill
from clausecheck.papers.page.texts import joined, named, said, sentences
from clausecheck.wording import code_order, subject_in_words

CARDS = ("score", "fail", "undetermined", "logs", "at_risk")
MOST_ITEMS, MOST_SUBJECTS, MOST_LETTERS = 8, 3, 120


@dataclass(frozen=True, slots=True)
class Item:
    """The fails of one rule: how grave, how many, where, and what was found in the first of them."""

    code: str
    title: str
    severity: str
    gravity: int
    total: int
    subjects: str
    found: str
    role: str


def brief_section(report: Report) -> str:
    """The brief as HTML: one page when printed."""
    audit = report.audit
    shown = sorted((one for one in cards(report) if _kind(one) in CARDS), key=lambda one: CARDS.index(_kind(one)))
    items = items_of(report)
    severe = sum(one.verdict == "fail" and one.severity == SEVERE for one in requirements(audit.findings))
    return fill(
        "brief.html.j2",
        report,
        project=report.name,
        cover=[(report.say(f"cover_{name}"), value) for name, value in _cover(report)],
        cards=shown,
        kind=overall_kind(report),
        severe=severe,
        sentences=conclusion_sentences(report)[:2],
        resting=_resting(report),
        recheck=rechecked(report),
        items=items[:MOST_ITEMS],
        more=len(items) - MOST_ITEMS,
    )


def _kind(card: dict[str, str]) -> str:
    return card["of"]


def _cover(report: Report) -> list[tuple[str, str]]:
    cover, facts = report.audit.people.cover, report.audit.project
    code = facts.get("code")
    return [
        ("code", code if isinstance(code, str) else ""),
        ("period", period_text(report)),
        ("as_of", report.audit.as_of.isoformat()),
        ("number", cover.number),
        ("auditor", cover.auditor),
        ("checked_on", cover.checked_on),
    ]


def _resting(report: Report) -> str:
    """The third sentence: what is left to do, by whom."""
    by_role: dict[str, int] = defaultdict(int)
    for finding in requirements(report.audit.findings):
        if finding.verdict == "fail":
            by_role[finding.role] += 1
    roles = sorted((role for role in by_role if role), key=lambda role: -by_role[role])
    if not roles:
        return report.say("brief_nothing")
    parts = [report.say("brief_role", role=report.role(role), n=by_role[role]) for role in roles]
    return report.say("brief_roles", roles=joined(parts, report.lang, 5))


def items_of(report: Report) -> list[Item]:
    """The fails by rule, the gravest first, then the most frequent."""
    by_code: dict[str, list[Finding]] = defaultdict(list)
    for finding in requirements(report.audit.findings):
        if finding.verdict == "fail":
            by_code[finding.code].append(finding)
    about = report.audit.rulebook
    ordered = sorted(
        by_code, key=lambda code: (gravity(by_code[code][0]), -len(by_code[code]), code_order(code, about))
    )
    return [_item(report, code, by_code[code]) for code in ordered]


def _item(report: Report, code: str, some: list[Finding]) -> Item:
    first, lang = some[0], report.lang
    subjects = [subject_in_words(one, report.audit.rulebook, lang) for one in some]
    found = sentences(first.found, lang) or said(first.required, lang)
    return Item(
        code=code,
        title=report.title_of(code),
        severity=named("severity", first.severity, lang),
        gravity=gravity(first),
        total=len(some),
        subjects=joined(subjects, lang, MOST_SUBJECTS),
        found=found if len(found) <= MOST_LETTERS else found[:MOST_LETTERS] + "…",
        role=report.role(first.role),
    )
