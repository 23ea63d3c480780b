"""Households: one identity for the spellings of a flat, and none where two flats fit (readings 19 and 39)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausecheck.evidence.households import build_register, match

REGISTER = build_register(
    [f"{b}栋{u}单元{floor}0{room}" for b in (1, 2, 12) for u in (1, 2) for floor in (1, 3) for room in (1, 2)]
    + ["A座1203", "B座1203", "3栋3105", "A42", "B11", "B12", "1栋商铺03", "01010707_01", "13栋10"]
)


@pytest.mark.parametrize(
    "text",
    [
        "1栋2单元301",
        "1幢-2-301",
        "1#2-301",
        "01-02-0301",
        "１栋２单元３０１室",
        "1/2/301",
        "1座2单元301房",
        "1号楼2单元301号",
        "1号楼2门301",
        "一栋二单元三〇一",
        "1 栋 2 单元 301 室",
        "1栋2单元3层301",
        "翠湖花园1栋2单元301",
        "1—2—301.0",
        "1#楼2单元0301户",
    ],
)
def test_every_spelling_of_a_flat_is_that_flat(text: str) -> None:
    assert match(text, REGISTER).flats == ("1栋2单元301",)
    assert match(text, None).flats == ("1栋2单元301",) or "翠湖花园" in text


def test_flats_that_differ_by_their_building_letter_are_never_one() -> None:
    assert match("A座1203", REGISTER).flats == ("A栋1203",)
    assert match("B座1203", REGISTER).flats == ("B栋1203",)
    assert match("b1203", REGISTER).flats == ("B栋1203",)
    assert match("A座1203", None).flats != match("B座1203", None).flats


def test_part_of_a_number_is_accepted_when_one_flat_fits() -> None:
    assert match("3105", REGISTER).flats == ("3栋3105",)
    assert match("3105.0", REGISTER).flats == ("3栋3105",)


def test_a_number_that_fits_two_flats_fits_none_and_names_both() -> None:
    found = match("1203", REGISTER)
    assert found.flats == () and found.unmatched == ()
    assert found.doubtful == (("1203", ("A栋1203", "B栋1203")),)


def test_parts_given_must_stand_in_the_flat_in_order() -> None:
    assert match("12栋302", REGISTER).doubtful == (("12栋302", ("12栋1单元302", "12栋2单元302")),)
    assert match("2单元1栋301", REGISTER).unmatched == ("2单元1栋301",)
    assert match("5层301", REGISTER).unmatched == ("5层301",)


def test_a_building_letter_joined_to_the_room_is_the_same_flat_with_and_without_a_register() -> None:
    assert match("A302、A座302，a-302室;A号楼302", None).flats == ("A栋302",)
    assert build_register(["A座302", "A302", "B302"]).flats.keys() == {"A栋302", "B栋302"}
    assert match("302", build_register(["A301", "B302"])).flats == ("B栋302",)


def test_a_flat_that_has_only_a_name_is_on_the_register_too() -> None:
    register = build_register(["听雨轩", "1栋301", ""])
    assert list(register.flats) == ["听雨轩", "1栋301"]
    assert match("听 雨轩、1-301", register).flats == ("听雨轩", "1栋301")
    assert match("物业中心", register).unmatched == ("物业中心",)


def test_a_label_that_contradicts_does_not_fit() -> None:
    register = build_register(["1栋301", "2栋1单元302"])
    assert match("1单元301", register).unmatched == ("1单元301",)
    assert match("1单元302", register).flats == ("2栋1单元302",)


def test_a_sheet_name_gives_the_building_where_it_is_needed() -> None:
    register = build_register(["1栋301", "2栋301", "3栋302"])
    assert match("301.0", register, "1栋").flats == ("1栋301",)
    assert match("301", register, "2号楼访谈").flats == ("2栋301",)
    assert match("302", register, "1栋").flats == ("3栋302",)
    assert match("301", register, "访谈记录").doubtful != ()
    assert match("301", None, "1栋").flats == ("1栋301",)


def test_a_register_kept_one_sheet_per_building_holds_every_building() -> None:
    register = build_register([("301", "1栋"), ("301", "2栋"), ("302", "2栋")])
    assert sorted(register.flats) == ["1栋301", "2栋301", "2栋302"]
    assert match("2-301", register).flats == ("2栋301",)


def test_a_flat_twice_on_the_register_is_one() -> None:
    assert len(build_register(["1栋2单元301", "1-2-301", "01-02-0301"])) == 1


@pytest.mark.parametrize("joint", ["、", "，", ", ", ";", "；", "/", " / ", "\n"])
def test_a_text_may_name_several_flats(joint: str) -> None:
    text = joint.join(["1栋1单元101", "2栋1单元101"])
    assert match(text, REGISTER).flats == ("1栋1单元101", "2栋1单元101")
    assert match(text, None).flats == ("1栋1单元101", "2栋1单元101")


def test_a_slash_joins_only_complete_numbers() -> None:
    assert match("A42/B11", REGISTER).flats == ("A42", "B11")
    assert match("A42/B11/B12", None).flats == ("A42", "B11", "B12")
    assert match("1/2/301", REGISTER).flats == ("1栋2单元301",)
    assert match("1-2-301/1-2-302", REGISTER).flats == ("1栋2单元301", "1栋2单元302")
    assert match("1-2-301/302", REGISTER).flats == ()


def test_words_between_two_flats_never_hide_one() -> None:
    assert match("1栋1单元101和2栋1单元101", REGISTER).flats == ("1栋1单元101", "2栋1单元101")
    for text in ("1栋1单元101投诉2栋1单元101", "3105转3105", "1栋1单元101 2栋1单元101"):
        assert match(text, REGISTER).unmatched == (text,)


def test_the_address_before_a_flat_is_passed_over() -> None:
    assert match("幸福路100号XX小区1栋2单元301室", REGISTER).flats == ("1栋2单元301",)
    assert match("隔壁1栋2单元301楼上", REGISTER).flats == ()


def test_short_numbers_beside_a_comma_are_allowed_each_judged_by_itself() -> None:
    found = match("3105、1203、1栋1单元101", REGISTER)
    assert found.flats == ("3栋3105", "1栋1单元101")
    assert found.doubtful == (("1203", ("A栋1203", "B栋1203")),)
    assert match("3105；101", REGISTER).doubtful[0][0] == "101"


def test_shops_have_no_unit_and_are_not_flats() -> None:
    register = build_register(["1栋3", "1栋商铺03", "178铺"])
    assert sorted(register.flats) == ["1栋3", "1栋铺3", "铺178"]
    assert match("1栋3号铺", register).flats == ("1栋铺3",)
    assert match("商铺178", register).flats == ("铺178",)
    assert match("1栋3号", register).flats == ("1栋3",)


def test_compact_codes_match_by_exact_text_only() -> None:
    assert match("01010707_01", REGISTER).flats == ("01010707_01",)
    assert match("1010707_01", REGISTER).flats == ()
    assert match("1010707_1", REGISTER).unmatched == ("1010707_1",)


def test_letter_o_is_zero_only_when_nothing_else_fits_and_is_reported() -> None:
    found = match("13栋1O房", REGISTER)
    assert (found.flats, found.guessed) == (("13栋10",), ("13栋1O房",))
    assert match("13栋10房", REGISTER).guessed == ()
    register = build_register(["13栋1O", "13栋10"])
    assert match("13栋1O房", register).flats == ("13栋1O",)


def test_phases_tell_buildings_apart() -> None:
    register = build_register(["一期2栋301", "二期2栋301", "2期3栋101"])
    assert match("1期2-301", register).flats == ("1期2栋301",)
    assert match("2栋301", register).doubtful[0][1] == ("1期2栋301", "2期2栋301")
    assert match("3栋101", register).flats == ("2期3栋101",)


@pytest.mark.parametrize("text", ["", "  ", "商铺", "无", "待定", "/", "、", "物业中心"])
def test_a_text_without_a_number_names_no_flat(text: str) -> None:
    assert match(text, REGISTER).flats == ()
    assert match(text, None).flats == ()


def test_a_storage_room_or_parking_space_is_not_the_flat_of_its_number() -> None:
    assert match("车位3105", REGISTER).unmatched == ("车位3105",)


def test_an_empty_register_is_no_register() -> None:
    assert match("1-2-301", build_register([])).flats == ("1栋2单元301",)


@pytest.mark.parametrize("text", ["9" * 30000, "一" * 30000, "东" * 30000 + "栋3", "A1_" * 10000])
def test_a_cell_full_of_rubbish_names_no_flat_and_takes_no_time(text: str) -> None:
    assert match(text, REGISTER).unmatched == (text,)
    assert match(text, None).flats == ()


CHINESE = "零一二三四五六七八九"


def chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    return (CHINESE[tens] if tens > 1 else "") + ("十" if tens else "") + (CHINESE[ones] if ones or not tens else "")


Flat = tuple[int, int, int, int]
flats_drawn = st.tuples(st.integers(0, 3), st.integers(1, 30), st.integers(0, 4), st.integers(101, 3305))
Style = tuple[str, str, str, str]
styles = st.tuples(
    st.sampled_from(["栋", "幢", "座", "号楼", "#", "#楼", " 栋 "]),
    st.sampled_from(["单元", "号单元", "-", "单元 ", "/"]),
    st.sampled_from(["", "室", "房", "号", "户", " 室", ".0"]),
    st.sampled_from(["plain", "zeros", "chinese", "wide"]),
)


def spell(flat: Flat, style: Style) -> str:
    phase, building, unit, room = flat
    after_building, after_unit, after_room, way = style
    write = chinese if way == "chinese" else str
    text = f"{write(phase)}期" if phase else ""
    text += (f"{building:02d}" if way == "zeros" else write(building)) + after_building
    text += write(unit) + after_unit if unit else ""
    text += (f"{room:05d}" if way == "zeros" else str(room)) + after_room
    return text.translate({48 + d: 0xFF10 + d for d in range(10)}) if way == "wide" else text


@given(flats_drawn, styles, styles)
def test_spelling_never_changes_the_identity(flat: Flat, one: Style, other: Style) -> None:
    first, second = match(spell(flat, one), None).flats, match(spell(flat, other), None).flats
    assert first == second
    assert len(first) == 1


@given(flats_drawn, styles)
def test_an_identity_is_its_own_identity(flat: Flat, style: Style) -> None:
    (identity,) = match(spell(flat, style), None).flats
    assert match(identity, None).flats == (identity,)


rows_drawn = st.lists(
    st.tuples(st.integers(0, 1), st.integers(1, 3), st.integers(0, 2), st.integers(101, 104)), max_size=12
)


@given(rows_drawn, st.lists(styles, min_size=12, max_size=12), st.randoms(), flats_drawn, styles)
def test_the_order_of_the_register_plays_no_part(
    rows: Any, spellings: Any, random: Any, asked: Any, style: Style
) -> None:
    texts = [spell(row, style) for row, style in zip(rows, spellings, strict=False)]
    shuffled = random.sample(texts, len(texts))
    one, other = build_register(texts), build_register(shuffled)
    assert sorted(one.flats) == sorted(other.flats)
    for text in [*texts, spell(asked, style), "101", "1-102", "2单元103"]:
        assert match(text, one) == match(text, other)


@given(rows_drawn, styles)
def test_two_flats_of_the_register_never_match_the_same_full_text(rows: Any, style: Style) -> None:
    register = build_register(spell(row, style) for row in rows)
    assert len(register) == len(set(rows))
    named = [match(spell(row, style), register).flats for row in set(rows)]
    assert all(len(flats) == 1 for flats in named)
    assert len(set(named)) == len(set(rows))


@given(st.text(max_size=40), st.sampled_from(["", "1栋", "登记表"]))
def test_any_text_at_all_is_taken_without_a_fault(text: str, sheet: str) -> None:
    assert len(match(text, None, sheet).flats) <= 40
    assert set(match(text, REGISTER, sheet).flats) <= set(REGISTER.flats)
