"""A golden notebook holds what it is compared with: stripped of its outputs it would pass and say nothing."""

from pathlib import Path

import nbformat
import pytest

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.ipynb"))


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_every_cell_of_a_golden_notebook_was_run_in_order_and_shows_something(path: Path) -> None:
    cells = [cell for cell in nbformat.read(str(path), as_version=4).cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert cells
    assert all(cell.outputs for cell in cells)
