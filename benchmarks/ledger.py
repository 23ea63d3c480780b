"""What a ledger costs and whether it holds: a company's first night, a second without change, one with a hundredth changed;
any day beside its files; every value altered; PostgreSQL killed while it records. Writes docs/ledger.md.

    python benchmarks/ledger.py DATE [--projects 1000] [--real 20] [--seed 1]

The projects are copies of simulated ones, really audited, under codes of their own. Ends with 1 where a promise is broken:
more than a hundredth added by an unchanged night, a day that is not its file, an altered value that is not named, a
committed run that is lost, a history that is another in PostgreSQL.
"""

import argparse
import hashlib
import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sa

from clausecheck.ledger.days import day
from clausecheck.ledger.history import as_data, history
from clausecheck.ledger.model import Given, Run
from clausecheck.ledger.opening import Ledger, open_ledger
from clausecheck.ledger.recording import Recorded, record
from clausecheck.ledger.schema import TABLES
from clausecheck.ledger.verifying import verify
from clausecheck.nouns.errors import InputFault
from clausecheck.pipeline import audit_project, write_outputs
from clausecheck.simulate import Disturbance, Wish, make

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "tests" / "ledger"))
from server import BINARIES, Server  # noqa: E402 - the tests have it

PAGE = ROOT / "docs" / "ledger.md"
PERIOD, AS_OF, FIRST = "2026-Q3", date(2026, 10, 31), date(2026, 11, 1)
SHARE = 0.01
"""So much of the first night an unchanged one may add."""
ALTERED = 40
"""So many values are altered, each by itself."""


@dataclass(slots=True)
class Page:
    """What was found, line by line, and which promises were broken."""

    rows: list[tuple[str, str, str, str]] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def add(self, zh: str, en: str, sqlite: str, postgres: str = "") -> None:
        self.rows.append((zh, en, sqlite, postgres))

    def promise(self, kept: bool, what: str) -> None:
        if not kept:
            self.broken.append(what)


class Company:
    """Findings of many projects: those of real audits, by turns, under codes of their own. `changed`: these codes say of their
    first pass that it fails, and so on with every further night."""

    def __init__(self, place: Path, projects: int, real: int, seed: int) -> None:
        make(place / "logs", place / "answers", seed, real, Wish("2026", AS_OF, 30, 6), Disturbance(8, 0, ()))
        self.texts = []
        for logs in sorted((place / "logs").iterdir()):
            done = write_outputs(audit_project(logs, PERIOD, AS_OF), place / "out", annotate=False)
            self.texts.append((done / "findings.json").read_text(encoding="utf-8"))
        self.codes = [f"P-{number:05d}" for number in range(projects)]
        self.turns: dict[str, int] = {}

    def text(self, code: str) -> str:
        """The findings.json of a project as it is now."""
        known = self.texts[int(code[2:]) % len(self.texts)]
        own = json.loads(known.partition("\n")[0].rstrip(",") + "}")
        text = known.replace(f'"project": {json.dumps(own["project"])}', f'"project": "{code}"', 1)
        turns = self.turns.get(code, 0)
        return text.replace('"verdict": "pass"', '"verdict": "fail"', turns) if turns else text

    def given(self) -> Iterator[Given]:
        for code in self.codes:
            text = self.text(code)
            yield Given(code, hashlib.sha256(text.encode()).hexdigest(), lambda text=text: json.loads(text))  # type: ignore[misc]

    def night(self, ledger: Ledger, number: int) -> Recorded:
        return record(
            ledger, Run(FIRST + timedelta(number), PERIOD, AS_OF, "b" * 64, "c" * 64, "benchmark"), self.given()
        )


@dataclass(frozen=True, slots=True)
class Size:
    """Bytes on the disk and rows of all tables."""

    bytes: int
    rows: int


def size(ledger: Ledger) -> Size:
    with ledger.reading() as connection:
        rows = sum(
            connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for table in TABLES.sorted_tables
        )
        if ledger.engine.dialect.name == "postgresql":
            names = ", ".join(f"'{table.name}'" for table in TABLES.sorted_tables)
            asked = f"SELECT SUM(pg_total_relation_size(c.oid)) FROM pg_class c WHERE relname IN ({names})"
            return Size(int(connection.execute(sa.text(asked)).scalar_one()), rows)
    return Size(Path(ledger.place).stat().st_size, rows)


def nights(ledger: Ledger, company: Company, changed: list[str], page: Page) -> dict[str, str]:
    """Three nights: all new, nothing changed, a hundredth changed; each with its cost."""
    found: dict[str, str] = {}
    sizes = [size(ledger)]
    for number, name in enumerate(("first", "unchanged", "changed")):
        if name == "changed":
            company.turns.update(dict.fromkeys(changed, 1))
        started = time.perf_counter()
        company.night(ledger, number)
        took = time.perf_counter() - started
        sizes.append(size(ledger))
        added = Size(sizes[-1].bytes - sizes[-2].bytes, sizes[-1].rows - sizes[-2].rows)
        first = Size(sizes[1].bytes - sizes[0].bytes, sizes[1].rows - sizes[0].rows)
        share = max(added.bytes / first.bytes, added.rows / first.rows)
        found[name] = f"{took:.1f} s; + {added.bytes:,} B, + {added.rows:,} rows ({share:.3%})"
        page.promise(name != "unchanged" or share <= SHARE, f"{ledger.place}: an unchanged night added {share:.3%}")
    return found


def days_agree(ledger: Ledger, company: Company, changed: list[str]) -> int:
    """How many days of how many projects are not letter by letter what the file said."""
    wrong = 0
    for code in {*company.codes[:: max(1, len(company.codes) // 100)], *changed}:
        now, company.turns[code] = company.turns.get(code, 0), 0
        before = company.text(code)
        company.turns[code] = now
        for number, expected in ((0, before), (1, before), (2, company.text(code))):
            wrong += day(ledger, code, FIRST + timedelta(number)).text != expected
    return wrong


def alterations(ledger: Ledger, rng: Random) -> tuple[int, int]:
    """How many single values were altered, and how many of them verification did not name."""
    columns = [(table, column) for table in TABLES.sorted_tables for column in table.columns]
    tried = missed = 0
    for table, column in rng.sample(columns, min(ALTERED, len(columns))):
        with ledger.reading() as connection:
            count = connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            row = (
                connection.execute(sa.select(table).order_by(*table.primary_key).offset(rng.randrange(count)).limit(1))
                .one()
                ._asdict()
            )
        other: Any = (
            (row[column.name] or 0) + 10_000_019
            if isinstance(column.type, sa.Integer)
            else b"x"
            if isinstance(column.type, sa.LargeBinary)
            else f"{row[column.name] or ''}x"
        )
        _set(ledger, table, row, {column.name: other})
        found = {(one.table, one.column) for one in verify(ledger).altered}
        missed += found != {(table.name, column.name)}
        tried += 1
        _set(ledger, table, {**row, column.name: other}, {column.name: row[column.name]})
    return tried, missed


def _set(ledger: Ledger, table: sa.Table, row: dict[str, Any], values: dict[str, Any]) -> None:
    same = sa.and_(*(column == row[column.name] for column in table.primary_key))
    with ledger.writing() as connection:
        connection.execute(sa.update(table).where(same).values(values))


def killed(server: Server, company: Company, rng: Random, times: int, page: Page) -> str:
    """The server is killed at random moments while it records: what was committed is there, and the retry completes."""
    ledger = open_ledger(server.database(), make=True)
    lost = broken_off = 0
    took = 1.0
    for number in range(times):
        company.turns.update(dict.fromkeys(rng.sample(company.codes, max(1, len(company.codes) // 4)), number + 1))
        before = verify(ledger).runs
        timer = threading.Timer(rng.uniform(0.05, 0.9) * took, server.kill)
        timer.start()
        started = time.perf_counter()
        try:
            company.night(ledger, number)
            took = time.perf_counter() - started
        except InputFault:
            broken_off += 1
        timer.join()
        _again(server, ledger)
        found = verify(ledger)
        lost += found.runs < before or bool(found.altered)
        started = time.perf_counter()
        done = company.night(ledger, number)
        took = max(1.0, (time.perf_counter() - started) if not number else took)
        whole = verify(ledger)
        page.promise(whole.runs == done.run and not whole.altered, "after a kill the retry did not complete")
        some = rng.sample(company.codes, 5)
        page.promise(
            all(day(ledger, code).text == company.text(code) for code in some), "after a kill a day is another"
        )
    page.promise(lost == 0, f"{lost} committed runs were lost")
    ledger.engine.dispose()
    return f"{times} kills, {broken_off} in the midst of a run: {lost} committed runs lost, every retry completed"


def _again(server: Server, ledger: Ledger) -> None:
    """Starts a killed server; connections of before are given up."""
    ledger.engine.dispose()
    server.start_again()


def same_history(one: Ledger, other: Ledger, codes: list[str]) -> bool:
    ask: Callable[[Ledger, str], str] = lambda ledger, code: json.dumps(list(as_data(history(ledger, code))))  # noqa: E731
    return all(ask(one, code) == ask(other, code) for code in codes)


def rows_of(ledger: Ledger) -> list[str]:
    """Every row of every table, but for packed bytes by their hash."""
    with ledger.reading() as connection:
        return [
            repr([bytes(value) if isinstance(value, memoryview) else value for value in row])
            for table in TABLES.sorted_tables
            for row in connection.execute(sa.select(table).order_by(*table.primary_key))
        ]


def measured(given: argparse.Namespace, page: Page) -> None:
    server = Server() if BINARIES else None
    try:
        compared(given, page, server)
    finally:
        if server:
            server.stop()


def compared(given: argparse.Namespace, page: Page, server: Server | None) -> None:
    rng = Random(given.seed)
    with TemporaryDirectory(prefix="clausecheck-ledger-") as place:
        company = Company(Path(place), given.projects, given.real, given.seed)
        changed = rng.sample(company.codes, max(1, given.projects // 100))
        ledgers = [open_ledger(Path(place) / "ledger.sqlite", make=True)]
        if server:
            ledgers.append(open_ledger(server.database(), make=True))
        costs, checks = [], []
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
            page.promise(not wrong, f"{ledger.place}: {wrong} days are not their files")
        names = {"first": ("第一夜", "first night"), "unchanged": ("无变动的一夜", "a night without change"), "changed": ("百分之一有变动的一夜", "a night with a hundredth changed")}  # fmt: skip
        for key, name in names.items():
            page.add(*name, *(cost[key] for cost in costs))
        page.add("检验", "verification", *checks)
        page.add(
            "抽查各日与当日 findings.json 逐字节相同",
            "days sampled, equal to their files byte by byte",
            *("yes" if not page.broken else "see below" for _ in ledgers),
        )
        if server:
            same = rows_of(ledgers[0]) == rows_of(ledgers[1]) and same_history(
                *ledgers, changed[:5] + company.codes[:5]
            )
            page.promise(same, "PostgreSQL holds or tells other things than SQLite")
            page.add(
                "两种数据库各表各行与历史相同",
                "rows of all tables and histories are equal in both",
                "yes" if same else "no",
                "yes" if same else "no",
            )
        small = Company(Path(place) / "small", 12, 4, given.seed + 1)
        tries = []
        for make_small in [lambda: open_ledger(Path(place) / "small.sqlite", make=True)] + (
            [lambda: open_ledger(server.database(), make=True)] if server else []
        ):
            ledger = make_small()
            small.turns = {}
            for number in range(3):
                small.turns.update(dict.fromkeys(small.codes[: 4 * number], number))
                small.night(ledger, number)
            tried, missed = alterations(ledger, Random(given.seed))
            tries.append(f"{tried} altered, {missed} not named")
            page.promise(not missed, f"{ledger.place}: {missed} altered values were not named by table and column")
        page.add("改动单个值（12 个项目、3 次核查）", "single values altered (12 projects, 3 runs)", *tries)
        if server:
            page.add(
                "核查中途杀死 PostgreSQL（100 个项目）",
                "PostgreSQL killed while it records (100 projects)",
                "–",
                killed(server, Company(Path(place) / "medium", 100, 4, given.seed + 2), rng, given.kills, page),
            )
        for ledger in ledgers:
            ledger.engine.dispose()


def text(page: Page, given: argparse.Namespace) -> str:
    lines = [
        "# 历史库 · The ledger",
        "",
        f"{given.date}，`benchmarks/ledger.py`，种子 {given.seed}：{given.projects:,} 个项目（{given.real} 个模拟项目的实际核查结果，轮流换编码），期间 {PERIOD}。"
        f"约定：无变动的一夜所加不超过第一夜的 {SHARE:.0%}（字节和行数）。",
        "",
        f"{given.date}, `benchmarks/ledger.py`, seed {given.seed}: {given.projects:,} projects (what audits of {given.real} simulated ones found, under codes of "
        f"their own), period {PERIOD}. Promised: a night without change adds at most {SHARE:.0%} of the first, in bytes and in rows.",
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
