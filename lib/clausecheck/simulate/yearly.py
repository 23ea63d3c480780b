"""The year's other work: publicity, supply outages, events, calls and visits, follow-ups after repairs."""

from datetime import date, datetime, time, timedelta

from clausecheck.simulate.draft import Draft, Row, at, between, chance, days_later, months, next_month, pick, until

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
        flats = [row["household"] for row in draft.tables["households"] if row["handover_date"] <= start]
        for _ in range(between(rng, *calls)):
            kind = "建议" if chance(rng, 0.25) else "咨询"
            words = pick(rng, draft.words.SUGGESTIONS if kind == "建议" else draft.words.ENQUIRIES)
            moment = at(rng, start + timedelta(days=between(rng, 0, (end - start).days)), 8, 19)
            contacts.append({"at": moment, "kind": kind, "household": pick(rng, flats), "content": words})
        for _ in range(between(rng, *visits)):
            day = start + timedelta(days=between(rng, 1, (end - start).days))
            repairs.append({"finished_at": at(rng, day - timedelta(days=1), 9, 17), "visited_at": at(rng, day, 9, 18)})
    contacts.sort(key=lambda row: row["at"])
    repairs.sort(key=lambda row: row["visited_at"])
    for number, row in enumerate(contacts, 1):
        row["id"] = f"LD-{row['at']:%Y}-{number:03d}"
    for number, row in enumerate(repairs, 1):
        row["order"] = f"WX-{row['visited_at']:%Y}-{number:03d}"
