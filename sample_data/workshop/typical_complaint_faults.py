"""Faults planted in the complaints of 翠湖花园, each with everything that follows from it."""

from datetime import date, datetime, timedelta

from clausecheck.simulate.draft import Draft, Planted, Row, choose, day_of, days_later

FIRST, LAST = date(2026, 7, 1), date(2026, 9, 25)
ROLE_CHECKS = ("CMP05", "CMP06", "CMP07", "CMP08", "CMP10")


def plant_all(draft: Draft) -> None:
    _recorded(draft)
    _classed(draft)
    _in_charge(draft)
    _developer(draft)
    _outside(draft)
    _answered(draft)
    _closed(draft)
    _unreadable(draft)


def _one(draft: Draft, klass: str, first: date = FIRST, last: date = LAST, **wanted: str) -> Row:
    return choose(draft, "complaints", first, last, "received_at", klass=klass, outage_record=None, **wanted)


def _recorded(draft: Draft) -> None:
    row = _one(draft, "一类")
    row["recorded_at"] = row["received_at"] + timedelta(minutes=52)
    draft.planted.append(Planted("CMP01", row, "fail", "受理后 52 分钟才录入系统", "entered 52 minutes after receipt"))
    row = _one(draft, "三类")
    row["recorded_at"] = row["received_at"] + timedelta(hours=19)
    draft.planted.append(Planted("CMP01", row, "fail", "受理后 19 小时才录入系统", "entered 19 hours after receipt"))
    row = _one(draft, "一类", date(2026, 8, 1))
    row["recorded_at"] = day_of(row["received_at"])
    zh, en = "录入时间只有日期，不能证明 30 分钟的时限", "only the day of entry is given, which cannot prove 30 minutes"
    draft.planted.append(Planted("CMP01", row, "undetermined", zh, en))
    row = next(row for row in draft.tables["complaints"] if row.get("outage_record"))
    draft.touched.append(row)
    row["recorded_at"] += timedelta(hours=30)
    draft.planted.append(
        Planted("CMP02", row, "fail", "系统恢复 30 小时后才补录", "entered 30 hours after the system was back")
    )


def _classed(draft: Draft) -> None:
    row = _one(draft, "一类")
    row["klass"] = None
    draft.planted.append(Planted("CMP03", row, "fail", "没有分类", "not classified"))
    _follow(draft, row, ROLE_CHECKS, "没有类别，不能判定", "no class, cannot be judged")
    row = _one(draft, "二类", subtype="房屋质量")
    row["subtype"] = None
    draft.planted.append(Planted("CMP03", row, "fail", "二类投诉没有子类", "class 2 without its subtype"))
    _follow(draft, row, ("CMP06", "CMP07"), "没有子类，不能判定", "no subtype, cannot be judged")
    row = _one(draft, "一类", date(2026, 9, 1))
    row["klass"] = "四类"
    draft.planted.append(
        Planted("DAT07", (row, "klass"), "fail", "类别“四类”不在列表内", "class 四类 is not on the list")
    )
    draft.planted.append(Planted("CMP03", row, "fail", "类别不是一、二、三类", "the class is none of the three"))
    _follow(draft, row, ROLE_CHECKS, "类别不可用，不能判定", "class unusable, cannot be judged")


def _follow(draft: Draft, row: Row, codes: tuple[str, ...], zh: str, en: str) -> None:
    for code in codes:
        draft.planted.append(Planted(code, row, "undetermined", zh, en))


def _in_charge(draft: Draft) -> None:
    left = {"name": "丁晓晴", "staff_no": "WY010", "role": "客服", "from": date(2022, 4, 1), "until": date(2026, 7, 15)}
    draft.tables["staff"].append(left)
    row = _one(draft, "一类", date(2026, 8, 1))
    row["handler"] = left["name"]
    draft.planted.append(Planted("CMP04", row, "fail", "责任人丁晓晴 7 月 15 日已离岗", "the handler left on 15 July"))
    _follow(draft, row, ("CMP05",), "责任人受理时不在岗，岗位不能认定", "the handler's role on that day is not known")
    row = _one(draft, "一类")
    row["handler"] = draft.names("工程主管")[0]
    draft.planted.append(
        Planted("CMP05", row, "fail", "一类投诉由工程主管跟进", "class 1 followed up by the engineering supervisor")
    )
    row = _one(draft, "三类")
    row["handler"] = None
    draft.planted.append(Planted("CMP04", row, "fail", "没有责任人", "no handler"))


def _developer(draft: Draft) -> None:
    row = _one(draft, "二类", subtype="房屋质量")
    row["developer_contacted_by"] = draft.names("客服")[0]
    draft.planted.append(
        Planted("CMP06", row, "fail", "由客服人员而非客服主管联系开发商", "the developer was contacted by CS staff")
    )
    row = _one(draft, "二类", subtype="房屋质量")
    row["developer_contacted_at"] = row["received_at"] + timedelta(hours=31)
    draft.planted.append(
        Planted("CMP06", row, "fail", "受理 31 小时后才联系开发商", "the developer was contacted after 31 hours")
    )
    row = _one(draft, "二类", subtype="配套设施")
    row["written_report_on"] = row["written_report_ref"] = None
    draft.planted.append(
        Planted(
            "CMP07",
            row,
            "fail",
            "配套设施投诉没有书面报开发商",
            "facilities not reported to the developer in writing",
        )
    )


def _outside(draft: Draft) -> None:
    row = _one(draft, "三类", impact="一般")
    row["designated_by"] = draft.names("客服主管")[0]
    draft.planted.append(
        Planted(
            "CMP08",
            row,
            "fail",
            "三类投诉由客服主管而非经理指派",
            "designated by the CS supervisor, not the manager",
        )
    )
    row = _one(draft, "三类", impact="一般")
    row |= {"impact": "重大", "written_report_on": None, "written_report_ref": None}
    draft.planted.append(Planted("CMP08", row, "fail", "重大影响没有书面报告", "major impact without a written report"))


def _answered(draft: Draft) -> None:
    row = _one(draft, "一类")
    row["feedback_at"] = row["received_at"] + timedelta(days=6)
    draft.planted.append(
        Planted("CMP09", row, "fail", "受理第 6 天才反馈客户，超期 3 天", "the customer was told on day 6, 3 days late")
    )
    row = _one(draft, "一类", date(2026, 8, 10))
    row["feedback_at"] = None
    draft.planted.append(Planted("CMP09", row, "fail", "没有反馈客户", "the customer was never told"))


def _closed(draft: Draft) -> None:
    row = _one(draft, "一类")
    row["closed_at"] = row["received_at"] + timedelta(days=8)
    draft.planted.append(
        Planted("CMP10", row, "fail", "一类投诉第 8 天办结，超期 5 天", "class 1 closed on day 8, 5 days late")
    )
    row = _one(draft, "一类", date(2026, 9, 10))
    row |= {"closed_at": None, "measures": "正在处理"}
    draft.planted.append(Planted("CMP10", row, "fail", "至今未办结", "still open"))
    row = _one(draft, "三类", date(2026, 7, 15))
    row["measures"] = None
    draft.planted.append(Planted("CMP10", row, "fail", "已办结而没有处理措施", "closed without measures"))
    row = _one(draft, "一类", date(2026, 8, 5))
    row["extended_to"] = days_later(row["received_at"], 10)
    row["extension_told_at"] = row["received_at"] + timedelta(days=2)
    row["closed_at"] = row["received_at"] + timedelta(days=9)
    zh, en = (
        "第 9 天办结，但期内已告知客户延期（假设：视为合格）",
        "closed on day 9, extension told in time (assumption: pass)",
    )
    draft.planted.append(Planted("CMP10", row, "pass", zh, en))


def _unreadable(draft: Draft) -> None:
    row = _one(draft, "一类", date(2026, 9, 1))
    row["closed_at"] = row["received_at"] - timedelta(days=2)
    draft.planted.append(Planted("DAT06", (row, "closed_at"), "fail", "办结早于受理", "closed before it was received"))
    _follow(draft, row, ("CMP10",), "办结时间不可能，不能判定", "impossible closing time, cannot be judged")
    row = _one(draft, "一类", date(2026, 7, 10))
    row["closed_at"] = "2026-09-31"
    draft.planted.append(Planted("DAT01", (row, "closed_at"), "fail", "9 月没有 31 日", "there is no 31 September"))
    _follow(draft, row, ("CMP10",), "办结时间无法识别", "closing time unreadable")
    row = _one(draft, "一类", date(2026, 8, 1))
    day = day_of(row["received_at"])
    row["feedback_at"] = f"{day.month}月{day.day}日"
    draft.planted.append(
        Planted(
            "DAT10",
            (row, "feedback_at"),
            "fail",
            "日期缺年份，按核查期间取 2026 年",
            "no year; taken from the period",
        )
    )
    row = _one(draft, "三类")
    row["household"] = "7栋1单元1501"
    draft.planted.append(
        Planted("DAT02", (row, "household"), "fail", "户册中没有 7 栋", "there is no building 7 on the register")
    )
    first, second = _one(draft, "一类", date(2026, 8, 20)), _one(draft, "一类", date(2026, 8, 20))
    second["id"] = first["id"]
    draft.planted.append(Planted("DAT03", (second, "id"), "fail", "投诉编号重复", "complaint number used twice"))
    late = datetime(2026, 11, 3, 10, 20)
    draft.tables["complaints"].append({**second, "id": "TS-202611-900", "received_at": late, "recorded_at": late})
    draft.tables["complaints"][-1] |= {"feedback_at": None, "closed_at": None}
    ahead = draft.tables["complaints"][-1]
    draft.planted.append(
        Planted("DAT04", (ahead, "received_at"), "fail", "受理时间在截止日之后", "received after the as-of day")
    )
    draft.planted.append(
        Planted("DAT04", (ahead, "recorded_at"), "fail", "录入时间在截止日之后", "entered after the as-of day")
    )
