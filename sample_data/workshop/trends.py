"""CH-005 锦绣江南: three years of complaints for the trends notebook, with seasons and two planted shifts.

No audit sample: there is no `expected.json`. What is planted stands in `trends/README.md`, written here too.
"""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

from clausecheck.simulate import standing
from clausecheck.simulate.complaints import number_complaints
from clausecheck.simulate.draft import (
    Draft,
    Row,
    at,
    between,
    building_of,
    chance,
    days_later,
    months,
    next_month,
    pick,
    until,
)
from clausecheck.simulate.files import several_files
from workshop import trends_words

FIRST, AS_OF = date(2023, 11, 1), date(2026, 10, 31)
TAKEOVER, SECOND_PHASE = date(2021, 6, 1), date(2024, 9, 1)
SHIFT, SLOWER = date(2026, 4, 1), date(2025, 11, 1)
SHIFT_BUILDINGS, SHIFT_A_MONTH = ("3", "5"), 30
PER_THOUSAND = 42
"""Complaints a month per 1,000 households, before the season and the shift."""
SEASON = {1: 115, 2: 80, 3: 85, 4: 90, 5: 95, 6: 115, 7: 135, 8: 130, 9: 100, 10: 85, 11: 80, 12: 90}
"""Percent of the usual by month: hot summers, a cold January."""
DRAWS = 2000
HOURS = [8, 9, 9, 9, 10, 10, 10, 11, 13, 14, 14, 15, 15, 16, 17, 18, 19, 19, 20, 20, 21, 22]


def make() -> Draft:
    draft = Draft(
        code="CH-005",
        name="锦绣江南",
        about_zh="",
        about_en="",
        period="",
        as_of=AS_OF,
        facts={
            "code": "CH-005",
            "name": "锦绣江南",
            "branch": "华东分公司",
            "ownership": "多产权",
            "owners": 1130,
            "fee_model": "包干制",
            "takeover_date": TAKEOVER,
            "committee_since": date(2023, 3, 18),
            "hotline": standing.HOTLINE,
        },
        tables=standing.empty_tables(),
        rng=Random(20260005),
        words=trends_words,
    )
    _place(draft)
    draft.tables["complaints"] = sorted(_all_complaints(draft), key=lambda row: row["received_at"])
    number_complaints(draft)
    return draft


def _place(draft: Draft) -> None:
    roles = ["经理", "客服主管", "客服", "客服", "客服", "客服", "工程主管", "安保主管"]
    draft.tables["staff"] = standing.staff_rows(draft.rng, [(role, TAKEOVER) for role in roles])
    flats = [
        (f"{b}栋{u}单元{f}0{r}", TAKEOVER if b <= 6 else SECOND_PHASE)
        for b in range(1, 9)
        for u in (1, 2)
        for f in range(1, 19)
        for r in (1, 2, 3, 4)
    ]
    draft.tables["households"] = standing.register_rows(draft.rng, flats)
    first = sum(day == TAKEOVER for _, day in flats)
    draft.tables["phases"] = [
        {"phase": "一期", "handover_date": TAKEOVER, "households": first},
        {"phase": "二期", "handover_date": SECOND_PHASE, "households": len(flats) - first},
    ]
    draft.facts["households"] = len(flats)


def _all_complaints(draft: Draft) -> list[Row]:
    rows: list[Row] = []
    flats = draft.tables["households"]
    for month in months(FIRST, AS_OF):
        served = [row["household"] for row in flats if row["handover_date"] <= month]
        usual = len(served) * PER_THOUSAND * SEASON[month.month] / 100_000
        rows += [_usual(draft, _moment(draft, month), pick(draft.rng, served)) for _ in range(_count(draft, usual))]
        if month >= SHIFT:
            hit = [flat for flat in served if building_of(flat) in SHIFT_BUILDINGS]
            rows += [_lift(draft, month, pick(draft.rng, hit)) for _ in range(_count(draft, SHIFT_A_MONTH))]
    return rows + [again for row in rows if (again := _again(draft, row))]


def _count(draft: Draft, mean: float) -> int:
    """About Poisson: many draws, each of a small chance (`Random.random` alone comes out the same everywhere)."""
    return sum(draft.rng.random() < mean / DRAWS for _ in range(DRAWS))


def _moment(draft: Draft, month: date) -> datetime:
    day = month + timedelta(days=between(draft.rng, 0, (next_month(month) - month).days - 1))
    return datetime.combine(day, time(pick(draft.rng, HOURS), between(draft.rng, 1, 59)))


def _usual(draft: Draft, received: datetime, flat: str) -> Row:
    kind = draft.rng.random()
    if kind < 0.66:
        return _own(draft, received, flat, pick(draft.rng, draft.words.own_service(received.month)))
    if kind < 0.78:
        return _developer(draft, received, flat, "房屋质量", pick(draft.rng, draft.words.BUILDING_QUALITY))
    if kind < 0.85:
        return _developer(draft, received, flat, "配套设施", pick(draft.rng, draft.words.FACILITIES))
    row = _row(draft, received, flat, "三类", pick(draft.rng, draft.words.OUTSIDE))
    row["handler"], row["designated_by"] = pick(draft.rng, draft.names("客服", "安保主管")), draft.manager
    return _closed(draft, row, 2, 8)


def _own(draft: Draft, received: datetime, flat: str, topic: tuple[str, str, str]) -> Row:
    row = _row(draft, received, flat, "一类", topic)
    row["handler"] = pick(draft.rng, draft.names("客服", "客服主管"))
    return _closed(draft, row, 0, 5 if chance(draft.rng, 0.12) else 3)


def _lift(draft: Draft, month: date, flat: str) -> Row:
    return _own(draft, _moment(draft, month), flat, pick(draft.rng, draft.words.LIFTS))


def _developer(draft: Draft, received: datetime, flat: str, subtype: str, topic: tuple[str, str, str]) -> Row:
    row = _row(draft, received, flat, "二类", topic)
    row["subtype"], row["handler"], row["left_by_developer"] = subtype, draft.names("客服主管")[0], "是"
    row["plan_at"] = until(at(draft.rng, days_later(received, between(draft.rng, 3, 8))), draft.as_of)
    slower = received.date() >= SLOWER
    return _closed(draft, row, 16 if slower else 6, 60 if slower else 24)


def _row(draft: Draft, received: datetime, flat: str, klass: str, topic: tuple[str, str, str]) -> Row:
    rng = draft.rng
    content, measures, nature = topic
    return {
        "received_at": received,
        "recorded_at": received + timedelta(minutes=between(rng, 2, 25)),
        "channel": pick(rng, draft.words.CHANNELS),
        "household": standing.spelled_otherwise(rng, flat, 0.15),
        "person": standing.resident(rng),
        "content": content.replace("{b}", building_of(flat)),
        "measures": measures,
        "klass": klass,
        "nature": nature,
        "impact": "一般",
        "left_by_developer": "否",
        "feedback_at": until(at(rng, days_later(received, between(rng, 1, 4 if chance(rng, 0.1) else 3))), draft.as_of),
    }


def _closed(draft: Draft, row: Row, soonest: int, latest: int) -> Row:
    """Closed some days later, not before it was received; one in eighty stays open."""
    day = days_later(row["received_at"], between(draft.rng, soonest, latest))
    moment = max(at(draft.rng, day), row["received_at"] + timedelta(minutes=between(draft.rng, 20, 90)))
    row["closed_at"] = None if chance(draft.rng, 1 / 80) else until(moment, draft.as_of)
    if row["closed_at"] is None:
        row["measures"] = None
    return row


def _again(draft: Draft, row: Row) -> Row | None:
    """One closed complaint in thirty comes back: the same household and matter, some days after it was closed."""
    if row["closed_at"] is None or not chance(draft.rng, 1 / 30):
        return None
    day = days_later(row["closed_at"], between(draft.rng, 4, 26))
    if day > draft.as_of:
        return None
    received = at(draft.rng, day)
    again = {**row, "received_at": received, "recorded_at": received + timedelta(minutes=between(draft.rng, 2, 25))}
    again["content"] = f"再次反映：{row['content']}"
    again["feedback_at"] = until(at(draft.rng, days_later(received, between(draft.rng, 1, 3))), draft.as_of)
    if row.get("plan_at"):
        again["plan_at"] = until(at(draft.rng, days_later(received, between(draft.rng, 3, 6))), draft.as_of)
    return _closed(draft, again, 1, 4)


def write_all(folder: Path) -> None:
    """The project in its folder, one workbook of complaints a year, and the README that names what is planted."""
    draft = make()
    target = folder / f"{draft.code}_{draft.name}"
    target.mkdir(parents=True, exist_ok=True)
    several_files(draft, target, {"项目基础资料.xlsx": ("project", "phases", "staff", "households")}, by_month="")
    complaints = draft.tables["complaints"]
    for year in range(FIRST.year, AS_OF.year + 1):
        rows = [row for row in complaints if row["received_at"].year == year]
        of_year = replace(draft, tables={"complaints": rows})
        several_files(of_year, target, {f"投诉台账_{year}.xlsx": ("complaints",)}, by_month="")
    (folder / "README.md").write_text(trends_words.readme(len(complaints)), encoding="utf-8", newline="\n")
