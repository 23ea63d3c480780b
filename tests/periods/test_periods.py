"""What a period is, however it is typed."""

from datetime import date

import pytest

from clausecheck.nouns.errors import InputFault
from clausecheck.nouns.periods import EARLIEST, LATEST, parse_day, parse_period

NEAR = date(2026, 10, 31)
READ = {
    "2026": ("2026", "2026-01-01", "2026-12-31"),
    "2026年度": ("2026", "2026-01-01", "2026-12-31"),
    "2026-H1": ("2026-H1", "2026-01-01", "2026-06-30"),
    "2026-H2": ("2026-H2", "2026-07-01", "2026-12-31"),
    "2026年下半年": ("2026-H2", "2026-07-01", "2026-12-31"),
    "2026-Q3": ("2026-Q3", "2026-07-01", "2026-09-30"),
    "2026年三季度": ("2026-Q3", "2026-07-01", "2026-09-30"),
    "2026 年第 4 季度": ("2026-Q4", "2026-10-01", "2026-12-31"),
    "2026年9月": ("2026-09", "2026-09-01", "2026-09-30"),
    "2026/9": ("2026-09", "2026-09-01", "2026-09-30"),
    "２０２６年９月份": ("2026-09", "2026-09-01", "2026-09-30"),
    "2026年十二月": ("2026-12", "2026-12-01", "2026-12-31"),
    "2024-02": ("2024-02", "2024-02-01", "2024-02-29"),
    "三季度": ("2026-Q3", "2026-07-01", "2026-09-30"),
    "9月": ("2026-09", "2026-09-01", "2026-09-30"),
    "12月": ("2025-12", "2025-12-01", "2025-12-31"),
    "2026-01-15..2026-03-10": ("2026-01-15..2026-03-10", "2026-01-15", "2026-03-10"),
}


@pytest.mark.parametrize(("typed", "meant"), READ.items())
def test_a_period_is_read_as_it_is_typed(typed: str, meant: tuple[str, str, str]) -> None:
    period = parse_period(typed, near=NEAR)
    assert (period.label, period.start.isoformat(), period.end.isoformat()) == meant


@pytest.mark.parametrize(
    "typed",
    ["", "9", "Q3", "20261", "2026-13", "2026-Q5", "2026年13月", "2026年1月15日", "去年", "2026-03-10..2026-01-15"],
)
def test_what_is_no_period_is_refused_with_how_to_write_one(typed: str) -> None:
    with pytest.raises(InputFault, match=r"write .*2026-Q3|2026-03-10"):
        parse_period(typed, near=NEAR)


def test_without_a_year_and_a_day_to_count_from_it_is_no_period() -> None:
    with pytest.raises(InputFault):
        parse_period("三季度")


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "9999-01-01", "9999-12-31"])
def test_a_day_that_has_no_month_before_it_or_year_after_it_is_refused_in_words(day: str) -> None:
    for refused in (
        lambda: parse_day(day),
        lambda: parse_day(date.fromisoformat(day)),
        lambda: parse_period(f"{day}..{day}"),
    ):
        with pytest.raises(InputFault) as caught:
            refused()
        assert "太早或太晚" in caught.value.say("zh")
        assert "write a day from 1900-01-01 to 9998-12-31" in str(caught.value)


@pytest.mark.parametrize("day", [EARLIEST, LATEST])
def test_the_first_and_the_last_day_can_be_asked_for(day: date) -> None:
    assert parse_day(day.isoformat()) == day
    assert parse_period(f"{day}..{day}").start == day


def test_what_is_valid_for_ever_may_end_on_the_last_day_there_is() -> None:
    assert parse_day("9999-12-31", "--until", ever=True) == date.max
    with pytest.raises(InputFault, match="9998-12-31"):
        parse_day("9999-12-31")
