"""What a log does not reach is no zero: months before its first complaint and after its last, in every figure and picture;
and the baseline that is taken where nobody names one."""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from analysis_sample import study_of

from clausecheck.logs import read_logs
from clausecheck.nouns.model import say
from clausecheck.trends import section_html
from clausecheck.trends.comparison import compared
from clausecheck.trends.draw_counts import heat_picture, volume_picture
from clausecheck.trends.draw_times import backlog_table
from clausecheck.trends.export import sheets
from clausecheck.trends.frame import left_out
from clausecheck.trends.projects import as_project
from clausecheck.trends.sections import SECTIONS, TITLE
from clausecheck.trends.settings import check_values
from clausecheck.trends.study import Study, open_study, overall_chart

FACTS = {
    "项目名称": "瑞景苑", "产权类型": "多产权", "业主数": 360, "总户数": 360, "收费模式": "包干制", "接管日期": "2020-01-01",
}  # fmt: skip


def log(folder: Path, received: Iterable[object], code: str = "RJ-1", **facts: object) -> Path:
    """A workbook of one project with a complaint at each of the days."""
    folder.mkdir(parents=True, exist_ok=True)
    book = openpyxl.Workbook()
    about = book.active
    about.title = "项目信息"
    for line in [("项目", "内容"), ("项目编码", code), *({**FACTS, **facts}).items()]:
        if line[1] is not None:
            about.append(line)
    sheet = book.create_sheet("投诉记录")
    sheet.append(["投诉编号", "受理时间", "房号", "类别", "内容", "办结时间"])
    for number, day in enumerate(received):
        closed = f"{day + timedelta(3):%Y-%m-%d} 10:00" if isinstance(day, date) else None
        when = f"{day:%Y-%m-%d} 09:30" if isinstance(day, date) else day
        sheet.append([f"T{number}", when, f"1栋1单元{101 + number % 9}", "一类", "电梯故障", closed])
    path = folder / f"{code}.xlsx"
    book.save(path)
    return path


def every(days: int, start: str, end: str) -> list[date]:
    return [day.date() for day in pd.date_range(start, end, freq=f"{days}D")]


def looked(path: Path | list[Path], as_of: str, span: str = "", **other: object) -> Study:
    paths = [str(one) for one in path] if isinstance(path, list) else str(path)
    return open_study(check_values({"inputs": paths, "as_of": as_of, "span": span or None, "out": "out", **other}))


def told(study: Study) -> dict[str, tuple[int | None, str]]:
    lines = study.rates.itertuples()
    return {f"{line.month:%Y-%m}": (None if pd.isna(line.n) else int(line.n), line.state) for line in lines}


QUARTER = every(2, "2026-07-01", "2026-09-29")


@pytest.mark.parametrize(
    ("received", "as_of", "span", "expected"),
    [
        pytest.param(QUARTER, "2026-09-30", "", {"2026-07": "whole", "2026-08": "whole", "2026-09": "whole"},
                     id="a quarter's log at the quarter's end is whole"),
        pytest.param(QUARTER, "2026-10-31", "", {"2026-07": "whole", "2026-08": "whole", "2026-09": "whole", "2026-10": "open"},
                     id="a month after the log's last row is open"),
        pytest.param(QUARTER, "2026-12-05", "", {"2026-07": "whole", "2026-08": "whole", "2026-09": "whole",
                     "2026-10": "open", "2026-11": "open", "2026-12": "open"}, id="and so are all that follow"),
        pytest.param(QUARTER, "2026-09-29", "", {"2026-07": "whole", "2026-08": "whole", "2026-09": "part"},
                     id="a month whose end is ahead is not whole"),
        pytest.param(QUARTER, "2026-09-30", "2026-05-01..2026-09-30", {"2026-05": "none", "2026-06": "none",
                     "2026-07": "whole", "2026-08": "whole", "2026-09": "whole"}, id="a month before the log's first row has no data"),
        pytest.param(QUARTER, "2026-10-31", "2026-Q3", {"2026-07": "whole", "2026-08": "whole", "2026-09": "whole"},
                     id="the span that is given is obeyed"),
        pytest.param(every(2, "2026-07-01", "2026-09-10"), "2026-09-30", "", {"2026-07": "whole", "2026-08": "whole", "2026-09": "part"},
                     id="a log handed in on the tenth leaves its month open"),
        pytest.param(every(2, "2026-07-21", "2026-09-30"), "2026-09-30", "", {"2026-07": "part", "2026-08": "whole", "2026-09": "whole"},
                     id="a log begun on the twenty-first does not have its first month whole"),
        pytest.param([date(2026, 7, 9), date(2026, 8, 20), date(2026, 9, 12)], "2026-09-30", "",
                     {"2026-07": "whole", "2026-08": "whole", "2026-09": "whole"}, id="three weeks without one are no wonder where there is one a month"),
        pytest.param([date(2026, 6, 3), date(2026, 6, 20), date(2026, 8, 5), date(2026, 8, 30)], "2026-08-31", "",
                     {"2026-06": "whole", "2026-07": "whole", "2026-08": "whole"}, id="a month without rows between others is a zero"),
    ],
)  # fmt: skip
def test_what_a_log_reaches(tmp_path: Path, received: Any, as_of: str, span: Any, expected: Any) -> None:
    study = looked(log(tmp_path, received), as_of, span)
    found = told(study)
    assert {month: state for month, (_, state) in found.items()} == expected
    for n, state in found.values():
        assert (n is None) is (state in ("none", "open"))
    assert list(study.rates["complete"]) == [state == "whole" for _, state in found.values()]
    assert sum(n or 0 for n, _ in found.values()) == len(study.frame)


def test_a_month_in_the_middle_without_rows_counts_none(tmp_path: Path) -> None:
    days = [*every(4, "2026-03-01", "2026-05-30"), *every(4, "2026-07-02", "2026-08-30")]
    assert told(looked(log(tmp_path, days), "2026-08-31"))["2026-06"] == (0, "whole")


def test_the_month_before_the_take_over_is_not_held_against_a_log(tmp_path: Path) -> None:
    days = every(2, "2026-07-21", "2026-09-30")
    study = looked(log(tmp_path, days, 接管日期="2026-07-20"), "2026-09-30")
    assert told(study)["2026-07"][1] == "whole"


def test_a_quarters_log_gives_no_comparison_and_no_signal_with_what_it_does_not_reach(tmp_path: Path) -> None:
    study = looked(log(tmp_path, QUARTER), "2026-10-31", "2026-05-01..2026-10-31")
    table = compared(study.rates).set_index("month")
    assert table["mom"].notna().tolist() == [False, False, False, True, True, False]
    assert table["mom_p"].isna()["2026-10-01"]
    chart = overall_chart(study)
    assert [f"{month:%Y-%m}" for month in chart.points["month"]] == ["2026-07", "2026-08", "2026-09"]
    assert chart.signalled.empty
    assert backlog_table(study)["month"].dt.month.tolist() == [7, 8, 9]
    assert {value["month"] for value in heat_picture(study).spec["data"]["values"]} <= {"2026-07", "2026-08", "2026-09"}


def test_pictures_and_tables_show_the_gap_and_say_it(tmp_path: Path) -> None:
    study = looked(log(tmp_path, QUARTER), "2026-10-31", "2026-05-01..2026-10-31")
    picture = volume_picture(study)
    band, bars = picture.spec["layer"]
    assert [one["month"] for one in band["data"]["values"]] == ["2026-05", "2026-06", "2026-10"]
    assert [one["month"] for one in bars["data"]["values"]] == ["2026-07", "2026-08", "2026-09"]
    assert bars["encoding"]["x"]["scale"]["domain"] == [f"2026-{m:02d}" for m in range(5, 11)]
    assert "台账未到（不作 0 件）" in [words for words, _ in picture.legend]
    title = section_html(study, TITLE)
    assert "2026-07-01 – 2026-09-29（2026-05 – 2026-06、2026-10 没有记录" in title
    changes = section_html(study, next(one for one in SECTIONS if one.id == "changes"))
    assert '<td>2026-10 †</td><td class="num">–</td>' in changes
    monthly = next(sheet for sheet in sheets(study, []) if sheet.name == "月度")
    assert [(line[1], line[2]) for line in monthly.rows][-1] == (pd.NA, "台账未到（不作 0 件）")
    for section in SECTIONS:
        assert section_html(study, section)


def test_a_log_that_reaches_everything_says_from_when_to_when_it_runs_and_no_more(tmp_path: Path) -> None:
    study = looked(log(tmp_path, QUARTER), "2026-09-30")
    title = section_html(study, TITLE)
    assert "2026-07-01 – 2026-09-29<" in title
    assert "台账未必记到" not in title
    assert len(volume_picture(study).spec["layer"]) == 1


def test_rates_of_several_projects_are_of_those_whose_logs_reach_the_month(tmp_path: Path) -> None:
    one = log(tmp_path / "a", every(2, "2026-05-01", "2026-09-29"), "A-1")
    other = log(tmp_path / "b", every(2, "2026-08-01", "2026-09-29"), "B-2", 总户数=1640)
    study = looked([one, other], "2026-09-30")
    assert [state for _, state in told(study).values()] == ["whole"] * 5
    assert study.rates["households"].tolist() == [360, 360, 360, 2000, 2000]
    alone = looked(one, "2026-09-30").rates["per_1000"].tolist()
    assert study.rates["per_1000"].tolist()[:3] == pytest.approx(alone[:3])
    assert "B-2 瑞景苑 2026-08-01 – 2026-09-28（2026-05 – 2026-07 没有记录" in section_html(study, TITLE)


def test_counts_of_several_projects_are_whole_only_where_all_logs_reach(tmp_path: Path) -> None:
    one = log(tmp_path / "a", every(2, "2026-05-01", "2026-09-29"), "A-1")
    other = log(tmp_path / "b", every(2, "2026-08-01", "2026-09-29"), "B-2", 总户数=None)
    study = looked([one, other], "2026-09-30")
    assert [state for _, state in told(study).values()] == ["part"] * 3 + ["whole"] * 2


def test_a_date_without_a_year_is_read_as_in_the_audit(tmp_path: Path) -> None:
    days = [*QUARTER[:20], "7月23日 上午9点", *QUARTER[20:]]
    path = log(tmp_path, days)
    for span in ("2026-Q3", ""):
        study = looked(path, "2026-10-31", span)
        assert len(study.frame) == len(days)
        assert study.left.empty
        assert (study.frame["received"] == pd.Timestamp("2026-07-23 09:00")).sum() == 1


def test_a_date_without_a_year_in_a_log_of_several_years_is_not_guessed(tmp_path: Path) -> None:
    path = log(tmp_path, [*every(20, "2024-06-01", "2026-09-30"), "7月23日"])
    study = looked(path, "2026-09-30")
    assert study.left["why"].tolist() == ["left_unreadable"]


def test_rows_set_aside_before_any_use_are_counted_and_in_no_figure(tmp_path: Path) -> None:
    logs = read_logs([log(tmp_path, QUARTER)])
    (block,) = logs.of("complaints")
    void, block.rows = list(block.rows)[:2], list(block.rows)[2:]
    logs.aside += [(row, say("aside.void")) for row in void]
    project = as_project(logs, date(2026, 9, 30))
    assert left_out([project])["why"].tolist() == ["left_aside"] * 2
    assert len(project.rows) == len(QUARTER) - 2


def test_without_a_named_baseline_the_planted_jump_is_flagged_in_its_first_month_and_nothing_before() -> None:
    """The sample that is made to show it: 2026-04, thirty more lift complaints a month."""
    study = study_of(baseline="")
    assert str(study.baseline) == "2023-11-01..2025-10-31"
    signalled = overall_chart(study).signalled
    assert f"{signalled['month'].iloc[0]:%Y-%m}" == "2026-04"
    assert "2023-11-01 – 2025-10-31（默认" in section_html(study, TITLE)
    unspanned = study_of(baseline="", span="")
    assert overall_chart(unspanned).signalled["month"].tolist() == signalled["month"].tolist()


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2024-10-01", "2024-10-01..2025-09-30"),
        ("2024-11-01", None),
        ("2026-07-01", None),
    ],
)
def test_the_default_baseline_is_what_lies_before_the_last_twelve_months_or_all(
    tmp_path: Path, start: Any, expected: Any
) -> None:
    study = looked(log(tmp_path, every(3, start, "2026-09-30")), "2026-09-30")
    assert (study.baseline and str(study.baseline)) == expected
    assert ("不能另设基线" in section_html(study, TITLE)) is (expected is None)


def test_months_after_the_log_do_not_push_the_baseline_forward(tmp_path: Path) -> None:
    study = looked(log(tmp_path, every(3, "2024-10-01", "2026-09-30")), "2026-12-31")
    assert str(study.baseline) == "2024-10-01..2025-09-30"


def test_a_single_month_can_be_looked_at(tmp_path: Path) -> None:
    study = looked(log(tmp_path, QUARTER), "2026-10-31", "2026-09")
    assert told(study) == {"2026-09": (15, "whole")}
    for section in (TITLE, *SECTIONS):
        assert section_html(study, section)
