"""An audit without personal data: the same judgements, fit to leave the centre (HTML, Word, JSON)."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from clausecheck.audit.certain import whole_of
from clausecheck.nouns.model import (
    Audit,
    Cell,
    FileRead,
    Finding,
    Remark,
    Say,
    SetAside,
    SheetCount,
    SheetRead,
    Unknown,
    Unread,
)
from clausecheck.nouns.people import People, Place, Reply
from clausecheck.nouns.records import dataclass

from .known import Masker, with_names
from .sentences import approvers, kind_of, mask_as, masked_say
from .text import GONE, harmless, mask_people, mask_text

OTHERS_WORDS = ("headers",)
"""Details of a sheet that was not recognised: what looks like headers may be a row of people."""


@dataclass(frozen=True, slots=True)
class Places:
    """Masked names of files and of sheets. No two of them fall together."""

    files: dict[str, str]
    sheets: dict[tuple[str, str], str]

    def cell(self, cell: Cell) -> Cell:
        return Cell(self.files[cell.file], self.sheets[cell.file, cell.sheet], cell.cell)


def masked(audit: Audit, masker: Masker) -> Audit:
    """A copy of the audit in which every text that came from the logs is masked; verdicts, cells' addresses, dates,
    numbers, hashes and fingerprints stay. Masking twice is masking once.

    The files' paths stay, for whoever writes annotated copies; no output shows them. Sheet and file names are masked,
    too: annotated copies are made of the audit itself, not of the masked one.
    """
    known = knowing(masker, [*audit.notes, *(said for finding in audit.findings for said in finding.found)])
    places = _places(audit, known)
    subjects = masked_subjects([(finding.code, finding.subject) for finding in audit.findings], known)
    return replace(
        audit,
        project={name: _fact(name, value, known) for name, value in audit.project.items()},
        files=[_file(file, places, known) for file in audit.files],
        counts=[_count(count, places) for count in audit.counts],
        set_aside=[_aside(row, places, known) for row in audit.set_aside],
        findings=[_finding(*pair, places, known) for pair in zip(audit.findings, subjects, strict=True)],
        notes=[masked_say(note, known) for note in audit.notes],
        below={},
        remarks=[Remark(one.kind, places.cell(one.cell), masked_say(one.text, known)) for one in audit.remarks],
        unread=[Unread(mask_text(one.file, known, strict=True), masked_say(one.why, known)) for one in audit.unread],
        texts={places.cell(cell): _shown(text, audit.fields.get(cell), known) for cell, text in audit.texts.items()},
        fields={places.cell(cell): field for cell, field in audit.fields.items()},
        people=masked_people(audit.people, places, known),
        lines=None,
    )


def masked_people(people: People, places: "Places", masker: Masker) -> People:
    """What people wrote is free text: of it stays what is surely nobody's name. Who answers and who decides is a name."""
    told = [*(one.by for one in people.replies.values()), *(one.by for one in people.opinions.values())]
    known = with_names(masker, [name for name in (*told, people.cover.auditor) if name])

    def text(said: str) -> str:
        shown = harmless(said, known)
        return GONE if shown is None else shown

    def at(place: Place | None) -> Place | None:
        return places.cell(Cell(*place)) if place else None

    return People(
        {key: Reply(text(one.done), mask_people(one.by, known), one.on, text(one.evidence), at(one.place))
         for key, one in people.replies.items()},
        {key: replace(one, note=text(one.note), by=mask_people(one.by, known), conclusion=text(one.conclusion))
         for key, one in people.opinions.items()},
        {code: replace(one, note=text(one.note), place=at(one.place)) for code, one in people.adjustments.items()},
        replace(people.cover, auditor=mask_text(people.cover.auditor, masker)),
        tuple(place for place in map(at, people.ignored) if place),
    )  # fmt: skip


def _shown(text: str, field: tuple[str, str] | None, masker: Masker) -> str:
    """What a cited cell shows: a header as other people's headers are, a value by what its column holds."""
    if not text:
        return ""
    if field is None:
        return _header(text, masker)
    shown = mask_as(kind_of(field, masker), text, masker)
    return GONE if shown is None else shown


def _places(audit: Audit, masker: Masker) -> Places:
    cells = {(cell.file, cell.sheet): None for finding in audit.findings for cell in (*finding.cells, *finding.at)}
    cells |= {(cell.file, cell.sheet): None for cell in audit.texts}
    cells |= {place[:2]: None for place in _places_of(audit.people)}
    sheets = [(sheet.file, sheet.sheet) for file in audit.files for sheet in file.sheets]
    counted = [(count.file, count.sheet) for count in audit.counts]
    aside = [(row.file, row.sheet) for row in audit.set_aside]
    remarked = [(one.cell.file, one.cell.sheet) for one in audit.remarks]
    pairs = list(dict.fromkeys([*sheets, *counted, *aside, *remarked, *cells]))
    files = _distinct([*(file.file for file in audit.files), *(file for file, _ in pairs)], masker)
    names: dict[tuple[str, str], str] = {}
    for file in files:
        within = _distinct([sheet for other, sheet in pairs if other == file], masker)
        names |= {(file, sheet): name for sheet, name in within.items()}
    return Places(files, names)


def _places_of(people: People) -> list[Place]:
    """Where people wrote."""
    filled = [*(one.place for one in people.replies.values()), *(one.place for one in people.adjustments.values())]
    return [*people.ignored, *(place for place in filled if place)]


def _distinct(names: Iterable[str], masker: Masker) -> dict[str, str]:
    """Each name with its masked one; where two would be the same, the later ones are numbered."""
    given = list(dict.fromkeys(names))
    taken = {name for name in given if mask_text(name, masker, strict=True) == name}
    result: dict[str, str] = {}
    for name in given:
        shown = mask_text(name, masker, strict=True)
        result[name] = name if shown == name else _free(shown, taken.__contains__)
        taken.add(result[name])
    return result


def _free(name: str, taken: Callable[[str], bool]) -> str:
    """The name, or with a number behind it where it is taken."""
    number, free = 1, name
    while taken(free):
        number += 1
        free = f"{name}({number})"
    return free


def _fact(name: str, value: Any, masker: Masker) -> Any:
    kind = kind_of((masker.facts, name), masker)
    if isinstance(value, Unknown):
        shown = harmless(value.raw, masker)
        return Unknown(value.code, GONE if shown is None else shown)
    if isinstance(value, str):
        shown = mask_as(kind, value, masker)
        return GONE if shown is None else shown
    return value


def _file(file: FileRead, places: Places, masker: Masker) -> FileRead:
    return replace(file, file=places.files[file.file], sheets=[_sheet(sheet, places, masker) for sheet in file.sheets])


def _sheet(sheet: SheetRead, places: Places, masker: Masker) -> SheetRead:
    details = {
        key: "、".join(_header(part, masker) for part in text.split("、"))
        if key in OTHERS_WORDS
        else mask_text(text, masker)
        for key, text in sheet.details.items()
    }
    name = places.sheets[sheet.file, sheet.sheet]
    return replace(sheet, file=places.files[sheet.file], sheet=name, details=details)


def _header(text: str, masker: Masker) -> str:
    shown = harmless(text, masker)
    return GONE if shown is None else shown


def _count(count: SheetCount, places: Places) -> SheetCount:
    return replace(count, file=places.files[count.file], sheet=places.sheets[count.file, count.sheet])


def _aside(row: SetAside, places: Places, masker: Masker) -> SetAside:
    name = places.sheets[row.file, row.sheet]
    return SetAside(places.files[row.file], name, row.row, masked_say(row.reason, masker))


def _finding(finding: Finding, subject: str, places: Places, masker: Masker) -> Finding:
    """The requirement stays: it is the rulebook's, and names nobody."""
    return replace(
        whole_of(finding),
        subject=subject,
        found=tuple(masked_say(said, masker) for said in finding.found),
        mend=masked_say(finding.mend, masker) if finding.mend else None,
        action=masked_say(finding.action, masker) if finding.action else None,
        cells=tuple(places.cell(cell) for cell in finding.cells),
        at=tuple(places.cell(cell) for cell in finding.at),
        waiver=mask_text(finding.waiver, masker),
        row=None,
    )


def knowing(masker: Masker, sayings: Iterable[Say]) -> Masker:
    """The masker that also knows whom these sentences name as having approved something."""
    return with_names(masker, (name for said in sayings for name in approvers(said)))


def masked_subjects(named: Iterable[tuple[str, str]], masker: Masker) -> list[str]:
    """The masked subject of each (code, subject). The pairs stay unique: subjects of one code that masking made the same
    are numbered."""
    taken: set[tuple[str, str]] = set()
    result = []
    for code, subject in named:
        shown = _free(
            mask_text(subject, masker, strict=True),
            lambda name, code=code: (code, name) in taken,  # type: ignore[misc]
        )
        taken.add((code, shown))
        result.append(shown)
    return result
