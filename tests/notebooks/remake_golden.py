"""Runs the golden notebooks again and keeps their outputs: `python tests/notebooks/remake_golden.py`.

Look at the difference before committing it: every changed line is a changed result.
"""

from pathlib import Path

import nbformat
from nbclient import NotebookClient

GOLDEN = Path(__file__).parent / "golden"


def remake(path: Path) -> None:
    """Executes a notebook in its own folder; what differs from run to run (clock times) is left out."""
    notebook = nbformat.read(str(path), as_version=4)
    NotebookClient(notebook, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}).execute()
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    nbformat.write(notebook, str(path))


if __name__ == "__main__":
    for golden in sorted(GOLDEN.glob("*.ipynb")):
        remake(golden)
