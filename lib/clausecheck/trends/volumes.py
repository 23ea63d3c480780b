"""How many complaints: by anything that is counted, by month, per 1,000 households; Pareto; heat map.

All counts are exact. A rate is 1,000 × complaints ÷ households of the month (see exposure.py).
"""

import numpy as np
import pandas as pd

from clausecheck.nouns.periods import Period
from clausecheck.nouns.text import natural
from clausecheck.trends.exposure import whole_months
from clausecheck.trends.reach import SILENT, covered, states

COUNTED = ("klass", "subtype", "nature", "channel", "building", "topic", "hour", "project")
"""The columns of the frame by which complaints can be counted."""


def counted(frame: pd.DataFrame, by: str) -> pd.DataFrame:
    """Complaints by one of `COUNTED`: columns `key`, `n`, `share` (of all), most first; hours in their order, each of
    the 24 there, those without a time of day as a missing key at the end."""
    n = frame[by].value_counts(dropna=False)
    if by == "hour":
        hours = [n.get(hour, 0) for hour in range(24)]
        result = pd.DataFrame(
            {"key": pd.array([*range(24), None], dtype="Int8"), "n": [*hours, len(frame) - sum(hours)]}
        )
    else:
        result = pd.DataFrame({"key": n.index.astype(str), "n": n.to_numpy()})
        result = result[result["n"] > 0].sort_values(["n", "key"], ascending=[False, True], ignore_index=True)
    result["share"] = result["n"] / max(len(frame), 1)
    return result


def monthly(frame: pd.DataFrame, span: Period, by: str | None = None) -> pd.DataFrame:
    """Complaints by month of receipt, a month without any as 0: `month`, `n`, `complete` (the span covers it all).

    With `by`: the columns after `month` are its values, one column each.
    """
    months = whole_months(span)
    if by is None:
        n = frame["month"].value_counts()
        return months[["month", "complete"]].assign(n=months["month"].map(n).fillna(0).astype("int64"))[
            ["month", "n", "complete"]
        ]
    table = pd.crosstab(frame["month"], frame[by]).reindex(months["month"], fill_value=0)
    table.columns = table.columns.astype(str)
    return table.reset_index()


def rates(frame: pd.DataFrame, households: pd.DataFrame, span: Period, reached: pd.DataFrame) -> pd.DataFrame:
    """`monthly` with `state` (see reach.reach; `complete` where it is `whole`), `households` and `per_1000`.

    `n` is missing in a month that no log reaches, for that is no zero; `households` count where the project's own log
    reaches. Both rates and households are missing where no households are known or in service.
    """
    result = monthly(frame, span).astype({"n": "Int64"})
    result["state"] = result["month"].map(states(reached, housed=not households.empty))
    result["complete"] = result["state"] == "whole"
    result.loc[result["state"].isin(SILENT), "n"] = pd.NA
    of_month = covered(households, reached).groupby("month")["households"].sum()
    result["households"] = result["month"].map(of_month).astype(float)
    result["per_1000"] = 1000 * result["n"].astype(float) / result["households"].where(result["households"] > 0)
    return result


def heat_map(frame: pd.DataFrame, households: pd.DataFrame, span: Period) -> pd.DataFrame:
    """Complaints by building and month, every pair there: `building`, `month`, `n`, `households`, `per_1000`.

    With several projects a building is named with its project. Complaints of no known building are left out.
    """
    several = frame["project"].nunique() > 1 or households["project"].nunique() > 1
    here = place_names(frame, several)
    there = place_names(households, several)
    buildings = sorted(set(there if len(there) else here), key=natural)
    months = whole_months(span)["month"]
    pairs = pd.MultiIndex.from_product([buildings, months], names=["building", "month"])
    n = frame.groupby([here, "month"], observed=True).size().rename_axis(["building", "month"])
    known = households.groupby([there, "month"])["households"].sum().rename_axis(["building", "month"])
    result = pd.DataFrame({"n": n.reindex(pairs, fill_value=0), "households": known.reindex(pairs)}).reset_index()
    result["per_1000"] = 1000 * result["n"] / result["households"].where(result["households"] > 0)
    return result


def place_names(frame: pd.DataFrame, several: bool) -> pd.Series:
    """The building of each line, where there are several projects with its project."""
    names = frame["building"].astype(str).rename("place")
    return frame["project"].astype(str) + " " + names if several else names


def pareto(frame: pd.DataFrame, by: str = "topic") -> pd.DataFrame:
    """`counted` with `cumulative`: the share of all complaints in this line and those above it."""
    result = counted(frame, by)
    result["cumulative"] = np.cumsum(result["n"]) / max(len(frame), 1)
    return result
