"""Complaints handled as the procedure asks: recorded at once, classed, followed up, answered, closed in time."""

from datetime import date, datetime, time, timedelta

from clausecheck.simulate.draft import (
    Draft,
    Row,
    at,
    between,
    building_of,
    chance,
    day_of,
    days_later,
    months,
    next_month,
    pick,
    until,
)
from clausecheck.simulate.standing import handed_over, resident, spelled_otherwise
from clausecheck.simulate.words import CHANNELS


def write_complaints(draft: Draft, first: date, last: date, per_month: tuple[int, int], other_spellings: float) -> None:
    """Complaints from `first` to `last`, numbered in the order received."""
    rows: list[Row] = []
    for month in months(first, last):
        start, end = max(month, first), min(next_month(month) - timedelta(days=1), last)
        for _ in range(between(draft.rng, *per_month)):
            day = start + timedelta(days=between(draft.rng, 0, (end - start).days))
            flats = handed_over(draft, day)
            if flats:
                rows.append(_complaint(draft, at(draft.rng, day, 8, 20), pick(draft.rng, flats), other_spellings))
    rows.sort(key=lambda row: row["received_at"])
    draft.tables["complaints"] = rows


def mark_left_by_developer(draft: Draft) -> None:
    """Of the complaints about the developer, most are about what was left at the handover."""
    for row in draft.tables["complaints"]:
        row["left_by_developer"] = "是" if row["klass"] == "二类" and chance(draft.rng, 0.7) else "否"


def number_complaints(draft: Draft) -> None:
    for number, row in enumerate(draft.tables["complaints"], 1):
        row["id"] = f"TS-{row['received_at']:%Y%m}-{number:03d}"


def _complaint(draft: Draft, received: datetime, flat: str, other_spellings: float) -> Row:
    rng, as_of = draft.rng, draft.as_of
    row: Row = {
        "received_at": received,
        "recorded_at": received + timedelta(minutes=between(rng, 2, 25)),
        "channel": pick(rng, CHANNELS),
        "household": spelled_otherwise(rng, flat, other_spellings),
        "person": resident(rng),
        "impact": "一般",
        "left_by_developer": "否",
        "feedback_at": until(at(rng, days_later(received, between(rng, 1, 3))), as_of),
    }
    kind = rng.random()
    if kind < 0.62:
        _own_service(draft, row)
    elif kind < 0.74:
        _by_developer(draft, row, "房屋质量")
    elif kind < 0.82:
        _by_developer(draft, row, "配套设施")
    else:
        _outside(draft, row)
    row["content"] = row["content"].replace("{b}", building_of(flat))
    if not row["closed_at"]:
        row["measures"] = "正在处理" if chance(rng, 0.5) else None
    return row


def _own_service(draft: Draft, row: Row) -> None:
    row["content"], row["measures"], row["nature"] = pick(draft.rng, draft.words.OWN_SERVICE)
    row["klass"] = "一类"
    row["handler"] = pick(draft.rng, draft.names("客服", "客服主管", on=day_of(row["received_at"])))
    _close(draft, row, 1, 3)


def _by_developer(draft: Draft, row: Row, subtype: str) -> None:
    rng, received = draft.rng, row["received_at"]
    topics = draft.words.BUILDING_QUALITY if subtype == "房屋质量" else draft.words.FACILITIES
    row["content"], row["measures"], row["nature"] = pick(rng, topics)
    row["klass"], row["subtype"] = "二类", subtype
    row["handler"] = draft.names("客服主管", on=received.date())[0]
    if subtype == "房屋质量":
        contacted = received + timedelta(minutes=between(rng, 40, 600))
        contacted += timedelta(minutes=contacted.time() == time())  # midnight sharp would be a day without a time
        row["developer_contacted_at"] = until(contacted, draft.as_of)
        row["developer_contacted_by"] = _contact(draft, row["developer_contacted_at"] or received)
    else:
        row["written_report_on"] = until(days_later(received, between(rng, 1, 3)), draft.as_of)
        row["written_report_ref"] = f"函〔{received:%Y}〕{between(rng, 10, 99)}号" if row["written_report_on"] else None
    row["plan_at"] = until(at(rng, days_later(received, between(rng, 3, 6))), draft.as_of)
    _close(draft, row, 8, 21)


def _contact(draft: Draft, moment: datetime) -> str:
    return draft.names("客服主管", on=moment.date())[0]


def _outside(draft: Draft, row: Row) -> None:
    rng = draft.rng
    row["content"], row["measures"], row["nature"] = pick(rng, draft.words.OUTSIDE)
    row["klass"] = "三类"
    day = day_of(row["received_at"])
    row["handler"] = pick(rng, draft.names("客服", "客服主管", "安保主管", on=day))
    row["designated_by"] = draft.names("经理", on=day)[0]
    if chance(rng, 0.25):
        row["impact"] = "重大"
        row["written_report_on"] = until(days_later(row["received_at"], between(rng, 1, 3)), draft.as_of)
        row["written_report_ref"] = f"报〔{row['received_at']:%Y}〕{between(rng, 10, 99)}号"
    _close(draft, row, 2, 7)


def _close(draft: Draft, row: Row, soonest: int, latest: int) -> None:
    closed = at(draft.rng, days_later(row["received_at"], between(draft.rng, soonest, latest)))
    row["closed_at"] = until(closed, draft.as_of)


def call_centre_down(draft: Draft, day: date, number: int) -> None:
    """Two complaints of a day the call-centre system was down: in the Daily Work Record first, entered afterwards."""
    down, up = datetime.combine(day, time(9, 10)), datetime.combine(day, time(14, 30))
    for index in (0, 1):
        noted = down + timedelta(minutes=40 + 95 * index)
        record = f"RC-{day:%Y%m%d}-{index + 1}"
        words = "呼叫系统故障，来电投诉先行登记"
        draft.tables["daily_records"].append(
            {"id": record, "recorded_at": noted, "outage_from": down, "outage_until": up, "content": words}
        )
        flats = handed_over(draft, day)
        row = _complaint(draft, noted - timedelta(minutes=5), flats[(number + 7 * index) % len(flats)], 0)
        row["recorded_at"] = up + timedelta(minutes=20 + 10 * index)
        row["outage_record"] = record
        draft.tables["complaints"].append(row)
    draft.tables["complaints"].sort(key=lambda row: row["received_at"])
