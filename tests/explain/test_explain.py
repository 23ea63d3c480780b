"""`explain`: a rule in words, told from its data, in both languages."""

from datetime import date
from pathlib import Path
from string import Formatter

import pytest

from clausecheck.explain import explain, list_rules, rules_text
from clausecheck.explain.evidence import columns_of
from clausecheck.explain.logic import logic_of
from clausecheck.explain.numbers import override
from clausecheck.explain.texts import words
from clausecheck.explain.voice import Voice
from clausecheck.nouns.errors import InputFault
from clausecheck.procedure.shipped import our_tables
from clausecheck.rulebook import Procedure, load_rulebook
from clausecheck.wording import term

DAY = date(2026, 8, 1)
BOOK = load_rulebook()
CODES = list(BOOK.rules)


def company(folder: Path, text: str) -> Procedure:
    path = folder / "公司规定.yaml"
    path.write_text("extends: customer_communication\n" + text, encoding="utf-8")
    return load_rulebook(path)


def logic(code: str, book: Procedure = BOOK, lang: str = "en") -> list[dict[str, tuple[str, ...]]]:
    return logic_of(Voice(book.rules[code], lang, DAY, book), book)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("code", CODES)
def test_every_rule_is_explained_with_all_its_sections(code: str, lang: str) -> None:
    said = explain(code, DAY, lang, BOOK)
    for section in ("clause", "evidence", "numbers", "logic", "assumed", "rest", "examples"):
        assert f"\n{words()[f'explain.{section}'][lang]}\n" in said
    assert "{" not in said.replace("{value:", "").replace("{n}", "")


def test_a_code_may_be_written_in_small_letters() -> None:
    assert explain("cmp10", DAY, "zh", BOOK) == explain("CMP10", DAY, "zh", BOOK)


def test_an_unknown_code_is_refused_with_the_nearest_right_name() -> None:
    with pytest.raises(InputFault) as refused:
        explain("CPM10", DAY, "en", BOOK)
    assert refused.value.say("en") == 'CPM10: there is no rule "CPM10"; did you mean CMP10?'
    assert refused.value.say("zh") == "CPM10: 没有规则“CPM10”；是否应为 CMP10？"


def test_the_requirement_shows_the_number_in_force_on_the_day(tmp_path: Path) -> None:
    book = company(tmp_path, "rules: {CMP09: {numbers: {limit: {value: 2, since: 2026-09-01}}}}")
    assert "须在 3 天" in explain("CMP09", date(2026, 8, 31), "zh", book)
    assert "须在 2 天" in explain("CMP09", date(2026, 9, 1), "zh", book)


def test_every_value_of_a_number_is_listed_with_source_and_first_day(tmp_path: Path) -> None:
    book = company(tmp_path, "rules: {CMP09: {numbers: {limit: {value: 2, since: 2026-09-01}}}}")
    said = explain("CMP09", DAY, "zh", book)
    assert "时限（limit）  3 天  假定      自始" in said
    assert "时限（limit）  2 天  公司规定  自 2026-09-01 起（未生效）" in said
    assert "自始（已被取代）" in explain("CMP09", date(2026, 9, 1), "zh", book)


@pytest.mark.parametrize("code", CODES)
def test_the_rulebook_to_copy_is_one_that_loads_and_changes_nothing_but_the_source(code: str, tmp_path: Path) -> None:
    path = tmp_path / "company.yaml"
    path.write_text(override(BOOK.rules[code], DAY, "customer_communication"), encoding="utf-8")
    theirs = load_rulebook(path).rules[code]
    for name in BOOK.rules[code].numbers:
        ours, copied = BOOK.rules[code].number(name, DAY), theirs.number(name, DAY)
        assert ours and copied and (copied.value, copied.unit) == (ours.value, ours.unit)


@pytest.mark.parametrize("code", CODES)
def test_every_verdict_that_has_sentences_has_them_in_both_languages(code: str) -> None:
    zh, en = logic(code, lang="zh"), logic(code, lang="en")
    assert [{verdict: len(said) for verdict, said in block.items()} for block in zh] == [
        {verdict: len(said) for verdict, said in block.items()} for block in en
    ]
    assert all({"pass", "fail"} <= set(block) for block in zh)


def test_the_words_follow_the_rule_when_the_last_day_no_longer_counts(tmp_path: Path) -> None:
    book = company(tmp_path, "rules: {RPT01: {boundary: exclusive}}")
    assert "the last day itself is in time" in logic("RPT01")[0]["scope"]
    assert "the last day itself is late" in logic("RPT01", book)[0]["scope"]


def test_a_limit_in_hours_may_be_left_open_by_a_day_and_one_in_days_may_not(tmp_path: Path) -> None:
    unclear = "given only to the day, and the earliest and the latest reading of it disagree"
    days = company(tmp_path, "rules: {CMP01: {numbers: {limit: {value: 1, unit: days}}}}")
    assert unclear in logic("CMP01")[0]["undetermined"]
    assert unclear not in logic("CMP01", days)[0]["undetermined"]


def test_a_limit_in_working_days_may_run_past_the_holiday_calendar(tmp_path: Path) -> None:
    book = company(tmp_path, "rules: {CMP09: {numbers: {limit: {value: 2, unit: working_days}}}}")
    said = "the holiday calendar does not reach the due date"
    assert [one for one in logic("CMP09", book)[0]["undetermined"] if one.startswith(said)]
    assert not [one for one in logic("CMP09")[0]["undetermined"] if one.startswith(said)]


def test_feedback_before_receipt_fails_while_other_times_before_it_are_left_open() -> None:
    assert '"feedback at" is before "received at"' in logic("CMP09")[0]["fail"]
    assert '"entered at" is before "received at"' in logic("CMP01")[0]["undetermined"]


def test_a_rule_with_two_checks_tells_each_by_itself() -> None:
    assert len(logic("RPT07")) == len(logic("CMP11")) == 2
    assert "2. 合格" in explain("CMP11", DAY, "zh", BOOK)


NEEDED_BY_NO_RULE = {
    ("project", "code"),  # names the project
    ("complaints", "household"), ("contacts", "household"),  # DAT02 looks at every sheet with flats
    ("contacts", "id"),  # DAT03 looks at every identifier
    ("outages", "ends_at"), ("repair_visits", "finished_at"),  # DAT06 looks at every pair of times
    ("repair_visits", "order"), ("measures", "owner"),
}  # fmt: skip


def test_every_column_that_is_not_free_is_evidence_of_some_rule() -> None:
    used = {
        (name, field)
        for rule in BOOK.rules.values()
        for name, fs in columns_of(rule, BOOK.tables).items()
        for field in fs
    }
    needed = {(name, f.key) for name, spec in our_tables().items() for f in spec.fields.values() if f.need != "°"}
    assert needed - used == NEEDED_BY_NO_RULE


def test_evidence_names_the_columns_by_their_headers_and_stars_the_required_ones() -> None:
    said = explain("CMP07", DAY, "en", BOOK)
    assert "received at (受理时间)*" in said
    assert "letter reference (书面文号)" in said


def test_every_word_has_both_languages_and_english_fills_in_no_less() -> None:
    for key, entry in words().items():
        places = {lang: {name for _, name, _, _ in Formatter().parse(entry[lang]) if name} for lang in ("zh", "en")}
        assert set(entry) == {"zh", "en"}, key
        assert places["zh"] <= places["en"], key


def test_the_list_of_rules_has_a_line_for_every_rule() -> None:
    lines = list_rules("zh", BOOK)
    assert [line.code for line in lines] == CODES
    cmp10 = next(line for line in lines if line.code == "CMP10")
    assert (cmp10.clause, cmp10.severity, cmp10.role, cmp10.weight) == ("4.3b.4", "严重", "客服主管", 5)
    assert cmp10.numbers == "一类投诉的时限 3 天、二类投诉的时限 7 天、三类投诉的时限 7 天"
    assert len(rules_text(lines, "en").splitlines()) == len(CODES) + 1


def test_every_number_of_the_rulebook_is_told_by_a_name_and_a_company_s_own_as_it_is_written() -> None:
    names = {name for rule in BOOK.rules.values() for name in rule.numbers}
    assert [name for name in names if term("number", name, "zh") == name] == []
    assert [term("number", "our_own", lang) for lang in ("zh", "en")] == ["our_own", "our_own"]
