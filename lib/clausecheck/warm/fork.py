# papermill and jupyter_client give no types:
# mypy: allow-untyped-calls
"""Whether this process may be copied to run a notebook, and what a copy should find loaded."""

import ast
import gc
import os
import shutil
import sys
import threading
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

OURS = ("clausecheck", "pandas", "IPython", "ipywidgets")
"""What of a notebook's imports is loaded before it is copied: packages whose loading shows nothing and starts nothing."""
KERNEL = (
    "ipykernel.inprocess.ipkernel", "ipykernel.inprocess.manager", "ipykernel.inprocess.blocking", "ipykernel.parentpoller",
    "ipykernel.comm", "ipykernel.displayhook", "ipykernel.eventloops", "tornado.platform.asyncio", "IPython.core.crashhandler",
    "IPython.core.magics.code", "IPython.utils.contexts", "comm",
    "ipykernel.debugger", "ipykernel.iostream", "IPython.core.completer", "IPython.core.completerlib", "IPython.core.magics",
    "IPython.core.oinspect", "IPython.core.logger", "IPython.display", "IPython.utils.wildcard", "psutil", "sqlite3",
)  # fmt: skip
"""What every kernel loads when it starts."""
PAGE = (
    "clausecheck.papers.page", "clausecheck.papers.page.export", "clausecheck.pipeline", "clausecheck.results.copies",
    "clausecheck.logs.read", "clausecheck.logs.copied",
)  # fmt: skip
"""What the audit notebook loads only while it runs."""
REHEARSED = "a sample"
SAMPLE = ("2026-09", "2026-10-31")
_warmed: set[str] = set()


def made_ready(notebook: Any, kernel_name: str) -> str:
    """Loads what a notebook needs; why it cannot run in a copy of this process all the same, "" where it can."""
    why = _why_not(kernel_name)
    if not why:
        _warm_up(notebook)
        why = _other_threads()
    return why


def _why_not(kernel_name: str) -> str:
    if (
        not hasattr(os, "fork") or sys.platform == "darwin"
    ):  # a copy that uses the system's own libraries may crash there
        return "this system cannot copy a process; papermill's own engine is used"
    if not _is_this_python(kernel_name):
        return f"the kernel {kernel_name} is not this Python; papermill's own engine is used"
    _end_progress_monitor()
    if _has_drawn():
        return "this process has drawn charts, and a copy of it could not; papermill's own engine is used"
    return _other_threads()


def _other_threads() -> str:
    """A copy has one thread; whatever another one was just holding, it would hold there for ever."""
    others = [thread.name for thread in threading.enumerate() if thread is not threading.current_thread()]
    return f"other threads run in this process ({', '.join(others)}); papermill's own engine is used" if others else ""


def _is_this_python(kernel_name: str) -> bool:
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel  # noqa: PLC0415 - loaded with papermill anyway

    try:
        command = KernelSpecManager().get_kernel_spec(kernel_name).argv
    except NoSuchKernel:
        return False
    program = shutil.which(command[0])
    here = command[0] in ("python", "python3", Path(sys.executable).name) or program == sys.executable
    return here and any("ipykernel" in part for part in command)


def _end_progress_monitor() -> None:
    """Ends the thread that redraws papermill's bar where nothing moved for ten seconds; the next bar starts another."""
    if "tqdm" in sys.modules:
        from tqdm import TMonitor  # noqa: PLC0415 - only where papermill has shown a bar

        for thread in threading.enumerate():
            if isinstance(thread, TMonitor):
                thread.exit()


def _has_drawn() -> bool:
    """Whether the engine that draws charts runs in this process; its threads are the system's, and Python knows none."""
    tasks = Path("/proc/self/task")
    return "vl_convert" in sys.modules and tasks.is_dir() and any(_is_v8(task) for task in tasks.iterdir())


def _is_v8(task: Path) -> bool:
    try:
        return (task / "comm").read_text(encoding="utf-8", errors="replace").startswith("V8")
    except OSError:  # it has just ended
        return False


def _warm_up(notebook: Any) -> None:
    """Loads what a kernel, and this notebook of it what is ours, will need; what is loaded already costs nothing. From the
    second notebook that audits on, it pays to have audited a sample first: what that works out once, each copy then has."""
    os.environ.setdefault(
        "PYDEVD_DISABLE_FILE_VALIDATION", "1"
    )  # the debugger's word on modules that Python keeps frozen
    wanted = [*KERNEL, *_imports(notebook)]
    audits = "clausecheck.pipeline" in wanted
    new = [name for name in (*wanted, *(PAGE if audits else ())) if name not in _warmed]
    for name in new:
        try:
            import_module(name)
        except ImportError:  # the notebook's own cell will say so
            continue
    _warmed.update(new)
    if audits and not new and REHEARSED not in _warmed:
        _warmed.add(REHEARSED)
        new = [REHEARSED]
        _rehearse()
    if new:
        gc.collect()
        gc.freeze()  # so that no collection in a copy touches, and thereby copies, what it shares with this process


def load_for(notebook: Path, *, rehearse: bool) -> None:
    """Loads what a notebook will need, in a process whose copies will run it, each in a copy of its own. `rehearse`: audits a
    sample too, which pays where there will be many; the copies do not."""
    import nbformat  # noqa: PLC0415 - not for who only asks whether a copy can be made

    _warm_up(nbformat.read(str(notebook), as_version=4))
    _warmed.add(REHEARSED)
    if rehearse:
        _rehearse()


def _rehearse() -> None:
    """Audits a sample with all its papers, for nobody."""
    from clausecheck.disk.resources import sample_projects  # noqa: PLC0415 - not for a notebook of something else
    from clausecheck.disk.writing import scratch  # noqa: PLC0415 - likewise
    from clausecheck.logs.apart import one_thread  # noqa: PLC0415 - likewise
    from clausecheck.papers.page import open_report  # noqa: PLC0415 - likewise
    from clausecheck.papers.page.whole import report_page  # noqa: PLC0415 - likewise
    from clausecheck.pipeline import audit_project, write_outputs  # noqa: PLC0415 - likewise

    audit = audit_project(sample_projects()[0], *SAMPLE)
    with scratch("rehearsal") as place:
        write_outputs(audit, place)
    report_page(open_report(audit, "zh"))
    one_thread()


def _imports(notebook: Any) -> Iterator[str]:
    """The modules of ours that a notebook's cells import."""
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        try:
            parsed = ast.parse(cell.source)
        except SyntaxError:  # a magic of IPython, or a mistake that its cell will show
            continue
        for node in ast.walk(parsed):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module, *(f"{node.module}.{one.name}" for one in node.names)]
            yield from (name for name in names if name.partition(".")[0] in OURS)
