"""Interviews: household after household by customer service, two owners a month by the manager, supervisors as well."""

from datetime import date, datetime, timedelta

from clausecheck.simulate.counting import pace, required_households
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
from clausecheck.simulate.shapes import Shape
from clausecheck.simulate.standing import handed_over, resident, spelled_otherwise
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
        new = handed_over(draft, start)
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


def plan_for(draft: Draft, shape: Shape) -> None:
    """A plan over the months of the year in service, made before the first of them ends, for every household at least."""
    start, end = shape.window
    if start > shape.last:
        return
    made = min(start + timedelta(days=between(draft.rng, 0, 18)), next_month(start) - timedelta(days=1))
    planned = months(start, end)
    per_month = -(-shape.households // len(planned)) + between(draft.rng, 0, 2)
    write_plan(draft, shape.year, start, made, per_month)


def visit_all(draft: Draft, shape: Shape) -> None:
    """Month by month as many households as the year's pace and the month's number ask for; the manager's interviews in
    depth and the supervisors' besides. Of the months before the year only a few."""
    seen: set[str] = set()
    for month in months(shape.first, shape.last):
        start, end = max(month, shape.first), min(next_month(month) - timedelta(days=1), shape.last)
        flats = handed_over(draft, end)
        this_year = month.year == shape.year
        wanted = _wanted(shape, start, end, flats, len(seen)) if this_year else (0, 2)
        unseen = shuffled(draft.rng, [flat for flat in flats if flat not in seen])
        again = shuffled(draft.rng, [flat for flat in flats if flat in seen])
        chosen = (unseen[: wanted[0]] + again + unseen[wanted[0] :])[: max(wanted)]
        for flat in chosen:
            held = _day(draft, start, end)
            desk = draft.names("客服", "客服主管", on=held.date())
            _interview(draft, held, flat, pick(draft.rng, desk), 0)
        if this_year:
            seen |= set(chosen)
        _others(draft, start, end, flats)
    number_interviews(draft)


def _wanted(shape: Shape, start: date, end: date, flats: list[str], seen: int) -> tuple[int, int]:
    """How many households not yet seen this year, and how many in all."""
    first, last = shape.window
    by_now = pace(required_households(len(flats), first, last), (first, last), end)
    fresh = min(len(flats) - seen, max(0, by_now + 1 - seen)) if len(flats) > seen else 0
    month = min(25, len(flats)) if len(flats) <= 300 else 0
    whole = (start, min(last, next_month(start) - timedelta(days=1)))
    by_now = pace(month, whole, end)
    return fresh, max(fresh, min(month, by_now + 1))


def _others(draft: Draft, start: date, end: date, flats: list[str]) -> None:
    for flat in shuffled(draft.rng, flats)[:2]:
        held = _day(draft, start, end)
        _in_depth(draft, _interview(draft, held, flat, draft.names("经理", on=held.date())[0], 0))
    for role in ("工程主管", "安保主管"):
        held = _day(draft, start, end)
        _interview(draft, held, pick(draft.rng, flats), draft.names(role, on=held.date())[0], 0)


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
