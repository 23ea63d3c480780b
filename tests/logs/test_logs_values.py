"""One cell, one value: what people type, and what it is taken for."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from logbooks import workbook

from clausecheck.logs import dates, read_logs
from clausecheck.logs.values import reader_of
from clausecheck.nouns.model import CellFault, Logs, Several, Unknown, Yearless
from clausecheck.nouns.periods import When, month, quarter, year
from clausecheck.procedure.shipped import our_tables, our_words

MARCH_5 = date(2026, 3, 5)
AT_9_02 = When(MARCH_5, time(9, 2))


def _read(table: str, field: str, cell: Any) -> Any:
    return reader_of(our_tables()[table].fields[field], False, words=our_words())(cell)[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026/3/5 9:02", AT_9_02),
        ("2026-03-05T09:02:00", AT_9_02),
        ("2026-03-05 09:01:59.9996", AT_9_02),
        ("２０２６／３／５　９：０２", AT_9_02),
        ("2026年3月5日 上午9点2分", AT_9_02),
        ("2026年3月5日9时2分", AT_9_02),
        ("2026年3月5日（星期四）上午9:02", AT_9_02),
        ("二〇二六年三月五日上午九点二分", AT_9_02),
        ("20260305 09:02", AT_9_02),
        ("2026年3月5日 下午3点20分", When(MARCH_5, time(15, 20))),
        ("2026-3-5 3:20 PM", When(MARCH_5, time(15, 20))),
        ("2026-3-5 晚上八点半", When(MARCH_5, time(20, 30))),
        ("2026-03-05 00:00", When(MARCH_5, time(0, 0))),
        ("2026.3.5", When(MARCH_5)),
        ("2026 年 3 月 5 日", When(MARCH_5)),
        ("二零二六年三月五日", When(MARCH_5)),
        ("26年3月5日", When(MARCH_5)),
        ("20260305", When(MARCH_5)),
        ("46086", When(MARCH_5)),
        ("46086.5", When(MARCH_5, time(12))),
        ("05/05/2026", When(date(2026, 5, 5))),
        ("13/04/2026", When(date(2026, 4, 13))),
        ("3月5日", Yearless(3, 5, None, "3月5日")),
        ("3-5", Yearless(3, 5, None, "3-5")),
        ("3/5 9:02", Yearless(3, 5, time(9, 2), "3/5 9:02")),
        ("2月29日", Yearless(2, 29, None, "2月29日")),
        ("03/04/2026", Several((date(2026, 3, 4), date(2026, 4, 3)), None, "03/04/2026")),
        ("04-11-29", Several((date(2004, 11, 29), date(2029, 4, 11), date(2029, 11, 4)), None, "04-11-29")),
        ("2026-3-5 上午12点", Unknown("DAT10", "2026-3-5 上午12点")),
        ("2024/02/31", Unknown("DAT01", "2024/02/31")),
        ("2月30日", Unknown("DAT01", "2月30日")),
        ("2206-03-05", Unknown("DAT01", "2206-03-05")),
        ("2026-03-05 25:00", Unknown("DAT01", "2026-03-05 25:00")),
        ("2026年3月", Unknown("DAT01", "2026年3月")),
        ("原为2026-03-05现改", Unknown("DAT01", "原为2026-03-05现改")),
        ("301", Unknown("DAT01", "301")),
    ],
)
def test_a_date_is_what_its_text_says_and_nothing_is_guessed(text: str, expected: Any) -> None:
    assert _read("complaints", "received_at", text) == expected
    assert _read("complaints", "received_at", f" {text}\n") == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (datetime(2026, 3, 5, 9, 2), AT_9_02),
        (datetime(2026, 3, 5, 9, 1, 59, 999_700), AT_9_02),
        (datetime(2026, 3, 4, 23, 59, 59, 999_900), When(MARCH_5)),
        (datetime(2026, 3, 5), When(MARCH_5)),
        (MARCH_5, When(MARCH_5)),
        (46086.0, When(MARCH_5)),
        (46086 + 542 / 1440, AT_9_02),
        (20260305.0, When(MARCH_5)),
        (date(1905, 7, 18), Unknown("DAT01", "1905-07-18")),
        (301.0, Unknown("DAT01", "301")),
        (time(9, 2), Unknown("DAT01", "09:02:00")),
        (timedelta(hours=30), Unknown("DAT01", "1 day, 6:00:00")),
        (True, Unknown("DAT01", "TRUE")),
    ],
)
def test_a_number_or_date_cell_is_a_day_with_or_without_time(cell: Any, expected: Any) -> None:
    assert _read("complaints", "closed_at", cell) == expected


@pytest.mark.parametrize(
    ("table", "field", "cell", "expected"),
    [
        ("interview_plan", "month", "2026年3月", month(2026, 3)),
        ("interview_plan", "month", 202603.0, month(2026, 3)),
        ("interview_plan", "month", "２０２６．０３", month(2026, 3)),
        ("interview_plan", "month", date(2026, 3, 18), month(2026, 3)),
        ("interview_plan", "month", 46086.0, month(2026, 3)),
        ("interview_plan", "month", 2026.1, Unknown("DAT01", "2026.1")),
        ("interview_plan", "month", "2026-13", Unknown("DAT01", "2026-13")),
        ("interview_plan", "year", 2026.0, year(2026)),
        ("interview_plan", "year", "二〇二六年度", year(2026)),
        ("developer_reports", "quarter", "2026年第一季度", quarter(2026, 1)),
        ("developer_reports", "quarter", "2026-q1", quarter(2026, 1)),
        ("developer_reports", "quarter", "2026年1季度", quarter(2026, 1)),
        ("developer_reports", "quarter", "一季度", Unknown("DAT01", "一季度")),
        ("reports", "covers", "2026Q1", quarter(2026, 1)),
        ("reports", "covers", "2026-03", month(2026, 3)),
        ("monthly_statistics", "complaints", "12件", 12),
        ("monthly_statistics", "complaints", "1,200", 1200),
        ("monthly_statistics", "complaints", 12.0, 12),
        ("monthly_statistics", "complaints", 12.5, Unknown("DAT01", "12.5")),
        ("monthly_statistics", "complaints", -1.0, Unknown("DAT01", "-1")),
        ("monthly_statistics", "complaints", date(2026, 3, 5), Unknown("DAT01", "2026-03-05")),
        ("complaints", "klass", "二类投诉", "二类"),
        ("complaints", "klass", 2.0, "二类"),
        ("complaints", "klass", "四类", Unknown("DAT07", "四类")),
        ("complaints", "left_by_developer", "√", "是"),
        ("complaints", "left_by_developer", True, "是"),
        ("complaints", "left_by_developer", "Ｎ", "否"),
        ("reports", "has_work", "已完成", "有"),
        ("reports", "has_work", "无", "无"),
        ("complaints", "household", 301.0, "301"),
        ("complaints", "id", 20181213.0, "20181213"),
        ("complaints", "handler", 0.5, "0.5"),
        ("complaints", "household", date(2026, 3, 5), Unknown("DAT01", "2026-03-05")),
        ("postings", "contents", "水、电； 气,网络 、", ("水", "电", "气", "网络")),
        ("interviews", "opinion", "无", "无"),
        ("interviews", "opinion", " / ", "/"),
        ("complaints", "closed_at", "#REF!", Unknown("DAT08", "#REF!")),
    ],
)
def test_every_kind_of_column_reads_its_usual_spellings(table: str, field: str, cell: Any, expected: Any) -> None:
    assert _read(table, field, cell) == expected


@pytest.mark.parametrize("text", ["无", "/", "-", "—", "待定", "无日期", "N/A", "　无 "])
@pytest.mark.parametrize(
    ("table", "field"),
    [
        ("complaints", "closed_at"),
        ("complaints", "feedback_at"),
        ("complaints", "subtype"),
        ("complaints", "household"),
        ("complaints", "outage_record"),
        ("postings", "contents"),
    ],
)
def test_a_text_that_says_why_a_cell_is_empty_is_a_blank_that_is_remembered(table: str, field: str, text: str) -> None:
    assert reader_of(our_tables()[table].fields[field], False, words=our_words())(text) == (None, text.strip())


@pytest.mark.parametrize("text", ["待定", "无", "/"])
def test_where_a_value_is_needed_a_reason_for_none_is_unreadable(text: str) -> None:
    value, _ = reader_of(our_tables()["complaints"].fields["received_at"], False, words=our_words())(text)
    assert value == Unknown("DAT01", text)


def test_what_a_cell_shows_is_kept_where_the_value_differs(tmp_path: Path) -> None:
    lines = [["投诉编号", "受理时间", "类别", "办结时间"], ["TS-1", "2026/3/5 9:02", "1类", "待定"]]
    row = next(read_logs([workbook(tmp_path / "a.xlsx", {"投诉记录": lines})]).rows("complaints"))
    assert row.values == {"id": "TS-1", "received_at": AT_9_02, "klass": "一类"}
    assert row.raw == {"received_at": "2026/3/5 9:02", "klass": "1类", "closed_at": "待定"}


def _with_formulas(path: Path) -> Logs:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "投诉记录"
    sheet.append(["投诉编号", "受理时间", "办结时间", "责任人"])
    sheet.append(["TS-1", "2026-03-05", "#REF!", "=A1"])
    sheet.append(["TS-2", "=B2", None, None])
    sheet["C2"].data_type = "e"
    sheet["B3"].number_format = "yyyy-mm-dd"
    book.save(path)
    return read_logs([path])


def test_error_values_and_formulas_without_a_stored_value_are_dat08(tmp_path: Path) -> None:
    logs = _with_formulas(tmp_path / "a.xlsx")
    assert [(fault.cell.cell, fault.code, fault.raw, fault.note) for fault in logs.faults] == [
        ("C2", "DAT08", "#REF!", "error_value"),
        ("D2", "DAT08", "", "no_stored_value"),
        ("B3", "DAT08", "", "no_stored_value"),
    ]
    assert [row.values["id"] for row in logs.rows("complaints")] == ["TS-1", "TS-2"]


def test_a_cell_that_cannot_be_read_is_a_fault_with_its_address(tmp_path: Path) -> None:
    lines = [["投诉编号", "受理时间", "类别"], ["TS-1", "2024/02/31", "四类"], ["TS-2", "3月5日", "一类"]]
    logs = read_logs([workbook(tmp_path / "a.xlsx", {"投诉记录": lines})])
    assert [(fault.code, fault.cell.cell, fault.field) for fault in logs.faults] == [
        ("DAT01", "B2", "received_at"),
        ("DAT07", "C2", "klass"),
    ]
    assert isinstance(logs.faults[0], CellFault)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 12, 31)).map(lambda moment: moment.replace(microsecond=0)))
def test_every_moment_survives_each_way_of_writing_it(moment: datetime) -> None:
    expected = When(moment.date(), moment.time())
    serial = (moment - datetime(1899, 12, 30)) / timedelta(days=1)
    ways = [
        f"{moment:%Y-%m-%d %H:%M:%S}",
        f"{moment:%Y-%m-%dT%H:%M:%S}",
        f"{moment.year}.{moment.month}.{moment.day} {moment.hour}:{moment.minute:02}:{moment.second:02}",
        f"{moment.year}年{moment.month}月{moment.day}日{moment.hour}时{moment.minute}分{moment.second}秒",
    ]
    assert [dates.from_text(way) for way in ways] == [expected] * 4
    assert dates.from_number(serial, "") == When(expected.day, expected.clock if expected.clock != time.min else None)


@given(st.text(max_size=30))
def test_no_text_whatever_breaks_a_reader(text: str) -> None:
    for spec in our_tables().values():
        for field in spec.fields.values():
            reader_of(field, False, words=our_words())(text)


CELLS = st.one_of(
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.sampled_from([float("nan"), float("inf"), -float("inf"), 1e308, 2.0**53, -0.0]),
)


@given(CELLS)
def test_no_cell_whatever_breaks_a_reader(cell: Any) -> None:
    for spec in our_tables().values():
        for field in spec.fields.values():
            reader_of(field, False, words=our_words())(cell)


@pytest.mark.parametrize("text", ["1" + ",000" * 2000, "1" * 5000, "十" * 5000])
def test_a_number_of_thousands_of_digits_is_unreadable(text: str) -> None:
    assert _read("developer_reports", "count", text) == Unknown("DAT01", text)


@pytest.mark.parametrize(("text", "count"), [("十二", 12), ("二十件", 20), ("１２户", 12), ("1,200", 1200)])
def test_a_count_in_chinese_numerals_or_with_its_unit_is_read(text: str, count: int) -> None:
    assert _read("developer_reports", "count", text) == count


@pytest.mark.parametrize("text", ["约12", "12-13", "12.5", "一千二百", "-3", "十几"])
def test_a_count_that_is_not_one_number_is_unreadable(text: str) -> None:
    assert _read("developer_reports", "count", text) == Unknown("DAT01", text)


def test_two_digits_that_may_be_a_year_of_either_century_are_not_guessed() -> None:
    assert _read("households", "handover_date", "99年3月5日") == Unknown("DAT10", "99年3月5日")
    assert _read("households", "handover_date", "26年3月5日") == When(MARCH_5)


@pytest.mark.parametrize("cell", [date(2026, 3, 5), datetime(2026, 3, 5), time(3, 5), True])
def test_a_flat_that_excel_made_a_date_of_is_unreadable(cell: Any) -> None:
    assert _read("complaints", "household", cell).code == "DAT01"


def test_long_numbers_keep_all_their_digits() -> None:
    assert _read("complaints", "id", 2026030500010001.0) == "2026030500010001"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("26.3.5", When(MARCH_5)),
        ("2026.3.5日", When(MARCH_5)),
        ("2026。3。5。", When(MARCH_5)),
        ("2026—3—5", When(MARCH_5)),
        ("2026 3 5", When(MARCH_5)),
        ("5-Mar-2026", When(MARCH_5)),
        ("March 5th, 2026 9:02 a.m.", AT_9_02),
        ("Thu, 5 Mar 2026 09:02", AT_9_02),
        ("20260305090200", AT_9_02),
        ("202603050902", AT_9_02),
        ("20260305 0902", AT_9_02),
        ("2026-3-5 9点一刻", When(MARCH_5, time(9, 15))),
        ("2026-3-5 14:30分", When(MARCH_5, time(14, 30))),
        ("2026-3-5 夜里2点", When(MARCH_5, time(2))),
        ("2026-3-5 夜里11点半", When(MARCH_5, time(23, 30))),
        ("2026-3-5 午后3点", When(MARCH_5, time(15))),
        ("2026-3-5 24:00", When(MARCH_5, time(23, 59, 59))),
        ("2026-3-5 晚上12点", When(MARCH_5, time(23, 59, 59))),
        ("5-Mar", Yearless(3, 5, None, "5-Mar")),
        ("5 Mar 9:02", Yearless(3, 5, time(9, 2), "5 Mar 9:02")),
        ("05-Mar-26", Several((date(2005, 3, 26), MARCH_5), None, "05-Mar-26")),
        ("99.3.5", Several((date(1999, 3, 5), date(2099, 3, 5)), None, "99.3.5")),
        ("Mar-26", Unknown("DAT01", "Mar-26")),
        ("2026-3-5 夜里12点", Unknown("DAT10", "2026-3-5 夜里12点")),
        ("2026-3-5 晚上2点", Unknown("DAT10", "2026-3-5 晚上2点")),
        ("2026-3-5 晚上12点半", Unknown("DAT10", "2026-3-5 晚上12点半")),
        ("2026-3-5 9时许", Unknown("DAT01", "2026-3-5 9时许")),
        ("2026-3-5 中午9点", Unknown("DAT01", "2026-3-5 中午9点")),
        ("2026-3-5 301", Unknown("DAT01", "2026-3-5 301")),
        ("2026-3-5 24:30", Unknown("DAT01", "2026-3-5 24:30")),
        ("8.5", Unknown("DAT01", "8.5")),
        ("2026-3-5、2026-3-6", Unknown("DAT01", "2026-3-5、2026-3-6")),
        ("26.3", Unknown("DAT01", "26.3")),
        ("5.3.6", Unknown("DAT01", "5.3.6")),
    ],
)
def test_a_date_as_typed_is_read_where_one_reading_is_possible(text: str, expected: Any) -> None:
    assert _read("complaints", "received_at", text) == expected


@pytest.mark.parametrize("cell", [20260305090200.0, 202603050902.0, 20260305090200])
def test_a_time_stamp_may_be_a_number(cell: Any) -> None:
    assert _read("complaints", "received_at", cell) == AT_9_02


@pytest.mark.parametrize(
    ("text", "to_second"),
    [
        ("2026-03-05 09:02", False),
        ("2026-03-05 09:02:00", True),
        ("2026年3月5日9时2分0秒", True),
        ("20260305090200", True),
    ],
)
def test_seconds_count_where_they_are_written(text: str, to_second: bool) -> None:
    assert _read("complaints", "received_at", text).to_second is to_second
    assert _read("complaints", "received_at", datetime(2026, 3, 5, 9, 2)).to_second is False


ZEROES = [0, 0.0, time(0), timedelta(0), date(1899, 12, 30), datetime(1899, 12, 31), "0", "00:00:00", "1900/1/0"]


@pytest.mark.parametrize(
    "cell", [*ZEROES, "1900-01-00 00:00", "1900年1月0日", "12/30/1899", "30.12.1899 00:00", "1899-12-31"]
)
def test_zero_under_a_date_format_is_no_date(cell: Any) -> None:
    shown = cell if isinstance(cell, str) else "1900-01-00"
    assert reader_of(our_tables()["complaints"].fields["closed_at"], words=our_words())(cell) == (None, shown)
    assert _read("complaints", "received_at", cell) == Unknown("DAT01", shown)


@pytest.mark.parametrize(
    ("order", "text", "expected"),
    [
        ("mdy", "03/05/2026", When(MARCH_5)),
        ("dmy", "05.03.26", When(MARCH_5)),
        ("ymd", "26-03-05", When(MARCH_5)),
        ("mdy", "13/04/2026", Unknown("DAT01", "13/04/2026")),
        ("mdy", "2026-03-05", When(MARCH_5)),
    ],
)
def test_the_order_that_a_project_states_is_obeyed(order: str, text: str, expected: Any) -> None:
    assert (
        reader_of(our_tables()["complaints"].fields["closed_at"], order=order, words=our_words())(text)[0] == expected
    )


def test_text_is_cleaned_before_any_kind_of_value_sees_it() -> None:
    assert reader_of(our_tables()["complaints"].fields["handler"], words=our_words())("孙客\u200b服\u202c ") == (
        "孙客服",
        "",
    )
    assert reader_of(our_tables()["complaints"].fields["closed_at"], words=our_words())("2026-\u200e03-05") == (
        When(MARCH_5),
        "",
    )
    assert reader_of(our_tables()["complaints"].fields["content"], words=our_words())("第一行\r\n第二\t行") == (
        "第一行\r\n第二 行",
        "",
    )


@pytest.mark.parametrize(("cell", "month_of"), [("7月", 7), ("七月份", 7), (7.0, 7), ("12", 12), ("07", 7)])
def test_a_bare_month_waits_for_its_year(cell: Any, month_of: int) -> None:
    assert _read("monthly_statistics", "month", cell).month == month_of
    assert isinstance(_read("reports", "covers", cell), Unknown)
