"""How many households stood behind the complaints of a month: the exposure of every rate."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

import pandas as pd

from clausecheck.nouns.periods import Period, touching
from clausecheck.trends.frame import building_of
from clausecheck.trends.projects import Project
from clausecheck.trends.texts import BLANK


def whole_months(span: Period) -> pd.DataFrame:
    """The months of a span: `month` (first day), `days` of it, `covered` of them in the span, `complete`."""
    lines = []
    for month in touching("month", span.start, span.end):
        cut = month.cut(span.start, span.end)
        covered = cut.days if cut else 0
        lines.append((pd.Timestamp(month.start), month.days, covered, covered == month.days))
    frame = pd.DataFrame(lines, columns=["month", "days", "covered", "complete"])
    frame["month"] = frame["month"].astype("datetime64[s]")
    return frame


def exposure(projects: Iterable[Project], span: Period) -> pd.DataFrame:
    """Households by project, building and month of a span: `household_days` and `households`.

    `households` = household-days in service ÷ days of the month: the average number handed over, less in a month that
    the span covers only in part, so that complaints ÷ households is the month's rate either way. A flat counts from
    its handover (without one: always) within take-over and exit; without a register the stated 总户数 counts, building
    未填写. A project that gives neither has no lines: its rates are missing, never zero.
    """
    lines = []
    for project in projects:
        groups = _groups(project)
        facts = project.evidence.facts
        for month in touching("month", span.start, span.end):
            served = month.cut(span.start, span.end)
            served = served and served.cut(facts.takeover, facts.exit)
            for (building, handover), flats in groups.items():
                part = served.cut(handover, None) if served else None
                days = flats * (part.days if part else 0)
                lines.append((project.label, building, pd.Timestamp(month.start), days, days / month.days))
    frame = pd.DataFrame(lines, columns=["project", "building", "month", "household_days", "households"])
    frame["month"] = frame["month"].astype("datetime64[s]")
    keys = ["project", "building", "month"]
    return frame.groupby(keys, as_index=False, sort=True)[["household_days", "households"]].sum()


def _groups(project: Project) -> Counter[tuple[str, date | None]]:
    """How many flats share a building and a day of handover."""
    flats = project.evidence.flats
    if flats.register is not None:
        return Counter((building_of(flat), flats.handed_over.get(flat)) for flat in flats.register.flats)
    return Counter({(BLANK, None): flats.stated}) if isinstance(flats.stated, int) else Counter()
