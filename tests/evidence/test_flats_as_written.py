"""Flats with what people write around them (reading 78): the right flat is found, a different one never."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausecheck.evidence.households import build_register, match

REGISTER = build_register(
    [f"{b}栋{u}单元{floor}0{room}" for b in (1, 2, 3) for u in (1, 2) for floor in (1, 5) for room in (1, 2)]
    + ["7栋801"]
)


@pytest.mark.parametrize(
    ("text", "flats"),
    [
        ("3-2-501、502", ("3栋2单元501", "3栋2单元502")),
        ("3栋2单元501、502、101", ("3栋2单元501", "3栋2单元502", "3栋2单元101")),
        ("3栋2单元501、1单元502", ("3栋2单元501", "3栋1单元502")),
        ("3-2-501，502；101", ("3栋2单元501", "3栋2单元502", "3栋2单元101")),
        ("3-2-501张先生、502李女士", ("3栋2单元501", "3栋2单元502")),
        ("幸福路8号3栋2单元501", ("3栋2单元501",)),
        ("幸福路8号3-2-501、502", ("3栋2单元501", "3栋2单元502")),
        ("3栋2单元五楼02", ("3栋2单元502",)),
        ("3_2_501", ("3栋2单元501",)),
        ("Ⅲ-2-501", ("3栋2单元501",)),
        ("III栋Ⅱ单元501", ("3栋2单元501",)),
        ("房号：3-2-501", ("3栋2单元501",)),
        ("3-2-501，业主张三，13800000000", ("3栋2单元501",)),
        ("3-2-501/13800000000", ("3栋2单元501",)),
        ("3-2-501（2人）", ("3栋2单元501",)),
        ("801业主", ("7栋801",)),
    ],
)
def test_the_flats_that_a_cell_means_are_found(text: str, flats: tuple[str, ...]) -> None:
    found = match(text, REGISTER)
    assert (found.flats, found.unmatched, found.doubtful) == (flats, (), ())


@pytest.mark.parametrize(
    "text",
    [
        "3-2-501隔壁", "隔壁3-2-501", "3-2-501楼上", "3-2-501车位", "3-2-501上", "3-2-501A", "3-2-501之一", "3-2-501至502",
        "3-2-501（3-2-502）", "3-2-501 3-2-502", "3-2-501 12-2-1502", "3-2-501和502", "3-2-501/502", "3-2-50113800000000", "XX-2-501", "X栋2单元501",
    ],
)  # fmt: skip
def test_what_may_be_another_place_or_another_flat_is_not_cut_off(text: str) -> None:
    assert match(text, REGISTER).flats == ()
    assert match(text, REGISTER).unmatched == (text,)


def test_a_short_number_alone_takes_nothing() -> None:
    found = match("501、502", REGISTER)
    assert found.flats == () and [piece for piece, _ in found.doubtful] == ["501", "502"]


def test_a_short_number_is_never_a_flat_of_another_building() -> None:
    register = build_register(["3栋2单元501", "1栋1单元601"])
    assert match("3-2-501、601", register).unmatched == ("601",)
    assert match("601", register).flats == ("1栋1单元601",)


def test_a_short_number_that_is_a_flat_as_it_stands_too_is_doubtful() -> None:
    register = build_register(["3栋2单元501", "3栋2单元502", "502"])
    assert match("3-2-501、502", register).doubtful == (("502", ("3栋2单元502", "502")),)


def test_five_floor_two_is_doubtful_where_a_building_five_has_a_room_two() -> None:
    assert match("五楼02", build_register(["1栋502"])).flats == ("1栋502",)
    assert match("五楼02", build_register(["5栋2"])).flats == ("5栋2",)
    assert match("五楼02", build_register(["1栋502", "5栋2"])).doubtful == (("五楼02", ("1栋502", "5栋2")),)


def test_codes_with_underscores_stay_codes() -> None:
    register = build_register(["01010707_01", "0101_01", "3_2_501"])
    assert set(register.flats) == {"01010707_01", "0101_01", "3栋2单元501"}
    assert match("101-1", register).flats == ()
    assert match("3-2-501、01010707_01", register).flats == ("3栋2单元501", "01010707_01")


def test_a_word_before_a_number_may_be_another_estate_where_the_register_names_estates() -> None:
    register = build_register(["翠湖花园3栋2单元501"])
    assert match("业主 3-2-501", register).flats == ("翠湖花园3栋2单元501",)
    assert match("碧桂园3-2-501", register).flats == ()
    both = build_register(["翠湖花园3栋2单元501", "碧桂园3栋2单元501"])
    assert match("业主3-2-501", both).doubtful[0][1] == ("碧桂园3栋2单元501", "翠湖花园3栋2单元501")


def test_a_word_behind_a_number_counts_where_the_register_tells_flats_apart_by_it() -> None:
    register = build_register(["1栋101上", "1栋101"])
    assert match("1栋101上", register).flats == (next(iter(register.flats)),) != match("1栋101", register).flats
    assert match("1栋101复式", register).flats == ()


def test_the_number_of_a_street_is_the_whole_number() -> None:
    register = build_register(["幸福路8号3栋2单元501", "幸福路18号3栋2单元501"])
    assert match("8号3栋2单元501", register).flats == ("幸福路8号3栋2单元501",)
    assert len(match("3-2-501", register).doubtful) == 1


def test_without_a_register_words_make_no_second_household() -> None:
    texts = ["3-2-501", "3-2-501业主", "3-2-501张三", "业主 3-2-501", "3-2-501 13800000000", "3_2_501", "Ⅲ-2-501"]
    assert {match(text, None).flats for text in texts} == {("3栋2单元501",)}
    assert match("13800000000", None).flats != ()


HEADS = ["", "业主", "业主 ", "业主张先生 ", "13800000000 ", "房号：", "张三 ", "【业主】"]
TAILS = [
    "",
    "业主",
    "业主张先生",
    " 张女士",
    "张三",
    " 13800000000",
    "（东户）",
    "（138****0000）",
    " 李四 0755-88888888",
    "(2人)",
    "，张先生",
]
STYLES = [
    "{b}-{u}-{r}", "{b}栋{u}单元{r}", "{b}幢{u}单元{r}室", "{b}_{u}_{r}", "{b}#{u}-{r}", "幸福路8号{b}栋{u}单元{r}", "{b}/{u}/{r}",
]  # fmt: skip
number = st.tuples(st.integers(1, 13), st.integers(1, 3), st.integers(1, 33), st.integers(1, 4))
registers = st.lists(number, min_size=1, max_size=14, unique=True)


def room(flat: tuple[int, int, int, int]) -> str:
    return f"{flat[2]}{flat[3]:02d}"


def identity(flat: tuple[int, int, int, int]) -> str:
    return f"{flat[0]}栋{flat[1]}单元{room(flat)}"


@given(registers, number, st.sampled_from(HEADS), st.sampled_from(STYLES), st.sampled_from(TAILS))
def test_whatever_stands_beside_a_number_the_flat_is_that_one_or_none(
    rows: Any, other: Any, head: Any, style: str, tail: Any
) -> None:
    register = build_register(map(identity, rows))
    for flat in (rows[0], other):
        text = head + style.format(b=flat[0], u=flat[1], r=room(flat)) + tail
        expected = (identity(flat),) if flat in rows else ()
        assert match(text, register).flats == expected
        assert set(match(text, None).flats) & set(register.flats) <= set(expected)


@given(registers, st.lists(number, min_size=1, max_size=3), st.sampled_from(STYLES), st.sampled_from("、，,;；"))
def test_a_list_of_rooms_is_of_the_building_before_it_and_of_no_other(
    rows: Any, more: Any, style: str, joint: Any
) -> None:
    register, first = build_register(map(identity, rows)), rows[0]
    text = joint.join([style.format(b=first[0], u=first[1], r=room(first)), *map(room, more)])
    meant = [first, *((first[0], first[1], *flat[2:]) for flat in more)]
    assert match(text, register).flats == tuple(dict.fromkeys(identity(flat) for flat in meant if flat in rows))


@given(registers, number, st.sampled_from(["{b}栋{u}单元{f}楼{n:02d}", "{b}-{u}-{f}层{n:02d}", "{b}栋{u}单元{f}楼{r}"]))
def test_a_floor_is_read_with_its_room(rows: Any, other: Any, style: str) -> None:
    register = build_register(map(identity, rows))
    for flat in (rows[0], other):
        text = style.format(b=flat[0], u=flat[1], f=flat[2], n=flat[3], r=room(flat))
        assert match(text, register).flats == ((identity(flat),) if flat in rows else ())


@pytest.mark.parametrize(
    "text", ["业主" * 5000, "3-2-501" + "张" * 5000, "1" * 5000 + "业主", "（" * 5000, "3-2-501" + " 1380" * 18]
)
def test_a_long_cell_names_no_flat_and_takes_no_time(text: str) -> None:
    assert match(text, REGISTER).flats == ()
