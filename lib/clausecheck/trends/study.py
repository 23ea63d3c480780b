"""A look at complaints over time: what was read, and the figures that several sections share, computed once."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from clausecheck.nouns.errors import fault
from clausecheck.nouns.periods import Period
from clausecheck.nouns.records import dataclass
from clausecheck.rulebook import Procedure, load_procedure
from clausecheck.trends.control import Chart, rate_chart, time_chart
from clausecheck.trends.exposure import exposure
from clausecheck.trends.frame import complaint_frame, left_out
from clausecheck.trends.projects import Project, read_projects
from clausecheck.trends.reach import SILENT, default_baseline, reach
from clausecheck.trends.repeats import repeats
from clausecheck.trends.settings import Settings
from clausecheck.trends.survival import monthly_median
from clausecheck.trends.texts import text
from clausecheck.trends.timeliness import timed
from clausecheck.trends.volumes import rates


@dataclass(frozen=True, slots=True)
class Study:
    """Everything the sections show.

    `everything`: the frame of all complaints that were read (judged against the limits); `frame`: those received within
    `span`, with the same index. `households`: exposure by project, building and month; empty where one of the projects
    gives neither register nor 总户数 (`unhoused`), for a rate over some projects only would mislead. `reached`: what of
    the span the logs reach (see reach.reach). `baseline`: the months that control limits rest on, None for all.
    """

    settings: Settings
    projects: list[Project]
    book: Procedure
    span: Period
    everything: pd.DataFrame
    frame: pd.DataFrame
    left: pd.DataFrame
    households: pd.DataFrame
    unhoused: tuple[str, ...]
    reached: pd.DataFrame
    rates: pd.DataFrame
    baseline: Period | None
    again: pd.DataFrame

    @property
    def lang(self) -> str:
        return self.settings.lang

    @property
    def earlier(self) -> pd.DataFrame:
        """The complaints received before the span that were still open in it: the backlog counts them."""
        start = pd.Timestamp(self.span.start)
        open_then = (self.everything["closed_state"] == "blank") | (self.everything["closed"] >= start)
        return self.everything[(self.everything["received"] < start) & open_then]

    @property
    def heard(self) -> list[pd.Timestamp]:
        """The months of the span that the logs reach."""
        return list(self.rates.loc[~self.rates["state"].isin(SILENT), "month"])

    def say(self, key: str, **params: Any) -> str:
        return text(key, self.lang, **params)


def open_study(settings: Settings, progress: Callable[[str], None] | None = None) -> Study:
    """Reads the projects and computes what the sections share. Raises InputFault for what cannot be read, and where no
    complaint was received within the span."""
    book = load_procedure(settings.procedure, settings.rulebook)
    projects = read_projects(settings.inputs, settings.as_of, settings.span, progress, book)
    everything = timed(complaint_frame(projects, settings.as_of), book, settings.as_of)
    span = _span(settings, everything)
    inside = (everything["received"] >= pd.Timestamp(span.start)) & (
        everything["received"] < pd.Timestamp(span.end) + pd.Timedelta(days=1)
    )
    frame = everything[inside]
    if frame.empty:
        raise _nothing(settings)
    by_project = exposure(projects, span)
    unhoused = tuple(one.label for one in projects if not (by_project["project"] == one.label).any())
    households = by_project.iloc[:0] if unhoused else by_project
    reached = reach(everything, projects, span)
    by_month = rates(frame, households, span, reached)
    again = repeats(everything, settings.repeat_days, settings.reopen_days)
    return Study(
        settings=settings,
        projects=projects,
        book=book,
        span=span,
        everything=everything,
        frame=frame,
        left=left_out(projects, span),
        households=households,
        unhoused=unhoused,
        reached=reached,
        rates=by_month,
        baseline=settings.baseline or default_baseline(by_month),
        again=again[again.index.isin(frame.index)],
    )


def _span(settings: Settings, everything: pd.DataFrame) -> Period:
    """The span asked for, cut at `as_of`; without one from the first day of the first complaint's month."""
    if everything.empty:
        raise _nothing(settings)
    first = everything["received"].min().date().replace(day=1)
    span = (settings.span or Period(first, settings.as_of)).cut(None, settings.as_of)
    if span is None:
        raise _nothing(settings)
    return span


def _nothing(settings: Settings) -> Exception:
    return fault(
        "span",
        f"{settings.span or ''} 截至 {settings.as_of} 没有可用的投诉记录；请检查 span、as_of 和台账",
        f"no usable complaint {settings.span or ''} as of {settings.as_of}; check span, as_of and the logs",
    )


def overall_chart(study: Study) -> Chart | None:
    """The chart of the rate of all complaints; None where the baseline has fewer than two complete months."""
    return rate_chart_of(study, study.rates)


def rate_chart_of(study: Study, some: pd.DataFrame) -> Chart | None:
    """As `overall_chart`, for the rates of some of the complaints."""
    try:
        return rate_chart(some, study.baseline, study.settings.rules)
    except ValueError:
        return None


def time_chart_of(study: Study, frame: pd.DataFrame, end: str = "closed") -> Chart | None:
    """The chart of the monthly median days of some complaints; None where too few months of the baseline have one."""
    try:
        return time_chart(monthly_median(frame, end, study.settings.as_of), study.baseline, study.settings.rules)
    except ValueError:
        return None


def klasses(study: Study) -> list[str]:
    """The classes that occur, in the procedure's order, then what is blank or unreadable."""
    there = set(study.frame["klass"])
    return [name for name in study.frame["klass"].cat.categories if name in there]
