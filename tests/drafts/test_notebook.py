"""The drafts notebook: tidy as committed, its parameters checked before anything is read; tests/notebooks/run runs it."""

import re
from datetime import date
from pathlib import Path

import nbformat
import pytest

from clausecheck.disk.resources import resource
from clausecheck.nouns.errors import InputFault
from clausecheck.papers.drafts.settings import check_parameters

NOTEBOOK = resource("notebooks") / "drafts.ipynb"
TODAY = date(2026, 11, 2)
GIVEN = {"kind": "monthly-statistics", "inputs": "logs", "out": "o"}


def test_it_is_committed_without_outputs_and_without_logic() -> None:
    notebook = nbformat.read(str(NOTEBOOK), as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.id for cell in code if "parameters" in cell.metadata.get("tags", [])] == ["parameters"]
    for cell in code:
        assert (cell.outputs, cell.execution_count) == ([], None)
        assert not re.search(r"^\s*(def|class|for|if|while|try)\b", cell.source, re.MULTILINE)
    first = notebook.cells[0].source
    assert 0 <= first.index("用途") < first.index("What it is for")


def test_what_is_left_out_has_its_default() -> None:
    settings = check_parameters(GIVEN, TODAY)
    assert (settings.as_of, settings.period, settings.template, settings.mask) == (TODAY, "", None, False)
    assert settings.inputs == [Path("logs")]


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ({"kind": "monthly"}, "kind"),
        ({"as_of": "2026-13-01"}, "as_of"),
        ({"period": "soon"}, "period"),
        ({"lang": "fr"}, "lang"),
        ({"inputs": None}, "inputs"),
        ({"period": "2026-Q3"}, "--period"),
    ],
)
def test_a_wrong_parameter_is_named(more: dict[str, object], place: str) -> None:
    with pytest.raises(InputFault) as refused:
        check_parameters({**GIVEN, **more}, TODAY)
    assert [fault.place for fault in refused.value.faults] == [place]
