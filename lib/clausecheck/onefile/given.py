"""Where in the file lies what it was made with: a rulebook, a procedure."""

from pathlib import Path

GIVEN = "given"
"""The folder beside the packages that holds it."""
RULEBOOK, PROCEDURE = "rulebook.yaml", "procedure"
NAMED = "procedure.txt"
"""Holds the name of a procedure that ships, where one was named."""
PLACE = Path(__file__).parents[2] / GIVEN


def given() -> tuple[str | None, Path | None]:
    """The procedure and the rulebook, as `load_procedure` takes them."""
    name, folder, rulebook = PLACE / NAMED, PLACE / PROCEDURE, PLACE / RULEBOOK
    procedure = name.read_text(encoding="utf-8") if name.is_file() else str(folder) if folder.is_dir() else None
    return procedure, rulebook if rulebook.is_file() else None
