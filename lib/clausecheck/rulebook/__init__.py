"""How a procedure is read: its files, and a company's own rulebook, checked as a whole."""

from clausecheck.kinds import AnyCheck, has_last_day
from clausecheck.procedure import Procedure
from clausecheck.procedure.numbers import Number
from clausecheck.procedure.rule import Clause, Rule, covered_by, in_words, used
from clausecheck.procedure.score import ScoreTable

from .load import load_procedure, load_rulebook
from .mistakes import mistake, unknown

__all__ = [
    "AnyCheck",
    "Clause",
    "Number",
    "Procedure",
    "Rule",
    "ScoreTable",
    "covered_by",
    "has_last_day",
    "in_words",
    "load_procedure",
    "load_rulebook",
    "mistake",
    "unknown",
    "used",
]
