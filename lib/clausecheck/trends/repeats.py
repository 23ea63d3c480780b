"""The same household with the same matter again, and what came back after it was closed.

The same matter: the same class, subtype and topic (the topic by words in the content, topics.yaml). A complaint without a
known topic, or without a household, is never counted as a repeat.
"""

from typing import Any

import numpy as np
import pandas as pd

from clausecheck.trends.texts import OTHER

MATTER = ["project", "household", "klass", "subtype", "topic"]


def repeats(frame: pd.DataFrame, within_days: int = 90, reopened_days: int = 30) -> pd.DataFrame:
    """The frame's complaints that repeat an earlier one, in its order, with where the earlier stands.

    Columns of the frame and `earlier` (index in the frame), `since` (whole days from the earlier's receipt), `chain` (how
    many of them in a row, 2 for the first repeat), `reopened`.

    A repeat: same project, household and matter as an earlier complaint received at most `within_days` before; the latest
    such one is its earlier. Reopened: received after the earlier was closed and at most `reopened_days` after, or under the
    earlier's own number. A complaint that names several households repeats if it does for one of them.
    """
    each = _each_household(frame)
    by = each.groupby(MATTER, observed=True, sort=False)
    each["earlier"] = by["place"].shift(1)
    each["then"] = by["received"].shift(1)
    days = (each["received"].dt.normalize() - each["then"].dt.normalize()).dt.days
    each["since"] = days
    again = each[days.notna() & (days <= within_days)].sort_values(["place", "since"], kind="stable")
    again = again.drop_duplicates("place")
    places, earlier = again["place"].to_numpy(int), again["earlier"].to_numpy(int)
    result = frame.iloc[places].copy()
    result["earlier"], result["since"] = earlier, again["since"].to_numpy("int64")
    result["chain"] = _chains(places, earlier)
    result["reopened"] = _reopened(frame, places, earlier, reopened_days)
    return result


def _each_household(frame: pd.DataFrame) -> pd.DataFrame:
    """One line per complaint and household, in the order received; `place` is the complaint's position."""
    some = frame[[*MATTER, "received"]].assign(place=np.arange(len(frame)))
    some = some[(some["household"] != "") & (some["topic"] != OTHER)]
    joined = some["household"].str.contains("、", regex=False)
    several = some[joined].assign(household=some.loc[joined, "household"].str.split("、")).explode("household")
    return pd.concat([some[~joined], several]).sort_values(["received", "place"], kind="stable")


def _chains(places: np.ndarray, earlier: np.ndarray) -> list[int]:
    length: dict[int, int] = {}
    for place, before in zip(places, earlier, strict=True):
        length[int(place)] = length.get(int(before), 1) + 1
    return [length[int(place)] for place in places]


def _reopened(frame: pd.DataFrame, places: np.ndarray, earlier: np.ndarray, days: int) -> Any:
    received = frame["received"].to_numpy()[places]
    closed = frame["closed"].to_numpy()[earlier]
    gap = (received.astype("datetime64[D]") - closed.astype("datetime64[D]")).astype("timedelta64[D]")
    back = (received > closed) & (gap <= np.timedelta64(days, "D"))
    numbers = frame["id"].to_numpy(object)
    same_number = (numbers[places] == numbers[earlier]) & (numbers[places] != "")
    return back | same_number


def repeat_summary(frame: pd.DataFrame, again: pd.DataFrame, by: str = "topic") -> pd.DataFrame:
    """By a column: `key`, `n` complaints, `repeats`, `reopened`, `share` (repeats ÷ complaints); most repeats first."""
    n = frame[by].astype(str).value_counts()
    found = again[by].astype(str).value_counts()
    opened = again.loc[again["reopened"], by].astype(str).value_counts()
    result = pd.DataFrame({"n": n, "repeats": found, "reopened": opened}).fillna(0).astype("int64")
    result["share"] = result["repeats"] / result["n"].where(result["n"] > 0)
    result = result.rename_axis("key").reset_index()
    return result.sort_values(["repeats", "n", "key"], ascending=[False, False, True], ignore_index=True)


def comparable(frame: pd.DataFrame) -> int:
    """How many complaints can be looked at for repeats: with a household and a known topic."""
    return int(((frame["household"] != "") & (frame["topic"] != OTHER)).sum())
