"""The one call that command line, notebook and workbench make: logs in, a draft out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from openpyxl.packaging.custom import StringProperty

from clausecheck.disk.resources import resource
from clausecheck.disk.writing import write_whole
from clausecheck.evidence import prepare
from clausecheck.logs import read_logs
from clausecheck.logs.own import DRAFT
from clausecheck.nouns.errors import fault
from clausecheck.nouns.model import Logs
from clausecheck.nouns.periods import Period, containing, last_full, parse_day, parse_period
from clausecheck.nouns.records import dataclass
from clausecheck.nouns.wordlists import entries
from clausecheck.nouns.workdays import find_workdays
from clausecheck.papers.same_bytes import save_document, save_workbook
from clausecheck.procedure import Procedure
from clausecheck.results.mask import mask_text, masker_of
from clausecheck.results.names import safe_name

from .basis import Basis, add_basis, basis_book, in_short, link_to, places_of
from .blank import blank_texts
from .layout import Rows, fields_of, pictures_of
from .listing import KINDS
from .model import Filling, Kind, Texts
from .page import page_of, piece_of
from .record import record_draft
from .scene import Scene, header, say, template_of
from .sheets import PROMPTED, check_marks, fill_workbook, opened

FOLDER = "drafts"
PARTS = {"label", "sources"}
"""Fields that every template may use, and none must have."""
PLANNED = ("interview-plan", "publicity-plan")
"""Kinds that look ahead: by default of the year of the as-of day."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """What was drafted: its kind, the period it covers, the document, and further files beside it (what its numbers rest
    on, a page); how many places are left to a person; and the same as a piece of HTML."""

    kind: str
    period: str
    file: Path
    beside: tuple[Path, ...] = ()
    prompts: int = 0
    piece: str = ""


def kind_named(name: str) -> Kind:
    """The kind of a name. Raises InputFault for one that does not exist."""
    if name in KINDS:
        return KINDS[name]
    known = ", ".join(KINDS)
    raise fault(name, f"没有这种文件；可用的有 {known}", f"there is no such document; known are {known}")


def listed(lang: str) -> list[tuple[str, str, str]]:
    """Every kind with the title of its document and its format."""
    return [(kind.name, say(f"title.{kind.name}", lang), kind.format) for kind in KINDS.values()]


def period_of(kind: Kind, text: str, as_of: date) -> Period:
    """The period of a draft: as given, by default the last one that is over, of a plan the year of the as-of day.

    Raises InputFault where the kind covers another unit of time.
    """
    if not text:
        if kind.name in PLANNED or kind.name == "fund-disclosure":
            return containing("year", as_of)
        return last_full(kind.unit or "month", as_of)
    period = parse_period(text, near=as_of)
    if kind.unit and containing(kind.unit, period.start).label != period.label:
        title, example = say(f"title.{kind.name}", "zh"), containing(kind.unit, period.start).label
        raise fault(
            "--period",
            f"《{title}》按{say(f'unit.{kind.unit}', 'zh')}编制；请写成如 {example}",
            f"{kind.name} covers a {say(f'unit.{kind.unit}', 'en')}; write it like {example}",
        )
    return period


def draft(
    name: str,
    inputs: Sequence[Path],
    book: Procedure,
    period: str,
    as_of: date | str,
    out: Path,
    *,
    template: Path | None = None,
    lang: str = "zh",
    mask: bool = False,
) -> Drafted:
    """Drafts a document from logs and writes it to `out`/<project code>/drafts. `template`: a company's own. The same
    arguments give the same bytes.

    Raises InputFault for logs, a period or a template that cannot be used, and for a procedure without such a document.
    """
    paths = list(inputs)
    logs = read_logs(paths, tables=book.tables, words=book.words)
    return draft_of_logs(
        name, logs, book, period, parse_day(as_of), out, template=template, lang=lang, mask=mask, beside=paths
    )


def draft_of_logs(
    name: str,
    logs: Logs,
    book: Procedure,
    period: str,
    as_of: date,
    out: Path,
    *,
    template: Path | None = None,
    lang: str = "zh",
    mask: bool = False,
    beside: Sequence[Path] = (),
) -> Drafted:
    """As `draft`, for logs that are read already; `beside`: where a calendar may lie."""
    kind = kind_named(name)
    check_procedure(kind, book)
    covered = period_of(kind, period, as_of)
    evidence = prepare(logs, book, covered, as_of, calendar=find_workdays(beside))
    scene = Scene(evidence, covered, lang, masker_of(logs) if mask or kind.masked else None)
    filling = kind.compose(scene)
    folder = out / safe_name(str(evidence.facts.get("code"))) / FOLDER
    basis = _basis(scene, filling, logs, folder)
    texts = {**_head(kind, scene), **_none_said(kind, scene, filling.texts), "sources": in_short(basis)}
    file = folder / f"{say(f'title.{name}', lang)}_{str(covered).replace('..', '_')}.{kind.format}"
    beside_it = _write(kind, replace(filling, texts=texts), file, template, basis, as_of)
    record_draft(folder, name, str(covered), file.name, as_of)
    piece = piece_of(kind, texts, filling.pictures)
    return Drafted(name, str(covered), file, tuple(beside_it), _prompts(filling.texts), piece)


def blank_form(name: str, book: Procedure, out: Path, *, template: Path | None = None, lang: str = "zh") -> Drafted:
    """Writes the empty form of a document to `out`, ready to be printed and filled in by hand. Raises InputFault as
    `draft`."""
    kind = kind_named(name)
    check_procedure(kind, book)
    texts = {"label": labels(kind, book, lang), "sources": [], **blank_texts(kind, book, lang)}
    file = out / f"{say(f'title.{name}', lang)}_{say('blank', lang)}.{kind.format}"
    _write(kind, Filling(texts), file, template, None, date(2026, 1, 1))
    return Drafted(name, "", file)


def check_procedure(kind: Kind, book: Procedure) -> None:
    """Whether a procedure asks for such a document. Raises InputFault where it has not the tables."""
    if lacking := [table for table in kind.tables if table not in book.tables]:
        named = ", ".join(lacking)
        raise fault(
            kind.name,
            f"规程 {book.id} 没有 {named}，不要求这种文件",
            f"the procedure {book.id} has no {named}, and asks for no such document",
        )


def labels(kind: Kind, book: Procedure, lang: str) -> dict[str, str]:
    """The fixed words of a document by key: those of this room, and every column as `table_column`."""
    words = {key: both[lang] for key, both in entries(say.file)["label"].items()}
    columns = {
        f"{table}_{name}": header(spec, lang) for table, own in book.tables.items() for name, spec in own.fields.items()
    }
    return {**columns, **words, "title": say(f"title.{kind.name}", lang)}


def _head(kind: Kind, scene: Scene) -> Texts:
    return {
        "label": labels(kind, scene.procedure, scene.lang),
        "project": scene.fact("name"),
        "code": scene.fact("code"),
        "branch": scene.fact("branch"),
        "period": scene.name_of(scene.period),
        "as_of": scene.as_of.isoformat(),
        "note": _note(kind, scene),
    }


def _note(kind: Kind, scene: Scene) -> str:
    """From which day the numbers are, and that they must be counted again where the period was not over then; of what is
    posted only the latter."""
    day = scene.as_of.isoformat()
    if scene.over or kind.name in PLANNED:
        return "" if kind.public else scene.say("note", as_of=day)
    return scene.prompt("not_over", as_of=day) if kind.public else scene.say("note_open", as_of=day)


def _none_said(kind: Kind, scene: Scene, texts: Texts) -> Texts:
    """The lists with a line for each that is empty: that there was none, or why that is not known."""
    said: Texts = {}
    for block in kind.layout:
        if isinstance(block, Rows) and block.log and not texts[block.each]:
            widest = block.widths.index(max(block.widths))
            what = scene.gap(block.log) or scene.say("none")
            said[block.each] = [{name: what if at == widest else "" for at, name in enumerate(block.cells)}]
    return {**texts, **said}


def _basis(scene: Scene, filling: Filling, logs: Logs, folder: Path) -> Basis:
    if scene.masker is None:
        links = {file.file: link_to(file.path, folder) for file in logs.files}
        return Basis(filling.numbers, scene.lang, links=links)
    names = {file.file: mask_text(file.file, scene.masker, strict=True) for file in logs.files}
    sheets = {
        (file.file, sheet.sheet): mask_text(sheet.sheet, scene.masker, strict=True)
        for file in logs.files
        for sheet in file.sheets
    }
    return Basis(filling.numbers, scene.lang, names, sheets)


def _write(
    kind: Kind, filling: Filling, file: Path, template: Path | None, basis: Basis | None, as_of: date
) -> list[Path]:
    """Writes a document and what goes beside it; returns the latter."""
    file.parent.mkdir(parents=True, exist_ok=True)
    path = template or resource("templates") / "drafts" / template_of(kind)
    if kind.format == "xlsx":
        _write_workbook(kind, filling, file, path, basis)
        return []
    from .documents import fill_document  # noqa: PLC0415 - a workbook is not to load Word

    pictures = {name: filling.pictures[name] for name in pictures_of(kind.layout) if name in filling.pictures}
    texts = {**dict.fromkeys(pictures_of(kind.layout), ""), **filling.texts}
    document = fill_document(path, texts, fields_of(kind.layout), pictures, template_of(kind))
    written = datetime.combine(as_of, time.min)
    title = filling.texts["label"]["title"]
    save_document(document, file, title=title, written=written)
    beside: list[Path] = []
    if basis and basis.numbers:
        beside.append(file.with_name(f"{file.stem}_{say('basis_sheet', basis.lang)}.xlsx"))
        book = basis_book(basis)
        book.custom_doc_props.append(StringProperty(name="clausecheck", value=DRAFT))
        save_workbook(book, beside[-1])
    if basis and kind.page:
        beside.append(
            write_whole(
                file.with_suffix(".html"), page_of(piece_of(kind, filling.texts, filling.pictures), title, basis.lang)
            )
        )
    return beside


def _write_workbook(kind: Kind, filling: Filling, file: Path, path: Path, basis: Basis | None) -> None:
    book = opened(path)
    optional = [name for name in filling.texts if name not in PARTS]
    check_marks(book, path, fields_of(kind.layout), [*optional, *_inner(filling.texts)], template_of(kind))
    fill_workbook(book, filling.texts, places_of(basis) if basis else {}, kind.sheets)
    if basis:
        add_basis(book, basis)
    book.active = 0
    book.custom_doc_props.append(StringProperty(name="clausecheck", value=DRAFT))  # it is no log
    book.properties.title = filling.texts["label"]["title"]
    save_workbook(book, file, keep=True)


def _inner(texts: Texts) -> list[str]:
    return [f"{name}.{inner}" for name, rows in texts.items() if isinstance(rows, list) for inner in (rows or [{}])[0]]


def _prompts(value: Any) -> int:
    """How many places of a draft are left to a person."""
    if isinstance(value, dict):
        return sum(_prompts(one) for one in value.values())
    if isinstance(value, list):
        return sum(_prompts(one) for one in value)
    return sum(str(value).count(mark) for mark in PROMPTED)
