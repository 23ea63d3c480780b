"""What is wrong with the logs themselves (DAT01 to DAT10), and what it leaves undetermined."""

from datetime import datetime, time, timedelta

from clausecheck.procedure.shipped import our_tables
from clausecheck.simulate.breaches.complaints import one
from clausecheck.simulate.breaches.scene import Impossible, Scene, way
from clausecheck.simulate.counting import months_in
from clausecheck.simulate.draft import between, day_of, pick


@way("DAT01.no_such_day")
def no_such_day(s: Scene) -> None:
    row = one(s)
    row["feedback_at"] = f"{s.shape.year}-02-31"
    s.plant((row, "feedback_at"), "没有 2 月 31 日", "there is no 31 February")
    s.follows(row, "undetermined", "反馈时间无法识别", "the time of feedback cannot be read", "CMP09")


@way("DAT01.word")
def word_for_a_count(s: Scene) -> None:
    rows = [r for r in s.draft.tables["phases"] if s.whole(r)]
    row = s.touch(pick(s.rng, s.some(rows)))
    row["households"] = "若干"
    s.plant((row, "households"), "户数不是数", "a number of households that is no number")


@way("DAT02.complaint")
def flat_not_on_the_register(s: Scene) -> None:
    row = one(s)
    row["household"] = "99栋9单元9901"
    s.plant((row, "household"), "户册中没有 99 栋", "there is no building 99")


@way("DAT02.interview")
def interviewed_flat_not_on_the_register(s: Scene) -> None:
    row = s.row("interviews", "held_at", lambda row: row["in_depth"] == "否")
    row["household"] = "99栋9单元9902"
    s.plant((row, "household"), "户册中没有 99 栋", "there is no building 99")


@way("DAT03.contact")
def number_used_twice(s: Scene) -> None:
    rows = s.draft.tables["contacts"]
    whole = [n for n in range(len(rows) - 1) if s.whole(rows[n]) and s.whole(rows[n + 1])]
    at = pick(s.rng, s.some(whole))
    s.touch(rows[at], rows[at + 1])
    rows[at + 1]["id"] = rows[at]["id"]
    s.plant((rows[at + 1], "id"), "编号重复", "a number used twice")


@way("DAT03.complaint")
def complaint_number_used_twice(s: Scene) -> None:
    first, second = one(s), one(s)
    if first["received_at"] > second["received_at"]:
        first, second = second, first
    second["id"] = first["id"]
    s.plant((second, "id"), "投诉编号重复", "a complaint number used twice")


@way("DAT04.ahead")
def dated_after_the_audit(s: Scene) -> None:
    day = s.shape.as_of + timedelta(days=between(s.rng, 1, 20))
    head = f"TS-{day:%Y%m}-9"  # of its own: two of a month must not share their number
    alike = sum(str(other["id"]).startswith(head) for other in s.draft.tables["complaints"])
    row = {"id": f"{head}{alike + 1:02d}", "received_at": datetime.combine(day, time(10, 20)), "klass": "一类"}
    row |= {"household": s.draft.tables["households"][0]["household"], "content": "电梯异响"}
    s.draft.tables["complaints"].append(s.touch(row))
    s.plant(
        (row, "received_at"),
        "受理时间在截止日之后",
        "received after the day of the audit",
        f"{(day - s.shape.as_of).days} days",
    )


@way("DAT05.spot_check")
def no_column_for_spot_checks(s: Scene) -> None:
    if "reports" in s.draft.without or ("RPT08", str(s.shape.year)) in s.taken:
        raise Impossible(s.way)
    s.draft.without["reports"] = ("spot_checked_on",)
    for row in s.draft.tables["reports"]:
        row["spot_checked_on"] = None
    s.taken.add(("RPT08", str(s.shape.year)))
    spec = our_tables()["reports"]
    s.plant(f"{spec.sheet}/{spec.fields['spot_checked_on'].header}", "没有抽查日期列", "no column for spot checks")
    if months_in(s.shape.window) >= 6:
        s.follows(str(s.shape.year), "undetermined", "没有抽查日期列", "no column for spot checks", "RPT08")


@way("DAT06.closed_first")
def closed_before_received(s: Scene) -> None:
    row = one(s, "一类", "三类")
    days = between(s.rng, 1, 20)
    row["closed_at"] = row["received_at"] - timedelta(days=days)
    row["measures"] = row["measures"] or "已处理"
    s.plant((row, "closed_at"), "办结早于受理", "closed before it was received", f"{days} days")
    s.follows(row, "undetermined", "办结时间不可能", "an impossible time of closing", "CMP10")


@way("DAT06.visited_first")
def visited_before_finished(s: Scene) -> None:
    row = s.row("repair_visits", "visited_at")
    row["finished_at"] = row["visited_at"] + timedelta(days=1)
    if day_of(row["finished_at"]) > s.shape.as_of:
        row["finished_at"], row["visited_at"] = row["visited_at"], row["visited_at"] - timedelta(minutes=30)
        if day_of(row["visited_at"]) != day_of(row["finished_at"]):
            row["visited_at"] = row["finished_at"] - timedelta(minutes=1)
    s.plant((row, "visited_at"), "回访早于完工", "followed up before it was finished")


@way("DAT07.person_kind")
def kind_not_listed(s: Scene) -> None:
    row = s.row("interviews", "held_at", lambda row: row["in_depth"] == "否")
    row["person_kind"] = "访客"
    s.plant((row, "person_kind"), "受访人身份不在列表内", "the kind of person is not on its list")


@way("DAT07.impact")
def impact_not_listed(s: Scene) -> None:
    row = one(s, "一类", "二类")
    row["impact"] = "特大"
    s.plant((row, "impact"), "影响程度不在列表内", "the impact is not on its list")


@way("DAT08.error")
def error_value(s: Scene) -> None:
    def fits(label: str) -> bool:
        return label in rows and s.whole(rows[label])

    rows = {row["month"]: row for row in s.draft.tables["monthly_statistics"]}
    chosen = s.period("month", "STA01", lambda m: m.end + timedelta(days=5), lambda m: fits(m.label))
    row = s.touch(rows[chosen.label])
    row["enquiries"] = "#REF!"
    s.plant((row, "enquiries"), "单元格为错误值", "the cell holds an error value")
    s.follows(chosen.label, "undetermined", "咨询数为错误值", "the number of enquiries is an error value", "STA01")


@way("DAT09.stated")
def stated_count(s: Scene) -> None:
    s.once("DAT09", "project")
    more = between(s.rng, 1, 6)
    s.draft.facts["households"] += more
    s.plant("project", f"总户数多写 {more} 户", f"{more} households more stated", f"{more} households")


@way("DAT10.two_readings")
def two_readings(s: Scene) -> None:
    row = one(s)
    row["feedback_at"] = f"0{between(s.rng, 1, 4)}/0{between(s.rng, 5, 8)}/{s.shape.year}"
    s.plant((row, "feedback_at"), "日期有两种读法", "a date with two readings")
    s.follows(row, "undetermined", "反馈时间有两种读法", "the time of feedback has two readings", "CMP09")


@way("DAT10.no_year")
def no_year(s: Scene) -> None:
    row = s.row("measures", "due", lambda row: row["done_on"] and row["due"] < s.shape.as_of)
    day = row["done_on"]
    row["done_on"] = f"{day.month}月{day.day}日"
    s.plant((row, "done_on"), "日期没有年份", "a date without its year")
