"""Keys of the rule language that were renamed are still accepted, each with a warning that names place, old and new."""

import shutil
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from clausecheck.kinds import KINDS, OLD_KEYS
from clausecheck.kinds.dues import DUES
from clausecheck.kinds.references import with_new_keys
from clausecheck.kinds.rows import ROWS
from clausecheck.nouns.yamlfile import read_yaml
from clausecheck.procedure.shipped import DEFAULT, PROCEDURES
from clausecheck.rulebook import load_procedure

SHAPES = {name: kind.shape for known in (KINDS, ROWS, DUES) for name, kind in known.items()}
FILES = sorted((PROCEDURES / DEFAULT / "rules").glob("*.yaml"))


def in_the_old_language(written: dict[str, Any]) -> dict[str, Any]:
    """A check or part as it was written before the keys were renamed."""
    former = {new: old for old, new in OLD_KEYS.get(written.get("part", written.get("kind", "")), {}).items()}
    old = {former.get(key, key): value for key, value in written.items()}
    return {**old, "parts": [in_the_old_language(part) for part in old["parts"]]} if "parts" in old else old


@pytest.mark.parametrize("name", OLD_KEYS)
def test_an_old_key_names_one_that_the_kind_has_and_is_none_itself(name: str) -> None:
    known = {field.name for field in fields(SHAPES[name])}
    assert set(OLD_KEYS[name].values()) <= known
    assert not set(OLD_KEYS[name]) & known


def test_every_rule_in_the_old_language_is_the_same_rule() -> None:
    renamed = 0
    for path in FILES:
        rules, _ = read_yaml(path)
        for rule in rules["rules"].values():
            checks = rule.get("checks", [])
            before = [in_the_old_language(check) for check in checks]
            after, found = with_new_keys(before)
            assert after == checks
            assert bool(found) == (before != checks)
            renamed += len(found)
    assert renamed > 30


def test_a_rule_in_the_old_language_is_loaded_and_each_key_is_a_warning_with_its_line(tmp_path: Path) -> None:
    assert load_procedure().warnings == ()
    folder = Path(shutil.copytree(PROCEDURES / DEFAULT, tmp_path / "ours"))
    path = folder / "rules" / FILES[2].name
    lines = path.read_text(encoding="utf-8").splitlines()
    line = next(i for i in range(lines.index("  CMP05:"), len(lines)) if "applies_to:" in lines[i])
    lines[line] = lines[line].replace("applies_to:", "when:")
    path.write_text("\n".join(lines), encoding="utf-8")
    old = load_procedure(folder)
    assert old.rules["CMP05"] == load_procedure().rules["CMP05"]
    (warning,) = old.warnings
    assert warning.place == f"3_complaints.yaml:{line + 1}"
    assert warning.en == "CMP05: `when` is now called `applies_to`; rename it"
    assert warning.zh == "CMP05：“when”现在叫 applies_to；请改名"


def test_a_key_by_both_its_names_is_left_to_be_refused() -> None:
    check = {"kind": "each_row", "only": {}, "rows": {}, "parts": [{"part": "within", "only_if": {}}]}
    (renewed,), found = with_new_keys([check])
    assert renewed.keys() == check.keys()
    assert found == [(("checks", 0, "parts", 0, "only_if"), "only_if", "where")]
