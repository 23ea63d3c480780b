"""Where a signal comes from: which matter in which building grew beyond its share of the baseline."""

from collections.abc import Sequence

import pandas as pd

from clausecheck.trends.control import Chart


def grown(frame: pd.DataFrame, chart: Chart, months: Sequence[pd.Timestamp]) -> pd.DataFrame:
    """By building and topic: `building`, `topic`, `n` in the given months, `expected`, `excess` = n − expected; most first.

    expected = the complaints that the chart's centre line expects in those months, split as the baseline's complaints
    were: Σ centre counts × (pair's complaints in the baseline ÷ all in the baseline). Plain arithmetic, no test: it says
    where to look. Empty without a baseline complaint.
    """
    points = chart.points.set_index("month")
    base = frame[frame["month"].isin(points.index[points["baseline"]]) & ~frame["month"].isin(list(months))]
    now = frame[frame["month"].isin(list(months))]
    if base.empty or now.empty:
        return pd.DataFrame(columns=["building", "topic", "n", "expected", "excess"])
    chosen = points.loc[list(months)]
    total = float((chosen["n"] * chosen["centre"] / chosen["value"].where(chosen["value"] > 0)).sum())
    keys = ["building", "topic"]
    n = now.groupby(keys, observed=True).size()
    share = base.groupby(keys, observed=True).size() / len(base)
    result = pd.DataFrame({"n": n, "expected": share * total}).fillna(0.0).reset_index()
    result["excess"] = result["n"] - result["expected"]
    return result.sort_values(["excess", "building", "topic"], ascending=[False, True, True], ignore_index=True)
