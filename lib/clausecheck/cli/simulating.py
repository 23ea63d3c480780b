"""The command that makes projects to try: logs by seed, and beside them what they deserve."""

from pathlib import Path
from typing import Annotated

import typer

from clausecheck.nouns.errors import fault
from clausecheck.nouns.periods import parse_day, parse_period

from .console import tell, ui
from .parameters import Lang
from .usage import misuse

MOST = 100_000
"""Households, complaints a month or projects at most."""


def simulate(
    out: Annotated[Path, typer.Option(help="放到哪个文件夹 · the folder to put them in")],
    seed: Annotated[
        int, typer.Option(min=0, max=10**9, help="种子，相同则文件相同 · seed: the same gives the same files")
    ] = 1,
    projects: Annotated[int, typer.Option(min=1, max=MOST, help="项目个数 · how many projects")] = 1,
    households: Annotated[int, typer.Option(min=0, max=MOST, help="户数，0 为随机 · households; 0: by the seed")] = 0,
    complaints: Annotated[
        int, typer.Option(min=0, max=MOST, help="每月投诉件数，0 为随机 · complaints a month; 0: by the seed")
    ] = 0,
    breaches: Annotated[int, typer.Option(min=0, max=1000, help="每个项目埋设的问题数 · breaches planted in each")] = 0,
    messes: Annotated[
        int,
        typer.Option(
            min=0, max=1000, help="每个项目不影响结论的杂乱种数 · kinds of disorder in each that change no verdict"
        ),
    ] = 0,
    ways: Annotated[
        str, typer.Option("--plant", help="只埋设这些，如 CMP10,RPT02.late · only these, such as CMP10,RPT02.late")
    ] = "",
    period: Annotated[str, typer.Option(help="核查期间 · period of the audit")] = "2026",
    as_of: Annotated[str, typer.Option(help="截至日期 · as-of date")] = "2026-10-31",
    answers: Annotated[
        Path | None,
        typer.Option(help="答案放到哪里，默认同一文件夹 · where the answers go; by default the same folder"),
    ] = None,
    lang: Lang = "zh",
) -> int:
    """生成模拟项目：先全部合规，再按名埋设问题和杂乱 · Make simulated projects: compliant, then breaches and disorder by name."""
    from clausecheck.simulate import Disturbance, Wish, chosen_ways, make

    covered, day = parse_period(period), parse_day(as_of)
    if day < covered.start or covered.start.year != covered.end.year or day.year > covered.end.year + 1:
        raise fault(
            "--as-of",
            "期间应在同一年内，截至日期不早于期间第一天，最迟为次年",
            "the period lies within one year, and the as-of date not before its first day nor later than the year after",
        )
    known, unknown = chosen_ways(ways)
    if unknown:
        raise misuse(
            "--plant",
            f"没有“{unknown}”；如 CMP10 或 CMP10.late",
            f'there is no "{unknown}"; such as CMP10 or CMP10.late',
        )
    if out.exists() and any(out.iterdir()):
        raise fault(str(out), "文件夹不是空的；换个文件夹", "the folder is not empty; use another")
    wish = Wish(period, day, households, complaints)
    count = make(out, answers or out, seed, projects, wish, Disturbance(breaches, messes, known))
    tell(ui("simulated", n=projects, folder=out, planted=count, answers=answers or out))
    tell(ui("simulated_next", folder=out / "0001", period=covered.label, as_of=day))
    return 0


COMMANDS = {"simulate": simulate}
"""The command of this file by name."""
