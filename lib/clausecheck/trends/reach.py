"""How far the logs reach: what a log does not reach to is silence, no zero (reading 47).

A log begins with its first complaint and ends with its last. Before and after, nobody knows; in the first and the last
month a long silence at the outer edge says that the log was begun or handed in within it.
"""

from collections.abc import Sequence
from datetime import date
from math import exp

import pandas as pd

from clausecheck.nouns.periods import Period, touching
from clausecheck.trends.comparison import SURE
from clausecheck.trends.projects import Project

WEEK = 7
"""Days of silence at the edge of a log that are never held against it."""
SILENT = ("none", "open")
"""States of a month without data: before the log begins, after it ends."""
RECENT = 12
"""Months at the end of a span that the default baseline leaves out, and the fewest that it needs before them."""


def log_runs(everything: pd.DataFrame, project: str) -> tuple[date, date] | None:
    """The days of a project's first and last complaint, None where there is none."""
    received = everything.loc[everything["project"] == project, "received"]
    return (received.min().date(), received.max().date()) if len(received) else None


def reach(everything: pd.DataFrame, projects: Sequence[Project], span: Period) -> pd.DataFrame:
    """For each project and month of a span: `project`, `month`, `served` (in service for a day of it), `state`.

    States: `whole`; `part`: the span, or the log, covers only some of it; `none`: before the log's first complaint;
    `open`: after its last, where rows may still come. The log covers some only of its first or last month where more
    than a week of it (in service) is silent at the outer edge, and so long a silence has a chance below 1% at the
    log's own pace.
    """
    lines = []
    for project in projects:
        runs, n = log_runs(everything, project.label), int((everything["project"] == project.label).sum())
        facts = project.evidence.facts
        for month in touching("month", span.start, span.end):
            served = month.cut(span.start, span.end)
            served = served and served.cut(facts.takeover, facts.exit)
            whole = month.start >= span.start and month.end <= span.end
            state = _state(month, served or month, whole, runs, n)
            lines.append((project.label, pd.Timestamp(month.start), served is not None, state))
    frame = pd.DataFrame(lines, columns=["project", "month", "served", "state"])
    frame["month"] = frame["month"].astype("datetime64[s]")
    return frame


def _state(month: Period, served: Period, whole: bool, runs: tuple[date, date] | None, n: int) -> str:
    if runs is None or month.end < runs[0]:
        return "none"
    if month.start > runs[1]:
        return "open"
    pace = n / ((runs[1] - runs[0]).days + 1)
    edges = ((runs[0] - served.start).days, (served.end - runs[1]).days)
    cut = any(days > WEEK and exp(-pace * days) < SURE for days in edges)
    return "whole" if whole and not cut else "part"


def covered(households: pd.DataFrame, reached: pd.DataFrame) -> pd.DataFrame:
    """The exposure (see exposure.exposure) without the months that a project's own log is silent about."""
    silent = reached[reached["state"].isin(SILENT)]
    keys = pd.MultiIndex.from_frame(silent[["project", "month"]])
    return households[~pd.MultiIndex.from_frame(households[["project", "month"]]).isin(keys)]


def states(reached: pd.DataFrame, housed: bool) -> pd.Series:
    """The state of each month over several projects, by month.

    Rates (`housed`) are of the projects whose logs reach the month, so those that are silent do not count against it;
    a count is whole only where all in service reach it.
    """
    return pd.Series({month: _together(some, housed) for month, some in reached.groupby("month")}, dtype=object)


def _together(some: pd.DataFrame, housed: bool) -> str:
    concerned = some[some["served"]] if some["served"].any() else some
    there = set(concerned["state"])
    if there <= set(SILENT):
        return "open" if "open" in there else "none"
    if housed:
        there -= set(SILENT)
    return "whole" if there == {"whole"} else "part"


def default_baseline(rates: pd.DataFrame) -> Period | None:
    """The months that control limits rest on where nobody says which: those with data before the last 12, so that what
    is new does not set the measure for itself. None (all months) where fewer than 12 whole ones lie before them."""
    heard = rates[~rates["state"].isin(SILENT)]
    before = heard.iloc[:-RECENT]
    if int(before["complete"].sum()) < RECENT:
        return None
    return Period(before["month"].iloc[0].date(), (before["month"].iloc[-1] + pd.offsets.MonthEnd(0)).date())
