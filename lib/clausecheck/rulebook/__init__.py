"""The procedure as data: rules, their dated numbers and the source of each, and the ledger of clauses."""

from clausecheck.kinds import AnyCheck, has_last_day
from clausecheck.procedure.numbers import Number
from clausecheck.procedure.rule import Clause, Rule, covered_by, in_words, used

from .book import Rulebook
from .load import load_rulebook
from .mistakes import mistake, unknown
from .score_table import ScoreTable
from .strict import iso_day

__all__ = [
    "AnyCheck",
    "Clause",
    "Number",
    "Rule",
    "Rulebook",
    "ScoreTable",
    "covered_by",
    "has_last_day",
    "in_words",
    "iso_day",
    "load_rulebook",
    "mistake",
    "unknown",
    "used",
]
