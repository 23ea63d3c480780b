"""Handled and answered in time? Each complaint against the rulebook's limits (CMP10, CMP09), as the audit judges it.

What the audit says besides (measures left blank) is no question of time and plays no part here.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
from statsmodels.stats.proportion import proportion_confint

from clausecheck.kinds.limits import day_limits, is_by_day
from clausecheck.nouns.workdays import Workdays
from clausecheck.rulebook import Number, Procedure, Rule

STATES = ("within", "late", "open_within", "open_over", "unknown")
"""In time; too late; still open before, or after, its limit ran out; cannot be told."""
DECIDED = ("within", "late", "open_over")
END_OF_DAY = np.timedelta64(86399, "s")
Limits = tuple[np.ndarray, np.ndarray]
_BEST = {"within": 0, "unknown": 1, "open_within": 2, "late": 3, "open_over": 4}


def timed(frame: pd.DataFrame, book: Procedure, as_of: date) -> pd.DataFrame:
    """The frame with `feedback_in` (CMP09) and `closed_in` (CMP10), each one of `STATES`.

    Class 2 is in time by its plan or by its closing; an extension told before the limit ran out replaces the limit
    (reading 26); feedback before receipt is late (reading 13). Without a class or a rule, with an unreadable time, or
    past the known holiday calendar: `unknown`.
    """
    calendar = book.workdays.issued_by(as_of)
    answered = np.full(len(frame), "unknown", dtype=object)
    for rule, part in _parts(book, "CMP09", "within"):
        if part.end == "feedback_at":
            answered = _stand(frame, "feedback", rule, part.limit, as_of, calendar)
            answered[(frame["feedback_state"] == "before").to_numpy()] = "late"
    handled = np.full(len(frame), "unknown", dtype=object)
    for rule, part in _parts(book, "CMP10", "handled"):
        for klass, limit in part.limits.items():
            chosen = (frame["klass"] == klass).to_numpy()
            ways = ["plan", "closed"] if klass in part.plan_for else ["closed"]
            handled[chosen] = _best([_with_extension(frame[chosen], way, rule, limit, as_of, calendar) for way in ways])
    return frame.assign(feedback_in=_category(answered), closed_in=_category(handled))


def _parts(book: Procedure, code: str, kind: str) -> Iterator[tuple[Rule, Any]]:
    rule = book.rules.get(code)
    for check in rule.checks if rule else []:
        for part in getattr(check, "parts", []):
            if part.part == kind:
                yield rule, part  # type: ignore[misc]


def _category(states: np.ndarray) -> pd.Categorical:
    return pd.Categorical(states, categories=list(STATES))


def _best(ways: list[np.ndarray]) -> np.ndarray:
    """Of several ways to be in time the best, complaint by complaint."""
    best = ways[0]
    for way in ways[1:]:
        ranks = [np.array([_BEST[state] for state in states], dtype=int) for states in (best, way)]
        best = np.where(ranks[1] < ranks[0], way, best)
    return best


def _stand(frame: pd.DataFrame, end: str, rule: Rule, limit: str, as_of: date, calendar: Workdays) -> np.ndarray:
    """How each complaint stands to a limit from receipt to `end` (feedback, plan or closed)."""
    state = np.full(len(frame), "unknown", dtype=object)
    for number, chosen in _in_force(frame, rule, limit):
        some = frame[chosen]
        if is_by_day(number):
            state[chosen] = _by_day(some, end, _last_days(some, number, rule.boundary, calendar), as_of)
        else:
            state[chosen] = _by_clock(some, end, number, rule, as_of)
    state[frame[f"{end}_state"].isin(["unknown", "before"]).to_numpy()] = "unknown"
    return state


def _in_force(frame: pd.DataFrame, rule: Rule, limit: str) -> list[tuple[Number, np.ndarray]]:
    """Each number with the complaints on whose day of receipt it was in force (G13)."""
    days, place = _days(frame["received"])
    numbers = [rule.number(limit, day) for day in days]
    several = {id(number): number for number in numbers if number is not None}
    return [(number, np.array([one is number for one in numbers], dtype=bool)[place]) for number in several.values()]


def _days(moments: pd.Series) -> tuple[list[date], np.ndarray]:
    """The different days of some moments, and for each moment the place of its day among them."""
    days, place = np.unique(_as_days(moments), return_inverse=True)
    return days.astype(object).tolist(), place


def _as_days(moments: pd.Series) -> Any:
    return moments.to_numpy().astype("datetime64[D]")


def _by_day(frame: pd.DataFrame, end: str, limits: Limits, as_of: date) -> np.ndarray:
    """A limit in days compares days; the day of receipt is not counted (reading 10). Between the earliest and the latest
    day that it can be nothing is known (reading 61)."""
    (first, last), done = limits, _as_days(frame[end])
    state = _states(done <= first, first >= np.datetime64(as_of, "D"), np.isnat(done))
    day = np.where(np.isnat(done), np.datetime64(as_of, "D"), done)
    state[(day > first) & ~(day > last)] = "unknown"
    return state


def _last_days(frame: pd.DataFrame, number: Number, boundary: str, calendar: Workdays) -> Limits:
    """The last day of a limit, the earliest and the latest that it can be."""
    days, place = _days(frame["received"])
    limits = [day_limits(day, number, boundary, calendar) for day in days]
    first, last = (np.array([limit[i] for limit in limits], dtype="datetime64[D]")[place] for i in (0, 1))
    return first, last


def _by_clock(frame: pd.DataFrame, end: str, number: Number, rule: Rule, as_of: date) -> np.ndarray:
    """A limit in hours or minutes, at the coarser precision of the two times (reading 58); a day without a time proves it
    only if every reading of the day does (logs.md)."""
    length = _length(number)
    to_minute = ~(frame["received_second"] & (frame[f"{end}_second"] | frame[end].isna())).to_numpy()
    start, start_late = _to_minute(_readings(frame, "received"), to_minute)
    done, done_late = _to_minute(_readings(frame, end), to_minute)
    missing = np.isnat(done)
    night = np.datetime64(as_of, "s") + END_OF_DAY
    now = np.where(to_minute, night.astype("datetime64[m]").astype("datetime64[s]"), night)
    best = np.where(missing, now, done) - start_late
    worst = np.where(missing, now, done_late) - start
    strict = ~missing & (rule.boundary == "exclusive")
    met = np.where(strict, worst < length, worst <= length)
    broken = np.where(strict, best >= length, best > length)
    state = _states(met, met, missing)
    state[~met & ~broken] = "unknown"
    return state


def _length(number: Number) -> np.timedelta64:
    return np.timedelta64(int(timedelta(**{number.unit: number.amount}).total_seconds()), "s")


def _readings(frame: pd.DataFrame, name: str) -> tuple[np.ndarray, np.ndarray]:
    """The earliest and the latest moment a value may mean."""
    early = frame[name].to_numpy().astype("datetime64[s]")
    return early, np.where(frame[f"{name}_clock"].to_numpy(), early, early + END_OF_DAY)


def _to_minute(readings: tuple[np.ndarray, np.ndarray], where: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    early, late = (np.where(where, one.astype("datetime64[m]").astype("datetime64[s]"), one) for one in readings)
    return early, late


def _states(met: np.ndarray, running: np.ndarray, missing: np.ndarray) -> np.ndarray:
    opened = np.where(running, "open_within", "open_over")
    return np.where(missing, opened, np.where(met, "within", "late")).astype(object)


def _with_extension(
    frame: pd.DataFrame, end: str, rule: Rule, limit: str, as_of: date, calendar: Workdays
) -> np.ndarray:
    """`_stand`, where an extension told by the last day of the limit runs longer and never shorter."""
    state = _stand(frame, end, rule, limit, as_of, calendar)
    for number, in_force in _in_force(frame, rule, limit):
        given = ((frame["extended_state"] != "blank") & (frame["told_state"] != "blank")).to_numpy()
        asked = in_force & given & ~np.isin(state, ["within", "unknown"])
        if asked.any():
            some = frame[asked]
            state[asked] = _extended(some, end, _runs_out(some, number, rule.boundary, calendar), as_of, state[asked])
    return state


def _extended(frame: pd.DataFrame, end: str, limits: Limits, as_of: date, base: np.ndarray) -> np.ndarray:
    first, last = limits
    told, to, done = (_as_days(frame[name]) for name in ("told", "extended", end))
    unsure = ~((frame["extended_state"] == "there") & (frame["told_state"] == "there")).to_numpy()
    longer = np.fmax(last, to)
    state = _states(done <= longer, longer >= np.datetime64(as_of, "D"), np.isnat(done))
    hopeless = unsure & np.isin(state, ["late", "open_over"]) & ~np.isnat(to)
    too_late = ~np.isnat(told) & (told > last)
    doubtful = unsure & ~hopeless & ~too_late & (base != "open_within")
    doubtful |= (told > first) & ~too_late & ~unsure
    return np.where(doubtful, "unknown", np.where(unsure | too_late, base, state))


def _runs_out(frame: pd.DataFrame, number: Number, boundary: str, calendar: Workdays) -> Limits:
    """The day on which a limit runs out at the latest; of working days the earliest and the latest that it can be."""
    if is_by_day(number):
        return _last_days(frame, number, boundary, calendar)
    day = (_readings(frame, "received")[1] + _length(number)).astype("datetime64[D]")
    return day, day


def share_within(frame: pd.DataFrame, state: str, by: str | None = None) -> pd.DataFrame:
    """How many are in which state of `closed_in` or `feedback_in`, and the share in time, in all or by a column.

    Columns: `key` (empty for all), one per state, `n`, `decided`, `share`, `low`, `high`. `share` = within ÷ decided,
    decided = within + late + open past its limit; what is still open within its limit, or unknown, is in neither.
    `low`, `high`: 95% Wilson score interval (Wilson 1927; statsmodels `proportion_confint(method="wilson")`).
    """
    if by is None:
        table = frame[state].value_counts().reindex(list(STATES), fill_value=0).to_frame("").T
    else:
        table = pd.crosstab(frame[by], frame[state]).reindex(columns=list(STATES), fill_value=0)
    result = pd.DataFrame({name: table[name].to_numpy() for name in STATES})
    result.insert(0, "key", table.index if by == "month" else table.index.astype(str))
    result["n"] = result[list(STATES)].sum(axis=1)
    result["decided"] = result[list(DECIDED)].sum(axis=1)
    decided = result["decided"].where(result["decided"] > 0).astype(float)
    result["share"] = result["within"] / decided
    low, high = proportion_confint(result["within"].to_numpy(float), decided.to_numpy(float), method="wilson")
    result["low"], result["high"] = low, high
    return result
