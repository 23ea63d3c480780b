"""The documents that can be drafted, in the order in which they are listed."""

from collections.abc import Mapping

from .kinds import (
    bulletin,
    daily_record,
    developer_issues,
    fund_disclosure,
    interview_plan,
    interview_record,
    measures,
    opinions,
    postings,
    publicity_plan,
    service_brief,
    service_report,
    statistics,
)
from .model import Kind

KINDS: Mapping[str, Kind] = {
    one.KIND.name: one.KIND
    for one in (
        daily_record, service_report, service_brief, interview_record, statistics, bulletin, measures, developer_issues,
        opinions, interview_plan, publicity_plan, postings, fund_disclosure,
    )
}  # fmt: skip
"""Name -> kind."""
