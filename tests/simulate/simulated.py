"""Simulated projects for the tests: made, audited, and what differs from what they deserve."""

from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from clausecheck.logs import read_logs
from clausecheck.nouns.model import Audit
from clausecheck.pipeline import audit_logs
from clausecheck.procedure.procedure import Procedure
from clausecheck.rulebook import load_rulebook
from clausecheck.simulate import Disturbance, Project, Wish, project
from clausecheck.simulate.answers import Places
from clausecheck.simulate.books import write

WHENS = (
    ("2026", date(2026, 10, 31)),
    ("2026", date(2027, 1, 31)),
    ("2026-Q3", date(2026, 10, 25)),
    ("2026", date(2026, 6, 17)),
    ("2026-05", date(2026, 7, 2)),
    ("2025", date(2025, 12, 31)),
)
BAD = ("fail", "at_risk", "undetermined")
Verdicts = dict[tuple[str, str], str]


@cache
def rulebook() -> Procedure:
    return load_rulebook(None)


def made(number: int, disturbance: Disturbance, households: int = 9) -> Project:
    period, as_of = WHENS[number % len(WHENS)]
    return project(2026, number, Wish(period, as_of, households, 2), disturbance)


def audit_of(one: Project, folder: Path) -> Audit:
    logs = read_logs([folder], words=rulebook().words)
    return audit_logs(logs, rulebook(), one.shape.period, one.shape.as_of)


def said_and_deserved(one: Project) -> tuple[Verdicts, Verdicts]:
    """What is neither pass, pending nor not applicable: as audited, and as the answer says."""
    with TemporaryDirectory() as folder:
        answer = one.write(Path(folder))
        audit = audit_of(one, Path(folder))
    said = {(found.code, found.subject): found.verdict for found in audit.findings if found.verdict in BAD}
    return said, {(entry["code"], entry["subject"]): entry["verdict"] for entry in answer["planted"]}


def every_finding(one: Project) -> Verdicts:
    """Every finding, its subject named by the row it is about, wherever that stands."""
    with TemporaryDirectory() as folder:
        places = write(one.sheets, Path(folder))
        audit = audit_of(one, Path(folder))
    rows = _rows(one, places)
    return {(found.code, rows.get(found.subject, found.subject)): found.verdict for found in audit.findings}


def _rows(one: Project, places: Places) -> dict[str, str]:
    """`sheet#7` and `sheet!B7` as table, number of the row, and field."""
    found = {}
    for table, rows in one.draft.tables.items():
        for number, row in enumerate(rows):
            _, sheet, line, letters = places[id(row)]
            found[f"{sheet}#{line}"] = f"{table} {number}"
            found |= {f"{sheet}!{letter}{line}": f"{table} {number} {key}" for key, letter in letters.items()}
    return found
