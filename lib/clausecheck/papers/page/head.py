"""The title block with its hashes, the cards of the tally, and the conclusion in words."""

from typing import Any

from markupsafe import Markup

from clausecheck.nouns.model import Finding, Unknown
from clausecheck.nouns.people import Cover
from clausecheck.papers.page.figures import (
    SEVERE,
    assumed,
    codes,
    counts_of,
    is_fault,
    rate,
    rate_text,
    requirements,
)
from clausecheck.papers.page.record import Report
from clausecheck.papers.page.render import fill
from clausecheck.papers.page.texts import fact, html, joined, named, or_as_is, said
from clausecheck.wording import not_taken_as_it_stands, term

MOST_FILES = 6
MOST_CODES = 6
WORST = 4
CARDS = ("at_risk", "undetermined", "pass", "pending", "not_applicable", "waived")


def title_block(report: Report) -> str:
    """The title, the facts of the audit, its inputs with their SHA-256, and the tally in cards, as HTML."""
    audit = report.audit
    rows: dict[str, int] = {}
    for count in audit.counts:
        rows[count.file] = rows.get(count.file, 0) + count.rows_read
    files = [{"file": one.file, "sha256": one.sha256, "rows": rows.get(one.file, 0)} for one in audit.files]
    return fill(
        "title.html.j2",
        report,
        project=report.name,
        title=report.title,
        facts=_facts(report),
        rulebook_sha=audit.rulebook.sha256,
        files=files[:MOST_FILES],
        more=len(files) - MOST_FILES if len(files) > MOST_FILES else 0,
        cards=cards(report),
    )


def _facts(report: Report) -> list[list[tuple[str, str]]]:
    audit, lang = report.audit, report.lang
    return [
        [
            (report.say("project"), fact(audit.project.get("name"), lang)),
            (report.say("code"), fact(audit.project.get("code"), lang)),
        ],
        [(report.say("branch"), fact(audit.project.get("branch"), lang)), (report.say("facts"), _about(report))],
        [(report.say("period"), period_text(report)), (report.say("as_of"), report.say("as_of_day", day=audit.as_of))],
        [(report.say("basis"), basis_text(report)), (report.say("contents_rules"), _rules(report))],
        *_cover(report),
    ]


def _cover(report: Report) -> list[list[tuple[str, str]]]:
    """Number, auditor and date of the audit; to be filled in by hand where only some are given, no line without any."""
    cover = report.audit.people.cover
    if cover == Cover():
        return []
    tally = report.say("cover_tally", fails=report.audit.breaches, logs=report.audit.tally_logs)
    return [
        [(report.say("cover_number"), cover.number), (report.say("cover_auditor"), cover.auditor)],
        [(report.say("cover_checked_on"), cover.checked_on), (report.say("cover_result"), tally)],
    ]


def _rules(report: Report) -> str:
    return report.say("rules_judged", n=len({finding.code for finding in requirements(report.audit.findings)}))


def _about(report: Report) -> str:
    facts = report.audit.project
    parts = []
    for key in [name for name in ("ownership", "fee_model") if name in report.audit.rulebook.facts]:
        value = facts.get(key)
        known = isinstance(value, str) and value
        parts.append(or_as_is(f"value_{value}", report.lang) if known else fact(value, report.lang))
    households = facts.get("households")
    if isinstance(households, int):
        parts.append(report.say("households_fact", n=households))
    elif isinstance(households, Unknown):
        parts.append(fact(households, report.lang))
    return " · ".join(parts)


def period_text(report: Report) -> str:
    """The period in words, with its first and last day where the label does not give them."""
    period = report.audit.period
    label = term("period", str(period), report.lang)
    return label if ".." in str(period) else report.say("period_span", label=label, start=period.start, end=period.end)


def basis_text(report: Report) -> str:
    """Title and edition of the rulebook."""
    rulebook = report.audit.rulebook
    title = rulebook.title.get(report.lang) or rulebook.title.get("zh") or rulebook.id
    return report.say("basis_edition", title=title, edition=rulebook.edition)


def cards(report: Report) -> list[dict[str, str]]:
    """The cards: score, rate, breaches, faults of the logs, then a card for each other verdict."""
    audit, tally = report.audit, report.audit.tally
    made = [*_score_card(report), _rate_card(report)]
    severe = report.say("card_fail_note", severe=_severe(audit.findings))
    made.append(_card("fail", audit.breaches, named("verdict", "fail", report.lang), severe))
    remarks = sum(finding.remark for finding in audit.findings)
    note = report.say("card_logs_note_remarks" if remarks else "card_logs_note", n=remarks)
    made.append(_card("logs", audit.tally_logs, named("verdict", "logs", report.lang), note))
    for verdict in CARDS:
        note = report.say(f"card_{verdict}_note")
        made.append(_card(verdict, tally[verdict], named("verdict", verdict, report.lang), note))
    return made


MOST_TOLD = 4
"""How many of the first cards need their note also where there is little room: how they go together must be said."""


def _card(kind: str, n: int, label: str, note: str) -> dict[str, str]:
    return {"of": kind, "kind": kind if n else "none", "label": label, "value": f"{n:,}", "note": note}


def _score_card(report: Report) -> list[dict[str, str]]:
    """The score as a rate; nothing for an audit without one."""
    if not report.audit.score:
        return []
    marks, lang = report.audit.score["with_waivers"], report.lang
    key = "card_score_note" if marks["enough"] else "card_score_note_little"
    note = report.say(key, score=marks["score"], attainable=marks["attainable"], rate=marks["rate"])
    short = report.audit.score["short"][lang]
    return [{"of": "score", "kind": "score", "label": report.say("card_score"), "value": short, "note": note}]


def _rate_card(report: Report) -> dict[str, str]:
    overall = rate(counts_of(requirements(report.audit.findings)))
    kind, note = "none" if overall is None else "rate", report.say("card_rate_note")
    return {"of": "rate", "kind": kind, "label": report.say("card_rate"), "value": rate_text(overall), "note": note}


def _severe(findings: list[Finding]) -> int:
    about = requirements(findings)
    return sum(1 for finding in about if finding.verdict == "fail" and finding.severity == SEVERE)


def conclusion(report: Report) -> str:
    """The conclusion in composed sentences, as HTML."""
    audit = report.audit
    aside = not_taken_as_it_stands(audit.remarks_told, audit.files_unread)
    notes = [said(note, report.lang) for note in (*audit.notes, *aside)]
    return fill(
        "conclusion.html.j2", report, kind=overall_kind(report), sentences=conclusion_sentences(report), notes=notes
    )


def overall_kind(report: Report) -> str:
    """The one word the conclusion comes down to: the gravest thing that was found."""
    about = counts_of(requirements(report.audit.findings))
    for verdict in ("fail", "at_risk", "undetermined"):
        if about[verdict]:
            return verdict
    if any(map(is_fault, report.audit.findings)):
        return "data"
    if about["waived"]:
        return "waived"
    return "pass" if about["pass"] or about["pending"] else "nothing"


def conclusion_sentences(report: Report) -> list[Markup]:
    """What was judged, what fails worst, what is open, what is wrong with the logs, and what it all rests on."""
    lang = report.lang
    by_verdict: dict[str, list[Finding]] = {}
    for finding in requirements(report.audit.findings):
        by_verdict.setdefault(finding.verdict, []).append(finding)
    made = [_judged(report)]
    if fails := by_verdict.get("fail"):
        rules = [_worst(report, code, n) for code, n in codes(fails, report.audit.rulebook)[:WORST]]
        made.append(html("say_worst", lang, n=len(fails), severe=_severe(fails), rules=joined(rules, lang)))
    for verdict in ("at_risk", "waived", "undetermined", "pending"):
        if some := by_verdict.get(verdict):
            named_codes = joined([code for code, _ in codes(some, report.audit.rulebook)], lang, MOST_CODES)
            made.append(
                html(f"say_{verdict}", lang, n=len(some), codes=named_codes, where=report.say("h_undetermined"))
            )
    return made + _about_logs(report)


def _worst(report: Report, code: str, n: int) -> str:
    return report.say("say_worst_rule", code=code, title=report.title_of(code), n=n)


def _judged(report: Report) -> Markup:
    about = report.audit.rulebook
    counts = counts_of(requirements(report.audit.findings))
    parts = [
        report.say("say_part", verdict=named("verdict", verdict, report.lang), n=n)
        for verdict, n in counts.items()
        if n and verdict != "not_applicable"
    ]
    share = rate(counts)
    rated = html("say_no_rate", report.lang) if share is None else html("say_rate", report.lang, rate=rate_text(share))
    return html(
        "say_judged",
        report.lang,
        basis=basis_text(report),
        subject=about.subject.get(report.lang) or basis_text(report),
        project=report.name,
        period=period_text(report),
        as_of=report.audit.as_of,
        n=sum(counts.values()) - counts["not_applicable"],
        na=counts["not_applicable"],
        parts=joined(parts, report.lang) or "–",
        rate=rated,
    )


def _about_logs(report: Report) -> list[Markup]:
    audit, lang = report.audit, report.lang
    made: list[Markup] = []
    if faults := [finding for finding in audit.findings if is_fault(finding)]:
        seen = joined([code for code, _ in codes(faults, audit.rulebook)], lang, MOST_CODES)
        made.append(html("say_data", lang, n=len(faults), codes=seen, where=report.say("h_data")))
    if remarks := sum(finding.remark for finding in audit.findings):
        made.append(html("say_remarks", lang, n=remarks, where=report.say("h_data")))
    sums: dict[str, Any] = {
        "read": sum(count.rows_read for count in audit.counts),
        "judged": sum(count.rows_judged for count in audit.counts),
        "aside": sum(count.rows_set_aside for count in audit.counts),
    }
    made.append(html("say_rows", lang, **sums))
    if resting := assumed(requirements(audit.findings)):
        made.append(html("say_assumed", lang, n=resting, where=report.say("h_assumptions")))
    return made
