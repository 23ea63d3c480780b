"""Reports and briefs, written, reviewed, approved, copied and published in time."""

from datetime import date, timedelta
from random import Random

from clausecheck.nouns.workdays import Workdays
from clausecheck.simulate.draft import Draft, Row, between, chance, next_month, pick, until
from clausecheck.simulate.shapes import Shape


def quarterly_report(draft: Draft, year: int, quarter: int, committee: bool, new_project: bool = False) -> Row:
    """The Management Service Report on a quarter; every step a day or more before it is due."""
    due = next_month(date(year, 3 * quarter, 1))
    row: Row = {
        "kind": "管理服务报告",
        "covers": f"{year}Q{quarter}",
        "written_on": due.replace(day=7),
        "reviewed_on": due.replace(day=9),
        "approved_on": due.replace(day=12),
        "copied_on": due.replace(day=13),
        "finance_approved_on": due.replace(day=11),
        "qmc_approved_on": due.replace(day=13) if new_project else None,
        "intranet_on": due.replace(day=15),
        "committee_on": due.replace(day=16) if committee else None,
        "review_record": "有" if committee else "无",
        "published_on": due.replace(day=17),
    }
    draft.tables["reports"].append(row)
    return row


def monthly_brief(draft: Draft, month: date) -> Row:
    """The Property Service Brief on a month."""
    due = next_month(month)
    row: Row = {
        "kind": "物业服务工作简报",
        "covers": f"{month:%Y-%m}",
        "written_on": due.replace(day=2),
        "reviewed_on": due.replace(day=4),
        "approved_on": due.replace(day=6),
        "copied_on": due.replace(day=7),
        "delivered_on": due.replace(day=8),
        "has_work": "有",
        "has_complaints": "有",
        "has_plan": "有",
        "has_difficulties": "有",
    }
    draft.tables["reports"].append(row)
    return row


def last_day(month: date) -> date:
    return next_month(month) - timedelta(days=1)


STEPS = ("written_on", "reviewed_on", "approved_on", "finance_approved_on", "copied_on", "intranet_on")


def write_reports(draft: Draft, shape: Shape) -> None:
    """Reports or briefs from the logs' beginning to the last that could be written by now, and what the year asks besides."""
    step = 1 if shape.single else 3
    covered = (
        shape.first.replace(day=1)
        if shape.single
        else shape.first.replace(month=shape.first.month - (shape.first.month - 1) % 3, day=1)
    )
    while next_month(covered, step) <= shape.last:
        ordinal = _ordinal(shape, covered, step)
        row = _brief(draft, shape, covered) if shape.single else _report(draft, shape, covered)
        if row["written_on"] is not None:
            row["qmc_approved_on"] = row["approved_on"] if ordinal < 2 else None
            draft.tables["reports"].append(row)
        covered = next_month(covered, step)
    _spot_check(draft, shape)
    if shape.commission:
        _disclosures(draft, shape)


def _ordinal(shape: Shape, covered: date, step: int) -> int:
    """How many reports were owed before this one since the take-over."""
    since = (covered.year - shape.takeover.year) * 12 + covered.month - shape.takeover.month
    return -(-since // step) if since > 0 else 0


def _report(draft: Draft, shape: Shape, covered: date) -> Row:
    rng, due = draft.rng, next_month(covered, 3)
    written, reviewed, approved = _rising(rng, due, (3, 7), (7, 9), (10, 13))
    finance, copied, intranet, committee, published = _rising(
        rng, due, (10, 13), (13, 15), (15, 17), (17, 18), (18, 20)
    )
    with_committee = shape.committee_since is not None and shape.committee_since <= due.replace(day=20)
    if shape.committee_since is not None and with_committee:
        committee = max(committee, shape.committee_since)
        published = max(published, committee)
    dates: Row = dict(zip(STEPS, (written, reviewed, approved, finance, copied, intranet), strict=True))
    dates |= {"committee_on": committee if with_committee else None, "published_on": published}
    row: Row = {"kind": "管理服务报告", "covers": f"{covered.year}Q{(covered.month + 2) // 3}"}
    row |= {step: until(day, shape.last) for step, day in dates.items()}
    row["review_record"] = "有" if row["committee_on"] else "无"
    return row


def _brief(draft: Draft, shape: Shape, covered: date) -> Row:
    due = next_month(covered)
    written, reviewed, approved, copied, delivered = _rising(draft.rng, due, (-1, 3), (3, 5), (5, 7), (7, 8), (8, 10))
    steps = ("written_on", "reviewed_on", "approved_on", "copied_on", "delivered_on")
    dates = zip(steps, (written, reviewed, approved, copied, delivered), strict=True)
    row: Row = {"kind": "物业服务工作简报", "covers": f"{covered:%Y-%m}"} | {
        s: until(day, shape.last) for s, day in dates
    }
    return row | dict.fromkeys(("has_work", "has_complaints", "has_plan", "has_difficulties"), "有")


def _rising(rng: Random, due: date, *spans: tuple[int, int]) -> list[date]:
    """A day in each span of days of the month (-1: the last but one of the month before), never falling; a working day
    where the span has one."""
    found: list[date] = []
    for first, last in spans:
        days = [due + timedelta(days=number - 1) for number in range(first, last + 1)]
        late = [day for day in days if not found or day >= found[-1]]
        works = [day for day in late if Workdays().is_working(day)]
        found.append(days[-1] if chance(rng, 0.1) else pick(rng, works or late))
    return found


def _spot_check(draft: Draft, shape: Shape) -> None:
    """One spot check a year, past its middle, and not before there is a report to look at."""
    start, end = shape.window
    day = start + timedelta(days=(end - start).days * between(draft.rng, 45, 80) // 100)
    rows = draft.tables["reports"]
    if rows:
        day = max(day, rows[0]["written_on"] + timedelta(days=1))
        if day <= min(shape.last, end):
            [row for row in rows if row["written_on"] <= day][-1]["spot_checked_on"] = day


def _disclosures(draft: Draft, shape: Shape) -> None:
    """By 15 January, of each year in which that day lies in service; after the committee approved, where there is one."""
    for year in (shape.year, shape.year + 1):
        first, due = max(shape.takeover, date(year, 1, 8)), date(year, 1, 15)
        if first > due:
            continue
        published = first + timedelta(days=between(draft.rng, 0, (due - first).days))
        if published <= shape.last:
            row: Row = {"year": year, "published_on": published, "committee_approved_on": None}
            if shape.committee_since is not None and shape.committee_since <= due:
                published = max(published, shape.committee_since)
                approved = max(shape.committee_since, published - timedelta(days=between(draft.rng, 0, 3)))
                row |= {"published_on": published, "committee_approved_on": approved}
            draft.tables["fund_disclosures"].append(row)
