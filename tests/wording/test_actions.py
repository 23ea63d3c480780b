"""What would have passed is a state, what to do now never asks to alter a date, a count or a record to fit (reading 64)."""

import re
import string
from pathlib import Path

import pytest

import clausecheck
from clausecheck.audit.actions import OTHER_NAMES, blanks, completed
from clausecheck.nouns.model import Finding, Say, say
from clausecheck.nouns.yamlfile import read_yaml
from clausecheck.procedure.shipped import our_tables
from clausecheck.rulebook import load_rulebook
from clausecheck.wording import LANGS, actions, word

WORDS, _ = read_yaml(Path(clausecheck.__file__).parent / "wording" / "words.yaml")
STATES = {key: texts for key, texts in WORDS.items() if key.startswith(("mend.", "dat.mend."))}
TO_FIT = {
    "zh": re.compile("改为|改成|改到|改回|补填日期|提前|倒签|倒填|修改日期|调整日期|再有|再做|补足"),
    "en": re.compile(r"back-?dat|change the (date|number)|set (it|the date) to|earlier date|\bmore (time|household)"),
}
DO = {
    "zh": re.compile("^请|改正|补上|填写“|立即|交来"),
    "en": re.compile("^(please|correct|add|fill in|write|hand in|put) "),
}


def _blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("key", [*STATES, *(f"act.{name}" for name in actions())])
def test_nobody_is_told_to_make_a_record_fit(key: str, lang: str) -> None:
    text = STATES[key][lang] if key in STATES else actions()[key.removeprefix("act.")][lang]
    assert not TO_FIT[lang].search(text), text


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("key", STATES)
def test_what_would_have_passed_is_a_state_and_no_instruction(key: str, lang: str) -> None:
    assert not DO[lang].search(STATES[key][lang]), STATES[key][lang]


@pytest.mark.parametrize("name", actions())
def test_an_action_is_told_nothing_that_its_sentences_do_not_say(name: str) -> None:
    entry = actions()[name]
    assert set(entry) == {"of", "zh", "en"}
    assert _blanks(entry["zh"]) == _blanks(entry["en"]) == set(blanks(name))
    for key in entry["of"]:
        said = _blanks(WORDS[key]["zh"]) | _blanks(WORDS[key]["en"])
        assert {blank for blank in blanks(name) if blank not in said and OTHER_NAMES.get(blank) not in said} == set(), (
            key
        )


def test_each_sentence_has_one_answer() -> None:
    answered = [key for entry in actions().values() for key in entry["of"]]
    assert len(answered) == len(set(answered))
    assert set(answered) <= set(WORDS)


def _finding(verdict: str, *found: Say) -> Finding:
    return completed(Finding("CMP10", "4.3b", "A1", verdict, found=found))


def test_what_was_late_stays_as_it_is_and_what_was_not_done_is_done_now() -> None:
    field = our_tables()["complaints"].fields["closed_at"].said
    late = _finding("fail", say("late", field=field, day="2026-08-09", due="2026-08-08", over=say("days", n=1)))
    assert "原记录保持不变" in word(late.action, "zh")
    missing = _finding("fail", say("missing_over", field=field, due="2026-08-08", over=say("days", n=1)))
    assert "“办结时间”未办的立即办理并如实登记" in word(missing.action, "zh")


def test_several_fields_of_one_kind_are_said_once() -> None:
    fields = [our_tables()["reports"].fields[name].said for name in ("approved_on", "copied_on")]
    parts = tuple(say("late", field=one, day="2026-07-17", due="2026-07-15", over=say("days", n=2)) for one in fields)
    said = word(_finding("fail", say("all", parts=parts)).action, "zh")
    assert said.startswith("“分公司审批日期、抄送日期”已逾期")
    assert said.count("原记录保持不变") == 1


def test_what_to_do_about_an_item_of_a_plan_names_its_topic() -> None:
    inner = say(
        "missing_over",
        field=our_tables()["publicity_plan"].fields["done_on"].said,
        due="2026-08-31",
        over=say("days", n=61),
    )
    said = word(_finding("fail", say("of_topic", topic=load_rulebook().said("topic", "保健"), what=inner)).action, "zh")
    assert said.startswith("“保健”：“实际开展日期”")


@pytest.mark.parametrize("verdict", ["fail", "at_risk", "pending", "undetermined", "waived"])
def test_a_sentence_without_an_answer_of_its_own_is_answered_by_its_verdict(verdict: str) -> None:
    finding = _finding(verdict, Say("text:", (("zh", "公司自己的规则"), ("en", "a rule of the company's own"))))
    for lang in LANGS:
        assert word(finding.mend, lang)
        assert word(finding.action, lang)


@pytest.mark.parametrize("verdict", ["pass", "not_applicable"])
def test_a_pass_asks_for_nothing(verdict: str) -> None:
    finding = _finding(verdict)
    assert (finding.mend, finding.action) == (None, None)
