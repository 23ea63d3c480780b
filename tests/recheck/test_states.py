"""What became of a finding: every state, and where the line runs between mended and made to fit."""

import json
from pathlib import Path

import pytest
from small import FIRST, NOTICE, SECOND, Rows, audited, left, of, twice

from clausecheck.nouns.errors import InputFault
from clausecheck.recheck import Document, read_document, recheck
from clausecheck.recheck.folder import add_recheck, recheck_folder
from clausecheck.results import write_outputs
from clausecheck.wording import word

OPEN = {
    "投诉编号": "A1",
    "受理时间": "2026-08-05 09:00",
    "录入时间": "2026-08-05 09:10",
    "类别": "一类",
    "处理措施": "更换灯管",
}
LATE = {**OPEN, "办结时间": "2026-08-20"}
IN_TIME = {**OPEN, "办结时间": "2026-08-07"}
OUTAGE = {"种类": "水", "停供时间": "2026-08-12 09:00", "恢复时间": "2026-08-12 11:00", "应急": "否"}


def complaints(*rows: dict[str, str]) -> dict[str, Rows]:
    return {"投诉记录": [*rows]}


def test_what_still_fails_is_not_mended(tmp_path: Path) -> None:
    change = of(twice(tmp_path, complaints(LATE), complaints(LATE)), "CMP10", "A1")
    assert (change.state, change.before, change.after, change.cells) == ("persisting", "fail", "fail", ())


def test_a_class_that_was_missing_and_is_given_is_mended(tmp_path: Path) -> None:
    result = twice(tmp_path, complaints({**IN_TIME, "类别": ""}), complaints(IN_TIME))
    assert of(result, "CMP03", "A1").state == "mended"
    assert of(result, "CMP03", "A1").cells[0].after == "一类"


def test_a_date_filled_in_with_a_day_before_the_notice_is_doubtful(tmp_path: Path) -> None:
    change = of(twice(tmp_path, complaints(OPEN), complaints(IN_TIME)), "CMP10", "A1")
    assert (change.state, change.after) == ("doubtful", "pass")
    assert [(cell.cell, cell.before, cell.after) for cell in change.cells] == [("W2", "", "2026-08-07")]
    assert word(change.why, "zh") == "“办结时间”在告知（2026-11-05）之后由空填为 2026-08-07，日期在告知之前"


def test_a_date_altered_to_one_in_time_is_doubtful_and_both_are_said(tmp_path: Path) -> None:
    change = of(twice(tmp_path, complaints(LATE), complaints(IN_TIME)), "CMP10", "A1")
    assert change.state == "doubtful"
    assert (change.cells[0].before, change.cells[0].after) == ("2026-08-20", "2026-08-07")


def test_a_date_that_is_only_typed_anew_changed_nothing(tmp_path: Path) -> None:
    change = of(twice(tmp_path, complaints(LATE), complaints({**LATE, "办结时间": "2026年8月20日"})), "CMP10", "A1")
    assert (change.state, change.cells) == ("persisting", ())


def test_of_a_date_that_is_behind_the_as_of_day_no_more_it_is_said_that_no_alteration_was_seen(tmp_path: Path) -> None:
    later = {**IN_TIME, "投诉编号": "A2", "受理时间": "2026-11-03 10:00", "录入时间": "", "办结时间": ""}
    result = twice(tmp_path, complaints(IN_TIME, later), complaints(IN_TIME, later))
    [change] = [one for one in result.changes if one.code == "DAT04"]
    assert (change.state, change.cells) == ("mended", ())
    assert "没有看到单元格改动" in word(change.why, "zh")


def test_a_count_altered_to_what_the_log_says_is_doubtful(tmp_path: Path) -> None:
    month = {"月份": "2026-08", "建议数": "0", "咨询数": "0", "维修回访数": "0", "填报日期": "2026-09-02"}
    others: dict[str, Rows] = {
        "来电来访": [],
        "维修回访": [],
        **complaints(IN_TIME, {**IN_TIME, "投诉编号": "A0", "受理时间": "2026-06-01 09:00"}),
    }
    before = {**others, "月度统计": [{**month, "投诉数": "4"}]}
    change = of(twice(tmp_path, before, {**others, "月度统计": [{**month, "投诉数": "1"}]}), "STA01", "2026-08")
    assert (change.before, change.state) == ("fail", "doubtful")


def test_a_tick_set_afterwards_is_doubtful(tmp_path: Path) -> None:
    report = {
        "报告类型": "管理服务报告",
        "所属期间": "2026-Q2",
        "编制日期": "2026-07-03",
        "经理审核日期": "2026-07-04",
        "提交业委会日期": "2026-07-10",
    }
    facts = {"业委会成立日期": "2025-03-01"}
    earlier = left(
        audited(tmp_path / "1", {"报告台账": [{**report, "审阅记录": "无"}]}, FIRST, facts), tmp_path / "out"
    )
    result = recheck(earlier, audited(tmp_path / "2", {"报告台账": [{**report, "审阅记录": "有"}]}, SECOND, facts))
    assert of(result, "RPT04", "2026-Q2").state == "doubtful"


def test_a_row_that_vanished_is_gone_and_never_mended(tmp_path: Path) -> None:
    result = twice(tmp_path, complaints(LATE, {**IN_TIME, "投诉编号": "A2"}), complaints({**IN_TIME, "投诉编号": "A2"}))
    change = of(result, "CMP10", "A1")
    assert (change.state, change.subject_now, change.after) == ("gone", None, None)
    assert result.mended == 0


def test_a_row_without_an_identifier_is_known_by_its_content_when_others_are_put_above_it(tmp_path: Path) -> None:
    other = {**OUTAGE, "停供时间": "2026-09-01 09:00", "恢复时间": "2026-09-01 11:00", "通知时间": "2026-08-30 09:00"}
    change = of(twice(tmp_path, {"停供通知": [OUTAGE]}, {"停供通知": [other, other, OUTAGE]}), "INF04", "停供通知#2")
    assert (change.state, change.subject_now) == ("persisting", "停供通知#4")


def test_a_deleted_row_without_an_identifier_is_not_taken_for_its_neighbour(tmp_path: Path) -> None:
    other = {**OUTAGE, "通知时间": "2026-08-10 09:00", "种类": "电"}
    result = twice(tmp_path, {"停供通知": [OUTAGE, other]}, {"停供通知": [other]})
    assert of(result, "INF04", "停供通知#2").state == "gone"


def test_a_deleted_row_is_not_taken_for_an_older_one_of_the_same_flat_and_class(tmp_path: Path) -> None:
    lists = {"房号": "1-1-101", "类别": "一类", "影响程度": "一般", "性质": "个别", "开发商遗留": "否"}
    wrong = {**lists, "投诉编号": "TS-202701-901", "受理时间": "2027-01-18 10:20", "内容": "走廊灯不亮"}
    older = {**lists, "投诉编号": "TS-202507-004", "受理时间": "2025-07-05 08:25", "内容": "漏水"}
    result = twice(tmp_path, complaints(older, wrong), complaints(older))
    assert of(result, "DAT04", "投诉记录!B3").state == "gone"


def test_a_number_that_holds_the_day_may_be_mended_with_the_day(tmp_path: Path) -> None:
    text = {**OPEN, "内容": "三楼东侧走廊灯不亮"}
    wrong = {**text, "投诉编号": "TS-202701-901", "受理时间": "2027-01-18 10:20", "录入时间": ""}
    right = {**text, "投诉编号": "TS-202608-901", "受理时间": "2026-08-18 10:20", "录入时间": ""}
    result = twice(tmp_path, complaints(wrong), complaints({**IN_TIME, "投诉编号": "A2", "内容": "漏水"}, right))
    assert of(result, "DAT04", "投诉记录!B2").state != "gone"


def test_an_identifier_given_to_another_row_does_not_mend_the_first(tmp_path: Path) -> None:
    other = {
        "投诉编号": "A2",
        "受理时间": "2026-09-01 10:00",
        "录入时间": "2026-09-01 10:05",
        "类别": "三类",
        "办结时间": "2026-09-03",
        "处理措施": "已修",
    }
    result = twice(tmp_path, complaints(LATE, other), complaints({**other, "投诉编号": "A1"}))
    assert of(result, "CMP10", "A1").state == "gone"


def test_the_second_of_two_rows_of_one_number_is_gone_when_it_is_deleted_and_is_not_the_first(tmp_path: Path) -> None:
    second = {**LATE, "受理时间": "2026-08-06 10:00", "录入时间": "2026-08-06 10:05"}
    result = twice(tmp_path, complaints(IN_TIME, second), complaints(IN_TIME))
    assert of(result, "CMP10", "投诉记录#3").state == "gone"
    assert of(result, "DAT03", "投诉记录!A3").state == "gone"


def test_a_breach_that_was_not_there_is_new(tmp_path: Path) -> None:
    change = of(twice(tmp_path, complaints(IN_TIME), complaints(IN_TIME, {**LATE, "投诉编号": "A2"})), "CMP10", "A2")
    assert (change.state, change.before, change.after) == ("new", None, "fail")


def test_what_passed_and_fails_now_is_new_with_its_verdict_of_then(tmp_path: Path) -> None:
    change = of(twice(tmp_path, complaints(IN_TIME), complaints(LATE)), "CMP10", "A1")
    assert (change.state, change.before, change.after) == ("new", "pass", "fail")


def test_a_row_for_an_obligation_that_was_missing_is_doubtful_if_it_is_dated_before_the_notice(tmp_path: Path) -> None:
    held = {"类型": "业委会沟通", "日期": "2026-09-10"}
    facts = {"业委会成立日期": "2025-03-01"}
    earlier = left(
        audited(tmp_path / "1", {"活动记录": [{"类型": "座谈会", "日期": "2026-05-02"}]}, FIRST, facts),
        tmp_path / "out",
    )
    sheets = {"活动记录": [{"类型": "座谈会", "日期": "2026-05-02"}, held]}
    change = of(recheck(earlier, audited(tmp_path / "2", sheets, SECOND, facts)), "ENG02", "2026-Q3")
    assert (change.before, change.state) == ("fail", "doubtful")


def test_a_posting_put_up_after_the_notice_is_mended(tmp_path: Path) -> None:
    posting = {
        "类型": "价目表",
        "点位名称": "大厅",
        "内容要素": "公司名称、收费对象、服务内容、服务标准、计费方式、计费起始时间、收费项目、收费标准、价格管理形式、收费依据、价格举报电话、代收代缴费用",
    }
    before = {"信息公示": [{**posting, "发布日期": "2026-01-05", "内容要素": "公司名称"}]}
    after = {
        "信息公示": [
            {**posting, "发布日期": "2026-01-05", "撤下日期": "2026-11-09", "内容要素": "公司名称"},
            {**posting, "发布日期": "2026-11-10"},
        ]
    }
    assert of(twice(tmp_path, before, after), "INF03", "project").state == "mended"


def test_a_fact_that_was_altered_makes_the_mending_doubtful(tmp_path: Path) -> None:
    visits = [
        {
            "访谈编号": f"F{n}",
            "访谈时间": f"2026-0{1 + n % 9}-1{n % 9} 10:00",
            "房号": f"1-1-{100 + n}",
            "访谈人": "王敏",
            "受访人身份": "业主",
        }
        for n in range(9)
    ]
    sheets: dict[str, Rows] = {
        "人员": [{"姓名": "王敏", "岗位": "客服", "到岗日期": "2025-01-01"}],
        "访谈计划": [],
        "访谈记录": visits,
    }
    result = twice(tmp_path, sheets, sheets, facts={"总户数": "3"})
    changed = [one for one in result.changes if one.code in ("ITV02", "ITV04") and one.after == "pass"]
    assert changed and {one.state for one in changed} == {"doubtful"}


def test_what_became_undetermined_is_not_mended(tmp_path: Path) -> None:
    change = of(twice(tmp_path, complaints(LATE), complaints({**LATE, "办结时间": "八月底"})), "CMP10", "A1")
    assert (change.state, change.after) == ("persisting", "undetermined")


def test_a_cell_written_legibly_mends_the_fault_and_leaves_the_verdict_in_doubt(tmp_path: Path) -> None:
    result = twice(tmp_path, complaints({**LATE, "办结时间": "2026-08-99"}), complaints(IN_TIME))
    assert of(result, "DAT01", "投诉记录!W2").state == "mended"
    assert of(result, "CMP10", "A1").state == "doubtful"


@pytest.mark.parametrize(("handler", "state"), [("王敏", "mended"), ("", "persisting")])
def test_a_sheet_handed_in_afterwards_mends_what_lacked_it_unless_it_shows_a_breach(
    tmp_path: Path, handler: str, state: str
) -> None:
    logged = complaints({**IN_TIME, "责任人": handler})
    staff = {"人员": [{"姓名": "王敏", "岗位": "客服", "到岗日期": "2025-01-01"}]}
    result = twice(tmp_path, logged, {**logged, **staff})
    assert of(result, "CMP04", "project").state == state
    assert any(one.state == "new" and one.subject == "A1" for one in result.changes) == (state == "persisting")


def test_without_a_notice_the_day_of_the_audit_counts(tmp_path: Path) -> None:
    after = complaints({**OPEN, "类别": "二类", "处理方案时间": "2026-08-10"})
    result = twice(tmp_path, complaints({**OPEN, "类别": "二类"}), after, notice=None)
    assert result.previous.told_on == FIRST
    assert of(result, "CMP10", "A1").state == "doubtful"


def test_cells_without_values_are_never_doubtful_and_that_is_said(tmp_path: Path) -> None:
    earlier = left(audited(tmp_path / "1", complaints(OPEN), FIRST), tmp_path / "out")
    for record in earlier.told.values():
        for cell in record["cells"]:
            del cell["value"]
    result = recheck(earlier, audited(tmp_path / "2", complaints(IN_TIME), SECOND))
    assert of(result, "CMP10", "A1").state == "mended"
    assert any("没有记下单元格内容" in word(note, "zh") for note in result.notes)


def test_the_rate_counts_what_is_mended_of_what_was_open(tmp_path: Path) -> None:
    before = complaints({**IN_TIME, "类别": ""}, {**LATE, "投诉编号": "A2"}, {**LATE, "投诉编号": "A3"})
    result = twice(tmp_path, before, complaints(IN_TIME, {**LATE, "投诉编号": "A2"}))
    assert result.open_before == sum(one.before in ("fail", "at_risk", "undetermined") for one in result.changes)
    assert result.rate == result.mended / result.open_before
    assert sum(result.by_state.values()) == len(result.changes)


def chained(place: Path, *months: dict[str, Rows]) -> list[Document]:
    """A project audited and rechecked, each recheck against the one before."""
    documents = [left(audited(place / "0", months[0], FIRST), place / "out")]
    for n, sheets in enumerate(months[1:], 1):
        documents.append(rechecked(documents[-1], place, n, sheets))
    return documents


def rechecked(before: Document, place: Path, n: int, sheets: dict[str, Rows]) -> Document:
    audit = audited(place / str(n), sheets, SECOND.replace(day=n))
    folder = recheck_folder(place / "out" / "P1" / "2026-Q3", audit.as_of)
    result = recheck(before, audit)

    def beside(fresh: Path) -> None:
        add_recheck(fresh, folder, before, result)

    return read_document(write_outputs(audit, place / "out", annotate=False, folder=folder, more=beside))


def test_what_was_mended_in_a_recheck_and_fails_again_is_reopened(tmp_path: Path) -> None:
    bad = complaints({**IN_TIME, "类别": ""})
    documents = chained(tmp_path, bad, complaints(IN_TIME), complaints(IN_TIME))
    assert [one["state"] for one in documents[1].recheck if one["code"] == "CMP03"] == ["mended"]
    result = recheck(documents[-1], audited(tmp_path / "last", bad, SECOND))
    assert (of(result, "CMP03", "A1").state, result.previous.generation) == ("reopened", 2)


def test_a_link_of_the_chain_that_is_missing_is_said(tmp_path: Path) -> None:
    bad = complaints({**IN_TIME, "类别": ""})
    documents = chained(tmp_path, bad, complaints(IN_TIME))
    (tmp_path / "out" / "P1" / "2026-Q3" / "findings.json").unlink()
    result = recheck(documents[-1], audited(tmp_path / "last", bad, SECOND))
    assert of(result, "CMP03", "A1").state == "new"
    assert any("看不出复发" in word(note, "zh") for note in result.notes)


def test_another_project_is_refused_by_both_names(tmp_path: Path) -> None:
    earlier = left(audited(tmp_path / "1", complaints(LATE), FIRST), tmp_path / "out")
    with pytest.raises(InputFault, match=r"P1.*P2"):
        recheck(earlier, audited(tmp_path / "2", complaints(LATE), SECOND, {"项目编码": "P2"}))


def test_of_another_period_only_what_stands_or_is_of_the_year_is_compared(tmp_path: Path) -> None:
    earlier = left(audited(tmp_path / "1", complaints(LATE), FIRST), tmp_path / "out")
    result = recheck(earlier, audited(tmp_path / "2", complaints(LATE), SECOND, period="2026-Q4"))
    assert any("核查期间" in word(note, "zh") for note in result.notes)
    assert not [one for one in result.changes if one.state == "gone"]
    assert not [one for one in result.changes if one.state == "new" and one.subject.startswith("2026-")]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"project": "P1"}', "not json"])
def test_a_file_that_is_no_result_of_ours_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "findings.json").write_text(text)
    with pytest.raises(InputFault):
        read_document(tmp_path)


def test_a_file_that_somebody_laid_out_anew_is_read_all_the_same(tmp_path: Path) -> None:
    document = left(audited(tmp_path / "1", complaints(LATE), FIRST), tmp_path / "out")
    whole = json.loads(document.file.read_text(encoding="utf-8"))
    document.file.write_text(json.dumps(whole, indent=2), encoding="utf-8")
    again = read_document(document.file)
    assert (again.told, again.bare) == (document.told, document.bare)
    assert NOTICE["number"] == recheck(again, audited(tmp_path / "2", complaints(LATE), SECOND)).previous.notice_number
