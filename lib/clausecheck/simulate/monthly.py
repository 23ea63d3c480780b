"""What is made of the complaints month by month: statistics, analysis and measures, bulletins, developer returns."""

from datetime import date, timedelta

from clausecheck.simulate.draft import Draft, Row, between, day_of, month_name, months, next_month, pick, until
from clausecheck.simulate.shapes import Shape
from clausecheck.simulate.words import MEASURES

PUBLISHED = ("共性", "公共部位", "公共利益", "业户纠纷")


def in_month(rows: list[Row], key: str, month: date) -> list[Row]:
    return [row for row in rows if day_of(row[key]).replace(day=1) == month]


def write_months(draft: Draft, shape: Shape) -> None:
    """All of it for the months and quarters of a project of any shape."""
    write_statistics(draft, shape.first, shape.last)
    write_measures(draft, shape.first, shape.last)
    write_bulletins(draft, shape.first, shape.last)
    write_developer_returns(draft, owed_returns(shape))


def owed_returns(shape: Shape) -> list[tuple[int, int]]:
    """The quarters since the logs begin that touch the year after a phase's handover and whose return is due by now."""
    owed = []
    for start in months(shape.first.replace(month=shape.first.month - (shape.first.month - 1) % 3, day=1), shape.last)[
        ::3
    ]:
        after = next_month(start, 3)
        touched = any(day < after and start < next_year(day) for _, day, _ in shape.phases)
        if touched and after.replace(day=15) <= shape.last:
            owed.append((start.year, (start.month + 2) // 3))
    return owed


def next_year(day: date) -> date:
    """The same day a year later; the last of February for one that is not there."""
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def write_statistics(draft: Draft, first: date, last: date) -> None:
    """A row per month that is over, each number as the logs count it."""
    for month in months(first, last):
        filled = until(next_month(month).replace(day=between(draft.rng, 2, 4)), draft.as_of)
        if filled:
            contacts = in_month(draft.tables["contacts"], "at", month)
            draft.tables["monthly_statistics"].append(
                {
                    "month": month_name(month),
                    "complaints": len(in_month(draft.tables["complaints"], "received_at", month)),
                    "suggestions": sum(row["kind"] == "建议" for row in contacts),
                    "enquiries": sum(row["kind"] == "咨询" for row in contacts),
                    "repair_visits": len(in_month(draft.tables["repair_visits"], "visited_at", month)),
                    "filled_on": filled,
                }
            )


def write_measures(draft: Draft, first: date, last: date) -> None:
    """Each month's complaints analysed the month after, with a measure or two that were carried out."""
    for month in months(first, last):
        analysed = until(next_month(month).replace(day=between(draft.rng, 8, 18)), draft.as_of)
        if not analysed or not in_month(draft.tables["complaints"], "received_at", month):
            continue
        for number in range(between(draft.rng, 1, 2)):
            due = analysed + timedelta(days=25 + 3 * number)
            draft.tables["measures"].append(
                {
                    "month": month_name(month),
                    "analysed_on": analysed,
                    "measure": pick(draft.rng, MEASURES),
                    "owner": pick(draft.rng, draft.names("客服主管", "工程主管", "安保主管")),
                    "due": due,
                    "done_on": until(due - timedelta(days=between(draft.rng, 2, 12)), draft.as_of),
                }
            )


def write_bulletins(draft: Draft, first: date, last: date) -> None:
    """A bulletin for each month with a complaint of common concern, out before the 30th of the next."""
    for month in months(first, last):
        rows = in_month(draft.tables["complaints"], "received_at", month)
        published = until(next_month(month).replace(day=between(draft.rng, 20, 26)), draft.as_of)
        if published and any(row["nature"] in PUBLISHED for row in rows):
            dates = {"summed_up_on": published - timedelta(days=8), "approved_on": published - timedelta(days=3)}
            draft.tables["complaint_bulletins"].append({"month": month_name(month), **dates, "published_on": published})


def write_developer_returns(draft: Draft, quarters: list[tuple[int, int]]) -> None:
    """What the developer left, compiled each quarter; 0 where there was none."""
    for year, quarter in quarters:
        after = next_month(date(year, 3 * quarter, 1))
        first = date(year, 3 * quarter - 2, 1)
        left = [
            row
            for row in draft.tables["complaints"]
            if first <= day_of(row["received_at"]) < after and row["left_by_developer"] == "是"
        ]
        dates = {
            "compiled_on": after.replace(day=6),
            "reviewed_on": after.replace(day=8),
            "reported_on": after.replace(day=10),
        }
        draft.tables["developer_reports"].append({"quarter": f"{year}Q{quarter}", **dates, "count": len(left)})
