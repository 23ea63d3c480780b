"""What is open: how many at the end of each month, and how old what is open now."""

from datetime import date

import numpy as np
import pandas as pd

from clausecheck.nouns.periods import Period
from clausecheck.trends.exposure import whole_months

AGES = (3, 7, 30, 90)
"""Upper ends, in days, of the age groups; the last group is everything older."""


def backlog(frame: pd.DataFrame, span: Period) -> pd.DataFrame:
    """`month`, `received` and `closed` in it, and `open` at its end (in the last one: at the end of the span).

    open = received by then − closed by then, over the whole frame, so that what was open before the span counts too. A
    complaint whose closing cannot be read is in none of the three.
    """
    known = of_known_closing(frame)
    months, ends = month_ends(span)
    starts = np.maximum(months, np.datetime64(span.start, "s"))
    received = np.sort(known["received"].to_numpy())
    closed = np.sort(known["closed"].dropna().to_numpy())
    came, went = np.searchsorted(received, ends), np.searchsorted(closed, ends)
    return pd.DataFrame(
        {
            "month": months,
            "received": came - np.searchsorted(received, starts),
            "closed": went - np.searchsorted(closed, starts),
            "open": came - went,
        }
    )


def month_ends(span: Period) -> tuple[np.ndarray, np.ndarray]:
    """The months of a span, and the moment at which each ends (the last one: at the end of the span)."""
    months = whole_months(span)["month"].to_numpy()
    return months, np.append(months[1:], np.datetime64(span.end, "s") + np.timedelta64(1, "D"))


def of_known_closing(frame: pd.DataFrame) -> pd.DataFrame:
    """The complaints that are either open or closed at a moment that can be read."""
    return frame[frame["closed_state"].isin(["there", "blank"])]


def open_cases(frame: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The complaints without a closing, oldest first, with `age`: whole days from receipt to `as_of`."""
    cases = frame[frame["closed_state"] == "blank"].copy()
    cases["age"] = (pd.Timestamp(as_of) - cases["received"].dt.normalize()).dt.days.astype("int64")
    return cases.sort_values("age", ascending=False, kind="stable")


def open_ages(frame: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Open complaints by class and age group: `klass`, `group` (place among `AGES`, from 0), `n`; every pair there."""
    cases = open_cases(frame, as_of)
    group = np.searchsorted(np.array(AGES), cases["age"].to_numpy(), side="left")
    lines = [
        (klass, place, int(((cases["klass"] == klass) & (group == place)).sum()))
        for klass in cases["klass"].cat.categories[cases["klass"].cat.categories.isin(cases["klass"])]
        for place in range(len(AGES) + 1)
    ]
    return pd.DataFrame(lines, columns=["klass", "group", "n"])
