"""`clausecheck portfolio` and `month`: many projects in one run, and the papers of a month."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clausecheck.nouns.periods import last_full_month, parse_day, parse_period

from .books import opened
from .console import complain, language, tell, ui
from .elsewhere import NO_LEDGER, AtHand, at_hand, refuse_notebooks, results_at_hand
from .nightly import addresses_in, cluster, listed, refuse_half_a_split, send_told, tell_strangers
from .parameters import AskPassword, AsOf, Book, Lang, Named, PeriodText
from .progress import counted
from .usage import misuse

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from clausecheck.ledger.opening import Ledger
    from clausecheck.portfolio.model import Night, Project, Result, Stranger
    from clausecheck.rulebook import Procedure

MOST_JOBS = 256
MOST_SECONDS = 86_400
MOST_MEMORY = 1_024


def portfolio(
    source: Annotated[
        str,
        typer.Argument(
            help="登记表（工作簿）、放着各项目的文件夹，或（配合 --split）多个项目合在一起的导出；也可以是网址，如 s3://桶/台账 · a register (workbook), a folder of projects, or (with --split) one export of many projects; also a URL, say s3://bucket/logs"
        ),
    ],
    period: PeriodText = "",
    as_of: AsOf = "",
    out: Annotated[str, typer.Option(help="输出文件夹，也可以是网址 · output folder, also a URL")] = "out",
    jobs: Annotated[
        int,
        typer.Option(min=0, max=MOST_JOBS, help="同时核查几个，0 为按处理器 · how many at a time; 0: as many as cores"),
    ] = 0,
    papers: Annotated[
        str,
        typer.Option(
            help="none、failed 或 all：不写、只为有不合格的项目、为所有项目写报告和标注副本 · reports and annotated copies for none, those with fails, or all"
        ),
    ] = "failed",
    notebooks: Annotated[
        bool,
        typer.Option(
            "--notebooks", help="写报告的项目也附上执行过的笔记本 · with each report the executed notebook too"
        ),
    ] = False,
    split: Annotated[
        str,
        typer.Option(
            help="按这一列把导出的行分到各项目，如 项目名称 · tell the rows of an export apart by this column, say 项目名称"
        ),
    ] = "",
    register: Annotated[
        str,
        typer.Option(help="配合 --split：项目登记表 · with --split: the register of the projects"),
    ] = "",
    procedure: Named = "",
    rulebook: Book = None,
    fail_on: Annotated[
        str,
        typer.Option(
            help="fail、at_risk、fail:10、严重:3 等：合计达到则退出码为 1 · exit 1 if all projects together reach it"
        ),
    ] = "",
    seconds: Annotated[
        int, typer.Option(min=1, max=MOST_SECONDS, help="每个项目最多几秒 · seconds a project may take")
    ] = 900,
    memory: Annotated[
        int, typer.Option(min=1, max=MOST_MEMORY, help="每个项目最多几 GB 内存 · GB of memory a project may take")
    ] = 4,
    dask: Annotated[
        str,
        typer.Option(help="用一个 Dask 集群核查，如 tcp://主机:8786 · audit on a Dask cluster, say tcp://host:8786"),
    ] = "",
    notify: Annotated[
        str,
        typer.Option(
            help="环境变量名，里面是 apprise 地址：核查后发出合计和即将到期的事项 · name of an environment variable with addresses of apprise: sends the tally and what falls due"
        ),
    ] = "",
    notify_failures: Annotated[
        str,
        typer.Option(help="同上：未能核查的项目另发到这里 · likewise: projects that failed are told there instead"),
    ] = "",
    link: Annotated[
        str, typer.Option(help="消息中指向输出文件夹的网址 · the web address of the output folder, for messages")
    ] = "",
    ledger: Annotated[
        str,
        typer.Option(
            help="历史库的文件或 URL，默认输出文件夹中的 ledger.sqlite；none：不记录 · file or URL of the ledger, ledger.sqlite in the output folder by default; none: nothing is recorded"
        ),
    ] = "",
    ask_password: AskPassword = False,
    lang: Lang = "zh",
) -> int:
    """核查许多项目，只重做有变动的 · Audit many projects; only what is new or changed is done again."""
    from clausecheck.portfolio.fail_on import met, parse_fail_on
    from clausecheck.portfolio.model import PAPERS, Night
    from clausecheck.portfolio.run import totals

    limits = parse_fail_on(fail_on)
    wanted = next((one for one in PAPERS if one == papers), None)
    if wanted is None:
        said = f"“{papers}”不对；可用 none、failed 或 all", f'"{papers}" will not do; use none, failed or all'
        raise misuse("--papers", *said)
    day = parse_day(as_of) if as_of else date.today()  # the command line alone asks what day it is
    covered = parse_period(period, near=day) if period else last_full_month(day)
    if not (period and as_of):
        complain(ui("defaults", period=covered, as_of=day))
    refuse_half_a_split(split, register)
    refuse_notebooks(notebooks, source, register, out)
    book = opened(procedure, rulebook)
    given = {"--notify": notify, "--notify-failures": notify_failures}
    to = addresses_in(given)  # what is wrong with them is said before the night, not after it
    many = jobs or os.cpu_count() or 1
    with at_hand(source, register, out, ledger, str(covered)) as here:
        projects, strangers = listed(here, split, book)
        kept = ledger_of(here.ledger, here.out)  # one that cannot be opened is known before the night, not after it
        night = Night(
            covered,
            day,
            here.out,
            procedure,
            rulebook,
            wanted,
            notebooks,
            language(),
            seconds,
            memory << 30,
            here.called,
        )
        with cluster(dask) as executor, counted(ui("reading", name=""), len(projects)) as show:
            results = _run(here, projects, night, strangers, many, show, executor)
        _summary(results, night, here.place)
        if kept is not None:
            _remember(results, night, book, kept)
        tell_strangers(strangers or (), split)
        send_told(to, night, link or (here.place if here.store else ""))
    failed = any(one.state in ("failed", "timed_out") for one in results)
    return 1 if failed or met(limits, totals(results)) else 0


def _run(
    here: AtHand,
    projects: "list[Project]",
    night: "Night",
    strangers: "tuple[Stranger, ...] | None",
    jobs: int,
    show: Callable[[str, int], None],
    executor: "Executor | None",
) -> "list[Result]":
    """The night; what was done before it was broken off is kept, elsewhere too."""
    from clausecheck.portfolio.run import run_night

    tell = here.sending(night, _teller(show))
    try:
        results = run_night(projects, night, jobs=jobs, tell=tell, strangers=strangers, executor=executor)
    except KeyboardInterrupt:
        here.send(night)
        complain(ui("portfolio_stopped"))
        raise
    here.send(night)
    return results


def ledger_of(where: str, out: Path) -> "Ledger | None":
    """The ledger that a night is recorded in, made where there is none; None where nobody wants one."""
    if where == NO_LEDGER:
        return None
    from clausecheck.ledger.opening import open_ledger
    from clausecheck.portfolio.remembered import LEDGER

    return open_ledger(where or out / LEDGER, make=True)


def _remember(results: "list[Result]", night: "Night", book: "Procedure", ledger: "Ledger") -> None:
    from clausecheck.portfolio.remembered import remember

    recorded = remember(results, night, book, ledger, date.today())  # the command line alone asks what day it is
    tell(ui("recorded", run=recorded.run, changed=recorded.changed, place=ledger.place))


def _teller(show: Callable[[str, int], None]) -> "Callable[[Result, int, int], None]":
    """Says of each project what became of it; of those that are unchanged only that they are counted."""
    from clausecheck.portfolio.model import say

    def told(result: "Result", done: int, total: int) -> None:
        line = f"{result.code} {say(f'state.{result.state}', language())}"
        if result.reason and result.state != "disabled":
            line += f"：{' '.join(result.reason[language()].split())}"
        show("" if result.state in ("unchanged", "disabled") else line, done)

    return told


def _summary(results: "list[Result]", night: "Night", place: str) -> None:
    from clausecheck.portfolio.model import STATES, say
    from clausecheck.portfolio.run import states, totals
    from clausecheck.wording import tally_in_words

    counts, whole = states(results), totals(results)
    said = ui("join").join(
        f"{say(f'state.{state}', language())} {counts[state]}" for state in STATES if state in counts
    )
    tell(ui("portfolio_done", n=len(results), period=night.period, as_of=night.as_of, states=said))
    if whole["tally"]:
        logs = sum(one.record["tally_logs"] for one in results if one.record)
        tell(tally_in_words(whole["tally"], logs, language()))
    for one in results:
        if one.state in ("failed", "timed_out") and one.reason:
            reason = " ".join(one.reason[language()].split())
            tell(f"  {one.code} {say(f'state.{one.state}', language())}：{reason}")
    tell(ui("portfolio_files", folder=place, period=night.period))


def month(
    folder: Annotated[
        str, typer.Argument(help="portfolio 的输出文件夹，也可以是网址 · output folder of portfolio, also a URL")
    ],
    period: PeriodText = "",
    ledger: Annotated[
        str,
        typer.Option(
            help="历史库的文件或 URL，环比、同比、重复发现、整改率由它得出；默认由此前各期间的结果得出 · file or URL of the ledger that comparisons are made with; by default the results of earlier periods"
        ),
    ] = "",
    lang: Lang = "zh",
) -> int:
    """汇总一个月：汇总台账、总览页、简报 · The papers of a month: table, page over all projects, brief."""
    from clausecheck.portfolio.month.brief import brief_of
    from clausecheck.portfolio.month.write import month_folder, write_month

    if period:
        covered = parse_period(period)
    else:
        covered = last_full_month(date.today())  # the command line alone asks what day it is
        complain(ui("default_period", period=covered))
    papers = month_folder(covered, language())
    with results_at_hand(folder, papers) as (here, store):
        find = None
        if ledger:
            from clausecheck.ledger.opening import open_ledger
            from clausecheck.portfolio.month.former import in_folder
            from clausecheck.portfolio.month.on_record import in_ledger

            find = in_ledger(open_ledger(ledger), in_folder(here))
        read, written = write_month(here, covered, language(), find)
        if store:
            store.send_folder(papers)
    for sentence in brief_of(read, language()).sentences:
        tell(sentence)
    tell(ui("written", file=f"{store.place.url}/{papers}" if store else written))
    return 0


COMMANDS: dict[str, Callable[..., int]] = {"portfolio": portfolio, "month": month}
"""The commands of this file by name."""
