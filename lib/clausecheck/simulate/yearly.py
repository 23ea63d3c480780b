"""The year's other work: publicity, supply outages, events, calls and visits, follow-ups after repairs."""

from datetime import date, datetime, time, timedelta

from clausecheck.simulate.draft import Draft, Row, at, between, chance, days_later, months, next_month, pick, until
from clausecheck.simulate.shapes import Shape
from clausecheck.simulate.standing import handed_over

PUBLICITY = [("安全", 1), ("防火", 3), ("公共设施使用", 4), ("防盗", 6), ("保健", 8), ("社区文化", 9), ("防火", 11)]


def write_publicity(draft: Draft, year: int, first_month: int = 1) -> None:
    """Every topic planned, each item carried out in its month; what lies ahead is not done yet."""
    for topic, number in PUBLICITY:
        month = date(year, max(number, first_month), 1)
        done = until(month.replace(day=between(draft.rng, 8, 24)), draft.as_of)
        draft.tables["publicity_plan"].append(
            {"year": year, "topic": topic, "month": f"{month:%Y-%m}", "done_on": done}
        )


def write_outages(draft: Draft, days: list[date]) -> None:
    """Planned outages with two days' notice, and an emergency with a notice within the hour."""
    for number, day in enumerate(days):
        start = datetime.combine(day, time(9, 0))
        row: Row = {"kind": ["水", "电", "网络", "气", "有线电视"][number % 5], "starts_at": start}
        row["ends_at"] = start + timedelta(hours=between(draft.rng, 3, 8))
        row["emergency"], row["notice_at"] = "否", start - timedelta(hours=between(draft.rng, 46, 60))
        draft.tables["outages"].append(row)
    burst = datetime.combine(days[-1] + timedelta(days=9), time(19, 25))
    draft.tables["outages"].append(
        {
            "kind": "水",
            "starts_at": burst,
            "ends_at": burst + timedelta(hours=4),
            "emergency": "是",
            "notice_at": burst + timedelta(minutes=35),
        }
    )


def write_event(draft: Draft, kind: str, day: date, host: str = "服务中心") -> Row:
    """An event; after a forum or a survey the opinions are summed up, reviewed, approved and published in 18 days."""
    row: Row = {"kind": kind, "held_on": day, "host": host}
    if kind == "满意度调查":
        row["form_reviewed_on"] = days_later(day, -6)
    if kind in ("座谈会", "满意度调查"):
        steps = ("summed_up_on", "reviewed_on", "approved_on", "published_on")
        row |= {
            step: until(days_later(day, days), draft.as_of) for step, days in zip(steps, (7, 9, 13, 18), strict=True)
        }
    draft.tables["events"].append(row)
    return row


def write_contacts_and_visits(
    draft: Draft, first: date, last: date, calls: tuple[int, int], visits: tuple[int, int]
) -> None:
    """Suggestions, enquiries and follow-ups after repairs, numbered in order."""
    rng = draft.rng
    contacts, repairs = draft.tables["contacts"], draft.tables["repair_visits"]
    for month in months(first, last):
        start, end = max(month, first), min(next_month(month) - timedelta(days=1), last)
        flats = handed_over(draft, start)
        for _ in range(between(rng, *calls)):
            kind = "建议" if chance(rng, 0.25) else "咨询"
            words = pick(rng, draft.words.SUGGESTIONS if kind == "建议" else draft.words.ENQUIRIES)
            moment = at(rng, start + timedelta(days=between(rng, 0, (end - start).days)), 8, 19)
            contacts.append({"at": moment, "kind": kind, "household": pick(rng, flats), "content": words})
        for _ in range(between(rng, *visits)):
            day = start + timedelta(days=between(rng, min(1, (end - start).days), (end - start).days))
            repairs.append({"finished_at": at(rng, day - timedelta(days=1), 9, 17), "visited_at": at(rng, day, 9, 18)})
    contacts.sort(key=lambda row: row["at"])
    repairs.sort(key=lambda row: row["visited_at"])
    for number, row in enumerate(contacts, 1):
        row["id"] = f"LD-{row['at']:%Y}-{number:03d}"
    for number, row in enumerate(repairs, 1):
        row["order"] = f"WX-{row['visited_at']:%Y}-{number:03d}"


TOPICS = ("安全", "防火", "公共设施使用", "防盗", "保健", "社区文化")


def write_year(draft: Draft, shape: Shape) -> None:
    """Publicity, outages, events, calls and follow-ups of a project of any shape; what lies ahead is not done yet."""
    plan_publicity(draft, shape)
    _outages(draft, shape)
    _events(draft, shape)
    write_contacts_and_visits(draft, shape.first, shape.last, (1, 5), (1, 5))


def plan_publicity(draft: Draft, shape: Shape) -> None:
    """Every topic planned in a month that lies wholly in service, carried out within it, now and then before."""
    start, end = shape.window
    whole = [month for month in months(start, end) if start <= month and next_month(month) - timedelta(days=1) <= end]
    if not whole:
        return
    rows = []
    for number, topic in enumerate([*TOPICS, "防火"]):
        month = whole[(number * len(whole)) // (len(TOPICS) + 1)]
        done = until(month.replace(day=between(draft.rng, 8, 24)), shape.last)
        rows.append({"year": shape.year, "topic": topic, "month": f"{month:%Y-%m}", "done_on": done})
    draft.tables["publicity_plan"] = sorted(rows, key=lambda row: row["month"])


def _outages(draft: Draft, shape: Shape) -> None:
    days = [shape.first + timedelta(days=between(draft.rng, 3, (shape.last - shape.first).days)) for _ in range(4)]
    rows = []
    for number, day in enumerate(sorted(days)):
        start = datetime.combine(day, time(between(draft.rng, 8, 20), 0))
        emergency = number == 1 or chance(draft.rng, 0.3)
        told = (
            timedelta(minutes=between(draft.rng, 5, 120))
            if emergency
            else -timedelta(hours=between(draft.rng, 24, 70), minutes=1)
        )
        rows.append(
            {
                "kind": pick(draft.rng, ["水", "电", "网络", "气", "有线电视"]),
                "starts_at": start,
                "ends_at": start + timedelta(hours=between(draft.rng, 1, 8)),
                "emergency": "是" if emergency else "否",
                "notice_at": timed(start + told),
            }
        )
    draft.tables["outages"] = rows


def timed(moment: datetime) -> datetime:
    """The moment, a minute later at midnight sharp: a cell would hold a day without a time."""
    return moment + timedelta(minutes=moment.time() == time())


def _events(draft: Draft, shape: Shape) -> None:
    """One event of each yearly kind past the middle of the year in service, talks with the committee each quarter."""
    start, end = shape.window
    length = (end - start).days
    for kind, low, high in (("座谈会", 40, 70), ("社区文化活动", 30, 75), ("满意度调查", 35, 80)):
        day = start + timedelta(days=length * between(draft.rng, low, high) // 100)
        if day <= shape.last:
            write_event(draft, kind, day, pick(draft.rng, ["服务中心", "服务中心", "分公司", "总部"]))
    if shape.first < start:
        write_event(draft, "社区文化活动", start - timedelta(days=between(draft.rng, 20, 60)))
    if shape.committee_since:
        for first, last in _quarters(shape):
            day = first + timedelta(days=(last - first).days * between(draft.rng, 20, 90) // 100)
            if shape.committee_since <= last and day <= shape.last:
                write_event(draft, "业委会沟通", max(day, min(last, shape.committee_since)))
    draft.tables["events"].sort(key=lambda row: row["held_on"])


def _quarters(shape: Shape) -> list[tuple[date, date]]:
    """The quarters of the year, cut to the days in service."""
    start, end = shape.window
    starts = [date(shape.year, 3 * number + 1, 1) for number in range(4)]
    cut = [(max(day, start), min(next_month(day, 3) - timedelta(days=1), end)) for day in starts]
    return [(first, last) for first, last in cut if first <= last]
