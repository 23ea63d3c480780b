"""What stands in a notice: plain dicts of cleaned texts, ready for the template."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType

from clausecheck.nouns.model import Audit, Finding
from clausecheck.nouns.wordlists import WordsOf, entries
from clausecheck.papers.word.filling import Texts, clean
from clausecheck.results.people import key_of
from clausecheck.wording import role_name, subject_in_words, term, word

NOTHING: Mapping[str, str] = MappingProxyType({})
SEVERITIES = ("严重", "一般", "轻微")
NUMERALS = "一二三四五六七八九十"
_say = WordsOf(Path(__file__).with_name("words.yaml"), plurals=True)


def labels(lang: str) -> dict[str, str]:
    """The fixed words of the notice by key."""
    return {key: texts[lang] for key, texts in entries(_say.file)["label"].items()}


def to_mend(audit: Audit, *, at_risk: bool = False) -> list[Finding]:
    """The findings to be rectified: breaches, and with `at_risk` what is behind its pace. Waived ones are not, nor what the
    auditor disputes, nor faults of the logs."""
    wanted = ("fail", "at_risk") if at_risk else ("fail",)
    return [one for one in audit.findings if one.shown_as in wanted and not _disputes(audit, one)]


def to_correct(audit: Audit) -> list[Finding]:
    """The faults of the logs, which the centre is asked to correct (请更正); remarks are not."""
    return [one for one in audit.findings if one.shown_as == "logs" and not _disputes(audit, one)]


def disputed(audit: Audit) -> list[Finding]:
    """What would be in the notice, but is disputed by the auditor."""
    return [one for one in audit.findings if one.shown_as in ("fail", "logs") and _disputes(audit, one)]


def _disputes(audit: Audit, finding: Finding) -> bool:
    opinion = audit.people.opinions.get(key_of(finding))
    return opinion is not None and opinion.disputes


def content(
    audit: Audit,
    findings: Sequence[Finding],
    number: str,
    issued_on: date,
    deadline: date,
    lang: str,
    *,
    cc: str = "",
    repeated: Mapping[str, str],
) -> Texts:
    """Everything the template may use, by name. What is not given is a line to write on."""
    line, cover = _say("line", lang), audit.people.cover
    facts = {name: _fact(audit.project.get(name), lang) for name in ("name", "code", "branch")}
    title = audit.rulebook.title.get(lang) or audit.rulebook.id
    return {
        "label": labels(lang),
        "number": clean(number) or line,
        "auditor": clean(cover.auditor) or line,
        "checked_on": clean(_as_day(cover.checked_on, lang)) or line,
        "cc": clean(cc),
        "project": facts["name"],
        "code": facts["code"],
        "branch": facts["branch"],
        "period": _period(audit, lang),
        "as_of": day_text(audit.as_of, lang),
        "issued_on": day_text(issued_on, lang),
        "deadline": day_text(deadline, lang),
        "basis": clean(_say("basis_text", lang, title=title, edition=audit.rulebook.edition)),
        "intro": _intro(audit, findings, deadline, repeated, lang),
        **_counts(findings),
        "roles": _roles(audit, findings, deadline, repeated, lang),
        "corrections": [_row(i, one, audit, deadline, lang) for i, one in enumerate(to_correct(audit), 1)],
        "disputed": [_disputed(i, one, audit, deadline, lang) for i, one in enumerate(disputed(audit), 1)],
        "disputed_heading": _say("disputed_heading", lang, n=len(disputed(audit))),
        "corrections_heading": _say("corrections_heading", lang, n=len(to_correct(audit))),
    }


def day_text(day: date, lang: str) -> str:
    """A date as it is written in a letter."""
    return f"{day.year}年{day.month}月{day.day}日" if lang == "zh" else day.isoformat()


def _as_day(said: str, lang: str) -> str:
    """A date as it is written in a letter; anything else as it is."""
    try:
        return day_text(date.fromisoformat(said), lang)
    except ValueError:
        return said


def _period(audit: Audit, lang: str) -> str:
    period = audit.period
    label = term("period", str(period), lang)
    if ".." in str(period):
        return label
    return _say("period", lang, label=label, start=period.start, end=period.end)


def _fact(value: object, lang: str) -> str:
    return clean(value) if isinstance(value, str) and value else _say("not_given", lang)


def _counts(findings: Sequence[Finding]) -> dict[str, int]:
    severe, general, minor = (sum(one.severity == severity for one in findings) for severity in SEVERITIES)
    return {"severe": severe, "general": general, "minor": minor, "total": len(findings)}


def _disputed(number: int, finding: Finding, audit: Audit, deadline: date, lang: str) -> Texts:
    opinion = audit.people.opinions[key_of(finding)]
    said_by = "\n".join(part for part in (opinion.by, opinion.on) if part)
    return {
        **_row(number, finding, audit, deadline, lang),
        "reason": clean(opinion.note) or _say("not_given", lang),
        "said_by": clean(said_by),
    }


def _intro(audit: Audit, findings: Sequence[Finding], deadline: date, repeated: Mapping[str, str], lang: str) -> str:
    key = "intro" if findings else "intro_logs"
    parts = [_say(key, lang, **_counts(findings), deadline=day_text(deadline, lang))]
    if behind := sum(finding.verdict == "at_risk" for finding in findings):
        parts.append(_say("at_risk", lang, n=behind))
    if faults := len(to_correct(audit)):
        parts.append(_say("faults", lang, n=faults))
    if again := sum(one.fingerprint in repeated for one in findings):
        parts.append(_say("repeated", lang, n=again))
    opinions = [audit.people.opinions.get(key_of(one)) for one in findings]
    if accepted := sum(one is not None and one.mark == "accepted" and not one.stale for one in opinions):
        parts.append(_say("accepted", lang, n=accepted))
    if apart := len(disputed(audit)):
        parts.append(_say("disputed", lang, n=apart))
    if waived := audit.tally["waived"]:
        parts.append(_say("waived", lang, n=waived))
    if unknown := audit.tally["undetermined"]:
        parts.append(_say("undetermined", lang, n=unknown))
    return ("" if lang == "zh" else " ").join(parts)


def _roles(
    audit: Audit, findings: Sequence[Finding], deadline: date, repeated: Mapping[str, str], lang: str
) -> list[Texts]:
    """The findings by role, roles in the order of the rulebook; within a role the gravest first. Numbered throughout."""
    order = list(dict.fromkeys(finding.role for finding in audit.findings))  # they stand in the rulebook's order
    roles = sorted({finding.role for finding in findings}, key=lambda role: (_place(role, order), role))
    made: list[Texts] = []
    number = 0
    for place, role in enumerate(roles, 1):
        own = sorted((one for one in findings if one.role == role), key=lambda one: _place(one.severity, SEVERITIES))
        name = _role_name(role, audit, lang)
        rows = [_row(number + i, finding, audit, deadline, lang, repeated) for i, finding in enumerate(own, 1)]
        number += len(own)
        head = _say("role_heading", lang, no=_numeral(place, lang), role=name, n=len(own))
        made.append({"heading": head, "role": name, **_counts(own), "findings": rows})
    return made


def _place(one: str, order: Sequence[str]) -> int:
    return order.index(one) if one in order else len(order)


def _numeral(place: int, lang: str) -> str:
    return NUMERALS[place - 1] if lang == "zh" and place <= len(NUMERALS) else str(place)


def _role_name(role: str, audit: Audit, lang: str) -> str:
    """A role in words."""
    return clean(role_name(role, audit.rulebook.english, lang)) if role else _say("nobody", lang)


def _row(
    number: int,
    finding: Finding,
    audit: Audit,
    deadline: date,
    lang: str,
    repeated: Mapping[str, str] = NOTHING,
) -> Texts:
    before = repeated.get(finding.fingerprint)
    return {
        "repeated": ""
        if before is None
        else clean(_say("repeated_mark", lang, number=before or _say("not_given", lang))),
        "no": number,
        "code": clean(finding.code),
        "title": clean(audit.rulebook.titles[finding.code][lang]),
        "clause": clean(finding.clause),
        "severity": term("severity", finding.severity, lang) if finding.severity in SEVERITIES else "",
        "mark": _say("risk_mark", lang) if finding.verdict == "at_risk" else "",
        "subject": clean(subject_in_words(finding, audit.rulebook, lang)),
        "place": clean(_where(finding, lang)),
        "required": clean(word(finding.required, lang)) if finding.required else "",
        "found": clean(("；" if lang == "zh" else "; ").join(word(said, lang) for said in finding.found)),
        "mend": clean(word(finding.action, lang)) if finding.action else "",
        "passes": clean(word(finding.mend, lang)) if finding.mend else "",
        "due": finding.due.isoformat() if finding.due else "",
        "deadline": deadline.isoformat(),
    }


def _where(finding: Finding, lang: str) -> str:
    """The first offending cell, and how many more there are; nothing where the subject is that cell."""
    cells = finding.at or finding.cells
    if not cells:
        return ""
    first = f"{cells[0].sheet}!{cells[0].cell}"
    if first == finding.subject:
        return ""
    return first + (_say("and_more", lang, n=len(cells)) if len(cells) > 1 else "")
