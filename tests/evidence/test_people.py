"""Whom a cell names: each person on the list is found, whatever stands beside the name; nobody else ever is."""

import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausecheck.evidence.staff import Staff, held_role, was_in_post
from clausecheck.nouns.model import Row
from clausecheck.nouns.periods import When
from clausecheck.procedure.shipped import PROCEDURES, our_words
from clausecheck.procedure.words import words_of

NAMES = [
    "王敏",
    "王敏慧",
    "张和平",
    "欧阳小美",
    "司马相如",
    "John Smith",
    "John",
    "Mary Lee",
    "孙客服",
    "钱主管",
    "古丽·阿依",
]
COLUMNS = {"name": "A", "role": "B", "from": "C", "until": "D"}


def staff(*names: str) -> Staff:
    start = When(date(2024, 1, 1))
    rows = [
        Row("staff", "a.xlsx", "人员", i, {"name": name, "role": "客服", "from": start}, COLUMNS)
        for i, name in enumerate(names, 2)
    ]
    return Staff(rows, our_words())


def listed(board: Staff, cell: str) -> set[str]:
    return {row.get("name") for person in board.named(cell) for row in person.listed}


ALL = staff(*NAMES)
BESIDE = [
    "{}", "{}（客服）", "{}(138****0000)", "{} 13800000000", "@{}", "责任人：{}", "{}女士", "客服主管 {}", "{}【KF01】", "{}（A（B））",
    "{}（客服", "{}-客服主管", "电话13800000000 {}",
]  # fmt: skip
people = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(BESIDE)), min_size=1, max_size=4)


@given(people, st.sampled_from(["、", "，", ",", ";", "；", "/", "／", "\n", " / "]))
def test_everybody_named_is_found_and_nobody_else(named: list[tuple[str, str]], joint: str) -> None:
    cell = joint.join(way.format(name) for name, way in named)
    found = ALL.named(cell)
    assert [row.get("name") for person in found for row in person.rows] == list(dict.fromkeys(n for n, _ in named))
    assert not any(person.perhaps for person in found)


@given(people, st.sampled_from([" ", "和", " 及 ", "与", "&", "＆", "+", " ＋ ", "以及", "　"]))
def test_what_may_stand_in_a_name_separates_people_of_the_list(named: list[tuple[str, str]], joint: str) -> None:
    named = [(name, "{}（客服）") for name, _ in named]
    cell = joint.join(way.format(name) for name, way in named)
    assert listed(ALL, cell) == {name for name, _ in named}


@given(st.text(alphabet="王敏慧张和平欧阳小美", min_size=1, max_size=6))
def test_a_run_of_chinese_signs_names_somebody_only_if_it_is_a_name_or_two_joined(text: str) -> None:
    joined = {f"{a}和{b}" for a in NAMES for b in NAMES if "和" in text}
    if text not in NAMES and text not in joined:
        assert not any(person.rows for person in ALL.named(text))


@given(st.text(max_size=60))
def test_any_text_at_all_names_one_person_at_least(text: str) -> None:
    assert ALL.named(text)
    assert staff(text).named(text)[0].rows


@pytest.mark.parametrize(
    "cell",
    [
        "王敏慧芳",
        "小王敏",
        "王敏1",
        "王",
        "王经理",
        "欧阳",
        "欧阳经理",
        "Johnny",
        "Smith",
        "王（小）敏",
        "钱主管助理",
        "敏",
        "无",
        "N/A",
        "、",
    ],
)
def test_who_is_not_on_the_list_is_not_found(cell: str) -> None:
    assert listed(ALL, cell) == set()


def test_two_rows_of_one_name_are_both_meant() -> None:
    both = staff("陈静", "陈静（工程）", "陈静 ")
    assert len(both.named("陈静")[0].rows) == 3
    (person,) = both.named("陈静（工程）")
    assert [row.get("name") for row in person.rows] == ["陈静（工程）"] and len(person.perhaps) == 2


def test_whether_somebody_was_in_post_who_only_may_be_meant_is_not_known() -> None:
    (person,) = ALL.named("孙客服和外人")
    day = When(date(2026, 8, 5))
    assert was_in_post(person, day) is None
    assert held_role(person, ["客服"], day) is None
    assert held_role(person, ["经理"], day) is None
    assert was_in_post(person, When(date(2023, 1, 1))) is False


def test_a_companys_own_titles_and_joints_are_read(tmp_path: Path) -> None:
    (tmp_path / "words.yaml").write_text("title: [Mr, 大管家]\njoint: [and]\n", encoding="utf-8")
    board = Staff(ALL.rows, words_of(PROCEDURES / "words.yaml", tmp_path / "words.yaml"))
    assert listed(board, "Mr John Smith and Mary Lee") == {"John Smith", "Mary Lee"}
    assert listed(board, "王敏慧大管家") == {"王敏慧"}
    assert listed(board, "Mrjohn smith") == set()


@pytest.mark.parametrize(
    "text",
    ["王 李 " * 60, "王和" * 100, "（" * 200, "1380000" * 28, "主管" * 100, "a:" * 100, "、" * 200, "王" * 30000],
)
def test_a_cell_full_of_rubbish_takes_no_time(text: str) -> None:
    start = time.process_time()
    assert staff("王敏").named(text)
    assert time.process_time() - start < 2
