"""What holds of every kind of check and every part: no procedure's own names in them, and none of the loader's libraries."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import clausecheck.kinds
from clausecheck.kinds import KINDS
from clausecheck.kinds.dues import DUES
from clausecheck.kinds.rows import ROWS
from clausecheck.procedure.shipped import our_tables

FOLDER = Path(clausecheck.kinds.__file__).parent
TABLES = our_tables()
OF_ROWS = ("meets", "get", "cell", "cells", "name", "unusable", "impossible", "cells_of", "header_cells", "field_name")
"""What is asked of a row, a case or a table with the name of a column."""
OF_THE_LANGUAGE = ("language", "references", "registry", "telling")
"""Files that look at rules as they are written, and at no row."""


def names_in(tree: ast.AST) -> set[str]:
    """The words with which a file asks rows for columns, or looks a table up."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            asked = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            listed = [one for arg in node.args for one in getattr(arg, "elts", getattr(arg, "keys", [arg]))]
            found |= {str(one.value) for one in listed if isinstance(one, ast.Constant) and asked in OF_ROWS}
        elif isinstance(node, ast.Subscript) and getattr(node.value, "attr", "") == "tables":
            found |= {str(node.slice.value)} if isinstance(node.slice, ast.Constant) else set()
    return found


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.py")), ids=lambda path: str(path.relative_to(FOLDER)))
def test_no_kind_names_a_table_or_column_of_one_procedure(path: Path) -> None:
    ours = {name for table in TABLES.values() for name in table.fields} | set(TABLES)
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert path.stem in OF_THE_LANGUAGE or not names_in(tree) & ours
    said = [str(node.value) for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    assert not [
        one
        for one in said
        if one.startswith(("field:", "table:")) and one.rpartition(":")[2].partition(".")[0] in ours - {"project"}
    ]


def test_a_file_is_called_as_the_rules_call_what_it_holds() -> None:
    assert {path.stem for path in (FOLDER / "rows").glob("*.py")} - {"__init__"} == set(ROWS)
    assert {path.stem for path in (FOLDER / "dues").glob("*.py")} - {"__init__"} == set(DUES)
    assert all((FOLDER / f"{name}.py").is_file() for name in KINDS)


def test_judging_loads_nothing_that_only_the_loader_needs() -> None:
    script = "import sys, clausecheck.kinds, clausecheck.procedure.rule; assert 'pydantic' not in sys.modules"
    subprocess.run([sys.executable, "-c", script], check=True, env={"PYTHONPATH": str(FOLDER.parents[1])})
