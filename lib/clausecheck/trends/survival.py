"""Times to closing and to feedback in which what is still open counts too.

The usual average looks at closed complaints only, so the slowest are missing from it. The Kaplan-Meier estimate keeps
every complaint: an open one is known to have lasted at least until `as_of`.
"""

from datetime import date

import numpy as np
import pandas as pd
from statsmodels.duration.survfunc import SurvfuncRight

EDGES = (0.0, 1.0, 2.0, 3.0, 5.0, 7.0, 14.0, 30.0, 60.0)
"""Lower ends, in days, of the groups of a distribution; the last group has no upper end."""
QUANTILES = (0.25, 0.5, 0.75, 0.9)


def durations(frame: pd.DataFrame, end: str, as_of: date) -> pd.DataFrame:
    """`days` and `done` for each complaint whose `end` (closed, feedback) is there or blank; the index is the frame's.

    A blank one lasts to the end of the day `as_of`. What cannot be read, or lies before receipt, is left out.
    """
    known = frame[frame[f"{end}_state"].isin(["there", "blank"])]
    so_far = (pd.Timestamp(as_of) + pd.Timedelta(days=1) - known["received"]) / pd.Timedelta(days=1)
    done = known[f"{end}_state"] == "there"
    return pd.DataFrame({"days": known[f"{end}_days"].where(done, so_far), "done": done})


def curve(lasting: pd.DataFrame) -> pd.DataFrame:
    """The share still open after so many days: `days`, `open`, `low`, `high`, `at_risk`, `ended`; starts at 0 days.

    Kaplan and Meier 1958: S(t) = Π over times tᵢ ≤ t of (1 − dᵢ/nᵢ), by statsmodels `SurvfuncRight`. `low`, `high`: 95%
    pointwise, S^exp(±1.96·se/(S·ln S)) with Greenwood's standard error (log-log; Kalbfleisch and Prentice). Empty for
    no complaint.
    """
    start = {"days": 0.0, "open": 1.0, "low": 1.0, "high": 1.0, "at_risk": len(lasting), "ended": 0}
    if lasting.empty or not lasting["done"].any():
        return pd.DataFrame([start] if len(lasting) else [], columns=list(start))
    fit = _fit(lasting)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.exp(1.959963984540054 * fit.surv_prob_se / (fit.surv_prob * np.log(fit.surv_prob)))
        low, high = fit.surv_prob ** (1 / spread), fit.surv_prob**spread
    steps = {"days": fit.surv_times, "open": fit.surv_prob, "low": low, "high": high}
    steps |= {"at_risk": fit.n_risk.astype("int64"), "ended": fit.n_events.astype("int64")}
    return pd.concat([pd.DataFrame([start]), pd.DataFrame(steps)], ignore_index=True)


def _fit(lasting: pd.DataFrame) -> SurvfuncRight:
    return SurvfuncRight(lasting["days"].to_numpy(float), lasting["done"].to_numpy(int))


def quantile(lasting: pd.DataFrame, share: float) -> float:
    """The days within which that share has ended: the first at which S(t) ≤ 1 − share; NaN where it is not reached."""
    if lasting.empty or not lasting["done"].any():
        return float("nan")
    return _first_below(_fit(lasting), share)


def _first_below(fit: SurvfuncRight, share: float) -> float:
    below = np.flatnonzero(fit.surv_prob <= 1 - share + 1e-12)
    return float(fit.surv_times[below[0]]) if len(below) else float("nan")


def summary(frame: pd.DataFrame, end: str, as_of: date, by: str | None = None) -> pd.DataFrame:
    """Times to an `end`, in all (key empty) or by a column: `key`, `n`, `open`, `unknown`, then the days within which
    a quarter, half, three quarters and nine tenths of all have ended (`p25` … `p90`), `low` and `high` of the half
    (95%, statsmodels `quantile_ci`), and `closed_only`: the plain median of those that ended, for comparison.
    """
    groups = [("", frame)] if by is None else list(frame.groupby(by, observed=True))
    return pd.DataFrame([{"key": key, **_summed(some, end, as_of)} for key, some in groups])


def _summed(frame: pd.DataFrame, end: str, as_of: date) -> dict[str, float]:
    lasting = durations(frame, end, as_of)
    done = lasting["done"]
    line: dict[str, float] = {"n": len(frame), "open": int((~done).sum()), "unknown": len(frame) - len(lasting)}
    if not done.any():
        return {**line, **dict.fromkeys(["p25", "p50", "p75", "p90", "low", "high", "closed_only"], float("nan"))}
    fit = _fit(lasting)
    line |= {f"p{round(100 * share)}": _first_below(fit, share) for share in QUANTILES}
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = fit.quantile_ci(0.5)
    return {**line, "low": float(low), "high": float(high), "closed_only": float(lasting.loc[done, "days"].median())}


def monthly_median(frame: pd.DataFrame, end: str, as_of: date, fewest: int = 5) -> pd.DataFrame:
    """Kaplan-Meier median days by month of receipt: `month`, `n`, `value`; missing below `fewest` complaints, and where
    half of the month's have not ended yet."""
    lines, known = [], durations(frame, end, as_of)
    of_month = frame["month"].loc[known.index]
    for month in sorted(frame["month"].unique()):
        lasting = known[of_month == month]
        value = quantile(lasting, 0.5) if len(lasting) >= fewest else float("nan")
        lines.append((month, len(lasting), value))
    result = pd.DataFrame(lines, columns=["month", "n", "value"])
    return result.astype({"month": "datetime64[s]", "value": float})


def distribution(frame: pd.DataFrame, end: str, edges: tuple[float, ...] = EDGES) -> pd.DataFrame:
    """How many ended within which days: `low`, `high` (days; the last group has none), `n`. Days d with low ≤ d < high."""
    days = frame.loc[frame[f"{end}_state"] == "there", f"{end}_days"].to_numpy(float)
    place = np.searchsorted(np.array(edges), days, side="right") - 1
    n = np.bincount(np.clip(place, 0, None), minlength=len(edges))
    return pd.DataFrame({"low": edges, "high": [*edges[1:], np.nan], "n": n})
