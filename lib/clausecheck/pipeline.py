"""The one call that command line, notebook, web page and scheduler all make: logs in, audit out."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from clausecheck.audit import assess, calendar_notes, texts_of
from clausecheck.audit.score import score_of, score_record
from clausecheck.audit.waived import apply_waivers, find_waivers
from clausecheck.evidence import prepare
from clausecheck.logs import Excerpt, RegisterLine, read_logs
from clausecheck.nouns.errors import fault
from clausecheck.nouns.memory import seldom_collected
from clausecheck.nouns.model import Audit, Logs, say
from clausecheck.nouns.people import Cover
from clausecheck.nouns.periods import Period, parse_day, parse_period
from clausecheck.nouns.workdays import Workdays, find_workdays
from clausecheck.results import write_outputs
from clausecheck.results.people import people_of
from clausecheck.rulebook import Procedure, load_procedure

if TYPE_CHECKING:
    from clausecheck.audit.waivers import Waiver

__all__ = ["add_people", "audit_logs", "audit_project", "write_outputs"]
IGNORED = "note.auditor_columns"


@seldom_collected()
def audit_project(
    inputs: str | Path | Sequence[str | Path],
    period: str | int | Period,
    as_of: str | date,
    *,
    procedure: str | Path | None = None,
    rulebook: str | Path | None = None,
    password: str | None = None,
    mask: bool = False,
    review: str | Path | None = None,
    cover: Cover | None = None,
    progress: Callable[[str], None] | None = None,
    register: RegisterLine | None = None,
    excerpt: Excerpt | None = None,
) -> Audit:
    """Audits one project: workbooks and folders in, every judgement out. Writes nothing.

    `period` as in `periods.parse_period`; `as_of` a date or its ISO text; `procedure` as in `load_procedure`; `mask` hides
    personal data in the result; `review`: what the auditor decided (as in `people_of`), or a folder of results that may hold
    it; `cover`: what stands on the cover of papers; `register` and `excerpt`: the project's line of a register, and what it
    has in a workbook of many projects, as in `read_logs`.
    Raises InputFault for anything handed in that cannot be used.
    """
    paths = _paths(inputs)
    covered = period if isinstance(period, Period) else parse_period(period)
    book = load_procedure(procedure, Path(rulebook) if rulebook else None)
    logs = read_logs(
        paths,
        tables=book.tables,
        words=book.words,
        password=password,
        progress=progress,
        register=register,
        excerpt=excerpt,
    )
    audit = audit_logs(logs, book, covered, parse_day(as_of), find_waivers(paths), calendar=find_workdays(paths))
    add_people(audit, Path(review) if review else None, cover)
    if not mask:
        return audit
    from clausecheck.results.mask import masked, masker_of  # noqa: PLC0415 - only who hides something needs its names

    return masked(audit, masker_of(logs))


@seldom_collected()
def audit_logs(
    logs: Logs,
    book: Procedure,
    period: Period,
    as_of: date,
    waivers: "Sequence[Waiver]" = (),
    *,
    expected_from: date | None = None,
    calendar: Workdays | None = None,
) -> Audit:
    """As `audit_project`, for logs that are read already, and expected to cover the period (or the days from
    `expected_from` on: reading 47); `calendar`: that of a calendar.yaml beside the logs, used together with the one
    beside the rulebook."""
    workdays = book.workdays.with_days_of(calendar or Workdays())
    evidence = prepare(logs, book, period, as_of, expected_from=expected_from, calendar=workdays)
    judged = assess(book, logs, evidence)
    findings, notes = apply_waivers(judged.findings, waivers, book, as_of)
    texts, fields = texts_of(logs, findings)
    audit = Audit(
        project=dict(evidence.facts.values),
        period=period,
        as_of=as_of,
        rulebook=book.identity,
        files=logs.files,
        counts=judged.counts,
        set_aside=judged.aside,
        findings=findings,
        notes=[*judged.notes, *notes, *calendar_notes(workdays, as_of)],
        coverage=judged.coverage,
        handling=judged.handling,
        below=judged.below,
        remarks=logs.remarks,
        unread=logs.unread,
        texts=texts,
        fields=fields,
        calendar=workdays.sha256,
        lines=judged.lines,
    )
    audit.score = score_record(score_of(audit, book))
    return audit


def add_people(audit: Audit, review: Path | None, cover: Cover | None = None) -> None:
    """Puts into an audit what people said of it: `review` as in `people_of`, `cover` as in `audit_project`. What an audited
    copy says in the auditor's columns is not taken, and noted."""
    audit.people = replace(people_of(audit, review), cover=cover or Cover())
    audit.notes = [note for note in audit.notes if note.key != IGNORED]
    if audit.people.ignored:
        places = tuple(f"{sheet}!{cell}" for _, sheet, cell in audit.people.ignored)
        audit.notes.append(say(IGNORED, places=places))


def _paths(inputs: str | Path | Sequence[str | Path]) -> list[Path]:
    listed = [inputs] if isinstance(inputs, str | Path) else list(inputs)
    paths = [Path(item) for item in listed]
    for path in paths:
        if not path.exists():
            raise fault(
                str(path), "没有这个文件或文件夹；请检查路径", "there is no such file or folder; check the path"
            )
    return paths
