"""The same logs, however they are laid out, spelt and saved, are the same records and give the same findings."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from layouts import LAYOUTS, Content
from logbooks import project, values_read, write_canonical

from clausecheck.disk.resources import sample_projects
from clausecheck.logs import read_logs
from clausecheck.pipeline import audit_project

Judged = tuple[Any, ...]
IN_SHORT = (
    "titled and indented",
    "old Excel",
    "csv in GB18030",
    "one sheet a month",
    "side by side",
    "day and time apart",
)
"""The layouts in which the test command audits the whole year too; benchmarks/prove audits it in every one."""


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_reads_as_the_same_values(tmp_path: Path, layout: str) -> None:
    content = project()
    LAYOUTS[layout](tmp_path, content)
    logs = read_logs([tmp_path])
    assert list(logs.faults) == []
    read = values_read(logs)
    for table, records in content.items():
        assert read[table] == records, table


@pytest.fixture(scope="module")
def logs_of_a_year() -> Content:
    """The logs of a sample project with faults of every kind, as values."""
    return {table: records for table, records in values_read(read_logs([sample_projects()[0]])).items() if records}


@pytest.fixture(scope="module")
def expected(logs_of_a_year: Content, tmp_path_factory: pytest.TempPathFactory) -> Counter[Judged]:
    folder = tmp_path_factory.mktemp("canonical")
    write_canonical(folder / "a.xlsx", logs_of_a_year)
    found = _judged(folder)
    assert sum(number for judged, number in found.items() if judged[1] == "fail") > 50
    return found


@pytest.mark.parametrize(
    "layout", [pytest.param(one, marks=[] if one in IN_SHORT else pytest.mark.full_size) for one in LAYOUTS]
)
def test_every_layout_gives_the_same_findings(
    tmp_path: Path, logs_of_a_year: Content, expected: Counter[Judged], layout: str
) -> None:
    LAYOUTS[layout](tmp_path, logs_of_a_year)
    assert _judged(tmp_path) == expected


def _judged(folder: Path) -> Counter[Judged]:
    """Every judgement without its place: a fingerprint names the row by its id or its content."""
    audit = audit_project(folder, "2026", "2026-10-31")
    return Counter((one.code, one.verdict, one.reason, one.due, one.fingerprint) for one in audit.findings)
