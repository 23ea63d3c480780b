"""The golden notebooks run again. Look at the difference before committing it: every changed line is a changed result."""

from pathlib import Path

import nbformat
from nbclient import NotebookClient

GOLDEN = Path(__file__).parent / "golden"


def remade(path: Path) -> str:
    """A notebook as it comes out when run in its own folder; what differs from run to run (clock times) is left out."""
    notebook = nbformat.read(str(path), as_version=4)
    NotebookClient(notebook, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}).execute()
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    return str(nbformat.writes(notebook)) + "\n"
