"""The procedure that a command is asked about, and what is to be said of its files."""

from pathlib import Path

from clausecheck.procedure import Procedure
from clausecheck.rulebook import load_procedure

from .console import complain, language, ui


def opened(procedure: str, rulebook: Path | None) -> Procedure:
    """The procedure with the company's rulebook; keys of an older rule language are said on standard error.

    Raises InputFault as `load_procedure`.
    """
    book = load_procedure(procedure, rulebook)
    for warning in book.warnings:
        complain(ui("warning", text=warning.say(language())))
    return book
