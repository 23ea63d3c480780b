"""The engine that runs notebooks in copies of a warm process: as papermill's own, with nothing of one run in the next."""

import json
import os
import re
import subprocess
import sys
import threading
import time
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import nbformat
import papermill
import psutil
import pytest
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.engines import NBClientEngine
from papermill.exceptions import PapermillExecutionError

from clausecheck.warm import fork
from clausecheck.warm.engine import ENGINE, WarmEngine, register
from clausecheck.warm.saving import EVERY

ROOT = Path(__file__).parents[2]
ABOUT = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
ALL_KINDS = (
    "print('甲')\nprint('丙')\n'结果'",
    "import sys\nprint('乙', file=sys.stderr)",
    "import subprocess\n_ = subprocess.run(['echo', 'said by another program'])\n__import__('time').sleep(0.5)",
    "from IPython.display import HTML, display\nshown = display(HTML('<b>1</b>'), display_id='one')\ndisplay({'a': 1})",
    "shown.update(HTML('<b>2</b>'))",
    "from IPython.display import clear_output\nprint('gone')\nclear_output()\nprint('stays\\rover')",
    "import pandas\npandas.DataFrame({'a': [1, 2]})",
    "%who_ls int",
    "seen = In[-1], _",
    "import ipywidgets\nipywidgets.IntSlider(value=3)",
    "try:\n    input('?')\nexcept Exception as error:\n    print(type(error).__name__)",
    "await __import__('asyncio').sleep(0)\nlang",
    "print(sorted(name for name in ('MPLBACKEND', 'PAGER', 'TERM') if name in __import__('os').environ))",
    "def fails():\n    raise ValueError('甲')\nfails()",
)
"""The last one fails, so that a traceback is compared too."""


@pytest.fixture(autouse=True)
def _known() -> None:
    register()


def notebook(folder: Path, *cells: str) -> Path:
    made = [nbformat.v4.new_code_cell('lang = "zh"', metadata={"tags": ["parameters"]})]
    made += [nbformat.v4.new_code_cell(source) for source in cells]
    file = folder / "given.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=made, metadata=ABOUT), file)
    return file


def execute(given: Path, name: str = "done", engine: str | None = ENGINE, **more: Any) -> Any:
    target = given.with_name(f"{name}.ipynb")
    papermill.execute_notebook(str(given), str(target), {"lang": "en"}, engine_name=engine, progress_bar=False, **more)
    return nbformat.read(target, as_version=4)


def shown(done: Any) -> list[str]:
    """What each cell but the first two showed, as plain text."""
    return ["".join(one.get("text") or one.data["text/plain"] for one in cell.outputs) for cell in done.cells[2:]]


def compared(done: Any) -> Any:
    """A notebook without clock times and random ids."""
    text = json.dumps({"metadata": {**done.metadata, "papermill": None}, "cells": [_cell(cell) for cell in done.cells]})
    widgets = done.metadata.get("widgets", {}).get("application/vnd.jupyter.widget-state+json", {}).get("state", {})
    for identity, widget in widgets.items():
        text = text.replace(identity, widget.model_name)
    text = re.sub(r"/tmp/ipykernel_\d+/\d+\.py", "a cell", text)
    return json.loads(text)


def _cell(cell: Any) -> dict[str, Any]:
    times = {"papermill", "execution"}
    return {**cell, "id": "", "metadata": {name: one for name, one in cell.metadata.items() if name not in times}}


def test_every_kind_of_output_is_that_of_papermill_s_own_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTEST_CURRENT_TEST")  # beside it, ipykernel does not take what other programs say
    given, written = notebook(tmp_path, *ALL_KINDS), []
    for name, engine in (("warm", ENGINE), ("own", None)):
        with pytest.raises(PapermillExecutionError, match="ValueError"):
            execute(given, name, engine)
        written.append(nbformat.read(tmp_path / f"{name}.ipynb", as_version=4))
    warm, own = written
    assert compared(warm) == compared(own)
    assert warm.metadata.widgets
    assert warm.metadata.papermill.keys() == own.metadata.papermill.keys()


def test_nothing_of_one_notebook_is_left_in_the_next(tmp_path: Path) -> None:
    spoilt = (
        "import os, sys, json, random\nleft = 1\nos.environ['LEFT'] = '1'\nsys.path.insert(0, '/left')\njson.left = 1",
        "import builtins\nbuiltins.left_too = 1\nos.chdir('/')\nsys.modules['left_module'] = json",
        "import clausecheck.nouns.text as text\ntext.left = 1\nget_ipython().user_ns['x'] = 1\nrandom.seed(1)\nOut.clear()",
    )
    execute(notebook(tmp_path, *spoilt))
    asked = (
        "import os, sys, json, builtins, clausecheck.nouns.text as text\n"
        "[[name for name in ('left', 'x', 'random', 'left_too') if name in globals() or hasattr(builtins, name)],"
        " 'LEFT' in os.environ, '/left' in sys.path, hasattr(json, 'left') or hasattr(text, 'left'),"
        " 'left_module' in sys.modules, os.getcwd(), len(In)]"
    )
    [said] = shown(execute(notebook(tmp_path, asked)))
    assert said == repr([[], False, False, False, False, str(Path.cwd()), 4])
    assert "left_module" not in sys.modules


def test_copies_do_not_draw_the_same_numbers(tmp_path: Path) -> None:
    import numpy.random  # noqa: PLC0415 - so that every copy has it

    assert numpy.random
    given = notebook(tmp_path, "import random, numpy\n(random.random(), numpy.random.random())")
    assert shown(execute(given)) != shown(execute(given))


def test_no_port_leads_to_the_kernel(tmp_path: Path) -> None:
    ask = "import psutil\n[psutil.Process(pid).net_connections('inet') for pid in (psutil.Process().pid, psutil.Process().ppid())]"
    before = psutil.Process().net_connections("inet")
    assert shown(execute(notebook(tmp_path, ask))) == [repr([[], before])]


def test_a_cell_that_fails_ends_the_run_and_what_was_done_is_written(tmp_path: Path) -> None:
    with pytest.raises(PapermillExecutionError) as failed:
        execute(notebook(tmp_path, "print('done')", "1 / 0", "print('never')"))
    assert (failed.value.ename, failed.value.exec_count) == ("ZeroDivisionError", 4)
    written = nbformat.read(tmp_path / "done.ipynb", as_version=4)
    kinds = [[one.output_type for one in cell.outputs] for cell in written.cells if cell.cell_type == "code"]
    assert kinds == [[], [], ["stream"], ["error"], []]


def test_what_is_done_is_written_while_the_rest_still_runs(tmp_path: Path) -> None:
    read = f"import time\nfrom pathlib import Path\ntime.sleep({2 * EVERY})\n'early\\\\n' in Path({str(tmp_path / 'done.ipynb')!r}).read_text()"
    assert shown(execute(notebook(tmp_path, "print('early')", read)))[1] == "True"


def test_the_notebook_is_not_written_anew_for_each_of_many_short_cells(tmp_path: Path) -> None:
    cells = (
        "import os\n_ = open('seen', 'a')",
        *["_.write(f\"{os.stat('done.ipynb').st_mtime_ns}\\n\")"] * 40,
        "_.close()",
    )
    execute(notebook(tmp_path, *cells), cwd=str(tmp_path))
    done = nbformat.read(tmp_path / "done.ipynb", as_version=4)
    took = done.metadata.papermill.duration
    assert len(set((tmp_path / "seen").read_text().split())) <= 2 + took / EVERY
    assert all(cell.metadata.papermill.status == "completed" for cell in done.cells)


def test_a_copy_that_does_not_start_is_said_to_be_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clausecheck.warm.run.live", lambda pipe, parent: os._exit(1))
    with pytest.raises(RuntimeError, match="did not start"):
        execute(notebook(tmp_path, "1"), start_timeout=1)


def test_the_last_write_is_made_though_no_copy_can_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> int:
        raise BlockingIOError("too many processes")

    monkeypatch.setattr(os, "fork", full)
    with pytest.raises(BlockingIOError):
        execute(notebook(tmp_path, "1"))
    written = nbformat.read(tmp_path / "done.ipynb", as_version=4)
    assert written.metadata.papermill.end_time


def _ends(process: int) -> bool:
    deadline = time.monotonic() + 10
    while psutil.pid_exists(process) and psutil.Process(process).status() != psutil.STATUS_ZOMBIE:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def test_a_cell_that_takes_too_long_is_ended_with_what_it_started(tmp_path: Path) -> None:
    slow = f"import os, subprocess, time\nother = subprocess.Popen(['sleep', '60'])\n_ = open({str(tmp_path / 'ids')!r}, 'w').write(f'{{os.getpid()}} {{other.pid}}')\ntime.sleep(60)"
    with pytest.raises(CellTimeoutError):
        execute(notebook(tmp_path, slow), execution_timeout=2)
    assert all(_ends(int(one)) for one in (tmp_path / "ids").read_text().split())


def test_a_copy_that_is_killed_is_a_dead_kernel(tmp_path: Path) -> None:
    with pytest.raises(DeadKernelError):
        execute(notebook(tmp_path, "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"))


@pytest.fixture
def own_engine(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Which kernels papermill's own engine was asked for; it runs nothing."""
    asked: list[str] = []
    monkeypatch.setattr(NBClientEngine, "execute_managed_notebook", lambda nb_man, kernel, **_: asked.append(kernel))
    yield asked


def test_beside_other_threads_papermill_s_own_engine_runs_it(tmp_path: Path, own_engine: list[str]) -> None:
    done = threading.Event()
    other = threading.Thread(target=done.wait, name="of a server")
    other.start()
    try:
        execute(notebook(tmp_path, "1"))
        assert "of a server" in fork.made_ready(nbformat.read(tmp_path / "given.ipynb", 4), "python3")
    finally:
        done.set()
        other.join()
    assert own_engine == ["python3"]


def test_where_no_process_can_be_copied_papermill_s_own_engine_runs_it(
    tmp_path: Path, own_engine: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "fork")
    execute(notebook(tmp_path, "1"))
    assert own_engine == ["python3"]


def test_a_kernel_of_another_python_is_not_copied() -> None:
    assert "no such" in fork.made_ready(nbformat.v4.new_notebook(), "no such")


def test_the_bar_of_an_earlier_run_is_no_hindrance(tmp_path: Path, own_engine: list[str]) -> None:
    given = notebook(tmp_path, "print(1)")
    for name in ("one", "two"):
        target = tmp_path / f"{name}.ipynb"
        papermill.execute_notebook(str(given), str(target), engine_name=ENGINE, progress_bar=True)
        assert nbformat.read(target, 4).cells[-1].outputs
    assert own_engine == []


def test_papermill_finds_the_engine_by_its_entry_point() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    module, _, name = project["entry-points"]["papermill.engine"][ENGINE].partition(":")
    assert getattr(import_module(module), name) is WarmEngine


@pytest.mark.full_size
def test_papermill_s_own_command_uses_the_engine(tmp_path: Path) -> None:
    about = tmp_path / "of_a_test-1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Name: of-a-test\nVersion: 1\n")
    (about / "entry_points.txt").write_text(f"[papermill.engine]\n{ENGINE} = clausecheck.warm.engine:WarmEngine\n")
    given = notebook(tmp_path, "import psutil\npsutil.Process().parent().cmdline()[-1]")
    command = [sys.executable, "-m", "papermill", "--engine", ENGINE, str(given), str(tmp_path / "done.ipynb")]
    places = os.pathsep.join([str(tmp_path), str(ROOT / "lib")])
    run = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": places})
    assert run.returncode == 0, run.stderr
    assert shown(nbformat.read(tmp_path / "done.ipynb", 4)) == []  # no parameters, so one cell less
    assert "done.ipynb" in nbformat.read(tmp_path / "done.ipynb", 4).cells[-1].outputs[0].data["text/plain"]


@pytest.mark.full_size
def test_a_copy_ends_with_the_process_it_is_a_copy_of(tmp_path: Path) -> None:
    slow = f"import os, time\n_ = open({str(tmp_path / 'id')!r}, 'w').write(str(os.getpid()))\ntime.sleep(60)"
    given = notebook(tmp_path, slow)
    code = f"import papermill; from clausecheck.warm.engine import register; papermill.execute_notebook({str(given)!r}, {str(tmp_path / 'x.ipynb')!r}, engine_name=register())"
    with subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.DEVNULL) as process:
        while not (tmp_path / "id").exists() or not (tmp_path / "id").read_text():
            time.sleep(0.1)
        process.kill()
    assert _ends(int((tmp_path / "id").read_text()))
