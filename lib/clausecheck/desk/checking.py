"""From what the form says to an audit with its files: the one call everyone makes, in steps that a bar can show."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from clausecheck.audit.waivers import FILE as WAIVERS
from clausecheck.audit.waivers import find_waivers
from clausecheck.desk.session import REVIEW, Session, allowed, uploaded
from clausecheck.desk.texts import text
from clausecheck.disk.writing import copy_whole, write_whole
from clausecheck.logs import read_logs
from clausecheck.logs.sources import find_sources
from clausecheck.nouns.errors import Fault, InputFault
from clausecheck.nouns.model import Audit, Logs
from clausecheck.nouns.periods import Period, parse_period
from clausecheck.nouns.workdays import find_workdays
from clausecheck.papers.notice import write_notice
from clausecheck.papers.page.export import report_page
from clausecheck.papers.page.given import base_folder
from clausecheck.papers.page.record import beside_in, copies_in, open_report
from clausecheck.pipeline import audit_logs
from clausecheck.results import record_notice, write_outputs
from clausecheck.results.folder import output_folder
from clausecheck.rulebook import Procedure, load_procedure

Tick = Callable[[int, int, str], None]
"""Told of every step: how many are done, of how many, and what is done now."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be audited. `out` is where the outputs go, `kept` where marks are kept (its folder by project)."""

    paths: list[Path]
    period: Period
    as_of: date
    procedure: str
    rulebook: Path | None
    out: Path
    kept: Path
    uploaded: bool


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


@dataclass(frozen=True, slots=True)
class Checked:
    """An audit, with what it takes to judge the same logs again after a waiver. `notice`: the one written of it, if any."""

    request: Request
    logs: Logs
    book: Procedure
    audit: Audit
    notice: Path | None = None

    @property
    def review_file(self) -> Path:
        return output_folder(self.audit, self.request.kept) / REVIEW

    @property
    def waiver_folder(self) -> Path:
        first = self.request.paths[0]
        return first if first.is_dir() else first.parent


def request_of(form: Form, session: Session, lang: str) -> Request:
    """The form as a request. Raises InputFault with everything that is missing or wrong in it."""
    faults: list[Fault] = []
    paths: list[Path] = []
    period = rulebook = None
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
    if form.as_of is None:
        faults.append(Fault(text("as_of", lang), "请填写截至日期", "give the as-of date"))
    if faults or period is None or form.as_of is None:
        raise InputFault(*faults)
    out = out_of(form, session)
    kept = session.root / form.out if session.root and not form.uploads else out
    return Request(paths, period, form.as_of, form.procedure, rulebook, out, kept, form.uploads)


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


def check(request: Request, session: Session, lang: str, tick: Tick) -> Checked:
    """Reads and judges. Raises InputFault for anything handed in that cannot be used."""
    tick(0, 1, text("step_rules", lang))
    book = load_procedure(request.procedure, request.rulebook)
    steps = len(find_sources(request.paths)) + 2
    done = 0

    def reading(name: str) -> None:
        nonlocal done
        tick(done, steps, text("step_reading", lang, name=name))
        done += 1

    logs = read_logs(request.paths, tables=book.tables, words=book.words, progress=reading)
    tick(steps - 2, steps, text("step_judging", lang))
    waivers, calendar = find_waivers(request.paths), find_workdays(request.paths)
    audit = audit_logs(logs, book, request.period, request.as_of, waivers, calendar=calendar)
    checked = Checked(request, logs, book, audit)
    _bring_marks(checked, session)
    tick(steps - 1, steps, text("step_writing", lang))
    return checked


def judge_again(checked: Checked) -> Checked:
    """The same logs judged again, with the waivers that stand there now."""
    request = checked.request
    waivers, calendar = find_waivers(request.paths), find_workdays(request.paths)
    audit = audit_logs(checked.logs, checked.book, request.period, request.as_of, waivers, calendar=calendar)
    return replace(checked, audit=audit, notice=None)


def with_notice(checked: Checked, number: str, deadline: date, issued_on: date, lang: str) -> Checked:
    """Writes the rectification notice beside the other files. Raises InputFault as `write_notice`."""
    target = folder_of(checked) / f"{text('notice_file', lang)}.docx"
    written = write_notice(
        checked.audit,
        target,
        number=number,
        issued_on=issued_on,
        deadline=deadline,
        lang=lang,
    )
    record_notice(target.parent, number, issued_on, deadline)
    return replace(checked, notice=written)


def _bring_marks(checked: Checked, session: Session) -> None:
    """Marks that were uploaded with the logs are taken up where marks are kept."""
    brought = session.uploads / REVIEW
    if checked.request.uploaded and brought.is_file() and not checked.review_file.exists():
        checked.review_file.parent.mkdir(parents=True, exist_ok=True)
        copy_whole(brought, checked.review_file)


def write_files(checked: Checked, lang: str) -> Path:
    """Writes the annotated copies, findings.json, manifest.json and report.html; returns their folder."""

    def page_too(fresh: Path) -> None:
        report = open_report(checked.audit, lang, copies_in(fresh), beside_in(fresh))
        write_whole(fresh / "report.html", report_page(report))

    return write_outputs(checked.audit, checked.request.out, lang=lang, more=page_too)


def folder_of(checked: Checked) -> Path:
    """The folder that the files for download are written to."""
    return output_folder(checked.audit, checked.request.out)


def files_to_offer(checked: Checked, folder: Path) -> list[tuple[str, Path]]:
    """What may be downloaded, each with the key of its name: workbooks, report, data, and for uploads the decisions."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    offered = [
        ("file_annotated" if copy["annotated"] else "file_beside", folder / copy["file"]) for copy in manifest["copies"]
    ]
    offered += [("file_report", folder / "report.html"), ("file_findings", folder / "findings.json")]
    if checked.notice:
        offered.append(("file_notice", checked.notice))
    if checked.request.uploaded:
        _copy_if_there(checked.waiver_folder / WAIVERS, folder / WAIVERS)
        offered += [("file_waivers", folder / WAIVERS), ("file_review", checked.review_file)]
    return [(name, path) for name, path in offered if path.is_file()]


def _copy_if_there(source: Path, target: Path) -> None:
    if source.is_file():
        copy_whole(source, target)


def projects_of(session: Session) -> list[str]:
    """The folders to choose from on the web page: the one it was started for where that holds logs itself, and those below."""
    if session.root is None:
        return []
    own = [str(session.root)] if session.named and _holds_logs(session.root) else []
    return [*own, *projects_below(session.root)]


def projects_below(root: Path, most: int = 200) -> list[str]:
    """Folders up to two levels down that hold workbooks, to choose from; our own results are none."""
    found: list[str] = []
    for pattern in ("*", "*/*"):
        for folder in sorted(root.glob(pattern)):
            if len(found) >= most:
                return found
            if folder.is_dir() and not folder.name.startswith((".", "_")) and _holds_logs(folder):
                found.append(folder.relative_to(root).as_posix())
    return found


def _holds_logs(folder: Path) -> bool:
    return not (folder / "findings.json").exists() and any(
        path.suffix.lower() in (".xlsx", ".xlsm", ".xls", ".et", ".ods") for path in folder.iterdir()
    )
