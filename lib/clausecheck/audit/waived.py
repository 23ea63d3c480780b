"""What accepted exceptions (豁免) cover. A waiver covers a fail while it is in force; one that has expired, matches nothing,
repeats another, ends before it begins, or is for a rule that cannot be waived is itself reported (readings 45, 77)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clausecheck.nouns.model import Finding, Say, say
from clausecheck.rulebook import Procedure

from .lines import is_place

if TYPE_CHECKING:
    from .waivers import Waiver

FILE = "waivers.yaml"


def find_waivers(paths: Iterable[Path]) -> list[Waiver]:
    """The waivers of a project: `waivers.yaml` in a folder handed in, or beside a workbook handed in."""
    folders = dict.fromkeys(path if path.is_dir() else path.parent for path in paths)
    files = [folder / FILE for folder in folders if (folder / FILE).is_file()]
    if not files:
        return []
    from .waivers import read_waivers  # noqa: PLC0415 - few projects have any, and its shapes take long to load

    return [waiver for path in files for waiver in read_waivers(path)]


def apply_waivers(
    findings: Sequence[Finding], waivers: Sequence[Waiver], book: Procedure, as_of: date
) -> tuple[list[Finding], list[Say]]:
    """The findings with covered fails waived, and what must be said of waivers that could not be used."""
    covered: dict[tuple[str, str], Waiver] = {}
    notes: list[Say] = []
    if not waivers:
        return list(findings), notes
    by_subject = {(finding.code, finding.subject): finding for finding in findings}
    by_identity = {(finding.code, finding.identity): finding for finding in findings if finding.identity}
    for waiver in waivers:
        finding = _meant(waiver, by_subject, by_identity)
        note = _objection(waiver, finding, book, as_of)
        if note or finding is None:
            notes += [note] if note else []
        elif (waiver.code, finding.subject) in covered:
            notes.append(say("waiver.second", code=waiver.code, subject=waiver.subject))
        else:
            covered[waiver.code, finding.subject] = waiver
    return [_waived(finding, covered.get((finding.code, finding.subject))) for finding in findings], notes


Named = Mapping[tuple[str, str], Finding]


def _meant(waiver: Waiver, by_subject: Named, by_identity: Named) -> Finding | None:
    """The finding that a waiver is for: by its identity where it says one, else by its subject. A row's number that came to
    another row is not meant."""
    named = by_subject.get((waiver.code, waiver.subject))
    if not waiver.identity:
        return named
    known = by_identity.get((waiver.code, waiver.identity))
    return known or (None if is_place(waiver.subject) else named)


def _objection(waiver: Waiver, finding: Finding | None, book: Procedure, as_of: date) -> Say | None:
    words: dict[str, Any] = {"code": waiver.code, "subject": waiver.subject}
    rule = book.rules.get(waiver.code)
    if rule is not None and not rule.waivable:
        return say("waiver.not_waivable", **words)
    if waiver.until < waiver.since:
        days = {"since": waiver.since.isoformat(), "until": waiver.until.isoformat()}
        return say("waiver.backwards", **words, **days)
    if as_of > waiver.until:
        return say("waiver.expired", **words, until=waiver.until.isoformat())
    if as_of < waiver.since:
        return say("waiver.not_yet", **words, since=waiver.since.isoformat())
    if finding is None or finding.verdict != "fail" or finding.remark:  # a remark is no fault
        return say("waiver.matched_nothing", **words)
    if waiver.fingerprint and waiver.fingerprint != finding.fingerprint:
        return say("waiver.changed", **words)
    return None


def _waived(finding: Finding, waiver: Waiver | None) -> Finding:
    if waiver is None:
        return finding
    used = say("waiver.used", reason=waiver.reason, by=waiver.approved_by, until=waiver.until.isoformat())
    return replace(finding, verdict="waived", found=(*finding.found, used), waiver=waiver.reason)
