"""同比 and 环比: a month against the same month a year before, and against the month before."""

import numpy as np
import pandas as pd
from statsmodels.stats.rates import test_poisson_2indep

SURE = 0.01
"""A change counts as more than chance below this probability; of 36 comparisons a third of one still gets there."""


def compared(rates: pd.DataFrame) -> pd.DataFrame:
    """The rates (see volumes.rates) with, for `yoy` (同比, 12 months before) and `mom` (环比, 1 month before):

    `<name>_n` the count compared with; `<name>` the change of the rate per 1,000 households, (now − then) ÷ then, or of
    the count where households are unknown; missing without a complete month on both sides, or where the earlier is 0;
    `<name>_p` the probability of a difference at least as large by chance: exact conditional test of two Poisson rates
    (Przyborowski and Wilenski 1940; statsmodels `test_poisson_2indep(method="exact-cond")`).
    """
    result = rates.copy()
    exposed = result["households"].where(result["households"] > 0)
    if exposed.isna().all():
        exposed = pd.Series(1.0, index=result.index)
    n = result["n"].astype(float)
    for name, back in (("yoy", 12), ("mom", 1)):
        then, was = n.shift(back), exposed.shift(back)
        usable = result["complete"] & result["complete"].shift(back, fill_value=False) & exposed.notna() & was.notna()
        result[f"{name}_n"] = then.where(usable)
        ratio = (n / exposed) / (then / was).where(then > 0) - 1
        result[name] = ratio.where(usable)
        result[f"{name}_p"] = [
            _chance(int(now), float(e_now), int(before), float(e_before)) if good else np.nan
            for good, now, e_now, before, e_before in zip(usable, n, exposed, then.fillna(0), was, strict=True)
        ]
    return result


def _chance(now: int, exposed_now: float, then: int, exposed_then: float) -> float:
    if now + then == 0:
        return 1.0
    return float(test_poisson_2indep(now, exposed_now, then, exposed_then, method="exact-cond").pvalue)


def by_year(rates: pd.DataFrame) -> pd.DataFrame:
    """Whole years against each other: `year`, `months` (complete ones), `n`, `per_1000` (a month, over those months).

    Years are compared fairly only with the same months in both, so a year that is not whole says how many it has.
    """
    whole = rates[rates["complete"]].astype({"n": "int64"})
    grouped = whole.groupby(whole["month"].dt.year)
    result = pd.DataFrame(
        {"months": grouped["n"].size(), "n": grouped["n"].sum(), "exposed": grouped["households"].sum(min_count=1)}
    )
    result["per_1000"] = 1000 * result["n"] / result["exposed"].where(result["exposed"] > 0)
    return result.drop(columns="exposed").rename_axis("year").reset_index()
