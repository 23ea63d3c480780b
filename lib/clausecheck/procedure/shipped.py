"""The procedures that ship, and of the one that is meant where nobody names one what logs are read with."""

from functools import cache
from pathlib import Path

from clausecheck.nouns.yamlfile import read_yaml

from .tables import Tables, tables_of
from .words import FILE, Words, words_of

PROCEDURES = Path(__file__).parents[1] / "procedures"
"""A folder each; beside them what they share: the words that people write instead of a value, the faults of logs."""
DEFAULT = "customer_communication"


def shipped() -> list[str]:
    """The names of the procedures that ship."""
    return sorted(path.parent.name for path in PROCEDURES.glob("*/rulebook.yaml"))


@cache
def our_tables() -> Tables:
    """The tables of the procedure that is meant where nobody names one, with the columns that its files of rules add."""
    document, _ = read_yaml(PROCEDURES / DEFAULT / "tables.yaml", aliases=True)
    for path in sorted((PROCEDURES / DEFAULT / "rules").glob("*.yaml")):
        if "\ncolumns:" in f"\n{path.read_text(encoding='utf-8')}":  # few have some, and parsing all of them takes time
            for table, added in read_yaml(path)[0]["columns"].items():
                document["tables"][table]["fields"].update(added)
    return tables_of(document)


@cache
def our_words() -> Words:
    """The words that it is read with."""
    return words_of(PROCEDURES / FILE, PROCEDURES / DEFAULT / FILE)
