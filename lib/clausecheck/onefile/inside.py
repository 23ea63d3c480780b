"""What the page asks for, within the browser: the same functions as the workbench, answered as JSON.

The worker (assets/worker.js) holds a `Visit` and hands texts to and fro; no verdict is made here, and none in JavaScript."""

import io
import json
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import field
from pathlib import Path
from typing import Any

from markupsafe import Markup

from clausecheck.desk import changes, listing
from clausecheck.desk.checking import Checked, Request, check, folder_of
from clausecheck.desk.detail import explanation_html, head_html, places_html, rule_html
from clausecheck.desk.session import Session
from clausecheck.desk.sheetrows import SheetText, excerpts, read_sheets
from clausecheck.desk.tally import tally_html
from clausecheck.desk.texts import text
from clausecheck.disk.writing import write_whole
from clausecheck.nouns.errors import InputFault
from clausecheck.nouns.model import Finding
from clausecheck.nouns.periods import parse_day, parse_period
from clausecheck.nouns.records import dataclass
from clausecheck.papers.page import beside_in, copies_in, open_report
from clausecheck.papers.page.recheck import sheets_of
from clausecheck.papers.page.whole import report_page
from clausecheck.recheck.folder import add_recheck
from clausecheck.results import write_outputs
from clausecheck.results.people import key_of as reply_key
from clausecheck.rulebook import load_procedure

from .given import given

LINES = 200
"""At most so many findings are listed at once."""


@dataclass(slots=True)
class Visit:
    """What is open on the page: an audit with its files, and what was looked up for it."""

    folder: Path
    checked: Checked | None = None
    written: Path | None = None
    lang: str = "zh"
    index: listing.Index = field(default_factory=lambda: listing.Index((), ()))
    shown: list[Finding] = field(default_factory=list)
    sheets: dict[str, dict[str, SheetText]] = field(default_factory=dict)


def begin(folder: str) -> Visit:
    """A visit whose files lie in a folder; what takes its time to load is loaded now."""
    load_procedure(*given())
    return Visit(Path(folder))


def audit(visit: Visit, asked: str, tell: Callable[[str], object]) -> str:
    """Audits what lies in the visit's `in` and writes the files. `asked`: period, as_of, lang, and whether an earlier audit
    lies in `previous`. The answer holds `faults`, each in both languages, or what `opened` says."""
    said = json.loads(asked)
    visit.checked = visit.written = None

    def tick(done: int, steps: int, what: str) -> None:
        tell(what)

    try:
        visit.checked = check(_request(visit, said), Session(visit.folder), said["lang"], tick)
        tell(text("step_writing", said["lang"]))
        visit.written = _write(visit.checked, said["lang"])
    except InputFault as refused:
        faults = [{"place": one.place, "zh": one.zh, "en": one.en} for one in refused.faults]
        return json.dumps({"faults": faults}, ensure_ascii=False)
    visit.sheets.clear()
    return opened(visit, said["lang"])


def _request(visit: Visit, said: dict[str, Any]) -> Request:
    day = parse_day(said["as_of"])
    procedure, rulebook = given()
    earlier = visit.folder / "previous" / "findings.json"
    out = visit.folder / "out"
    return Request(
        [visit.folder / "in"],
        parse_period(said["period"], near=day),
        day,
        procedure or "",
        rulebook,
        out,
        out,
        uploaded=False,
        previous=earlier if said.get("previous") else None,
    )


def _write(checked: Checked, lang: str) -> Path:
    folder, made = folder_of(checked), checked.comparison

    def more(fresh: Path) -> None:
        report = open_report(checked.audit, lang, copies_in(fresh), beside_in(fresh), made)
        write_whole(fresh / "report.html", report_page(report))
        if made and checked.earlier:
            add_recheck(fresh, folder, checked.earlier, made)

    sheets = sheets_of(made, checked.audit, lang)
    return write_outputs(checked.audit, checked.request.out, lang=lang, more=more, folder=folder, sheets=sheets)


def opened(visit: Visit, lang: str) -> str:
    """The audit in a language: tally, comparison, choices of the filters, files; nothing where there is none."""
    checked = visit.checked
    if checked is None:
        return "{}"
    findings, book = checked.audit.findings, checked.book
    visit.lang, visit.index = lang, listing.index_of(findings, book, lang)
    made = checked.comparison
    comparison = (
        changes.lead_html(made, checked.audit, lang) + changes.lines_html(made, checked.audit, changes.ALL, lang)
        if made
        else ""
    )
    answer = {
        "name": open_report(checked.audit, lang).name,
        "tally": tally_html(checked.audit, lang),
        "comparison": comparison,
        "choices": {
            "verdict": listing.verdict_choices(findings, lang),
            "place": listing.place_choices(findings, book, lang),
            "severity": listing.severity_choices(lang),
            "role": listing.role_choices(findings, book, lang),
        },
        "files": [{"name": path.name, "size": path.stat().st_size} for path in _files(visit)],
    }
    return json.dumps(answer, ensure_ascii=False)


def listed(visit: Visit, wanted: str) -> str:
    """The findings that fit a filter: how many, and of the first ones code, lines and kind, in the order of the list."""
    if visit.checked is None:
        return "{}"
    fitting = listing.chosen(visit.index, listing.Filter(**json.loads(wanted)), {})
    visit.shown = fitting[:LINES]
    lines = [
        {"kind": one.shown_as, "said": listing.line_of(one, visit.checked.book, {}, visit.lang)} for one in visit.shown
    ]
    return json.dumps({"n": len(fitting), "lines": lines}, ensure_ascii=False)


def detail(visit: Visit, number: int) -> str:
    """One of the findings listed, in full, as HTML: with the rows around its cells."""
    checked, lang = visit.checked, visit.lang
    if checked is None:
        return ""
    finding = visit.shown[number]
    legend = Markup("<h4>{} <i class=hit></i>{} <i class=seen></i>{}</h4>").format(
        *(text(key, lang) for key in ("in_sheet", "legend_hit", "legend_seen"))
    )
    reply = checked.audit.people.replies.get(reply_key(finding))
    pieces = excerpts(finding, _sheets(visit, checked, finding), checked.logs.blocks)
    return Markup("").join(
        (
            head_html(finding, checked.book, None, lang),
            explanation_html(finding, checked.book, lang, reply),
            legend,
            places_html(finding, pieces, lang),
            rule_html(finding.code, checked.book, checked.audit.as_of, lang),
        )
    )


def _sheets(visit: Visit, checked: Checked, finding: Finding) -> dict[str, dict[str, SheetText]]:
    wanted = {cell.file for cell in (*finding.at, *finding.cells)}
    for file in checked.audit.files:
        if file.file in wanted and file.file not in visit.sheets:
            visit.sheets[file.file] = read_sheets(file, checked.audit.findings, checked.logs.blocks)
    return visit.sheets


def _files(visit: Visit) -> list[Path]:
    return sorted(path for path in visit.written.iterdir() if path.is_file()) if visit.written else []


def fetched(visit: Visit, name: str) -> bytes:
    """One of the files written; all of them as one zip for a blank name."""
    if name:
        return next(path for path in _files(visit) if path.name == name).read_bytes()
    return zipped(_files(visit), visit.written.name if visit.written else "")


def zipped(files: Iterable[Path], folder: str) -> bytes:
    """Files in a folder of a zip, without a time: the same files are the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in files:
            archive.writestr(zipfile.ZipInfo(f"{folder}/{path.name}"), path.read_bytes(), zipfile.ZIP_DEFLATED)
    return out.getvalue()
