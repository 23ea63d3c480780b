"""Three layers: compliant projects, breaches planted by name, messes that change nothing; the same every time."""

import hashlib
from pathlib import Path

import pytest
from simulated import BAD, every_finding, made, said_and_deserved

from clausecheck.simulate import Disturbance, chosen_ways
from clausecheck.simulate.breaches import WAYS
from clausecheck.simulate.messes import MESSES

LARGE_ONLY = {"ITV03.short", "ITV03.by_others"}
"""More than 1,000 households take seconds to make: they have a test of their own."""


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def test_the_same_seed_gives_the_same_bytes_and_the_same_answer(tmp_path: Path) -> None:
    said = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        answer = made(3, Disturbance(5, 5)).write(tmp_path / name)
        said.append((answer, digests(tmp_path / name)))
    assert said[0] == said[1]


def test_another_seed_gives_another_project() -> None:
    assert made(3, Disturbance()).draft.tables != made(9, Disturbance()).draft.tables


@pytest.mark.parametrize("number", range(1, 9))
def test_a_project_complies_before_anything_is_planted(number: int) -> None:
    said, deserved = said_and_deserved(made(number, Disturbance()))
    assert said == deserved == {}


@pytest.mark.parametrize("number", range(10, 26))
def test_every_planted_breach_is_found_and_nothing_else(number: int) -> None:
    said, deserved = said_and_deserved(made(number, Disturbance(breaches=12)))
    assert said == deserved
    assert len(deserved) >= 8


@pytest.mark.parametrize("number", range(30, 40))
def test_messes_change_no_finding(number: int) -> None:
    tidy = every_finding(made(number, Disturbance(breaches=6)))
    messy = made(number, Disturbance(breaches=6, messes=9))
    assert messy.messes
    assert every_finding(messy) == tidy
    assert any(verdict in BAD for verdict in tidy.values())


def test_every_rule_that_logs_can_break_is_broken_in_some_way() -> None:
    codes = {name.partition(".")[0] for name in WAYS}
    numbers = {"INF": 8, "RPT": 12, "CMP": 13, "ITV": 9, "SUR": 1, "ENG": 4, "STA": 2, "ATT": 1, "DAT": 10}
    assert codes == {f"{part}{n:02d}" for part, last in numbers.items() for n in range(1, last + 1)}


def test_every_way_and_every_mess_comes_up() -> None:
    ways: set[str] = set()
    messes: set[str] = set()
    for number in range(16):
        one = made(number, Disturbance(breaches=40, messes=len(MESSES)))
        ways |= {planted.way for planted in one.draft.planted}
        messes |= {done["mess"] for done in one.messes}
    for way in sorted(set(WAYS) - ways - LARGE_ONLY):
        assert any(made(number, Disturbance(1, 0, [way])).draft.planted for number in range(80)), way
    assert sorted(set(MESSES) - messes) == []


def test_more_than_a_thousand_households_fall_short_of_four_fifths() -> None:
    one = made(0, Disturbance(1, 0, ["ITV03.short"]), households=1005)
    assert [(planted.code, planted.verdict) for planted in one.draft.planted] == [("ITV03", "at_risk")]


def test_ways_are_chosen_by_code_or_by_name() -> None:
    assert chosen_ways("CMP01") == (["CMP01.late", "CMP01.missing"], "")
    assert chosen_ways("rpt02.late，CMP01.missing")[1] == "rpt02.late"
    assert chosen_ways("RPT02.late，CMP01.missing") == (["RPT02.late", "CMP01.missing"], "")
    assert chosen_ways("") == ([], "")
