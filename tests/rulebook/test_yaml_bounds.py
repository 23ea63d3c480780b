"""YAML that somebody hands in cannot keep us busy: aliases and endless nesting are refused, each by file and line."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clausecheck.audit.waivers import read_waivers
from clausecheck.logs.columns import read_column_map
from clausecheck.nouns.errors import InputFault
from clausecheck.nouns.yamlfile import parse_yaml
from clausecheck.procedure.shipped import our_tables
from clausecheck.rulebook import load_rulebook

BOMB = 'a: &a ["lol", "lol", "lol", "lol", "lol", "lol", "lol", "lol", "lol"]\n' + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
READERS: dict[str, Callable[[Path], Any]] = {
    "waivers.yaml": read_waivers,
    "columns.yaml": lambda path: read_column_map(path, our_tables()),
    "rulebook.yaml": load_rulebook,
    "words.yaml": lambda path: load_rulebook(path.with_name("rulebook.yaml")),
    "score.yaml": lambda path: load_rulebook(path.with_name("rulebook.yaml")),
}


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(("text", "line"), [(BOMB, 2), ("a: &a [*a]\n", 1), ("x: &x 1\n? *x\n: 2\n", 2)])
def test_aliases_are_refused_by_line_within_a_second(tmp_path: Path, name: str, text: str, line: int) -> None:
    (tmp_path / "rulebook.yaml").write_text("extends: customer_communication\n", encoding="utf-8")
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    start = time.process_time()
    with pytest.raises(InputFault) as caught:
        READERS[name](path)
    assert time.process_time() - start < 1
    assert caught.value.faults[0].place == f"{path}:{line}"
    assert "不支持 YAML 引用" in caught.value.say("zh")
    assert "write the content out here" in str(caught.value)


@pytest.mark.parametrize("text", ["[" * 500 + "]" * 500, "[" * 100_000, "".join(" " * n + "a:\n" for n in range(900))])
def test_no_depth_of_nesting_breaks_the_reader(text: str) -> None:
    with pytest.raises(InputFault) as caught:
        parse_yaml(text, "x.yaml")
    assert caught.value.faults[0].place.startswith("x.yaml:")


def test_lines_are_those_of_the_keys_and_of_the_items() -> None:
    value, lines = parse_yaml("a:\n  b: &unused [1,\n   2]\nc: ''\n", "x.yaml")
    assert value == {"a": {"b": ["1", "2"]}, "c": ""}
    assert [lines[path] for path in ((), ("a",), ("a", "b"), ("a", "b", 1), ("c",))] == [1, 1, 2, 3, 4]


def test_a_second_document_in_the_file_is_refused() -> None:
    with pytest.raises(InputFault, match=r"x\.yaml:2.*second document"):
        parse_yaml("a: 1\n---\nb: 2\n", "x.yaml")


def test_many_short_waivers_are_read_without_delay(tmp_path: Path) -> None:
    one = "- {code: CMP01, subject: A%d, reason: r, approved_by: b, from: 2026-01-01, until: 2026-12-31}\n"
    (tmp_path / "waivers.yaml").write_text("".join(one % n for n in range(20_000)), encoding="utf-8")
    start = time.process_time()
    assert len(read_waivers(tmp_path / "waivers.yaml")) == 20_000
    assert time.process_time() - start < 5
