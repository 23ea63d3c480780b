"""Control charts: has the process changed, or is it chance? Limits come from the baseline alone, so that a shift after it
cannot widen them, and say how they were made.

Formulas: Montgomery, Introduction to Statistical Quality Control, ch. 6-7, where no other source is named.
"""

from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from clausecheck.nouns.periods import Period
from clausecheck.nouns.records import dataclass
from clausecheck.trends.expected import flat_rate, seasonal_rate
from clausecheck.trends.run_rules import RULE_SETS, signals
from clausecheck.trends.season import FEWEST

FEWEST_FOR_SEASON = 50
"""Complaints in the baseline below which a season's five numbers would be guesses."""
HALF_A_DAY = 0.5
D2 = 1.128
"""Mean of the range of two normal values, in standard deviations: turns a mean moving range into a sigma."""
FEWEST_EXPECTED = 20
"""Below so many expected complaints in a month the normal limits give more false alarms than they promise (a Poisson
count is skewed); the limits are then quantiles of the count itself."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A control chart.

    `points`: `month`, `n`, `value`, `centre`, `low`, `high`, `z`, `baseline` (whether its limits rest on it), `signals`
    (keys of the rules it completes, joined by a space). `kind`: `u`, `u_season` or `individuals`. `dispersion`: how much
    wider than Poisson the limits are (1 = not). `limits`: `sigma` (± 3 sigma) or `quantile`.
    """

    kind: str
    points: pd.DataFrame
    rules: str
    dispersion: float = 1.0
    limits: str = "sigma"
    per: float = 1.0
    """What a value is counted per: 1,000 (households), or 1 where no households are known."""

    @property
    def signalled(self) -> pd.DataFrame:
        return self.points[self.points["signals"] != ""]


def rate_chart(
    rates: pd.DataFrame, baseline: Period | None = None, rules: str = "western_electric", season: bool | None = None
) -> Chart:
    """u chart of complaints per 1,000 households (see volumes.rates; per month where no households are known).

    Only complete months with households are points. Centre line and sigma from the months in `baseline` (None: all).
    Flat: centre ū = Σn ÷ Σe, sigma √(ū/e), times Laney's σz where that is above 1 (Laney 2002, Quality Engineering 14:
    a u′ chart; months differ by more than Poisson chance). With a season (`season`, None: where the baseline has 24
    months and 50 complaints): centre and sigma from a Poisson regression (see expected.seasonal_rate). Limits ± 3 sigma, not below 0; with
    fewer than 20 complaints expected in a month: the quantiles of a negative binomial of that mean and sigma (Poisson
    where sigma says so) at the tail areas of ± 3 sigma, and z the normal deviate of its mid-p value.

    Raises ValueError for a baseline of fewer than two months.
    """
    known = bool(rates["households"].notna().any())
    exposed, per = (rates["households"], 1000.0) if known else (pd.Series(1.0, index=rates.index), 1.0)
    keep = rates["complete"] & (exposed > 0)
    used = rates[keep].reset_index(drop=True).astype({"n": "int64"})
    n, e = used["n"].to_numpy(float), exposed[keep].to_numpy(float)
    base = in_baseline(used["month"], baseline)
    if base.sum() < 2:
        raise ValueError("a control chart needs a baseline of at least two complete months")
    enough = base.sum() >= FEWEST and n[base].sum() >= FEWEST_FOR_SEASON
    seasonal = enough if season is None else season
    model = (seasonal_rate if seasonal else flat_rate)(n, e, used["month"].dt.month.to_numpy(), base)
    mean, sigma = model.mean, model.sigma
    exact = float(mean.min()) < FEWEST_EXPECTED
    low, high, z = _count_limits(n, mean, sigma) if exact else _normal_limits(n, mean, sigma)
    points = used[["month", "n"]].assign(
        value=per * n / e, centre=per * mean / e, low=per * low / e, high=per * high / e, z=z, baseline=base
    )
    kind = "u_season" if seasonal else "u"
    return Chart(kind, _signalled(points, rules), rules, model.dispersion, "quantile" if exact else "sigma", per)


def time_chart(medians: pd.DataFrame, baseline: Period | None = None, rules: str = "western_electric") -> Chart:
    """Individuals chart of a time by month: `month`, `n`, `value` (see survival.monthly_median); months without a value
    stay out of limits and rules.

    Times are skewed, and an individuals chart of skewed values gives more false alarms than its rules promise; so it is
    made of y = ln(days + ½) (Montgomery, ch. 6.4: transform; half a day gives what was closed at once a place). Centre ȳ
    of the baseline; sigma = mean moving range of y ÷ 1.128, over neighbouring values of the baseline; limits
    ȳ ± 3 sigma (ȳ ± 2.66 mean moving ranges). Centre and limits are turned back into days, not below 0; z is in y. Raises
    ValueError for fewer than two baseline values.
    """
    points = medians[["month", "n", "value"]].reset_index(drop=True)
    base = in_baseline(points["month"], baseline) & points["value"].notna().to_numpy()
    y = np.log(points["value"].to_numpy(float) + HALF_A_DAY)
    known = y[base]
    if len(known) < 2:
        raise ValueError("a control chart needs a baseline of at least two months with a value")
    centre, sigma = known.mean(), np.abs(np.diff(known)).mean() / D2
    z = (y - centre) / sigma if sigma > 0 else np.full(len(points), np.nan)
    low, middle, high = (max(0.0, float(np.exp(line)) - HALF_A_DAY) for line in centre + sigma * np.array([-3, 0, 3]))
    points = points.assign(centre=middle, low=low, high=high, z=z, baseline=base)
    return Chart("individuals", _signalled(points, rules), rules)


def in_baseline(months: pd.Series, baseline: Period | None) -> Any:
    """Which months lie wholly in the baseline; None: all of them."""
    if baseline is None:
        return np.ones(len(months), dtype=bool)
    first = months >= pd.Timestamp(baseline.start)
    return (first & (months + pd.offsets.MonthEnd(0) <= pd.Timestamp(baseline.end))).to_numpy()


def _signalled(points: pd.DataFrame, rules: str) -> pd.DataFrame:
    found = signals(points["z"].to_numpy(float), RULE_SETS[rules].rules)
    return points.assign(signals=[" ".join(keys) for keys in found])


def _normal_limits(n: np.ndarray, mean: np.ndarray, sigma: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return np.maximum(mean - 3 * sigma, 0), mean + 3 * sigma, (n - mean) / sigma


def _count_limits(n: np.ndarray, mean: np.ndarray, sigma: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Limits and z as the count's own distribution gives them; the count may lie on a limit without a signal."""
    tail = stats.norm.sf(3)
    excess = sigma**2 - mean
    wide = excess > 1e-9 * mean
    size = np.where(wide, mean**2 / np.where(wide, excess, 1), 1)
    wider = stats.nbinom(size, size / (size + mean))
    poisson = stats.poisson(mean)

    def either(name: str, at: Any) -> Any:
        return np.where(wide, getattr(wider, name)(at), getattr(poisson, name)(at))

    below, equal = either("cdf", n - 1), either("pmf", n)
    low, high = either("ppf", tail), either("ppf", 1 - tail)
    z = stats.norm.ppf(np.clip(below + equal / 2, 1e-15, 1 - 1e-15))
    outside = (n < low) | (n > high)
    z = np.where(outside, np.sign(z) * np.maximum(np.abs(z), 3 + 1e-9), np.clip(z, -3, 3))
    return low, high, z
