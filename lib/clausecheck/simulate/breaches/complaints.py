"""Complaints entered late, without class or person in charge, not passed on, not answered, not closed (CMP01 to CMP10)."""

from datetime import datetime, time, timedelta

from clausecheck.simulate.breaches.scene import Impossible, Scene, way
from clausecheck.simulate.draft import Row, between, day_of, days_later, pick
from clausecheck.simulate.standing import person

BY_CLASS = ("CMP05", "CMP06", "CMP07", "CMP08", "CMP10")
LIMITS = {"一类": 3, "三类": 7}
LONGEST = 40
"""So many days later at most something was done after all."""


def one(s: Scene, *classes: str, wait: int = 5, subtype: str = "", impact: str = "") -> Row:
    """A whole complaint of these classes, taken while the system was up, closed unless it is not yet time."""

    def fits(row: Row) -> bool:
        wanted = not classes or row["klass"] in classes
        of_kind = (not subtype or row.get("subtype") == subtype) and (not impact or row["impact"] == impact)
        return wanted and of_kind and not row.get("outage_record") and not row.get("extended_to")

    return s.row("complaints", "received_at", fits, wait=wait)


def late(s: Scene, row: Row, days: int) -> tuple[int, datetime]:
    """So many days at least after receipt, not after the audit: how many, and the moment."""
    most = min(LONGEST, (s.shape.as_of - day_of(row["received_at"])).days)
    number = days if most <= days else pick(s.rng, [days, days + 1, between(s.rng, days, most)])
    number = min(number, most)
    return number, datetime.combine(days_later(row["received_at"], number), time(between(s.rng, 9, 17), 12))


@way("CMP01.late")
def entered_late(s: Scene) -> None:
    row = one(s)
    minutes = pick(s.rng, [31, 45, between(s.rng, 60, 1800)])
    row["recorded_at"] = row["received_at"] + timedelta(minutes=minutes)
    row["recorded_at"] += timedelta(minutes=row["recorded_at"].time() == time())
    s.plant(
        row, f"受理 {minutes} 分钟后才录入系统", f"entered {minutes} minutes after receipt", f"{minutes - 30} minutes"
    )


@way("CMP01.missing")
def never_entered(s: Scene) -> None:
    row = one(s)
    row["recorded_at"] = None
    s.plant(row, "没有录入系统", "never entered into the system")


def _while_down(s: Scene, wait: int) -> Row:
    return s.row("complaints", "received_at", lambda row: row.get("outage_record"), wait=wait)


def _record_of(s: Scene, row: Row) -> Row:
    return next(record for record in s.draft.tables["daily_records"] if record["id"] == row["outage_record"])


@way("CMP02.late")
def entered_late_after_recovery(s: Scene) -> None:
    row = _while_down(s, 3)
    hours = between(s.rng, 25, 40)
    row["recorded_at"] = _record_of(s, row)["outage_until"] + timedelta(hours=hours)
    s.plant(row, f"系统恢复 {hours} 小时后才补录", f"entered {hours} hours after recovery", f"{hours - 24} hours")


@way("CMP02.no_record")
def no_daily_record(s: Scene) -> None:
    row = _while_down(s, 3)
    row["outage_record"] = f"RC-{day_of(row['received_at']):%Y%m%d}-9"
    s.plant(row, "日常工作记录中没有所写的编号", "the daily record it names does not exist")


@way("CMP02.outside")
def recorded_outside_the_outage(s: Scene) -> None:
    row = _while_down(s, 3)
    record = _record_of(s, row)
    record["recorded_at"] = record["outage_from"] - timedelta(minutes=35)
    s.plant(row, "日常工作记录不在故障期间", "the daily record was written outside the outage", "35 minutes")


@way("CMP03.no_class")
def not_classified(s: Scene) -> None:
    row = one(s, "一类", "三类")
    row["klass"] = None
    s.plant(row, "没有分类", "not classified")
    s.follows(row, "undetermined", "没有类别，不能判定", "no class, cannot be judged", *BY_CLASS)


@way("CMP03.not_listed")
def class_not_listed(s: Scene) -> None:
    row = one(s, "一类", "三类")
    row["klass"] = "四类"
    s.plant(row, "类别不是一、二、三类", "the class is none of the three")
    s.follows((row, "klass"), "fail", "类别不在列表内", "the class is not on its list", "DAT07")
    s.follows(row, "undetermined", "类别不可用，不能判定", "class unusable, cannot be judged", *BY_CLASS)


@way("CMP03.no_subtype")
def no_subtype(s: Scene) -> None:
    row = one(s, "二类")
    row["subtype"] = None
    s.plant(row, "二类投诉没有子类", "class 2 without its subtype")
    s.follows(row, "undetermined", "没有子类，不能判定", "no subtype, cannot be judged", "CMP06", "CMP07")


@way("CMP04.left")
def handler_had_left(s: Scene) -> None:
    row = one(s, "一类", "二类", "三类")
    gone = day_of(row["received_at"]) - timedelta(days=between(s.rng, 1, 20))
    if gone <= s.shape.takeover:
        raise Impossible(s.way)
    name = _stranger(s)
    staff = {"name": name, "staff_no": "WY090", "role": "客服", "from": s.shape.takeover, "until": gone}
    s.draft.tables["staff"].append(staff)
    row["handler"] = name
    s.plant(
        row, f"责任人 {gone} 已离岗", f"the handler left on {gone}", f"{(day_of(row['received_at']) - gone).days} days"
    )
    if row["klass"] == "一类":
        s.follows(row, "undetermined", "责任人不在岗，岗位不能认定", "his role on that day is not known", "CMP05")


@way("CMP04.unknown")
def handler_unknown(s: Scene) -> None:
    row = one(s)
    row["handler"] = _stranger(s)
    s.plant(row, "责任人不在人员表", "the handler is not on the staff list")
    if row["klass"] == "一类":
        s.follows(row, "undetermined", "责任人岗位不明", "his role is not known", "CMP05")


@way("CMP04.missing")
def no_handler(s: Scene) -> None:
    row = one(s)
    row["handler"] = None
    s.plant(row, "没有责任人", "no handler")
    if row["klass"] == "一类":
        s.follows(row, "fail", "一类投诉没有责任人", "nobody follows up class 1", "CMP05")


def _stranger(s: Scene) -> str:
    """A name that nobody of the centre has or contains."""
    known = [row["name"] for row in s.draft.tables["staff"]]
    for _ in range(100):
        name = person(s.rng)
        if not any(name in other or other in name for other in known):
            return name
    raise Impossible(s.way)


@way("CMP05.role")
def not_by_customer_service(s: Scene) -> None:
    row = one(s, "一类")
    role = pick(s.rng, ["工程主管", "安保主管", "经理"])
    row["handler"] = s.name(role, on=day_of(row["received_at"]))
    s.plant(row, f"一类投诉由{role}跟进", f"class 1 followed up by the {role}")


@way("CMP06.late")
def developer_contacted_late(s: Scene) -> None:
    row = one(s, "二类", subtype="房屋质量")
    hours = pick(s.rng, [25, between(s.rng, 26, 90)])
    row["developer_contacted_at"] = row["received_at"] + timedelta(hours=hours)
    s.plant(row, f"受理 {hours} 小时后才联系开发商", f"developer contacted after {hours} hours", f"{hours - 24} hours")


@way("CMP06.missing")
def developer_not_contacted(s: Scene) -> None:
    row = one(s, "二类", subtype="房屋质量")
    row["developer_contacted_at"] = row["developer_contacted_by"] = None
    s.plant(row, "没有联系开发商", "the developer was never contacted")


@way("CMP06.role")
def developer_contacted_by_another(s: Scene) -> None:
    row = one(s, "二类", subtype="房屋质量")
    row["developer_contacted_by"] = s.name("客服", on=day_of(row["developer_contacted_at"]))
    s.plant(row, "由客服而非客服主管联系开发商", "contacted by CS staff, not by their supervisor")


@way("CMP07.late")
def letter_late(s: Scene) -> None:
    row = one(s, "二类", subtype="配套设施")
    days, _ = late(s, row, 4)
    row["written_report_on"] = days_later(row["received_at"], days)
    s.plant(row, f"第 {days} 天才书面报开发商", f"reported in writing on day {days}", f"{days - 3} days")


@way("CMP07.missing")
def no_letter(s: Scene) -> None:
    row = one(s, "二类", subtype="配套设施")
    row["written_report_on"] = row["written_report_ref"] = None
    s.plant(row, "没有书面报开发商", "not reported to the developer in writing")


@way("CMP07.no_reference")
def letter_without_reference(s: Scene) -> None:
    row = one(s, "二类", subtype="配套设施")
    row["written_report_ref"] = None
    s.plant(row, "书面报告没有文号", "the letter has no reference")


@way("CMP08.not_manager")
def designated_by_another(s: Scene) -> None:
    row = one(s, "三类")
    row["designated_by"] = s.name("客服主管", on=day_of(row["received_at"]))
    s.plant(row, "由客服主管而非经理指派", "designated by the CS supervisor, not the manager")


@way("CMP08.nobody")
def designated_by_nobody(s: Scene) -> None:
    row = one(s, "三类")
    row["designated_by"] = None
    s.plant(row, "三类投诉无人指派", "nobody was designated for class 3")


@way("CMP08.no_report")
def major_without_report(s: Scene) -> None:
    row = one(s, "三类")
    row |= {"impact": "重大", "written_report_on": None, "written_report_ref": None}
    s.plant(row, "影响重大而没有书面报告", "major impact without a written report")


@way("CMP08.report_late")
def major_reported_late(s: Scene) -> None:
    row = one(s, "三类")
    days, _ = late(s, row, 4)
    row |= {"impact": "重大", "written_report_on": days_later(row["received_at"], days), "written_report_ref": "报8号"}
    s.plant(row, f"第 {days} 天才书面呈报", f"reported in writing on day {days}", f"{days - 3} days")


@way("CMP09.late")
def told_late(s: Scene) -> None:
    row = one(s)
    days, row["feedback_at"] = late(s, row, 4)
    s.plant(row, f"第 {days} 天才反馈客户", f"the customer was told on day {days}", f"{days - 3} days")


@way("CMP09.missing")
def never_told(s: Scene) -> None:
    row = one(s)
    row["feedback_at"] = None
    s.plant(row, "没有反馈客户", "the customer was never told")


@way("CMP09.before")
def told_before_receipt(s: Scene) -> None:
    row = one(s)
    days = between(s.rng, 1, 20)
    row["feedback_at"] = row["received_at"] - timedelta(days=days)
    s.plant(row, "反馈早于受理", "the customer was told before the receipt", f"{days} days")
    s.follows((row, "feedback_at"), "fail", "反馈早于受理", "feedback before receipt", "DAT06")


@way("CMP10.late")
def closed_late(s: Scene) -> None:
    row = one(s, "一类", "三类", wait=9)
    limit = LIMITS[row["klass"]]
    days, row["closed_at"] = late(s, row, limit + 1)
    row["measures"] = row["measures"] or "已处理"
    s.plant(row, f"第 {days} 天才办结", f"closed on day {days}", f"{days - limit} days")


@way("CMP10.open")
def still_open(s: Scene) -> None:
    row = one(s, "一类", "三类", wait=9)
    row["closed_at"] = None
    s.plant(row, "逾期未办结", "still open past its limit")


@way("CMP10.no_measures")
def closed_without_measures(s: Scene) -> None:
    row = one(s, "一类", "三类", wait=9)
    row["measures"] = None
    s.plant(row, "办结而没有处理措施", "closed without measures")


@way("CMP10.no_plan")
def no_plan(s: Scene) -> None:
    row = one(s, "二类", wait=9)
    days, row["plan_at"] = late(s, row, 8)
    if row.get("closed_at") and day_of(row["closed_at"]) < day_of(row["plan_at"]):
        row["closed_at"] = row["plan_at"] + timedelta(hours=1)
    s.plant(row, f"第 {days} 天才有处理方案", f"the handling plan came on day {days}", f"{days - 7} days")


@way("CMP10.told_late")
def extension_told_late(s: Scene) -> None:
    row = one(s, "一类", wait=12)
    row["extended_to"] = days_later(row["received_at"], 11)
    row["extension_told_at"] = datetime.combine(days_later(row["received_at"], 4), time(10, 5))
    row["closed_at"] = datetime.combine(days_later(row["received_at"], 10), time(10, 5))
    row["measures"] = row["measures"] or "已处理"
    s.plant(row, "超期后才告知延期", "the extension was told after the limit", "7 days")
