"""Every sentence the code can say has Chinese and English words, and no words lie about unused."""

import re
import string
from pathlib import Path

import pytest

import clausecheck
from clausecheck.nouns.model import say
from clausecheck.nouns.yamlfile import read_yaml
from clausecheck.wording import JOINTS, actions, counted, word

PACKAGE = Path(clausecheck.__file__).parent
PROCEDURES = PACKAGE / "procedures"
"""The `words.yaml` of a procedure are lists that logs are read with, no texts."""
WORDS = {
    path: read_yaml(path)[0] for path in sorted(PACKAGE.rglob("words.yaml")) if not path.is_relative_to(PROCEDURES)
}
SWAPPED = {"zh", "en", "all", "more"}
"""Blanks that only one language needs: a value given in both, and 等 n 处 against n more."""
SAYING = ("kinds", "audit", "evidence", "logs")
"""The stages whose sentences stand in wording/words.yaml."""
CODE = {path: path.read_text(encoding="utf-8") for stage in SAYING for path in sorted((PACKAGE / stage).rglob("*.py"))}


def _texts(words: dict) -> list[tuple[str, dict]]:
    """Every text of a list, those of its groups too."""
    found = []
    for key, entry in words.items():
        grouped = all(isinstance(value, dict) for value in entry.values())
        found.extend(_texts(entry) if grouped else [(key, entry)])
    return found


@pytest.mark.parametrize("path", WORDS, ids=lambda path: path.parent.name)
def test_every_text_stands_in_both_languages_with_the_same_blanks(path: Path) -> None:
    for key, text in _texts(WORDS[path]):
        assert {"zh", "en"} <= set(text), key
        assert text["zh"], key
        assert text["en"], key
        blanks = [{name for _, name, _, _ in string.Formatter().parse(text[lang]) if name} for lang in ("zh", "en")]
        assert blanks[0] - SWAPPED == blanks[1] - SWAPPED, key


def test_every_sentence_a_check_says_has_words() -> None:
    words = WORDS[PACKAGE / "wording" / "words.yaml"]
    said = {key for text in CODE.values() for key in re.findall(r'(?<!voice\.)\bsay\(\s*"([\w.]+)"', text)}
    assert said
    assert said - set(words) - set(JOINTS) - {f"act.{name}" for name in actions()} == set()


def test_every_reason_not_to_judge_has_words() -> None:
    words = WORDS[PACKAGE / "wording" / "words.yaml"]
    for kind in ("not_applicable", "undetermined"):
        reasons = {r for text in CODE.values() for r in re.findall(rf'\b{kind}\(\s*[\w.()]+,\s*"(\w+)"', text)}
        assert reasons
        assert {f"{kind}.{reason}" for reason in reasons} - set(words) == set()


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("late by 1 day(s)", "late by 1 day"),
        ("late by 12 day(s)", "late by 12 days"),
        ("21 more household(s)", "21 more households"),
        ("1 time(s) required, 0 time(s) found", "1 time required, 0 times found"),
    ],
)
def test_english_counts_one_and_many(written: str, said: str) -> None:
    assert counted(written) == said


def test_no_sentence_of_a_finding_leaves_the_ending_of_a_noun_open() -> None:
    words = WORDS[PACKAGE / "wording" / "words.yaml"]
    ends = {key: both["en"] for key, both in words.items() if "(s)" in both["en"]}
    filled = {key: re.sub(r"\{\w+\}", "3", en) for key, en in ends.items()}
    assert not [key for key, en in filled.items() if "(s)" in counted(en)]


def test_a_long_value_is_quoted_by_its_beginning() -> None:
    said = word(say("not_listed", field="类别", raw="一" * 30_000), "zh")
    assert said == "“类别”填的是“" + "一" * 300 + "…”，不在可选值内"


@pytest.mark.parametrize(("lang", "rest"), [("zh", "、499、…另有 1500 项"), ("en", ", 499, … and 1500 more")])
def test_of_very_many_values_the_first_are_listed_and_the_rest_counted(lang: str, rest: str) -> None:
    said = word(say("is", field="类别", value=tuple(map(str, range(2_000)))), lang)
    assert said.removesuffix('"').endswith(rest)
