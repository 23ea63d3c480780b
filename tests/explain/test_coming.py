"""`due`: what falls due in the days ahead and is not done, as a table and as a calendar."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from guide_logs import PERSONAL, STAFF, write_logs, write_personal_logs
from icalendar import Calendar

from clausecheck.explain import Ahead, coming, render_coming
from clausecheck.explain.ics import as_ics
from clausecheck.nouns.errors import InputFault
from clausecheck.rulebook import Procedure, load_rulebook

BOOK = load_rulebook()


def ahead(
    folder: Path,
    sheets: dict[str, list[dict[str, Any]]],
    as_of: str,
    days: int = 30,
    book: Procedure = BOOK,
    **facts: Any,
) -> Ahead:
    return coming([write_logs(folder, sheets, facts)], book, as_of, days)


def of(found: Ahead, code: str) -> list[tuple[str, str]]:
    return [(item.subject, item.due.isoformat()) for item in found.items if item.code == code]


def test_a_report_that_is_not_written_is_due_and_one_that_is_done_is_not(tmp_path: Path) -> None:
    done = {"报告类型": "管理服务报告", "所属期间": "2026Q2", "挂网日期": "2026-07-02"}
    found = ahead(tmp_path, {"报告台账": [done]}, "2026-07-05")
    assert of(found, "RPT01") == [("2026-Q2", "2026-07-15")]
    assert of(found, "RPT02") == []


def test_what_is_due_on_the_as_of_day_is_no_longer_ahead_and_the_last_day_still_is(tmp_path: Path) -> None:
    sheets: dict[str, list[dict[str, Any]]] = {"报告台账": []}
    assert of(ahead(tmp_path, sheets, "2026-07-15"), "RPT01") == []
    assert of(ahead(tmp_path, sheets, "2026-07-14", 1), "RPT01") == [("2026-Q2", "2026-07-15")]
    assert of(ahead(tmp_path, sheets, "2026-07-13", 1), "RPT01") == []


def test_what_is_overdue_is_a_finding_and_not_ahead(tmp_path: Path) -> None:
    assert of(ahead(tmp_path, {"报告台账": []}, "2026-07-16"), "RPT01") == []


def test_a_quota_says_how_many_are_missing(tmp_path: Path) -> None:
    interviews = [
        {"访谈时间": "2026-11-03 10:00", "房号": "1栋101", "访谈人": "陈经理", "深入访谈": "是", "受访人身份": "业主"}
    ]
    staff = [{"姓名": "陈经理", "岗位": "经理", "到岗日期": "2024-03-01"}]
    found = ahead(tmp_path, {"访谈记录": interviews, "人员": staff}, "2026-11-10")
    itv05 = next(item for item in found.items if item.code == "ITV05")
    assert (itv05.subject, itv05.due, itv05.missing, itv05.unit) == ("2026-11", date(2026, 11, 30), 1, "households")


def test_a_quota_that_is_behind_is_there_and_one_that_is_reached_is_not(tmp_path: Path) -> None:
    found = ahead(tmp_path, {"活动记录": [{"类型": "座谈会", "日期": "2026-05-01"}]}, "2026-12-10")
    assert of(found, "ENG01") == []
    assert of(found, "ENG03") == [("2026", "2026-12-31")]


def two_forums(folder: Path) -> Procedure:
    path = folder / "公司规定.yaml"
    path.write_text(
        "extends: customer_communication\nrules: {ENG01: {numbers: {at_least: {value: 2}}}}\n", encoding="utf-8"
    )
    return load_rulebook(path)


def forums(found: Ahead) -> list[tuple[str, int | None]]:
    return [(item.verdict, item.missing) for item in found.items if item.code == "ENG01"]


def test_a_quota_that_the_log_does_not_reach_back_to_is_listed_without_a_number(tmp_path: Path) -> None:
    meeting = {"类型": "社区文化活动", "日期": "2026-09-03"}
    book = two_forums(tmp_path)
    found = ahead(tmp_path, {"活动记录": [meeting]}, "2026-12-10", book=book)
    assert forums(found) == [("undetermined", None)]
    assert "活动记录自 2026-09-03 起" in render_coming(found, "zh")
    assert "begins on 2026-09-03" in render_coming(found, "en")


def test_a_log_that_runs_since_january_says_how_many_are_missing(tmp_path: Path) -> None:
    meeting = {"类型": "社区文化活动", "日期": "2026-01-31"}
    book = two_forums(tmp_path)
    assert forums(ahead(tmp_path, {"活动记录": [meeting]}, "2026-12-10", book=book)) == [("at_risk", 2)]


def test_what_is_not_behind_stays_as_it_is(tmp_path: Path) -> None:
    meeting = {"类型": "社区文化活动", "日期": "2026-09-03"}
    assert forums(ahead(tmp_path, {"活动记录": [meeting]}, "2026-12-10")) == [("pending", 1)]


def test_this_months_quota_has_its_number_however_short_the_log(tmp_path: Path) -> None:
    found = ahead(tmp_path, {"信息公示": []}, "2026-12-10")
    assert [(item.verdict, item.missing) for item in found.items if item.code == "ENG04"] == [("pending", 1)]


def test_statistics_that_cannot_be_compared_are_due_all_the_same(tmp_path: Path) -> None:
    sheets: dict[str, list[dict[str, Any]]] = {
        "投诉记录": [{"投诉编号": "T1", "受理时间": "2026-12-01 09:00"}],
        "来电来访": [],
        "维修回访": [],
        "月度统计": [{"月份": "2026-11", "投诉数": 5, "建议数": 0, "咨询数": 0, "维修回访数": 0}],
    }
    assert of(ahead(tmp_path, sheets, "2026-12-02"), "STA01") == [("2026-11", "2026-12-05")]


def test_a_planned_item_done_in_another_year_is_still_due(tmp_path: Path) -> None:
    plan = [
        {"年度": 2026, "主题": "防火", "计划月份": "2026-12", "实际开展日期": "2025-12-05"},
        {"年度": 2026, "主题": "防盗", "计划月份": "2026-12", "实际开展日期": "2026-11-05"},
    ]
    assert of(ahead(tmp_path, {"宣传计划": plan}, "2026-12-10"), "INF06") == [("宣传计划#2", "2026-12-31")]


def test_an_open_complaint_is_due_at_its_limit(tmp_path: Path) -> None:
    complaint = {"投诉编号": "TS-1", "受理时间": "2026-11-03 10:00", "类别": "一类", "处理措施": None}
    found = ahead(tmp_path, {"投诉记录": [complaint]}, "2026-11-04")
    assert of(found, "CMP10") == of(found, "CMP09") == [("TS-1", "2026-11-06")]


def test_an_extension_moves_the_due_date_of_a_complaint(tmp_path: Path) -> None:
    complaint = {
        "投诉编号": "TS-1",
        "受理时间": "2026-11-03",
        "类别": "一类",
        "延期至": "2026-11-20",
        "延期告知时间": "2026-11-04",
    }
    assert of(ahead(tmp_path, {"投诉记录": [complaint]}, "2026-11-10"), "CMP10") == [("TS-1", "2026-11-20")]


def test_limits_in_hours_and_minutes_run_into_the_next_day(tmp_path: Path) -> None:
    complaint = {"投诉编号": "TS-1", "受理时间": "2026-11-03 23:50", "类别": "二类", "子类": "房屋质量"}
    found = ahead(tmp_path, {"投诉记录": [complaint], "人员": STAFF}, "2026-11-03")
    assert of(found, "CMP01") == of(found, "CMP06") == [("TS-1", "2026-11-04")]


def test_an_entry_is_due_a_day_after_the_system_is_back(tmp_path: Path) -> None:
    complaint = {"投诉编号": "TS-1", "受理时间": "2026-11-03 09:00", "日常记录编号": "RC-1"}
    record = {
        "记录编号": "RC-1",
        "记录时间": "2026-11-03 09:05",
        "故障开始": "2026-11-03 08:00",
        "故障恢复": "2026-11-03 18:00",
    }
    found = ahead(tmp_path, {"投诉记录": [complaint], "日常工作记录": [record]}, "2026-11-03")
    assert of(found, "CMP02") == [("TS-1", "2026-11-04")]


def test_a_complaint_of_the_last_days_of_december_is_still_open_in_january(tmp_path: Path) -> None:
    complaint = {"投诉编号": "TS-1", "受理时间": "2026-12-30 10:00", "类别": "三类"}
    found = ahead(tmp_path, {"投诉记录": [complaint]}, "2027-01-02")
    assert of(found, "CMP10") == [("TS-1", "2027-01-06")]


def test_the_notice_of_an_outage_of_next_year_is_due_this_year(tmp_path: Path) -> None:
    outage = {"种类": "水", "停供时间": "2027-01-01 09:00", "应急": "否"}
    found = ahead(tmp_path, {"停供通知": [outage]}, "2026-12-30", 1)
    assert of(found, "INF04") == [("停供通知#2", "2026-12-31")]


def test_a_measure_is_due_at_its_date_whatever_year_its_interview_was_held_in(tmp_path: Path) -> None:
    interview = {
        "访谈编号": "FT-1",
        "访谈时间": "2025-12-20",
        "房号": "1栋101",
        "访谈人": "李静",
        "是否建议": "是",
        "整改期限": "2026-02-10",
    }
    assert of(ahead(tmp_path, {"访谈记录": [interview]}, "2026-02-01"), "ITV06") == [("FT-1", "2026-02-10")]


def test_each_item_of_the_publicity_plan_is_due_at_the_end_of_its_month_though_the_rule_has_failed(
    tmp_path: Path,
) -> None:
    plan = [
        {"年度": 2026, "主题": "防火", "计划月份": "2026-03"},
        {"年度": 2026, "主题": "防盗", "计划月份": "2026-06"},
        {"年度": 2026, "主题": "保健", "计划月份": "2026-06", "实际开展日期": "2026-06-02"},
    ]
    assert of(ahead(tmp_path, {"宣传计划": plan}, "2026-06-10"), "INF06") == [("宣传计划#3", "2026-06-30")]


def test_a_date_without_a_year_is_read_as_in_the_audit_of_its_year(tmp_path: Path) -> None:
    complaint = {"投诉编号": "TS-1", "受理时间": "11月3日", "类别": "三类"}
    assert of(ahead(tmp_path, {"投诉记录": [complaint]}, "2026-11-05"), "CMP10") == [("TS-1", "2026-11-10")]


def test_nothing_is_due_after_the_exit(tmp_path: Path) -> None:
    found = ahead(tmp_path, {"报告台账": []}, "2026-07-05", 30, BOOK, 退出日期="2026-07-10")
    assert of(found, "RPT01") == []


def test_what_comes_is_listed_in_the_order_it_falls_due(tmp_path: Path) -> None:
    found = ahead(tmp_path, {"报告台账": [], "活动记录": [], "月度统计": []}, "2026-07-01", 200)
    assert [item.due for item in found.items] == sorted(item.due for item in found.items)
    assert all(found.as_of < item.due <= found.until for item in found.items)


def test_the_table_says_what_is_due_in_both_languages(tmp_path: Path) -> None:
    found = ahead(tmp_path, {"报告台账": []}, "2026-07-05", 10)
    assert "2026-07-15  10 天  RPT01  管理服务报告按期编审  2026年第二季度" in render_coming(found, "zh")
    assert "2026-07-15  10 d  RPT01" in render_coming(found, "en")


def test_when_nothing_is_due_it_says_so(tmp_path: Path) -> None:
    found = ahead(tmp_path, {}, "2026-07-05", 1)
    assert render_coming(found, "zh") == "  2026-07-06 至 2026-07-06 没有到期的事项。\n"


@pytest.mark.parametrize("days", [0, -3, 367])
def test_a_number_of_days_that_is_none_is_refused(days: int, tmp_path: Path) -> None:
    with pytest.raises(InputFault, match="from 1 to 366"):
        ahead(tmp_path, {}, "2026-07-05", days)


def test_the_calendar_holds_an_all_day_event_for_each_and_is_the_same_every_time(tmp_path: Path) -> None:
    found = ahead(tmp_path, {"报告台账": []}, "2026-07-05", 10)
    written = as_ics(found)
    assert written == as_ics(found)
    events = list(Calendar.from_ical(written).walk("VEVENT"))
    assert len(events) == len(found.items) == 1
    event = events[0]
    assert event["dtstart"].dt == date(2026, 7, 15)
    assert event["dtend"].dt == date(2026, 7, 16)
    assert event["dtstamp"].dt.date() == date(2026, 7, 5)
    assert event["summary"] == "RPT01 管理服务报告按期编审 2026年第二季度"


def test_a_later_calendar_names_the_same_event_the_same(tmp_path: Path) -> None:
    earlier, later = (ahead(tmp_path, {"报告台账": []}, day, 10) for day in ("2026-07-05", "2026-07-06"))
    uids = [Calendar.from_ical(as_ics(found)).walk("VEVENT")[0]["uid"] for found in (earlier, later)]
    assert uids[0] == uids[1]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_masked_neither_list_nor_calendar_names_who_and_where_and_unmasked_both_do(lang: str, tmp_path: Path) -> None:
    path = write_personal_logs(tmp_path)
    plain, hidden = (coming([path], BOOK, "2026-11-04", 30, mask=mask) for mask in (False, True))
    for write in (render_coming, _unfolded):
        assert PERSONAL - {secret for secret in PERSONAL if secret in write(plain, lang)} == set()
        assert {secret for secret in PERSONAL if secret in write(hidden, lang)} == set()


def test_masked_the_same_things_fall_due_on_the_same_days_and_stay_apart(tmp_path: Path) -> None:
    path = write_personal_logs(tmp_path)
    plain, hidden = (coming([path], BOOK, "2026-11-04", 30, mask=mask) for mask in (False, True))
    assert [(item.code, item.due, item.verdict) for item in plain.items] == [
        (item.code, item.due, item.verdict) for item in hidden.items
    ]
    assert len({(item.code, item.subject) for item in hidden.items}) == len(hidden.items)
    uids = {str(event["uid"]) for event in Calendar.from_ical(as_ics(hidden)).walk("VEVENT")}
    assert len(uids) == len(hidden.items)
    assert not uids & {str(event["uid"]) for event in _named(plain)}, "an identifier of the true subject can be guessed"


def _unfolded(found: Ahead, lang: str) -> str:
    """A calendar as text: its long lines are folded, some of them in the middle of a name."""
    return as_ics(found, lang).decode().replace("\r\n ", "")


def _named(found: Ahead) -> list[Any]:
    """The events whose subject names somebody."""
    return [event for event in Calendar.from_ical(as_ics(found)).walk("VEVENT") if "1804" in str(event["summary"])]
