"""The forms we hand out, read as they are."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from logbooks import canonical, project, values_read, workbook, write_canonical

from clausecheck.logs import fact_cells, facts, read_logs
from clausecheck.nouns.model import Cell
from clausecheck.nouns.periods import month
from clausecheck.procedure.shipped import our_tables


def test_the_canonical_workbook_reads_back_every_value(tmp_path: Path) -> None:
    content = project()
    logs = read_logs([write_canonical(tmp_path / "记录.xlsx", content)])
    assert logs.faults == []
    assert values_read(logs) == content
    assert [sheet.table for sheet in logs.files[0].sheets] == list(our_tables())


def test_every_value_knows_its_file_sheet_and_cell(tmp_path: Path) -> None:
    write_canonical(tmp_path / "甲 乙.xlsx", project())
    logs = read_logs([tmp_path])
    row = next(logs.rows("complaints"))
    assert row.cell("received_at") == Cell("甲 乙.xlsx", "投诉记录", "B2")
    assert logs.of("complaints")[0].headers["klass"] == Cell("甲 乙.xlsx", "投诉记录", "H1")
    assert logs.files[0].file == "甲 乙.xlsx"


def test_facts_and_their_cells_are_ready_to_use(tmp_path: Path) -> None:
    content = project()
    logs = read_logs([write_canonical(tmp_path / "a.xlsx", {"project": content["project"]})])
    assert facts(logs) == content["project"][0]
    assert fact_cells(logs)["households"] == Cell("a.xlsx", "项目信息", "B7")


def test_a_missing_fact_is_absent_and_a_blank_one_too(tmp_path: Path) -> None:
    lines = [["项目", "内容"], ["项目编码", "CH-1"], ["总户数", None]]
    logs = read_logs([workbook(tmp_path / "a.xlsx", {"项目信息": lines})])
    assert facts(logs) == {"code": "CH-1"}
    assert fact_cells(logs)["households"] == Cell("a.xlsx", "项目信息", "B3")


def test_a_sheet_with_headers_and_no_rows_is_there_but_empty(tmp_path: Path) -> None:
    content = {name: [] for name, spec in our_tables().items() if not spec.facts}
    logs = read_logs([write_canonical(tmp_path / "a.xlsx", content)])
    assert {block.table: len(block.rows) for block in logs.blocks} == dict.fromkeys(content, 0)


@pytest.mark.parametrize("name", [name for name, spec in our_tables().items() if not spec.facts])
def test_each_table_is_known_by_its_headers_alone(tmp_path: Path, name: str) -> None:
    spec = our_tables()[name]
    lines = [[field.header for field in spec.fields.values()]]
    lines += [[canonical(record.get(key)) for key in spec.fields] for record in project()[name]]
    logs = read_logs([workbook(tmp_path / "a.xlsx", {"Sheet1": lines})])
    assert [(sheet.table, sheet.rows_read) for sheet in logs.files[0].sheets] == [(name, 4)]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_canonical_sheet_with_columns_dropped_is_still_that_table(tmp_path: Path, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([name for name, spec in our_tables().items() if not spec.facts]))
    spec = our_tables()[name]
    kept = data.draw(st.lists(st.sampled_from(list(spec.fields)), min_size=2, unique=True))
    kept = [key for key in spec.fields if key in kept]
    lines = [[spec.fields[key].header for key in kept]]
    lines += [[canonical(record.get(key)) for key in kept] for record in project()[name]]
    logs = read_logs([workbook(tmp_path / "a.xlsx", {spec.sheet: lines})])
    assert [block.table for block in logs.blocks] == [name]
    assert logs.blocks[0].absent == frozenset(spec.fields) - set(kept)
    assert logs.files[0].sheets[0].details.get("missing", "") == "、".join(
        spec.fields[key].header for key in spec.required if key not in kept
    )


def test_a_month_alone_is_completed_by_the_year_of_its_row(tmp_path: Path) -> None:
    lines = [["年度", "月份", "计划户数", "编制日期"], [2026, 3, 60, "2026-01-10"], ["2026年", "十二月", 60, None]]
    logs = read_logs([workbook(tmp_path / "a.xlsx", {"访谈计划": lines})])
    assert [row.values["month"] for row in logs.rows("interview_plan")] == [month(2026, 3), month(2026, 12)]
