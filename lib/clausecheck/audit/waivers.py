"""Accepted exceptions (豁免): `waivers.yaml` beside the logs. A waiver covers a fail while it is in force; one that has
expired, matches nothing, repeats another, ends before it begins, or is for a rule that cannot be waived is itself reported
(readings 45, 77)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from clausecheck.disk.locks import alone
from clausecheck.disk.writing import replacing
from clausecheck.nouns.errors import Fault, InputFault
from clausecheck.nouns.model import Finding, Say, say
from clausecheck.nouns.yamlfile import read_yaml
from clausecheck.rulebook import Procedure, iso_day, mistake

from .lines import is_place

FILE = "waivers.yaml"
KEYS = ("code", "subject", "reason", "approved_by", "from", "until", "fingerprint", "identity")
Day = Annotated[date, BeforeValidator(iso_day)]


class Waiver(BaseModel):
    """One accepted exception: what, why, by whom, and from when until when (both included)."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    code: str = Field(min_length=5)
    subject: str = Field(min_length=1)
    reason: str = Field(min_length=1)
    approved_by: str = Field(min_length=1)
    since: Day = Field(alias="from")
    until: Day
    fingerprint: str = ""
    identity: str = ""
    """That of the finding: the waiver follows it when its row goes by another number."""


def find_waivers(paths: Iterable[Path]) -> list[Waiver]:
    """The waivers of a project: `waivers.yaml` in a folder handed in, or beside a workbook handed in."""
    folders = dict.fromkeys(path if path.is_dir() else path.parent for path in paths)
    return [waiver for folder in folders if (folder / FILE).is_file() for waiver in read_waivers(folder / FILE)]


def read_waivers(path: Path) -> list[Waiver]:
    """The waivers of a file, none if it is empty. Raises InputFault naming file and line for each one that is not complete."""
    listed, lines = read_yaml(path)
    if not listed:
        return []
    if not isinstance(listed, list):
        raise InputFault(
            Fault(str(path), "应为豁免的列表（每项以 - 开头）", "must be a list of waivers (each begins with -)")
        )
    waivers: list[Waiver] = []
    faults: list[Fault] = []
    for i, raw in enumerate(listed):
        try:
            waivers.append(Waiver.model_validate(raw))
        except ValidationError as error:
            for problem in error.errors():
                where = f"{path}:{lines.nearest((i, *problem['loc']))}"
                name = ".".join(map(str, problem["loc"])) or "waiver"
                zh, en = mistake(problem, KEYS)
                faults.append(Fault(where, f"豁免的 {name}：{zh}", f"{name} of the waiver: {en}"))
    if faults:
        raise InputFault(*faults)
    return waivers


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


def add_waiver(folder: Path, waiver: Waiver) -> Path | None:
    """Adds a waiver to the project's `waivers.yaml`, keeping what stands there with its comments; returns the file, or None
    where the very same waiver stands there already.

    Raises InputFault as `read_waivers` does.
    """
    path = folder / FILE
    with alone(path.resolve()):  # somebody else may add one at the same moment
        if path.is_file() and waiver in read_waivers(
            path
        ):  # what stands there must be right, or nothing is added to it
            return None
        from ruamel.yaml import YAML  # noqa: PLC0415 - only to write

        yaml = YAML()
        listed = (yaml.load(path.read_text(encoding="utf-8")) if path.is_file() else None) or []
        record = waiver.model_dump(by_alias=True, mode="json")
        listed.append({key: value for key, value in record.items() if value != ""})
        with replacing(path) as whole, whole.open("w", encoding="utf-8") as stream:
            yaml.dump(listed, stream)
    return path
