# nbformat gives no types:
# mypy: allow-untyped-calls
"""From an executed notebook to the report page: one file that loads nothing."""

import json
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat

from clausecheck.disk.writing import write_whole
from clausecheck.nouns.errors import Fault, fault
from clausecheck.papers.page.findings import address
from clausecheck.papers.page.lab import FAULTS_MIME, FOLDER
from clausecheck.papers.page.sections import META
from clausecheck.papers.page.texts import LANGUAGES
from clausecheck.papers.page.whole import filled

LAB_ONLY = "lab-only"


def render_report(executed_notebook: Path, target_html: Path, lang: str = "zh", *, beside: bool = False) -> Path:
    """Writes the page of an executed notebook and returns where. Its links lead to the copies where the notebook wrote
    them, or, with `beside`, to copies that lie beside the page.

    Raises InputFault when the notebook stopped at an error or holds no section of a report, ValueError for a language
    other than `zh` and `en`.
    """
    notebook = _read(executed_notebook)
    page = page_of(notebook, lang, str(executed_notebook))
    return write_whole(target_html, page if beside else _linked(page, executed_notebook, target_html))


def _read(path: Path) -> nbformat.NotebookNode:
    """A notebook. Raises InputFault for what is none."""
    try:
        notebook: nbformat.NotebookNode = nbformat.read(str(path), as_version=4)
        nbformat.validate(notebook)  # reading only warns
    except (ValueError, nbformat.ValidationError, AttributeError, KeyError, TypeError):
        raise fault(
            str(path),
            "不是笔记本（.ipynb）；请给出 papermill 执行过的笔记本",
            "is no notebook (.ipynb); give one that papermill has run",
        ) from None
    return notebook


def _linked(page: str, executed: Path, target: Path) -> str:
    """The page with its links to the copies leading to where the notebook wrote them, from where the page lies."""
    folder = folder_written(executed)
    if folder is None:
        return page
    there = next((one for one in (folder, executed.parent / folder) if one.is_dir()), None)
    if there is None or there.resolve() == target.parent.resolve():
        return page
    way = address(Path(os.path.relpath(there.resolve(), target.parent.resolve())).as_posix()) + "/"
    names = [re.escape(address(path.name)) for path in there.iterdir() if path.suffix in (".xlsx", ".xlsm")]
    return (
        re.sub(rf'(href=")({"|".join(names)})(?=[#"])', lambda found: found[1] + way + found[2], page)
        if names
        else page
    )


def folder_written(executed: Path) -> Path | None:
    """Where an executed notebook wrote its outputs, as it says itself; None when it did not come that far."""
    for cell in _read(executed).cells:
        for output in cell.get("outputs", []):
            about = output.get("metadata", {}).get("text/html", {})
            if FOLDER in about:
                return Path(about[FOLDER])
    return None


def page_of(notebook: nbformat.NotebookNode, lang: str = "zh", name: str = "notebook") -> str:
    """The page of an executed notebook as text; `name` stands in the errors. Raises as `render_report`."""
    if lang not in LANGUAGES:
        raise ValueError(f"lang must be one of {', '.join(LANGUAGES)}, not {lang!r}")
    _refuse_errors(notebook, name)
    contents = _contents(notebook)
    if not contents:
        raise fault(
            name,
            "这个笔记本没有报告内容；请先用 papermill 或 JupyterLab 运行它",
            "this notebook holds no section of a report; run it first, with papermill or in JupyterLab",
        )
    cells = [cell for cell in _shown(notebook) if cell.cell_type in ("code", "markdown")]
    return filled(cells, contents, lang)


def _outputs(notebook: nbformat.NotebookNode) -> list[Any]:
    return [output for cell in _shown(notebook) if cell.cell_type == "code" for output in cell.outputs]


def _shown(notebook: nbformat.NotebookNode) -> list[Any]:
    """The cells that the page shows."""
    return [cell for cell in notebook.cells if LAB_ONLY not in cell.metadata.get("tags", [])]


def _refuse_errors(notebook: nbformat.NotebookNode, name: str) -> None:
    for place, cell in enumerate(notebook.cells, 1):
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                zh, en = _why(cell, output)
                raise fault(
                    f"{name} [{place}]",
                    f"笔记本在这个单元格停下了（{zh}），不能出报告；请排除后重新运行",
                    f"the notebook stopped at this cell ({en}), so there is no report; mend it and run it again",
                )


def _why(cell: nbformat.NotebookNode, error: nbformat.NotebookNode) -> tuple[str, str]:
    """Why a cell stopped: the faults of the user's files that it hands on, else the error as it stands, twice."""
    faults = faults_handed([cell])
    if not faults:
        return f"{error.ename}: {error.evalue}", f"{error.ename}: {error.evalue}"
    return "；".join(one.say("zh") for one in faults), "; ".join(one.say("en") for one in faults)


def faults_handed(cells: Sequence[nbformat.NotebookNode]) -> list[Fault]:
    """The faults of the user's files that cells reported before they stopped."""
    outputs = (output for cell in cells for output in cell.get("outputs", []))
    reports = [output.data[FAULTS_MIME] for output in outputs if FAULTS_MIME in output.get("data", {})]
    return [Fault(**one) for report in reports for one in (json.loads(report) if isinstance(report, str) else report)]


def _contents(notebook: nbformat.NotebookNode) -> list[dict[str, str]]:
    sections = (output.get("metadata", {}).get("text/html", {}).get(META) for output in _outputs(notebook))
    return [dict(section) for section in sections if section]
