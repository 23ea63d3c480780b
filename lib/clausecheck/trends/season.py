"""Trend and season taken apart, where there are two years at least."""

import numpy as np
import pandas as pd
from statsmodels.tsa.seasonal import STL

FEWEST = 24
"""Months a season of 12 needs to be told from a trend."""


def decomposed(rates: pd.DataFrame) -> pd.DataFrame | None:
    """`month`, `value`, `trend`, `season`, `rest` of the rate per 1,000 households (counts where households are unknown),
    value = trend + season + rest; None for fewer than 24 complete months in a row.

    STL (Cleveland et al. 1990) by statsmodels `STL`: period 12, robust, the season the same every year (R's
    s.window="periodic": a seasonal window of 10 n + 1 months of degree 0), for two or three years cannot tell a season
    that changes from a shift.
    """
    whole = rates[rates["complete"]].reset_index(drop=True)
    value = whole["per_1000"] if whole["per_1000"].notna().any() else whole["n"].astype(float)
    if len(whole) < FEWEST or value.isna().any():
        return None
    fit = STL(value.to_numpy(float), period=12, seasonal=10 * len(whole) + 1, seasonal_deg=0, robust=True).fit()
    return pd.DataFrame(
        {"month": whole["month"], "value": value, "trend": fit.trend, "season": fit.seasonal, "rest": fit.resid}
    )


def strength(parts: pd.DataFrame) -> float:
    """How strong the season is, 0 to 1: max(0, 1 − Var(rest) ÷ Var(season + rest)) (Wang, Smith and Hyndman 2006)."""
    both = float(np.var(parts["season"] + parts["rest"]))
    return max(0.0, 1 - float(np.var(parts["rest"])) / both) if both > 0 else 0.0
