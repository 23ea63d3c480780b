"""Every kind and part tells of itself in both languages, with the same words filled in."""

import re
from pathlib import Path
from string import Formatter

import pytest

import clausecheck.kinds
from clausecheck.explain.texts import words
from clausecheck.kinds import KINDS, Kind
from clausecheck.kinds.dues import DUES
from clausecheck.kinds.rows import ROWS
from clausecheck.kinds.telling import told

EVERY = {**KINDS, **ROWS, **DUES}


@pytest.mark.parametrize("name", EVERY)
def test_a_kind_tells_when_it_passes_and_when_it_fails_in_both_languages(name: str) -> None:
    kind: Kind = EVERY[name]
    sides = {sentence.side for sentence in kind.told}
    assert name == "dated" or name == "each_row" or {"pass", "fail"} <= sides  # these two leave it to their parts
    for sentence in kind.told:
        if sentence.blanks:
            continue
        if sentence.key:
            assert sentence.key in words()
            continue
        assert sentence.zh and sentence.en, sentence
        places = [{one for _, one, _, _ in Formatter().parse(text) if one} for text in (sentence.zh, sentence.en)]
        assert places[0] <= places[1], sentence


def test_every_sentence_that_several_kinds_share_has_words() -> None:
    folder = Path(clausecheck.kinds.__file__).parent
    code = [path.read_text(encoding="utf-8") for path in folder.rglob("*.py")]
    said = {key for text in code for key in re.findall(r'\bvoice\.say\(\s*"([\w.]+)"', text)}
    assert said and said <= set(words())


def test_a_sentence_says_behind_its_side_when_it_is_said() -> None:
    first, shared, blank = told("pass ?end always | 甲{end} | a {end}\nfail ?!where | =open.rows\nscope ~where")
    part = type("Part", (), {"end": "x", "where": {"kind": ("y",)}})()
    assert first.when and first.when(part, None) and first.always and (first.zh, first.en) == ("甲{end}", "a {end}")
    assert shared.when and not shared.when(part, None) and shared.key == "open.rows"
    assert blank.blanks and blank.blanks(part) == ("", {"kind": ("y",)})
