"""Numbers that belong together have one source (reading 73); the hotline changes at its day (reading 80)."""

from datetime import date
from pathlib import Path

import pytest

from clausecheck.nouns.errors import InputFault
from clausecheck.rulebook import Procedure, load_rulebook

TOGETHER = (
    (("ITV01", "size"), ("ITV02", "size"), ("ITV03", "size")),
    (("ITV01", "month_days"), ("ITV02", "month_days"), ("ITV03", "month_days")),
    (("ITV01", "small"), ("ITV02", "share")),
    (("ITV01", "large"), ("ITV03", "share")),
    (("RPT07", "due"), ("RPT01", "due")),
    (("RPT07", "due_brief"), ("RPT11", "due")),
    (("RPT12", "due"), ("RPT10", "due")),
)
EACH = [(one, group) for group in TOGETHER for one in group]
DAY = date(2026, 8, 1)


def company(folder: Path, rules: str) -> Procedure:
    path = folder / "公司规则.yaml"
    path.write_text(f"extends: customer_communication\nrules:\n{rules}", encoding="utf-8")
    return load_rulebook(path)


@pytest.mark.parametrize(("one", "group"), EACH, ids=lambda what: ".".join(what) if isinstance(what[0], str) else "")
def test_changed_anywhere_it_is_changed_everywhere(
    one: tuple[str, str], group: tuple[tuple[str, str], ...], tmp_path: Path
) -> None:
    book = company(tmp_path, f"  {one[0]}:\n    numbers: {{{one[1]}: {{value: 7}}}}\n")
    found = [book.rules[code].number(name, DAY) for code, name in group]
    assert [(number.value, number.source) for number in found] == [(7, "company")] * len(group)


def test_from_a_day_on_ours_stays_before_it_everywhere(tmp_path: Path) -> None:
    book = company(tmp_path, "  ITV03:\n    numbers: {size: {value: 800, since: 2026-07-01}}\n")
    for code in ("ITV01", "ITV02", "ITV03"):
        assert [book.rules[code].number("size", day).value for day in (date(2026, 6, 30), DAY)] == [1000, 800]


def test_the_same_value_given_twice_is_no_contradiction(tmp_path: Path) -> None:
    book = company(
        tmp_path,
        "  ITV02:\n    numbers: {size: {value: 800}}\n  ITV03:\n    numbers: {size: {value: 800, unit: households}}\n",
    )
    assert book.rules["ITV01"].number("size", DAY).value == 800


@pytest.mark.parametrize(
    "second", ["{value: 900}", "{value: 800, since: 2026-01-01}", "[{value: 800}, {value: 9, since: 2026-01-01}]"]
)
def test_two_values_for_one_number_are_refused_with_both_lines(second: str, tmp_path: Path) -> None:
    with pytest.raises(InputFault) as refused:
        company(
            tmp_path,
            f"  ITV02:\n    numbers:\n      size: {{value: 800}}\n  ITV03:\n    numbers:\n      size: {second}\n",
        )
    said = refused.value.say("zh") + "\n" + refused.value.say("en")
    assert "公司规则.yaml:8" in said
    assert "ITV03 的 size 与 ITV02 的 size（第 5 行）是同一个数" in said
    assert "size of ITV03 and size of ITV02 (line 5) are one number" in said


def test_what_is_wrong_in_it_is_said_once_at_the_line_where_it_stands(tmp_path: Path) -> None:
    with pytest.raises(InputFault) as refused:
        company(tmp_path, "  ITV03:\n    numbers:\n      size: {value: many}\n")
    said = refused.value.say("zh") + "\n" + refused.value.say("en")
    assert "公司规则.yaml:5" in said
    assert len(refused.value.faults) == 1


def test_a_number_without_its_braces_is_refused_where_it_stands(tmp_path: Path) -> None:
    with pytest.raises(InputFault) as refused:
        company(tmp_path, "  RPT10:\n    numbers:\n      due: 5\n")
    assert [fault.place.rpartition("/")[2] for fault in refused.value.faults] == ["公司规则.yaml:5"]


def test_a_unit_that_one_of_the_rules_cannot_use_is_refused_at_its_line(tmp_path: Path) -> None:
    with pytest.raises(InputFault) as refused:
        company(tmp_path, "  ITV03:\n    numbers:\n      share: {value: 500, unit: households}\n")
    assert "公司规则.yaml:5" in str(refused.value)
    assert "percent" in str(refused.value)


def test_a_company_cannot_join_numbers_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(InputFault, match="same_as"):
        company(tmp_path, "  CMP09:\n    numbers: {limit: {same_as: CMP07.limit}}\n")


def test_the_price_hotline_is_12315_from_2020_on(tmp_path: Path) -> None:
    ours = load_rulebook().rules["INF03"]
    last, first = (ours.number("hotline", day) for day in (date(2019, 12, 31), date(2020, 1, 1)))
    assert (last.value, last.source, first.value, first.source) == ("12358", "procedure", "12315", "assumption")


def test_a_company_puts_its_own_in_the_place_of_ours_from_the_same_day(tmp_path: Path) -> None:
    book = company(tmp_path, '  INF03:\n    numbers: {hotline: {value: "12345", since: 2020-01-01}}\n')
    hotline = book.rules["INF03"].number("hotline", DAY)
    assert (hotline.value, hotline.source) == ("12345", "company")
    assert book.rules["INF03"].number("hotline", date(2019, 1, 1)).value == "12358"
