"""Working days: the public calendar, a company's own days, and what holds whatever the calendar of a year to come."""

from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from clausecheck.nouns.errors import InputFault
from clausecheck.nouns.workdays import OwnDay, Workdays, find_workdays, read_workdays

ISSUED = date(2026, 11, 10)


def own(*days: date, issued: date = ISSUED) -> dict[date, OwnDay]:
    return {day: OwnDay(day, issued, "国办发明电") for day in days}


def test_make_up_saturdays_of_the_public_calendar_are_working_days() -> None:
    assert Workdays().after(date(2026, 2, 13), 1) == (date(2026, 2, 14), date(2026, 2, 14))


def test_past_the_known_calendar_n_working_days_are_n_days_at_least_and_n_and_sixteen_at_most() -> None:
    assert Workdays().after(date(2027, 1, 4), 3) == (date(2027, 1, 7), date(2027, 1, 23))
    assert Workdays().after(date(2027, 1, 4), 0) == (date(2027, 1, 4), date(2027, 1, 4))


def test_known_days_before_the_unknown_year_are_counted_as_they_are() -> None:
    first, last = Workdays().after(date(2026, 12, 25), 5)  # 28 to 31 December are four of them
    assert first == date(2027, 1, 1)
    assert last == date(2027, 1, 15)


def test_of_more_than_twenty_working_days_past_the_known_calendar_nothing_is_said() -> None:
    assert Workdays().after(date(2027, 1, 4), 21) == (date(2027, 1, 4), None)
    assert Workdays().after(date(2026, 8, 3), 30)[1] is not None


def test_a_year_with_days_off_of_the_company_is_known() -> None:
    calendar = Workdays(own(date(2027, 1, 1)), own(date(2027, 1, 2)))
    assert calendar.after(date(2026, 12, 31), 2) == (date(2027, 1, 4), date(2027, 1, 4))
    assert Workdays({}, own(date(2027, 1, 2))).is_working(date(2027, 1, 4)) is None


def test_a_companys_day_stands_above_the_public_calendar() -> None:
    monday, sunday = date(2026, 8, 3), date(2026, 8, 2)
    assert Workdays(own(monday), own(sunday)).is_working(monday) is False
    assert Workdays(own(monday), own(sunday)).is_working(sunday) is True


def test_a_day_announced_later_is_not_used_before() -> None:
    calendar = Workdays(own(date(2027, 1, 1), issued=date(2026, 12, 20)))
    assert calendar.issued_by(date(2026, 12, 20)).days_off and not calendar.issued_by(date(2026, 12, 19)).days_off


DAYS = st.dates(date(2004, 1, 2), date(2026, 6, 30))


@given(DAYS, st.integers(0, 20), st.integers(0, 60))
@example(date(2019, 12, 27), 20, 0)
@example(date(2020, 1, 23), 19, 0)
def test_whatever_is_decided_past_the_known_calendar_is_what_its_announcement_then_says(
    start: date, amount: int, ahead: int
) -> None:
    """Every real calendar from 2004 on, taken for unknown from some day on."""
    with pytest.MonkeyPatch.context() as patch:
        really = chinese_calendar.is_workday
        known, unknown = Workdays().after(start, amount), start + timedelta(days=ahead)

        def as_far_as_known(day: date) -> bool:
            if day >= unknown:
                raise NotImplementedError
            return bool(really(day))

        patch.setattr(chinese_calendar, "is_workday", as_far_as_known)
        first, last = Workdays().after(start, amount)
    assert last is not None
    assert first <= known[0] <= last


GOOD = """days_off:
  - {date: 2027-01-01, issued: 2026-11-10, source: 国办发明电〔2026〕9号}
make_up_days:
  - {date: 2027-01-02, issued: 2026-11-10, source: 国办发明电〔2026〕9号}
"""


def test_a_calendar_is_read_and_has_one_hash_whatever_its_order(tmp_path: Path) -> None:
    (tmp_path / "calendar.yaml").write_text(GOOD, encoding="utf-8")
    calendar = find_workdays([tmp_path, tmp_path / "记录.xlsx"])
    assert (set(calendar.days_off), set(calendar.make_up_days)) == ({date(2027, 1, 1)}, {date(2027, 1, 2)})
    assert calendar.sources == ("国办发明电〔2026〕9号",)
    head, tail = GOOD.split("make_up")
    (tmp_path / "calendar.yaml").write_text(f"make_up{tail}{head}", encoding="utf-8")
    assert find_workdays([tmp_path]).sha256 == calendar.sha256 != Workdays().sha256 == ""


def test_an_empty_calendar_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "calendar.yaml").write_text("", encoding="utf-8")
    assert read_workdays(tmp_path / "calendar.yaml") == Workdays()


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("holidays: []\n", 1, "没有“holidays”这一项"),
        ("days_off: 2027-01-01\n", 1, "应为列表"),
        ("- 2027-01-01\n", None, "应为键值对"),
        ("days_off:\n  - 2027-01-01\n", 2, "每一项应有 date、issued、source"),
        ("days_off:\n  - {date: 2027-01-01, issued: 2026-11-10}\n", 2, "每一项应有"),
        ("days_off:\n  - {date: 2027-01-01, issued: 2026-11-10, source: x, note: y}\n", 2, "没有 note"),
        ("days_off:\n  - {date: 2027-02-30, issued: 2026-11-10, source: x}\n", 2, "“2027-02-30”不是日期"),
        ("days_off:\n  - {date: 1月1日, issued: 2026-11-10, source: x}\n", 2, "不是日期"),
        ("days_off:\n  - date: 2027-01-01\n    issued: 去年\n    source: x\n", 3, "issued 的“去年”不是日期"),
        ("days_off:\n  - {date: 2027-01-01, issued: 2026-11-10, source: ''}\n", 2, "出处"),
        (GOOD + "  - {date: 2027-01-01, issued: 2026-11-10, source: x}\n", 5, "2027-01-01 前面已经列过"),
        (GOOD.replace("make_up_days:\n", ""), None, "前面已经列过"),
    ],
)
def test_what_is_no_calendar_is_refused_with_its_line(tmp_path: Path, text: str, line: int | None, words: str) -> None:
    if "make_up" not in text and text.startswith("days_off") and text.count("issued") == 2:
        text = text.replace("2027-01-02", "2027-01-01")
    path = tmp_path / "calendar.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputFault) as refused:
        read_workdays(path)
    fault = refused.value.faults[0]
    assert words in fault.zh
    assert fault.place == (f"{path}:{line}" if line else fault.place)


def test_two_calendars_that_contradict_each_other_are_refused() -> None:
    off, on = Workdays(own(date(2027, 1, 1))), Workdays({}, own(date(2027, 1, 1)))
    assert off.with_days_of(off) == off
    with pytest.raises(InputFault, match="2027-01-01"):
        off.with_days_of(on)
