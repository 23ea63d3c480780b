"""Control charts: limits by formula, planted shifts signalled, and no more false alarms than the rules promise."""

from math import exp, log
from typing import Any

import numpy as np
import pandas as pd
import pytest
from analysis_sample import study
from scipy import optimize, stats

from clausecheck.nouns.periods import parse_period
from clausecheck.trends.control import rate_chart, time_chart
from clausecheck.trends.run_rules import (
    N1,
    N2,
    N3,
    N4,
    N5,
    N6,
    N7,
    N8,
    RULE_SETS,
    WE1,
    WE2,
    WE3,
    WE4,
    RuleSet,
    chance_of_false_signal,
    signals,
)
from clausecheck.trends.study import overall_chart, time_chart_of

BASE = parse_period("2023-11-01..2025-10-31")


def series(n: Any, exposed: Any = 1000.0, start: Any = "2020-01-01") -> pd.DataFrame:
    months = pd.Series(pd.date_range(start, periods=len(n), freq="MS")).astype("datetime64[s]")
    n = np.asarray(n)
    return pd.DataFrame({"month": months, "n": n, "complete": True, "households": exposed, "per_1000": n * 1.0})


def test_the_flat_chart_is_a_u_chart() -> None:
    rates = study().rates
    chart = rate_chart(rates, BASE, season=False)
    base = rates[rates["month"] < "2025-11-01"]
    u = base["n"].sum() / base["households"].sum()
    sigma = np.sqrt(u / rates["households"])
    z = (base["n"] / base["households"] - u) / sigma[: len(base)]
    wider = max(1.0, np.abs(np.diff(z)).mean() / 1.128)
    assert chart.dispersion == pytest.approx(wider)
    assert np.allclose(chart.points["centre"], 1000 * u)
    assert np.allclose(chart.points["high"], 1000 * (u + 3 * sigma * wider))
    assert np.allclose(chart.points["low"], 1000 * np.maximum(u - 3 * sigma * wider, 0))


def test_months_that_differ_by_more_than_poisson_widen_the_limits() -> None:
    rng = np.random.default_rng(4)
    counts = rng.poisson(rng.gamma(4, 25, size=60))
    chart = rate_chart(series(counts), season=False)
    assert chart.dispersion > 2
    assert len(chart.signalled) < 8


def test_the_season_is_the_poisson_regression_that_another_library_finds() -> None:
    rates = study().rates
    chart = rate_chart(rates, BASE)
    assert chart.kind == "u_season"
    m = rates["month"].dt.month.to_numpy()[:, None]
    design = np.hstack([np.ones((36, 1))] + [f(2 * np.pi * k * m / 12) for k in (1, 2) for f in (np.sin, np.cos)])
    n, e = rates["n"].to_numpy(float), rates["households"].to_numpy(float)

    def minus_log_likelihood(beta: Any) -> Any:
        line = design[:24] @ beta + np.log(e[:24])
        return np.sum(np.exp(line) - n[:24] * line)

    start = np.array([np.log(n[:24].sum() / e[:24].sum()), 0, 0, 0, 0])
    beta = optimize.minimize(minus_log_likelihood, start, method="BFGS", options={"gtol": 1e-8}).x
    mean = np.exp(design @ beta) * e
    assert np.allclose(chart.points["centre"], 1000 * mean / e, rtol=1e-4)
    covariance = np.linalg.inv(design[:24].T @ (design[:24] * mean[:24, None]))
    v = np.einsum("ij,jk,ik->i", design, covariance, design)
    phi = max(1.0, ((n[:24] - mean[:24]) ** 2 / mean[:24]).sum() / (24 - 5))
    sign = np.where(np.arange(36) < 24, -1, 1)
    sigma = np.sqrt(phi * (mean + sign * mean**2 * v))
    assert np.allclose(chart.points["high"], 1000 * (mean + 3 * sigma) / e, rtol=1e-4)


def test_the_individuals_chart_by_formula_passes_over_missing_months() -> None:
    values = [5.0, 7.0, np.nan, 6.0, 9.0, 30.0]
    months = pd.date_range("2026-01-01", periods=6, freq="MS")
    table = pd.DataFrame({"month": months, "n": 9, "value": values})
    chart = time_chart(table, parse_period("2026-01-01..2026-05-31"))
    y = [log(days + 0.5) for days in (5, 7, 6, 9)]
    mean, moving = sum(y) / 4, (abs(y[1] - y[0]) + abs(y[2] - y[1]) + abs(y[3] - y[2])) / 3
    assert chart.points["centre"].iloc[0] == pytest.approx(exp(mean) - 0.5)
    assert chart.points["high"].iloc[0] == pytest.approx(exp(mean + 2.66 * moving) - 0.5, rel=1e-3)
    assert chart.points["low"].iloc[0] == pytest.approx(max(0.0, exp(mean - 2.66 * moving) - 0.5), rel=1e-3)
    assert chart.points["z"].iloc[5] == pytest.approx((log(30.5) - mean) / (moving / 1.128))
    assert list(chart.points["signals"] != "") == [False] * 5 + [True]


def test_the_planted_rise_is_signalled_from_its_first_month_and_nothing_before() -> None:
    signalled = overall_chart(study()).signalled
    assert list(signalled["month"].dt.strftime("%Y-%m")) == [f"2026-{m:02d}" for m in range(4, 11)]
    assert "WE1" in signalled["signals"].iloc[0]


def test_the_planted_slowing_of_class_2_is_signalled_and_the_other_classes_are_quiet() -> None:
    frame = study().frame
    slow = time_chart_of(study(), frame[frame["klass"] == "二类"]).signalled
    assert f"{slow['month'].iloc[0]:%Y-%m}" == "2025-11"
    assert len(slow) >= 10
    for klass in ("一类", "三类"):
        assert time_chart_of(study(), frame[frame["klass"] == klass]).signalled.empty


def test_the_season_alone_is_no_signal() -> None:
    m = np.arange(72)
    rng = np.random.default_rng(11)
    means = 60 * np.exp(0.35 * np.cos(2 * np.pi * (m - 6) / 12))
    counts = rng.poisson(means, size=(60, 72))
    base = parse_period("2020-01-01..2023-12-31")
    flat = np.mean([len(rate_chart(series(n), base, season=False).signalled) for n in counts])
    seasonal = np.mean([len(rate_chart(series(n), base).signalled) for n in counts])
    assert seasonal < 2
    assert flat > 4 * seasonal


@pytest.mark.parametrize(
    ("rule", "z", "expected"),
    [
        (WE1, [0, 3.1, -3.1, 2.9], [1, 2]),
        (WE2, [2.1, 0, 2.2, 0, -2.1, -2.2], [2, 5]),
        (WE2, [2.1, 0, 0, 2.2], []),
        (WE3, [1.1, 1.2, 0, 1.3, 1.4, -1.5], [4]),
        (WE4, [0.1] * 9, [7, 8]),
        (WE4, [0.1] * 7 + [-0.1] * 7, []),
        (N1, [3.5], [0]),
        (N2, [-0.1] * 9, [8]),
        (N3, [1, 2, 3, 4, 5, 6, 0], [5]),
        (N3, [6, 5, 4, 3, 2, 1], [5]),
        (N4, [0, 1] * 7, [13]),
        (N4, [0, 1] * 6 + [2, 3], []),
        (N5, [2.1, 2.2], [1]),
        (N6, [1.1] * 4, [3]),
        (N7, [0.5] * 15, [14]),
        (N8, [1.5, -1.5] * 4, [7]),
    ],
    ids=lambda value: getattr(value, "key", None),
)
def test_each_rule_finds_its_pattern_and_no_other(rule: Any, z: Any, expected: Any) -> None:
    found = signals(z, [rule])
    assert [place for place, keys in enumerate(found) if keys] == expected


def test_rules_run_across_a_missing_month() -> None:
    assert signals([2.1, np.nan, 2.2], [WE2]) == [(), (), ("WE2",)]


@pytest.mark.parametrize("rule", [WE1, WE2, WE3, WE4, N1, N2, N3, N4, N5, N6, N7, N8], ids=lambda rule: rule.key)
def test_a_stable_series_completes_a_pattern_no_more_often_than_published(rule: Any) -> None:
    z = np.random.default_rng(20260).standard_normal(1_000_000)
    share = rule.find(z).mean()
    noise = 4 * np.sqrt(rule.false_alarm / 1_000_000 * 5)  # neighbours are not independent
    assert 0 < share < rule.false_alarm + noise


@pytest.mark.parametrize(
    ("rules", "published"),
    [((WE1,), 370.40), ((WE1, WE2), 225.44), ((WE1, WE3), 166.05), ((WE1, WE4), 152.73), ((WE1, WE2, WE3, WE4), 91.75)],
    ids=["1", "12", "13", "14", "1234"],
)
def test_the_run_length_to_a_false_signal_is_champs_and_woodalls(rules: Any, published: Any) -> None:
    """2,500 stable series, each until its first signal; the mean lies within three standard errors of the table."""
    rng = np.random.default_rng(1987)
    lengths = []
    for _ in range(2500):
        z = rng.standard_normal(int(published * 12))
        marks = np.any([rule.find(z) for rule in rules], axis=0)
        lengths.append(np.argmax(marks) + 1 if marks.any() else len(z))
    assert np.mean(np.array(lengths)) == pytest.approx(
        published, abs=3 * np.std(np.array(lengths)) / np.sqrt(len(lengths))
    )


def test_nelsons_sets_keep_to_their_one_and_two_in_a_hundred() -> None:
    """A stretch of signals is one false alarm. (Counting every point of it, his tests 1-4 come to 1.4 in a hundred.)"""
    z = np.random.default_rng(1984).standard_normal(400_000)
    for name, promised in (("nelson", 0.01), ("nelson_early", 0.02)):
        marks = np.any([rule.find(z) for rule in RULE_SETS[name].rules], axis=0)
        assert (marks[1:] & ~marks[:-1]).mean() < promised
        assert 1 / RULE_SETS[name].run_length == pytest.approx(promised)


def test_the_chance_of_a_false_signal_is_what_simulation_gives() -> None:
    rng = np.random.default_rng(36)
    rule_set = RULE_SETS["western_electric"]
    hit = [np.any([rule.find(z) for rule in rule_set.rules]) for z in rng.standard_normal((3000, 36))]
    assert np.mean(hit) <= chance_of_false_signal(rule_set, 36) + 3 * np.sqrt(0.25 / 3000)


@pytest.mark.parametrize("mean", [25, 80])
def test_stable_counts_leave_the_u_chart_no_more_often_than_poisson_says(mean: Any) -> None:
    """Limits from a long baseline: outside as often as the exact Poisson tails, give or take the noise of 20,000."""
    counts = np.random.default_rng(mean).poisson(mean, 20_400)
    chart = rate_chart(_long(counts), None, "shewhart", season=False)
    rate = counts.mean()
    edge = 3 * np.sqrt(rate)
    exact = stats.poisson(rate).sf(np.floor(rate + edge)) + stats.poisson(rate).cdf(np.ceil(rate - edge) - 1)
    share = (chart.points["signals"] != "").mean()
    assert share == pytest.approx(exact, abs=4 * np.sqrt(exact / len(counts)))
    assert share < 0.0027 + 4 * np.sqrt(0.0027 / len(counts))


def _long(counts: Any) -> pd.DataFrame:
    """More months than a calendar holds: the month is the same for all, for the flat chart does not look at it."""
    frame = series(counts[:2])
    return pd.DataFrame(
        {"month": frame["month"].iloc[0], "n": counts, "complete": True, "households": 1000.0, "per_1000": counts}
    )


@pytest.mark.parametrize("mean", [0.6, 3, 9])
def test_rare_complaints_keep_the_promise_of_three_sigma_too(mean: Any) -> None:
    counts = np.random.default_rng(int(10 * mean)).poisson(mean, 20_000)
    chart = rate_chart(_long(counts), None, "shewhart", season=False)
    assert chart.limits == "quantile"
    share = (chart.points["signals"] != "").mean()
    assert share < 0.0027 + 4 * np.sqrt(0.0027 / len(counts))
    normal = (np.abs(counts - counts.mean()) > 3 * np.sqrt(counts.mean())).mean()
    assert share < normal


def test_charts_of_three_stable_years_signal_no_more_often_than_they_say() -> None:
    """300 projects of 36 months without a shift, limits from the first 24: the whole chain, season included."""
    rng = np.random.default_rng(300)
    m = np.arange(36)
    means = 50 * np.exp(0.3 * np.cos(2 * np.pi * (m - 6) / 12))
    base = parse_period("2020-01-01..2021-12-31")
    hit = [not rate_chart(series(n), base).signalled.empty for n in rng.poisson(means, size=(300, 36))]
    promised = chance_of_false_signal(RULE_SETS["western_electric"], 36)
    assert np.mean(hit) < promised + 3 * np.sqrt(promised * (1 - promised) / 300)


@pytest.mark.parametrize(
    ("shape", "size"),
    [
        ("gamma", 8),
        ("uniform", 40),
        *(
            pytest.param(*one, marks=pytest.mark.full_size)
            for one in (("gamma", 40), ("lognormal", 8), ("lognormal", 40))
        ),
        pytest.param("uniform", 8, marks=pytest.mark.full_size),
    ],
)
def test_charts_of_stable_times_signal_no_more_often_than_they_say(shape: Any, size: Any) -> None:
    """Medians of a month's few or many times, skewed or not, limits from the first 24 of 36 months. Limits that are
    themselves estimated from 24 months cost a little; a tenth more than the promise is allowed for it."""
    rng = np.random.default_rng(size)
    drawn = {"gamma": (1.5, 2), "lognormal": (1, 1), "uniform": (6, 24)}[shape]
    base, rule_set = parse_period("2020-01-01..2021-12-31"), RULE_SETS["western_electric"]
    months = pd.Series(pd.date_range("2020-01-01", periods=36, freq="MS")).astype("datetime64[s]")
    hit = []
    for _ in range(400):
        values = np.median(getattr(rng, shape)(*drawn, (36, size)), axis=1)
        table = pd.DataFrame({"month": months, "n": size, "value": values})
        hit.append(not time_chart(table, base).signalled.empty)
    promised = chance_of_false_signal(rule_set, 36)
    assert np.mean(hit) < 1.1 * promised + 3 * np.sqrt(promised * (1 - promised) / 400)


def test_a_chart_needs_two_months_of_baseline() -> None:
    with pytest.raises(ValueError, match="baseline"):
        rate_chart(series([5, 6, 7]), parse_period("2019-01-01..2019-12-31"))


def test_every_set_names_its_source_and_every_rule_its_words() -> None:
    for rule_set in RULE_SETS.values():
        assert isinstance(rule_set, RuleSet)
        assert "19" in rule_set.source
        for rule in rule_set.rules:
            assert study().say(f"rule_{rule.key}")
