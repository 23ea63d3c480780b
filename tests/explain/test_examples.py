"""Every example that `explain` prints is true: written as a workbook and audited, it comes to the verdict and words shown."""

from pathlib import Path

import pytest
from example_books import findings_of, words_of

from clausecheck.explain.examples import Example, examples
from clausecheck.procedure.procedure import Procedure
from clausecheck.procedure.shipped import DEFAULT, shipped
from clausecheck.rulebook import load_procedure

BOOKS = {name: load_procedure(name) for name in shipped()}
ALL = [(example, book) for book in BOOKS.values() for both in examples(book).values() for example in both]


@pytest.mark.parametrize("name", BOOKS)
def test_every_rule_has_an_example_that_passes_and_one_that_fails(name: str) -> None:
    shown = {code: [example.verdict for example in both] for code, both in examples(BOOKS[name]).items()}
    wanted = [code for code in BOOKS[name].rules if name == DEFAULT or not code.startswith("DAT")]
    assert shown == {code: ["pass", "fail"] for code in wanted}


@pytest.mark.parametrize(
    ("example", "book"), ALL, ids=[f"{example.code} {example.verdict} {book.id}" for example, book in ALL]
)
def test_an_example_comes_to_the_verdict_and_the_words_that_are_printed(
    example: Example, book: Procedure, tmp_path: Path
) -> None:
    found = {finding.subject: (finding.verdict, words_of(finding)) for finding in findings_of(example, tmp_path, book)}
    if example.code in book.examples and not example.found:  # a rule that carries its examples need not give the words
        assert found[example.subject][0] == example.verdict
    elif example.subject:
        assert found[example.subject] == (example.verdict, example.found)
    else:
        assert found == {}


@pytest.mark.parametrize("name", BOOKS)
def test_examples_use_the_canonical_sheets_and_headers(name: str) -> None:
    tables = BOOKS[name].tables.values()
    headers = {spec.sheet: {field.header for field in spec.fields.values()} for spec in tables}
    for example, book in ALL:
        if book is BOOKS[name]:
            for sheet, rows in example.sheets.items():
                assert {header for row in rows for header in row if header != "×"} <= headers[sheet]


def test_only_faults_of_the_logs_have_an_example_without_a_finding() -> None:
    assert {example.code[:3] for example, _ in ALL if not example.subject} == {"DAT"}
