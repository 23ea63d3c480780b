"""The law of a comparison, over any two results as data: applied to the first one's findings it gives the second's; and the
twelve edits that mend nothing, over simulated projects (benchmarks/recheck.py does hundreds)."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

import pytest
from edits import EDITS, touched_up
from hypothesis import given
from hypothesis import strategies as st
from truth import audited, breaches_of_the_law, tried

from clausecheck.nouns.model import Audit
from clausecheck.recheck import OPEN, Document, compare
from clausecheck.rulebook import load_rulebook
from clausecheck.simulate import Disturbance, Project, Wish, project

VERDICTS = ("pass", "fail", "at_risk", "undetermined", "not_applicable", "pending", "waived")
IDENTIFIERS = ("a1", "a2", "a3", "")
HEAD = {"project": "P", "as_of": "2026-10-31", "rulebook": {"id": "x", "edition": "1", "sha256": "0"}, "facts": {}}


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A result with findings about rows, periods and the project, as findings.json has them."""
    told, bare = {}, {}
    for number in range(draw(st.integers(0, 6))):
        code, name = draw(st.sampled_from(("CMP01", "CMP10", "DAT01"))), draw(st.sampled_from(IDENTIFIERS))
        day = f"2026-08-0{draw(st.integers(1, 3))}"
        row = {
            "table": "complaints",
            "file": "f",
            "sheet": "s",
            "row": number,
            "id": name,
            "says": {"received_at": day, "klass": draw(st.sampled_from(("一类", "二类")))},
        }
        subject = f"s!B{number}" if code == "DAT01" else name or f"s#{number}"
        verdict = draw(st.sampled_from(("fail",) if code == "DAT01" else VERDICTS))
        _put(
            told,
            bare,
            code,
            subject,
            verdict,
            {
                "row": row,
                "identity": f"{code}-{name or day}",
                "column": "complaints.closed_at" if code == "DAT01" else "",
            },
        )
    for code, subject in (("INF01", "project"), ("RPT01", "2026-Q2"), ("STA01", "2026-08")):
        if draw(st.booleans()):
            _put(told, bare, code, subject, draw(st.sampled_from(VERDICTS)), {"identity": f"{code}-{subject}"})
    return Document(
        Path("findings.json"), {**HEAD, "period": draw(st.sampled_from(("2026-Q3", "2026-Q3", "2026")))}, told, bare
    )


def _put(told: dict, bare: dict, code: str, subject: str, verdict: str, known: dict) -> None:
    if (code, subject) in told or (code, subject) in bare:
        return
    if verdict in ("pass", "not_applicable"):
        bare[code, subject] = (verdict, known["identity"] if "#" in subject else "")
    else:
        told[code, subject] = {"code": code, "subject": subject, "verdict": verdict, "cells": [], **known}


@given(documents(), documents())
def test_the_comparison_applied_to_the_first_result_gives_the_second(first: Document, second: Document) -> None:
    result = compare(first, second)
    if first.period == second.period:
        assert not list(breaches_of_the_law(first, second, result.changes))
    assert sum(result.by_state.values()) == len(result.changes)
    assert not [one for one in result.changes if one.state == "mended" and one.after in OPEN]


@given(documents())
def test_a_result_beside_itself_has_nothing_mended_gone_or_new(document: Document) -> None:
    assert {one.state for one in compare(document, document).changes} <= {"persisting"}


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Project, tuple[Audit, Document]]]:
    made = project(1, 5, Wish("2026", date(2026, 10, 31), 6, 1), Disturbance(14, 3))
    yield made, audited(made.sheets, made, load_rulebook(None), tmp_path_factory.mktemp("before"))


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_that_mends_nothing_makes_nothing_new_or_mended(
    name: str, simulated: tuple[Project, tuple[Audit, Document]]
) -> None:
    made, before = simulated
    verdict = tried(made, before, EDITS[name], Random(name), load_rulebook(None))
    assert not verdict.faults
    assert verdict.persisting >= verdict.open_before / 2 > 0


def test_the_law_holds_of_cells_changed_at_random(simulated: tuple[Project, tuple[Audit, Document]]) -> None:
    made, before = simulated
    assert not tried(made, before, touched_up, Random("law"), load_rulebook(None), judged=False).faults
