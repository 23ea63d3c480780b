"""The procedure that logs are judged by: one that ships, made ready once, or any other, read and checked each time."""

from dataclasses import replace
from functools import cache
from pathlib import Path

from clausecheck.nouns.errors import fault
from clausecheck.nouns.ready import ready
from clausecheck.procedure import Procedure
from clausecheck.procedure.shipped import DEFAULT, PROCEDURES, shipped

from .mistakes import unknown

_LIBRARY = Path(__file__).parents[1]
_CODE = tuple(_LIBRARY / room for room in ("nouns", "procedure", "kinds", "kinds/rows", "kinds/dues", "rulebook"))
"""What makes a procedure of its files."""


def load_procedure(procedure: str | Path | None = None, rulebook: Path | None = None) -> Procedure:
    """A procedure, checked as a whole, with what a company's own rulebook changes and adds.

    `procedure`: the name of one that ships, or the folder of any other; without it the one that the rulebook extends, else
    the customer communication procedure. Raises InputFault with every fault found, each with file and line.
    """
    folder = _folder(procedure, rulebook)
    if rulebook is None and folder.parent == PROCEDURES:
        return _shipped(folder)
    return _built(folder, rulebook)


def load_rulebook(path: Path | None = None) -> Procedure:
    """The procedure that a company's rulebook at `path` extends, with its changes; without one the customer communication
    procedure. Raises as `load_procedure`."""
    return load_procedure(rulebook=path)


@cache
def _shipped(folder: Path) -> Procedure:
    """A procedure of ours, ready since it was last made of the same files; it is kept without its place."""
    texts = sorted([*folder.rglob("*.yaml"), *PROCEDURES.glob("*.yaml")])
    kept = ready(folder / "rulebook.yaml", texts, _CODE, lambda: replace(_built(folder, None), folder=Path()))
    return replace(kept, folder=folder)


def _built(folder: Path, rulebook: Path | None) -> Procedure:
    from .build import build  # noqa: PLC0415 - the shapes that files are held to take long to load

    return build(folder, rulebook)


def _folder(procedure: str | Path | None, rulebook: Path | None) -> Path:
    """Where the files of a procedure stand."""
    if not procedure:
        return PROCEDURES / (_extended(rulebook) if rulebook else DEFAULT)
    if str(procedure) in shipped():
        return PROCEDURES / str(procedure)
    folder = Path(procedure)
    if (folder / "rulebook.yaml").is_file():
        return folder
    zh, en = unknown(str(procedure), shipped())
    raise fault(
        str(procedure),
        f"{zh}；也可以给出规程文件夹（内有 rulebook.yaml）",
        f"{en}; a folder with the files of a procedure will do too (its rulebook.yaml is looked for)",
    )


def _extended(rulebook: Path) -> str:
    """The procedure that ships and that a company's rulebook extends; one that it cannot extend is refused later."""
    from .company import extended  # noqa: PLC0415 - likewise

    named = extended(rulebook)
    return named if named in shipped() else DEFAULT
