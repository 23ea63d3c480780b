"""Times of the trends page: against the audit's own verdicts, scipy's survival function, and formulas written out."""

from datetime import datetime, timedelta
from itertools import pairwise
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from analysis_sample import AS_OF, CLONE, SAMPLE, plain_rows, study
from scipy.stats import CensoredData, ecdf

from clausecheck.logs import read_logs
from clausecheck.nouns.periods import parse_period
from clausecheck.pipeline import audit_logs
from clausecheck.rulebook import load_rulebook
from clausecheck.trends.frame import complaint_frame
from clausecheck.trends.projects import as_project
from clausecheck.trends.season import decomposed, strength
from clausecheck.trends.survival import curve, distribution, durations, monthly_median, quantile, summary
from clausecheck.trends.timeliness import share_within, timed

BY_REASON = {"late": "late", "missing": "open_over", "impossible_order": "late"}


def state_of(finding: Any) -> str | None:
    """How a finding of the audit reads as a state; None where it is about measures left blank, not about time."""
    if finding.verdict == "fail":
        return BY_REASON.get(finding.reason)
    return {"pass": "within", "pending": "open_within", "undetermined": "unknown"}[finding.verdict]


@pytest.mark.parametrize(
    "folder", [SAMPLE, *sorted(CLONE.glob("sample_data/CH-00[1234]_*"))], ids=lambda path: path.name
)
def test_each_complaint_stands_to_its_limits_as_the_audit_says(folder: Path) -> None:
    span = parse_period("2023-01-01..2026-12-31")
    logs, book = read_logs([folder]), load_rulebook()
    project = as_project(logs, AS_OF, span)
    frame = timed(complaint_frame(project, AS_OF, span), book, AS_OF)
    subject = {(row.file, row.sheet, row.number): project.evidence.subject(row) for row in project.rows}
    found = {(finding.code, finding.subject): finding for finding in audit_logs(logs, book, span, AS_OF).findings}
    compared = 0
    for line in frame.itertuples():
        name = subject[line.file, line.sheet, line.row]
        for code, ours in (("CMP09", line.feedback_in), ("CMP10", line.closed_in)):
            expected = state_of(found[code, name])
            if expected is not None:
                assert (name, code, ours) == (name, code, expected)
                compared += 1
    assert compared > 1.5 * len(frame)


def small(**columns: Any) -> pd.DataFrame:
    """A frame of class 1 complaints received on 2026-03-02 09:00, closed and told as given."""
    n = len(next(iter(columns.values())))
    frame = pd.DataFrame({"klass": ["一类"] * n, "received": [datetime(2026, 3, 2, 9)] * n, "received_clock": True})
    frame["received_second"] = False
    for name in ("feedback", "plan", "closed", "extended", "told"):
        values = pd.to_datetime(pd.Series(columns.get(name, [None] * n)))
        frame[name], frame[f"{name}_clock"], frame[f"{name}_second"] = values, values.notna(), False
        frame[f"{name}_state"] = np.where(values.notna(), "there", "blank")
    return frame


def test_an_extension_told_in_time_runs_longer_and_one_told_late_does_not() -> None:
    frame = small(
        closed=["2026-03-09 10:00", "2026-03-09 10:00", None, None],
        extended=["2026-03-10", "2026-03-10", "2026-03-10", "2026-03-20"],
        told=["2026-03-05 08:00", "2026-03-06 08:00", "2026-03-05 08:00", "2026-03-05 08:00"],
    )
    day = pd.Timestamp("2026-03-12").date()
    assert list(timed(frame, load_rulebook(), day)["closed_in"]) == ["within", "late", "open_over", "open_within"]


def test_the_share_in_time_and_its_wilson_interval_by_formula() -> None:
    table = share_within(study().frame, "closed_in")
    within, decided = int(table["within"].iloc[0]), int(table["decided"].iloc[0])
    assert decided == sum(int(table[name].iloc[0]) for name in ("within", "late", "open_over"))
    z, p = 1.959963984540054, within / decided
    middle = (p + z * z / (2 * decided)) / (1 + z * z / decided)
    half = z * sqrt(p * (1 - p) / decided + z * z / (4 * decided**2)) / (1 + z * z / decided)
    assert table["share"].iloc[0] == pytest.approx(p)
    assert (table["low"].iloc[0], table["high"].iloc[0]) == pytest.approx((middle - half, middle + half))
    by_month = share_within(study().frame, "closed_in", "month")
    assert by_month["n"].sum() == len(study().frame)


def by_hand(rows: Any) -> tuple[list[float], list[bool]]:
    """Days from receipt to closing, or to the end of the as-of day while open."""
    now = datetime(2026, 11, 1)
    lasted = [((row["办结时间"] or now) - row["受理时间"]) / timedelta(days=1) for row in rows]
    return lasted, [row["办结时间"] is not None for row in rows]


@pytest.mark.parametrize("klass", ["一类", "二类", "三类"])
def test_survival_is_scipys_with_open_complaints_counted_in(klass: Any) -> None:
    lasted, done = map(np.array, by_hand([row for row in plain_rows() if row["类别"] == klass]))
    other = ecdf(CensoredData(uncensored=lasted[done], right=lasted[~done])).sf
    frame = study().frame
    steps = curve(durations(frame[frame["klass"] == klass], "closed", AS_OF))
    assert np.allclose(other.evaluate(steps["days"].to_numpy()[1:] + 1e-9), steps["open"][1:])
    interval = other.confidence_interval(0.95, method="log-log")
    days = steps["days"].to_numpy()[1:-1] + 1e-9
    assert np.allclose(interval.low.evaluate(days), steps["low"][1:-1])
    assert np.allclose(interval.high.evaluate(days), steps["high"][1:-1])
    line = summary(frame[frame["klass"] == klass], "closed", AS_OF).iloc[0]
    for share in (0.25, 0.5, 0.75, 0.9):
        reached = other.quantiles[other.probabilities <= 1 - share + 1e-12][0]
        assert line[f"p{round(100 * share)}"] == pytest.approx(reached)
    assert line["closed_only"] == pytest.approx(np.median(lasted[done]))
    assert line["closed_only"] <= line["p50"]


def test_a_median_that_half_have_not_reached_is_missing_and_not_guessed() -> None:
    frame = small(closed=["2026-03-03 09:00", None, None, None, None])
    frame["closed_days"] = [1.0, *[np.nan] * 4]
    frame["month"] = pd.Timestamp("2026-03-01")
    assert np.isnan(quantile(durations(frame, "closed", AS_OF), 0.5))
    assert monthly_median(frame, "closed", AS_OF)["value"].isna().all()


def test_the_distribution_counts_every_closed_complaint_once() -> None:
    lasted, done = by_hand(plain_rows())
    table = distribution(study().frame, "closed")
    closed = [days for days, is_done in zip(lasted, done, strict=True) if is_done]
    ends = [*table["low"], float("inf")]
    assert list(table["n"]) == [sum(a <= days < b for days in closed) for a, b in pairwise(ends)]


def test_monthly_medians_by_hand_where_all_are_closed() -> None:
    rows = [row for row in plain_rows() if f"{row['受理时间']:%Y-%m}" == "2024-05" and row["类别"] == "一类"]
    lasted, done = by_hand(rows)
    assert all(done)
    frame = study().frame
    table = monthly_median(frame[frame["klass"] == "一类"], "closed", AS_OF).set_index("month")
    ordered = sorted(lasted)
    assert table.loc["2024-05-01", "value"] == pytest.approx(ordered[(len(ordered) + 1) // 2 - 1])


def test_trend_season_and_rest_make_the_value_and_the_season_repeats() -> None:
    parts = decomposed(study().rates)
    assert np.allclose(parts["trend"] + parts["season"] + parts["rest"], parts["value"])
    assert np.allclose(parts["season"][:24], parts["season"][12:])
    assert parts.loc[parts["month"].dt.month == 7, "season"].mean() > 5
    assert 0.5 < strength(parts) < 1
    assert decomposed(study().rates.head(23)) is None
