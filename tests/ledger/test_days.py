"""Whatever happens from run to run, any day is rebuilt as its findings.json had it, and the intervals say the same."""

import json
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from made import FIRST, PERIOD, document, night

from clausecheck.ledger.days import day
from clausecheck.ledger.keeping import keep, rebuild
from clausecheck.ledger.opening import Ledger
from clausecheck.ledger.schema import DELTAS, JUDGEMENTS, RUNS
from clausecheck.ledger.verifying import verify
from clausecheck.nouns.errors import InputFault

PROJECTS = ("CH-001", "花园/二期")
SUBJECTS = ("2026-09", "投诉记录#7", "T 1", "project")
VERDICTS = ("pass", "fail", "undetermined", "pending", "not_applicable", "at_risk")
FINDINGS = st.lists(
    st.tuples(
        st.sampled_from(("CMP10", "RPT02")), st.sampled_from(SUBJECTS), st.sampled_from(VERDICTS), st.integers(0, 2)
    ),
    max_size=6,
    unique_by=lambda one: one[:2],
)
HEADS = st.dictionaries(
    st.sampled_from(("tally", "score", "facts")),
    st.recursive(st.none() | st.booleans() | st.integers(0, 2) | st.floats(0, 1), lambda inner: st.dictionaries(st.sampled_from("ab"), inner), max_leaves=4),
)  # fmt: skip
RUNS_OF_BOTH = st.lists(
    st.tuples(
        st.integers(0, 1), st.integers(0, 1), st.dictionaries(st.sampled_from(PROJECTS), st.tuples(FINDINGS, HEADS)), st.sampled_from((PERIOD, "2026-Q3"))
    ),
    min_size=1, max_size=7,
)  # fmt: skip
QUICK = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    max_examples=15,
    phases=(Phase.explicit, Phase.generate),
)
Runs = list[tuple[int, int, dict[str, Any], str]]


def _record(
    ledger: Ledger, runs: Runs
) -> tuple[dict[tuple[str, str, date], dict[str, Any]], dict[date, set[tuple[str, str]]]]:
    """Records the runs; returns what was known of each project and period at the end of each day, and which of them the runs
    of each day judged."""
    number, as_of = 0, FIRST
    now: dict[tuple[str, str], dict[str, Any]] = {}
    known: dict[tuple[str, str, date], dict[str, Any]] = {}
    judged: dict[date, set[tuple[str, str]]] = {}
    for days, later, results, period in runs:
        as_of += timedelta(later)
        documents = [document(one, said, as_of, period, **head) for one, (said, head) in results.items()]
        for passed in range(number, number + days):
            known.update({(*key, FIRST + timedelta(passed)): one for key, one in now.items()})
        number += days
        if documents:
            night(ledger, number, documents)
            judged.setdefault(FIRST + timedelta(number), set()).update((one, period) for one in results)
        now.update({(one["project"], period): one for one in documents})
    known.update({(*key, FIRST + timedelta(number)): one for key, one in now.items()})
    return known, judged


def _open_at(ledger: Ledger, project: str, period: str, run: int) -> set[tuple[str, str, str]]:
    """What the intervals say of a run."""
    held = sa.and_(JUDGEMENTS.c.first_run <= run, sa.or_(JUDGEMENTS.c.last_run.is_(None), JUDGEMENTS.c.last_run >= run))
    whose = sa.and_(JUDGEMENTS.c.project == project, JUDGEMENTS.c.period == period)
    with ledger.reading() as connection:
        asked = sa.select(JUDGEMENTS.c.code, JUDGEMENTS.c.subject, JUDGEMENTS.c.verdict).where(held, whose)
        return {(row[0], row[1], row[2]) for row in connection.execute(asked)}


def _agree(ledger: Ledger, known: Mapping[tuple[str, str, date], dict[str, Any]]) -> None:
    for (project, period, on), expected in known.items():
        seen = day(ledger, project, on, period)
        assert json.dumps(seen.document) == json.dumps(expected)
        said = {(one["code"], one["subject"], one["verdict"]) for one in expected["findings"]}
        assert _open_at(ledger, project, period, seen.judged.run) == said


@QUICK
@given(RUNS_OF_BOTH)
def test_any_day_is_rebuilt_as_it_was_known_then(fresh: Callable[[], Ledger], runs: Runs) -> None:
    ledger = fresh()
    known, _ = _record(ledger, runs)
    _agree(ledger, known)
    assert verify(ledger).altered == ()
    with ledger.reading() as connection:
        before = sorted(map(repr, connection.execute(sa.select(JUDGEMENTS)).all()))
    rebuild(ledger)
    with ledger.reading() as connection:
        assert sorted(map(repr, connection.execute(sa.select(JUDGEMENTS)).all())) == before
    ledger.engine.dispose()


@QUICK
@given(RUNS_OF_BOTH, st.lists(st.integers(0, 8), min_size=1, max_size=3).map(sorted))
def test_what_is_kept_is_as_it_was_and_the_chain_still_verifies(
    fresh: Callable[[], Ledger], runs: Runs, cuts: list[int]
) -> None:
    ledger = fresh()
    known, judged = _record(ledger, runs)
    since = date.min
    for cut in cuts:
        before = [on for on in judged if on < FIRST + timedelta(cut)]
        keep(ledger, 1, (FIRST + timedelta(cut)).replace(month=11))
        assert verify(ledger).altered == ()
        since = max([since, *before])
    last = FIRST + timedelta(cuts[-1])
    stays = {stream for on, streams in judged.items() if on >= last for stream in streams}
    kept = {key: one for key, one in known.items() if key[2] >= since and (key[:2] in stays or since == date.min)}
    _agree(ledger, kept)
    for project, period, on in set(known) - set(kept):
        with pytest.raises(InputFault):
            day(ledger, project, on, period)
    night(ledger, 60, [document("CH-001", [("CMP10", "T 1", "fail", 1)])])
    assert verify(ledger).altered == ()
    ledger.engine.dispose()


def test_the_file_comes_back_letter_by_letter(ledger: Ledger) -> None:
    first = document("CH-001", [("CMP10", "T 1", "fail", 1), ("CMP10", "T 2", "pass", 2)], tally={"pass": 1, "fail": 1})
    second = document("CH-001", [("CMP10", "T 2", "pass", 2), ("CMP10", "T 1", "pass", 1)], tally={"pass": 2})
    night(ledger, 0, [first])
    night(ledger, 1, [second])
    assert json.loads(day(ledger, "CH-001", FIRST).text) == first
    assert day(ledger, "CH-001").text.splitlines()[1:] == [
        '"findings": [',
        f"{json.dumps(second['findings'][0], ensure_ascii=False)},",
        json.dumps(second["findings"][1], ensure_ascii=False),
        "]}",
    ]


def test_a_night_without_change_adds_one_line_whatever_its_day(ledger: Ledger) -> None:
    said = [("CMP10", "T 1", "fail", 1), ("RPT02", "2026-09", "pass", 0)]
    night(ledger, 0, [document(one, said) for one in PROJECTS])
    with ledger.reading() as connection:
        before = [connection.execute(sa.select(table)).all() for table in (DELTAS, JUDGEMENTS)]
    later = FIRST + timedelta(1)
    found = night(ledger, 1, [document(one, said, later) for one in PROJECTS])
    assert (found.run, found.judged, found.changed) == (2, 2, 0)
    with ledger.reading() as connection:
        assert [connection.execute(sa.select(table)).all() for table in (DELTAS, JUDGEMENTS)] == before
        assert connection.execute(sa.select(sa.func.count()).select_from(RUNS)).scalar() == 2
    assert day(ledger, "CH-001", later).document["as_of"] == later.isoformat()
    assert day(ledger, "CH-001", FIRST).document["as_of"] == FIRST.isoformat()


def test_a_project_that_a_run_could_not_judge_is_known_as_before(ledger: Ledger) -> None:
    said = [("CMP10", "T 1", "fail", 1)]
    night(ledger, 0, [document(one, said) for one in PROJECTS])
    later = FIRST + timedelta(1)
    night(ledger, 1, [document("CH-001", said, later)], missing={"花园/二期": "failed"})
    assert day(ledger, "花园/二期", later).document["as_of"] == FIRST.isoformat()
    night(ledger, 2, [document("花园/二期", [("CMP10", "T 1", "pass", 1)], later)])
    with ledger.reading() as connection:
        asked = sa.select(JUDGEMENTS.c.last_run, JUDGEMENTS.c.known_until).where(
            JUDGEMENTS.c.project == "花园/二期", JUDGEMENTS.c.verdict == "fail"
        )
        assert connection.execute(asked).one() == (1, (FIRST + timedelta(2)).isoformat())


@pytest.mark.parametrize(
    ("project", "on", "period", "says"),
    [
        ("CH-009", None, "", "没有项目 CH-009 的记录"),
        ("CH-001", FIRST - timedelta(1), "", "还没有项目 CH-001 的核查结果"),
        ("CH-001", None, "2026-01", "有 2026-09"),
    ],
)
def test_what_is_not_on_record_is_said(ledger: Ledger, project: str, on: date, period: str, says: str) -> None:
    night(ledger, 0, [document("CH-001", [("CMP10", "T 1", "fail", 1)])])
    with pytest.raises(InputFault) as refused:
        day(ledger, project, on, period)
    assert says in refused.value.say("zh")
