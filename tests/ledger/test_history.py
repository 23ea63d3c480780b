"""What became of each finding, in the words of a recheck, and the frames and views that say the same."""

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from made import FIRST, document, night
from server import BINARIES, Server

from clausecheck.ledger import frames
from clausecheck.ledger.history import Past, as_data, history
from clausecheck.ledger.keeping import keep
from clausecheck.ledger.opening import Ledger, open_ledger
from clausecheck.ledger.schema import TABLES
from clausecheck.nouns.errors import InputFault

NIGHTS = (
    [("CMP10", "T 1", "fail", 1), ("CMP10", "T 2", "pass", 1), ("RPT02", "2026-Q3", "at_risk", 1)],
    [("CMP10", "T 1", "fail", 1), ("CMP10", "T 2", "fail", 1), ("RPT02", "2026-Q3", "fail", 1)],
    [("CMP10", "T 1", "pass", 1), ("CMP10", "T 2", "fail", 1), ("RPT02", "2026-Q3", "fail", 1)],
    [("CMP10", "T 1", "pass", 1), ("CMP10", "T 2", "fail", 1), ("RPT02", "2026-Q3", "fail", 1)],
    [("CMP10", "T 1", "fail", 1), ("CMP10", "T 2", "pass", 1), ("RPT02", "2026-Q3", "fail", 1)],
)


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    for number, findings in enumerate(NIGHTS):
        night(ledger, number, [document("CH-001", findings), document("CH-002", NIGHTS[0])])
    return ledger


def _told(pasts: list[Past]) -> dict[str, tuple[str, list[tuple[int, str]]]]:
    return {
        one.subject_now: (one.state, [(event.run, event.state) for event in one.events])
        for past in pasts
        for one in past.threads
    }


def test_a_finding_is_followed_through_its_states(filled: Ledger) -> None:
    assert _told(history(filled, "CH-001")) == {
        "T 1": ("reopened", [(1, "new"), (3, "mended"), (5, "reopened")]),
        "T 2": ("mended", [(2, "new"), (5, "mended")]),
        "2026-Q3": ("persisting", [(1, "new"), (2, "persisting")]),
    }
    assert set(_told(history(filled, "CH-001", "CMP10"))) == {"T 1", "T 2"}
    assert _told(history(filled, "CH-002"))["T 1"] == ("persisting", [(1, "new")])


def test_history_is_told_as_it_was_known_on_a_day(filled: Ledger) -> None:
    known = history(filled, "CH-001", as_known=FIRST + timedelta(2))
    assert _told(known)["T 1"] == ("mended", [(1, "new"), (3, "mended")])
    assert [one.run for one in known[0].judged] == [1, 2, 3]
    for project, day in (("CH-001", FIRST - timedelta(1)), ("CH-009", None)):
        with pytest.raises(InputFault):
            history(filled, project, as_known=day)


def test_what_retention_leaves_goes_on_from_the_day_it_began(filled: Ledger) -> None:
    keep(filled, 1, (FIRST + timedelta(3)).replace(month=11))
    told = _told(history(filled, "CH-001"))
    assert told["T 2"] == ("mended", [(2, "new"), (5, "mended")])
    assert told["2026-Q3"] == ("persisting", [(2, "new")])
    assert told["T 1"] == ("new", [(5, "new")])


def test_history_as_data_has_each_run_and_each_event(filled: Ledger) -> None:
    (past,) = as_data(history(filled, "CH-001", "RPT02"))
    assert [one["known_on"] for one in past["runs"]] == [(FIRST + timedelta(n)).isoformat() for n in range(5)]
    (finding,) = past["findings"]
    assert [(one["before"], one["after"]) for one in finding["events"]] == [(None, "at_risk"), ("at_risk", "fail")]


def test_a_frame_holds_what_held_on_a_day(filled: Ledger) -> None:
    whole = frames.judgements(filled, project="CH-001")
    assert len(whole) == 8
    assert whole["known_until"].isna().sum() == 3
    on = frames.judgements(filled, project="CH-001", period="2026-09", as_known=FIRST + timedelta(2))
    assert dict(zip(on["subject"], on["verdict"], strict=True)) == {"T 1": "pass", "T 2": "fail", "2026-Q3": "fail"}
    runs = frames.runs(filled)
    assert list(runs["number"]) == [1, 2, 3, 4, 5]
    assert set(runs["judged"]) == {2}


def test_the_views_count_what_is_open_now_and_in_each_run(filled: Ledger) -> None:
    with filled.reading() as connection:
        opened = connection.execute(sa.text("SELECT project, subject FROM ledger_open")).all()
        tally = connection.execute(sa.text("SELECT verdict, findings FROM ledger_tally WHERE project = 'CH-001'")).all()
        by_run = connection.execute(sa.text("SELECT run, findings FROM ledger_by_run WHERE verdict = 'fail'")).all()
    assert sorted(map(tuple, opened)) == [
        ("CH-001", "2026-Q3"),
        ("CH-001", "T 1"),
        ("CH-002", "2026-Q3"),
        ("CH-002", "T 1"),
    ]
    assert {tuple(one) for one in tally} == {("fail", 2), ("pass", 1)}
    assert {tuple(one) for one in by_run} == {(1, 2), (2, 4), (3, 3), (4, 3), (5, 3)}


def test_rows_hold_no_value_of_a_cell(filled: Ledger) -> None:
    assert not frames.judgements(filled).astype(str).apply(lambda column: column.str.contains("张三")).any().any()


@pytest.mark.full_size
@pytest.mark.skipif(not BINARIES, reason="no PostgreSQL")
def test_both_kinds_of_database_hold_and_tell_the_same(server: Server, tmp_path: Path) -> None:
    ledgers = [open_ledger(tmp_path / "ledger.sqlite", make=True), open_ledger(server.database(), make=True)]
    told = []
    for ledger in ledgers:
        for number, findings in enumerate(NIGHTS):
            night(ledger, number, [document("CH-001", findings)])
        with ledger.reading() as connection:
            rows = [
                connection.execute(sa.select(table).order_by(*table.primary_key)).all()
                for table in TABLES.sorted_tables
            ]
        told.append((repr(rows), list(as_data(history(ledger, "CH-001"))), frames.judgements(ledger).to_csv()))
        ledger.engine.dispose()
    assert told[0] == told[1]
