"""What is masked in a text and what is not, example by example; and laws that hold for every text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clausecheck.nouns.model import say
from clausecheck.procedure.shipped import our_tables
from clausecheck.results.mask import Masker, mask_text
from clausecheck.results.mask.known import vocabulary
from clausecheck.results.mask.names import by_first, names_in
from clausecheck.results.mask.rooms import known_flats, mask_flat
from clausecheck.results.mask.sentences import masked_say
from clausecheck.results.mask.text import harmless, mask_people
from clausecheck.wording import word

MASKER = Masker(
    names=by_first(["王敏", "张三丰", "欧阳锋", "John Smith"]),
    phones=frozenset({"26881234"}),
    flats=frozenset(known_flats("A42") | known_flats("B1-302") | known_flats("12-301")),
    hotlines=frozenset({"4008200000", "075526888888", "13900000000"}),
    vocabulary=vocabulary(our_tables()),
    tables=our_tables(),
)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("1栋2单元301", "1栋*单元***"),
        ("１栋２单元３０１室", "1栋*单元***室"),
        ("1幢-2-301", "1幢-*-***"),
        ("1#2-301", "1#*-***"),
        ("01-02-0301", "01-**-****"),
        ("1/2/301", "1/*/***"),
        ("1 栋 2 单元 301", "1 栋 * 单元 ***"),
        ("三栋二单元三〇一室", "三栋*单元***室"),
        ("1期2栋3单元1204", "1期2栋*单元****"),
        ("A座1203", "A座****"),
        ("3号楼1204住户", "3号楼****住户"),
        ("2单元301", "*单元***"),
        ("301室漏水", "***室漏水"),
        ("1栋铺3", "1栋铺*"),
        ("幸福路100号翠湖花园3栋301", "幸福路100号翠湖花园3栋***"),
        ("A42/B1-302", "***/B1-***"),
        ("12-301", "12-***"),
    ],
)
def test_of_a_room_number_the_building_stays(written: str, shown: str) -> None:
    assert mask_text(written, MASKER) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("13812345678", "138****5678"),
        ("电话：138 1234 5678。", "电话：138****5678。"),
        ("138-1234-5678", "138****5678"),
        ("+86-13812345678", "138****5678"),
        ("013812345678", "138****5678"),
        ("１３８１２３４５６７８", "138****5678"),
        ("13812345678.0", "138****5678.0"),
        ("2026-08-05 13812345678", "2026-08-05 138****5678"),
        ("0755-26889999", "**********99"),
        ("(0755)26889999", "**********99"),
        ("26881234", "******34"),
        ("11010519491231002X", "11****************"),
        ("440305 19900101 1234", "44****************"),
        ("440305900101123", "44*************"),
    ],
)
def test_telephone_and_identity_numbers_go(written: str, shown: str) -> None:
    assert mask_text(written, MASKER) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("王敏已处理", "王*已处理"),
        ("王　敏", "王*"),
        ("John Smith", "J*********"),
        ("JOHN SMITH", "J*********"),
        ("李女士反映", "李**反映"),
        ("联系人：赵云飞", "联系人：赵**"),
    ],
)
def test_names_go_whether_the_logs_name_them_or_a_title_does(written: str, shown: str) -> None:
    assert mask_text(written, MASKER) == shown


@pytest.mark.parametrize(
    "text",
    [
        "400-820-0000", "0755-26888888", "13900000000", "12345", "12358", "2026-08-05 09:02", "2026-01-15..2026-03-10", "2026-Q3",
        "2026Q1", "TS-2026-0001", "GS-2026-001", "TS-202609-134", "CH-001", "投诉记录!B7", "投诉记录#12", "1栋大堂", "东门", "3号楼2单元大堂",
        "2026-Q1/工程主管", "访谈记录/受访人身份", "24 小时", "期后首月 15 日", "Johnson", "20260805", "客服主管",
    ],
)  # fmt: skip
@pytest.mark.parametrize("strict", [True, False], ids=["as identifier", "as text"])
def test_hotlines_dates_identifiers_and_places_stay(text: str, strict: bool) -> None:
    assert mask_text(text, MASKER, strict) == text


def test_an_identifier_loses_numbers_of_people_but_is_no_flat() -> None:
    assert mask_text("TS-12-3-0301", MASKER, strict=True) == "TS-12-3-0301"
    assert mask_text("12-3-0301", MASKER, strict=True) == "12-3-0301"
    assert mask_text("TS-13812345678", MASKER, strict=True) == "TS-138****5678"
    assert mask_text("440305202608050017", MASKER, strict=True) == "440305202608050017"


def test_a_number_given_as_a_flat_goes_whole() -> None:
    assert mask_flat("301") == "***"
    assert mask_flat("翠湖苑3-301、1203") == "翠湖苑3-***、****"


def test_in_a_column_of_people_an_unknown_name_goes_too() -> None:
    assert mask_people("慕容复、王敏（客服）", MASKER) == "慕**、王*（客服）"
    assert mask_people("客服主管", MASKER) == "客服主管"


def test_names_are_taken_from_cells_that_say_more_than_the_name() -> None:
    words = vocabulary(our_tables())
    assert set(names_in("王敏、李四（客服） 13800138000", words)) == {"王敏", "李四"}
    assert "王敏" in set(names_in("王敏女士", words))
    assert "王敏" in set(names_in("王　敏", words))
    assert set(names_in("无", words)) == set()
    assert set(names_in("1栋2单元301", words)) == set()


@pytest.mark.parametrize(
    "text", ["2024/02/31", "3月五日下午", "三类", "业主、租户", "#REF!", "A栋1203", "约 3 点", "138****5678"]
)
def test_what_is_plainly_harmless_is_shown(text: str) -> None:
    assert harmless(text, MASKER) is not None


@pytest.mark.parametrize("text", ["张无忌昨天打来", "去问老周", "ask Mr Bean", '=VLOOKUP("x",A1:B2,2,0)'])
def test_where_anybody_may_write_anything_other_words_are_withheld(text: str) -> None:
    assert harmless(text, MASKER) is None


def test_a_withheld_value_is_said_in_both_languages() -> None:
    said = masked_say(say("not_listed", field=our_tables()["complaints"].fields["klass"].said, raw="问张无忌"), MASKER)
    assert word(said, "zh") == "“类别”填的是“（已隐去）”，不在可选值内"
    assert word(said, "en") == '"class" is "(withheld)", which is not one of its values'


def test_what_a_parameter_holds_decides_how_it_is_masked() -> None:
    flat = say("dat.DAT02_several", field=our_tables()["complaints"].fields["household"].said, raw="301", parts="301")
    assert word(masked_say(flat, MASKER), "zh") == "房号“***”可对应多户：***"
    name = say("not_on_staff", field=our_tables()["complaints"].fields["handler"].said, name="慕容复")
    assert word(masked_say(name, MASKER), "zh") == "“责任人”慕** 不在人员表"
    record = say("no_record", id="RC-2026-001")
    assert masked_say(record, MASKER) == record
    place = say("place_missing", place="1栋大堂")
    assert masked_say(place, MASKER) == place


PIECES = st.sampled_from(
    ["王敏", "张三丰", "王", "敏", "John Smith", "John", "1栋", "2单元", "301", "室", "-", "#", "/", " ", "：", "13812345678", "138", "0755-", "26881234",
     "11010519491231002X", "*", "业主", "女士", "李", "A42", "12-301", "座", "三", "年", "2026-08-05", "．", "１", "号", "楼"]
)  # fmt: skip
TEXTS = st.one_of(st.lists(PIECES, max_size=12).map("".join), st.text(max_size=40))


@settings(max_examples=400, deadline=None)
@given(TEXTS, st.booleans())
def test_masking_twice_is_masking_once(text: str, strict: bool) -> None:
    once = mask_text(text, MASKER, strict)
    assert mask_text(once, MASKER, strict) == once


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_masking_people_twice_is_masking_them_once(text: str) -> None:
    once = mask_people(text, MASKER)
    assert mask_people(once, MASKER) == once


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_no_known_name_is_left_in_any_text(text: str) -> None:
    shown = mask_text(text, MASKER)
    for name in ("王敏", "张三丰", "欧阳锋"):
        assert name not in shown


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(["电话", "：", " ", "TS-", "", "（"]),
    st.integers(3, 9),
    st.integers(0, 10**9 - 1),
    st.sampled_from(["", " ", "，", "）", "号", ".0"]),
)
def test_no_mobile_number_is_left_whatever_stands_around_it(before: str, second: int, rest: int, after: str) -> None:
    number = f"1{second}{rest:09d}"
    shown = mask_text(before + number + after, MASKER, strict=True)
    assert number not in shown or number in MASKER.hotlines


@settings(max_examples=200, deadline=None)
@given(
    st.integers(1, 40),
    st.integers(1, 9),
    st.integers(101, 3509),
    st.sampled_from(["{}栋{}单元{}", "{}幢-{}-{}", "{}#{}-{}", "{}-{}-{}", "{}号楼{}单元{}室", "{:02d}-{:02d}-{:04d}"]),
)
def test_no_room_is_left_however_it_is_written(building: int, unit: int, room: int, form: str) -> None:
    written = form.format(building, unit, room)
    shown = mask_text(f"住户 {written}", MASKER)
    assert str(room) not in shown
    assert str(building) in shown
