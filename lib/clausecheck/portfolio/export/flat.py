"""Flat tables: one line a finding, passes too, or one line a run; CSV in UTF-8 with a BOM, as Excel and BI programs take it."""

import csv
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from clausecheck.disk.writing import replacing
from clausecheck.nouns.records import dataclass
from clausecheck.rulebook import Procedure
from clausecheck.wording import term

from ..model import say
from .runs import COLUMNS as OF_RUNS
from .runs import run_rows
from .source import Exported, about_rule, places, sentence, subject

COLUMNS = (
    "project", "name", "branch", "period", "as_of", "state", "code", "title", "clause", "subject", "about", "verdict", "shown_as",
    "severity", "role", "due", "reason", "message", "mend", "action", "file", "sheet", "cell", "cells", "fingerprint", "identity",
    "waiver",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A text that begins so would be reckoned with by Excel; it gets an apostrophe before it."""
MOST_PLACES = 50


@dataclass(frozen=True, slots=True)
class Kind:
    """A table: its columns, the rows of a project in it, and which of them count."""

    columns: tuple[str, ...]
    rows: Callable[[Exported, Procedure, str], Iterator[dict[str, Any]]]
    counts: Callable[[dict[str, Any]], bool]


def write_csv(projects: Iterable[Exported], target: Path, book: Procedure, lang: str, table: str = "findings") -> int:
    """Writes a table of `TABLES`; returns how many findings (or runs) it holds. Columns have their English keys as heads
    whatever the language; a project without a result is a line with its state and reason."""
    kind, written = TABLES[table], 0
    with replacing(target) as whole, whole.open("w", encoding="utf-8-sig", newline="") as stream:
        lines = csv.writer(stream)
        lines.writerow(kind.columns)
        for project in projects:
            for row in kind.rows(project, book, lang):
                lines.writerow([_safe(_said(row.get(name))) for name in kind.columns])
                written += kind.counts(row)
    return written


def _rows(project: Exported, book: Procedure, lang: str) -> Iterator[dict[str, Any]]:
    state = say(f"state.{project.state}", lang)
    document = project.document
    if document is None:
        yield {"project": project.code, "state": state, "reason": (project.reason or {}).get(lang)}
        return
    facts = document["facts"]
    common = {
        "project": project.code,
        "name": _text(facts.get("name")),
        "branch": _text(facts.get("branch")),
        "period": document["period"],
        "as_of": document["as_of"],
        "state": state,
    }
    for finding in document["findings"]:
        yield {**common, **_finding(finding, book, lang)}


def _finding(finding: dict[str, Any], book: Procedure, lang: str) -> dict[str, Any]:
    title, clause = about_rule(finding["code"], book, lang)
    first = finding["cells"][0] if finding["cells"] else {}
    of_logs = finding["verdict"] == "fail" and finding["code"].startswith("DAT")
    shown = "remark" if finding.get("remark") else "logs" if of_logs else finding["verdict"]
    copied = ("code", "subject", "verdict", "role", "due", "reason", "fingerprint", "identity", "waiver")
    listed = places(finding)
    return {
        **{name: finding.get(name) for name in copied},
        "title": title,
        "clause": finding.get("clause") or clause,
        "about": subject(finding, lang),
        "shown_as": term("verdict", shown, lang),
        "severity": term("severity", finding["severity"], lang) if finding.get("severity") else "",
        "message": sentence(finding, lang),
        "mend": finding.get("mend", {}).get(lang),
        "action": finding.get("action", {}).get(lang),
        **{name: first.get(name) for name in ("file", "sheet", "cell")},
        "cells": "; ".join(listed[:MOST_PLACES]) + (f"; …({len(listed)})" if len(listed) > MOST_PLACES else ""),
    }


def _said(value: Any) -> str:
    return "" if value is None else str(value)


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


TABLES = {
    "findings": Kind(COLUMNS, _rows, lambda row: bool(row.get("code"))),
    "runs": Kind(OF_RUNS, lambda project, _, lang: run_rows(project, lang), lambda _: True),
}
"""The tables by name."""
