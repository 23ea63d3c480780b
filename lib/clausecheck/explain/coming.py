"""`due`: what falls due in the days ahead and is not done yet, so that breaches are prevented and not only found.

An audit is made for each calendar year that may hold such a thing, as `audit --period YEAR` would make it: one audit for
all years would leave dates without a year unread, for several years would fit them (reading 14). But no audit's period
says here which days the logs cover: from the month of the as-of day on they are expected to, and what lies before is
known only as far as they reach back (reading 47). A quota that may be short or not is listed, without a number.
"""

import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date, timedelta
from pathlib import Path

from clausecheck.audit.waived import find_waivers
from clausecheck.evidence import Evidence, field_name, prepare
from clausecheck.kinds import SILENT
from clausecheck.kinds.publicity_plan import PublicityPlan, carried_out
from clausecheck.logs import read_logs
from clausecheck.nouns.errors import fault
from clausecheck.nouns.model import Finding, Logs, Row, Say, Unknown, say
from clausecheck.nouns.periods import Period, parse_day, year
from clausecheck.nouns.records import dataclass
from clausecheck.nouns.workdays import find_workdays
from clausecheck.pipeline import audit_logs
from clausecheck.results.mask import Masker, mask_text, masked_say, masked_subjects, masker_of
from clausecheck.results.names import safe_name
from clausecheck.rulebook import Procedure, Rule
from clausecheck.wording import counted, role_name, said_subject

from .document import Heading, Para, Table, as_text
from .texts import named, sentences, text

MOST_DAYS = 366
OPEN = ("pending", "at_risk")


@dataclass(frozen=True, slots=True)
class Coming:
    """Something due: which rule, about what, on which day, what was found so far, and of a quota how many are missing.

    `unit` is `times` or `households` where `missing` is given. `title` and `required` hold Chinese and English.
    """

    due: date
    code: str
    clause: str
    subject: str
    verdict: str
    role: str
    title: dict[str, str]
    required: Say | None
    found: tuple[Say, ...]
    missing: int | None = None
    unit: str = ""
    paper: str = ""
    """The kind of document that it asks for and that can be drafted (`clausecheck draft`), if it does."""
    covers: str = ""
    """The period of that document."""
    drafted: str = ""
    """As of which day it was drafted; empty: it was not."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """The coming things of one project, in the order they fall due, and the days that were looked at."""

    project: str
    name: str
    as_of: date
    until: date
    items: tuple[Coming, ...]
    english: Mapping[str, str] = field(default_factory=dict)
    """The procedure's own words in English."""
    inputs: tuple[str, ...] = ()
    """What was handed in, for commands that are to be typed; empty where it is masked."""


def coming(
    inputs: Sequence[Path],
    book: Procedure,
    as_of: date | str,
    days: int,
    *,
    mask: bool = False,
    out: Path | None = None,
) -> Ahead:
    """What falls due after `as_of` and within so many days, as far as it is not done; `mask` hides personal data; `out`:
    where drafts were written.

    Raises InputFault for anything handed in that cannot be used, and for days that are none.
    """
    day = parse_day(as_of)
    if not 1 <= days <= MOST_DAYS:
        raise fault(
            "--days",
            f"天数应为 1 到 {MOST_DAYS} 的整数，现为 {days}",
            f"the number of days must be from 1 to {MOST_DAYS}, not {days}",
        )
    paths = list(inputs)
    logs = read_logs(paths, tables=book.tables, words=book.words)
    ahead = coming_in_logs(logs, book, day, days, paths, out)
    return masked_ahead(ahead, masker_of(logs)) if mask else ahead


def coming_in_logs(
    logs: Logs, book: Procedure, as_of: date, days: int, waived_by: Sequence[Path] = (), out: Path | None = None
) -> Ahead:
    """As `coming`, for logs that are read already; `waived_by`: where waivers and a calendar may lie."""
    until = as_of + timedelta(days=days)
    waivers, calendar = find_waivers(waived_by), find_workdays(waived_by)
    found: dict[tuple[str, str], Coming] = {}
    facts: dict[str, object] = {}
    for covered in _years(as_of, until):
        audit = audit_logs(logs, book, covered, as_of, waivers, expected_from=as_of.replace(day=1), calendar=calendar)
        facts = audit.project
        ahead = (*_open(audit.findings, book, as_of, until), *_planned(logs, book, covered, as_of, until))
        for item in ahead:
            found.setdefault((item.code, item.subject), item)
    code = str(facts.get("code"))
    if out is not None:
        found = {key: _with_draft(item, out / safe_name(code)) for key, item in found.items()}
    items = tuple(sorted(found.values(), key=lambda item: (item.due, item.code, item.subject)))
    name = facts.get("name")
    shown = name if isinstance(name, str) else ""
    return Ahead(code, shown, as_of, until, items, book.identity.english, tuple(map(str, waived_by)))


def _with_draft(item: Coming, folder: Path) -> Coming:
    """With the day of its draft, where there is one."""
    from clausecheck.papers.drafts import FOLDER, drafted_on  # noqa: PLC0415 - Word and Excel take long to load

    return replace(item, drafted=drafted_on(folder / FOLDER, item.paper, item.covers)) if item.paper else item


def _paper(rule: Rule, subject: str, row: Row | None, book: Procedure) -> tuple[str, str]:
    """The document that an obligation asks for, and its period."""
    from clausecheck.papers.drafts import paper_of  # noqa: PLC0415 - likewise

    return paper_of(rule, subject, row, book.tables)


def masked_ahead(ahead: Ahead, masker: Masker) -> Ahead:
    """The coming things without personal data; due dates, rules and numbers stay. It comes last: what belongs together
    is found by the true subject, for two subjects may look the same once they are masked."""
    subjects = masked_subjects([(item.code, item.subject) for item in ahead.items], masker)
    return replace(
        ahead,
        project=mask_text(ahead.project, masker, strict=True),
        name=mask_text(ahead.name, masker),
        inputs=(),
        items=tuple(
            replace(item, subject=subject, found=tuple(masked_say(said, masker) for said in item.found))
            for item, subject in zip(ahead.items, subjects, strict=True)
        ),
    )


def _years(as_of: date, until: date) -> list[Period]:
    """Last year (its complaints may still be open) to the year after (a planned outage of its first days needs its
    notice now)."""
    return [year(y) for y in range(as_of.year - 1, (until + timedelta(days=31)).year + 1)]


def _open(findings: Iterable[Finding], book: Procedure, as_of: date, until: date) -> Iterator[Coming]:
    for finding in findings:
        unsettled = finding.verdict in OPEN or (finding.verdict == "undetermined" and finding.reason == SILENT)
        if not unsettled or finding.due is None or not as_of < finding.due <= until:
            continue
        rule = book.rules[finding.code]
        if any(isinstance(check, PublicityPlan) for check in rule.checks):
            continue  # one due date for a year of items: they are listed one by one
        missing, unit = _short(finding.found)
        yield Coming(
            finding.due, finding.code, finding.clause, finding.subject, finding.verdict, finding.role, _title(rule),
            finding.required, finding.found, missing, unit, *_paper(rule, finding.subject, finding.row, book),
        )  # fmt: skip


def _short(found: Iterable[Say]) -> tuple[int | None, str]:
    """How many are missing, and of what, where a quota says so."""
    for said in found:
        params = dict(said.params)
        unit = params.get("unit")
        if said.key.startswith("quota.") and isinstance(unit, Say) and "short" in params:
            return params["short"], unit.key.partition(":")[2]
    return None, ""


def _title(rule: Rule) -> dict[str, str]:
    return {"zh": rule.title.zh, "en": rule.title.en}


def _planned(logs: Logs, book: Procedure, covered: Period, as_of: date, until: date) -> Iterator[Coming]:
    """The items of the publicity plan whose month ends in the days ahead and that are not carried out (INF06)."""
    plans = [(rule, check) for rule in book.rules.values() for check in rule.checks if isinstance(check, PublicityPlan)]
    if not plans:
        return
    evidence = prepare(logs, book, covered, as_of)
    for rule, check in plans:
        table = evidence.tables[check.table]
        for row in table.rows:
            month, topics = row.get(check.month), row.get(check.topic)
            if row.get(check.year) != covered or isinstance(month, Unknown):
                continue
            if carried_out(check, row, covered, evidence.facts) is not False:
                continue
            if not (as_of < month.end <= until) or not _served(month, evidence):
                continue
            found = [say("missing", field=field_name(table.spec, check.done), due=month.end.isoformat())]
            if not isinstance(topics, Unknown):
                found.insert(0, say("is", field=field_name(table.spec, check.topic), value=topics))
            yield Coming(
                month.end, rule.code, rule.clause, evidence.subject(row), "pending", rule.role, _title(rule), None,
                tuple(found), None, "", *_paper(rule, evidence.subject(row), row, book),
            )  # fmt: skip


def _served(month: Period, evidence: Evidence) -> bool:
    return evidence.facts.takeover is not None and evidence.facts.in_service(month) is not None


def render_coming(ahead: Ahead, lang: str) -> str:
    """The coming things as a table."""
    days = {"from": (ahead.as_of + timedelta(days=1)).isoformat(), "until": ahead.until.isoformat()}
    if not ahead.items:
        return as_text([Para(text("due.none", lang, **days))])
    names = ("due", "days", "code", "title", "subject", "role", "short", "what", "draft")
    head = tuple(text(f"column.{name}", lang) for name in names)
    rows = tuple(_line(item, ahead, lang) for item in ahead.items)
    total = Para(text("due.total", lang, n=len(rows)))
    return as_text([Heading(1, text("due.title", lang, **days)), Table(head, rows), total])


def _line(item: Coming, ahead: Ahead, lang: str) -> tuple[str, ...]:
    return (
        item.due.isoformat(),
        text("due.in_days", lang, n=(item.due - ahead.as_of).days),
        item.code,
        item.title[lang],
        said_subject(item.code, item.subject, lang, {item.code: item.title}, ahead.english),
        role_name(item.role, ahead.english, lang),
        short_words(item, lang),
        sentences(item.found, lang),
        draft_words(item, ahead, lang),
    )


def draft_words(item: Coming, ahead: Ahead, lang: str) -> str:
    """The command that drafts the document it asks for, and whether it was drafted; empty where it asks for none."""
    if not item.paper:
        return ""
    paths = shlex.join(ahead.inputs) or "PATH"
    command = f"clausecheck draft {item.paper} {paths} --period {item.covers}"
    return text("due.drafted", lang, command=command, day=item.drafted) if item.drafted else command


def short_words(item: Coming, lang: str) -> str:
    """How many are missing, with their unit; empty where nothing is counted."""
    return "" if item.missing is None else counted(f"{item.missing} {named('unit', item.unit, lang)}")
