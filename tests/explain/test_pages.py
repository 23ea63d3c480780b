"""The generated docs are what the rulebook says today."""

import re
from pathlib import Path

from clausecheck.explain import write_docs
from clausecheck.explain.document import Block, Code, Heading, Items, Para, Table, as_markdown, as_text, columns
from clausecheck.rulebook import load_rulebook

DOCS = Path(__file__).parents[2] / "docs"


def test_the_committed_pages_equal_a_fresh_writing(tmp_path: Path) -> None:
    fresh = write_docs(tmp_path)
    for path in fresh:
        name = path.relative_to(tmp_path)
        committed = (DOCS / name).read_text(encoding="utf-8")
        assert committed == path.read_text(encoding="utf-8"), f"{name} is behind: run bash tests/refresh"


def test_there_is_a_page_for_every_rule_and_for_no_other(tmp_path: Path) -> None:
    codes = set(load_rulebook().rules)
    assert {path.stem for path in (DOCS / "rules").glob("*.md")} == codes


def test_the_page_of_a_rule_that_is_no_more_is_removed(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "OLD01.md").write_text("x", encoding="utf-8")
    write_docs(tmp_path)
    assert not (tmp_path / "rules" / "OLD01.md").exists()


def test_every_rule_named_among_the_open_points_exists() -> None:
    said = (DOCS / "readings.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\b[A-Z]{3}\d\d\b", said)) <= set(load_rulebook().rules)


def test_columns_stand_under_each_other_though_chinese_is_twice_as_wide() -> None:
    assert columns([("规则", "b"), ("x", "条款")]) == ["规则  b", "x     条款"]


def test_a_page_can_be_plain_text_or_markdown() -> None:
    blocks: list[Block] = [Heading(1, "A"), Para("1 < 2 *"), Items(("x",)), Table(("h",), (("a|b",),)), Code("k: 1")]
    assert as_text(blocks) == "A\n  1 < 2 *\n    - x\n  h\n  a|b\n      k: 1\n"
    assert as_markdown(blocks) == "# A\n\n1 \\< 2 \\*\n\n- x\n\n| h |\n| --- |\n| a\\|b |\n\n```yaml\nk: 1\n```\n"
