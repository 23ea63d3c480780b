"""`clausecheck recheck` and `clausecheck compare`: an audit beside an earlier one."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from clausecheck.nouns.errors import fault
from clausecheck.nouns.periods import parse_day, parse_period
from clausecheck.pipeline import audit_project, write_outputs
from clausecheck.results import output_folder, read_fails
from clausecheck.results.names import REVIEW

from .audit import check_fail_on, run
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
from .summary import tell_what_stayed, worst_verdict

Earlier = Annotated[
    Path,
    typer.Argument(
        help="上次核查的输出文件夹，或其中的 findings.json · output folder of the earlier audit, or its findings.json"
    ),
]


def recheck(
    previous: Earlier,
    paths: Paths,
    as_of: AsOf = "",
    out: Annotated[Path, typer.Option(help="输出文件夹 · output folder")] = Path("out"),
    period: PeriodText = "",
    procedure: Named = "",
    rulebook: Book = None,
    json_only: Annotated[
        bool, typer.Option("--json-only", help="只写 findings.json 和 recheck.json · no notebook, no copies")
    ] = False,
    fail_on: Annotated[str, typer.Option(help="fail 或 at_risk：有则退出码为 1 · exit 1 if any")] = "",
    ask_password: AskPassword = False,
    review: ReviewFile = None,
    number: Number = "",
    auditor: Auditor = "",
    checked_on: CheckedOn = "",
    template: Annotated[
        Path | None, typer.Option(help="公司自己的复查单模板 · a company's own template of the slip")
    ] = None,
    lang: Lang = "zh",
) -> int:
    """复查：整改后的台账与上次核查对照 · Recheck: the corrected logs beside the earlier audit."""
    from clausecheck.recheck import read_document
    from clausecheck.recheck import recheck as compared
    from clausecheck.recheck.folder import add_recheck, recheck_folder

    from .recheck_summary import print_comparison

    check_fail_on(fail_on)
    earlier = read_document(previous)
    day = parse_day(as_of) if as_of else date.today()  # the command line alone asks what day it is
    covered = parse_period(period or earlier.period, near=day)
    if not as_of:
        complain(ui("recheck_today", as_of=day))
    book = opened(procedure, rulebook)
    cover, decided = cover_of(number, auditor, checked_on), review or _decided(earlier.file.parent) or out
    audit = audit_project(paths, covered, day, procedure=procedure, rulebook=rulebook, review=decided, cover=cover)
    result = compared(earlier, audit)
    folder = recheck_folder(output_folder(audit, out), day)
    if folder.resolve() == earlier.file.parent.resolve():
        raise fault(str(folder), *(ui("recheck_onto_itself", one) for one in ("zh", "en")))

    def beside(fresh: Path) -> None:
        add_recheck(fresh, folder, earlier, result)
        if not json_only:
            from clausecheck.papers.slip import write_slip

            write_slip(result, audit, fresh / f"{ui('slip_file')}.docx", template=template, lang=language())

    if json_only:
        write_outputs(audit, out, lang=language(), annotate=False, more=beside, folder=folder)
    else:
        run(
            paths,
            covered,
            day,
            out,
            procedure,
            rulebook,
            review=decided,
            cover=cover,
            previous=earlier.file.parent,
            folder=folder,
            more=beside,
        )
    print_comparison(result, folder, audit, book)
    tell_what_stayed(folder)
    findings = read_fails(folder / "findings.json")
    return 1 if fail_on and worst_verdict(findings, fail_on) else 0


def _decided(folder: Path) -> Path | None:
    """What the auditor decided about the earlier audit, where he did."""
    file = folder / REVIEW
    return file if file.is_file() else None


def compare(
    earlier: Earlier,
    later: Annotated[Path, typer.Argument(help="后一次的 · that of the later one")],
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出 · print JSON")] = False,
    procedure: Named = "",
    rulebook: Book = None,
    lang: Lang = "zh",
) -> int:
    """对照同一项目的两次核查结果，不读台账 · Compare two audits of one project, without the logs."""
    from clausecheck.recheck import compare as compared
    from clausecheck.recheck import read_document
    from clausecheck.recheck.record import comparison_text

    from .recheck_summary import print_comparison

    first, second = read_document(earlier), read_document(later)
    result = compared(first, second)
    if as_json:
        tell(comparison_text(result, second))
    else:
        print_comparison(result, None, second, opened(procedure, rulebook))
    return 0


COMMANDS: dict[str, Callable[..., int]] = {"recheck": recheck, "compare": compare}
"""The commands of this file by name."""
