"""Commands that make papers (the rectification notice in Word, a report as PDF) and the one that opens the workbench."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from clausecheck.nouns.errors import fault
from clausecheck.nouns.model import Audit
from clausecheck.nouns.periods import parse_day, parse_period
from clausecheck.pipeline import audit_project
from clausecheck.results import output_folder, record_notice

from .books import opened
from .console import complain, language, tell, ui
from .parameters import (
    AskPassword,
    AsOf,
    Auditor,
    Book,
    CheckedOn,
    Lang,
    Mask,
    Named,
    Number,
    Paths,
    PeriodText,
    ReviewFile,
    cover_of,
)


def notice(
    paths: Paths,
    period: PeriodText,
    deadline: Annotated[str, typer.Option(help="整改期限 · to be mended by")],
    number: Number = "",
    auditor: Auditor = "",
    checked_on: CheckedOn = "",
    cc: Annotated[str, typer.Option("--cc", help="抄送 · who else is to have it")] = "",
    previous: Annotated[
        Path | None,
        typer.Option(
            "--previous",
            help="上次核查的输出文件夹，标出上期已提的 · output folder of the earlier audit, to mark what its notice asked",
        ),
    ] = None,
    review: ReviewFile = None,
    as_of: AsOf = "",
    issued_on: Annotated[str, typer.Option(help="签发日期，默认今天 · date of issue, today by default")] = "",
    out: Annotated[Path, typer.Option(help="输出文件夹 · output folder")] = Path("out"),
    template: Annotated[Path | None, typer.Option(help="公司自己的模板 · a company's own template")] = None,
    procedure: Named = "",
    rulebook: Book = None,
    at_risk: Annotated[bool, typer.Option("--at-risk", help="预警也列入 · list what is at risk too")] = False,
    mask: Mask = False,
    ask_password: AskPassword = False,
    lang: Lang = "zh",
) -> int:
    """整改通知单（Word）· The rectification notice."""
    from clausecheck.papers.notice import disputed, to_correct, to_mend, write_notice

    today = date.today()  # the command line alone asks what day it is
    day = parse_day(as_of) if as_of else today
    opened(procedure, rulebook)

    def audited(*, masked: bool) -> Audit:
        return audit_project(
            paths,
            parse_period(period, near=day),
            day,
            procedure=procedure,
            rulebook=rulebook,
            mask=masked,
            review=review or out,
            cover=cover_of("", auditor, checked_on),
        )

    # what is masked cannot be compared with what was not
    repeated = _asked_before(previous, audited(masked=False)) if previous else {}
    audit = audited(masked=mask)
    if not to_mend(audit, at_risk=at_risk) and not to_correct(audit) and not disputed(audit):
        tell(ui("nothing_to_mend"))
        return 0
    folder = output_folder(audit, out)
    folder.mkdir(parents=True, exist_ok=True)
    issued, until = parse_day(issued_on, "--issued-on") if issued_on else today, parse_day(deadline, "--deadline")
    written = write_notice(
        audit,
        folder / f"{ui('notice_file')}.docx",
        template=template,
        number=number,
        issued_on=issued,
        deadline=until,
        lang=language(),
        at_risk=at_risk,
        cc=cc,
        repeated=repeated,
    )
    record_notice(folder, number, issued, until)
    tell(ui("written", file=written))
    return 0


def _asked_before(previous: Path, audit: Audit) -> dict[str, str]:
    """Fingerprints of what the notice of an earlier audit asked to mend and is still so, with that notice's number.
    Raises InputFault for no audit's folder, or one without a notice."""
    from clausecheck.recheck import read_document
    from clausecheck.recheck import recheck as compared

    document = read_document(previous)
    if not document.manifest.get("notice"):
        raise fault(str(previous), *(ui("no_notice", one) for one in ("zh", "en")))
    result = compared(document, audit)
    still = (one for one in result.changes if one.now and one.before == "fail" and one.after == "fail")
    return {one.now.fingerprint: result.previous.notice_number for one in still if one.now}


def pdf(
    html: Annotated[Path, typer.Argument(help="报告 · a report.html")],
    out: Annotated[Path | None, typer.Argument(help="要写的 .pdf · the .pdf to write")] = None,
    lang: Lang = "zh",
) -> int:
    """用已安装的 Edge、Chrome 或 Chromium 打印成 PDF · Print a report with an installed browser."""
    from clausecheck.papers.pdf import print_pdf

    if not html.is_file():
        raise fault(str(html), "没有这个文件；请检查路径", "there is no such file; check the path")
    tell(ui("written", file=print_pdf(html, out or html.with_suffix(".pdf"))))
    return 0


def workbench(
    root: Annotated[
        Path | None,
        typer.Argument(help="台账所在的文件夹，默认当前文件夹 · the folder of the logs, by default this one"),
    ] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="端口，0 为任取 · port, 0 for any")] = 0,
    open_browser: Annotated[bool, typer.Option("--open", help="打开浏览器 · open the browser")] = False,
    procedure: Named = "",
    lang: Lang = "zh",
) -> int:
    """在浏览器中核查（只限本机）· Audit in the browser, on this machine only."""
    if root is not None and not root.is_dir():
        raise fault(str(root), "不是文件夹；请检查路径", "is not a folder; check the path")
    complain(ui("app_starts"))  # what is loaded next takes seconds
    if procedure:
        opened(procedure, None)  # one that is not there is said here, not on the page
    from clausecheck.desk.app import serve

    serve(port, open_browser, root, lang=language(), procedure=procedure, tell=tell)
    return 0


COMMANDS = {"notice": notice, "pdf": pdf, "app": workbench}
"""The commands of this file by name."""
