"""An audit through the notebook: run where nobody looks, then put in its place with the report made of it."""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from clausecheck.disk.writing import scratch
from clausecheck.nouns.errors import fault
from clausecheck.papers.page.run import NOTEBOOK, folder_written, render_report, run_notebook
from clausecheck.procedure.shipped import shipped
from clausecheck.results import move_in


def through_notebook(
    typed: Mapping[str, Any],
    out: Path,
    review: Path,
    *,
    folder: Path | None = None,
    more: Callable[[Path], None] | None = None,
    engine: str | None = None,
) -> Path:
    """Runs the notebook in a folder of its own; what it wrote, the notebook and the report of it then take their place at
    once: in `folder`, by default where the notebook says, below `out`. `typed`: its parameters as they were typed, which is
    how they stand in it; `more` adds to what is written; `engine`: that of papermill. Raises as `run_notebook`."""
    for path in map(Path, typed["inputs"]):
        if not path.exists():
            raise fault(
                str(path), "没有这个文件或文件夹；请检查路径", "there is no such file or folder; check the path"
            )
    with scratch("run") as place:
        here = {
            **typed,
            "inputs": [_absolute(path) for path in typed["inputs"]],
            "out": str(place / "out"),
            "review": _absolute(str(review)),
            **{name: _absolute(typed[name]) for name in ("rulebook", "previous") if typed.get(name)},
            **({"procedure": _procedure(typed["procedure"])} if typed.get("procedure") else {}),
        }
        executed = run_notebook(here, place / NOTEBOOK, shown_as=typed, engine=engine)
        written = folder_written(executed)
        if written is None:
            raise RuntimeError("the notebook ran to its end without saying where it wrote")
        place_of_it = folder or out / written.relative_to(out)

        def papers(fresh: Path) -> None:
            shutil.copyfile(executed, fresh / NOTEBOOK)
            render_report(executed, fresh / "report.html", typed["lang"], beside=True)
            if more:
                more(fresh)

        move_in(place / "out" / written.relative_to(out), place_of_it, papers)
    return place_of_it


def _absolute(path: str) -> str:
    """A path as the notebook finds it from anywhere."""
    return str(Path(path).resolve())


def _procedure(procedure: str) -> str:
    """A procedure's folder likewise; a name stays."""
    return procedure if procedure in shipped() else _absolute(procedure)
