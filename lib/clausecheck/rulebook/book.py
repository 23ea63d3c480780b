"""A rulebook: rules by code, the ledger of clauses, and what the whole is called."""

from dataclasses import dataclass, field

from clausecheck.nouns.errors import Fault
from clausecheck.nouns.model import RulebookId
from clausecheck.nouns.workdays import Workdays
from clausecheck.procedure.rule import Clause, Rule
from clausecheck.procedure.words import Words

from .score_table import ScoreTable


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Rules by code in the order of the procedure, its clauses, its table of marks, and its identity."""

    rules: dict[str, Rule]
    clauses: tuple[Clause, ...]
    score: ScoreTable
    identity: RulebookId
    words: Words
    """The words that logs are read with: the procedure's, and a company's own."""
    workdays: Workdays = field(default_factory=Workdays)
    """A company's own working days, of the calendar.yaml beside its rulebook."""
    warnings: tuple[Fault, ...] = ()
    """What is accepted for now: keys of the rule language by their old names."""
