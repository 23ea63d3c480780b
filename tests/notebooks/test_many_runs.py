"""Many audits run at once, from the same folder, as a night's schedule starts them."""

from pathlib import Path
import json
import pytest
import subprocess
import sys

import nbformat

RUNS = 4
MEET = """
import time
from pathlib import Path
here = Path(inputs)
(here / f"{lang}-{period}.here").touch()
while len(list(here.glob("*.here"))) < {runs}:
    time.sleep(0.05)
period
"""
"""Shows its own parameter once all the others are there too: so many kernels live at once."""
PROGRAM = """
import json, sys
from pathlib import Path
from clausecheck.papers.page.run import run_notebook
given, notebook, target = json.loads(sys.argv[1])
run_notebook(given, Path(target), notebook=Path(notebook))
"""


@pytest.mark.full_size
def test_audits_that_run_at_once_from_one_folder_do_not_meet(tmp_path: Path) -> None:
    parameters = 'inputs = lang = period = as_of = out = ""'
    about = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    cells = [
        nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell(MEET.replace("{runs}", str(RUNS))),
    ]
    notebook = tmp_path / "meet.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=about), notebook)
    periods = [f"2026-Q{quarter}" for quarter in range(1, RUNS + 1)]
    started = []
    for period in periods:
        given = {"inputs": str(tmp_path), "lang": "zh", "period": period, "as_of": "2026-12-31", "out": str(tmp_path)}
        task = json.dumps([given, str(notebook), str(tmp_path / f"{period}.ipynb")])
        started.append(subprocess.Popen([sys.executable, "-c", PROGRAM, task], cwd=tmp_path))
    try:
        assert [one.wait(timeout=300) for one in started] == [0] * RUNS
    finally:
        for one in started:
            one.kill()
    for period in periods:
        shown = nbformat.read(tmp_path / f"{period}.ipynb", as_version=4).cells[-1].outputs[0].data["text/plain"]
        assert shown == repr(period)
