"""What is said of a flat number that fits several flats can be read, however many they are."""

from clausecheck.evidence.flats import _few


def test_a_few_flats_are_all_named_and_of_many_the_number_is_said() -> None:
    assert _few(("1栋301", "2栋301")) == "1栋301 / 2栋301"
    many = tuple(f"{n}栋301" for n in range(1, 200))
    assert _few(many).endswith("8栋301 …(199)")
