"""The whole comparison: of an audit at hand with an earlier one (recheck), or of two audits as data (compare)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from clausecheck.nouns.errors import fault
from clausecheck.nouns.model import Audit, Say, say

from .chain import Link, chain_of
from .comparing import Comparable, changes_of, codes_of, paired, tables_of
from .document import Document
from .looking import look_at
from .model import OPEN, Change, Previous, Recheck
from .sides import Entry, Side, of_audit, of_document

STANDING = "project"
LENGTH_OF_A_YEAR = 4


def recheck(previous: Document, audit: Audit) -> Recheck:
    """What became of the open findings of an earlier audit, in the audit at hand.

    Raises InputFault for an audit of another project or procedure.
    """
    _must_be_one(previous, str(audit.project["code"]), audit.rulebook.id)
    links, notes = chain_of(previous)
    documents = [previous, *(link.document for link in links)]
    tables = {table for one in documents for table in tables_of(one)}
    codes = {code for one in documents for code in codes_of(one)}
    now = of_audit(audit, tables, codes)
    key_dates = {name: spec.key_date for name, spec in audit.lines.evidence.procedure.tables.items()}
    known = previous_of(previous)
    changes = _compared(previous, now, key_dates, audit, known.told_on, str(audit.period))
    changes = _reopened(changes, links, now, key_dates)
    notes += _notes(previous, str(audit.period), audit.rulebook.sha256, changes)
    return Recheck(known, tuple(_in_order(changes, audit)), tuple(notes))


def compare(earlier: Document, later: Document, links: Sequence[Link] = ()) -> Recheck:
    """What became of the open findings of one audit in another, both as data: what passes there is known by verdict alone, so
    nothing is doubtful. `links`: audits before the earlier one; what was mended there and is open again is reopened.

    Raises InputFault for audits of two projects or procedures.
    """
    _must_be_one(earlier, later.project, later.rulebook["id"])
    known = previous_of(earlier)
    now = of_document(later)
    changes = _compared(earlier, now, {}, None, known.told_on, later.period)
    changes = _reopened(changes, links, now, {})
    notes = [*_notes(earlier, later.period, later.rulebook["sha256"], changes), say("recheck.no_cells")]
    return Recheck(known, tuple(changes), tuple(notes))


def previous_of(document: Document) -> Previous:
    """What is known of an earlier audit, with the notice that was written of it."""
    notice = document.manifest.get("notice") or {}
    pointer = document.manifest.get("recheck") or {}
    issued = notice.get("issued_on")
    return Previous(
        folder=document.file.parent,
        file=document.file,
        project=document.project,
        period=document.period,
        as_of=document.as_of,
        rulebook=document.rulebook["sha256"],
        notice_number=str(notice.get("number", "")),
        notice_day=date.fromisoformat(issued) if issued else None,
        generation=int(pointer.get("generation", 0)),
    )


def _must_be_one(previous: Document, project: str, procedure: str) -> None:
    if previous.project != project:
        raise fault(
            str(previous.file),
            f"是项目 {previous.project} 的核查，而台账是项目 {project} 的；请换成同一项目的",
            f"is an audit of project {previous.project}, the logs are those of project {project}; give one of the same project",
        )
    if previous.rulebook["id"] != procedure:
        raise fault(
            str(previous.file),
            f"按规程 {previous.rulebook['id']} 核查，这次按 {procedure}，无法对照；请用同一规程",
            f"was audited by procedure {previous.rulebook['id']}, this one by {procedure}; they cannot be compared, use the same",
        )


def _compared(
    earlier: Document, now: Side, key_dates: Mapping[str, str], audit: Audit | None, told_on: date, period: str
) -> list[Change]:
    before = of_document(earlier)
    pairs = paired(earlier, before, now, key_dates)
    spoken_of = _comparable(earlier.period == period, before, now)
    return list(changes_of(before, now, pairs, look_at(before, now, audit, told_on), spoken_of))


def _comparable(same_period: bool, before: Side, now: Side) -> Comparable:
    """Of two periods only what stands for the project or a year is compared, and what both speak of."""

    def comparable(entry: Entry, is_earlier: bool) -> bool:
        if same_period or entry.subject == STANDING or _is_year(entry.subject):
            return True
        other = now if is_earlier else before
        return entry.key in other.entries

    return comparable


def _is_year(subject: str) -> bool:
    return len(subject) == LENGTH_OF_A_YEAR and subject.isdecimal()


def _reopened(changes: list[Change], links: Sequence[Link], now: Side, key_dates: Mapping[str, str]) -> list[Change]:
    """What is new, but had been open in an audit of the chain and came to pass in its recheck, is open again."""
    again: set[tuple[str, str]] = set()
    for link in links:
        pairs = paired(link.document, of_document(link.document), now, key_dates)
        again |= {entry.key for key, entry in pairs.partner.items() if key in link.mended and entry.is_open}
    return [
        replace(one, state="reopened") if one.state == "new" and (one.code, one.subject) in again else one
        for one in changes
    ]


def _notes(previous: Document, period: str, rulebook: str, changes: list[Change]) -> Iterator[Say]:
    """What must be said of the comparison as a whole."""
    if previous.period != period:
        yield say(
            "recheck.period",
            before=Say(f"period:{previous.period}"),
            now=Say(f"period:{period}"),
            n=_left_out(previous, changes),
        )
    if previous.rulebook["sha256"] != rulebook:
        yield say("recheck.rulebook")
    if any(not _told(one.was) for one in changes if one.state == "mended"):
        yield say("recheck.no_values")


def _left_out(previous: Document, changes: list[Change]) -> int:
    """How many open findings of the earlier audit are not compared."""
    spoken = {(one.code, one.subject) for one in changes}
    return sum(
        one["verdict"] in OPEN and not one.get("remark") and key not in spoken for key, one in previous.told.items()
    )


def _told(record: Mapping[str, Any] | None) -> bool:
    cells = (record or {}).get("cells", ())
    return not cells or any("value" in cell for cell in cells)


def _in_order(changes: list[Change], audit: Audit) -> list[Change]:
    """By the rules in their order, the subjects as they came."""
    order = {code: place for place, code in enumerate(audit.rulebook.titles)}
    return sorted(changes, key=lambda one: order.get(one.code, len(order)))
