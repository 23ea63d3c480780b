"""Reports and briefs that are missing, late, out of order or not approved (RPT01 to RPT12)."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from clausecheck.nouns.periods import Period, day_of_month
from clausecheck.simulate.breaches.scene import Impossible, Scene, way
from clausecheck.simulate.draft import Row, between, pick

Due = Callable[[Period], date]


def on(day: int) -> Due:
    """That day of the month after the period."""
    return lambda one: day_of_month(one.end + timedelta(days=1), day)


def _report(s: Scene, *fits: Callable[[Row], Any]) -> tuple[Period, Row]:
    """A whole report that was due and is judged, published, and of which nothing is broken yet."""
    if s.shape.single:
        raise Impossible(s.way)
    return _of(s, "quarter", on(20), lambda row: row["published_on"], *fits)


def _brief(s: Scene, *fits: Callable[[Row], Any]) -> tuple[Period, Row]:
    if not s.shape.single:
        raise Impossible(s.way)
    return _of(s, "month", on(10), lambda row: row["delivered_on"], *fits)


def _of(s: Scene, unit: str, due: Due, *fits: Callable[[Row], Any]) -> tuple[Period, Row]:
    rows = {row["covers"].replace("Q", "-Q"): row for row in s.draft.tables["reports"]}

    def fit(one: Period) -> Any:
        row = rows.get(one.label)
        return row is not None and s.whole(row) and all(test(row) for test in fits)

    # every day by which a step was due must be judged, from the first on
    chosen = s.period(unit, "reports", due, lambda one: s.judged(on(3)(one)), fit)
    s.touch(rows[chosen.label])
    return chosen, rows[chosen.label]


def _first_two(s: Scene, one: Period) -> bool:
    """Whether it is one of a new project's first two reports or briefs."""
    months = 1 if s.shape.single else 3
    covered, first = ((day.year * 12 + day.month - 1) // months for day in (one.start, s.shape.takeover))
    return covered - first < 2


@way("RPT01.missing")
def no_report(s: Scene) -> None:
    one, row = _report(s, lambda row: not row.get("spot_checked_on"))
    s.draft.tables["reports"].remove(row)
    s.plant(one.label, "没有报告", "there is no report")
    committee = s.shape.committee_since is not None and s.shape.committee_since <= on(20)(one)
    codes = ["RPT02", "RPT03", "RPT05", *(["RPT04"] if committee else []), *(["RPT07"] if _first_two(s, one) else [])]
    s.follows(one.label, "fail", "没有报告", "there is no report", *codes)


@way("RPT01.copied_late")
def copied_late(s: Scene) -> None:
    one, row = _report(s)
    row["copied_on"] = _late(s, one, 15)
    s.plant(one.label, "抄送迟于 15 日", "copied after the 15th", _by(row["copied_on"], on(15)(one)))


@way("RPT01.not_reviewed")
def not_reviewed(s: Scene) -> None:
    one, row = _report(s)
    row["reviewed_on"] = None
    s.plant(one.label, "没有经理审核", "not reviewed by the manager")


@way("RPT01.not_copied")
def not_copied(s: Scene) -> None:
    one, row = _report(s)
    row["copied_on"] = None
    s.plant(one.label, "没有抄送", "not copied")


@way("RPT02.late")
def intranet_late(s: Scene) -> None:
    one, row = _report(s)
    row["intranet_on"] = on(pick(s.rng, [19, 20]))(one)
    row["published_on"] = on(20)(one)
    s.plant(one.label, "挂网迟于 18 日", "on the intranet after the 18th", _by(row["intranet_on"], on(18)(one)))


@way("RPT02.missing")
def not_on_the_intranet(s: Scene) -> None:
    one, row = _report(s)
    row["intranet_on"] = None
    s.plant(one.label, "没有挂网", "not on the intranet")


@way("RPT03.after")
def finance_after(s: Scene) -> None:
    one, row = _report(s)
    first = row["committee_on"] or row["published_on"]
    row["finance_approved_on"] = min(first + timedelta(days=between(s.rng, 1, 9)), s.shape.as_of)
    s.plant(
        one.label,
        "财务审批晚于提交或公布",
        "finance approved after it went out",
        _by(row["finance_approved_on"], first),
    )


@way("RPT03.missing")
def no_finance(s: Scene) -> None:
    one, row = _report(s)
    row["finance_approved_on"] = None
    s.plant(one.label, "没有财务审批", "never approved by finance")


@way("RPT04.missing")
def not_submitted(s: Scene) -> None:
    one, row = _report(s, lambda row: row["committee_on"])
    row["committee_on"] = None
    s.plant(one.label, "没有提交业委会", "not submitted to the committee")


@way("RPT04.after")
def submitted_after(s: Scene) -> None:
    one, row = _report(s, lambda row: row["committee_on"])
    row["committee_on"] = min(row["published_on"] + timedelta(days=between(s.rng, 1, 9)), s.shape.as_of)
    s.plant(
        one.label, "公布后才提交业委会", "submitted after publication", _by(row["committee_on"], row["published_on"])
    )


@way("RPT04.no_record")
def no_review_record(s: Scene) -> None:
    one, row = _report(s, lambda row: row["committee_on"])
    row["review_record"] = pick(s.rng, ["无", None])
    s.plant(one.label, "没有审阅记录", "no record of the committee's review")


@way("RPT05.late")
def published_late(s: Scene) -> None:
    one, row = _report(s)
    row["published_on"] = _late(s, one, 20)
    s.plant(one.label, "公布迟于 20 日", "published after the 20th", _by(row["published_on"], on(20)(one)))


@way("RPT05.missing")
def not_published(s: Scene) -> None:
    one, row = _report(s)
    row["published_on"] = None
    s.plant(one.label, "没有公布", "not published")


@way("RPT06.reviewed_first")
def reviewed_first(s: Scene) -> None:
    one, row = _report(s)
    row["reviewed_on"] = row["written_on"] - timedelta(days=between(s.rng, 1, 5))
    s.plant(one.label, "审核早于编制", "reviewed before it was written", _by(row["written_on"], row["reviewed_on"]))


@way("RPT06.intranet_first")
def intranet_first(s: Scene) -> None:
    one, row = _report(s)
    row["intranet_on"] = row["approved_on"] - timedelta(days=between(s.rng, 1, 5))
    s.plant(
        one.label, "挂网早于审批", "on the intranet before its approval", _by(row["approved_on"], row["intranet_on"])
    )


@way("RPT07.no_quality_centre")
def no_quality_centre(s: Scene) -> None:
    one, row = (_brief if s.shape.single else _report)(s, lambda row: row["qmc_approved_on"])
    row["qmc_approved_on"] = None
    s.plant(one.label, "新项目没有品质中心审批", "a new project's report without the quality centre's approval")


@way("RPT08.none")
def no_spot_check(s: Scene) -> None:
    s.over(s.shape.window)
    for row in s.some([row for row in s.draft.tables["reports"] if row.get("spot_checked_on")]):
        row["spot_checked_on"] = None
    s.plant_quota("RPT08", str(s.shape.year), "全年没有抽查", "no spot check in the year", "1 time")


def _disclosure(s: Scene, *fits: Callable[[Row], Any]) -> tuple[Period, Row]:
    """The disclosure for a year, with what it would need."""
    rows = {str(row["year"]): row for row in s.draft.tables["fund_disclosures"] if all(test(row) for test in fits)}
    one = s.period("year", "RPT09", lambda year: year.start.replace(day=15), lambda year: year.label in rows)
    return one, rows[one.label]


@way("RPT09.late")
def disclosed_late(s: Scene) -> None:
    one, row = _disclosure(s)
    row["published_on"] = min(one.start.replace(day=15) + timedelta(days=between(s.rng, 1, 30)), s.shape.as_of)
    s.plant(
        one.label,
        "预决算公示迟于 1 月 15 日",
        "disclosed after 15 January",
        _by(row["published_on"], one.start.replace(day=15)),
    )


@way("RPT09.missing")
def not_disclosed(s: Scene) -> None:
    one, row = _disclosure(s)
    s.draft.tables["fund_disclosures"].remove(row)
    s.plant(one.label, "没有公示预决算", "budget and account were not disclosed")


@way("RPT09.not_approved")
def disclosed_without_approval(s: Scene) -> None:
    one, row = _disclosure(s, lambda row: row["committee_approved_on"])
    row["committee_approved_on"] = pick(s.rng, [None, row["published_on"] + timedelta(days=2)])
    s.plant(one.label, "公示前没有业委会批准", "disclosed without the committee's approval before")


@way("RPT10.late")
def brief_late(s: Scene) -> None:
    one, row = _brief(s)
    row["written_on"] = on(pick(s.rng, [4, 5]))(one)
    for step in ("reviewed_on", "approved_on", "copied_on", "delivered_on"):
        row[step] = max(row[step], row["written_on"])
    s.plant(one.label, "编制迟于 3 日", "written after the 3rd", _by(row["written_on"], on(3)(one)))


@way("RPT10.missing")
def no_brief(s: Scene) -> None:
    one, row = _brief(s, lambda row: not row.get("spot_checked_on"))
    s.draft.tables["reports"].remove(row)
    s.plant(one.label, "没有简报", "there is no brief")
    s.follows(
        one.label, "fail", "没有简报", "there is no brief", "RPT11", "RPT12", *(["RPT07"] if _first_two(s, one) else [])
    )


@way("RPT11.late")
def delivered_late(s: Scene) -> None:
    one, row = _brief(s)
    row["delivered_on"] = _late(s, one, 10)
    s.plant(one.label, "呈送迟于 10 日", "delivered after the 10th", _by(row["delivered_on"], on(10)(one)))


@way("RPT11.not_copied")
def brief_not_copied(s: Scene) -> None:
    one, row = _brief(s)
    row["copied_on"] = None
    s.plant(one.label, "没有抄送品质部", "not copied to the quality department")


@way("RPT11.order")
def brief_out_of_order(s: Scene) -> None:
    one, row = _brief(s)
    row["copied_on"] = row["approved_on"] - timedelta(days=1)
    s.plant(one.label, "抄送早于审批", "copied before its approval", "1 days")


@way("RPT12.content")
def brief_incomplete(s: Scene) -> None:
    one, row = _brief(s)
    row[pick(s.rng, ["has_work", "has_complaints", "has_plan", "has_difficulties"])] = pick(s.rng, ["无", None])
    s.plant(one.label, "简报内容不全", "an item of the brief is missing")


def _late(s: Scene, one: Period, due: int) -> date:
    last = on(due)(one)
    return last + timedelta(days=pick(s.rng, [1, between(s.rng, 1, min(40, (s.shape.as_of - last).days))]))


def _by(later: date, due: date) -> str:
    return f"{(later - due).days} days"
