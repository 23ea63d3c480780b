"""What a cell shows may come seconds after the cell has ended, on a machine with much else to do: it is waited for."""

from typing import Any
from pathlib import Path
import nbformat
from voila.execute import VoilaExecutor

from clausecheck.papers.page.run import run_notebook
from clausecheck.desk.app import _config

LATE = """
import sys, time
sys.stdout.flush_timeout = sys.stderr.flush_timeout = 0
get_ipython().kernel.iopub_thread.schedule(lambda: time.sleep(6))
"it came"
"""
"""Holds back whatever this cell shows, while its end is told at once. Those who run notebooks wait 4 seconds, as a rule."""


def late_notebook() -> Any:
    first = nbformat.v4.new_code_cell("lang = 'zh'", metadata={"tags": ["parameters"]})
    about = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return nbformat.v4.new_notebook(cells=[first, nbformat.v4.new_code_cell(LATE)], metadata=about)


def shown(notebook: Any) -> Any:
    return [output.data["text/plain"] for cell in notebook.cells for output in cell.get("outputs", [])]


def test_the_audit_notebook_s_run_keeps_an_output_that_comes_late(tmp_path: Path) -> None:
    nbformat.write(late_notebook(), tmp_path / "late.ipynb")
    given = {
        "inputs": str(tmp_path),
        "period": "2026-Q3",
        "as_of": "2026-10-31",
        "out": str(tmp_path / "out"),
        "lang": "zh",
    }
    executed = run_notebook(given, tmp_path / "executed.ipynb", notebook=tmp_path / "late.ipynb")
    assert shown(nbformat.read(executed, as_version=4)) == ["'it came'"]


def test_the_workbench_s_page_keeps_an_output_that_comes_late() -> None:
    notebook = late_notebook()
    VoilaExecutor(notebook, config=_config(0, "zh"), kernel_name="python3").execute(notebook, {})
    assert shown(notebook) == ["'it came'"]
