"""The tables of findings: those about the procedure, and those about the logs themselves."""

import re
from collections import Counter
from collections.abc import Iterable
from urllib.parse import quote

from markupsafe import Markup, escape

from clausecheck.nouns.model import Cell, Finding, NumberUsed
from clausecheck.nouns.records import dataclass
from clausecheck.papers.page.figures import (
    LISTED,
    SEVERITIES,
    counts_of,
    gravity,
    is_data,
    listed,
    numbers_used,
    requirements,
)
from clausecheck.papers.page.record import Report
from clausecheck.papers.page.render import fill
from clausecheck.papers.page.texts import named, said, sentences, text
from clausecheck.papers.page.under import under_html
from clausecheck.results.people import key_of, opinion_in_words
from clausecheck.wording import code_order, section_of, subject_in_words

MOST_FINDINGS = 5000
MOST_DATA = 5000
MOST_CELLS = 4
MOST_LETTERS = 300
CHUNK = 100
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
Choices = list[tuple[str, str, int]]
"""What a filter may let through: the word its rows carry, what is shown, how many there are."""


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding as it stands in the table. `filter_keys` are the words its row is filtered by."""

    filter_keys: str
    code: str
    clause: str
    title: str
    verdict: str
    verdict_name: str
    severity: str
    gravity: int
    subject: str
    cells: Markup
    required: str
    found: Markup
    due: str
    mend: Markup
    action: Markup
    role: Markup
    waiver: Markup
    numbers: Markup
    opinion: tuple[str, str]
    """Mark and words of the auditor's decision, empty where there is none."""
    under: Markup
    """The cells it rests on with what stands in them, and what the centre answered."""


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one rule, and how many of them have which verdict."""

    code: str
    clause: str
    title: str
    severity: str
    gravity: int
    required: str
    """What the rule requires, where it requires the same of all of them."""
    counts: list[tuple[str, str, int]]
    rows: list[FindingRow]


def findings_section(report: Report) -> str:
    """Every finding that is neither passed nor not applicable, gravest first, with filters and search, as HTML."""
    about = requirements(report.audit.findings)
    chosen = listed(about, report.audit.rulebook)
    shown = chosen[:MOST_FINDINGS]
    counts = counts_of(about)
    ids = number_ids(report)
    return fill(
        "findings.html.j2",
        report,
        groups=_groups(report, shown, ids),
        rows=len(shown),
        total=len(chosen),
        more=len(chosen) - len(shown),
        passed=counts["pass"],
        na=counts["not_applicable"],
        marked=bool(report.copies),
        beside=bool(report.beside),
        filters=_filters(report, shown),
        chunk_size=CHUNK,
    )


def _groups(report: Report, shown: Iterable[Finding], ids: dict[NumberUsed, str]) -> list[Group]:
    """The findings folded by rule, rules in the order of their gravest finding."""
    by_code: dict[str, list[Finding]] = {}
    for finding in shown:
        by_code.setdefault(finding.code, []).append(finding)
    made = []
    for code, some in by_code.items():
        counted = Counter(one.verdict for one in some)
        counts = [(one, named("verdict", one, report.lang), counted[one]) for one in LISTED if counted[one]]
        rows = [_row(report, finding, ids) for finding in some]
        first, all_alike = rows[0], len({row.required for row in rows}) == 1
        required = first.required if all_alike else ""
        made.append(Group(code, first.clause, first.title, first.severity, first.gravity, required, counts, rows))
    return made


def data_section(report: Report) -> str:
    """The faults of the logs themselves, with search, as HTML."""
    faults = sorted(
        filter(is_data, report.audit.findings),
        key=lambda finding: (finding.remark, code_order(finding.code, report.audit.rulebook)),
    )
    remarks = sum(finding.remark for finding in faults)
    shown = faults[:MOST_DATA]
    ids = number_ids(report)
    return fill(
        "data.html.j2",
        report,
        rows=[_row(report, finding, ids) for finding in shown],
        total=len(faults) - remarks,
        remarks=remarks,
        more=len(faults) - len(shown),
        filters=[(report.say("filter_code"), _by_code(report, shown))],
        chunk_size=CHUNK,
    )


def number_ids(report: Report) -> dict[NumberUsed, str]:
    """Where in the page each number that was used is explained."""
    return {
        number: f"n{place}"
        for place, (number, _) in enumerate(numbers_used(report.audit.findings, report.audit.rulebook), 1)
    }


def _row(report: Report, finding: Finding, ids: dict[NumberUsed, str]) -> FindingRow:
    lang = report.lang
    opinion = report.audit.people.opinions.get(key_of(finding))
    decided = opinion.mark if opinion else ""
    keys = (finding.verdict, finding.severity, section_of(finding.code), finding.role, finding.code, decided)
    return FindingRow(
        filter_keys=" ".join(_key(part) for part in keys if part),
        code=finding.code,
        clause=finding.clause,
        title=report.title_of(finding.code),
        verdict=finding.shown_as,
        verdict_name=named("verdict", finding.shown_as, lang),
        severity=named("severity", finding.severity, lang),
        gravity=gravity(finding),
        subject=subject_in_words(finding, report.audit.rulebook, lang),
        cells=cells_html(report, finding.cells),
        required=_short(said(finding.required, lang), lang),
        found=whole_dates(_short(sentences(finding.found, lang), lang)),
        due=text("due_on", lang, day=finding.due) if finding.due else "",
        mend=whole_dates(text("f_to_pass", lang, mend=_short(said(finding.mend, lang), lang)) if finding.mend else ""),
        action=whole_dates(_short(said(finding.action, lang), lang)),
        role=_labelled("role_label", report.role(finding.role), lang),
        waiver=_labelled("waiver_label", finding.waiver, lang),
        numbers=numbers_html(report, finding.numbers, ids),
        opinion=(decided or "noted", opinion_in_words(opinion, lang)),
        under=under_html(report, finding),
    )


def _key(part: str) -> str:
    return part.replace(" ", "_")


def _labelled(key: str, value: str, lang: str) -> Markup:
    return Markup("<s>{} {}</s>").format(text(key, lang), value) if value else Markup("")


def _short(sentence: str, lang: str) -> str:
    if len(sentence) <= MOST_LETTERS:
        return sentence
    return f"{sentence[:MOST_LETTERS]}…{text('text_more', lang)}"


def whole_dates(sentence: str) -> Markup:
    """The sentence as HTML in which no date is broken over two lines."""
    return Markup(_DATE.sub(r"<i>\g<0></i>", str(escape(sentence))))


def cells_html(report: Report, cells: tuple[Cell, ...]) -> Markup:
    """The cells of a finding, each linked to its annotated copy where there is one; capped, saying how many more."""
    several = len(report.audit.files) > 1
    made: list[Markup] = []
    before = None
    for cell in cells[:MOST_CELLS]:
        here = (cell.file, cell.sheet)
        shown = _cell_html(report, cell, cell.cell if here == before else f"{cell.sheet}!{cell.cell}")
        if here == before:
            made[-1] += Markup(" · {}").format(shown)
        else:
            made.append(Markup("<s>{} ›</s> {}").format(cell.file, shown) if several else shown)
        before = here
    if len(cells) > MOST_CELLS:
        made.append(Markup("<s>{}</s>").format(text("cells_more", report.lang, n=len(cells) - MOST_CELLS)))
    return Markup("").join(Markup("<div>{}</div>").format(one) for one in made)


def _cell_html(report: Report, cell: Cell, shown: str) -> Markup:
    copy = report.copies.get(cell.file)
    return Markup('<a href="{}">{}</a>').format(cell_link(copy, cell), shown) if copy else escape(shown)


def cell_link(copy: str, cell: Cell) -> str:
    """The address of a cell in an annotated copy, as spreadsheet programs write it: `copy.xlsx#'sheet'!D7`."""
    sheet = cell.sheet.replace("'", "''")
    return f"{address(copy)}#'{address(sheet)}'!{cell.cell}"


def address(part: str) -> str:
    """Encodes what would end or split an address; Chinese letters stay, they would be three times as long."""
    return "".join(letter if ord(letter) > 127 else quote(letter, safe="/-_.()~'") for letter in part)


def numbers_html(report: Report, numbers: tuple[NumberUsed, ...], ids: dict[NumberUsed, str]) -> Markup:
    """The numbers that a judgement used: value, source, and a link to the line that explains it."""
    made = []
    for number in numbers:
        value = number.zh if report.lang == "zh" else number.en
        source = text(f"source_{number.source}", report.lang)
        made.append(Markup("<a href=#{}>{}</a> <s>{}</s>").format(ids[number], value, source))
    return Markup("<div>{}</div>").format(Markup("<br>").join(made)) if made else Markup("")


def _filters(report: Report, shown: Iterable[Finding]) -> list[tuple[str, Choices]]:
    lang = report.lang
    some = list(shown)
    verdicts = Counter(finding.verdict for finding in some)
    severities = Counter(finding.severity for finding in some)
    sections = Counter(section_of(finding.code) for finding in some)
    roles = Counter(finding.role for finding in some if finding.role)
    about = report.audit.rulebook
    ordered = sorted(sections, key=lambda one: code_order(one, about))
    by_section = [(one, report.section(one), sections[one]) for one in ordered]
    return [
        (text("filter_verdict", lang), [(one, named("verdict", one, lang), verdicts[one]) for one in LISTED if verdicts[one]]),
        (text("filter_severity", lang), [(one, named("severity", one, lang), severities[one]) for one in SEVERITIES if severities[one]]),
        (text("filter_section", lang), by_section),
        (text("filter_code", lang), _by_code(report, some)),
        (text("filter_role", lang), [(_key(one), report.role(one), n) for one, n in roles.items()]),
        *_by_opinion(report, some),
    ]  # fmt: skip


def _by_opinion(report: Report, some: Iterable[Finding]) -> list[tuple[str, Choices]]:
    """By what the auditor decided, where anything is."""
    opinions = report.audit.people.opinions
    counted = Counter(opinions[key_of(one)].mark for one in some if key_of(one) in opinions)
    choices = [
        (mark, text(f"opinion_{mark}", report.lang), counted[mark])
        for mark in ("disputed", "accepted")
        if counted[mark]
    ]
    return [(text("filter_opinion", report.lang), choices)] if choices else []


def _by_code(report: Report, some: Iterable[Finding]) -> Choices:
    counted = Counter(finding.code for finding in some)
    codes = sorted(counted, key=lambda code: code_order(code, report.audit.rulebook))
    return [(code, f"{code} {report.title_of(code)}", counted[code]) for code in codes]
