"""`clausecheck audit` and `clausecheck demo`."""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from clausecheck.disk.locks import alone
from clausecheck.disk.resources import sample_projects
from clausecheck.disk.writing import write_whole
from clausecheck.nouns.model import Audit
from clausecheck.nouns.people import Cover
from clausecheck.nouns.periods import Period, last_full_month, parse_day, parse_period
from clausecheck.pipeline import audit_project, write_outputs
from clausecheck.results import read_fails
from clausecheck.rulebook import load_procedure

from .books import opened
from .console import complain, language, tell, ui
from .parameters import (
    AskPassword,
    AsOf,
    Auditor,
    Book,
    CheckedOn,
    Lang,
    Named,
    Number,
    Paths,
    PeriodText,
    ReviewFile,
    cover_of,
)
from .progress import shown
from .summary import print_summary, tell_what_stayed, worst_verdict
from .usage import misuse

FAIL_ON = ("fail", "at_risk")


def audit(
    paths: Paths,
    period: PeriodText = "",
    as_of: AsOf = "",
    out: Annotated[Path, typer.Option(help="输出文件夹 · output folder")] = Path("out"),
    procedure: Named = "",
    rulebook: Book = None,
    json_only: Annotated[bool, typer.Option("--json-only", help="只写 findings.json · no notebook, no copies")] = False,
    certificate: Annotated[
        bool,
        typer.Option(
            "--certificate",
            help="另写 certificate.json：每项结论的依据 · write certificate.json too: what every judgement rests on",
        ),
    ] = False,
    fail_on: Annotated[str, typer.Option(help="fail 或 at_risk：有则退出码为 1 · exit 1 if any")] = "",
    mask: Annotated[
        bool, typer.Option("--mask", help="隐去个人信息，不写标注副本和笔记本 · hide personal data")
    ] = False,
    ask_password: AskPassword = False,
    review: ReviewFile = None,
    number: Number = "",
    auditor: Auditor = "",
    checked_on: CheckedOn = "",
    lang: Lang = "zh",
) -> int:
    """核查一个项目，写出标注副本、报告和数据 · Audit one project."""
    check_fail_on(fail_on)
    if certificate and mask:
        raise misuse("--certificate", "不能与 --mask 同用", "it cannot be used with --mask")
    day = parse_day(as_of) if as_of else date.today()  # the command line alone asks what day it is
    covered = parse_period(period, near=day) if period else last_full_month(day)
    if not (period and as_of):
        complain(ui("defaults", period=covered, as_of=day))
    cover = cover_of(number, auditor, checked_on)
    folder = run(
        paths,
        covered,
        day,
        out,
        procedure,
        rulebook,
        json_only=json_only,
        mask=mask,
        review=review,
        cover=cover,
        more=(lambda fresh: _certify(paths, covered, day, procedure, rulebook, fresh)) if certificate else None,
    )
    findings = read_fails(folder / "findings.json")
    print_summary(findings, folder, opened(procedure, rulebook))
    tell_what_stayed(folder)
    return 1 if fail_on and worst_verdict(findings, fail_on) else 0


def check_fail_on(fail_on: str) -> None:
    """Raises Misuse for what `--fail-on` does not know."""
    if fail_on and fail_on not in FAIL_ON:
        raise misuse(
            "--fail-on", f"“{fail_on}”不对；可用 fail 或 at_risk", f'"{fail_on}" will not do; use fail or at_risk'
        )


def run(
    paths: list[Path],
    period: Period,
    as_of: date,
    out: Path,
    procedure: str,
    rulebook: Path | None,
    *,
    json_only: bool = False,
    mask: bool = False,
    review: Path | None = None,
    cover: Cover | None = None,
    previous: Path | None = None,
    folder: Path | None = None,
    more: Callable[[Path], None] | None = None,
) -> Path:
    """Audits and writes; returns the folder, by default the audit's own. `more` adds to what is written; `previous`: the
    earlier audit that report and workbook compare it with. The report is made of the executed notebook; with `mask` there
    is no notebook and no annotated copy, for both show what is to be hidden."""
    typed: dict[str, Any] = {
        "inputs": [str(path) for path in paths],
        "period": str(period),
        "as_of": as_of.isoformat(),
        "out": str(out),
        **({"procedure": procedure} if procedure else {}),
        "rulebook": str(rulebook) if rulebook else None,
        "lang": language(),
        **({"review": str(review)} if review else {}),
        **({"previous": str(previous)} if previous else {}),
        **{name: said for name, said in asdict(cover or Cover()).items() if said},
    }
    with (
        shown(ui("reading", name="")) as show,
        alone(out.resolve(), str(period), *(path.resolve() for path in paths)),  # findings and report are one run's
    ):
        if not (json_only or mask):
            show(ui("auditing"))
            from clausecheck.papers.page.through import through_notebook

            return through_notebook(typed, out, review or out, folder=folder, more=more)

        def at(name: str) -> None:
            show(ui("reading", name=name))

        result = audit_project(
            paths,
            period,
            as_of,
            procedure=procedure,
            rulebook=rulebook,
            mask=mask,
            review=review or out,
            cover=cover,
            progress=at,
        )

        def beside(fresh: Path) -> None:
            if not json_only:
                _page_alone(result, fresh)
            if more:
                more(fresh)

        return write_outputs(result, out, lang=language(), annotate=False, more=beside)


def _certify(
    paths: list[Path], period: Period, as_of: date, procedure: str, rulebook: Path | None, folder: Path
) -> None:
    """certificate.json beside findings.json. The logs are audited once more: what wrote the findings may have been another
    process, and hands over files alone."""
    from clausecheck.proof.certificate import NAME, write_certificate

    result = audit_project(paths, period, as_of, procedure=procedure, rulebook=rulebook)
    write_certificate(result, folder / "findings.json", folder / NAME)


def _page_alone(result: Audit, folder: Path) -> None:
    """The report without a notebook run before."""
    from clausecheck.papers.page import open_report
    from clausecheck.papers.page.whole import report_page

    write_whole(folder / "report.html", report_page(open_report(result, language())))


def demo(
    out: Annotated[Path, typer.Option(help="输出文件夹 · output folder")] = Path("clausecheck-demo"),
    lang: Lang = "zh",
) -> int:
    """核查随附的示例项目 · Audit the sample projects that come with clausecheck."""
    for folder in sample_projects():
        expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
        period, day = parse_period(expected["period"]), parse_day(expected["as_of"])
        tell(ui("demo_project", name=folder.name, period=period, as_of=day))
        written = run([folder], period, day, out, "", None)
        print_summary(read_fails(written / "findings.json"), written, load_procedure(), most=3)
        tell()
    return 0


COMMANDS = {"audit": audit, "demo": demo}
"""The commands of this file by name."""
