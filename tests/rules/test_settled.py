"""What is settled in bulk is what careful judging says: of whole projects, and of rows with anything in their cells."""

import json
import pickle
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from both_ways import audited_both_ways
from handed_in import read_here, write_workbook
from hypothesis import HealthCheck, given, settings
from projects import Project, projects

from clausecheck.audit.certain import Certain, whole_of
from clausecheck.evidence import Evidence, prepare
from clausecheck.kinds.each_row import EachRow, judge_row
from clausecheck.kinds.outcome import cells_of
from clausecheck.kinds.settled import CAREFULLY, OUT, settler_of
from clausecheck.logs import read_logs
from clausecheck.nouns.model import Finding, Logs, Row, Unknown
from clausecheck.nouns.periods import END_OF_DAY, When, parse_period
from clausecheck.pipeline import audit_logs
from clausecheck.rulebook import Procedure, load_rulebook

SAMPLES = sorted(path for path in (Path(__file__).parents[2] / "sample_data").glob("CH-*") if path.is_dir())
FEW = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
OWN = {
    "shorter": {"boundary": "exclusive"},
    "by the clock": {"numbers": {"limit": {"value": 36, "unit": "hours"}}},
    "working days": {"boundary": "exclusive", "numbers": {"limit": {"value": 2, "unit": "working_days"}}},
    "changing": {
        "numbers": {"limit": [{"value": 20, "unit": "minutes"}, {"value": 1, "unit": "days", "since": "2026-05-01"}]}
    },
}
"""What a company may say otherwise of rules whose rows are judged by a limit."""
RARE = {"CMP07", "ITV07", "SUR01"}
"""Rules of which not every company's limits leave a pass among the changed rows."""
LIMITED = ("CMP01", "CMP06", "CMP07", "CMP08", "CMP09", "ITV07")
TURNING = ("CMP10", "ITV06", "SUR01")
STEPS = (0, 0, 1, 2, 19, 20, 21, 29, 30, 31, 60, 1439, 1440, 1441, 2160, 2880, 4320, 4321, 7 * 1440, -1, -30, -1440)
"""Minutes from one time of a row to another: about the limits that are tried."""
CLOCKS = (None, time(0, 0), time(10, 0), time(10, 0, 30), time(23, 59), END_OF_DAY)


@cache
def logs_of(folder: Path) -> Logs:
    return read_logs([folder])


@cache
def book_of(own: str) -> Procedure:
    if not own:
        return load_rulebook()
    rules = dict.fromkeys(LIMITED, OWN[own]) | {code: {"boundary": "exclusive"} for code in TURNING}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "rulebook.yaml"
        path.write_text(json.dumps({"extends": "customer_communication", "rules": rules}))
        return load_rulebook(path)


@pytest.mark.parametrize("folder", SAMPLES, ids=lambda folder: folder.name[:6])
def test_the_samples_are_judged_the_same_both_ways(folder: Path) -> None:
    for period, day in (("2026", date(2026, 10, 31)), ("2026-Q3", date(2026, 7, 18))):
        audited_both_ways(logs_of(folder), load_rulebook(), parse_period(period), day)


@pytest.mark.parametrize("own", OWN)
def test_a_companys_limits_are_judged_the_same_both_ways(own: str) -> None:
    audited_both_ways(logs_of(SAMPLES[0]), book_of(own), parse_period("2026"), date(2026, 10, 31))


@FEW
@given(project=projects())
def test_any_project_is_judged_the_same_both_ways(project: Project) -> None:
    with TemporaryDirectory() as folder:
        logs = read_here([write_workbook(Path(folder) / "记录.xlsx", project.workbook)])
    audited_both_ways(logs, load_rulebook(), parse_period(project.period), project.as_of)


@pytest.mark.parametrize("own", ["", *OWN])
def test_rows_with_anything_in_their_cells_are_settled_as_they_are_judged(own: str) -> None:
    book, logs, seen = book_of(own), logs_of(SAMPLES[0]), Counter[tuple[str, str]]()
    evidence = prepare(logs, book, parse_period("2026-01-01..2026-08-31"), date(2026, 10, 31))
    for rule in book.rules.values():
        for check in rule.checks:
            if isinstance(check, EachRow):
                settle = settler_of(rule, check, evidence)
                for row in changed_rows(evidence, check, Random(rule.code)):
                    sure, careful = settle(row), judge_row(rule, check, row, evidence)
                    seen[rule.code, sure.verdict] += 1
                    if sure is OUT:
                        assert careful is None, row
                    elif sure is not CAREFULLY:
                        assert careful is not None, row
                        day = row.values[evidence.tables[check.table].spec.key_date].day
                        due = sure.due(row.values, day) if sure.due else None
                        said = (sure.verdict, cells_of(row, *sure.fields), sure.numbers, due)
                        assert said == (careful.verdict, careful.cells, careful.numbers, careful.due), row
                        assert careful.reason == ("" if sure.verdict == "pass" else "row")
    passed = {code for code, verdict in seen if verdict == "pass"}
    excused = {code for code, verdict in seen if verdict == "not_applicable"}
    out = {code for code, verdict in seen if verdict == "out"}
    assert passed | RARE == {
        "CMP01",
        "CMP03",
        "CMP04",
        "CMP05",
        "CMP06",
        "CMP08",
        "CMP09",
        "CMP10",
        "INF08",
        "ITV06",
        "ITV08",
        *RARE,
    }
    assert excused >= {"CMP02", "CMP05", "CMP06", "CMP07", "CMP08"}
    assert out >= {"CMP01", "ITV06", "ITV08"}


def changed_rows(evidence: Evidence, check: EachRow, random: Random) -> Iterator[Row]:
    """The rows of a table, each some times over with some of its cells changed: other times, other rows' values, blanks,
    and what cannot be used."""
    rows, spec = evidence.tables[check.table].rows, evidence.tables[check.table].spec
    for row in rows * (1 + 400 // max(1, len(rows))):
        values = dict(row.values)
        for name, wanted in (*check.rows.items(), *check.applies_to.items()):
            values[name] = random.choice((*wanted, *wanted, *wanted, values.get(name)))
        start = values.get(spec.key_date)
        for name in random.sample(list(spec.fields), random.choice((0, 1, 2, 5))):
            other = changed(spec.fields[name].is_date, start, [one.get(name) for one in rows], random)
            if other is not None or name not in spec.required:  # a row without a required cell is judged by no limit
                values[name] = other
        yield replace(row, values={name: value for name, value in values.items() if value is not None})


def changed(is_date: bool, start: Any, others: list[Any], random: Random) -> Any:
    """Another value for a cell: near the time that begins the row where it is a date, else what another row has there."""
    if random.random() < 0.1:
        return random.choice((None, Unknown("DAT01", "?"), Unknown("DAT05", "?"), Unknown("DAT07", "?")))
    if not is_date or not isinstance(start, When):
        return random.choice(others)
    moment = start.earliest + timedelta(minutes=random.choice(STEPS))
    clock = random.choice((moment.time(), moment.time(), moment.time(), *CLOCKS))
    return When(moment.date(), clock, sharp=random.random() < 0.2)


def test_a_certain_finding_is_the_finding_to_whoever_asks() -> None:
    audit = audit_logs(logs_of(SAMPLES[0]), load_rulebook(), parse_period("2026"), date(2026, 10, 31))
    certain = next(one for one in audit.findings if isinstance(one, Certain))
    whole = whole_of(certain)
    assert type(whole) is Finding
    assert (certain, hash(certain), repr(certain)) == (whole, hash(whole), repr(whole))
    assert whole == certain
    assert certain != replace(whole, subject="another")
    assert pickle.loads(pickle.dumps(certain)) == whole
    assert whole_of(whole) is whole
    with pytest.raises(AttributeError):
        _ = certain.nobody_has_this  # type: ignore[attr-defined]
