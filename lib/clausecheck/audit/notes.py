"""What the reader of the result must know of what was handed in, besides the findings."""

from collections.abc import Iterator
from datetime import date

from clausecheck.audit.notes_on_records import notes_on_records
from clausecheck.evidence import Evidence
from clausecheck.logs import COPY, SAME_CONTENT
from clausecheck.nouns.model import Logs, Say, SheetRead, say
from clausecheck.nouns.workdays import Workdays

UNREAD = ("no_known_headers", "two_tables", "misses_required", "few_known", "map_no_headers", "sideways")
TOLD = ("map_no_headers", "sideways")
MOST_UNREAD = 10


def notes_on(logs: Logs, evidence: Evidence) -> list[Say]:
    """A period still ahead, copies of ours that came back, sheets that are absent or were not read, files that came twice, facts that contradict each
    other, letters read as zeros."""
    handed_in = [
        *_returned(logs),
        *_absent(logs),
        *_unread(logs),
        *_two_columns(logs),
        *_unmet(logs),
        *logs.register,
        *_twice(logs),
    ]
    handed_in += notes_on_records(logs, evidence.names)
    return [*_ahead(evidence), *handed_in, *_contradicted(evidence), *_letters(evidence)]


def calendar_notes(calendar: Workdays, as_of: date) -> Iterator[Say]:
    """That a company's own days were reckoned with, by which notices; and those that were announced later, and were not."""
    used = calendar.issued_by(as_of)
    if used.sha256:
        yield say("note.calendar", off=len(used.days_off), on=len(used.make_up_days), sources=used.sources)
    days = (*calendar.days_off.values(), *calendar.make_up_days.values())
    later = tuple(str(own.day) for own in sorted(days, key=lambda own: own.day) if own.issued > as_of)
    if later:
        more = (say("note.more_days", n=len(later) - MOST_UNREAD),) if len(later) > MOST_UNREAD else ()
        yield say("note.calendar_later", days=(*later[:MOST_UNREAD], *more), as_of=as_of.isoformat())


def _ahead(evidence: Evidence) -> Iterator[Say]:
    if evidence.period.start > evidence.as_of:
        yield say("note.period_ahead", period=Say(f"period:{evidence.period}"), as_of=evidence.as_of.isoformat())


def _absent(logs: Logs) -> Iterator[Say]:
    there = {block.table for block in logs.blocks}
    absent = tuple(spec.said for name, spec in logs.tables.items() if name not in there)
    if absent:
        yield say("note.sheet_absent", sheets=absent)


def _unread(logs: Logs) -> Iterator[Say]:
    """Sheets that hold something and are no known table: their rows were not judged, which nobody may overlook."""
    sheets = [sheet for file in logs.files for sheet in file.sheets if sheet.why in UNREAD]
    if not sheets:
        return
    said = [
        say("note.sheet_unread", place=f"{sheet.file} › {sheet.sheet}", why=_why(sheet))
        for sheet in sheets[:MOST_UNREAD]
    ]
    if len(sheets) > MOST_UNREAD:
        said.append(say("note.more"))
    yield say("note.sheets_unread", n=len(sheets), sheets=tuple(said))


def _why(sheet: SheetRead) -> Say:
    if sheet.why == "few_known":
        return say("note.few_known", table=sheet.details["table"])
    if sheet.why == "misses_required":
        return say("note.misses_required", table=sheet.details["table"], missing=sheet.details["missing"])
    if sheet.why in TOLD:
        return say("note.told", table=sheet.details["table"], why=say(f"sheet.{sheet.why}"))
    return say(f"sheet.{sheet.why}")


def _two_columns(logs: Logs) -> Iterator[Say]:
    """Fields that stand in two columns, of which none is used: whether a rule needs them or not (reading 57)."""
    columns = [
        say(
            "note.two_columns_one",
            place=f"{block.file} › {block.sheet}",
            field=logs.tables[block.table].field(name).said,
            titles=tuple(f"{title}({cell.cell})" for title, cell in several),
        )
        for block in logs.blocks
        for name, several in block.ambiguous.items()
    ]
    if columns:
        more = [say("note.more")] if len(columns) > MOST_UNREAD else []
        yield say("note.two_columns", columns=(*columns[:MOST_UNREAD], *more))


def _unmet(logs: Logs) -> Iterator[Say]:
    """What the project's map names and nobody found: a slip in the map, which would pass in silence."""
    if logs.unmet:
        more = [say("note.more_flats", n=len(logs.unmet) - MOST_UNREAD)] if len(logs.unmet) > MOST_UNREAD else []
        yield say("note.map_unmet", places=(*logs.unmet[:MOST_UNREAD], *more))


def _twice(logs: Logs) -> Iterator[Say]:
    for file in logs.files:
        if SAME_CONTENT in file.notes:
            yield say("note.same_content", file=file.file)


def _returned(logs: Logs) -> Iterator[Say]:
    """Copies of ours that were judged (reading 67)."""
    for file in logs.files:
        if COPY in file.notes and SAME_CONTENT not in file.notes:
            yield say("note.returned", file=file.file)


def _contradicted(evidence: Evidence) -> Iterator[Say]:
    for item, cell in evidence.facts.contradicted.items():
        place = f"{cell.file} › {cell.sheet}!{cell.cell}"
        yield say("note.contradicted", field=evidence.facts.said(item), cell=place)


def _letters(evidence: Evidence) -> Iterator[Say]:
    """Flats found only by reading the letter O as a zero: nobody is to take that for what is written."""
    read = [f"{evidence.names.sheet(row.file, row.sheet)}#{row.number}" for row in evidence.flats.guessed]
    if read:
        more = (say("note.more_flats", n=len(read) - MOST_UNREAD),) if len(read) > MOST_UNREAD else ()
        yield say("note.letter_o", n=len(read), flats=(*read[:MOST_UNREAD], *more))
