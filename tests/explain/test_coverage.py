"""The ledger of clauses: every numbered clause of the source is checked by rules, or says why not."""

import re

from clausecheck.explain import coverage, coverage_text
from clausecheck.explain.texts import words
from clausecheck.rulebook import load_rulebook

BOOK = load_rulebook()

CLAUSES = re.findall(
    r"\S+",
    """
1.0 2.0 3.0
4.1.1 4.1.2 4.1.3 4.1.4 4.1.5 4.1.6 4.1.7
4.2.1 4.2.2 4.2.2.A 4.2.2.B 4.2.2.C 4.2.2.D 4.2.2.E 4.2.2.F 4.2.2.G 4.2.2.H 4.2.3
4.3a.1 4.3a.1.A 4.3a.1.B 4.3a.1.C 4.3a.2 4.3a.2.A 4.3a.2.B 4.3a.2.C
4.3b.1 4.3b.1.A 4.3b.1.B 4.3b.1.C 4.3b.2 4.3b.3 4.3b.3.A 4.3b.3.B 4.3b.3.C 4.3b.4 4.3b.5 4.3b.6 4.3b.7
4.4.1 4.4.2 4.4.3 4.4.3.A 4.4.3.B 4.4.3.C 4.4.3.D 4.4.4 4.4.5 4.4.6
4.5.1 4.5.2 4.6.1 4.6.2 4.6.3 4.6.4 4.7.1 4.7.2
5.1 5.2 5.3 5.4
""",
)
"""Every number of the source, down to the letter (a: the first section 4.3, b: the second), without the bare titles."""

TITLES = ["4.0", "4.1", "4.2", "4.3a", "4.3b", "4.4", "4.5", "4.6", "4.7", "5.0"]
"""Numbers of the source that only head a section."""


def test_every_clause_of_the_source_is_in_the_ledger_in_its_order() -> None:
    assert [clause.id for clause in BOOK.clauses if clause.id in CLAUSES] == CLAUSES


def test_every_bare_title_heads_a_section_of_the_outline() -> None:
    assert [key.removeprefix("section.") for key in words() if key.startswith("section.")] == TITLES


def test_every_clause_is_checked_by_rules_or_says_why_not() -> None:
    for clause in BOOK.clauses:
        if clause.how == "none":
            assert not clause.rules and clause.reason, clause.id
        else:
            assert clause.rules, clause.id
        assert clause.reason or clause.how == "automated", clause.id


def test_every_rule_named_in_the_ledger_exists() -> None:
    assert {code for clause in BOOK.clauses for code in clause.rules} <= set(BOOK.rules)


def test_every_rule_about_the_procedure_stands_under_a_clause_of_the_ledger() -> None:
    listed = {clause.id for clause in BOOK.clauses}
    assert {rule.clause for rule in BOOK.rules.values() if rule.checks} <= listed


def test_every_rule_about_the_procedure_is_named_by_a_clause() -> None:
    named = {code for clause in BOOK.clauses for code in clause.rules}
    assert [code for code, rule in BOOK.rules.items() if rule.checks and code not in named] == []


def test_a_rule_that_needs_eyes_on_site_is_named_together_with_their_confirmation() -> None:
    for clause in BOOK.clauses:
        on_site = any(BOOK.rules[code].on_site for code in clause.rules)
        assert on_site == ("ATT01" in clause.rules), clause.id


def test_the_totals_add_up_to_all_clauses() -> None:
    found = coverage("en", BOOK)
    assert sum(found.totals.values()) == len(found.clauses) == len(BOOK.clauses)
    assert found.totals["automated"] > found.totals["partly"]


def test_the_ledger_prints_a_line_for_every_clause_and_the_totals() -> None:
    lines = coverage_text(coverage("zh", BOOK), "zh").splitlines()
    assert len(lines) == len(BOOK.clauses) + 2
    assert lines[-1].strip().startswith(f"共 {len(BOOK.clauses)} 条：自动核查 ")
