"""Logs to draft from: a simulated project whose rows a test changes before they are written and read."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
from handed_in import read_here

from clausecheck.nouns.model import Logs
from clausecheck.nouns.periods import parse_period
from clausecheck.papers.drafts import Drafted, draft_of_logs
from clausecheck.pipeline import audit_logs
from clausecheck.procedure.procedure import Procedure
from clausecheck.procedure.shipped import our_tables
from clausecheck.rulebook import load_rulebook
from clausecheck.simulate import Wish, project

Rows = list[dict[str, Any]]


@dataclass
class Logbook:
    """The facts and the rows of every table, by the keys of their columns."""

    facts: dict[str, Any]
    tables: dict[str, Rows]
    without: tuple[str, ...] = ()
    """Tables that are not handed in."""

    def only(self, *tables: str) -> "Logbook":
        """With nothing else handed in than the facts and some tables: what the rules of a test need."""
        self.without = tuple(name for name, spec in our_tables().items() if name not in tables and not spec.facts)
        return self

    def write(self, folder: Path) -> Path:
        """One workbook under the canonical names."""
        book = openpyxl.Workbook(write_only=True)
        for name, spec in our_tables().items():
            if name in self.without:
                continue
            sheet = book.create_sheet(spec.sheet)
            if spec.facts:
                sheet.append(["项目", "内容"])
                for key, one in spec.fields.items():
                    sheet.append([one.header, self.facts.get(key)])
                continue
            sheet.append([one.header for one in spec.fields.values()])
            for row in self.tables[name]:
                sheet.append([row.get(key) for key in spec.fields])
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "台账.xlsx"
        book.save(path)
        return path

    def read(self, folder: Path) -> Logs:
        return read_here([self.write(folder)])

    def draft(self, kind: str, folder: Path, period: str, as_of: date, **more: Any) -> Drafted:
        return draft_of_logs(kind, self.read(folder), book(), period, as_of, folder / "out", **more)

    def verdicts(self, folder: Path, period: str, as_of: date) -> dict[tuple[str, str], str]:
        """Of an audit: (code, subject) -> verdict."""
        audit = audit_logs(self.read(folder), book(), parse_period(period), as_of)
        return {(one.code, one.subject): one.verdict for one in audit.findings}


RECENT = timedelta(days=230)
"""What happened earlier no document of a test is about; reading it would cost seconds."""


def simulated(as_of: date, seed: int = 3, **facts: Any) -> Logbook:
    """A compliant project of 12 households on a day, with what happened lately."""
    made = _made(as_of, seed)
    own = {line.cells["item"]: line.cells["content"] for line in made.pop("project")}
    headers = {one.header: key for key, one in next(s for s in our_tables().values() if s.facts).fields.items()}
    known = {headers[name]: value for name, value in own.items()}
    tables = {name: [dict(line.cells) for line in lines] for name, lines in made.items()}
    for name, key in (("interviews", "held_at"), ("complaints", "received_at"), ("contacts", "at")):
        tables[name] = [row for row in tables[name] if _day(row[key]) > as_of - RECENT]
    return Logbook({**known, **facts}, tables)


def _day(value: Any) -> date:
    return date.fromisoformat(str(value)[:10])


def _made(as_of: date, seed: int) -> dict[str, Any]:
    return dict(_sheets(as_of, seed))


@cache
def _sheets(as_of: date, seed: int) -> dict[str, Any]:
    one = project(seed, 1, Wish(str(as_of.year), as_of, 12, 3))
    return {sheet.table: sheet.lines for sheet in one.sheets}


@cache
def book() -> Procedure:
    return load_rulebook(None)


def taken_out(rows: Rows, of: Callable[[dict[str, Any]], bool]) -> Rows:
    """Rows less some."""
    return [row for row in rows if not of(row)]
