"""What a period is called, and which days it means."""

from datetime import date

import pytest

from clausecheck.nouns.periods import parse_period

DAYS = {
    "2026": ("2026-01-01", "2026-12-31"),
    "2026-H1": ("2026-01-01", "2026-06-30"),
    "2026-H2": ("2026-07-01", "2026-12-31"),
    "2026h2": ("2026-07-01", "2026-12-31"),
    "2026-Q1": ("2026-01-01", "2026-03-31"),
    "2026Q4": ("2026-10-01", "2026-12-31"),
    "2024-02": ("2024-02-01", "2024-02-29"),
    "2026-01-15..2026-03-10": ("2026-01-15", "2026-03-10"),
}


@pytest.mark.parametrize("written", DAYS)
def test_a_period_means_these_days(written: str) -> None:
    period = parse_period(written)
    assert (period.start, period.end) == tuple(map(date.fromisoformat, DAYS[written]))
