"""Monthly and quarterly work not done, late or with wrong numbers (CMP11 to CMP13, STA01)."""

from datetime import date, timedelta

from clausecheck.nouns.periods import Period, day_of_month, month_end
from clausecheck.simulate.breaches.reports import on
from clausecheck.simulate.breaches.scene import Scene, way
from clausecheck.simulate.draft import Row, between, day_of, pick
from clausecheck.simulate.monthly import PUBLISHED


def _received(s: Scene, one: Period) -> list[Row]:
    return [row for row in s.draft.tables["complaints"] if day_of(row["received_at"]) in one]


def _last_of_next(one: Period) -> date:
    return month_end(one.end + timedelta(days=1))


def _analyses(s: Scene) -> tuple[Period, list[Row]]:
    def rows(one: Period) -> list[Row]:
        return [row for row in s.draft.tables["measures"] if row["month"] == one.label]

    def fits(one: Period) -> bool:
        return bool(rows(one) and _received(s, one)) and all(s.whole(row) for row in rows(one))

    one = s.period("month", "CMP11", _last_of_next, fits)
    s.touch(*rows(one))
    return one, rows(one)


@way("CMP11.not_analysed")
def not_analysed(s: Scene) -> None:
    one, rows = _analyses(s)
    s.draft.tables["measures"] = [row for row in s.draft.tables["measures"] if not any(row is r for r in rows)]
    s.plant(one.label, "当月投诉没有分析", "the month's complaints were not analysed")


@way("CMP11.analysed_late")
def analysed_late(s: Scene) -> None:
    one, rows = _analyses(s)
    due = _last_of_next(one)
    days = between(s.rng, 1, min(25, (s.shape.as_of - due).days))
    for row in rows:
        row["analysed_on"] = due + timedelta(days=days)
        row["due"] = row["analysed_on"] + timedelta(days=20)
        row["done_on"] = min(row["due"], s.shape.as_of)
    s.plant(one.label, "分析迟于次月末", "analysed after the end of the next month", f"{days} days")


def _measure(s: Scene) -> Row:
    return s.row("measures", "due", lambda row: row["done_on"] and row["due"] < s.shape.as_of)


@way("CMP11.measure_late")
def measure_late(s: Scene) -> None:
    row = _measure(s)
    days = between(s.rng, 1, min(40, (s.shape.as_of - row["due"]).days))
    row["done_on"] = row["due"] + timedelta(days=days)
    s.plant(row, "措施逾期完成", "the measure was carried out late", f"{days} days")


@way("CMP11.measure_open")
def measure_open(s: Scene) -> None:
    row = _measure(s)
    row["done_on"] = None
    s.plant(row, "措施逾期未完成", "the measure is overdue")


@way("CMP11.measure_blank")
def measure_blank(s: Scene) -> None:
    row = _measure(s)
    row["measure"] = None
    s.plant(row, "没有写明措施", "no measure is named")


def _bulletin(s: Scene) -> tuple[Period, Row]:
    rows = {row["month"]: row for row in s.draft.tables["complaint_bulletins"]}

    def fits(one: Period) -> bool:
        of_concern = any(row["nature"] in PUBLISHED for row in _received(s, one))
        return one.label in rows and of_concern

    one = s.period("month", "CMP12", on(30), fits)
    return one, rows[one.label]


@way("CMP12.missing")
def no_bulletin(s: Scene) -> None:
    one, row = _bulletin(s)
    s.draft.tables["complaint_bulletins"].remove(row)
    s.plant(one.label, "没有公布", "there is no bulletin")


@way("CMP12.late")
def bulletin_late(s: Scene) -> None:
    one, row = _bulletin(s)
    due = on(30)(one)
    days = between(s.rng, 1, min(30, (s.shape.as_of - due).days))
    row["published_on"] = due + timedelta(days=days)
    s.plant(one.label, "公布迟于 30 日", "published after the 30th", f"{days} days")


@way("CMP12.before_approval")
def bulletin_before_approval(s: Scene) -> None:
    one, row = _bulletin(s)
    row["approved_on"] = pick(s.rng, [None, row["published_on"] + timedelta(days=1)])
    s.plant(one.label, "公布前没有审批", "published without approval before")


@way("CMP12.not_summed_up")
def bulletin_not_summed_up(s: Scene) -> None:
    one, row = _bulletin(s)
    row["summed_up_on"] = None
    s.plant(one.label, "没有汇总", "not summed up")


def _return_due(one: Period) -> date:
    return one.end + timedelta(days=15)


def _return(s: Scene) -> tuple[Period, Row]:
    rows = {row["quarter"].replace("Q", "-Q"): row for row in s.draft.tables["developer_reports"]}
    one = s.period("quarter", "CMP13", _return_due, lambda one: one.label in rows)
    return one, rows[one.label]


@way("CMP13.missing")
def no_return(s: Scene) -> None:
    one, row = _return(s)
    s.draft.tables["developer_reports"].remove(row)
    s.plant(one.label, "没有季度统计", "there is no return")


@way("CMP13.late")
def return_late(s: Scene) -> None:
    one, row = _return(s)
    due = _return_due(one)
    days = between(s.rng, 1, min(30, (s.shape.as_of - due).days))
    row["reported_on"] = due + timedelta(days=days)
    s.plant(one.label, "上报迟了", "reported late", f"{days} days")


@way("CMP13.not_reviewed")
def return_not_reviewed(s: Scene) -> None:
    one, row = _return(s)
    row["reviewed_on"] = None
    s.plant(one.label, "没有经理审核", "not reviewed by the manager")


@way("CMP13.count")
def return_miscounted(s: Scene) -> None:
    one, row = _return(s)
    more = between(s.rng, 1, 3)
    row["count"] += more
    s.plant(one.label, f"数量多 {more} 件", f"{more} more than the log holds", f"{more} complaints")


def _statistics(s: Scene) -> tuple[Period, Row]:
    rows = {row["month"]: row for row in s.draft.tables["monthly_statistics"]}

    def fits(one: Period) -> bool:
        return one.label in rows and s.whole(rows[one.label])

    one = s.period("month", "STA01", lambda one: day_of_month(one.end + timedelta(days=1), 5), fits)
    s.touch(rows[one.label])
    return one, rows[one.label]


@way("STA01.missing")
def no_statistics(s: Scene) -> None:
    one, row = _statistics(s)
    s.draft.tables["monthly_statistics"].remove(row)
    s.plant(one.label, "没有月度统计", "no statistics of the month")


@way("STA01.late")
def statistics_late(s: Scene) -> None:
    one, row = _statistics(s)
    due = on(5)(one)
    days = between(s.rng, 1, min(30, (s.shape.as_of - due).days))
    row["filled_on"] = due + timedelta(days=days)
    s.plant(one.label, "填报迟于 5 日", "filled in after the 5th", f"{days} days")


@way("STA01.count")
def statistics_wrong(s: Scene) -> None:
    one, row = _statistics(s)
    column = pick(s.rng, ["complaints", "suggestions", "enquiries", "repair_visits"])
    more = pick(s.rng, [1, 2, -1 if row[column] else 1])
    row[column] += more
    s.plant(one.label, f"统计数与记录差 {abs(more)}", f"a number is {abs(more)} off", f"{abs(more)} rows")
