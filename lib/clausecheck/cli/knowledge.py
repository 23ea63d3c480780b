"""Commands about the rules: list, explain, coverage of the procedure, what a new rulebook flips, what is due next."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from clausecheck.disk.writing import replacing
from clausecheck.nouns.errors import fault
from clausecheck.nouns.periods import parse_day, parse_period
from clausecheck.rulebook import load_procedure

from .books import opened
from .console import language, tell, ui
from .parameters import AskPassword, AsOf, Book, Lang, Mask, Named, Paths, PeriodText


def _day(as_of: str) -> date:
    return parse_day(as_of) if as_of else date.today()  # the command line alone asks what day it is


def rules(as_of: AsOf = "", procedure: Named = "", rulebook: Book = None, lang: Lang = "zh") -> int:
    """列出全部规则 · List the rules."""
    from clausecheck import explain

    book = load_procedure(procedure, rulebook)
    tell(explain.rules_text(explain.list_rules(language(), book, _day(as_of)), language()))
    for warning in book.warnings:  # part of what is asked for; every other command says them on standard error
        tell(ui("warning", text=warning.say(language())))
    return 0


def explain(
    code: Annotated[str, typer.Argument(help="规则代码，如 CMP10 · code of a rule")],
    as_of: AsOf = "",
    procedure: Named = "",
    rulebook: Book = None,
    lang: Lang = "zh",
) -> int:
    """解释一条规则 · Explain a rule: clause, numbers in force, verdict logic, examples."""
    from clausecheck import explain

    tell(explain.explain(code, _day(as_of), language(), opened(procedure, rulebook)))
    return 0


def coverage(procedure: Named = "", rulebook: Book = None, lang: Lang = "zh") -> int:
    """列出规程每一条由什么核查 · Show every clause of the procedure and what checks it."""
    from clausecheck import explain

    tell(explain.coverage_text(explain.coverage(language(), opened(procedure, rulebook)), language()))
    return 0


def diff(
    rulebook_a: Annotated[str, typer.Argument(help="规则库，或 default · a rulebook, or `default`")],
    rulebook_b: Annotated[str, typer.Argument(help="规则库，或 default · a rulebook, or `default`")],
    paths: Paths,
    period: PeriodText,
    as_of: AsOf = "",
    procedure: Named = "",
    mask: Mask = False,
    ask_password: AskPassword = False,
    lang: Lang = "zh",
) -> int:
    """两份规则判定不同之处 · Every verdict that flips between two rulebooks."""
    from clausecheck import explain

    books = [explain.open_rulebook(name, procedure) for name in (rulebook_a, rulebook_b)]
    flips = explain.diff_rulebooks(books[0], books[1], paths, parse_period(period), _day(as_of), mask=mask)
    tell(explain.render_diff(flips, (rulebook_a, rulebook_b), language(), books[1].identity.english))
    return 0


def due(
    paths: Paths,
    as_of: AsOf = "",
    days: Annotated[int, typer.Option(min=1, max=366, help="往后多少天 · how many days ahead")] = 30,
    ics: Annotated[Path | None, typer.Option(help="写成日历 · write a calendar")] = None,
    out: Annotated[Path, typer.Option(help="起草的文件所在的输出文件夹 · output folder with the drafts")] = Path("out"),
    procedure: Named = "",
    rulebook: Book = None,
    mask: Mask = False,
    ask_password: AskPassword = False,
    lang: Lang = "zh",
) -> int:
    """接下来到期的事项 · What falls due next, as a list and as a calendar."""
    from clausecheck import explain

    if ics is not None and ics.suffix.lower() != ".ics":
        raise fault(str(ics), "文件名应以 .ics 结尾", "the name must end with .ics")
    ahead = explain.coming(paths, opened(procedure, rulebook), _day(as_of), days, mask=mask, out=out)
    tell(explain.render_coming(ahead, language()))
    if ics is not None:
        from clausecheck.explain.ics import as_ics

        with replacing(ics) as whole:
            whole.write_bytes(as_ics(ahead, language()))
        tell(ui("written", file=ics))
    return 0


COMMANDS = {"rules": rules, "explain": explain, "coverage": coverage, "diff": diff, "due": due}
"""The commands of this file by name."""
