"""The command that holds an audit against the workbooks, without what made it."""

from pathlib import Path
from typing import Annotated

import typer

from clausecheck.disk.writing import scratch
from clausecheck.nouns.errors import fault

from .books import opened
from .console import complain, language, tell
from .parameters import Lang, Named


def verify(
    findings: Annotated[Path, typer.Argument(help="一次核查的 findings.json · the findings.json of an audit")],
    workbooks: Annotated[
        list[Path], typer.Argument(help="被核查的工作簿或文件夹 · the workbooks that were audited, or their folder")
    ],
    procedure: Named = "",
    rulebook: Annotated[
        Path | None,
        typer.Option(
            "--rulebook",
            help="公司自己的规则库，或其 JSON · a company's own rulebook, or the JSON of one",
        ),
    ] = None,
    lang: Lang = "zh",
) -> int:
    """逐项证实一份核查结论：另一个独立的程序重新读表、重新计算 · Confirm every judgement of an audit, by a program of its own."""
    from clausecheck.proof import verify as checker

    for path in (findings, *workbooks):
        if not path.exists():
            raise fault(str(path), "没有这个文件；请检查路径", "there is no such file; check the path")
    with scratch("verify") as place:
        given = rulebook
        if (rulebook and rulebook.suffix != ".json") or procedure:
            from clausecheck.proof.resolved import write_resolved

            given = place / "rulebook.json"
            write_resolved(opened(procedure, rulebook), given)
        try:
            words = checker.verify(findings, workbooks, given)
        except (checker.Refuted, checker.Cannot) as problem:
            complain(checker.in_words(str(problem), language()))
            return 2
    for line in checker.report(words, language()):
        tell(line)
    return 0 if all(word.said == checker.CONFIRMED for word in words) else 1


COMMANDS = {"verify": verify}
"""The command of this file by name."""
