"""Surveys, forums, talks, activities, notices that are missing or not seen to their end (SUR01, ENG01 to ENG04, STA02)."""

from collections.abc import Callable
from datetime import timedelta

from clausecheck.nouns.periods import Period
from clausecheck.simulate.breaches.scene import Scene, way
from clausecheck.simulate.draft import Row, between, pick
from clausecheck.simulate.quotas import TOPICS


def _own_survey(s: Scene) -> Row:
    return s.row("events", "held_on", lambda row: row["kind"] == "满意度调查" and row["host"] != "总部")


@way("SUR01.after")
def form_reviewed_after(s: Scene) -> None:
    row = _own_survey(s)
    days = between(s.rng, 1, max(1, min(20, (s.shape.as_of - row["held_on"]).days)))
    row["form_reviewed_on"] = row["held_on"] + timedelta(days=days)
    s.plant(row, "问卷在调查开始后才审核", "the form was reviewed after the start", f"{days} days")


@way("SUR01.missing")
def form_not_reviewed(s: Scene) -> None:
    row = _own_survey(s)
    row["form_reviewed_on"] = None
    s.plant(row, "问卷没有审核", "the form was not reviewed")


def _none_in(s: Scene, table: str, code: str, subject: str, fits: Callable[[Row], bool], zh: str, en: str) -> None:
    rows = s.some([row for row in s.draft.tables[table] if fits(row)])
    if not all(s.whole(row) for row in rows):
        s.some([])
    s.draft.tables[table] = [row for row in s.draft.tables[table] if not any(row is one for one in rows)]
    s.plant_quota(code, subject, zh, en, "1 time")


def _none_of_the_year(s: Scene, code: str, kind: str, zh: str, en: str) -> None:
    first, last = s.over(s.shape.window)

    def fits(row: Row) -> bool:
        return bool(row["kind"] == kind and first <= row["held_on"] <= last)

    _none_in(s, "events", code, str(s.shape.year), fits, zh, en)


@way("ENG01.none")
def no_forum(s: Scene) -> None:
    _none_of_the_year(s, "ENG01", "座谈会", "全年没有座谈会", "no forum in the year")


@way("ENG03.none")
def no_activity(s: Scene) -> None:
    _none_of_the_year(s, "ENG03", "社区文化活动", "全年没有社区文化活动", "no community activity in the year")


@way("ENG02.none")
def no_talks(s: Scene) -> None:
    def in_place(one: Period) -> bool:
        return (
            s.shape.committee_since is not None
            and s.shape.committee_since <= one.end
            and one.start.year == s.shape.year
        )

    one = s.period("quarter", "ENG02", lambda one: min(one.end, s.shape.exit or one.end), in_place)

    def fits(row: Row) -> bool:
        return row["kind"] == "业委会沟通" and row["held_on"] in one

    _none_in(s, "events", "ENG02", one.label, fits, "本季度没有与业委会沟通", "no talks with the committee")


@way("ENG04.none")
def no_notice(s: Scene) -> None:
    one = s.period(
        "month", "ENG04", lambda one: min(one.end, s.shape.exit or one.end), lambda one: one.start.year == s.shape.year
    )

    def fits(row: Row) -> bool:
        return row.get("topic") in TOPICS and row["from"] in one

    _none_in(s, "postings", "ENG04", one.label, fits, "当月没有通告", "no notice in the month")


def _followed_up(s: Scene) -> Row:
    kinds = ("座谈会", "满意度调查")
    return s.row("events", "held_on", lambda row: row["kind"] in kinds and row["published_on"], wait=32)


@way("STA02.late")
def published_late(s: Scene) -> None:
    row = _followed_up(s)
    days = between(s.rng, 31, min(70, (s.shape.as_of - row["held_on"]).days))
    row["published_on"] = row["held_on"] + timedelta(days=days)
    s.plant(row, f"第 {days} 天才公布", f"published on day {days}", f"{days - 30} days")


@way("STA02.step")
def step_missing(s: Scene) -> None:
    row = _followed_up(s)
    row[pick(s.rng, ["summed_up_on", "reviewed_on", "approved_on", "published_on"])] = None
    s.plant(row, "缺一个步骤", "a step is missing", "1 step")


@way("STA02.order")
def out_of_order(s: Scene) -> None:
    row = _followed_up(s)
    row["approved_on"] = row["reviewed_on"] - timedelta(days=1)
    s.plant(row, "审批早于审核", "approved before it was reviewed", "1 days")
