"""CH-002 金桥国际中心: a single-owner office building with monthly briefs, kept under the centre's own headings."""

from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from clausecheck.simulate import complaints, interviews, monthly, reports, standing, words_office, yearly
from clausecheck.simulate.answers import Places
from clausecheck.simulate.draft import Draft, Planted, choose, months
from clausecheck.simulate.files import as_people_keep_them

AS_OF = date(2026, 10, 31)
YEAR = date(2026, 1, 1)
TAKEOVER = date(2023, 7, 1)
SHEETS = {
    "project": ("基本情况", ""),
    "phases": ("交付情况", "交付批次登记表"),
    "places": ("公示点位", "信息公示点位一览表"),
    "staff": ("员工名册", "服务中心员工名册"),
    "households": ("单元名册", "租赁单元名册"),
    "complaints": ("客诉登记", "客户投诉登记台账（2026年）"),
    "daily_records": ("日常工作记录", "日常工作记录表"),
    "interview_plan": ("访谈计划", "2026年客户访谈计划"),
    "interviews": ("访谈登记", "客户访谈记录表（2026年）"),
    "reports": ("简报台账", "物业服务工作简报台账"),
    "postings": ("公示登记", "信息公示登记表"),
    "outages": ("停供通知", "停水停电等通知登记表"),
    "publicity_plan": ("宣传计划", "2026年度宣传计划"),
    "events": ("活动记录", "客户活动记录"),
    "contacts": ("来电来访", "来电来访登记表"),
    "monthly_statistics": ("月度统计", "客服部月度工作统计表"),
    "measures": ("纠正预防", "纠正预防措施跟踪表"),
    "complaint_bulletins": ("投诉公布", "投诉处理情况公布记录"),
    "developer_reports": ("遗留问题", "开发遗留问题统计"),
}
HEADERS = {
    "staff": {"name": "员工姓名", "role": "职务", "from": "入职日期", "until": "离职日期"},
    "households": {"household": "房屋编号", "owner": "户主", "phone": "电话"},
    "complaints": {
        "id": "受理编号",
        "received_at": "接报时间",
        "recorded_at": "系统录入时间",
        "channel": "投诉渠道",
        "household": "门牌号",
        "person": "客户姓名",
        "content": "投诉事项",
        "klass": "投诉分类",
        "handler": "经办人",
        "feedback_at": "回复时间",
        "measures": "处理结果",
        "plan_at": "方案时间",
        "closed_at": "结单时间",
    },
    "interviews": {
        "held_at": "访谈日期",
        "household": "单元房号",
        "person": "被访人",
        "person_kind": "客户身份",
        "mode": "访谈方式",
        "interviewer": "访谈人员",
        "opinion": "客户意见",
        "handling": "处理结果",
    },
    "reports": {"covers": "所属期", "written_on": "编制时间", "spot_checked_on": ""},
    "postings": {"kind": "公示类型", "place": "张贴位置", "from": "张贴日期"},
}


def make() -> Draft:
    draft = _begin()
    _place(draft)
    complaints.write_complaints(draft, YEAR, AS_OF, (4, 8), 0.0)
    complaints.number_complaints(draft)
    interviews.write_plan(draft, 2026, YEAR, date(2026, 1, 8), 26)
    interviews.write_interviews(draft, YEAR, AS_OF, 26, 0.0)
    interviews.number_interviews(draft)
    _year(draft)
    _plant_briefs(draft)
    _plant_complaints(draft)
    _plant_what_is_missing(draft)
    _times_as_typed(draft)
    return draft


def write(draft: Draft, folder: Path) -> Places:
    """One workbook with title rows and the centre's own sheet names and headers."""
    return as_people_keep_them(draft, folder / "金桥国际中心 客户沟通台账2026.xlsx", SHEETS, HEADERS)


def _begin() -> Draft:
    return Draft(
        code="CH-002",
        name="金桥国际中心",
        about_zh="单一业主写字楼，48 个租赁单元，每月编写物业服务工作简报。台账用服务中心自己的表名和表头，"
        "表头上方有标题行，投诉时间是文本；未提供维修回访和现场确认，简报台账没有抽查日期列。",
        about_en="A single-owner office building of 48 units with monthly briefs. Sheets and headers are named in the "
        "centre's own way, under title rows, and the times of complaints are text; repair follow-ups and on-site "
        "confirmations were not handed in, and the brief log has no column for spot checks.",
        period="2026-Q3",
        as_of=AS_OF,
        facts={
            "code": "CH-002",
            "name": "金桥国际中心",
            "branch": "华东分公司",
            "ownership": "单一业主",
            "owners": 1,
            "households": 48,
            "fee_model": "包干制",
            "takeover_date": TAKEOVER,
            "hotline": standing.HOTLINE,
        },
        tables=standing.empty_tables(),
        rng=Random(20260002),
        words=words_office,
    )


def _place(draft: Draft) -> None:
    tables = draft.tables
    tables["phases"] = [{"phase": "整体", "handover_date": TAKEOVER, "households": 48}]
    tables["places"] = standing.place_rows(["正门", "地库入口"], ["A座大堂", "B座大堂"])
    roles = ["经理", "客服主管", "客服", "客服", "工程主管", "安保主管"]
    tables["staff"] = standing.staff_rows(draft.rng, [(role, TAKEOVER) for role in roles])
    flats = [(f"{tower}座{f}{r:02d}", TAKEOVER) for tower in "AB" for f in range(3, 15) for r in (1, 3)]
    tables["households"] = standing.register_rows(draft.rng, flats)
    standing.standing_postings(draft, date(2026, 1, 5), date(2026, 1, 5))
    standing.notices(draft, YEAR, AS_OF)
    standing.number_postings(draft)


def _year(draft: Draft) -> None:
    for month in months(date(2025, 12, 1), date(2026, 9, 1)):
        reports.monthly_brief(draft, month)
    yearly.write_publicity(draft, 2026)
    yearly.write_outages(draft, [date(2026, 5, 13), date(2026, 8, 8)])
    yearly.write_event(draft, "座谈会", date(2026, 6, 18))
    yearly.write_event(draft, "社区文化活动", date(2026, 9, 25))
    yearly.write_contacts_and_visits(draft, YEAR, AS_OF, (6, 12), (0, 0))
    monthly.write_statistics(draft, YEAR, AS_OF)
    monthly.write_measures(draft, YEAR, AS_OF)
    monthly.write_bulletins(draft, YEAR, AS_OF)


def _plant_briefs(draft: Draft) -> None:
    briefs = {row["covers"]: row for row in draft.tables["reports"]}
    briefs["2026-06"]["has_difficulties"] = "无"
    draft.planted.append(
        Planted("RPT12", "2026-06", "fail", "简报缺需协调事项", "the brief lacks the difficulties to coordinate")
    )
    late = {"written_on": 5, "reviewed_on": 6, "approved_on": 7, "copied_on": 8, "delivered_on": 9}
    briefs["2026-07"] |= {step: date(2026, 8, day) for step, day in late.items()}
    draft.planted.append(
        Planted("RPT10", "2026-07", "fail", "8 月 5 日才编制，应不迟于 3 日", "written on 5 August, due the 3rd")
    )
    briefs["2026-08"]["delivered_on"] = date(2026, 9, 12)
    draft.planted.append(
        Planted(
            "RPT11",
            "2026-08",
            "fail",
            "9 月 12 日才呈送委托方，应不迟于 10 日",
            "delivered on 12 September, due the 10th",
        )
    )


def _plant_complaints(draft: Draft) -> None:
    first, last = date(2026, 7, 1), date(2026, 9, 30)
    row = choose(draft, "complaints", first, last, "received_at", klass="一类")
    row["recorded_at"] = row["received_at"] + timedelta(minutes=95)
    draft.planted.append(Planted("CMP01", row, "fail", "受理后 95 分钟才录入系统", "entered 95 minutes after receipt"))
    row = choose(draft, "complaints", first, last, "received_at", klass="一类")
    row["closed_at"] = row["received_at"] + timedelta(days=6)
    draft.planted.append(
        Planted("CMP10", row, "fail", "一类投诉第 6 天办结，超期 3 天", "class 1 closed on day 6, 3 days late")
    )
    row = choose(draft, "complaints", first, last, "received_at")
    row["household"] = "1203"
    draft.planted.append(
        Planted("DAT02", (row, "household"), "fail", "“1203”可以是 A 座或 B 座", '"1203" may be in tower A or tower B')
    )


def _plant_what_is_missing(draft: Draft) -> None:
    zh, en = "简报台账没有“抽查日期”列", "the brief log has no column 抽查日期"
    draft.planted.append(Planted("DAT05", "简报台账/抽查日期", "fail", zh, en))
    draft.planted.append(Planted("RPT08", "2026", "undetermined", zh, en))
    draft.planted.append(
        Planted(
            "STA01",
            "project",
            "undetermined",
            "未提供维修回访，统计数不能核对",
            "no repair follow-ups to compare with",
        )
    )
    for code in ("INF01", "INF02", "INF03", "INF05", "INF07"):
        draft.planted.append(
            Planted("ATT01", code, "undetermined", "未提供现场确认", "no on-site confirmations were handed in")
        )


def _times_as_typed(draft: Draft) -> None:
    """The desk types times as text: 2026/8/5 9:02."""
    for row in draft.tables["complaints"]:
        for key in ("received_at", "recorded_at", "feedback_at", "closed_at"):
            moment = row.get(key)
            if isinstance(moment, datetime):
                row[key] = f"{moment.year}/{moment.month}/{moment.day} {moment.hour}:{moment.minute:02d}"
