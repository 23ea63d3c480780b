"""The audit notebook: tidy as committed, run by papermill with and without faults, and as the page it becomes."""

from typing import Any
import errno
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell

from clausecheck.nouns.errors import InputFault
from clausecheck.papers.page.lab import _say_fault
from clausecheck.papers.page.run import folder_written, notebook_file, render_report, run_notebook

CLONE = Path(__file__).parents[2]
NOTEBOOK = CLONE / "notebooks" / "project_audit.ipynb"
SAMPLE = CLONE / "sample_data" / "CH-001_翠湖花园"
SECTIONS = [
    "brief",
    "title",
    "conclusion",
    "score",
    "clauses",
    "due",
    "findings",
    "data",
    "undetermined",
    "reading",
    "assumptions",
    "signoff",
]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return tmp_path_factory.mktemp("核查 {1}")


def parameters(place: Any, **more: Any) -> Any:
    given = {"inputs": str(SAMPLE), "period": "2026-Q3", "as_of": "2026-10-31", "out": str(place / "out"), "lang": "zh"}
    return {**given, **more}


@pytest.fixture(scope="module")
def executed(place: Any) -> Any:
    return run_notebook(parameters(place), place / "executed.ipynb")


@pytest.fixture(scope="module")
def page(executed: Any, place: Any) -> Any:
    return render_report(executed, place / "report.html", "zh").read_text(encoding="utf-8")


def test_it_is_committed_without_outputs_and_without_logic() -> None:
    notebook = nbformat.read(str(NOTEBOOK), as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.id for cell in code if "parameters" in cell.metadata.get("tags", [])] == ["parameters"]
    for cell in code:
        assert (cell.outputs, cell.execution_count) == ([], None)
        assert len(cell.source.splitlines()) <= 15
        assert not re.search(r"^\s*(def|class|for|if|while|try)\b", cell.source, re.MULTILINE)


def test_its_first_cell_says_what_it_is_for_in_chinese_then_in_english() -> None:
    first = nbformat.read(str(NOTEBOOK), as_version=4).cells[0]
    assert first.cell_type == "markdown"
    assert 0 <= first.source.index("用途") < first.source.index("What it is for")


def test_the_clone_finds_its_notebook() -> None:
    assert notebook_file().samefile(NOTEBOOK)


def test_it_writes_the_outputs_and_says_where(executed: Any, place: Any) -> None:
    folder = folder_written(executed)
    assert folder == place / "out" / "CH-001" / "2026-Q3"
    names = {path.name for path in folder.iterdir()}
    assert {"findings.json", "manifest.json"} <= names
    assert any(name.endswith(".xlsx") for name in names)


def test_the_same_run_gives_the_same_notebook(executed: Any, place: Any) -> None:
    again = run_notebook(parameters(place), place / "again.ipynb")
    assert again.read_bytes() == executed.read_bytes()


def test_the_page_has_every_section_in_order_and_loads_nothing(page: Any) -> None:
    assert re.findall(r'<section class="cc" id="([a-z]+)"', page) == SECTIONS
    assert re.findall(r"""(?:src|href)\s*=\s*["']?(?:https?:)?//""", page) == []


def test_the_page_says_what_findings_json_says(page: Any, executed: Any) -> None:
    found = json.loads((folder_written(executed) / "findings.json").read_text(encoding="utf-8"))
    cards = dict(re.findall(r'<div class="label">([^<]+)</div><div class="number">([\d,]+)</div>', page))
    breaches = found["tally"]["fail"] - found["tally_logs"]
    wanted = (breaches, found["tally"]["undetermined"], found["tally"]["pass"])
    assert (cards["不合格"], cards["证据不足"], cards["合格"]) == tuple(f"{n:,}" for n in wanted)
    for finding in found["findings"]:
        if finding["verdict"] in ("fail", "at_risk", "undetermined", "pending"):
            assert finding["code"] in page


def test_cells_link_to_the_annotated_copy_from_wherever_the_page_lies(page: Any, place: Any) -> None:
    linked = {re.sub("#.*", "", href) for href in re.findall(r'href="([^"#][^"]*\.xlsx#[^"]*)"', page)}
    assert linked
    assert all((place / unquote(name)).is_file() for name in linked)


def test_the_english_page_is_complete(place: Any) -> None:
    executed = run_notebook(parameters(place, lang="en"), place / "english.ipynb")
    page = render_report(executed, place / "report_en.html", "en").read_text(encoding="utf-8")
    assert '<html lang="en">' in page
    assert "Assumptions the conclusions rest on" in page
    assert "核查结论" not in page


def test_unknown_and_ill_typed_parameters_are_refused_before_anything_runs(place: Any) -> None:
    target = place / "refused.ipynb"
    with pytest.raises(InputFault) as refused:
        run_notebook(parameters(place, perod="2026", as_of=20261031), target)
    assert [fault.place for fault in refused.value.faults] == ["perod"]
    assert not target.exists()


def test_a_fault_of_what_was_handed_in_comes_out_of_the_notebook_in_both_languages(place: Any) -> None:
    with pytest.raises(InputFault) as refused:
        run_notebook(parameters(place, inputs=str(place / "没有")), place / "stopped.ipynb")
    assert "没有这个文件" in refused.value.say("zh")
    assert "no such file" in refused.value.say("en")
    with pytest.raises(InputFault):
        render_report(place / "stopped.ipynb", place / "never.html")


def test_a_full_disk_is_a_sentence_in_the_notebook_and_any_other_fault_a_traceback() -> None:
    shell = InteractiveShell()
    shell.history_manager.enabled = False
    say = _say_fault("zh")
    assert say(shell, OSError, OSError(errno.ENOSPC, "No space left on device", "out"), None)[0].startswith("out: 磁盘已满")
    assert "ConnectionError" in say(shell, ConnectionError, ConnectionError("gone"), None)[-1]


def papermill(tmp_path: Path, name: Any, *given: Any) -> Any:
    command = [sys.executable, "-m", "papermill", "notebooks/project_audit.ipynb", str(tmp_path / f"{name}.ipynb")]
    out = tmp_path / name
    ran = subprocess.run([*command, "-p", "out", str(out), *given], cwd=CLONE, capture_output=True, check=False)
    return ran.returncode, ran.stderr.decode("utf-8", "replace"), out


@pytest.mark.full_size
def test_stock_papermill_runs_it_as_typed_and_a_year_may_come_as_a_number(tmp_path: Path) -> None:
    given = ("-p", "inputs", str(SAMPLE), "-p", "period", "2026", "-p", "as_of", "2026-10-31")
    status, said, out = papermill(tmp_path, "typed", *given)
    assert (status, (out / "CH-001" / "2026" / "findings.json").is_file()) == (0, True), said


def test_stock_papermill_is_stopped_at_an_unknown_parameter_with_a_sentence(tmp_path: Path) -> None:
    status, said, out = papermill(tmp_path, "mistyped", "-p", "perod", "2026")
    assert status == 1
    assert "perod: 没有这个参数，是不是 period？" in said
    assert not out.exists()


def test_it_runs_where_another_python3_kernel_is_installed_for_the_user(place: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    home = place / "home"
    kernel = home / ".local" / "share" / "jupyter" / "kernels" / "python3"
    kernel.mkdir(parents=True)
    spec = {"argv": ["/nowhere/python", "-m", "x"], "display_name": "x", "language": "python"}
    (kernel / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    monkeypatch.setenv("HOME", str(home))
    assert run_notebook(parameters(place), place / "other.ipynb").is_file()
    shutil.rmtree(home)
