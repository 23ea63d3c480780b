"""Reports and briefs, written, reviewed, approved, copied and published in time."""

from datetime import date, timedelta

from clausecheck.simulate.draft import Draft, Row, next_month


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
