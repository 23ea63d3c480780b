"""What is not posted, not announced, not carried out (INF01 to INF08), and what was seen on site (ATT01)."""

from datetime import date, timedelta

from clausecheck.nouns.periods import month_end
from clausecheck.simulate.breaches.scene import Impossible, Scene, way
from clausecheck.simulate.counting import months_in
from clausecheck.simulate.draft import Row, between, days_later, pick, shuffled


def _standing(s: Scene, code: str, kind: str) -> list[Row]:
    """The postings of a kind in force on the day of the audit, of which nothing is broken yet."""
    day = s.shape.as_of
    if day != s.shape.last:  # the centre has left
        raise Impossible(s.way)
    rows = [row for row in s.draft.tables["postings"] if row["kind"] == kind and row["from"] <= day]
    found = s.some([row for row in rows if row.get("until") is None or row["until"] >= day])
    s.once(code, "project")
    return found


def _remove(s: Scene, rows: list[Row]) -> None:
    s.draft.tables["postings"] = [row for row in s.draft.tables["postings"] if not any(row is one for one in rows)]


@way("INF01.missing")
def place_without_number(s: Scene) -> None:
    row = pick(s.rng, _standing(s, "INF01", "统一电话"))
    _remove(s, [row])
    s.plant("project", f"{row['place']}没有统一电话", f"the hotline is missing at {row['place']}", "1 place")


@way("INF01.wrong")
def wrong_number(s: Scene) -> None:
    row = pick(s.rng, _standing(s, "INF01", "统一电话"))
    row["contents"] = "400-820-0001"
    s.plant("project", f"{row['place']}的号码不对", f"the number at {row['place']} is another", "1 digit")


@way("INF01.taken_down")
def number_taken_down(s: Scene) -> None:
    row = pick(s.rng, _standing(s, "INF01", "统一电话"))
    row["until"] = max(row["from"], s.shape.as_of - timedelta(days=between(s.rng, 1, 30)))
    s.plant("project", f"{row['place']}的统一电话已撤下", f"taken down at {row['place']}", "1 place")


@way("INF02.person")
def person_not_on_the_board(s: Scene) -> None:
    board = _standing(s, "INF02", "人员公示")
    name = s.name("客服", "客服主管", "经理", "工程主管", "安保主管", on=s.shape.as_of)
    for row in board:
        row["contents"] = "、".join(one for one in row["contents"].split("、") if one != name)
    s.plant("project", f"{name}未上公示栏", f"{name} is not on the board", "1 person")


@way("INF02.item")
def item_not_on_the_board(s: Scene) -> None:
    item = pick(s.rng, ["照片", "工号", "姓名"])
    for row in _standing(s, "INF02", "人员公示"):
        row["contents"] = "、".join(one for one in row["contents"].split("、") if one != item)
    s.plant("project", f"公示栏缺{item}", f"the board lacks {item}", "1 item")


@way("INF03.items")
def price_list_incomplete(s: Scene) -> None:
    number = between(s.rng, 1, 4)
    for row in _standing(s, "INF03", "价目表"):
        left = shuffled(s.rng, row["contents"].split("、"))[number:]
        row["contents"] = "、".join(left)
    s.plant("project", f"价目表缺 {number} 项", f"the price list lacks {number} items", f"{number} items")


@way("INF03.missing")
def no_price_list(s: Scene) -> None:
    _remove(s, _standing(s, "INF03", "价目表"))
    s.plant("project", "没有价目表", "there is no price list", "12 items")


def _outage(s: Scene, emergency: str) -> Row:
    return s.row("outages", "starts_at", lambda row: row["emergency"] == emergency, wait=2)


@way("INF04.late")
def told_of_an_outage_late(s: Scene) -> None:
    row = _outage(s, "否")
    hours = between(s.rng, 0, 23)
    row["notice_at"] = row["starts_at"] - timedelta(hours=hours, minutes=1)
    s.plant(row, f"停供前 {hours} 小时才通知", f"notice only {hours} hours before", f"{24 - hours} hours")


@way("INF04.missing")
def not_told_of_an_outage(s: Scene) -> None:
    row = _outage(s, pick(s.rng, ["否", "是"]))
    row["notice_at"] = None
    s.plant(row, "停供没有通知", "no notice of the outage")


@way("INF04.emergency")
def emergency_told_late(s: Scene) -> None:
    row = _outage(s, "是")
    minutes = between(s.rng, 121, 400)
    row["notice_at"] = row["starts_at"] + timedelta(minutes=minutes)
    row["notice_at"] += timedelta(minutes=row["notice_at"].hour == row["notice_at"].minute == 0)
    s.plant(
        row, f"应急停供 {minutes} 分钟后才通知", f"notice {minutes} minutes after the start", f"{minutes - 120} minutes"
    )


@way("INF05.service")
def service_not_posted(s: Scene) -> None:
    rows = _standing(s, "INF05", "便民信息")
    item = pick(s.rng, ["水", "电", "气", "有线电视", "网络", "医疗"])
    for row in rows:
        row["contents"] = "、".join(one for one in row["contents"].split("、") if one != item)
    s.plant("project", f"便民信息缺{item}", f"no contact for {item}", "1 service")


def _plan(s: Scene) -> list[Row]:
    """The year's plan, if the year asks for one."""
    if months_in(s.shape.window) < 6:
        raise Impossible(s.way)
    return s.some(list(s.draft.tables["publicity_plan"]))


def _over(s: Scene) -> list[Row]:
    """Planned items whose month is over."""
    return s.some([row for row in _plan(s) if row["done_on"] and month_end(row["done_on"]) < s.shape.last])


@way("INF06.not_planned")
def topic_not_planned(s: Scene) -> None:
    plan = _plan(s)
    topic = pick(s.rng, ["防盗", "公共设施使用", "安全", "保健", "社区文化", "防火"])
    s.once("INF06", str(s.shape.year))
    s.draft.tables["publicity_plan"] = [row for row in plan if row["topic"] != topic]
    s.plant(str(s.shape.year), f"计划中没有{topic}", f"the plan lacks {topic}", "1 topic")


@way("INF06.not_done")
def item_not_done(s: Scene) -> None:
    row = pick(s.rng, _over(s))
    s.once("INF06", str(s.shape.year))
    row["done_on"] = None
    s.plant(
        str(s.shape.year), f"{row['month']} 的{row['topic']}没有开展", f"{row['topic']} was not carried out", "1 item"
    )


@way("INF06.late")
def item_late(s: Scene) -> None:
    row = pick(s.rng, _over(s))
    last = month_end(row["done_on"])
    day = last + timedelta(days=between(s.rng, 1, (s.shape.last - last).days))
    if day.year != s.shape.year:
        raise Impossible(s.way)
    s.once("INF06", str(s.shape.year))
    row["done_on"] = day
    s.plant(
        str(s.shape.year), f"{row['topic']}迟于计划月份", f"{row['topic']} after its month", f"{(day - last).days} days"
    )


@way("INF07.none")
def no_public_information(s: Scene) -> None:
    first, last = s.over(s.shape.window)
    rows = [row for row in s.draft.tables["postings"] if row["kind"] == "公共信息" and first <= row["from"] <= last]
    _remove(s, s.some(rows))
    s.plant_quota("INF07", str(s.shape.year), "全年没有公共信息", "no public information in the year", "1 time")


def _passed_on(s: Scene) -> Row:
    return s.row("postings", "from", lambda row: row["kind"] == "代发信息")


@way("INF08.source")
def no_source(s: Scene) -> None:
    row = _passed_on(s)
    row["source"] = None
    s.plant(row, "没有来源单位", "no source")


@way("INF08.date")
def no_source_date(s: Scene) -> None:
    row = _passed_on(s)
    row["source_date"] = None
    s.plant(row, "没有来源日期", "no date of the source")


@way("ATT01.failed")
def failed_on_site(s: Scene) -> None:
    """The newest valid confirmation decides: an older one that passed does not help."""
    if s.shape.as_of != s.shape.last:
        raise Impossible(s.way)
    row = pick(s.rng, [row for row in s.draft.tables["attestations"] if s.whole(row)])
    s.touch(row)
    seen: date = min(days_later(row["on"], 2), s.shape.as_of)
    if seen == row["on"]:
        row["result"] = "不合格"
    else:
        again = {**row, "on": seen, "result": "不合格", "seen": "现场未见"}
        s.draft.tables["attestations"].append(again)
    s.plant(row["code"], "现场核查不合格", "failed on site")
