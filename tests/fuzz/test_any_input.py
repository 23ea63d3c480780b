"""Whatever is handed in ends in a result or in a clear error: drawn here in small numbers, in `benchmarks/fuzz` for as long as
one likes. What ever failed there is kept in `kept/`, as small as it could be made."""

import csv
import io
from pathlib import Path
from typing import Any

import laws
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

FEW = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
KEPT = sorted(path for path in (Path(__file__).parent / "kept").iterdir() if path.suffix != ".md")
WORDS = st.sampled_from([
    "extends", "rules", "CMP01", "CMP10", "ITV03", "numbers", "limit", "value", "unit", "minutes", "percent",
    "source", "company", "since", "boundary", "exclusive", "severity", "轻微", "customer_communication", "sheets",
    "columns", "values", "order", "投诉记录", "受理时间", "类别", "一类", "忽略", "mdy", "days_off", "make_up_days", "date",
    "issued", "2026-02-30", "2027-02-08", "9999-12-31", "0001-01-01", "code", "subject", "TS-1", "reason",
    "approved_by", "from", "until", "mark", "accepted", "note", "true", "null", "~", "-1", "99999999999999999999",
    "1e9", "calendar", "score", "words", "clauses", "tables", "off"
])  # fmt: skip
SCALARS = WORDS | st.text(max_size=12)
TREES = st.recursive(
    SCALARS,
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(SCALARS, inside, max_size=4),
    max_leaves=12,
)
CELLS = st.sampled_from(sorted({cell for rows in laws.ROWS.values() for row in rows for cell in row})) | st.text(
    max_size=15
)


@pytest.mark.parametrize("name", laws.YAML)
@FEW
@given(tree=TREES)
def test_any_yaml_is_read_or_refused_in_words(name: str, tree: Any) -> None:
    laws.yaml_file(name, yaml.safe_dump(tree, allow_unicode=True).encode("utf-8", "replace"))


@pytest.mark.parametrize("name", laws.YAML)
@FEW
@given(data=st.binary(max_size=60))
def test_any_bytes_as_yaml_are_read_or_refused_in_words(name: str, data: bytes) -> None:
    laws.yaml_file(name, data)


@FEW
@given(rows=st.lists(st.lists(CELLS, max_size=7), max_size=6), heads=st.integers(0, 2))
def test_any_table_is_audited_or_refused_in_words(rows: list[list[str]], heads: int) -> None:
    file = io.StringIO()
    csv.writer(file).writerows([*laws.ROWS["投诉记录"][:heads], *rows])
    laws.text(file.getvalue().encode("utf-8", "replace"))


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.name)
def test_what_once_broke_the_law_keeps_it(path: Path) -> None:
    kind = path.name.partition("-")[0]
    if kind in laws.YAML:
        laws.yaml_file(kind, path.read_bytes())
    else:
        laws.handed_in(path)
