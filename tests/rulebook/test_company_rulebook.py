"""A company's own rulebook changes numbers and says where each comes from; what is wrong in it is named with its line."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from clausecheck.disk.resources import sample_projects
from clausecheck.nouns.errors import InputFault
from clausecheck.pipeline import audit_project, write_outputs
from clausecheck.procedure.rule import used
from clausecheck.rulebook import load_rulebook


def _write(folder: Path, text: str) -> Path:
    path = folder / "公司规则.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_two_numbers_changed_are_marked_as_the_companys(tmp_path: Path) -> None:
    book = load_rulebook(
        _write(
            tmp_path,
            "extends: customer_communication\nid: acme\nedition: '2'\nrules:\n  CMP01:\n    numbers: {limit: {value: 60}}\n"
            "  CMP09:\n    numbers: {limit: {value: 5, unit: working_days}}\n",
        )
    )
    limit, feedback = (
        book.rules["CMP01"].number("limit", date(2026, 1, 1)),
        book.rules["CMP09"].number("limit", date(2026, 1, 1)),
    )
    assert (limit.value, limit.unit, limit.source) == (60, "minutes", "company")
    assert (feedback.value, feedback.unit) == (5, "working_days")
    assert book.identity.id == "acme"
    assert book.identity.sha256 != load_rulebook().identity.sha256


def test_a_companys_title_and_marks_are_in_what_is_handed_back(tmp_path: Path) -> None:
    rulebook = _write(
        tmp_path, "extends: customer_communication\nrules:\n  INF03:\n    title: {zh: 价目牌, en: Price board}\n"
    )
    before = load_rulebook(rulebook).identity.sha256
    (tmp_path / "score.yaml").write_text("per_finding: 0.5\n", encoding="utf-8")
    assert load_rulebook(rulebook).identity.sha256 != before
    audit = audit_project(sample_projects()[0], "2026-Q3", "2026-10-31", rulebook=rulebook)
    assert audit.score["source"] == "company"
    folder = write_outputs(audit, tmp_path / "out")
    sheet = openpyxl.load_workbook(next(folder.glob("*_核查.xlsx")))["核查结果"]
    titles = {row[2]: row[3] for row in sheet.iter_rows(values_only=True)}
    assert titles["INF03"] == "价目牌"


def test_a_number_with_since_comes_after_ours_and_ours_stays_before(tmp_path: Path) -> None:
    text = "extends: customer_communication\nrules:\n  CMP01:\n    numbers: {limit: {value: 60, since: 2026-07-01}}\n"
    rule = load_rulebook(_write(tmp_path, text)).rules["CMP01"]
    assert [rule.number("limit", day).value for day in (date(2026, 6, 30), date(2026, 7, 1))] == [30, 60]
    assert used(rule, "limit", date(2026, 8, 1)).since == date(2026, 7, 1)


BAD = {
    "an unknown rule is named with the nearest right name": (
        "extends: customer_communication\nrules:\n  CMP1:\n    severity: 一般\n",
        [":3", "没有“CMP1”", "CMP"],
    ),
    "a misspelt key of a rule": (
        "extends: customer_communication\nrules:\n  CMP01:\n    numbrs: {limit: {value: 60}}\n",
        [":4", "numbrs", "numbers"],
    ),
    "a number that is no number": (
        "extends: customer_communication\nrules:\n  CMP01:\n    numbers:\n      limit: {value: 半小时}\n",
        [":5", "CMP01", "limit", "整数"],
    ),
    "a unit that does not fit": (
        "extends: customer_communication\nrules:\n  CMP01:\n    numbers:\n      limit: {value: 3, unit: households}\n",
        [":5", "minutes", "households"],
    ),
    "a day that no month has": (
        "extends: customer_communication\nrules:\n  RPT01:\n    numbers:\n      due: {value: 0}\n",
        [":5", "RPT01", "1 至 31"],
    ),
    "a severity that does not exist": (
        "extends: customer_communication\nrules:\n  CMP01:\n    severity: 特别严重\n",
        [":4", "severity"],
    ),
    "two values from the same day": (
        "extends: customer_communication\nrules:\n  CMP01:\n    numbers:\n      limit:\n"
        "        - {value: 30, unit: minutes}\n        - {value: 40, unit: minutes}\n",
        ["同一日"],
    ),
    "no value from the beginning": (
        "extends: customer_communication\nrules:\n  CMP01:\n    numbers:\n      limit:\n"
        "        - {value: 30, unit: minutes, since: 2026-01-01}\n        - {value: 40, unit: minutes}\n"
        "        - {value: 40, unit: minutes}\n",
        ["同一日"],
    ),
    "a key given twice": (
        "extends: customer_communication\nrules:\n  CMP01: {severity: 一般}\n  CMP01: {severity: 轻微}\n",
        [":4", "重复", "3"],
    ),
    "a number the rule has not got would never count": (
        "extends: customer_communication\nrules:\n  CMP01:\n    numbers: {limmit: {value: 60, unit: minutes}}\n",
        [":4", "CMP01", "没有“limmit”", "limit"],
    ),
    "a misspelt unit is named with the nearest right one": (
        "extends: customer_communication\nrules:\n  CMP01:\n    numbers: {limit: {value: 60, unit: minuts}}\n",
        [":4", "numbers.limit.unit", "没有“minuts”", "minutes"],
    ),
    "a misspelt key of a number": (
        "extends: customer_communication\nrules:\n  CMP01:\n    numbers: {limit: {valu: 60}}\n",
        [":4", "没有“valu”", "value"],
    ),
    "a number without its braces": (
        "extends: customer_communication\nrules:\n  CMP01:\n    numbers: {limit: 60}\n",
        [":4", "numbers.limit", "{value: 60, unit: minutes}"],
    ),
    "a day that the calendar has not got": (
        "extends: customer_communication\nrules:\n  CMP01:\n    numbers: {limit: {value: 60, since: 2026-02-30}}\n",
        [":4", "since", "不是日期", "2026-07-01"],
    ),
    "a date as a bare number": (
        "extends: customer_communication\nrules:\n  CMP01:\n    numbers: {limit: {value: 60, since: 1767225600}}\n",
        [":4", "since", "不是日期"],
    ),
    "more than all of them": (
        "extends: customer_communication\nrules:\n  ITV03:\n    numbers: {share: {value: 120}}\n",
        [":4", "ITV03", "1 至 100", "120"],
    ),
    "a weight below nothing": (
        "extends: customer_communication\nrules:\n  CMP01:\n    weight: -1\n",
        [":4", "weight", "不小于 0"],
    ),
    "a weight that is no number": (
        "extends: customer_communication\nrules:\n  CMP01:\n    weight: heavy\n",
        [":4", "weight", "整数", "heavy"],
    ),
    "a rule of which nothing is said": ("extends: customer_communication\nrules:\n  CMP01:\n", [":3", "CMP01"]),
    "numbers of which nothing is said": (
        "extends: customer_communication\nrules:\n  CMP01:\n    numbers:\n",
        [":4", "CMP01 numbers"],
    ),
    "a title in one language": (
        "extends: customer_communication\ntitle: 公司规程\nrules: {}\n",
        [":2", "title", "zh", "en"],
    ),
    "indented by tabs": (
        "extends: customer_communication\nrules:\n\tCMP01:\n",
        [":3", "YAML", "缩进用空格"],
    ),
    "not YAML": ("extends: [customer\n", ["YAML"]),
    "extends something else": ("extends: other\nrules: {}\n", [":1", "customer_communication"]),
    "checks cannot be changed": (
        "extends: customer_communication\nrules:\n  CMP01:\n    checks: []\n",
        [":4", "checks"],
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_rulebook_is_refused_with_place_and_mend(name: str, tmp_path: Path) -> None:
    text, words = BAD[name]
    path = _write(tmp_path, text)
    with pytest.raises(InputFault) as refused:
        load_rulebook(path)
    said = refused.value.say("zh")
    for expected in words:
        assert expected in said, said
    assert "公司规则.yaml" in said
    assert refused.value.say("en") != said


def test_every_fault_of_a_rulebook_is_told_in_either_language(tmp_path: Path) -> None:
    for name, (text, _) in BAD.items():
        with pytest.raises(InputFault) as refused:
            load_rulebook(_write(tmp_path, text))
        english = refused.value.say("en")
        assert not any(word in english for word in ("应", "请", "没有", "；")), (name, english)
        assert "Input should" not in refused.value.say("zh"), name


def test_a_folder_in_place_of_a_rulebook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputFault, match="cannot be read"):
        load_rulebook(tmp_path)


def test_a_rulebook_without_a_name_is_called_by_its_file_and_not_by_ours(tmp_path: Path) -> None:
    book = load_rulebook(_write(tmp_path, "extends: customer_communication\nrules: {CMP01: {weight: 3}}\n"))
    assert book.identity.id == "公司规则"


def test_the_rules_of_a_section_are_numbered_without_a_gap_and_stand_in_its_order() -> None:
    book = load_rulebook()
    by_section = {
        section.prefix: [code for code in book.rules if code.startswith(section.prefix)] for section in book.sections
    }
    assert [code for codes in by_section.values() for code in codes] == list(book.rules)
    for prefix, codes in by_section.items():
        assert codes == [f"{prefix}{n:02}" for n in range(1, len(codes) + 1)] != [], prefix
