"""Values of lists and items of contents as people decorate them, and in traditional script (readings 54, 55)."""

from pathlib import Path
from typing import Any

import pytest
from logbooks import workbook

from clausecheck.logs import read_logs
from clausecheck.logs.values import reader_of
from clausecheck.nouns.model import Unknown
from clausecheck.nouns.text import simplified
from clausecheck.nouns.yamlfile import read_yaml
from clausecheck.procedure.shipped import our_tables, our_words
from clausecheck.procedure.tables import FieldSpec
from clausecheck.rulebook import load_rulebook

TRADITIONAL: dict[str, list[str]] = read_yaml(Path(__file__).with_name("traditional.yaml"))[0]
FIELDS = [(spec.name, field) for spec in our_tables().values() for field in spec.fields.values()]


def _read(table: str, field: str, cell: Any) -> Any:
    return reader_of(our_tables()[table].fields[field], words=our_words())(cell)[0]


def test_every_header_and_value_of_ours_is_listed_in_traditional_script() -> None:
    ours = {text for _, field in FIELDS for text in _texts(field)}
    assert set(TRADITIONAL) <= ours
    assert len(TRADITIONAL) > 300


def _texts(field: FieldSpec) -> list[str]:
    values = [spelling for value, usual in field.choices for spelling in (value, *usual)]
    return [field.header, *field.also, *field.known, *values, *(one for _, all_ in field.beside for one in all_)]


@pytest.mark.parametrize("ours", TRADITIONAL)
def test_in_traditional_script_it_is_the_same_word(ours: str) -> None:
    assert {simplified(text) for text in TRADITIONAL[ours]} == {simplified(ours)}


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("一类（我方服务）", "一类"),
        ("第一类", "一类"),
        ("1.一类", "一类"),
        ("（1）一类", "一类"),
        ("★一类★", "一类"),
        ("一类。", "一类"),
        ("【一类】", "一类"),
        ("一類", "一类"),
        ("一类-服务质量", "一类"),
        ("二类：房屋质量", "二类"),
        ("第二类投诉（房屋质量）", "二类"),
        ("二\u200b类", "二类"),
        ("二类/二类投诉", "二类"),
        ("二类（2）", "二类"),
        ("二类-1", "二类"),
        ("四类", Unknown("DAT07", "四类")),
        ("一类/二类", Unknown("DAT07", "一类/二类", "two_values")),
        ("一类、二类", Unknown("DAT07", "一类、二类", "two_values")),
        ("一类（二类）", Unknown("DAT07", "一类（二类）", "two_values")),
        ("1、2", Unknown("DAT07", "1、2", "two_values")),
        ("不是一类", Unknown("DAT07", "不是一类")),
    ],
)
def test_what_stands_beside_a_class_does_not_count(cell: str, value: Any) -> None:
    assert _read("complaints", "klass", cell) == value


@pytest.mark.parametrize(
    ("table", "field", "cell", "value"),
    [
        ("complaints", "nature", "公共部位（电梯）", "公共部位"),
        ("complaints", "nature", "公共部位-电梯", Unknown("DAT07", "公共部位-电梯")),
        ("complaints", "impact", "重大！", "重大"),
        ("complaints", "left_by_developer", "是。", "是"),
        ("complaints", "left_by_developer", "否（已核实）", "否"),
        ("complaints", "left_by_developer", "√ ", "是"),
        ("complaints", "left_by_developer", "✔\ufe0f", "是"),
        ("complaints", "left_by_developer", "1.0", Unknown("DAT07", "1.0")),
        ("complaints", "left_by_developer", "是（未完成）", Unknown("DAT07", "是（未完成）", "two_values")),
        ("complaints", "left_by_developer", "×", "否"),
        ("postings", "contents", "1.照片；2.工号；（3）姓名", ("照片", "工号", "姓名")),
        ("postings", "contents", "照片\n工号", ("照片", "工号")),
        ("postings", "contents", "價格舉報電話：12315、水（供水公司）", ("价格举报电话：12315", "水")),
        ("postings", "contents", "400-820-0000", ("400-820-0000",)),
        ("postings", "contents", "孙客服（客服）", ("孙客服（客服）",)),
        ("publicity_plan", "topic", "★防火。", ("防火",)),
    ],
)
def test_nor_beside_any_other_value_or_item(table: str, field: str, cell: str, value: Any) -> None:
    assert _read(table, field, cell) == value


def test_the_items_that_rules_look_for_are_known() -> None:
    asked = {
        item
        for rule in load_rulebook().rules.values()
        for check in rule.checks
        for item in (*getattr(check, "contents", ()), *getattr(check, "topics", ()))
    }
    assert asked == {item for _, field in FIELDS for item in field.known if field.key != "topic"} | set(
        our_tables()["publicity_plan"].fields["topic"].known
    )


def test_a_class_gives_the_subclass_behind_it_where_that_is_blank_or_absent(tmp_path: Path) -> None:
    lines = [["投诉编号", "受理时间", "类别", "子类"], ["1", "2026-03-05", "二类-房屋质量", ""]]
    lines += [["2", "2026-03-05", "二类（房屋质量）", "配套设施"], ["3", "2026-03-05", "二类", ""]]
    rows = list(read_logs([workbook(tmp_path / "a.xlsx", {"投诉记录": lines})]).rows("complaints"))
    assert [(row.get("klass"), row.get("subtype")) for row in rows] == [
        ("二类", "房屋质量"),
        ("二类", "配套设施"),
        ("二类", None),
    ]
    assert [row.cell("subtype").cell for row in rows] == ["C2", "D3", "D4"]
    lines = [line[:3] for line in lines]
    (first, *_) = read_logs([workbook(tmp_path / "b.xlsx", {"投诉记录": lines})]).rows("complaints")
    assert (first.get("subtype"), first.cell("subtype").cell) == ("房屋质量", "C2")


def test_a_class_as_above_gives_its_subclass_too(tmp_path: Path) -> None:
    lines = [["投诉编号", "受理时间", "类别"], ["1", "2026-03-05", "二类-房屋质量"], ["2", "2026-03-06", "同上"]]
    rows = list(read_logs([workbook(tmp_path / "a.xlsx", {"投诉记录": lines})]).rows("complaints"))
    assert [(row.get("klass"), row.get("subtype")) for row in rows] == [("二类", "房屋质量")] * 2
