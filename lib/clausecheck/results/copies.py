"""The annotated copy of each workbook; where a format cannot carry marks, a findings workbook beside the original."""

import hashlib
import re
import traceback
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from clausecheck.disk.writing import scratch
from clausecheck.logs import COPY
from clausecheck.marks import AnnotationRefused, Receipt, Sheet, SheetOfHashes, annotate, findings_workbook, unmark
from clausecheck.nouns.model import EXCERPT, Audit, FileRead

from .copy import Copy
from .marks import marks_of
from .sheets import Common, common_of, hashes_sheet, own_sheets, ui

CARRIES_MARKS = (".xlsx", ".xlsm")
AUTHOR = "clausecheck"
SAID_PLAINLY = ("format", "excerpt", "encrypted", "signed", "changed", "gone", "unreadable")
"""Reasons for having no marks that have words of their own; the others are named by their code."""
OUR_FAULT = "annotator_fault"


def write_copies(audit: Audit, folder: Path, lang: str, more: Sequence[Sheet] = ()) -> list[Copy]:
    """A copy for every input file that was read, in the order they were read. `more`: further sheets for the first."""
    taken: set[str] = set()
    files = [file for file in audit.files if file.sheets]
    names = {file.file: _name(file, taken, lang) for file in files}
    common = common_of(audit, lang, more)
    return [_copy(audit, common, file, folder, lang, names) for file in files]


def _carries_marks(file: FileRead) -> bool:
    return Path(file.path).suffix.lower() in CARRIES_MARKS


def _copy(audit: Audit, common: Common, file: FileRead, folder: Path, lang: str, names: dict[str, str]) -> Copy:
    name = names[file.file]
    if not _carries_marks(file):
        return _beside(audit, common, file, folder, name, lang, "format")
    if EXCERPT in file.notes:
        return _beside(audit, common, file, folder, name, lang, "excerpt")
    others = {
        one.file: names[one.file]
        for one in audit.files
        if one is not file and one.file in names and _carries_marks(one) and EXCERPT not in one.notes
    }
    sheets: list[Sheet | SheetOfHashes] = [*own_sheets(audit, common, file, lang, others=others), hashes_sheet(lang)]
    target = folder / name
    with scratch("copy") as apart:
        source = apart / "as_read"
        why = _as_read(file, source)
        if why:
            return _beside(audit, common, file, folder, name, lang, why)
        try:
            source, about = _without_old_marks(file, source, _about(audit, file, lang))
            receipt = annotate(source, target, marks_of(common.told, file, lang), sheets, AUTHOR, about)
        except AnnotationRefused as refusal:
            return _beside(audit, common, file, folder, name, lang, refusal.code, str(refusal))
        except OSError:
            raise  # the disk's fault, and said as that
        except Exception as fault:  # noqa: BLE001 - marks are made of what was judged; their failing judges nothing
            said = traceback.format_exception_only(fault)[-1].strip()
            return _beside(audit, common, file, folder, name, lang, f"{OUR_FAULT} {said}", traceback.format_exc())
    return Copy(file.file, name, True, "", len(receipt.untouched), receipt.touched, receipt.added, _notes(receipt))


def _about(audit: Audit, file: FileRead, lang: str) -> dict[str, str]:
    """What the copy is to tell of itself when it comes back."""
    return {
        "origin": PurePosixPath(file.file).name,
        "origin_sha256": file.sha256,
        "project": str(audit.project["code"]),
        "period": str(audit.period),
        "as_of": audit.as_of.isoformat(),
        "rulebook": audit.rulebook.sha256,
        "lang": lang,
    }


def _without_old_marks(file: FileRead, source: Path, about: dict[str, str]) -> tuple[Path, dict[str, str]]:
    """A copy of ours that came back, without its earlier marks (reading 67), and about it as it was first handed in."""
    if COPY not in file.notes:
        return source, about
    clean = source.with_name("cleaned")
    try:
        earlier = unmark(source, clean).about
    except AnnotationRefused as refusal:
        if refusal.code == "not_annotated":  # named like ours, and nothing of ours in it
            return source, about
        raise
    return clean, about | {key: earlier[key] for key in ("origin", "origin_sha256") if key in earlier}


def _as_read(file: FileRead, target: Path) -> str:
    """Puts the very bytes that were judged at `target`, for marks on any others would accuse the wrong rows. Why not, if
    they are gone, or others by now."""
    digest = hashlib.sha256()
    try:
        with Path(file.path).open("rb") as source, target.open("wb") as copy:
            while piece := source.read(1 << 20):
                digest.update(piece)
                copy.write(piece)
    except OSError as error:
        if error.filename != file.path:  # our own disk, not the workbook
            raise
        return "gone" if isinstance(error, FileNotFoundError) else "unreadable"
    return "" if digest.hexdigest() == file.sha256 else "changed"


def _beside(
    audit: Audit, common: Common, file: FileRead, folder: Path, name: str, lang: str, why: str, fault: str = ""
) -> Copy:
    """A findings workbook beside the untouched original, saying why the original carries no marks. `fault`: what a
    developer needs to find the cause."""
    target = folder / Path(name).with_suffix(".xlsx").name
    said = why_not(why, lang)
    findings_workbook(target, own_sheets(audit, common, file, lang, beside=ui("why_beside", lang, why=said)))
    both = {one: why_not(why, one) for one in ("zh", "en")}
    return Copy(file.file, target.name, False, why, 0, said=both, fault=fault)


def why_not(why: str, lang: str) -> str:
    """In words why a file carries no marks: from the code of a refusal, or `annotator_fault` with what was raised."""
    code, _, what = why.partition(" ")
    if code == OUR_FAULT:
        return ui("refused_fault", lang, what=what)
    return ui(f"refused_{code if code in SAID_PLAINLY else 'other'}", lang, code=code)


def _notes(receipt: Receipt) -> tuple[str, ...]:
    return tuple(f"{note.code} {note.sheet}!{note.cell} {note.detail}".strip() for note in receipt.notes)


def _name(file: FileRead, taken: set[str], lang: str) -> str:
    """`<original>_核查.xlsx`; files of the same name in different folders keep their folder's name in front."""
    path = PurePosixPath(file.file)
    stem = "_".join((*path.parts[:-1], path.stem if COPY not in file.notes else _first_name(path.stem)))
    suffix = (
        path.suffix.lower() if path.suffix.lower() in CARRIES_MARKS else f"{path.suffix.lower().replace('.', '_')}.xlsx"
    )
    name = f"{stem}_{ui('annotated', lang)}{suffix}"
    while name in taken:
        name = f"_{name}"
    taken.add(name)
    return name


def _first_name(stem: str) -> str:
    """The name of a copy that came back, without what its name got when it was written: names do not grow."""
    endings = "|".join(ui("annotated", lang) for lang in ("zh", "en"))
    return re.sub(rf"(?:_(?:{endings})(?: ?[(（]\d+[)）])?)+$", "", stem) or stem
