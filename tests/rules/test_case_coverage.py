"""No rule without the cases its kind must have: what can be said of it must be shown."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from rule_cases import FILE_KEYS, Case, case_files, cases_of

from clausecheck.nouns.yamlfile import read_yaml
from clausecheck.rulebook import Rule, has_last_day, load_rulebook

RULES = load_rulebook().rules
NOT_APPLICABLE, PENDING, AT_RISK = "not_applicable", "pending", "at_risk"
COMMON = {"pass", "fail", "undetermined sheet_absent", "undetermined column_absent"}
CELL = "undetermined unreadable"
DOUBT = "undetermined uncertain_rows"
BY_KIND = {
    "each_row": COMMON | {CELL, NOT_APPLICABLE},
    "dated": COMMON | {CELL, NOT_APPLICABLE, PENDING, "undetermined fact"},
    "quota": COMMON | {DOUBT, NOT_APPLICABLE, PENDING, AT_RISK, "undetermined fact"},
    "coverage": COMMON | {DOUBT, NOT_APPLICABLE, PENDING, AT_RISK, "undetermined fact"},
    "interview_plan": COMMON | {CELL, DOUBT, NOT_APPLICABLE, PENDING, "undetermined fact"},
    "publicity_plan": COMMON | {CELL, DOUBT, NOT_APPLICABLE, PENDING, "undetermined fact"},
    "standing": COMMON | {CELL, NOT_APPLICABLE},
    "attested": COMMON | {CELL, PENDING},
}
"""Kind of check -> the verdicts, and the ways of not knowing, that its cases must show."""
BY_PART = {
    "within": {PENDING, "fail late", "fail missing"},
    "has_role": {"fail nobody", "fail wrong_role"},
    "in_post": {"fail nobody", "fail not_on_staff", "fail not_in_post"},
    "listed": {"fail blank", "fail not_listed"},
    "filled": {"fail blank"},
    "follow_up": {PENDING, "fail late", "fail missing"},
    "not_after": {"fail late", "fail missing"},
    "sequence": {PENDING, "fail late", "fail missing", "fail order"},
    "notice": {PENDING, "fail late", "fail missing", "undetermined day_only"},
    "handled": {PENDING, "fail late", "fail missing", "fail no_measures", "undetermined impossible_order"},
    "outage_record": {PENDING, "fail late", "fail missing", "fail no_record", "fail outside_outage"},
    "by_due": {"fail late", "fail missing"},
    "present": {"fail missing"},
    "flags": {"fail missing"},
    "in_order": {"fail order"},
    "before": {"fail order", "fail not_approved"},
    "counts": {"fail mismatch"},
}
"""Part of a check -> what it adds to them: each reason for which it can fail."""
WITH_SWITCH = [code for code, rule in RULES.items() if any(has_last_day(check) for check in rule.checks)]


@pytest.mark.parametrize("code", list(RULES))
def test_a_rule_has_the_cases_its_kind_must_have(code: str) -> None:
    rule, shown = RULES[code], shown_by(code)
    missing = {way for way in wanted_of(rule) if not any(has == way or has.startswith(f"{way} ") for has in shown)}
    assert not missing, f"tests/cases/{code}.yaml shows no {sorted(missing)}"


@pytest.mark.parametrize("code", WITH_SWITCH)
def test_a_rule_with_a_last_day_shows_the_switch_that_turns_it_round(code: str) -> None:
    switched = [case for case in cases_of_rule(code) if _switch(case) == "exclusive"]
    assert switched, f"tests/cases/{code}.yaml has no case with boundary: exclusive"


@pytest.mark.parametrize("path", case_files(), ids=lambda path: path.stem)
def test_a_case_file_is_of_a_rule_and_its_sentences_are_distinct(path: Path) -> None:
    assert path.suffix == ".yaml" and path.stem in RULES, f"there is no rule {path.stem}"
    content, _ = read_yaml(path)
    assert set(content) <= FILE_KEYS
    for key in ("name", "en"):
        sentences = [case[key] for case in content["cases"]]
        assert all(sentences) and len(sentences) == len(set(sentences))


def test_every_rule_is_of_a_kind_known_here() -> None:
    kinds = {check.kind for rule in RULES.values() for check in rule.checks}
    parts = {part.part for rule in RULES.values() for check in rule.checks for part in getattr(check, "parts", [])}
    assert kinds == set(BY_KIND)
    assert parts == set(BY_PART)


def cases_of_rule(code: str) -> tuple[Case, ...]:
    return next((cases_of(path) for path in case_files() if path.stem == code), ())


def shown_by(code: str) -> set[str]:
    """The verdicts, with their reasons, that the cases of a rule expect; `nothing` where they expect no finding."""
    cases = cases_of_rule(code)
    return {verdict for case in cases for verdict in case.expect.values() or ("nothing",)}


def wanted_of(rule: Rule) -> Iterator[str]:
    if not rule.checks:
        yield from ("fail", "nothing")
    for check in rule.checks:
        yield from BY_KIND[check.kind]
        for part in getattr(check, "parts", []):
            yield from BY_PART[part.part]


def _switch(case: Case) -> str:
    changes = case.asks.get("rulebook", {}).get(case.code, {})
    return str(changes.get("boundary", ""))
