"""Opens Excel logs and reads them into records: `read_logs` in, `Logs` out (see clausecheck.nouns.model).

The public names are loaded when first asked for: the process that opens the files (worker.py) imports this package too,
needs none of them, and starts three times faster without. `propose`, what `clausecheck map` prints, is in propose.py.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from clausecheck.logs.columns import ColumnMap, read_column_map
    from clausecheck.logs.excerpt import Excerpt
    from clausecheck.logs.openers import PASSWORD
    from clausecheck.logs.own import COPY
    from clausecheck.logs.project_facts import fact_cells, facts
    from clausecheck.logs.read import SAME_CONTENT, read_logs
    from clausecheck.logs.register import RegisterLine

__all__ = [
    "COPY",
    "PASSWORD",
    "SAME_CONTENT",
    "ColumnMap",
    "Excerpt",
    "RegisterLine",
    "fact_cells",
    "facts",
    "read_column_map",
    "read_logs",
]

_WHERE = {
    "COPY": "own",
    "ColumnMap": "columns",
    "Excerpt": "excerpt",
    "PASSWORD": "openers",
    "RegisterLine": "register",
    "fact_cells": "project_facts",
    "facts": "project_facts",
    "read_column_map": "columns",
    "SAME_CONTENT": "read",
    "read_logs": "read",
}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(name)
    return getattr(import_module(f"clausecheck.logs.{_WHERE[name]}"), name)
