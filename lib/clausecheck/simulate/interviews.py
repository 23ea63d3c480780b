"""Interviews: household after household by customer service, two owners a month by the manager, supervisors as well."""

from datetime import date, datetime, timedelta

from clausecheck.simulate.draft import (
    Draft,
    Row,
    at,
    between,
    building_of,
    chance,
    days_later,
    month_name,
    months,
    next_month,
    pick,
    shuffled,
    until,
)
from clausecheck.simulate.standing import resident, spelled_otherwise
from clausecheck.simulate.words import IMPORTANT


def write_plan(draft: Draft, year: int, first: date, made_on: date, per_month: int) -> None:
    for month in months(first, date(year, 12, 1)):
        row = {"year": year, "month": month_name(month), "households": per_month, "made_on": made_on}
        draft.tables["interview_plan"].append(row)


def write_interviews(draft: Draft, first: date, last: date, per_month: int, other_spellings: float) -> None:
    """`per_month` households each month, those not yet visited first, until every one has been seen; then again."""
    queue: list[str] = []
    seen: set[str] = set()
    for month in months(first, last):
        start, end = max(month, first), min(next_month(month) - timedelta(days=1), last)
        new = [row["household"] for row in draft.tables["households"] if row["handover_date"] <= start]
        unseen = [flat for flat in new if flat not in seen and flat not in queue]
        queue = shuffled(draft.rng, unseen) + queue
        for _ in range(per_month):
            if not queue:
                queue = shuffled(draft.rng, new)
            flat = queue.pop(0)
            seen.add(flat)
            _interview(
                draft, _day(draft, start, end), flat, pick(draft.rng, draft.names("客服", "客服主管")), other_spellings
            )
        for flat in shuffled(draft.rng, new)[:2]:
            _in_depth(draft, _interview(draft, _day(draft, start, end), flat, draft.manager, 0))
        for role in ("工程主管", "安保主管"):
            _interview(draft, _day(draft, start, end), pick(draft.rng, new), draft.names(role)[0], 0)


def number_interviews(draft: Draft) -> None:
    draft.tables["interviews"].sort(key=lambda row: row["held_at"])
    for number, row in enumerate(draft.tables["interviews"], 1):
        row["id"] = f"FT-{row['held_at']:%Y}-{number:03d}"


def _day(draft: Draft, start: date, end: date) -> datetime:
    return at(draft.rng, start + timedelta(days=between(draft.rng, 0, (end - start).days)), 9, 19)


def _interview(draft: Draft, held: datetime, flat: str, interviewer: str, other_spellings: float) -> Row:
    rng = draft.rng
    opinion, measure = pick(rng, draft.words.OPINIONS)
    row: Row = {
        "held_at": held,
        "household": spelled_otherwise(rng, flat, other_spellings),
        "person": resident(rng),
        "person_kind": pick(rng, ["业主", "业主", "业主", "租户", "其他使用人"]),
        "mode": pick(rng, ["电话", "上门", "上门", "随机"]),
        "interviewer": interviewer,
        "in_depth": "否",
        "opinion": opinion.replace("{b}", building_of(flat)),
        "is_suggestion": "否",
        "handling": None if opinion in ("无", "暂无") else "已记录并致谢",
        "is_important": "否",
    }
    if measure:
        due = days_later(held, 21)
        done = until(days_later(held, between(rng, 5, 18)), draft.as_of)
        row |= {
            "is_suggestion": "是",
            "handling": "已转相关岗位",
            "measure": measure,
            "measure_due": due,
            "measure_done": done,
        }
    elif chance(rng, 0.02):
        reported = held + timedelta(minutes=between(rng, 30, 700))
        row |= {"opinion": pick(rng, IMPORTANT).replace("{b}", "1"), "is_important": "是", "handling": "已上报服务中心"}
        row["reported_at"] = until(reported, draft.as_of)
    draft.tables["interviews"].append(row)
    return row


def _in_depth(draft: Draft, row: Row) -> None:
    row |= {"person_kind": "业主", "in_depth": "是", "mode": "上门"}
    if row["opinion"] in ("无", "暂无"):
        row |= {"opinion": "对整体服务满意，关注公共收益公示", "handling": "当面说明并记录"}
