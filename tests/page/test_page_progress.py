"""The pictures of interviews against pace and of complaints against limits show what was judged."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import page_sample as sample
import pytest

from clausecheck.disk.resources import sample_projects
from clausecheck.papers import page
from clausecheck.papers.page.progress import LONGEST, coverage_figures, handling_figures
from clausecheck.pipeline import audit_project


@pytest.fixture(scope="module", params=range(4), ids=lambda n: sample_projects()[n].name)
def audit(request: pytest.FixtureRequest) -> Any:
    return audit_project(sample_projects()[request.param], "2026", "2026-10-31")


def test_the_line_of_interviews_ends_at_the_number_that_was_judged(audit: Any) -> None:
    judged = {
        (finding.code, finding.subject): dict(finding.found[0].params)
        for finding in audit.findings
        if finding.code in ("ITV02", "ITV03") and finding.verdict != "not_applicable"
    }
    drawn = {(one.code, one.window.label): one for one in audit.coverage}
    assert drawn.keys() == judged.keys()
    assert drawn
    for key, one in drawn.items():
        days, numbers = zip(*one.reached, strict=True)
        assert list(days) == sorted(days)
        assert list(numbers) == sorted(numbers)
        assert (one.required, numbers[-1]) == (judged[key]["required"], judged[key]["done"])


def test_every_complaint_that_kept_or_broke_its_limit_is_drawn_once(audit: Any) -> None:
    judged = Counter(
        finding.reason if finding.verdict == "fail" else finding.verdict
        for finding in audit.findings
        if finding.code == "CMP10"
    )
    drawn = Counter()
    for one in audit.handling:
        for days, became, n in one.took:
            drawn[became] += n
            assert days >= 0
            assert became != "late" or days > min(one.days)
    for became in ("pass", "late", "missing", "no_measures", "pending"):
        assert drawn[became] == judged[became], became
    assert drawn["pass"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_gathered_in_the_last_bar_or_left_out_is_said(lang: str) -> None:
    figure = handling_figures(page.open_report(sample.audit(), lang))[0]
    assert str(LONGEST) in figure.note
    assert " 2 " in figure.note or figure.note.startswith("2 ") or "另有 2 件" in figure.note
    assert "42" in figure.caption  # all that are drawn


def test_a_window_that_has_not_begun_or_is_empty_is_drawn_all_the_same() -> None:
    audit = sample.audit()
    audit.coverage = [
        type(one)(one.code, one.window, one.required, reached) for one in audit.coverage for reached in ((), one.reached[:1])
    ]  # fmt: skip
    for as_of in (date(2025, 12, 31), date(2026, 1, 2), date(2027, 1, 1) + timedelta(400)):
        audit.as_of = as_of
        assert [figure.chart[:4] for figure in coverage_figures(page.open_report(audit))] == ["<svg", "<svg"]
