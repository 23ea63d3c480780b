"""The score: what a finding costs, what leaves the denominator, what is held back; and that it can be explained."""

import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clausecheck.errors import InputFault
from clausecheck.model import VERDICTS, Audit, Finding, RulebookId
from clausecheck.periods import parse_day, quarter
from clausecheck.pipeline import audit_project
from clausecheck.resources import sample_projects
from clausecheck.rulebook import load_rulebook
from clausecheck.rulebook.score_table import load_table, table_beside
from clausecheck.score import (
    Score,
    SectionScore,
    explained,
    headline,
    score_of,
    score_record,
    section_line,
    written_marks,
    written_part,
    written_rate,
)

BOOK = load_rulebook()
CODES = [code for code in BOOK.rules if not code.startswith("DAT")]


def audit_of(*verdicts: tuple[str, str]) -> Audit:
    findings = [
        Finding(
            code,
            BOOK.rules[code].clause,
            f"s{i}",
            verdict,
            severity=BOOK.rules[code].severity,
            role=BOOK.rules[code].role,
        )
        for i, (code, verdict) in enumerate(verdicts)
    ]
    identity = RulebookId("x", "1", "", {"zh": "规程", "en": "procedure"}, BOOK.identity.titles)
    return Audit({"code": "P"}, quarter(2026, 3), parse_day("2026-10-31"), identity, [], [], [], findings)


def section(score: Score, clause: str) -> SectionScore:
    return next(one for one in score.sections if one.clause == clause)


def test_the_marks_of_a_section_are_shared_out_by_weight() -> None:
    score = score_of(audit_of(*((code, "pass") for code in CODES)), BOOK)
    for one in score.sections:
        assert sum(rule.marks for rule in one.rules) == one.full
        assert one.with_waivers.score == one.full
    assert score.full == 100
    inf = {rule.code: rule.marks for rule in section(score, "4.2").rules}
    assert (inf["INF01"], inf["INF03"]) == (3, 5)


def test_one_finding_costs_a_fifth_of_the_rules_marks_times_the_factor_of_its_severity() -> None:
    ten = [("CMP10", "pass")] * 9 + [("CMP10", "fail")]
    cmp = section(score_of(audit_of(*ten), BOOK), "4.3b")
    assert cmp.rules[0].marks == Fraction(30 * 5, 32)
    assert cmp.with_waivers.deducted == Fraction(30 * 5, 32) * Fraction(3, 2) / 5


def test_a_rule_all_of_whose_cases_fail_loses_all_its_marks() -> None:
    inf = section(score_of(audit_of(("INF01", "fail"), ("INF02", "pass")), BOOK), "4.2")
    assert inf.with_waivers.deducted == 3
    assert inf.with_waivers.score == 2


def test_a_rule_never_loses_more_than_the_table_allows_and_a_section_never_falls_below_nothing() -> None:
    many = [("CMP10", "fail")] * 400 + [("CMP01", "pass")]
    cmp = section(score_of(audit_of(*many), BOOK), "4.3b").with_waivers
    assert cmp.deducted == Fraction(30 * 5, 32) * Fraction(3, 2)
    assert cmp.score == 0
    assert cmp.rate == 0


def test_what_a_section_loses_too_much_is_not_taken_from_the_others() -> None:
    score = score_of(audit_of(("CMP10", "fail"), ("INF01", "pass")), BOOK)
    assert score.with_waivers.score == 3


@pytest.mark.parametrize("verdict", ["not_applicable", "pending", "at_risk"])
def test_what_does_not_apply_or_is_not_due_leaves_the_denominator(verdict: str) -> None:
    inf = section(score_of(audit_of(("INF01", "pass"), ("INF03", verdict)), BOOK), "4.2").with_waivers
    assert (inf.attainable, inf.score, inf.rate) == (3, 3, 1)


def test_what_is_undetermined_is_held_back_and_never_counted_as_full_marks() -> None:
    inf = section(score_of(audit_of(("INF01", "pass"), ("INF03", "undetermined")), BOOK), "4.2").with_waivers
    assert (inf.attainable, inf.held, inf.deducted, inf.score) == (8, 5, 0, 3)
    half = section(score_of(audit_of(("CMP01", "pass"), ("CMP01", "undetermined")), BOOK), "4.3b").with_waivers
    assert half.held == half.score


def test_where_nothing_could_be_judged_there_is_no_rate_for_0_would_read_as_if_all_had_failed() -> None:
    score = score_of(audit_of(("INF01", "undetermined"), ("INF03", "undetermined")), BOOK)
    assert (score.with_waivers.held, score.with_waivers.rate) == (8, None)
    assert "得分 0 / 8（得分率 –）" in headline(score, "zh")
    assert "8" in headline(score, "zh").partition("）")[2]


def test_a_waived_case_counts_as_kept_with_waivers_and_as_failed_without() -> None:
    score = score_of(audit_of(("INF01", "waived"), ("INF03", "pass")), BOOK)
    assert score.with_waivers.score == 8
    assert score.without_waivers.score == 5


def test_faults_of_the_logs_and_confirmations_are_counted_apart() -> None:
    audit = audit_of(("INF01", "pass"), ("DAT01", "fail"), ("DAT02", "fail"), ("ATT01", "pending"))
    score = score_of(audit, BOOK)
    assert score.with_waivers.rate == 1
    assert {group.zh: sum(group.counts.values()) for group in score.apart} == {"现场确认": 1, "记录本身的问题": 2}


def test_without_any_case_there_is_no_score_rather_than_full_marks() -> None:
    score = score_of(audit_of(("INF01", "not_applicable")), BOOK)
    assert score.with_waivers.rate is None
    assert headline(score, "zh") == "本期没有可评分的条款"
    assert written_rate(None) == "–"


def test_audit_rulebook_and_table_must_belong_together() -> None:
    audit = audit_of(("INF01", "pass"))
    audit.findings.append(Finding("ZZZ01", "9", "project", "fail"))
    with pytest.raises(ValueError, match="ZZZ01"):
        score_of(audit, BOOK)


def test_scores_and_rates_are_rounded_down() -> None:
    assert written_marks(Fraction(99999, 1000)) == "99.99"
    assert written_marks(Fraction(20)) == "20"
    assert written_rate(Fraction(9999, 10000)) == "99.9%"
    assert written_rate(Fraction(1)) == "100%"


def test_a_deduction_is_explained_in_both_languages() -> None:
    cmp = section(
        score_of(audit_of(("CMP10", "fail"), *[("CMP10", "pass")] * 9, ("CMP10", "undetermined")), BOOK), "4.3b"
    )
    assert (
        explained(cmp.rules[0], "zh")
        == "CMP10 投诉限时办结：4.69 分（权重 5），11 项中 1 项不合格，严重系数 1.5，扣 1.41 分；1 项证据不足，0.43 分未计得分"
    )
    assert explained(cmp.rules[0], "en").startswith(
        "CMP10 Handled in time: 4.69 marks (weight 5), 1 of 11 fail, factor 1.5 (severe), 1.41 deducted"
    )
    assert section_line(cmp, "en").startswith("4.3b Complaints: 2.85 of 4.69 (60.9%), 1.41 deducted")


@pytest.mark.parametrize("folder", sample_projects(), ids=lambda folder: folder.name)
def test_the_samples_are_scored_and_the_lines_add_up(folder: Path) -> None:
    audit = audit_project(folder, "2026-Q3", "2026-10-31")
    score = score_of(audit, BOOK)
    for one in score.sections:
        assert one.with_waivers.deducted == sum(rule.deducted for rule in one.rules)
        for rule in one.rules:
            assert sum(rule.counts.values()) == sum(finding.code == rule.code for finding in audit.findings)
    assert all(
        text for one in score_record(score)["sections"] for rule in one["rules"] for text in rule["says"].values()
    )
    if folder.name.startswith("CH-004"):
        assert score.with_waivers.rate == 1
        for marks in (each["with_waivers"] for each in (score_record(score), *score_record(score)["sections"])):
            assert marks["score"] == marks["attainable"]  # who lost nothing has all there was


VERDICT = st.sampled_from(VERDICTS)
FINDINGS = st.lists(st.tuples(st.sampled_from(CODES), VERDICT), max_size=60)


@settings(max_examples=150, deadline=None)
@given(FINDINGS)
def test_a_score_is_never_below_nothing_nor_above_full(verdicts: list[tuple[str, str]]) -> None:
    score = score_of(audit_of(*verdicts), BOOK)
    for marks, full in [(score.with_waivers, score.full)] + [(one.with_waivers, one.full) for one in score.sections]:
        assert 0 <= marks.score <= marks.attainable <= full
        assert marks.held >= 0
    assert score.without_waivers.score <= score.with_waivers.score
    decided = [
        (code, verdict) for code, verdict in verdicts if verdict in ("fail", "undetermined") and BOOK.rules[code].weight
    ]
    if score.with_waivers.attainable:
        assert (score.with_waivers.rate == 1) == (not decided)


@settings(max_examples=100, deadline=None)
@given(FINDINGS)
def test_the_numbers_shown_in_the_headline_add_up(verdicts: list[tuple[str, str]]) -> None:
    score = score_of(audit_of(*verdicts), BOOK)
    said = [Decimal(number) for number in re.findall(r"[\d.]+(?!%|[\d.])", headline(score, "en"))]
    if score.with_waivers.attainable < score.full and score.with_waivers.attainable:
        assert said[-2] == said[-1] + said[1]  # full = what does not apply + what could be had
    if score.with_waivers.held:
        assert Decimal(written_part(score.with_waivers.held)) <= said[1]


@settings(max_examples=150, deadline=None)
@given(FINDINGS, st.sampled_from(CODES), st.sampled_from(["fail", "undetermined", "waived"]))
def test_nothing_gets_better_when_a_pass_becomes_something_else(
    verdicts: list[tuple[str, str]], code: str, other: str
) -> None:
    before = score_of(audit_of(*verdicts, (code, "pass")), BOOK)
    after = score_of(audit_of(*verdicts, (code, other)), BOOK)
    assert after.with_waivers.score <= before.with_waivers.score
    assert after.without_waivers.score <= before.without_waivers.score


def test_a_company_changes_the_table_beside_its_rulebook(tmp_path: Path) -> None:
    (tmp_path / "score.yaml").write_text("per_finding: 0.5\nfactors: {严重: 2, 一般: 1, 轻微: 0.5}\n", encoding="utf-8")
    table = table_beside(tmp_path / "company.yaml")
    assert table.source == "company"
    assert table.sections == load_table().sections
    score = score_of(audit_of(("CMP10", "fail"), *[("CMP10", "pass")] * 9), replace(BOOK, score=table))
    assert section(score, "4.3b").with_waivers.deducted == Fraction(30 * 5, 32)
    assert table_beside(None) == load_table()
    assert load_table().source == "assumption"


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("per_finding: 1.5\n", "score.yaml:1", "per_finding"),
        ("\nper_find: 1\n", "score.yaml:2", "per_find"),
        ("factors:\n  严重: 2\n  一般: 一\n  轻微: 1\n", "score.yaml:3", "一般"),
        ("in_proportion: maybe\n", "score.yaml:1", "in_proportion"),
        ("apart:\n  - {clause: x, rules: [INF], zh: a, en: b}\n", "score.yaml:1", "INF"),
        ("sections:\n  - {clause: x, rules: [INF], zh: a, en: b, full: -1}\n", "score.yaml:2", "full"),
        ("\nsections:\n  - {clause: x, rules: [INF], zh: a, en: b, full: 9}\n", "score.yaml:2", "RPT、CMP、ITV、SUR"),
        ("per_finding: 0.1\nper_finding: 0.2\n", "score.yaml:2", "per_finding"),
        ("- 1\n", "score.yaml", ""),
    ],
    ids=[
        "out of range",
        "unknown key",
        "no number",
        "no yes or no",
        "twice",
        "negative",
        "rules left out",
        "repeated",
        "a list",
    ],
)
def test_a_table_that_will_not_do_is_refused_with_file_and_line(
    tmp_path: Path, text: str, place: str, words: str
) -> None:
    path = tmp_path / "score.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputFault) as refused:
        load_table(path)
    assert place in refused.value.say("zh")
    assert words in refused.value.say("en")
