"""What a comparison should say of an edited project, known from which line of the workbook became which."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from edits import Edit, Where, where

from clausecheck.logs import read_logs
from clausecheck.nouns.model import Audit, Finding
from clausecheck.pipeline import audit_logs
from clausecheck.procedure import Procedure
from clausecheck.recheck import OPEN, Change, Document, Recheck, read_document, recheck
from clausecheck.results.findings_json import write_findings
from clausecheck.simulate import Project
from clausecheck.simulate.books import Sheet, write

Key = tuple[str, str]


@dataclass
class Verdict:
    """How a comparison did: how many open findings, and by name every false one."""

    open_before: int = 0
    persisting: int = 0
    false_new: list[str] = field(default_factory=list)
    false_mended: list[str] = field(default_factory=list)
    false_gone: list[str] = field(default_factory=list)
    taken_for_another: list[str] = field(default_factory=list)
    against_the_law: list[str] = field(default_factory=list)

    @property
    def faults(self) -> list[str]:
        return [
            *(f"new: {one}" for one in self.false_new),
            *(f"mended: {one}" for one in self.false_mended),
            *(f"gone: {one}" for one in self.false_gone),
            *(f"another: {one}" for one in self.taken_for_another),
            *(f"law: {one}" for one in self.against_the_law),
        ]


def audited(sheets: list[Sheet], made: Project, book: Procedure, folder: Path) -> tuple[Audit, Document]:
    """The audit of some sheets, and what it leaves as data."""
    logs_in = folder / "logs"
    logs_in.mkdir()
    write(sheets, logs_in)
    logs = read_logs([logs_in], words=book.words)
    audit = audit_logs(logs, book, made.shape.period, made.shape.as_of)
    write_findings(audit, folder / "findings.json")
    return audit, read_document(folder)


def tried(
    made: Project, before: tuple[Audit, Document], edit: Edit, rng: Random, book: Procedure, judged: bool = True
) -> Verdict:
    """How the comparison does after an edit. `judged`: the edit mends nothing, so every state is known."""
    sheets = edit(made.sheets, rng)
    with TemporaryDirectory(prefix="clausecheck-recheck-") as place:
        after = audited(sheets, made, book, Path(place))
    result = recheck(before[1], after[0])
    verdict = Verdict(against_the_law=list(breaches_of_the_law(before[1], after[1], result.changes)))
    if judged:
        _count(verdict, result, before[0], after[0], _went(made.sheets, sheets))
    return verdict


def _went(before: list[Sheet], after: list[Sheet]) -> dict[Where, Where | None]:
    """Where each row went; None: it was deleted."""
    now = where(after)
    return {place: now.get(row) for row, place in where(before).items()}


def _count(verdict: Verdict, result: Recheck, before: Audit, after: Audit, went: Mapping[Where, Where | None]) -> None:
    """Holds the comparison to the truth: a finding about a row is the one about that row wherever it went; of any other
    the subject tells."""
    known = {_name(one, None): one for one in before.findings if _is_open(one)}
    truth = {one.subject_key: one for one in (_Expected(one, went) for one in known.values())}
    there = {_name(one, None): one for one in after.findings}
    for change in result.changes:
        expected = truth.get((change.code, change.subject)) if change.before in OPEN and change.state != "new" else None
        if expected is None:
            if change.state == "new" and any(
                one.name == _name(change.now, None) for one in truth.values() if not one.deleted
            ):
                verdict.false_new.append(f"{change.code} {change.subject}")
            continue
        now = None if expected.deleted else there.get(expected.name)
        verdict.open_before += 1
        _hold(verdict, change, expected, now)


class _Expected:
    """Under which name an earlier finding should be found."""

    def __init__(self, finding: Finding, went: Mapping[Where, Where | None]) -> None:
        self.subject_key = (finding.code, finding.subject)
        row = finding.row
        here = (row.file, row.sheet, row.number) if row else None
        self.deleted = here is not None and here in went and went[here] is None
        self.name = _name(finding, went.get(here) if here else None)


def _name(finding: Finding, place: Where | None) -> tuple[str, str, Where | str]:
    """A finding by its rule, column and row; without a row by its subject, or its column alone."""
    if finding.row:
        return finding.code, finding.column, place or (finding.row.file, finding.row.sheet, finding.row.number)
    return finding.code, finding.column, "" if finding.column else finding.subject


def _is_open(finding: Finding) -> bool:
    return finding.verdict in OPEN and not finding.remark


def _hold(verdict: Verdict, change: Change, expected: _Expected, now: Finding | None) -> None:
    name = f"{change.code} {change.subject} -> {change.subject_now} ({change.before} -> {change.after})"
    still_open = now is not None and _is_open(now)
    if change.state in ("mended", "doubtful") and (still_open or expected.deleted):
        verdict.false_mended.append(name)
    elif change.state == "gone" and not expected.deleted:
        verdict.false_gone.append(name)
    elif change.now and now and _name(change.now, None) != _name(now, None):
        verdict.taken_for_another.append(name)
    elif change.state == "persisting":
        verdict.persisting += 1
        if expected.deleted:
            verdict.taken_for_another.append(name)


def open_in(document: Document) -> dict[Key, str]:
    """The open findings of an audit's data with their verdicts."""
    return {
        key: one["verdict"] for key, one in document.told.items() if one["verdict"] in OPEN and not one.get("remark")
    }


def applied(before: Mapping[Key, str], changes: Iterable[Change]) -> dict[Key, str]:
    """The open findings after every change has been made to the earlier ones."""
    left, found = dict(before), {}
    for one in changes:
        left.pop((one.code, one.subject), None)
        if one.subject_now is not None and one.after in OPEN:
            found[one.code, one.subject_now] = one.after
    return {**left, **found}


def breaches_of_the_law(before: Document, after: Document, changes: Iterable[Change]) -> Iterable[str]:
    """Where applying the comparison to the first audit's findings does not give the second's, or it says other verdicts
    of the first than stand there."""
    listed = list(changes)
    earlier, later = open_in(before), open_in(after)
    made = applied(earlier, listed)
    yield from (
        f"{key}: {made.get(key)}, not {later.get(key)}"
        for key in sorted(made.keys() | later.keys())
        if made.get(key) != later.get(key)
    )
    for one in listed:
        stood = before.verdict((one.code, one.subject))
        if one.state not in ("new", "reopened") and one.before != stood:
            yield f"{one.code} {one.subject}: was {stood}, not {one.before}"
    named = {(one.code, one.subject) for one in listed if one.before in OPEN}
    yield from (f"{key}: left out" for key in earlier.keys() - named)
