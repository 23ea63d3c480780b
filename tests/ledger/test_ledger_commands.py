"""A portfolio's nights on record, and the commands that ask for them."""

import json
from datetime import date
from pathlib import Path

import pytest
from nights import AS_OF, PERIOD, night, projects, run

from clausecheck.cli import NAME
from clausecheck.cli.portfolios import ledger_of
from clausecheck.cli.start import command_line
from clausecheck.ledger.opening import open_ledger
from clausecheck.nouns.errors import InputFault
from clausecheck.nouns.periods import parse_period
from clausecheck.portfolio.month.former import in_folder
from clausecheck.portfolio.month.lines import Line, read_month
from clausecheck.portfolio.month.on_record import in_ledger
from clausecheck.portfolio.remembered import LEDGER, remember
from clausecheck.rulebook import load_procedure

CODE = "SIM-5-0001"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """DIR after a night that the command line has recorded twice."""
    place = tmp_path_factory.mktemp("commands")
    source = projects(place, 2)
    for _ in range(2):
        arguments = (
            "--period",
            PERIOD,
            "--as-of",
            AS_OF,
            "--out",
            str(place / "out"),
            "--papers",
            "none",
            "--jobs",
            "2",
        )
        assert command_line()(["portfolio", str(source), *arguments], prog_name=NAME, standalone_mode=False) == 0
    return place / "out"


def _said(out: Path, capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    capsys.readouterr()
    assert command_line()([*arguments, "--ledger", str(out / LEDGER)], prog_name=NAME, standalone_mode=False) == code
    return capsys.readouterr().out


def test_the_day_that_is_printed_is_the_findings_file_of_that_day(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    today = date.today().isoformat()
    for code in (CODE, "SIM-5-0002"):
        written = (out / code / PERIOD / "findings.json").read_text(encoding="utf-8")
        assert _said(out, capsys, "ledger", "day", code, today) == written
        assert _said(out, capsys, "ledger", "day", code, today, "--period", PERIOD) == written


def test_history_tells_of_what_is_open_in_a_table_and_as_json(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    findings = json.loads((out / CODE / PERIOD / "findings.json").read_text(encoding="utf-8"))["findings"]
    opened = {
        (one["code"], one["subject"])
        for one in findings
        if one["verdict"] in ("fail", "at_risk", "undetermined") and not one.get("remark")
    }
    (past,) = json.loads(_said(out, capsys, "history", CODE, "--json"))
    assert {(one["code"], one["subject_now"]) for one in past["findings"]} == opened
    assert {one["state"] for one in past["findings"]} == {"persisting"}
    assert [one["run"] for one in past["runs"]] == [1, 2]
    code = min(opened)[0]
    table = _said(out, capsys, "history", CODE, code.lower())
    assert "核查 2 次" in table
    assert table.count(code) == sum(one == code for one, _ in opened)
    assert "未整改" in table


def test_verify_rebuild_keep_and_upgrade_say_what_they_did(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "完整：核查 2 次，变动 2 条" in _said(out, capsys, "ledger", "verify")
    ledger = open_ledger(out / LEDGER)
    with ledger.writing() as connection:
        connection.exec_driver_sql(
            "UPDATE ledger_judgements SET verdict = 'pass' WHERE delta = 1 AND place = 0 OR verdict = 'fail'"
        )
    said = _said(out, capsys, "ledger", "verify", code=1)
    assert "被改动：表 ledger_judgements，行 delta 1, place " in said
    assert "列 verdict" in said
    assert "已重建" in _said(out, capsys, "ledger", "rebuild")
    assert "没有超过保留期限的记录" in _said(out, capsys, "ledger", "keep", "--months", "1")
    assert "已是这个版本" in _said(out, capsys, "ledger", "upgrade")
    assert "完整" in _said(out, capsys, "ledger", "verify")


def test_a_night_that_was_not_recorded_is_recorded_by_the_next_though_nothing_is_audited_anew(
    out: Path, url: str
) -> None:
    found = run(out.parent / "logs", out)
    assert {one.state for one in found.values()} == {"unchanged"}
    ledger, book = open_ledger(url, make=True), load_procedure()
    for changed in (2, 0):
        done = remember(found.values(), night(out), book, ledger, date(2026, 11, 1))
        assert (done.judged, done.changed) == (2, changed)
    ledger.engine.dispose()


def test_nobody_has_to_keep_a_ledger(tmp_path: Path) -> None:
    assert ledger_of("none", tmp_path) is None
    assert list(tmp_path.iterdir()) == []


def test_a_ledger_that_cannot_be_opened_stops_a_night_before_it_begins(out: Path, tmp_path: Path) -> None:
    arguments = ("--period", PERIOD, "--as-of", AS_OF, "--out", str(tmp_path / "new"), "--ledger", "mysql://h/d")
    with pytest.raises(InputFault, match="is no address of a ledger"):
        command_line()(["portfolio", str(out.parent / "logs"), *arguments], prog_name=NAME, standalone_mode=False)
    assert not (tmp_path / "new").exists()


def _history(line: Line) -> tuple[object, ...]:
    return line.code, line.before, line.last_year


def test_a_month_is_held_against_the_ledger_as_against_the_folders(tmp_path: Path, url: str) -> None:
    source, done, book = projects(tmp_path), tmp_path / "out", load_procedure()
    ledger = open_ledger(url, make=True)
    for number, period in enumerate(("2025-09", "2026-08", PERIOD)):
        found = run(source, done, period=parse_period(period))
        of_period = night(done, period=parse_period(period))
        assert remember(found.values(), of_period, book, ledger, date(2026, 11, 1 + number)).changed == 3
    with_folders = [_history(one) for one in read_month(done, parse_period(PERIOD)).lines]
    assert all(before and last_year for _, before, last_year in with_folders)
    find = in_ledger(ledger, lambda record, project, period: None)
    assert [_history(one) for one in read_month(done, parse_period(PERIOD), find).lines] == with_folders
    empty = in_ledger(open_ledger(tmp_path / "empty.sqlite", make=True), in_folder(done))
    assert [_history(one) for one in read_month(done, parse_period(PERIOD), empty).lines] == with_folders
    ledger.engine.dispose()
