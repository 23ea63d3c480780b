"""The workbench's notebook: tidy as committed, run by papermill with and without logs (by nbval all of them are, see tests/run)."""

import re
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest
from papermill.exceptions import PapermillExecutionError

CLONE = Path(__file__).parents[2]
NOTEBOOK = CLONE / "notebooks" / "workbench.ipynb"
SAMPLE = CLONE / "sample_data" / "CH-001_翠湖花园"


def run(target: Any, **parameters: Any) -> Any:
    papermill.execute_notebook(
        str(NOTEBOOK), str(target), parameters, cwd=str(target.parent), progress_bar=False, kernel_name="python3"
    )
    return nbformat.read(str(target), as_version=4)


def test_it_is_committed_without_outputs_and_without_logic() -> None:
    notebook = nbformat.read(str(NOTEBOOK), as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.id for cell in code if "parameters" in cell.metadata.get("tags", [])] == ["parameters"]
    for cell in code:
        assert (cell.outputs, cell.execution_count) == ([], None)
        assert not re.search(r"^\s*(def|class|for|if|while|try)\b", cell.source, re.MULTILINE)


def test_its_first_cell_says_what_it_is_for_in_chinese_then_in_english() -> None:
    first = nbformat.read(str(NOTEBOOK), as_version=4).cells[0]
    assert 0 <= first.source.index("用途") < first.source.index("What it is for")


@pytest.mark.full_size
def test_papermill_runs_it_and_given_logs_are_checked_at_once(tmp_path: Path) -> None:
    notebook = run(tmp_path / "run.ipynb", logs=str(SAMPLE), period="2026-Q3", as_of="2026-10-31", lang="en")
    views = [output for cell in notebook.cells for output in cell.get("outputs", []) if output.output_type != "stream"]
    assert any("application/vnd.jupyter.widget-view+json" in output.data for output in views)
    folder = tmp_path / "out" / "CH-001" / "2026-Q3"
    assert {"findings.json", "report.html"} <= {path.name for path in folder.iterdir()}


@pytest.mark.full_size
def test_papermill_is_stopped_by_a_parameter_that_will_not_do(tmp_path: Path) -> None:
    with pytest.raises(PapermillExecutionError, match="去年"):
        run(tmp_path / "run.ipynb", period="去年")
