"""Run rules: patterns on a control chart that chance seldom makes. Each has its name, its source, and what it promises.

The rules look at standardised points z = (value − centre line) ÷ sigma. They are those of the Western Electric
handbook (Statistical Quality Control Handbook, 1956) and of Nelson (1984, Journal of Quality Technology 16, 237-239).
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from clausecheck.nouns.records import dataclass

Marks = Any
"""One truth value per point (a numpy array; its stubs say no more than Any of what is computed with it)."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its short name, its key in words.yaml (`rule_<key>`), and which points of a series complete its pattern."""

    key: str
    find: Callable[[np.ndarray], Marks]
    false_alarm: float
    """Published chance, or its upper bound, that a point of a stable, normal series completes the pattern."""


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Rules used together. `run_length`: points of a stable series to the first false signal, on average (published)."""

    rules: tuple[Rule, ...]
    run_length: float
    source: str


def _beyond(distance: float) -> Callable[[np.ndarray], Marks]:
    return lambda z: np.abs(z) > distance


def _some_of(needed: int, of: int, distance: float) -> Callable[[np.ndarray], Marks]:
    """The point and others, `needed` of the last `of`, lie beyond the distance on one side."""

    def find(z: np.ndarray) -> Marks:
        marks = np.zeros(len(z), dtype=bool)
        for side in (z, -z):
            out = side > distance
            marks |= out & (_last(out, of) >= needed)
        return marks

    return find


def _same_side(length: int) -> Callable[[np.ndarray], Marks]:
    return lambda z: (_last(z > 0, length) == length) | (_last(z < 0, length) == length)


def _steady(length: int) -> Callable[[np.ndarray], Marks]:
    """`length` points, each above the one before, or each below it."""

    def find(z: np.ndarray) -> Marks:
        step = np.diff(z, prepend=np.nan)
        return (_last(step > 0, length - 1) == length - 1) | (_last(step < 0, length - 1) == length - 1)

    return find


def _alternating(length: int) -> Callable[[np.ndarray], Marks]:
    """`length` points that go up and down in turn."""

    def find(z: np.ndarray) -> Marks:
        step = np.diff(z, prepend=np.nan)
        turned = step * np.concatenate([[np.nan], step[:-1]]) < 0 if len(z) else np.zeros(0, dtype=bool)
        return _last(turned, length - 2) == length - 2

    return find


def _all_within(length: int, distance: float) -> Callable[[np.ndarray], Marks]:
    return lambda z: _last(np.abs(z) < distance, length) == length


def _all_beyond(length: int, distance: float) -> Callable[[np.ndarray], Marks]:
    return lambda z: _last(np.abs(z) > distance, length) == length


def _last(marks: Marks, of: int) -> Any:
    """How many of the last `of` points, this one included, are marked; points before the series are not."""
    total = np.concatenate([[0], np.cumsum(marks)])
    start = np.maximum(np.arange(1, len(marks) + 1) - of, 0)
    return total[1:] - total[start]


# False alarms: Nelson (1984) promises less than 5 in 1,000 for each of his tests; 1, 2 and WE4 are exact (normal tails,
# two sides of 1/2 to the power of the length).
WE1 = Rule("WE1", _beyond(3), 0.0027)
WE2 = Rule("WE2", _some_of(2, 3, 2), 0.005)
WE3 = Rule("WE3", _some_of(4, 5, 1), 0.005)
WE4 = Rule("WE4", _same_side(8), 2 * 0.5**8)
N1 = Rule("N1", _beyond(3), 0.0027)
N2 = Rule("N2", _same_side(9), 2 * 0.5**9)
N3 = Rule("N3", _steady(6), 0.005)
N4 = Rule("N4", _alternating(14), 0.005)
N5 = Rule("N5", _some_of(2, 3, 2), 0.005)
N6 = Rule("N6", _some_of(4, 5, 1), 0.005)
N7 = Rule("N7", _all_within(15, 1), 0.005)
N8 = Rule("N8", _all_beyond(8, 1), 0.005)

RULE_SETS = {
    "western_electric": RuleSet((WE1, WE2, WE3, WE4), 91.75, "Champ & Woodall 1987, Technometrics 29(4)"),
    "nelson": RuleSet((N1, N2, N3, N4), 100.0, "Nelson 1984, J. Quality Technology 16(4)"),
    "nelson_early": RuleSet((N1, N2, N3, N4, N5, N6), 50.0, "Nelson 1984, J. Quality Technology 16(4)"),
    "shewhart": RuleSet((WE1,), 370.4, "Champ & Woodall 1987, Technometrics 29(4)"),
}
"""Nelson gives chances of a false signal: less than 1 in 100 for tests 1-4, 2 in 100 with tests 5 and 6 (a run of signals
is one; simulated, the run lengths are about 121 and 78, so his numbers promise less than is kept). Tests 7 and 8
(stratification) are for subgrouped measurements and are in no set; they can be used by name."""


def signals(z: Sequence[float] | np.ndarray, rules: Sequence[Rule]) -> list[tuple[str, ...]]:
    """For each point the keys of the rules whose pattern it completes. Missing points (NaN) are passed over: the
    patterns run across the points that are there."""
    values = np.asarray(z, dtype=float)
    there = np.flatnonzero(~np.isnan(values))
    found: list[list[str]] = [[] for _ in values]
    for rule in rules:
        for place in there[rule.find(values[there])]:
            found[place].append(rule.key)
    return [tuple(keys) for keys in found]


def chance_of_false_signal(rule_set: RuleSet, points: int) -> float:
    """The chance that a stable series of so many points gives at least one signal: 1 − (1 − 1/ARL)^points, taking the
    run length for geometric (an approximation: it is skewed but close to it)."""
    return float(1 - (1 - 1 / rule_set.run_length) ** points)
