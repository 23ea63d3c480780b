# IPython and nbformat give no types:
# mypy: allow-untyped-calls
"""Runs the audit notebook with papermill, and hands on what went wrong in it as what it is."""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
import papermill
from jupyter_client.manager import AsyncKernelManager
from papermill.exceptions import PapermillExecutionError
from papermill.translators import PythonTranslator
from traitlets.config import Config

import clausecheck
from clausecheck.disk.writing import scratch
from clausecheck.nouns.errors import Fault, InputFault, fault
from clausecheck.papers.page.export import faults_handed, folder_written, render_report
from clausecheck.papers.page.parameters import check_values

__all__ = ["folder_written", "notebook_file", "render_report", "run_notebook"]

NOTEBOOK = "project_audit.ipynb"
INJECTED = "injected-parameters"
"""How papermill tags the cell that it puts in."""
LONGEST_SOCKET = 100
"""Bytes that the path of a socket may have, its number not counted: 103 on macOS, 107 on Linux."""
PATIENCE = 600
"""Seconds that the kernel may take to start, and what a cell has shown to arrive. The usual 60 and 4 are not enough where
hundreds run in a night: a run would break off though nothing is wrong."""


def notebook_file(name: str = NOTEBOOK) -> Path:
    """A notebook of this project, in the installed package or else in the clone. Raises InputFault for neither."""
    package = Path(clausecheck.__file__).parent
    places = (package / "_notebooks" / name, package.parents[1] / "notebooks" / name)
    for place in places:
        if place.is_file():
            return place
    raise fault(name, "没有这个笔记本；请重新安装 clausecheck", "this notebook is not there; install clausecheck again")


def run_notebook(
    parameters: Mapping[str, Any],
    target_notebook: Path,
    *,
    notebook: Path | None = None,
    shown_as: Mapping[str, Any] | None = None,
    progress: bool = False,
    engine: str | None = None,
) -> Path:
    """Runs the audit notebook with parameters and writes the executed one; returns where.

    `engine`: what papermill runs it with. `shown_as`: the parameters as the user typed them; they, and no path of this machine, then stand in the notebook.
    Parameters are checked first. The executed notebook carries no clock times and no random ids, so the same run gives
    the same bytes. Raises InputFault for parameters or files that will not do; PapermillExecutionError, with the
    notebook written as far as it came, for a fault of ours.
    """
    check_values(parameters)
    plain = {name: _plain(value) for name, value in parameters.items()}
    target_notebook.parent.mkdir(parents=True, exist_ok=True)
    try:
        with _transport() as config, _kernels() as manager:
            papermill.execute_notebook(
                _literal(notebook or notebook_file()),
                _literal(target_notebook),
                plain,
                engine_name=engine,
                kernel_name="python3",
                kernel_manager_class=manager,
                progress_bar=progress,
                request_save_on_cell_execute=False,
                start_timeout=PATIENCE,
                iopub_timeout=PATIENCE,
                config=config,
                extra_arguments=["--IPKernelApp.log_level=50"],
            )
    except PapermillExecutionError:
        if faults := _faults(target_notebook):
            raise InputFault(*faults) from None
        raise
    _tidy(target_notebook, plain, {name: _plain(value) for name, value in (shown_as or parameters).items()})
    return target_notebook


@contextmanager
def _transport() -> Iterator[Config]:
    """How to talk to the kernel: over socket files where there are any (no ports to race for when many run, and nothing
    that others on the machine could read), else over encrypted ports.

    The sockets lie in a folder of this run alone: by default every run in a working folder would take the same ones.
    """
    with scratch("kernel") as folder:
        name = str(folder / "kernel")
        if sys.platform != "win32" and len(os.fsencode(name)) <= LONGEST_SOCKET:
            yield Config(KernelManager={"transport": "ipc", "ip": name})
        else:
            yield Config(KernelManager={"transport_encryption": "auto"})


@contextmanager
def _kernels() -> Iterator[type[AsyncKernelManager]]:
    """What starts the kernel, and ends it with the run: one that was still starting when the run was interrupted would
    live on, find its sockets gone and say so on the terminal."""
    made: list[AsyncKernelManager] = []

    class OfThisRun(AsyncKernelManager):
        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **named)
            made.append(self)

    try:
        yield OfThisRun
    finally:
        for manager in made:
            process = getattr(manager.provisioner, "process", None)
            if process is not None and process.poll() is None:
                process.kill()
                process.wait()


def _plain(value: Any) -> Any:
    """A parameter as papermill can write it into a cell."""
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value if value is None or isinstance(value, bool | int) else str(value)


def _literal(path: Path) -> str:
    """papermill fills in braces in paths; a folder may have braces in its name."""
    return str(path).replace("{", "{{").replace("}", "}}")


def _faults(executed: Path) -> list[Fault]:
    """The faults of the user's files that the notebook reported before it stopped."""
    return faults_handed(nbformat.read(str(executed), as_version=4).cells) if executed.is_file() else []


def _inside(text: str) -> str:
    """A text as it stands inside a string of the notebook's file."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _tidy(executed: Path, ran_with: Mapping[str, Any], shown: Mapping[str, Any]) -> None:
    """Takes clock times and random ids out, and puts what the user typed where this run's own paths stand."""
    text = executed.read_text(encoding="utf-8")
    if shown["out"] != ran_with["out"]:
        folder = folder_written(executed)
        text = text.replace(f'href=\\"{_inside(folder.as_posix())}/', 'href=\\"') if folder else text
        ours, typed = (_inside(Path(out).as_posix()) for out in (ran_with["out"], shown["out"]))
        text = text.replace(ours, typed)
    notebook = nbformat.reads(text, as_version=4)
    notebook.metadata["papermill"] = {"parameters": dict(shown)}
    for cell in notebook.cells:
        if INJECTED in cell.metadata.get("tags", []):
            cell.source = PythonTranslator.codify(shown, "Parameters")
    for place, cell in enumerate(notebook.cells):
        cell.id = f"cell-{place}"
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
    nbformat.write(notebook, str(executed))
