"""Every example that `explain` prints is true: written as a workbook and audited, it comes to the verdict and words shown."""

from pathlib import Path

import pytest
from example_books import findings_of, words_of

from clausecheck.explain.examples import Example, examples
from clausecheck.procedure.shipped import our_tables
from clausecheck.rulebook import load_rulebook

ALL = [example for both in examples(load_rulebook()).values() for example in both]


def test_every_rule_has_an_example_that_passes_and_one_that_fails() -> None:
    shown = {code: [example.verdict for example in both] for code, both in examples(load_rulebook()).items()}
    assert shown == {code: ["pass", "fail"] for code in load_rulebook().rules}


@pytest.mark.parametrize("example", ALL, ids=lambda example: f"{example.code} {example.verdict}")
def test_an_example_comes_to_the_verdict_and_the_words_that_are_printed(example: Example, tmp_path: Path) -> None:
    found = {finding.subject: (finding.verdict, words_of(finding)) for finding in findings_of(example, tmp_path)}
    if example.subject:
        assert found[example.subject] == (example.verdict, example.found)
    else:
        assert found == {}


def test_examples_use_the_canonical_sheets_and_headers() -> None:
    headers = {spec.sheet: {field.header for field in spec.fields.values()} for spec in our_tables().values()}
    for example in ALL:
        for sheet, rows in example.sheets.items():
            assert {header for row in rows for header in row if header != "×"} <= headers[sheet]


def test_only_faults_of_the_logs_have_an_example_without_a_finding() -> None:
    assert {example.code[:3] for example in ALL if not example.subject} == {"DAT"}
