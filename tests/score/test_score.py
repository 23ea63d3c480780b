"""The score: what a finding costs, what leaves the denominator, what is held back; and that it can be explained."""

import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clausecheck.audit.score import (
    Score,
    SectionScore,
    explained,
    headline,
    score_of,
    score_record,
    summary,
    written_marks,
    written_part,
    written_rate,
)
from clausecheck.disk.resources import sample_projects
from clausecheck.nouns.errors import InputFault
from clausecheck.nouns.model import VERDICTS, Audit, Finding, RulebookId
from clausecheck.nouns.periods import parse_day, quarter
from clausecheck.pipeline import audit_project
from clausecheck.rulebook import load_rulebook
from clausecheck.rulebook.score_table import load_score

WEIGHTS = {
    "INF": (3, 2, 5, 5, 1, 2, 1, 1), "RPT": (3, 1, 4, 3, 2, 2, 3, 1, 5, 3, 3, 1), "CMP": (2, 2, 1, 2, 1, 3, 3, 3, 3, 5, 2, 3, 2),
    "ITV": (2, 5, 5, 3, 3, 2, 2, 1, 1), "SUR": (1,), "ENG": (3, 2, 1, 1), "STA": (3, 2), "ATT": (0,), "DAT": (0,) * 10,
}  # fmt: skip
"""The rules of this test and their weights, whatever the rulebook weighs and however many rules it has."""
OURS = load_rulebook()
BOOK = replace(
    OURS,
    rules={
        code: replace(OURS.rules[code], weight=weight)
        for prefix, weights in WEIGHTS.items()
        for n, weight in enumerate(weights, 1)
        if (code := f"{prefix}{n:02}")
    },
)
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
        assert one.with_waivers.lowest == one.with_waivers.highest == one.full
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
    assert inf.with_waivers.highest == 2


@pytest.mark.parametrize("code", [code for code in CODES if BOOK.rules[code].weight])
def test_a_rule_never_loses_more_than_its_marks_however_severe(code: str) -> None:
    for verdict in ("fail", "undetermined", "waived"):
        [one] = (rule for each in score_of(audit_of(*[(code, verdict)] * 400), BOOK).sections for rule in each.rules)
        assert max(one.deducted, one.deducted_unwaived, one.at_most, one.at_most_unwaived) <= one.marks


def test_what_a_severe_rule_loses_is_not_taken_from_the_others_of_its_section() -> None:
    inf = score_of(audit_of(("INF03", "fail"), ("INF01", "pass")), BOOK)
    assert inf.with_waivers.highest == 3
    assert "（扣完为止）" in explained(section(inf, "4.2").rules[1], "zh")
    assert "7.5" not in explained(section(inf, "4.2").rules[1], "zh")


@pytest.mark.parametrize("verdict", ["not_applicable", "pending", "at_risk"])
def test_what_does_not_apply_or_is_not_due_leaves_the_denominator(verdict: str) -> None:
    inf = section(score_of(audit_of(("INF01", "pass"), ("INF03", verdict)), BOOK), "4.2").with_waivers
    assert (inf.attainable, inf.lowest, inf.highest) == (3, 3, 3)
    assert inf.rates == (1, 1)


def test_where_evidence_is_lacking_the_score_runs_from_none_of_it_passing_to_all() -> None:
    score = score_of(audit_of(("INF03", "pass"), ("INF01", "pass"), ("INF02", "undetermined")), BOOK)
    inf = section(score, "4.2").with_waivers
    assert (inf.attainable, inf.held, inf.deducted, inf.at_most) == (10, 2, 0, 1)
    assert (inf.lowest, inf.highest, inf.enough) == (9, 10, True)
    assert headline(score, "zh").startswith("得分 9–10 / 10（得分率 90%–100%）；2 分的事项证据不足")
    none, whole = (
        score_of(audit_of(("INF03", "pass"), ("INF01", "pass"), ("INF02", verdict)), BOOK).with_waivers
        for verdict in ("fail", "pass")
    )
    assert (none.highest, whole.highest) == (inf.lowest, inf.highest)


def test_below_two_thirds_judged_there_is_too_little_for_a_score() -> None:
    little = score_of(audit_of(("INF01", "pass"), ("INF03", "undetermined")), BOOK)
    assert not little.with_waivers.enough
    assert headline(little, "zh").startswith(
        "不足以评分：8 分中只有 3 分的事项能判定，得分在 3–8 之间（得分率 37.5%–100%）"
    )
    assert summary(little, "zh") == "不足以评分"
    exactly = score_of(audit_of(("INF08", "undetermined"), ("INF06", "pass")), BOOK)  # 1 mark of 3
    assert exactly.with_waivers.enough
    assert summary(exactly, "zh") == "83.3%–100%"
    nothing = score_of(audit_of(("INF01", "undetermined"), ("INF03", "undetermined")), BOOK)
    assert "不足以评分：8 分中只有 0 分的事项能判定，得分在 0–8 之间（得分率 0%–100%）" in headline(nothing, "zh")


def test_without_a_waiver_nothing_is_said_of_waivers() -> None:
    assert "豁免" not in headline(score_of(audit_of(("INF01", "fail"), ("INF03", "pass")), BOOK), "zh")
    waived = headline(score_of(audit_of(("INF01", "waived"), ("INF03", "pass")), BOOK), "zh")
    assert waived.startswith("得分 8 / 8（得分率 100%）；不计豁免 5（62.5%）")


def test_a_remark_on_the_logs_is_not_counted_with_their_faults() -> None:
    audit = audit_of(("INF01", "pass"), ("DAT10", "fail"), ("DAT10", "fail"))
    audit.findings[1] = replace(audit.findings[1], remark=True)
    assert [sum(group.counts.values()) for group in score_of(audit, BOOK).apart] == [0, 1]


def test_a_waived_case_counts_as_kept_with_waivers_and_as_failed_without() -> None:
    score = score_of(audit_of(("INF01", "waived"), ("INF03", "pass")), BOOK)
    assert score.with_waivers.highest == 8
    assert score.without_waivers.highest == 5


def test_faults_of_the_logs_and_confirmations_are_counted_apart() -> None:
    audit = audit_of(("INF01", "pass"), ("DAT01", "fail"), ("DAT02", "fail"), ("ATT01", "pending"))
    score = score_of(audit, BOOK)
    assert score.with_waivers.rates == (1, 1)
    assert {group.zh: sum(group.counts.values()) for group in score.apart} == {"现场确认": 1, "记录本身的问题": 2}


def test_without_any_case_there_is_no_score_rather_than_full_marks() -> None:
    score = score_of(audit_of(("INF01", "not_applicable")), BOOK)
    assert score.with_waivers.rates is None
    assert headline(score, "zh") == "本期没有可评分的条款"
    assert summary(score, "zh") == "–"


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
        == "CMP10 投诉限时办结：4.69 分（权重 5），11 项中 1 项不合格，严重系数 1.5，扣 1.41 分；1 项证据不足，均不合格时共扣 2.81 分"
    )
    assert explained(cmp.rules[0], "en").startswith(
        "CMP10 Handled in time: 4.69 marks (weight 5), 1 of 11 fail, factor 1.5 (severe), 1.41 deducted"
    )


@pytest.mark.parametrize("folder", sample_projects(), ids=lambda folder: folder.name)
def test_the_samples_are_scored_and_the_lines_add_up(folder: Path) -> None:
    audit = audit_project(folder, "2026-Q3", "2026-10-31")
    score = score_of(audit, OURS)
    for one in score.sections:
        assert one.with_waivers.deducted == sum(rule.deducted for rule in one.rules)
        for rule in one.rules:
            assert sum(rule.counts.values()) == sum(finding.code == rule.code for finding in audit.findings)
    assert all(
        text for one in score_record(score)["sections"] for rule in one["rules"] for text in rule["says"].values()
    )
    if folder.name.startswith("CH-004"):
        assert score.with_waivers.rates == (1, 1)
        for marks in (each["with_waivers"] for each in (score_record(score), *score_record(score)["sections"])):
            assert marks["score"] == marks["attainable"]  # who lost nothing has all there was


VERDICT = st.sampled_from(VERDICTS)
FINDINGS = st.lists(st.tuples(st.sampled_from(CODES), VERDICT), max_size=60)


@settings(max_examples=150, deadline=None)
@given(FINDINGS)
def test_a_score_is_never_below_nothing_nor_above_full(verdicts: list[tuple[str, str]]) -> None:
    score = score_of(audit_of(*verdicts), BOOK)
    for marks, full in [(score.with_waivers, score.full)] + [(one.with_waivers, one.full) for one in score.sections]:
        assert 0 <= marks.lowest <= marks.highest <= marks.attainable <= full
        assert 0 <= marks.held <= marks.attainable
    assert score.without_waivers.highest <= score.with_waivers.highest
    assert score.without_waivers.lowest <= score.with_waivers.lowest
    decided = [
        (code, verdict) for code, verdict in verdicts if verdict in ("fail", "undetermined") and BOOK.rules[code].weight
    ]
    if score.with_waivers.attainable:
        assert (score.with_waivers.rates == (1, 1)) == (not decided)


@settings(max_examples=100, deadline=None)
@given(FINDINGS)
def test_the_numbers_shown_in_the_headline_add_up(verdicts: list[tuple[str, str]]) -> None:
    score = score_of(audit_of(*verdicts), BOOK)
    said = [Decimal(number) for number in re.findall(r"[\d.]+(?!%|[\d.])", headline(score, "en"))]
    attainable = Decimal(written_part(score.with_waivers.attainable))
    if 0 < score.with_waivers.attainable < score.full:
        assert said[-2] == said[-1] + attainable  # full = what does not apply + what could be had
    if score.with_waivers.attainable:
        assert attainable in said


@settings(max_examples=150, deadline=None)
@given(FINDINGS, st.sampled_from(CODES), st.sampled_from(["fail", "undetermined", "waived"]))
def test_nothing_gets_better_when_a_pass_becomes_something_else(
    verdicts: list[tuple[str, str]], code: str, other: str
) -> None:
    before = score_of(audit_of(*verdicts, (code, "pass")), BOOK)
    after = score_of(audit_of(*verdicts, (code, other)), BOOK)
    for now, then in (
        (after.with_waivers, before.with_waivers),
        (after.without_waivers, before.without_waivers),
    ):
        assert now.lowest <= then.lowest
        assert now.highest <= then.highest


def test_a_company_changes_the_table_beside_its_rulebook(tmp_path: Path) -> None:
    (tmp_path / "score.yaml").write_text("per_finding: 0.5\nfactors: {严重: 2, 一般: 1, 轻微: 0.5}\n", encoding="utf-8")
    table = load_score(BOOK.folder, tmp_path / "score.yaml", BOOK.identity.sections)
    assert table.source == "company"
    assert table.sections == BOOK.score.sections
    score = score_of(audit_of(("CMP10", "fail"), *[("CMP10", "pass")] * 9), replace(BOOK, score=table))
    assert section(score, "4.3b").with_waivers.deducted == Fraction(30 * 5, 32)
    assert BOOK.score.source == "assumption"


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
        load_score(BOOK.folder, path, BOOK.identity.sections)
    assert place in refused.value.say("zh")
    assert words in refused.value.say("en")
