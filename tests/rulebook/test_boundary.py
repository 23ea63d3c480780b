"""`boundary: exclusive` is accepted where a rule has a day or moment at which it turns, refused elsewhere (reading 76)."""

from pathlib import Path

import pytest

from clausecheck.nouns.errors import InputFault
from clausecheck.rulebook import load_rulebook

NEVER_TURN = (
    "INF01", "INF02", "INF03", "INF05", "INF07", "INF08", "RPT08", "CMP03", "CMP04", "CMP05", "ITV02", "ITV03", "ITV04",
    "ITV05", "ITV08", "ITV09", "ENG01", "ENG02", "ENG03", "ENG04", "ATT01",
)  # fmt: skip
ALL = list(load_rulebook().rules)


@pytest.mark.parametrize("code", ALL)
def test_the_switch_is_accepted_where_a_rule_turns_and_refused_elsewhere(code: str, tmp_path: Path) -> None:
    path = tmp_path / "公司规则.yaml"
    path.write_text(f"extends: customer_communication\nrules:\n  {code}:\n    boundary: exclusive\n", encoding="utf-8")
    if code not in NEVER_TURN and not code.startswith("DAT"):
        assert load_rulebook(path).rules[code].boundary == "exclusive"
        return
    with pytest.raises(InputFault) as refused:
        load_rulebook(path)
    said = refused.value.say("zh") + "\n" + refused.value.say("en")
    assert "公司规则.yaml:4" in said
    assert f"{code} 没有截止的日子或时刻" in said
    assert "请删去这一行" in said


@pytest.mark.parametrize("code", ALL)
def test_inclusive_is_what_every_rule_is_and_may_be_written(code: str, tmp_path: Path) -> None:
    path = tmp_path / "公司规则.yaml"
    path.write_text(f"extends: customer_communication\nrules:\n  {code}:\n    boundary: inclusive\n", encoding="utf-8")
    assert load_rulebook(path).rules[code].boundary == "inclusive"
