"""The numbers of the page are exact and add up."""

import re
from datetime import date
from typing import Any

import page_sample as sample
import pytest

from clausecheck.papers.page import charts, figures
from clausecheck.rulebook import load_rulebook
from clausecheck.wording import code_order


def test_a_rate_is_rounded_down_so_that_one_fail_never_shows_as_100_percent() -> None:
    counts = figures.counts_of([sample.complaint(1, "pass")] * 9999 + [sample.complaint(1, "fail")])
    assert figures.rate_text(figures.rate(counts)) == "99.9%"


def test_undetermined_at_risk_and_pending_are_outside_the_rate_and_a_waived_fail_is_no_pass() -> None:
    verdicts = ("pass", "waived", "undetermined", "at_risk", "pending", "not_applicable")
    counts = figures.counts_of([sample.complaint(1, verdict) for verdict in verdicts])
    assert figures.rate(counts) == 500


def test_nothing_decided_has_no_rate() -> None:
    assert figures.rate(figures.counts_of([])) is None
    assert figures.rate_text(None) == "–"


def test_the_lines_by_rule_add_up_to_the_tally() -> None:
    audit = sample.audit()
    lines = figures.rule_lines(audit.findings, audit.rulebook)
    assert {v: sum(line.counts[v] for line in lines) for v in audit.tally} == audit.tally


def test_the_rules_come_in_the_order_of_the_procedure_and_a_companys_own_before_the_faults_of_the_logs() -> None:
    codes = ["DAT01", "STA01", "XYZ01", "INF02", "CMP10", "CMP02", "RPT01"]
    about = load_rulebook().identity
    assert sorted(codes, key=lambda code: code_order(code, about)) == [
        "INF02",
        "RPT01",
        "CMP02",
        "CMP10",
        "STA01",
        "XYZ01",
        "DAT01",
    ]


def test_everything_that_is_neither_passed_nor_not_applicable_is_listed_gravest_first() -> None:
    audit = sample.audit()
    listed = figures.listed(audit.findings, audit.rulebook)
    tally = figures.counts_of(figures.requirements(audit.findings))
    assert len(listed) == sum(tally[verdict] for verdict in figures.LISTED)
    assert [one.verdict for one in listed] == sorted((one.verdict for one in listed), key=figures.LISTED.index)
    assert listed[0].severity == "严重"


@pytest.mark.parametrize(
    ("verdict", "reason", "state"),
    [
        ("pass", "", "met"),
        ("fail", "late", "late"),
        ("fail", "missing", "missing"),
        ("fail", "shortfall", "unmet"),
        ("pending", "", "waiting"),
        ("at_risk", "", "waiting"),
        ("undetermined", "", "unknown"),
        ("waived", "late", "waived"),
        ("not_applicable", "", None),
    ],
)
def test_a_dated_obligation_is_in_one_state(verdict: str, reason: str, state: Any) -> None:
    assert figures.state(sample.finding("RPT01", "", "2026", verdict, reason=reason)) == state


def test_what_was_due_counts_each_dated_obligation_once() -> None:
    findings = sample.audit().findings
    dated = [f for f in figures.requirements(findings) if f.due and f.verdict != "not_applicable"]
    assert sum(line.total for line in figures.due_lines(findings, load_rulebook().identity)) == len(dated)


def test_the_calendar_takes_the_finest_unit_that_leaves_few_enough_dots() -> None:
    findings = [sample.finding("RPT01", "", str(i), "pass", due=date(2026, 1, 1 + i)) for i in range(28)]
    assert figures.due_points(findings, load_rulebook().identity)[0] == "day"
    unit, points = figures.due_points(findings, load_rulebook().identity, most=10)
    assert unit == "week"
    assert sum(n for *_, n in points) == 28


def test_a_judgement_with_two_assumptions_rests_on_assumptions_once() -> None:
    one = sample.finding("CMP10", "", "a", "pass", numbers=(sample.ASSUMED, sample.HOURS))
    assert figures.assumed([one, sample.finding("CMP10", "", "b", "not_applicable", numbers=(sample.HOURS,))]) == 1


def test_the_calendar_shows_the_as_of_day_even_before_all_that_is_due() -> None:
    points = [("RPT01", date(2026, 10, 20), "waiting", 1), ("RPT02", date(2026, 12, 31), "waiting", 2)]
    drawn = charts._calendar(points, ["RPT01", "RPT02"], date(2026, 9, 30))
    places = [float(x) for x in re.findall(r'points="(-?[\d.]+),', drawn)]
    assert min(places) >= 0
