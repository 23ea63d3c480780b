"""What a schedule gives wrongly: each parameter of both notebooks left out, misspelt and of the wrong kind.

The cells up to the one that checks the parameters run as papermill would have them, in a shell of this process. That
papermill itself then ends with 1 is seen in test_notebook_project_audit.py and test_analysis_notebook.py.
"""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from clausecheck.nouns.errors import InputFault
from clausecheck.nouns.periods import last_full_month

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
GIVEN: dict[str, dict[str, Any]] = {
    "project_audit": {
        "inputs": "logs",
        "period": "2026-Q3",
        "as_of": "2026-10-31",
        "out": "o",
        "rulebook": "b",
        "lang": "zh",
    },
    "complaint_trends": {
        "inputs": ["a", "b"],
        "span": "2026-Q3",
        "as_of": "2026-10-31",
        "baseline": 2025,
        "rules": "nelson",
        "repeat_days": 60,
        "reopen_days": 20,
        "out": "o",
        "rulebook": "b",
        "lang": "zh",
    },
}
DEFAULTS = {
    "out": Path("out"),
    "rulebook": None,
    "lang": "zh",
    "span": None,
    "baseline": None,
    "rules": "western_electric",
    "repeat_days": 90,
    "reopen_days": 30,
}
"""What counts where a parameter is left out; inputs are refused, period and as-of date depend on the day."""
WRONG = {"out": [3], "rulebook": 7, "lang": "fr", "rules": "weco", "repeat_days": "60", "reopen_days": -1}
UNKEPT = Config(HistoryManager={"hist_file": ":memory:"})
EACH = [(notebook, name) for notebook, given in GIVEN.items() for name in given]


def checked(name: str, given: dict[str, Any], folder: Path) -> tuple[Any, InteractiveShell]:
    """How the notebook's cell that checks its parameters ends, and the shell with what it left."""
    target = folder / f"{name}.ipynb"
    papermill.execute_notebook(str(NOTEBOOKS / f"{name}.ipynb"), str(target), given, prepare_only=True)
    cells = [cell.source for cell in nbformat.read(str(target), as_version=4).cells if cell.cell_type == "code"]
    last = next(number for number, source in enumerate(cells) if "check_parameters" in source)
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance(config=UNKEPT)
    try:
        for source in cells[: last + 1]:
            ended = shell.run_cell(source, store_history=True)
        return ended, shell
    finally:
        InteractiveShell.clear_instance()


def refused(ended: Any) -> list[str]:
    """The parameters that were refused, each in one line."""
    assert isinstance(ended.error_in_exec, InputFault)
    faults = ended.error_in_exec.faults
    assert ended.error_in_exec.say("zh").count("\n") == len(faults) - 1
    return [fault.place for fault in faults]


@pytest.mark.parametrize(("notebook", "name"), EACH)
def test_a_parameter_left_out_takes_its_documented_default_or_is_asked_for(
    notebook: str, name: str, tmp_path: Path
) -> None:
    given = {key: value for key, value in GIVEN[notebook].items() if key != name}
    before = date.today()
    ended, shell = checked(notebook, given, tmp_path)
    if name == "inputs":
        assert refused(ended) == ["inputs"]
        return
    assert ended.success
    settings = shell.user_ns["settings"]
    if name == "as_of":
        assert settings.as_of in (before, before + timedelta(days=1))
    elif name == "period":
        assert settings.period == last_full_month(date(2026, 10, 31))
    else:
        assert getattr(settings, name) == DEFAULTS[name]
    if notebook == "project_audit":
        assert ("按默认" in ended.result.data) == (name in ("period", "as_of"))


@pytest.mark.parametrize(("notebook", "name"), EACH)
def test_a_parameter_misspelt_is_refused_with_the_right_name(notebook: str, name: str, tmp_path: Path) -> None:
    given = dict(GIVEN[notebook])
    given[f"{name}x"] = given.pop(name)
    ended, _ = checked(notebook, given, tmp_path)
    assert f"{name}x" in refused(ended)
    assert f"是不是 {name}？" in ended.error_in_exec.say("zh")


@pytest.mark.parametrize(("notebook", "name"), EACH)
def test_a_parameter_of_the_wrong_kind_is_refused_at_its_name(notebook: str, name: str, tmp_path: Path) -> None:
    ended, _ = checked(notebook, {**GIVEN[notebook], name: WRONG.get(name, 5)}, tmp_path)
    assert refused(ended) == [name]
