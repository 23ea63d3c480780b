"""`clausecheck history` and `clausecheck ledger …`: what a ledger knows, and what is done to it."""

import json
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from clausecheck.nouns.periods import parse_day, parse_period

from .commands import AllCommands, OneCommand
from .console import complain, language, table, tell, ui
from .parameters import Lang, PeriodText

if TYPE_CHECKING:
    from clausecheck.ledger.history import Past, Thread

ABOUT = "历史库：检验、重建、保留期限、升级、某日的结果 · the ledger: verify, rebuild, retention, upgrade, any past day"
MOST_MONTHS = 1200
Where = Annotated[
    str,
    typer.Option("--ledger", help="历史库的文件或 URL · file or URL of the ledger"),
]
DEFAULT = "out/ledger.sqlite"
Code = Annotated[str, typer.Argument(help="项目编码 · code of the project")]


def history(
    project: Code,
    code: Annotated[str, typer.Argument(help="只看这条规则 · of this rule alone")] = "",
    as_known: Annotated[
        str, typer.Option("--as-known", help="按这一天所知，如 2026-11-01 · as it was known on a day")
    ] = "",
    ledger: Where = DEFAULT,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出 · print JSON")] = False,
    lang: Lang = "zh",
) -> int:
    """一个项目各项问题的来龙去脉：新增、未整改、已整改、再次出现 · What became of each finding of a project."""
    from clausecheck.ledger.history import as_data
    from clausecheck.ledger.history import history as looked_up
    from clausecheck.ledger.opening import open_ledger

    day = parse_day(as_known, "--as-known") if as_known else None
    found = looked_up(open_ledger(ledger), project, code.upper(), day)
    if as_json:
        tell(json.dumps(list(as_data(found)), ensure_ascii=False, indent=1))
        return 0
    for past in found:
        _tell_past(past)
    return 0


def _tell_past(past: "Past") -> None:
    """A period of a history: its runs, then a line a finding."""
    first, last = past.judged[0], past.judged[-1]
    tell(
        ui("history_head", project=past.project, period=past.period, n=len(past.judged), first=first.known_on, last=last.known_on)
    )  # fmt: skip
    if not past.threads:
        tell(ui("history_empty"))
        return
    columns = [ui(f"history.{name}") for name in ("state", "code", "about", "severity", "verdict", "since", "events")]
    table(columns, [_line(one) for one in past.threads])


def _line(thread: "Thread") -> list[str]:
    from clausecheck.recheck import state_word
    from clausecheck.wording import term

    lang = language()
    return [
        state_word(thread.state, lang),
        thread.code,
        str(thread.about.get(lang) or thread.subject_now),
        term("severity", thread.severity, lang) if thread.severity else "",
        term("verdict", thread.verdict, lang) if thread.verdict else "",
        thread.events[0].known_on,
        " → ".join(f"{one.known_on} {state_word(one.state, lang)}" for one in thread.events),
    ]


def verify(
    ledger: Where = DEFAULT,
    noted: Annotated[
        str,
        typer.Option(
            help="以前记下的末端哈希，链中应仍有它 · the hash that an earlier verification ended with: it must be in the chain still"
        ),
    ] = "",
    lang: Lang = "zh",
) -> int:
    """检验历史库：逐值说出被改动过的内容 · Verify: every value that was altered is named."""
    from clausecheck.ledger.opening import open_ledger
    from clausecheck.ledger.verifying import verify as verified

    found = verified(open_ledger(ledger), noted.strip())
    for one in found.altered:
        tell(ui(f"ledger_{one.what}", table=one.table, row=one.row, column=one.column))
    for project, period in found.unchecked:
        tell(ui("ledger_unchecked", project=project, period=period))
    if found.altered:
        tell(ui("ledger_wrong", n=len(found.altered)))
        return 1
    tell(ui("ledger_right", runs=found.runs, deltas=found.deltas, judgements=found.judgements, end=found.end))
    return 0


def rebuild(ledger: Where = DEFAULT, lang: Lang = "zh") -> int:
    """由记录重建各项判定 · Make the judgements anew of what was recorded."""
    from clausecheck.ledger.keeping import rebuild as rebuilt
    from clausecheck.ledger.opening import open_ledger

    tell(ui("ledger_rebuilt", n=rebuilt(open_ledger(ledger))))
    return 0


def keep(
    months: Annotated[int, typer.Option(min=1, max=MOST_MONTHS, help="保留最近几个月 · how many months are kept")],
    ledger: Where = DEFAULT,
    lang: Lang = "zh",
) -> int:
    """只保留最近几个月的历史，其余删去 · Keep the last months of history, delete what is older."""
    from clausecheck.ledger.keeping import keep as kept
    from clausecheck.ledger.opening import open_ledger

    done = kept(open_ledger(ledger), months, date.today())  # the command line alone asks what day it is
    tell(ui("ledger_kept" if done.runs else "ledger_kept_all", since=done.since, runs=done.runs, n=done.projects))
    return 0


def upgrade(ledger: Where = DEFAULT, lang: Lang = "zh") -> int:
    """把较早版本的历史库升级到这个版本，内容不变 · Bring an older ledger to this version; what it holds stays."""
    from clausecheck.ledger.opening import at
    from clausecheck.ledger.upgrading import upgrade_existing

    before, after = upgrade_existing(at(ledger))
    tell(ui("ledger_is_new" if before == after else "ledger_upgraded", before=before, after=after))
    return 0


def day(
    project: Code,
    on: Annotated[str, typer.Argument(help="哪一天，如 2026-11-01 · the day")],
    period: PeriodText = "",
    ledger: Where = DEFAULT,
    lang: Lang = "zh",
) -> int:
    """某一天所知的核查结果，即当时的 findings.json · The findings as they were known on a day."""
    from clausecheck.ledger.days import day as known
    from clausecheck.ledger.opening import open_ledger

    covered = str(parse_period(period)) if period else ""
    found = known(open_ledger(ledger), project, parse_day(on, "DAY"), covered)
    complain(ui("ledger_day", run=found.judged.run, known_on=found.judged.known_on, period=found.period))
    typer.echo(found.text, nl=False)
    return 0


COMMANDS: dict[str, Callable[..., int]] = {"history": history}
"""The command of this file by name, but for those of `ledger`."""
GROUP = typer.Typer(cls=AllCommands, add_completion=False)
OF_LEDGER: dict[str, Callable[..., int]] = {
    "verify": verify,
    "rebuild": rebuild,
    "keep": keep,
    "upgrade": upgrade,
    "day": day,
}
for name, command in OF_LEDGER.items():
    GROUP.command(name, cls=OneCommand)(command)


@GROUP.callback(invoke_without_command=True)
def start(ctx: typer.Context) -> None:
    if ctx.invoked_subcommand is None:
        ctx.get_help()  # prints it
        raise typer.Exit(2)
