"""From what the form says to an audit with its files: the one call everyone makes, in steps that a bar can show."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from pathlib import Path

from clausecheck.audit.waived import find_waivers
from clausecheck.desk.session import REVIEW, Session, allowed, uploaded
from clausecheck.desk.texts import text
from clausecheck.disk.writing import copy_whole
from clausecheck.logs import read_logs
from clausecheck.logs.sources import find_sources
from clausecheck.nouns.errors import Fault, InputFault, fault
from clausecheck.nouns.model import Audit, Logs
from clausecheck.nouns.people import Cover
from clausecheck.nouns.periods import Period, parse_period
from clausecheck.nouns.records import dataclass
from clausecheck.nouns.workdays import find_workdays
from clausecheck.papers.page.given import base_folder
from clausecheck.pipeline import add_people, audit_logs
from clausecheck.recheck import Document, Recheck, read_document, recheck
from clausecheck.recheck.folder import recheck_folder
from clausecheck.results.folder import output_folder
from clausecheck.results.review import Key, Review, followed, read_reviews, save_reviews
from clausecheck.rulebook import Procedure, load_procedure

Tick = Callable[[int, int, str], None]
"""Told of every step: how many are done, of how many, and what is done now."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be audited. `out` is where the outputs go, `kept` where marks are kept (its folder by project); `previous`:
    the earlier audit that it is compared with."""

    paths: list[Path]
    period: Period
    as_of: date
    procedure: str
    rulebook: Path | None
    out: Path
    kept: Path
    uploaded: bool
    previous: Path | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """What stands in the fields of the form."""

    uploads: bool
    logs: str
    period: str
    as_of: date | None
    procedure: str
    rulebook: str | Path
    out: str
    previous: str | Path = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """An audit, with what it takes to judge the same logs again after a waiver. `notice`: the one written of it, if any;
    `earlier` and `comparison`: the audit before, and what became of its findings."""

    request: Request
    logs: Logs
    book: Procedure
    audit: Audit
    notice: Path | None = None
    earlier: Document | None = None
    comparison: Recheck | None = None

    def folder_in(self, out: Path) -> Path:
        """The folder of this audit, or of this recheck, among the outputs of `out`."""
        folder = output_folder(self.audit, out)
        return recheck_folder(folder, self.audit.as_of) if self.earlier else folder

    @property
    def review_file(self) -> Path:
        return self.folder_in(self.request.kept) / REVIEW

    @property
    def marks_from(self) -> Path:
        """Where the marks stand that hold: beside this audit, or until somebody marks something beside the earlier one."""
        if self.earlier is None or self.review_file.is_file():
            return self.review_file
        return self.earlier.file.with_name(REVIEW)

    @property
    def waiver_folder(self) -> Path:
        first = self.request.paths[0]
        return first if first.is_dir() else first.parent


def request_of(form: Form, session: Session, lang: str) -> Request:
    """The form as a request. Raises InputFault with everything that is missing or wrong in it."""
    faults: list[Fault] = []
    paths: list[Path] = []
    period = rulebook = previous = None
    try:
        paths = paths_of(form, session, text("source", lang))
    except InputFault as refused:
        faults += refused.faults
    try:
        period = parse_period(form.period, text("period", lang), form.as_of)
    except InputFault as refused:
        faults += refused.faults
    try:
        rulebook = rulebook_of(form, session)
    except InputFault as refused:
        faults += refused.faults
    try:
        previous = previous_of(form, session)
    except InputFault as refused:
        faults += refused.faults
    if form.as_of is None:
        faults.append(Fault(text("as_of", lang), "请填写截至日期", "give the as-of date"))
    if faults or period is None or form.as_of is None:
        raise InputFault(*faults)
    out = out_of(form, session)
    kept = session.root / form.out if session.root and not form.uploads else out
    return Request(paths, period, form.as_of, form.procedure, rulebook, out, kept, form.uploads, previous)


def out_of(form: Form, session: Session) -> Path:
    """Where outputs go: what is to be fetched over the web, or was made of uploads, into the session."""
    return session.made if form.uploads or session.on_the_web else base_folder() / form.out


def paths_of(form: Form, session: Session, place: str) -> list[Path]:
    """The logs that the form names. Raises InputFault where there are none."""
    if form.uploads:
        workbooks = [path for path in uploaded(session) if path.suffix != ".yaml"]
        if not workbooks:
            raise InputFault(Fault(place, "还没有上传工作簿", "no workbook has been uploaded yet"))
        return [session.uploads]
    if not form.logs.strip():
        raise InputFault(Fault(place, "请填写或选择文件夹或工作簿", "name a folder or a workbook"))
    path = allowed(session, Path(form.logs.strip()), form.logs.strip())
    if not path.exists():
        raise InputFault(
            Fault(
                form.logs.strip(), "没有这个文件或文件夹；请检查路径", "there is no such file or folder; check the path"
            )
        )
    return [path]


def rulebook_of(form: Form, session: Session) -> Path | None:
    """The rulebook that the form names; None for the one that comes with the program."""
    if isinstance(form.rulebook, Path):
        return form.rulebook
    given = form.rulebook.strip()
    return allowed(session, Path(given), given) if given else None


def previous_of(form: Form, session: Session) -> Path | None:
    """The earlier audit that the form names; None for a first one."""
    if isinstance(form.previous, Path):
        return form.previous
    given = form.previous.strip()
    return allowed(session, Path(given), given) if given else None


def check(request: Request, session: Session, lang: str, tick: Tick) -> Checked:
    """Reads and judges. Raises InputFault for anything handed in that cannot be used."""
    tick(0, 1, text("step_rules", lang))
    book = load_procedure(request.procedure, request.rulebook)
    earlier = read_document(request.previous) if request.previous else None
    steps = len(find_sources(request.paths)) + 2
    done = 0

    def reading(name: str) -> None:
        nonlocal done
        tick(done, steps, text("step_reading", lang, name=name))
        done += 1

    logs = read_logs(request.paths, tables=book.tables, words=book.words, progress=reading)
    tick(steps - 2, steps, text("step_judging", lang))
    checked = _judged(request, logs, book, earlier)
    _refuse_onto_itself(checked)
    _bring_marks(checked, session)
    tick(steps - 1, steps, text("step_writing", lang))
    return checked


def judge_again(checked: Checked) -> Checked:
    """The same logs judged again, with the waivers that stand there now."""
    return _judged(checked.request, checked.logs, checked.book, checked.earlier)


def _judged(request: Request, logs: Logs, book: Procedure, earlier: Document | None) -> Checked:
    waivers, calendar = find_waivers(request.paths), find_workdays(request.paths)
    audit = audit_logs(logs, book, request.period, request.as_of, waivers, calendar=calendar)
    comparison = recheck(earlier, audit) if earlier else None
    checked = Checked(request, logs, book, audit, earlier=earlier, comparison=comparison)
    hear_people(checked)
    return checked


def hear_people(checked: Checked, auditor: str = "") -> None:
    """Puts what people decided and wrote into the audit, so that every paper shows it: the marks as they stand now, and what
    the centre wrote into a copy. `auditor`: the name for the covers."""
    marks = checked.marks_from
    add_people(checked.audit, marks if marks.is_file() else None, Cover(auditor=auditor))


def _refuse_onto_itself(checked: Checked) -> None:
    target = folder_of(checked)
    if checked.earlier and target.resolve() == checked.earlier.file.parent.resolve():
        raise fault(
            str(target),
            "上次核查就在这次复查要写入的文件夹里；请选更早的一次，或改截至日期",
            "the earlier audit lies where this recheck would be written; choose one before it, or another as-of date",
        )


def _bring_marks(checked: Checked, session: Session) -> None:
    """Marks that were uploaded with the logs are taken up where marks are kept."""
    brought = session.uploads / REVIEW
    if checked.request.uploaded and brought.is_file() and not checked.review_file.exists():
        copy_if_there(brought, checked.review_file)
        hear_people(checked)


def keep_marks(checked: Checked, given: Mapping[Key, Review | None], identities: Collection[str]) -> dict[Key, Review]:
    """Keeps marks beside this audit and returns all; those of the earlier audit come along."""
    if checked.marks_from != checked.review_file:
        copy_if_there(checked.marks_from, checked.review_file)
    return marks_of(checked, save_reviews(checked.review_file, given, identities))


def marks_of(checked: Checked, written: Mapping[Key, Review] | None = None) -> dict[Key, Review]:
    """The marks by the findings they belong to now: those written, by default as they stand in the file."""
    return followed(read_reviews(checked.marks_from) if written is None else written, checked.audit.findings)


def folder_of(checked: Checked) -> Path:
    """The folder that the files for download are written to."""
    return checked.folder_in(checked.request.out)


def copy_if_there(source: Path, target: Path) -> None:
    """Copies a file where there is one."""
    if source.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        copy_whole(source, target)
