"""What is tried with a ledger: nights and their cost, days beside their files, values altered, a server killed."""

import json
import threading
import time
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import sqlalchemy as sa
from company import FIRST, Company
from server import Server

from clausecheck.ledger.days import day
from clausecheck.ledger.history import as_data, history
from clausecheck.ledger.opening import Ledger, open_ledger
from clausecheck.ledger.schema import TABLES
from clausecheck.ledger.verifying import verify
from clausecheck.nouns.errors import InputFault

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
            asked = sa.select(table).order_by(*table.primary_key).offset(rng.randrange(count)).limit(1)
            row = connection.execute(asked).one()._asdict()
        other = _other(column, row[column.name])
        _set(ledger, table, row, {column.name: other})
        found = {(one.table, one.column) for one in verify(ledger).altered}
        missed += found != {(table.name, column.name)}
        tried += 1
        _set(ledger, table, {**row, column.name: other}, {column.name: row[column.name]})
    return tried, missed


def _other(column: sa.Column[Any], value: Any) -> Any:
    """Another value that the column could hold."""
    if isinstance(column.type, sa.Integer):
        return (value or 0) + 10_000_019
    return b"x" if isinstance(column.type, sa.LargeBinary) else f"{value or ''}x"


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
    """Whether two ledgers tell the same of some projects."""
    return all(_told(one, code) == _told(other, code) for code in codes)


def _told(ledger: Ledger, code: str) -> str:
    return json.dumps(list(as_data(history(ledger, code))))


def rows_of(ledger: Ledger) -> list[str]:
    """Every row of every table, but for packed bytes by their hash."""
    with ledger.reading() as connection:
        return [
            repr([bytes(value) if isinstance(value, memoryview) else value for value in row])
            for table in TABLES.sorted_tables
            for row in connection.execute(sa.select(table).order_by(*table.primary_key))
        ]
