"""What a ledger costs and whether it holds: a company's first night, a second without change, one with a hundredth changed;
any day beside its files; values altered; PostgreSQL killed while it records. Writes docs/ledger.md.

    python benchmarks/ledger/run.py DATE [--projects 1000] [--real 20] [--seed 1] [--kills 5]

The projects are copies of simulated ones, really audited, under codes of their own. Ends with 1 where a promise is broken:
more than a hundredth added by an unchanged night, a day that is not its file, an altered value that is not named, a
committed run that is lost, a history that is another in PostgreSQL.
"""

import argparse
import sys
import time
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from clausecheck.ledger.opening import Ledger, open_ledger
from clausecheck.ledger.verifying import verify

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "tests" / "ledger"))
from company import PERIOD, Company  # noqa: E402 - beside this file
from server import BINARIES, Server  # noqa: E402 - the tests have it
from trials import SHARE, Page, alterations, days_agree, killed, nights, rows_of, same_history  # noqa: E402 - beside this file

PAGE = ROOT / "docs" / "ledger.md"
NAMES = {
    "first": ("第一夜", "first night"),
    "unchanged": ("无变动的一夜", "a night without change"),
    "changed": ("百分之一有变动的一夜", "a night with a hundredth changed"),
}


def measured(given: argparse.Namespace, page: Page) -> None:
    """All trials, on SQLite and, where it is installed, on PostgreSQL."""
    server = Server() if BINARIES else None
    try:
        with TemporaryDirectory(prefix="clausecheck-ledger-") as place:
            large(given, page, Path(place), server)
            small(given, page, Path(place), server)
            if server:
                company = Company(Path(place) / "medium", 100, 4, given.seed + 2)
                told = killed(server, company, Random(given.seed), given.kills, page)
                page.add(
                    "核查中途杀死 PostgreSQL（100 个项目）",
                    "PostgreSQL killed while it records (100 projects)",
                    "–",
                    told,
                )
    finally:
        if server:
            server.stop()


def _both(place: Path, server: Server | None) -> list[Ledger]:
    """A new ledger of each kind."""
    made = [open_ledger(place, make=True)]
    return [*made, open_ledger(server.database(), make=True)] if server else made


def large(given: argparse.Namespace, page: Page, place: Path, server: Server | None) -> None:
    """Three nights of the whole company, verified, sampled and compared."""
    rng = Random(given.seed)
    company = Company(place, given.projects, given.real, given.seed)
    changed = rng.sample(company.codes, max(1, given.projects // 100))
    ledgers = _both(place / "ledger.sqlite", server)
    costs, checks, agree = [], [], []
    for ledger in ledgers:
        company.turns = {}
        costs.append(nights(ledger, company, changed, page))
        started = time.perf_counter()
        found = verify(ledger)
        checks.append(
            f"{time.perf_counter() - started:.1f} s; {found.judgements:,} judgements, {len(found.altered)} altered"
        )
        page.promise(not found.altered, f"{ledger.place}: verification names what nobody altered")
        wrong = days_agree(ledger, company, changed)
        agree.append("no" if wrong else "yes")
        page.promise(not wrong, f"{ledger.place}: {wrong} days are not their files")
    for key, name in NAMES.items():
        page.add(*name, *(cost[key] for cost in costs))
    page.add("检验", "verification", *checks)
    page.add("抽查各日与当日 findings.json 逐字节相同", "days sampled, equal to their files byte by byte", *agree)
    if server:
        same = rows_of(ledgers[0]) == rows_of(ledgers[1]) and same_history(*ledgers, changed[:5] + company.codes[:5])
        page.promise(same, "PostgreSQL holds or tells other things than SQLite")
        page.add(
            "两种数据库各表各行与历史相同",
            "rows of all tables and histories are equal in both",
            *["yes" if same else "no"] * 2,
        )
    for ledger in ledgers:
        ledger.engine.dispose()


def small(given: argparse.Namespace, page: Page, place: Path, server: Server | None) -> None:
    """Three nights of a few projects, of which single values are altered."""
    company = Company(place / "small", 12, 4, given.seed + 1)
    told = []
    for ledger in _both(place / "small.sqlite", server):
        company.turns = {}
        for number in range(3):
            company.turns.update(dict.fromkeys(company.codes[: 4 * number], number))
            company.night(ledger, number)
        tried, missed = alterations(ledger, Random(given.seed))
        told.append(f"{tried} altered, {missed} not named")
        page.promise(not missed, f"{ledger.place}: {missed} altered values were not named by table and column")
        ledger.engine.dispose()
    page.add("改动单个值（12 个项目、3 次核查）", "single values altered (12 projects, 3 runs)", *told)


def text(page: Page, given: argparse.Namespace) -> str:
    lines = [
        "# 历史库 · The ledger",
        "",
        f"{given.date}，`benchmarks/ledger/run.py`，种子 {given.seed}：{given.projects:,} 个项目（{given.real} 个模拟项目的实际核查结果，轮流换编码），期间 {PERIOD}。"
        f"约定：无变动的一夜所加不超过第一夜的 {SHARE:.0%}（字节和行数）；秒为实际经过的时间，机器同时有别的工作。",
        "",
        f"{given.date}, `benchmarks/ledger/run.py`, seed {given.seed}: {given.projects:,} projects (what audits of {given.real} simulated ones found, under codes of "
        f"their own), period {PERIOD}. Promised: a night without change adds at most {SHARE:.0%} of the first, in bytes and in rows; seconds are wall time beside other work.",
        "",
        "| | | SQLite | PostgreSQL |",
        "|---|---|---|---|",
        *(f"| {zh} | {en} | {sqlite} | {postgres or '–'} |" for zh, en, sqlite, postgres in page.rows),
        "",
        *(f"- **broken**: {one}" for one in page.broken),
    ]
    return "\n".join(lines).rstrip() + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("date", help="the day that the page names")
    parser.add_argument("--projects", type=int, default=1000)
    parser.add_argument("--real", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--out", type=Path, default=PAGE)
    given = parser.parse_args()
    page = Page()
    measured(given, page)
    given.out.write_text(text(page, given), encoding="utf-8", newline="\n")
    print(text(page, given))
    return 1 if page.broken else 0


if __name__ == "__main__":
    sys.exit(main())
