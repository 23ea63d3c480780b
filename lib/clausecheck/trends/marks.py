"""The rows behind a mark: which cells of which files a bar, a point or a square was counted from."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import quote

import numpy as np
import pandas as pd

from clausecheck.nouns.periods import Period
from clausecheck.trends.backlog import AGES, month_ends, of_known_closing, open_cases
from clausecheck.trends.survival import EDGES
from clausecheck.trends.volumes import place_names

KEYED = ("project", "klass", "subtype", "nature", "channel", "building", "topic", "hour")
SHOWN = (
    "project",
    "place",
    "id",
    "received",
    "klass",
    "building",
    "channel",
    "topic",
    "content",
    "closed_days",
    "closed_in",
)


def rows_behind(frame: pd.DataFrame, mark: Mapping[str, Any]) -> pd.DataFrame:
    """The complaints of a mark, in the order received, with `place`: `file › sheet!cell`.

    `mark`: columns of the frame and the value each must have; `month` as a timestamp or 2026-04; a missing value (None)
    asks for missing ones. Raises KeyError for a column that the frame does not have.
    """
    chosen = chosen_rows(frame, mark)
    place = chosen["file"].astype(str) + " › " + chosen["sheet"].astype(str) + "!" + chosen["cell"]
    return chosen.assign(place=place)


def chosen_rows(frame: pd.DataFrame, mark: Mapping[str, Any]) -> pd.DataFrame:
    """The frame's lines that are as the mark says; an empty mark chooses all."""
    keep = pd.Series(True, index=frame.index)
    for name, value in mark.items():
        column = frame[name]
        if value is None:
            keep &= column.isna()
        elif name == "month":
            keep &= column == pd.Timestamp(value)
        else:
            keep &= column == value
    return frame[keep]


def link(**mark: Any) -> str:
    """Where a mark of a page leads: to the list of rows, of which the page's script leaves those with all these keys."""
    return "#rows?" + "&".join(_key(name, value) for name, value in mark.items())


def row_keys(frame: pd.DataFrame, earlier: pd.DataFrame, again: pd.DataFrame, as_of: date, span: Period) -> pd.Series:
    """What each row of a page is found by (see `link`), joined by spaces.

    Those of the span (`frame`): every category with its value, `month`, `hour`; `place`: the building as
    volumes.heat_map names it; `closed` and `feedback`: the place among `survival.EDGES` of the days they took; `again`:
    `reopened` or `repeat`. These and `earlier` ones: `open`: the place among `backlog.AGES` of the age, and the class;
    `came`, `ended` and `standing`: the months of the backlog in which it was received and closed, and at whose end it
    was open.
    """
    keys = pd.Series([[] for _ in range(len(frame) + len(earlier))], index=frame.index.append(earlier.index))
    for name in KEYED:
        for value, some in frame.groupby(name, observed=True).groups.items():
            _add(keys, some, _key(name, value))
    for several in (False, True):  # a heat map of several projects names a building with its project
        for place, some in frame.groupby(place_names(frame, several)).groups.items():
            _add(keys, some, _key("place", place))
    for month, some in frame.groupby("month").groups.items():
        _add(keys, some, _key("month", f"{month:%Y-%m}"))
    for end in ("closed", "feedback"):
        days = frame.loc[frame[f"{end}_state"] == "there", f"{end}_days"]
        for at, row in zip(np.searchsorted(EDGES, days.to_numpy(float), side="right") - 1, days.index, strict=True):
            keys[row].append(_key(end, max(int(at), 0)))
    for row, reopened in again["reopened"].items():
        keys[row].append(_key("again", "reopened" if reopened else "repeat"))
    _backlog_keys(keys, pd.concat([frame, earlier]), as_of, span)
    return keys.map(" ".join)


def open_mark(klass: str, group: int) -> dict[str, str]:
    """The mark of what is open now, of one class and age group."""
    return {"open": f"{group} {klass}"}


def _backlog_keys(keys: pd.Series, frame: pd.DataFrame, as_of: date, span: Period) -> None:
    cases = open_cases(frame, as_of)
    groups = np.searchsorted(AGES, cases["age"].to_numpy())
    for group, klass, row in zip(groups, cases["klass"], cases.index, strict=True):
        for name, value in open_mark(klass, int(group)).items():
            keys[row].append(_key(name, value))
    known = of_known_closing(frame)
    start = pd.Timestamp(span.start)
    for month, end in zip(*month_ends(span), strict=True):
        for name, some in (
            ("came", (known["received"] >= start) & (known["received"] < end)),
            ("ended", (known["closed"] >= start) & (known["closed"] < end)),
            ("standing", (known["received"] < end) & ~(known["closed"] < end)),
        ):
            _add(keys, known.index[some], _key(name, f"{pd.Timestamp(month):%Y-%m}"))
        start = pd.Timestamp(end)


def _add(keys: pd.Series, rows: pd.Index, key: str) -> None:
    for row in rows:
        keys[row].append(key)


def _key(name: str, value: Any) -> str:
    return f"{name}={quote(str(value), safe='')}"
