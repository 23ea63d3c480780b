"""Counts, rates, comparisons, backlog and repeats of the trends page, each counted again by hand from the workbooks."""

import re
from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest
from analysis_sample import AS_OF, SAMPLE, as_day, handovers, month_of, plain_rows, study
from scipy.stats import binomtest

from clausecheck.logs import read_logs
from clausecheck.nouns.errors import InputFault
from clausecheck.nouns.periods import parse_period
from clausecheck.trends.backlog import backlog, open_ages, open_cases
from clausecheck.trends.comparison import by_year, compared
from clausecheck.trends.exposure import exposure
from clausecheck.trends.frame import building_of, complaint_frame, left_out
from clausecheck.trends.growth import grown
from clausecheck.trends.marks import rows_behind
from clausecheck.trends.projects import project_paths, read_projects
from clausecheck.trends.repeats import repeat_summary, repeats
from clausecheck.trends.study import overall_chart
from clausecheck.trends.texts import topics
from clausecheck.trends.volumes import counted, heat_map, monthly, pareto


def by_month(rows: Any) -> dict[str, int]:
    return dict(Counter(map(month_of, rows)))


def test_every_row_of_the_workbooks_is_in_the_frame_at_its_cell() -> None:
    frame = study().frame
    expected = [(row["file"], f"A{row['number']}", row["投诉编号"], row["内容"]) for row in plain_rows()]
    assert list(zip(frame["file"], frame["cell"], frame["id"], frame["content"], strict=True)) == expected
    assert len(study().left) == 0


@pytest.mark.parametrize(
    ("column", "header"), [("klass", "类别"), ("nature", "性质"), ("channel", "来源"), ("subtype", "子类")]
)
def test_volumes_by_a_column(column: str, header: str) -> None:
    expected = Counter(row[header] or "未填写" for row in plain_rows())
    table = counted(study().frame, column)
    assert dict(zip(table["key"], table["n"], strict=True)) == expected
    assert table["share"].sum() == pytest.approx(1)


def test_volumes_by_hour_building_and_topic() -> None:
    rows = plain_rows()
    hours = counted(study().frame, "hour")
    assert list(hours["n"][:24]) == [sum(row["受理时间"].hour == hour for row in rows) for hour in range(24)]
    buildings = counted(study().frame, "building")
    expected = Counter(re.match(r"0*(\d+)", row["房号"])[1] + "栋" for row in rows)
    assert dict(zip(buildings["key"], buildings["n"], strict=True)) == expected
    words = topics()
    told = Counter(next(name for name in words if any(word in row["内容"] for word in words[name])) for row in rows)
    table = pareto(study().frame)
    assert dict(zip(table["key"], table["n"], strict=True)) == told
    most = sorted(told.values(), reverse=True)
    assert list(table["cumulative"]) == pytest.approx([sum(most[: i + 1]) / len(rows) for i in range(len(most))])


def test_rates_per_1000_households_by_hand() -> None:
    counts = by_month(plain_rows())
    for line in study().rates.itertuples():
        flats = sum(day <= line.month.date() for _, day in handovers())
        assert (line.n, line.households) == (counts[f"{line.month:%Y-%m}"], flats)
        assert line.per_1000 == pytest.approx(1000 * line.n / flats)


def test_a_month_is_weighed_by_the_days_that_are_covered_and_in_service() -> None:
    span = parse_period("2024-08-17..2024-09-15")
    table = exposure(study().projects, span).groupby("month")["household_days"].sum()
    assert list(table) == [864 * 15, 1152 * 15]
    rates = exposure(study().projects, span).groupby("month")["households"].sum()
    assert list(rates) == pytest.approx([864 * 15 / 31, 1152 * 15 / 30])


def test_a_month_without_complaints_is_a_zero_and_not_a_gap() -> None:
    frame = study().frame
    some = frame[frame["month"] != pd.Timestamp("2025-02-01")]
    table = monthly(some, study().span)
    assert len(table) == 36
    assert int(table.loc[table["month"] == "2025-02-01", "n"].iloc[0]) == 0


def test_year_on_year_and_month_on_month_by_hand() -> None:
    counts = by_month(plain_rows())
    flats = {month: sum(f"{day:%Y-%m-%d}" <= f"{month}-01" for _, day in handovers()) for month in counts}
    months = sorted(counts)
    table = compared(study().rates)
    for place, line in enumerate(table.itertuples()):
        for name, back in (("yoy", 12), ("mom", 1)):
            change, p = getattr(line, name), getattr(line, f"{name}_p")
            if place < back:
                assert pd.isna(change)
                assert pd.isna(p)
                continue
            now, then = months[place], months[place - back]
            assert change == pytest.approx(counts[now] / flats[now] / (counts[then] / flats[then]) - 1)
            share = flats[now] / (flats[now] + flats[then])
            exact = binomtest(counts[now], counts[now] + counts[then], share).pvalue
            assert p == pytest.approx(exact, rel=0.05, abs=1e-6)
    years = by_year(study().rates).set_index("year")
    assert (years.loc[2025, "months"], years.loc[2025, "n"]) == (
        12,
        sum(n for m, n in counts.items() if m[:4] == "2025"),
    )


def test_a_month_that_is_not_whole_is_compared_with_nothing() -> None:
    frame, span = study().frame, parse_period("2025-01-10..2026-03-20")
    table = compared(monthly(frame, span).assign(households=1000.0, per_1000=1.0))
    assert list(table["complete"]) == [False, *[True] * 13, False]
    assert pd.isna(table["mom"].iloc[1])
    assert pd.isna(table["yoy"].iloc[12])
    assert pd.notna(table["yoy"].iloc[13])
    assert pd.isna(table["mom"].iloc[14])


def test_the_heat_map_has_every_complaint_in_its_square() -> None:
    table = heat_map(study().frame, study().households, study().span)
    expected = Counter((re.match(r"0*(\d+)", row["房号"])[1] + "栋", month_of(row)) for row in plain_rows())
    found = {(line.building, f"{line.month:%Y-%m}"): line.n for line in table.itertuples() if line.n}
    assert found == expected
    late = table[(table["building"] == "8栋") & (table["month"] < "2024-09-01")]
    assert late["per_1000"].isna().all()


def test_backlog_and_ages_by_hand() -> None:
    rows, table = plain_rows(), backlog(study().everything, study().span)
    for line in table.itertuples():
        end = (line.month + pd.offsets.MonthEnd(0)).date()
        came = [row for row in rows if as_day(row["受理时间"]) <= end]
        still = [row for row in came if row["办结时间"] is None or as_day(row["办结时间"]) > end]
        assert line.open == len(still)
    ages = [(AS_OF - as_day(row["受理时间"])).days for row in rows if row["办结时间"] is None]
    assert sorted(open_cases(study().everything, AS_OF)["age"]) == sorted(ages)
    table = open_ages(study().everything, AS_OF).groupby("group")["n"].sum()
    limits = [-1, 3, 7, 30, 90, 10**6]
    assert list(table) == [sum(a < age <= b for age in ages) for a, b in pairwise(limits)]


def test_repeats_by_brute_force() -> None:
    frame, again = study().everything, study().again
    seen: dict[tuple, list[int]] = defaultdict(list)
    expected = {}
    for place, line in enumerate(frame.itertuples()):
        key = (line.household, line.klass, line.subtype, line.topic)
        if seen[key]:
            before = frame.iloc[seen[key][-1]]
            days = (line.received.date() - before["received"].date()).days
            if days <= 90:
                closed = before["closed"]
                back = pd.notna(closed) and line.received > closed and (line.received.date() - closed.date()).days <= 30
                expected[place] = (seen[key][-1], days, bool(back))
        seen[key].append(place)
    found = {
        place: (line.earlier, line.since, bool(line.reopened))
        for place, line in zip(again.index, again.itertuples(), strict=True)
    }
    assert found == expected
    assert len(found) > 50
    summed = repeat_summary(study().frame, again)
    assert (summed["repeats"].sum(), summed["reopened"].sum()) == (len(again), int(again["reopened"].sum()))


def test_repeats_of_one_household_among_several_and_never_without_a_known_topic() -> None:
    frame = study().everything.iloc[:4].copy()
    frame["household"] = ["1栋1单元101", "1栋1单元101、1栋1单元102", "1栋1单元102", "1栋1单元103"]
    frame["klass"], frame["subtype"] = "一类", "未填写"
    frame["topic"], frame["id"] = "电梯", ["a", "b", "c", "d"]
    frame["received"] = pd.to_datetime(["2026-01-01", "2026-01-05", "2026-01-09", "2026-01-09"])
    frame["closed"] = pd.NaT
    again = repeats(frame, within_days=5)
    assert list(zip(again.index - frame.index[0], again["earlier"], again["chain"], strict=True)) == [
        (1, 0, 2),
        (2, 1, 3),
    ]
    assert not again["reopened"].any()
    assert repeats(frame.assign(topic="其他")).empty


def test_what_grew_is_what_was_planted() -> None:
    chart = overall_chart(study())
    table = grown(study().frame, chart, list(chart.signalled["month"]))
    assert set(zip(table["building"][:2], table["topic"][:2], strict=True)) == {("5栋", "电梯"), ("3栋", "电梯")}
    base = [row for row in plain_rows() if "2023-11" <= month_of(row) <= "2025-10"]
    assert table["expected"].sum() < table["n"].sum()
    assert len(base) == int((study().frame["month"] < "2025-11-01").sum())


def test_the_rows_behind_a_mark_are_named_by_file_sheet_and_cell() -> None:
    rows = rows_behind(study().frame, {"month": "2026-04", "building": "3栋", "topic": "电梯"})
    expected = [
        f"{row['file']} › 投诉记录!A{row['number']}"
        for row in plain_rows()
        if month_of(row) == "2026-04" and re.match("0*3(?!\\d)", row["房号"])
        if "电梯" in row["内容"] and "照明" not in row["内容"]
    ]
    assert list(rows["place"]) == expected
    assert len(expected) > 5


def test_rows_that_cannot_be_placed_in_time_are_left_out_with_a_reason() -> None:
    project = read_projects([SAMPLE], date(2026, 3, 31), parse_period("2026-02-01..2026-03-15"))
    span = parse_period("2026-02-01..2026-03-15")
    why = left_out(project, span)["why"].value_counts()
    rows = plain_rows()
    later = sum(as_day(row["受理时间"]) > date(2026, 3, 31) for row in rows)
    used = len(complaint_frame(project, date(2026, 3, 31), span))
    assert why["left_later"] == later
    assert used + why.sum() == len(rows)


def test_logs_that_are_read_already_and_paths_give_the_same_frame() -> None:
    pd.testing.assert_frame_equal(
        complaint_frame(read_logs([SAMPLE]), AS_OF), complaint_frame(str(SAMPLE), AS_OF), check_categorical=True
    )


def test_a_folder_of_folders_is_several_projects_and_one_project_is_not_counted_twice() -> None:
    assert project_paths([SAMPLE.parent]) == [SAMPLE]
    with pytest.raises(InputFault) as refused:
        read_projects([SAMPLE, SAMPLE / "项目基础资料.xlsx"], AS_OF)
    assert "CH-005" in refused.value.say("zh")


@pytest.mark.parametrize(
    ("flat", "building"), [("3栋2单元301", "3栋"), ("1期3栋2单元301", "1期3栋"), ("A栋1203", "A栋"), ("301", "未填写")]
)
def test_the_building_of_a_flat(flat: Any, building: Any) -> None:
    assert building_of(flat) == building


def test_the_planted_shift_is_as_the_readme_says() -> None:
    lifts = Counter(
        month_of(row) for row in plain_rows() if "电梯" in row["内容"] and re.match("0*[35](?!\\d)", row["房号"])
    )
    before = [n for month, n in lifts.items() if month < "2026-04"]
    after = [n for month, n in lifts.items() if month >= "2026-04"]
    assert max(before) < min(after)
    assert 20 < sum(after) / len(after) < 42
    assert sum(path.stat().st_size for path in SAMPLE.glob("*.xlsx")) < 400_000
    assert AS_OF - timedelta(days=1) > date(2026, 10, 1)
