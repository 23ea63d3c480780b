"""The rows behind a mark: which cells of which files a bar, a point or a square was counted from."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

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
