"""The files that are made of an audit on the screen: what is written, the notice, and what is offered for download."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

from clausecheck.audit.waived import FILE as WAIVERS
from clausecheck.desk.checking import Checked, copy_if_there, folder_of
from clausecheck.desk.texts import text
from clausecheck.disk.writing import write_whole
from clausecheck.papers.notice import write_notice
from clausecheck.papers.page.recheck import sheets_of
from clausecheck.papers.page.record import beside_in, copies_in, open_report
from clausecheck.papers.page.whole import report_page
from clausecheck.papers.slip import write_slip
from clausecheck.recheck.folder import add_recheck
from clausecheck.results import record_notice, write_outputs


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
        repeated=_asked_before(checked),
    )
    record_notice(target.parent, number, issued_on, deadline)
    return replace(checked, notice=written)


def _asked_before(checked: Checked) -> dict[str, str]:
    """Fingerprints of what the earlier audit's notice asked to mend and is still so, with that notice's number."""
    made = checked.comparison
    if made is None or made.previous.notice_day is None:
        return {}
    still = (one.now for one in made.changes if one.now and one.before == "fail" and one.after == "fail")
    return {finding.fingerprint: made.previous.notice_number for finding in still}


def write_files(checked: Checked, lang: str) -> Path:
    """Writes the annotated copies, findings.json, manifest.json and report.html, of a recheck also recheck.json and the
    复查单; returns their folder."""
    folder, made = folder_of(checked), checked.comparison

    def page_too(fresh: Path) -> None:
        report = open_report(checked.audit, lang, copies_in(fresh), beside_in(fresh), made)
        write_whole(fresh / "report.html", report_page(report))
        if made and checked.earlier:
            add_recheck(fresh, folder, checked.earlier, made)
            write_slip(made, checked.audit, fresh / slip_name(lang), lang=lang)

    sheets = sheets_of(made, checked.audit, lang)
    return write_outputs(checked.audit, checked.request.out, lang=lang, more=page_too, folder=folder, sheets=sheets)


def slip_name(lang: str) -> str:
    """The file name of the 复查单."""
    return text("slip_file", lang) + ".docx"


def files_to_offer(checked: Checked, folder: Path, lang: str) -> list[tuple[str, Path]]:
    """What may be downloaded, each with the key of its name: workbooks, report, data, and for uploads the decisions."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    offered = [
        ("file_annotated" if copy["annotated"] else "file_beside", folder / copy["file"]) for copy in manifest["copies"]
    ]
    offered.append(("file_slip", folder / slip_name(lang)))
    offered += [("file_report", folder / "report.html"), ("file_findings", folder / "findings.json")]
    if checked.notice:
        offered.append(("file_notice", checked.notice))
    if checked.request.uploaded:
        copy_if_there(checked.waiver_folder / WAIVERS, folder / WAIVERS)
        offered += [("file_waivers", folder / WAIVERS), ("file_review", checked.review_file)]
    return [(name, path) for name, path in offered if path.is_file()]
