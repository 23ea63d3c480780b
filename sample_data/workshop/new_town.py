"""CH-003 云湖新城: a commission-fee project from its take-over, handed over in two phases; audited for the year."""

from datetime import date, timedelta
from pathlib import Path
from random import Random

from clausecheck.simulate import complaints, interviews, monthly, reports, standing, yearly
from clausecheck.simulate.answers import Places
from clausecheck.simulate.draft import Draft, Planted, choose
from clausecheck.simulate.files import several_files

AS_OF = date(2026, 10, 31)
YEAR = date(2026, 1, 1)
TAKEOVER = date(2025, 12, 1)
SECOND_PHASE = date(2026, 6, 30)
FILES = {
    "01_项目基础资料.xlsx": ("project", "phases", "places", "staff", "households"),
    "02_投诉台账.xlsx": ("complaints", "daily_records"),
    "03_客户访谈.xlsx": ("interview_plan", "interviews"),
    "04_报告与公示.xlsx": ("reports", "fund_disclosures", "postings", "attestations"),
    "05_活动与统计.xlsx": (
        "outages",
        "publicity_plan",
        "events",
        "contacts",
        "repair_visits",
        "monthly_statistics",
        "measures",
        "complaint_bulletins",
        "developer_reports",
    ),
}


def make() -> Draft:
    draft = _begin()
    _place(draft)
    complaints.write_complaints(draft, TAKEOVER, AS_OF, (7, 12), 0.1)
    for row in draft.tables["complaints"]:
        row["left_by_developer"] = "是" if row["klass"] == "二类" else "否"
    complaints.number_complaints(draft)
    interviews.write_plan(draft, 2026, YEAR, date(2026, 1, 14), 26)
    interviews.write_interviews(draft, YEAR, AS_OF, 27, 0.1)
    interviews.number_interviews(draft)
    _year(draft)
    _plant_reports(draft)
    _plant_complaints(draft)
    _plant_rest(draft)
    return draft


def write(draft: Draft, folder: Path) -> Places:
    """Five files; the complaints one sheet a month."""
    return several_files(draft, folder, FILES, by_month="complaints")


def _begin() -> Draft:
    return Draft(
        code="CH-003",
        name="云湖新城",
        about_zh="多产权、酬金制新项目，2025 年 12 月接管，一期随接管交付，二期 2026 年 6 月交付，尚无业委会。"
        "核查全年，包括最初两次报告、年度预决算公示和每季度的遗留问题统计。五个文件，投诉台账每月一张工作表。",
        about_en="A new multi-owner, commission-fee project, taken over in December 2025; phase 1 handed over with it, "
        "phase 2 in June 2026; no owners' committee yet. Audited for the whole year: its first two reports, the yearly "
        "fund disclosure, the quarterly returns on what the developer left. Five files; complaints one sheet a month.",
        period="2026",
        as_of=AS_OF,
        facts={
            "code": "CH-003",
            "name": "云湖新城",
            "branch": "西南分公司",
            "ownership": "多产权",
            "owners": 260,
            "households": 260,
            "fee_model": "酬金制",
            "takeover_date": TAKEOVER,
            "hotline": standing.HOTLINE,
        },
        tables=standing.empty_tables(),
        rng=Random(20260003),
    )


def _place(draft: Draft) -> None:
    tables = draft.tables
    tables["phases"] = [
        {"phase": "一期", "handover_date": TAKEOVER, "households": 160},
        {"phase": "二期", "handover_date": SECOND_PHASE, "households": 100},
    ]
    tables["places"] = standing.place_rows(["东门", "南门"], [f"{b}栋大堂" for b in (1, 2, 3)])
    roles = ["经理", "客服主管", "客服", "客服", "客服", "工程主管", "安保主管"]
    tables["staff"] = standing.staff_rows(draft.rng, [(role, TAKEOVER) for role in roles])
    flats = [(f"{b}栋{u}单元{f}0{r}", TAKEOVER) for b in (1, 2) for u in (1, 2) for f in range(1, 21) for r in (1, 2)]
    flats += [(f"3栋{u}单元{f}0{r}", SECOND_PHASE) for u in (1, 2) for f in range(1, 26) for r in (1, 2)]
    tables["households"] = standing.register_rows(draft.rng, flats)
    standing.standing_postings(draft, date(2025, 12, 3), date(2025, 12, 3))
    standing.notices(draft, TAKEOVER, AS_OF)
    standing.number_postings(draft)
    standing.attest(draft, date(2026, 9, 10), date(2027, 3, 31))


def _year(draft: Draft) -> None:
    for year, quarter, new in ((2025, 4, True), (2026, 1, True), (2026, 2, False), (2026, 3, False)):
        reports.quarterly_report(draft, year, quarter, committee=False, new_project=new)
    draft.tables["reports"][2]["spot_checked_on"] = date(2026, 8, 5)
    draft.tables["fund_disclosures"] = [{"year": 2026, "published_on": date(2026, 1, 13)}]
    yearly.write_publicity(draft, 2026)
    yearly.write_outages(draft, [date(2026, 3, 11), date(2026, 6, 17), date(2026, 9, 2)])
    yearly.write_event(draft, "座谈会", date(2026, 5, 16))
    yearly.write_event(draft, "社区文化活动", date(2026, 6, 1))
    yearly.write_contacts_and_visits(draft, TAKEOVER, AS_OF, (9, 18), (12, 22))
    monthly.write_statistics(draft, TAKEOVER, AS_OF)
    monthly.write_measures(draft, TAKEOVER, AS_OF)
    monthly.write_bulletins(draft, TAKEOVER, AS_OF)
    monthly.write_developer_returns(draft, [(2025, 4), (2026, 1), (2026, 2), (2026, 3)])


def _plant_reports(draft: Draft) -> None:
    _, second, _, fourth = draft.tables["reports"]
    second["qmc_approved_on"] = None
    draft.planted.append(
        Planted(
            "RPT07",
            "2026-Q1",
            "fail",
            "新项目第二次报告没有报品质管理中心审批",
            "second report without the quality centre's approval",
        )
    )
    fourth["intranet_on"] = date(2026, 10, 19)
    fourth["published_on"] = date(2026, 10, 20)
    draft.planted.append(
        Planted("RPT02", "2026-Q3", "fail", "10 月 19 日才挂网，迟 1 天", "on the intranet on 19 October, one day late")
    )
    draft.tables["fund_disclosures"][0]["published_on"] = date(2026, 1, 20)
    draft.planted.append(
        Planted(
            "RPT09",
            "2026",
            "fail",
            "年度预决算 1 月 20 日才公示，迟 5 天",
            "budget and account published 5 days late",
        )
    )
    returns = draft.tables["developer_reports"]
    returns[1]["count"] += 2
    draft.planted.append(
        Planted(
            "CMP13",
            "2026-Q1",
            "fail",
            "遗留问题数量比投诉记录多 2 件",
            "the return counts 2 more than the log holds",
        )
    )
    returns[2]["reported_on"] = date(2026, 7, 20)
    draft.planted.append(
        Planted("CMP13", "2026-Q2", "fail", "7 月 20 日才上报，应不迟于 15 日", "reported on 20 July, due the 15th")
    )


def _plant_complaints(draft: Draft) -> None:
    row = choose(draft, "complaints", YEAR, AS_OF, "received_at", subtype="房屋质量")
    row["developer_contacted_at"] = row["developer_contacted_by"] = None
    draft.planted.append(Planted("CMP06", row, "fail", "没有联系开发商", "the developer was never contacted"))
    row = choose(draft, "complaints", date(2026, 4, 1), AS_OF, "received_at", subtype="配套设施")
    row["written_report_on"] = row["received_at"].date() + timedelta(days=7)
    draft.planted.append(
        Planted("CMP07", row, "fail", "第 7 天才书面报开发商", "reported to the developer in writing on day 7")
    )
    row = choose(draft, "complaints", date(2026, 5, 1), date(2026, 9, 30), "received_at", klass="一类")
    row["feedback_at"] = row["received_at"] + timedelta(days=5)
    draft.planted.append(Planted("CMP09", row, "fail", "第 5 天才反馈客户", "the customer was told on day 5"))
    row = choose(draft, "complaints", date(2026, 7, 1), date(2026, 9, 30), "received_at", klass="一类")
    row["household"] = "3栋1单元2601"
    draft.planted.append(Planted("DAT02", (row, "household"), "fail", "3 栋只有 25 层", "building 3 has 25 floors"))


def _plant_rest(draft: Draft) -> None:
    for row in draft.tables["interview_plan"]:
        row["made_on"] = date(2026, 2, 5)
    draft.planted.append(
        Planted("ITV01", "2026", "fail", "访谈计划 2 月 5 日才编制", "the interview plan was made on 5 February")
    )
    desk = draft.names("客服", "客服主管")
    may = [row for row in draft.tables["interviews"] if row["held_at"].month == 5 and row["interviewer"] in desk]
    for row in may[:11]:
        draft.tables["interviews"].remove(row)
    draft.planted.append(Planted("ITV04", "2026-05", "fail", "5 月访谈不足 25 户", "fewer than 25 households in May"))
    draft.tables["monthly_statistics"] = [
        row for row in draft.tables["monthly_statistics"] if row["month"] != "2026-03"
    ]
    draft.planted.append(Planted("STA01", "2026-03", "fail", "没有 3 月的统计", "no statistics for March"))
    burst = next(row for row in draft.tables["outages"] if row["emergency"] == "是")
    burst["notice_at"] = burst["starts_at"] + timedelta(hours=3)
    draft.planted.append(
        Planted("INF04", burst, "fail", "应急停供 3 小时后才通知", "notice 3 hours after an emergency outage began")
    )
